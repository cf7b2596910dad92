"""The margin of a picture: counts, legend, what is not on the map, and where everything comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from geodata.basemap import ATTRIBUTION
from geodata.model import Status
from geodata.store import Selection
from mapapp.export.glyphs import draw_denial, draw_mark
from mapapp.export.known import open_note
from mapapp.export.pen import Pen
from mapapp.export.tally import hidden_in_zones
from mapapp.export.theme import borders_words

__all__ = ["Block", "Panel", "Sign", "blocks", "number_words"]

Block = Callable[[Pen, float, float, float], float]
"""Draws itself at left, upper edge, width (pixels) and returns its lower edge."""

Sign = Callable[[Pen, float, float], None]
"""Draws a sign around a point, pixels."""

_MOST_CHARS = 300  # of what a data set says of itself: beyond, it is cut, and the cut is shown


@dataclass(frozen=True, slots=True)
class Panel:
    """What the blocks speak of; ``unit`` is how many pixels one pixel of the full-size design is."""

    selection: Selection
    borders: str
    unit: float
    veiled: bool
    zones: bool = True
    link: str = ""
    notes: tuple[str, ...] = ()  # of the other frames of a film: the tallest keeps its room

    def counts(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Claims in view, as two numbers that are never added up."""
        u, chosen = self.unit, self.selection
        y = self._heading(pen, x, y, width, "Claims in view")
        pairs = ((chosen.definite, "definite", "inside the window"), (chosen.possible, "possible", "only touching it"))
        for column, (number, word, meaning) in enumerate(pairs):
            left = x + column * width / 2
            pen.text(left, y + 25 * u, number_words(number), 27 * u, pen.theme.ink, bold=True)
            with pen.still():
                pen.text(left, y + 43 * u, word, 12.5 * u, pen.theme.ink, bold=True)
                pen.text(left, y + 58 * u, meaning, 11 * u, pen.theme.muted)
        return y + 63 * u

    def statuses(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Every status with its sign and its count in view."""
        u = self.unit
        y = self._heading(pen, x, y, width, "Status")
        for status, count in self.selection.counts().items():
            middle = y + 11 * u
            with pen.still():
                draw_mark(pen, status, (x + 10 * u, middle), 9 * u)
            colour = pen.theme.ink if count else pen.theme.muted
            pen.text(x + 28 * u, middle + 4.6 * u, status.label, 13 * u, colour)
            shown = number_words(count)
            pen.text(x + width, middle + 4.6 * u, shown, 13 * u, colour, bold=count > 0, ha="right")
            y += 22.5 * u
        return y

    def signs(self, pen: Pen, x: float, y: float, width: float) -> float:
        """How the marks say what a status does not."""
        u = self.unit
        y = self._heading(pen, x, y, width, "How to read the marks")
        with pen.still():
            for draw, words in self.keys():
                draw(pen, x + 10 * u, y + 10 * u)
                end = pen.paragraph(x + 28 * u, y + 2.5 * u, words, 11.5 * u, pen.theme.ink, width - 28 * u)
                y = max(y + 21 * u, end)
        return self.remarks(pen, x, y, width)

    def keys(self) -> list[tuple[Sign, str]]:
        """The signs besides those of the statuses, each with what it says."""
        return [
            (self._hollow, "Pale and dashed: a plan or an inference"),
            (self._denied, "Badge: a party denies it"),
            (self._ring, "Ring: may be anywhere inside"),
            (self._hatched, "Hatched area: somewhere inside it"),
            (self._soft, "Soft edge: its limits were not stated"),
        ]

    def remarks(self, pen: Pen, x: float, y: float, width: float) -> float:
        """What holds of this map alone: claims without a stated end, a dimmed margin."""
        u = self.unit
        note = open_note(self.selection)
        if note or any(self.notes):
            y = pen.paragraph(x, y + 2 * u, note, 11 * u, pen.theme.ink, width, room=self.notes)
        if self.veiled:
            note = "Dimmed margin: outside the chosen view; claims there are not drawn."
            y = pen.paragraph(x, y + 2 * u, note, 11 * u, pen.theme.muted, width)
        return y

    def apart(self, pen: Pen, x: float, y: float, width: float) -> float:
        """What the data set holds and the map does not show."""
        u = self.unit
        y = self._heading(pen, x, y, width, "Not on this map")
        for words, count in self.uncounted():
            colour = pen.theme.ink if count else pen.theme.muted
            pen.text(x, y + 13 * u, words, 12 * u, colour)
            pen.text(x + width, y + 13 * u, number_words(count), 12 * u, colour, bold=count > 0, ha="right")
            y += 18.5 * u
        return y

    def uncounted(self) -> list[tuple[str, int]]:
        """Why claims of the data set are not on the map, and how many for each reason."""
        chosen = self.selection
        lines = [
            ("No place on the map", len(chosen.unlocated)),
            ("No date stated", len(chosen.undated)),
            ("Outside the window", chosen.outside_window),
            ("Outside the view", chosen.outside_view),
            ("Hidden by filters", chosen.filtered),
        ]
        if chosen.query.known_on is not None:
            dateless = chosen.dateless
            lines.append(("Not yet known then", chosen.not_known - dateless))
            lines += [("No date of publication", dateless)] if dateless else []
        if not self.zones:
            lines.append(("In zones switched off", hidden_in_zones(chosen)))
        return lines

    def credits(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Data set, version, digest, licence; basemap and the view of its borders; the link that asks again."""
        u = self.unit
        y = self._heading(pen, x, y, width, "Sources")
        with pen.still():
            for words in self.sources():
                y = pen.paragraph(x, y, words, 10.5 * u, pen.theme.muted, width, lead=1.3) + 2.5 * u
        return y

    def sources(self) -> list[str]:
        """Where everything comes from, as sentences; the link is whole, or it would lead elsewhere."""
        info = self.selection.dataset.info
        label, note = borders_words(self.borders)
        data = f"Data: {_cut(info.title)}. Version {_cut(info.version)}, digest {self.selection.dataset.digest[:12]}."
        linked = [f"Link: {self.link}"] if self.link else []
        return [data, f"Licence: {_cut(info.licence)}", f"Basemap: {ATTRIBUTION}.", f"{label}. {note}", *linked]

    def _heading(self, pen: Pen, x: float, y: float, width: float, words: str) -> float:
        u = self.unit
        with pen.still():
            pen.box((x, y, width, max(1.0, u)), pen.theme.rule, 1)
            pen.text(x, y + 17 * u, words, 11.5 * u, pen.theme.accent, bold=True)
        return y + 24 * u

    def _hollow(self, pen: Pen, x: float, y: float) -> None:
        draw_mark(pen, Status.UNVERIFIED, (x, y), 8.5 * self.unit, hollow=True)

    def _denied(self, pen: Pen, x: float, y: float) -> None:
        draw_denial(pen, (x, y), 5.5 * self.unit)

    def _ring(self, pen: Pen, x: float, y: float) -> None:
        u, ink = self.unit, pen.theme.ink
        pen.disc((x, y), 8.5 * u, 10, facecolor=ink, edgecolor="none", alpha=0.13)
        pen.disc((x, y), 8.5 * u, 10, facecolor="none", edgecolor=ink, line=1.1 * u)
        pen.disc((x, y), 2.6 * u, 10, facecolor=ink, edgecolor="none")

    def _hatched(self, pen: Pen, x: float, y: float) -> None:
        u, ink = self.unit, pen.theme.ink
        left, top, side = x - 8.5 * u, y - 7.5 * u, 17 * u
        pen.add(Rectangle((left, top), side, 15 * u, facecolor="none", edgecolor=ink, linewidth=1.2 * u), 10)
        for across in (6, 12, 18, 24):  # lines of slope 1, ends on the frame: x + y = across from its upper left
            low, high = (max(0.0, across - 15) * u, min(17.0, across) * u)
            ends = [(left + low, top + across * u - low), (left + high, top + across * u - high)]
            pen.add(PathPatch(Path(ends), edgecolor=ink, linewidth=1.1 * u), 10)

    def _soft(self, pen: Pen, x: float, y: float) -> None:
        u, ink = self.unit, pen.theme.ink
        for share in (1, 0.82, 0.64, 0.46):
            wide, high = 18 * u * share, 15 * u * share
            patch = Rectangle((x - wide / 2, y - high / 2), wide, high, facecolor=ink, edgecolor="none", alpha=0.12)
            pen.add(patch, 10)


def number_words(count: int) -> str:
    """A count with its thousands apart."""
    return f"{count:,}".replace(",", " ")


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else text[: _MOST_CHARS - 1].rstrip() + "…"


def blocks(panel: Panel) -> list[Block]:
    """The blocks of the margin in reading order."""
    return [panel.counts, panel.statuses, panel.signs, panel.apart, panel.credits]
