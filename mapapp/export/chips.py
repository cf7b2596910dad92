"""The labels of areas: name, number of claims, a small bar of their statuses. They keep clear of each other."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.store import Selection
from mapapp.export.areas import Area
from mapapp.export.chip_lines import DETAILS, ChipLine, chip_lines
from mapapp.export.glyphs import draw_denial
from mapapp.export.mercator import Frame
from mapapp.export.named import claim_ids, id_of
from mapapp.export.pen import Pen

__all__ = ["Chips"]

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

_GAP = 4
_SHARES = (0.12, 0.17, 0.26, 1.0)  # of the map that chips may cover, by degree of detail
_SIZE, _SIDE, _LINE = 12, 9, 28  # size of the type, inner margin, height of a line: pixels of the full-size design

# Steps away from the wanted place, nearest first, up and down before sideways.
_STEPS = sorted(
    ((dx * 45, dy * 17) for dx in range(-6, 7) for dy in range(-12, 13)),
    key=lambda step: (math.hypot(step[0] * 1.3, step[1]), step[1], step[0]),
)


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


def _settle(wanted: Box, taken: list[Box], view: Box, unit: float) -> Box | None:
    """The nearest free box; None where none is free."""
    for dx, dy in _STEPS:
        moved = (wanted[0] + dx * unit, wanted[1] + dy * unit, wanted[2] + dx * unit, wanted[3] + dy * unit)
        box = _held(moved, view, 8 * unit)
        if box[2] <= view[2] and box[3] <= view[3] and not any(_overlaps(box, other) for other in taken):
            return box
    return None


@dataclass(frozen=True, slots=True)
class Chips:
    """The labels of the areas of one map: what they are of, and what they keep clear of.

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
    homes : dict of hashable to Box
        Where the chip of each area stood in another frame of the film, and stands again; new ones are added.
    language : {'en', 'ru', 'uk', 'ko'}
        Of the names of places; English stands where a name is not known in it.
    """

    pen: Pen
    frame: Frame
    selection: Selection
    areas: list[Area]
    taken: list[Box]
    unit: float
    homes: dict[Hashable, Box] = field(default_factory=dict)
    language: str = "en"
    anchors: dict[Hashable, tuple[float, float]] = field(default_factory=dict)

    def detail(self) -> int:
        """The fullest of ``DETAILS`` at which every chip has a place and together they leave the map to be seen."""
        whole = self.frame.rect.width * self.frame.rect.height
        for detail, share in zip(DETAILS, _SHARES, strict=True):
            boxes = [box for _area, _lines, box in self._placed(detail, dict(self.homes))]
            if None not in boxes and sum(_size(box) for box in boxes if box is not None) <= share * whole:
                return detail
        return DETAILS[-1]

    def draw(self, detail: int) -> list[Box]:
        """Draw them, those of small areas first; returns the pixels that they take.

        A zone that has no claim in view and lies beside the view has none, nor has an area for whose label there is
        no room: it is hatched and counted all the same.
        """
        boxes: list[Box] = []
        left_out = 0
        for area, lines, box in self._placed(detail, self.homes):
            if box is None:
                left_out += 1
                continue
            boxes.append(box)
            _draw_thread(self.pen, box, self._anchor(area), self.unit)
            theme, whole = self.pen.theme, (box[0], box[1], box[2] - box[0], box[3] - box[1])
            name = id_of("chip", area.group.places[0].place_id)
            with self.pen.group(name, 12, claim_ids(self.selection, area.group.rows)):
                self.pen.chip(whole, theme.chip, theme.muted, 12)
                for number, line in enumerate(lines):
                    _draw_line(self.pen, (box[0], box[1] + number * _LINE * self.unit), whole[2], line, self.unit)
        return [*boxes, *self._note(left_out, boxes)]

    def _note(self, left_out: int, boxes: list[Box]) -> list[Box]:
        """Say how many areas have no label, where there is room for that."""
        words = f"{left_out} area{'' if left_out == 1 else 's'} without a label"
        rect, u = self.frame.rect, self.unit
        wide, high = self.pen.width(words, _SIZE * u) + 2 * _SIDE * u, 22 * u
        wanted = (rect.left, rect.top, rect.left + wide, rect.top + high)
        box = self._free(wanted, [*self.taken, *boxes, *self.homes.values()]) if left_out else None
        if box is None:
            return []
        self.pen.chip((*box[:2], wide, high), self.pen.theme.chip, self.pen.theme.muted, 12)
        self.pen.text(box[0] + _SIDE * u, box[1] + 15 * u, words, _SIZE * u, self.pen.theme.muted, order=12.1)
        return [box]

    def _placed(
        self, detail: int, homes: dict[Hashable, Box]
    ) -> Iterator[tuple[Area, list[ChipLine], Box | None]]:  # fmt: skip
        boxes: list[Box] = []
        shown = [area for area in self.areas if area.group.rows or _is_visible(area, self.frame)]
        for area in reversed(shown):
            lines = chip_lines(self.selection, area, self.language, detail)
            wide = max(_line_width(self.pen, line, self.unit) for line in lines)
            high = (_LINE * len(lines) + 3) * self.unit
            x, y = self._anchor(area)
            wanted = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            box = _at_home(homes, area, wanted, self.frame, self.unit)
            if box is None:
                box = self._free(wanted, [*self.taken, *boxes, *homes.values()])
            if box is not None:
                homes.setdefault(_key(area), box)
                boxes.append(box)
            yield area, lines, box

    def _free(self, wanted: Box, taken: list[Box]) -> Box | None:
        """The nearest free box in what was asked for, or else anywhere on the map."""
        rect = self.frame.rect
        views = (self.frame.chosen, (rect.left, rect.top, rect.right, rect.bottom))
        found = (_settle(wanted, taken, view, self.unit) for view in views)
        return next((box for box in found if box is not None), None)

    def _anchor(self, area: Area) -> tuple[float, float]:
        key = _key(area)
        if key not in self.anchors:
            self.anchors[key] = _anchor(area, self.frame, 10 * self.unit)
        return self.anchors[key]


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


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


def _line_width(pen: Pen, line: ChipLine, unit: float) -> float:
    badge = 16 * unit if line.denied else 0
    words = pen.width(line.name, _SIZE * unit) + pen.width(line.count, _SIZE * unit, bold=True)
    return words + badge + (2 * _SIDE + (12 if line.name else 0)) * unit


def _draw_line(pen: Pen, corner: tuple[float, float], wide: float, line: ChipLine, unit: float) -> None:
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
