"""Claims with a precise place: the ring of their uncertainty, their signs, side by side where they share a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geodata.model import Status
from geodata.store import Selection
from mapapp.export.glyphs import draw_mark, outline
from mapapp.export.known import cover_of
from mapapp.export.mercator import EARTH_RADIUS_M, Frame
from mapapp.export.named import claim_ids
from mapapp.export.pen import Pen
from mapapp.export.tally import Group, is_row_denied, point_groups
from mapapp.export.theme import line_colour, mix
from mapapp.palette import STATUS_STYLES

__all__ = ["Mark", "draw_points", "lay_out"]

# As in marks.js and stamp.js; sizes are pixels of the full-size design
_FAN = 7  # so many claims at one place are each drawn; of more, one for each status
_FEW = 2  # more claims than this at one place have their number written beside them
_MOST_COUNTED = 60  # with more such places than this the numbers would cover the signs
_MOST_RINGS = 400  # beyond so many places the rings are left out
_MOST_DRAWN = 2500  # beyond so many claims signs are stamped: shape and colour alone
_LETTERED_ZOOM = 5.5  # Leaflet zoom from which few signs are large
_STAMPS = ((8000, 5.0), (25_000, 4.0), (45_000, 3.0), (70_000, 2.0))
_SMALLEST = 1.0
_UNBADGED = 5.0  # radius up to which a sign has no room for the badge of a denial
_UNDER_NAMES = 4.5  # where thousands of signs are drawn: names would be lost among them
_ZOOM_0 = math.tau * EARTH_RADIUS_M / 256  # Mercator metres to a pixel at Leaflet's zoom 0

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign: the rows it stands for, its middle and radius in pixels, whether its letter is written."""

    rows: tuple[int, ...]
    x: float
    y: float
    radius: float
    letter: bool

    @property
    def row(self) -> int:
        """The claim whose look it has."""
        return self.rows[0]


def _fan(count: int, radius: float) -> list[tuple[float, float]]:
    """Where signs stand around their place: alone in the middle, else on a circle on which they do not touch."""
    if count == 1:
        return [(0.0, 0.0)]
    reach = radius * 1.15 if count == 2 else radius * 1.2 / math.sin(math.pi / count)
    first = 0.0 if count == 2 else -0.25
    turns = [(first + number / count) * math.tau for number in range(count)]
    return [(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns]


def _size(count: int, frame: Frame, unit: float) -> tuple[float, bool]:
    """Radius of the signs of so many claims, pixels of the full-size design, and whether they bear their letter."""
    zoom = math.log2(_ZOOM_0 / (unit * frame.metres_per_px))
    if count <= 400:
        return (10.0 if count <= 80 and zoom >= _LETTERED_ZOOM else 7.5), True
    return next((radius for most, radius in _STAMPS if count <= most), _SMALLEST), False


def _members(selection: Selection, group: Group) -> list[tuple[int, ...]]:
    """What each sign of a place stands for: one claim, or in a crowd all of one status, the first first."""
    if len(group.rows) <= _FAN:
        return [(row,) for row in group.rows]
    status_of = {row: selection.verdicts[row].status for row in group.rows}
    return [tuple(row for row in group.rows if status_of[row] is status) for status in group.counts]


def lay_out(
    selection: Selection, frame: Frame, unit: float, crowd: int | None = None
) -> list[tuple[Group, list[Mark]]]:
    """Say where each sign stands.

    Parameters
    ----------
    selection : Selection
        What is in view.
    frame : Frame
        What the map shows.
    unit : float
        Pixels to one pixel of the full-size design.
    crowd : int or None
        How many claims decide the size of the signs; None: those that are drawn.

    Returns
    -------
    list of (Group, list of Mark)
        Every place with its signs; of more than seven claims at one place, one sign for each status.
    """
    groups = point_groups(selection)
    total = sum(len(group.rows) for group in groups) if crowd is None else crowd
    radius, letter = _size(total, frame, unit)
    found = []
    for group in groups:
        members = _members(selection, group)
        x, y = _middle(group, frame)
        spots = zip(members, _fan(len(members), radius * unit), strict=True)
        found.append((group, [Mark(rows, x + dx, y + dy, radius * unit, letter) for rows, (dx, dy) in spots]))
    return found


def _middle(group: Group, frame: Frame) -> tuple[float, float]:
    position = group.places[0].position
    if position is None:
        raise ValueError("a group of points has a position")
    return frame.pixel(position.lon, position.lat)


def draw_points(pen: Pen, frame: Frame, selection: Selection, unit: float, crowd: int | None = None) -> list[Box]:
    """Draw every claim in view that has a precise place; ``crowd`` as in :func:`lay_out`.

    Returns
    -------
    list of (left, top, right, bottom)
        Pixels that the signs take.
    """
    laid = lay_out(selection, frame, unit, crowd)
    drawn = [mark for _group, marks in laid for mark in marks]
    if len(laid) <= _MOST_RINGS:
        for group, marks in sorted(laid, key=lambda pair: -_reach(frame, pair[0])):
            _draw_ring(pen, frame, group, marks[0].radius, unit)
    if (sum(len(mark.rows) for mark in drawn) if crowd is None else crowd) > _MOST_DRAWN:
        _stamp(pen, selection, drawn, unit)
        return []
    for group, marks in laid:
        _draw_hub(pen, frame, group, marks, unit)
    for mark in drawn:
        _draw_one(pen, selection, mark, unit)
    boxes = [_box(mark) for mark in drawn]
    if sum(len(group.rows) > 1 for group, _marks in laid) > _MOST_COUNTED:
        return boxes
    return boxes + [_draw_count(pen, frame, *pair, unit) for pair in laid if len(pair[0].rows) > _FEW]


def _box(mark: Mark) -> Box:
    reach = mark.radius * 1.3
    return mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach


def _draw_one(pen: Pen, selection: Selection, mark: Mark, unit: float) -> None:
    hollow = selection.dataset.claims[mark.row].modality.is_hollow
    status, radius = selection.verdicts[mark.row].status, mark.radius
    denied = is_row_denied(selection, mark.row) and mark.radius > _UNBADGED * unit
    names = claim_ids(selection, mark.rows)
    pen.cover(max(cover_of(selection, row) for row in mark.rows))  # as its freshest claim
    with pen.group(names[0], 10, names):
        draw_mark(pen, status, (mark.x, mark.y), radius, hollow=hollow, denied=denied, letter=mark.letter, unit=unit)
    pen.cover(1)


def _reach(frame: Frame, group: Group) -> float:
    """Radius of a place's ring in pixels."""
    position = group.places[0].position
    widest = max((place.uncertainty_m or 0.0) for place in group.places)
    return 0.0 if position is None else frame.pixels_of_metres(widest, position.lat)


def _draw_ring(pen: Pen, frame: Frame, group: Group, mark_radius: float, unit: float) -> None:
    status, radius = group.status, _reach(frame, group)
    if status is None or radius <= mark_radius * 1.3:
        return
    colour, at = STATUS_STYLES[status].colour, _middle(group, frame)
    pen.disc(at, radius, 4, facecolor=colour, edgecolor="none", alpha=pen.theme.veil)
    line, dashes = line_colour(colour, pen.theme.ground), (4 / 1.1, 3 / 1.1) if group.all_hollow else ()
    pen.disc(at, radius, 4, facecolor="none", edgecolor=line, line=1.1 * unit, dashes=dashes, alpha=0.85)


def _draw_hub(pen: Pen, frame: Frame, group: Group, marks: list[Mark], unit: float) -> None:
    """Show the exact place that a fan of signs belongs to."""
    if len(marks) < 2:
        return
    x, y = _middle(group, frame)
    for mark in marks:
        pen.shape(Path([(x, y), (mark.x, mark.y)]), 9, edge=pen.theme.muted, line=1.2 * unit)
    pen.disc((x, y), 2.2 * unit, 9, facecolor=pen.theme.ink, edgecolor="none")


def _draw_count(pen: Pen, frame: Frame, group: Group, marks: list[Mark], unit: float) -> Box:
    """Say how many claims the signs of a place stand for."""
    text, size = f"×{len(group.rows)}", 11 * unit
    wide, high = pen.width(text, size, bold=True) + 9 * unit, 15 * unit
    middle, _y = _middle(group, frame)
    top = max(mark.y for mark in marks) + marks[0].radius + 3 * unit
    pen.chip((middle - wide / 2, top, wide, high), pen.theme.chip, pen.theme.muted, 11)
    pen.text(middle, top + high / 2, text, size, pen.theme.ink, bold=True, ha="center", va="center_baseline", order=11)
    return middle - wide / 2, top, middle + wide / 2, top + high


def _stamp(pen: Pen, selection: Selection, marks: Sequence[Mark], unit: float) -> None:
    """Draw thousands of signs at once: shape and colour, paler for a plan or an inference, without letters."""
    heaps: dict[tuple[Status, bool], list[Mark]] = {}
    for mark in marks:
        claim = selection.dataset.claims[mark.row]
        heaps.setdefault((selection.verdicts[mark.row].status, claim.modality.is_hollow), []).append(mark)
    for (status, hollow), heap in heaps.items():
        style = STATUS_STYLES[status]
        stamp = outline(style.shape).transformed(Affine2D().scale(heap[0].radius))
        fill = mix(style.colour, pen.theme.chip, 0.5) if hollow else style.colour
        look = {"facecolor": fill, "edgecolor": pen.theme.chip, "linewidth": 0.6 if heap[0].radius > 3 * unit else 0}
        if pen.is_named:
            for mark in heap:
                names = claim_ids(selection, mark.rows)
                with pen.group(names[0], _UNDER_NAMES, names):
                    path = stamp.transformed(Affine2D().translate(mark.x, mark.y))
                    pen.add(PathPatch(path, **look), _UNDER_NAMES)
            continue
        offsets, upright = [(mark.x, mark.y) for mark in heap], Affine2D().scale(1, -1)
        pen.add(
            PathCollection([stamp], offsets=offsets, offset_transform=pen.sheet.transData, transform=upright, **look),
            _UNDER_NAMES,
        )
