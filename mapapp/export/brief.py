"""The margin of a picture in few words: the same figures, signs and credits as in the full one, in rows."""

from __future__ import annotations

from dataclasses import dataclass

from mapapp.export.glyphs import draw_mark
from mapapp.export.panel import Block, Panel, number_words
from mapapp.export.pen import Pen

__all__ = ["Brief", "Tight", "brief_blocks", "signs_strip", "tight_blocks"]

_SMALLEST = 10.5  # size of the smallest type of the full-size design, pixels


@dataclass(frozen=True, slots=True)
class Brief:
    """The blocks of a margin that is short of room."""

    panel: Panel

    def counts(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Claims in view, as two numbers that are never added up, in a row where it is wide enough."""
        u, chosen, theme = self.panel.unit, self.panel.selection, pen.theme
        left, step = x, 24 * u
        for number, word in ((chosen.definite, "definite"), (chosen.possible, "possible")):
            figure, words = number_words(number), f"{word} claim{'' if number == 1 else 's'} in view"
            room = pen.width(figure, 20 * u, bold=True) + 6 * u
            whole = room + pen.width(words, 12.5 * u) + 18 * u
            if left > x and left + whole - 18 * u > x + width:
                left, y = x, y + step
            pen.text(left, y + 18 * u, figure, 20 * u, theme.ink, bold=True)
            pen.text(left + room, y + 18 * u, words, 12.5 * u, theme.ink)
            left += whole
        return y + step

    def statuses(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Every status with its sign and its count in view, as many in a row as fit."""
        u, theme = self.panel.unit, pen.theme
        counts = self.panel.selection.counts()
        widest = max(pen.width(number_words(count), 12.5 * u, bold=True) for count in counts.values())
        names = max(pen.width(status.label, 12.5 * u) for status in counts)
        cells = _Grid(pen, x, y, width, 32 * u + names + widest, 22 * u, len(counts), 16 * u)
        for (status, count), (left, top) in zip(counts.items(), cells.corners, strict=True):
            draw_mark(pen, status, (left + 10 * u, top + 11 * u), 9 * u)
            colour = theme.ink if count else theme.muted
            pen.text(left + 25 * u, top + 15.5 * u, status.label, 12.5 * u, colour)
            shown = number_words(count)
            pen.text(left + 32 * u + names, top + 15.5 * u, shown, 12.5 * u, colour, bold=count > 0)
        return cells.bottom

    def apart(self, pen: Pen, x: float, y: float, width: float) -> float:
        """What the data set holds and the map does not show, as a sentence."""
        return pen.paragraph(x, y, self.uncounted(), 11.5 * self.panel.unit, pen.theme.ink, width)

    def uncounted(self) -> str:
        """Why claims of the data set are not on the map, and how many for each reason."""
        said = ", ".join(
            f"{number_words(count)} {'with ' if words.startswith('No ') else ''}{words.lower()}"
            for words, count in self.panel.uncounted()
        )
        return f"Not on this map: {said}."

    def signs(self, pen: Pen, x: float, y: float, width: float) -> float:
        """How the marks say what a status does not."""
        return signs_strip(self.panel)(pen, x, y, width)

    def credits(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Where everything comes from, as one paragraph beneath a line."""
        u = self.panel.unit
        pen.box((x, y, width, max(1.0, u)), pen.theme.rule, 1)
        said = " ".join(self.panel.sources())
        return pen.paragraph(x, y + 5 * u, said, 10.5 * u, pen.theme.muted, width, lead=1.3)


@dataclass(frozen=True, slots=True)
class Tight:
    """The blocks of a sheet that has room for no more than a few lines, all in its smallest type."""

    panel: Panel

    def legend(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Claims in view as two numbers, then every status with its sign and its count, one after another."""
        u, chosen, theme = self.panel.unit, self.panel.selection, pen.theme
        size, row = _SMALLEST * u, 17 * u
        figures = f"In view: {number_words(chosen.definite)} definite, {number_words(chosen.possible)} possible"
        pen.text(x, y + 12 * u, figures, size, theme.ink, bold=True)
        left = x + pen.width(figures, size, bold=True) + 14 * u
        for status, count in chosen.counts().items():
            words = f"{status.label} {number_words(count)}"
            wide = 19 * u + pen.width(words, size)
            if left > x and left + wide > x + width:
                left, y = x, y + row
            draw_mark(pen, status, (left + 7 * u, y + 8.5 * u), 7 * u, letter=False)
            pen.text(left + 19 * u, y + 12 * u, words, size, theme.ink if count else theme.muted)
            left += wide + 12 * u
        return y + row

    def words(self, pen: Pen, x: float, y: float, width: float) -> float:
        """What is not on the map, and where everything comes from."""
        u, panel = self.panel.unit, self.panel
        said = " ".join((Brief(panel).uncounted(), *panel.sources()))
        return pen.paragraph(x, y, said, _SMALLEST * u, pen.theme.muted, width, lead=1.25)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells of one size in rows, filled from the upper left."""

    pen: Pen
    left: float
    top: float
    width: float
    cell: float
    row: float
    count: int
    gap: float

    @property
    def _columns(self) -> int:
        return max(1, min(self.count, int((self.width + self.gap) // (self.cell + self.gap))))

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Upper left corner of each cell: columns spread over at most a third more than they need."""
        many = self._columns
        pitch = min((self.width + self.gap) / many, (self.cell + self.gap) * 1.33)
        return [(self.left + at % many * pitch, self.top + at // many * self.row) for at in range(self.count)]

    @property
    def bottom(self) -> float:
        """Lower edge of the last row."""
        return self.top + -(-self.count // self._columns) * self.row


def signs_strip(panel: Panel) -> Block:
    """Make the block that says how to read the marks, as many in a row as fit, and the notes on this map."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        u = panel.unit
        keys = panel.keys()
        left, row = x, 21 * u
        for sign, words in keys:
            wide = 26 * u + pen.width(words, 11.5 * u)
            if left > x and left + wide > x + width:
                left, y = x, y + row
            sign(pen, left + 10 * u, y + 10 * u)
            pen.text(left + 26 * u, y + 14 * u, words, 11.5 * u, pen.theme.ink)
            left += wide + 16 * u
        return panel.remarks(pen, x, y + row, width)

    return draw


def brief_blocks(panel: Panel, *, keys: bool = True) -> list[Block]:
    """The blocks of a brief margin in reading order; ``keys``: with how to read the marks."""
    brief = Brief(panel)
    signs = [brief.signs] if keys else []
    return [brief.counts, brief.statuses, *signs, brief.apart, brief.credits]


def tight_blocks(panel: Panel) -> list[Block]:
    """The blocks of the smallest sheets in reading order."""
    tight = Tight(panel)
    return [tight.legend, tight.words]
