"""Claims with a precise place: the ring of their uncertainty, their signs, side by side where they share a place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geodata.model import Status
from geodata.store import Selection
from mapapp.export.glyphs import draw_mark, outline
from mapapp.export.known import cover_of
from mapapp.export.mercator import Frame
from mapapp.export.pen import Pen
from mapapp.export.tally import Group, is_row_denied, point_groups
from mapapp.export.theme import MapColours, line_colour, mix
from mapapp.palette import STATUS_STYLES

__all__ = ["Mark", "draw_points", "lay_out"]

_FAN = 7  # so many claims at one place are each drawn; of more, one for each status
_MOST_RINGS = 400  # beyond so many places the rings are left out
_SIZES = ((80, 10.0, True), (400, 7.5, True), (4000, 5.0, False), (20_000, 3.0, False))
_SMALLEST = (1.6, False)

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign: the claim's row, its middle and radius in pixels, whether its letter is written."""

    row: int
    x: float
    y: float
    radius: float
    letter: bool


def _fan(count: int, radius: float) -> list[tuple[float, float]]:
    """Where signs stand around their place: alone in the middle, else on a circle on which they do not touch."""
    if count == 1:
        return [(0.0, 0.0)]
    reach = radius * 1.15 if count == 2 else radius * 1.2 / math.sin(math.pi / count)
    first = 0.0 if count == 2 else -0.25
    turns = [(first + number / count) * math.tau for number in range(count)]
    return [(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns]


def _first_of_each(selection: Selection, group: Group) -> list[int]:
    return [next(row for row in group.rows if selection.verdicts[row].status is status) for status in group.counts]


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
    radius, letter = next(((size, lettered) for most, size, lettered in _SIZES if total <= most), _SMALLEST)
    found = []
    for group in groups:
        members = list(group.rows) if len(group.rows) <= _FAN else _first_of_each(selection, group)
        x, y = _middle(group, frame)
        spots = zip(members, _fan(len(members), radius * unit), strict=True)
        found.append((group, [Mark(row, x + dx, y + dy, radius * unit, letter) for row, (dx, dy) in spots]))
    return found


def _middle(group: Group, frame: Frame) -> tuple[float, float]:
    position = group.places[0].position
    if position is None:
        raise ValueError("a group of points has a position")
    return frame.pixel(position.lon, position.lat)


def draw_points(
    pen: Pen, frame: Frame, selection: Selection, colours: MapColours, unit: float, crowd: int | None = None
) -> list[Box]:
    """Draw every claim in view that has a precise place; ``crowd`` as in :func:`lay_out`.

    Returns
    -------
    list of (left, top, right, bottom)
        Pixels that the signs take.
    """
    laid = lay_out(selection, frame, unit, crowd)
    if len(laid) <= _MOST_RINGS:
        for group, marks in laid:
            pen.cover(max(cover_of(selection, row) for row in group.rows))
            _draw_ring(pen, frame, group, marks[0].radius, colours, unit)
        pen.cover(1)
    drawn = [mark for _group, marks in laid for mark in marks]
    if drawn and not drawn[0].letter:
        _stamp(pen, selection, drawn)
        return []
    boxes: list[Box] = []
    for group, marks in laid:
        _draw_hub(pen, frame, group, marks, unit)
        for mark in marks:
            hollow = selection.dataset.claims[mark.row].modality.is_hollow
            status, denied = selection.verdicts[mark.row].status, is_row_denied(selection, mark.row)
            pen.cover(cover_of(selection, mark.row))
            draw_mark(pen, status, (mark.x, mark.y), mark.radius, hollow=hollow, denied=denied)
            pen.cover(1)
            reach = mark.radius * 1.3
            boxes.append((mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach))
        if len(group.rows) > len(marks):
            boxes.append(_draw_count(pen, group, marks, unit))
    return boxes


def _draw_ring(pen: Pen, frame: Frame, group: Group, mark_radius: float, colours: MapColours, unit: float) -> None:
    position = group.places[0].position
    widest = max((place.uncertainty_m or 0.0) for place in group.places)
    status = group.status
    if position is None or status is None or not widest:
        return
    radius = frame.pixels_of_metres(widest, position.lat)
    if radius <= mark_radius * 1.3:
        return
    colour = STATUS_STYLES[status].colour
    at = frame.pixel(position.lon, position.lat)
    pen.disc(at, radius, 4, facecolor=colour, edgecolor="none", alpha=0.13)
    line, dashes = line_colour(colour, colours.focus), (4.0, 3.0) if group.all_hollow else ()
    pen.disc(at, radius, 4, facecolor="none", edgecolor=line, line=1.2 * unit, dashes=dashes, alpha=0.85)


def _draw_hub(pen: Pen, frame: Frame, group: Group, marks: list[Mark], unit: float) -> None:
    """Show the exact place that a fan of signs belongs to."""
    if len(marks) < 2:
        return
    x, y = _middle(group, frame)
    for mark in marks:
        pen.add(PathPatch(Path([(x, y), (mark.x, mark.y)]), edgecolor=pen.theme.muted, linewidth=1.2 * unit), 9)
    pen.disc((x, y), 2.2 * unit, 9, facecolor=pen.theme.ink, edgecolor="none")


def _draw_count(pen: Pen, group: Group, marks: list[Mark], unit: float) -> Box:
    """Say how many claims the signs of a crowded place stand for."""
    text, size = f"×{len(group.rows)}", 11 * unit
    wide, high = pen.width(text, size, bold=True) + 9 * unit, 15 * unit
    middle = sum(mark.x for mark in marks) / len(marks)
    top = max(mark.y for mark in marks) + marks[0].radius + 3 * unit
    pen.chip((middle - wide / 2, top, wide, high), pen.theme.chip, pen.theme.muted, 11)
    pen.text(middle, top + high / 2, text, size, pen.theme.ink, bold=True, ha="center", va="center_baseline", order=11)
    return middle - wide / 2, top, middle + wide / 2, top + high


def _stamp(pen: Pen, selection: Selection, marks: Iterable[Mark]) -> None:
    """Draw thousands of signs at once: shape and colour, paler for a plan or an inference, without letters."""
    heaps: dict[tuple[Status, bool, float], list[Mark]] = {}
    for mark in marks:
        status, claim = selection.verdicts[mark.row].status, selection.dataset.claims[mark.row]
        heaps.setdefault((status, claim.modality.is_hollow, cover_of(selection, mark.row)), []).append(mark)
    for (status, hollow, cover), heap in heaps.items():
        pen.cover(cover)
        style = STATUS_STYLES[status]
        stamp = outline(style.shape).transformed(Affine2D().scale(heap[0].radius))
        fill = mix(style.colour, "#ffffff", 0.5) if hollow else style.colour
        offsets = [(mark.x, mark.y) for mark in heap]
        pen.add(
            PathCollection(
                [stamp], offsets=offsets, offset_transform=pen.sheet.transData, transform=Affine2D().scale(1, -1),
                facecolor=fill, edgecolor="#ffffff", linewidth=0.6 if heap[0].radius > 2 else 0,
            ),
            4.5,  # beneath the names, which would be lost among thousands
        )  # fmt: skip
    pen.cover(1)
