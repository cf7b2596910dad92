"""Where header, map and margin go on a sheet: the first way in which all their words fit in legible type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.brief import brief_blocks, signs_strip, tight_blocks
from mapapp.export.furniture import corner_fits
from mapapp.export.header import draw_header
from mapapp.export.known import known_words
from mapapp.export.layouts import LARGEST_PX, LAYOUTS, Sheet, sheet_of
from mapapp.export.mercator import Rect
from mapapp.export.panel import Block, Panel, blocks
from mapapp.export.pen import Pen
from mapapp.export.request import Request, frame_of

__all__ = ["Column", "Plan", "arrange", "draw_margin"]

_FINE = 10.5  # size of the smallest type of the full-size design, pixels
_STEP = 0.96  # by which type shrinks from one try to the next
_FULL_SHARE = 0.82  # of its wanted size, to which type shrinks before the margin is told in few words
_LARGER = 1.08  # by which a sheet grows from one try to the next, where a size that works is looked for


_Say = Callable[[Panel], list[Block]]


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks one beneath another: left, top and width in pixels, and the gap between two."""

    left: float
    top: float
    width: float
    blocks: tuple[Block, ...]
    gap: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes.

    Parameters
    ----------
    manner : str
        How the margin is told, and where.
    unit : float
        Pixels to one pixel of the full-size design.
    rect : Rect
        The map.
    columns : tuple of Column
        The margin.
    foot : Block or None
        Stands at the lower end of the first column ...
    end : float
        ... with its lower edge here, pixels.
    """

    manner: str
    unit: float
    rect: Rect
    columns: tuple[Column, ...]
    foot: Block | None = None
    end: float = 0


@dataclass(frozen=True, slots=True)
class _Try:
    """One attempt: on which sheet, with type of which size.

    ``least`` is the share of the height that a map needs; ``sure`` where all is known to fit, as in frames of a film.
    """

    pen: Pen
    selection: Selection
    request: Request
    sheet: Sheet
    unit: float
    least: float = 0.36
    sure: bool = False

    def area(self) -> tuple[float, float, float, float]:
        """What the header leaves inside the margins: left, top, right, bottom in pixels."""
        edge = self.sheet.margin_px
        wide, high = self.sheet.size_px
        return edge, draw_header(self.pen, self.selection, self.request, self.unit), wide - edge, high - edge * 0.8

    def panel(self, rect: Rect) -> Panel:
        """What the margin says, beside a map of some size."""
        notes = () if self.request.steady is None else self.request.steady.notes
        veiled = self.selection.query.bbox is not None and frame_of(self.selection, rect).is_veiled
        request = self.request
        return Panel(self.selection, request.borders, self.unit, veiled, request.zones, request.link, notes)

    def holds(self, rect: Rect, least: float | None = None, over: float = 0) -> bool:
        """Whether a map is worth drawing and has room for the words in its corner, and nothing is ``over`` its end."""
        wide, high = self.sheet.size_px
        if self.sure:
            return True
        tall = rect.height >= high * (self.least if least is None else least) and over <= 0
        return tall and rect.width >= wide * 0.4 and corner_fits(self.pen, rect, known_words(self.selection), self.unit)

    def narrow(self) -> float:
        """The width of a column of few words, pixels."""
        return min(max((self.sheet.size_px[0] - 2 * self.sheet.margin_px) * 0.36, 200 * self.unit), 330 * self.unit)


def _flow(pen: Pen, column: Column) -> float:
    """Draw the blocks of a column; returns the lower edge of the last, pixels."""
    top = column.top
    for block in column.blocks:
        top = block(pen, column.left, top, column.width) + column.gap
    return top - column.gap


def draw_margin(pen: Pen, plan: Plan) -> None:
    """Draw the margin of a sheet."""
    for column in plan.columns:
        _flow(pen, column)
    if plan.foot is not None:
        left, width = plan.columns[0].left, plan.columns[0].width
        pen.rehearse(on=True)
        high = plan.foot(pen, left, 0, width)
        pen.rehearse(on=False)
        plan.foot(pen, left, plan.end - high, width)


def _whole(left: float, top: float, right: float, bottom: float) -> Rect:
    return Rect(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))


def _beside(one: _Try) -> Plan | None:
    """The whole margin at the right of the map."""
    left, top, right, bottom = one.area()
    u, width = one.unit, 304 * one.unit
    rect = _whole(left, top, right - width - 24 * u, bottom)
    drawn = tuple(blocks(one.panel(rect)))
    column = Column(right - width, top, width, drawn, 13 * u)
    if not one.holds(rect, 0.4, _flow(one.pen, column) - rect.bottom):
        return None
    return Plan("beside", u, rect, (replace(column, blocks=drawn[:-1]),), drawn[-1], rect.bottom)


def _split(one: _Try, manner: str, width: float, say: _Say, gap: float) -> Plan | None:
    """A margin at the right of the map, and how to read its marks beneath it."""
    left, top, right, bottom = one.area()
    u = one.unit
    rough = _whole(left, top, right - width - 2 * gap * u, bottom)
    panel = one.panel(rough)
    strip = Column(left, 0, rough.width, (signs_strip(panel),), 0)
    rect = _whole(left, top, rough.right, bottom - _flow(one.pen, strip) - 10 * u)
    drawn = tuple(say(panel))
    column = Column(right - width, top, width, drawn, gap * u)
    if not one.holds(rect, max(one.least, 0.42), _flow(one.pen, column) - bottom):
        return None
    beneath = replace(strip, top=rect.bottom + 10 * u)
    return Plan(manner, u, rect, (replace(column, blocks=drawn[:-1]), beneath), drawn[-1], bottom)


def _below(one: _Try) -> Plan | None:
    """The whole margin in three columns under the map."""
    left, top, right, bottom = one.area()
    u, gap = one.unit, 26 * one.unit
    width = (right - left - 2 * gap) / 3
    counts, statuses, signs, apart, credit = blocks(one.panel(_whole(left, top, right, top + (bottom - top) * 0.6)))
    heaps = ((counts, signs), (statuses,), (apart, credit))
    columns = [Column(left + at * (width + gap), 0, width, heap, 13 * u) for at, heap in enumerate(heaps)]
    needed = max(_flow(one.pen, column) for column in columns)
    rect = _whole(left, top, right, bottom - needed - 16 * u)
    if not one.holds(rect, 0.42, 190 * u - width):
        return None
    return Plan("below", u, rect, tuple(replace(column, top=rect.bottom + 16 * u) for column in columns))


def _few_beside(one: _Try, manner: str, say: _Say, gap: float) -> Plan | None:
    """A margin of few words at the right of the map."""
    left, top, right, bottom = one.area()
    u = one.unit
    width = one.narrow()
    rect = _whole(left, top, right - width - 18 * u, bottom)
    drawn = tuple(say(one.panel(rect)))
    column = Column(right - width, top, width, drawn, gap * u)
    if not one.holds(rect, over=_flow(one.pen, column) - rect.bottom - 4 * u):
        return None
    return Plan(manner, u, rect, (replace(column, blocks=drawn[:-1]),), drawn[-1], rect.bottom)


def _few_below(one: _Try, manner: str, say: _Say, gap: float) -> Plan | None:
    """A margin of few words under the map."""
    left, top, right, bottom = one.area()
    u = one.unit
    drawn = say(one.panel(_whole(left, top, right, top + (bottom - top) * 0.6)))
    column = Column(left, 0, right - left, tuple(drawn), gap * u)
    rect = _whole(left, top, right, bottom - _flow(one.pen, column) - (gap + 2) * u)
    if not one.holds(rect):
        return None
    return Plan(manner, u, rect, (replace(column, top=rect.bottom + (gap + 2) * u),))


_MANNERS: dict[str, Callable[[_Try], Plan | None]] = {
    "beside": _beside,
    "split": lambda one: _split(one, "split", 304 * one.unit, _full_but_signs, 13),
    "below": _below,
    "brief beside": lambda one: _few_beside(one, "brief beside", brief_blocks, 9),
    "brief split": lambda one: _split(one, "brief split", one.narrow(), _briefest, 9),
    "brief below": lambda one: _few_below(one, "brief below", brief_blocks, 7),
    "briefest beside": lambda one: _few_beside(one, "briefest beside", _briefest, 9),
    "briefest below": lambda one: _few_below(one, "briefest below", _briefest, 7),
    "tight": lambda one: _few_below(one, "tight", tight_blocks, 4),
}
_TRIES = (  # manners to choose from, and the share of the height that the map needs
    (("brief beside", "brief split", "brief below"), 0.45),
    (("briefest beside", "briefest below"), 0.45),
    (("brief beside", "brief split", "brief below"), 0.33),
    (("briefest beside", "briefest below"), 0.3),
    (("tight",), 0.28),
)
_TRIES_UPRIGHT = ((("brief below",), 0.36), *_TRIES[2:])  # on a sheet that is higher than wide


def _full_but_signs(panel: Panel) -> list[Block]:
    counts, statuses, _signs, apart, credit = blocks(panel)
    return [counts, statuses, apart, credit]


def _briefest(panel: Panel) -> list[Block]:
    return brief_blocks(panel, keys=False)


def _units(start: float, least: float) -> Iterator[float]:
    """Units from the wanted one down to the least, which is always among them."""
    unit = start
    while unit > least:
        yield unit
        unit *= _STEP
    yield least


def _best(one: _Try, manners: Sequence[str]) -> Plan | None:
    """Of some manners the one that leaves the map the most room that it can use."""
    plans = [plan for manner in manners if (plan := _MANNERS[manner](one)) is not None]

    def worth(plan: Plan) -> float:
        wide, high = plan.rect.width, plan.rect.height
        return min(wide, 2 * high) * min(high, 1.4 * wide)

    return max(plans, key=worth, default=None)


def _plan(pen: Pen, selection: Selection, request: Request, sheet: Sheet) -> Plan | None:
    """The first plan that fits: the whole margin in large type, few words, then fewer."""
    start, least = sheet.fine_px / _FINE, sheet.least_px / _FINE
    wide, high = sheet.size_px
    first = _Try(pen, selection, request, sheet, start)
    full = ("beside", "split") if wide >= 1.15 * high else ("below",)
    if not sheet.brief:
        for unit in _units(start, max(least, start * _FULL_SHARE)):
            for manner in full:
                plan = _MANNERS[manner](replace(first, unit=unit))
                if plan is not None:
                    return plan
    for manners, share in _TRIES if wide > high else _TRIES_UPRIGHT:
        for unit in _units(start, least):
            plan = _best(replace(first, unit=unit, least=share), manners)
            if plan is not None:
                return plan
    return None


def arrange(pen: Pen, selection: Selection, request: Request) -> Plan:
    """Say where everything goes on a sheet; nothing is drawn.

    Parameters
    ----------
    pen : Pen
        What measures.
    selection : Selection
        What is shown.
    request : Request
        How. Frames of a film that say which manner and type they share get these.

    Returns
    -------
    Plan
        In which every word is written in type that is legible on that sheet.

    Raises
    ------
    ExportError
        If the sheet has no room for all the words; the sentence names one that has.
    """
    pen.rehearse(on=True)
    try:
        steady = request.steady
        if steady is not None and steady.unit is not None and steady.manner is not None:
            shared = _Try(pen, selection, request, request.sheet, steady.unit, sure=True)
            plan = _MANNERS[steady.manner](shared)
        else:
            plan = _plan(pen, selection, request, request.sheet)
        if plan is None:
            raise ExportError(_mend(pen, selection, request))
        return plan
    finally:
        pen.rehearse(on=False)


def _mend(pen: Pen, selection: Selection, request: Request) -> str:
    """Say that a sheet has no room, and which one has."""
    wide, high = request.size_px
    scale = _LARGER
    while max(wide, high) * scale <= LARGEST_PX:
        size = (round(wide * scale), round(high * scale))
        if _plan(pen, selection, replace(request, size_px=size, layout="wide"), sheet_of(size_px=size)) is not None:
            layout = "" if request.layout == "wide" else f" in the layout “{next(iter(LAYOUTS))}”"
            return (
                f"A picture of {wide}x{high} pixels has no room for all that it must say; draw it{layout} "
                f"with at least {size[0]}x{size[1]}."
            )
        scale *= _LARGER
    return (
        f"A picture of {wide}x{high} pixels has no room for all that it must say, nor has a larger one of that shape."
    )
