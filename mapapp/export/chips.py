"""The labels of areas: name, number of claims, a small bar of their statuses. They keep clear of each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.model import Place, Status
from geodata.store import Selection
from mapapp.export.areas import Area
from mapapp.export.glyphs import draw_denial
from mapapp.export.mercator import Frame
from mapapp.export.named import claim_ids, id_of
from mapapp.export.pen import Pen
from mapapp.export.tally import is_row_denied
from mapapp.palette import STATUS_STYLES

__all__ = ["draw_chips"]

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

_LONGEST = 60  # characters of a name
_MOST_LINES = 5  # places of one shape that are named
_GAP = 4
_SIZE, _SIDE, _LINE = 12, 9, 28  # size of the type, inner margin, height of a line: pixels of the full-size design

# Steps away from the wanted place, nearest first, up and down before sideways.
_STEPS = sorted(
    ((dx * 45, dy * 17) for dx in range(-6, 7) for dy in range(-12, 13)),
    key=lambda step: (math.hypot(step[0] * 1.3, step[1]), step[1], step[0]),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One place of a shape: name, number of claims, colour and share of each status, whether a party denies one."""

    name: str
    count: str
    shares: tuple[tuple[str, float], ...]
    denied: bool


def _lines(selection: Selection, area: Area, language: str) -> list[_Line]:
    """What a chip says: a line for each place of the shape, the fullest first, empty zones last."""
    rows_of: dict[str, list[int]] = {place.place_id: [] for place in area.group.places}
    for row in area.group.rows:
        rows_of[selection.dataset.claims[row].place_id or ""].append(row)
    fullest = sorted(area.group.places, key=lambda place: -len(rows_of[place.place_id]))
    named, others = fullest[:_MOST_LINES], fullest[_MOST_LINES:]
    lines = [_line(selection, place.names.in_language(language), [place], rows_of[place.place_id]) for place in named]
    if others:
        rest = [row for place in others for row in rows_of[place.place_id]]
        lines.append(_line(selection, f"{len(others)} more place{'s' if len(others) > 1 else ''}", others, rest))
    return lines


def _line(selection: Selection, name: str, places: Sequence[Place], rows: Sequence[int]) -> _Line:
    counted = Counter(selection.verdicts[row].status for row in rows)
    shares = tuple((STATUS_STYLES[status].colour, counted[status] / len(rows)) for status in Status if counted[status])
    shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
    undated = [] if rows else _undated(selection, places)
    denied = any(is_row_denied(selection, row) for row in (*rows, *undated))
    count = f"{len(undated)} undated" if undated else f"{len(rows)} claim{'s' if len(rows) != 1 else ''}"
    return _Line(shown, count, shares, denied)


def _undated(selection: Selection, places: Sequence[Place]) -> list[int]:
    """Claims without a date at some places: what a line counts where none is in the window."""
    ids = {place.place_id for place in places}
    return [row for row in selection.undated if selection.dataset.claims[row].place_id in ids]


def _anchor(area: Area, frame: Frame, margin: float) -> tuple[float, float]:
    """The deepest point of the visible part; of an area that lies beside the view, the nearest point of the view."""
    left, top, right, bottom = frame.chosen
    inner = shapely.box(left + margin, top + margin, right - margin, bottom - margin)
    visible = area.shape.intersection(inner)
    parts = [part for part in shapely.get_parts(visible) if part.area > 0]
    if not parts:
        nearest = shapely.shortest_line(inner, area.shape).coords[0]
        return nearest[0], nearest[1]
    largest = max(parts, key=lambda part: part.area)
    deepest = shapely.maximum_inscribed_circle(largest, tolerance=2).coords[0]
    return deepest[0], deepest[1]


def _is_visible(area: Area, frame: Frame) -> bool:
    return bool(area.shape.intersects(shapely.box(*frame.chosen)))


def _overlaps(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _GAP and other[0] < one[2] + _GAP and one[1] < other[3] + _GAP and other[1] < one[3] + _GAP
    )


def _held(box: Box, view: Box, margin: float) -> Box:
    """The box, moved into the view."""
    wide, high = box[2] - box[0], box[3] - box[1]
    left = max(view[0] + margin, min(view[2] - margin - wide, box[0]))
    top = max(view[1] + margin, min(view[3] - margin - high, box[1]))
    return left, top, left + wide, top + high


def _settle(wanted: Box, taken: list[Box], view: Box, unit: float) -> Box:
    """The nearest free box; the wanted one where none is free."""
    for dx, dy in _STEPS:
        moved = (wanted[0] + dx * unit, wanted[1] + dy * unit, wanted[2] + dx * unit, wanted[3] + dy * unit)
        box = _held(moved, view, 8 * unit)
        if not any(_overlaps(box, other) for other in taken):
            return box
    return _held(wanted, view, 8 * unit)


def draw_chips(
    pen: Pen, frame: Frame, selection: Selection, areas: list[Area], taken: list[Box], unit: float,
    homes: dict[Hashable, Box] | None = None,
    language: str = "en",
) -> list[Box]:  # fmt: skip
    """Label the areas, the smallest first; not a zone that has no claim in view and lies beside the view.

    Parameters
    ----------
    pen : Pen
        Where to draw.
    frame : Frame
        What the map shows.
    selection : Selection
        What the claims of the areas are.
    areas : list of Area
        The largest first.
    taken : list of (left, top, right, bottom)
        Pixels to keep clear of.
    unit : float
        Pixels to one pixel of the full-size design.
    homes : dict of hashable to Box or None
        Where the chip of each area stood in another frame of the film, and stands again; new ones are added.
    language : {'en', 'ru', 'uk', 'ko'}
        Of the names of places; English stands where a name is not known in it.

    Returns
    -------
    list of (left, top, right, bottom)
        Pixels that the chips take.
    """
    boxes: list[Box] = []
    homes = {} if homes is None else homes
    for area in reversed([area for area in areas if area.group.rows or _is_visible(area, frame)]):
        lines = _lines(selection, area, language)
        wide = max(_line_width(pen, line, unit) for line in lines)
        high = (_LINE * len(lines) + 3) * unit
        x, y = _anchor(area, frame, 10 * unit)
        wanted = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        box = _at_home(homes, area, wanted, frame, unit) or _settle(
            wanted, [*taken, *boxes, *homes.values()], frame.chosen, unit
        )
        homes.setdefault(_key(area), box)
        boxes.append(box)
        _draw_thread(pen, box, (x, y), unit)
        with pen.group(id_of("chip", area.group.places[0].place_id), 12, claim_ids(selection, area.group.rows)):
            pen.chip((box[0], box[1], wide, high), pen.theme.chip, pen.theme.muted, 12)
            for number, line in enumerate(lines):
                _draw_line(pen, (box[0], box[1] + number * _LINE * unit), wide, line, unit)
    return boxes


def _key(area: Area) -> Hashable:
    place = area.group.places[0]
    return place.regions, place.vague, place.precision


def _at_home(homes: dict[Hashable, Box], area: Area, wanted: Box, frame: Frame, unit: float) -> Box | None:
    """A box as large as wanted with its corner where the chip of the area stood before."""
    home = homes.get(_key(area))
    if home is None:
        return None
    wide, high = wanted[2] - wanted[0], wanted[3] - wanted[1]
    return _held((home[0], home[1], home[0] + wide, home[1] + high), frame.chosen, 8 * unit)


def _line_width(pen: Pen, line: _Line, unit: float) -> float:
    badge = 16 * unit if line.denied else 0
    words = pen.width(line.name, _SIZE * unit) + pen.width(line.count, _SIZE * unit, bold=True)
    return words + badge + 2 * _SIDE * unit + 12 * unit


def _draw_line(pen: Pen, corner: tuple[float, float], wide: float, line: _Line, unit: float) -> None:
    left, top = corner
    inner, right = left + _SIDE * unit, left + wide - _SIDE * unit
    base = top + 17 * unit
    pen.text(inner, base, line.name, _SIZE * unit, pen.theme.ink, order=12.1)
    if line.denied:
        draw_denial(pen, (right - 5 * unit, base - 4.2 * unit), 5 * unit, 12.1)
    count_right = right - (16 * unit if line.denied else 0)
    pen.text(count_right, base, line.count, _SIZE * unit, pen.theme.ink, bold=True, ha="right", order=12.1)
    if not line.shares:
        return
    x, whole = inner, right - inner
    pen.box((inner - 1, top + 22 * unit - 1, whole + 2, 4 * unit + 2), pen.theme.bar, 12.1)
    for colour, share in line.shares:
        pen.box((x, top + 22 * unit, max(1.0, whole * share - 1), 4 * unit), colour, 12.2)
        x += whole * share


def _draw_thread(pen: Pen, box: Box, anchor: tuple[float, float], unit: float) -> None:
    """Lead from a chip that had to move to the place it speaks of."""
    if box[0] <= anchor[0] <= box[2] and box[1] - 4 <= anchor[1] <= box[3] + 4:
        return
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    style = {"facecolor": "none", "linewidth": 1.1 * unit}
    pen.add(PathPatch(Path([middle, anchor]), edgecolor=pen.theme.muted, **style), 11.5)
