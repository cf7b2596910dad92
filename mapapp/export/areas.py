"""Claims that are somewhere in an area: hatched by status, larger areas beneath; never a pin. Empty zones: plain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geodata.basemap import region_geometry
from geodata.model import GeoPrecision
from geodata.store import Selection
from mapapp.export.basemap import to_mercator
from mapapp.export.hatches import HATCHES, hatch_lines
from mapapp.export.known import cover_of
from mapapp.export.mercator import Frame
from mapapp.export.named import claim_ids, id_of
from mapapp.export.paths import BEYOND, path_of, seen
from mapapp.export.pen import Pen
from mapapp.export.tally import Group, area_groups
from mapapp.export.theme import line_colour
from mapapp.palette import STATUS_STYLES

__all__ = ["Area", "Layer", "areas_of", "draw_areas", "soft_layers"]


class _Force(NamedTuple):
    """How strongly an area speaks: cover of tint and hatch, width of its line, how far apart the hatch is."""

    tint: float
    hatch: float
    line: float
    spread: float


# The same table as in areas.js
_FORCES = {
    GeoPrecision.DISTRICT: _Force(0.16, 0.62, 1.8, 1),
    GeoPrecision.REGION: _Force(0.14, 0.55, 1.8, 1),
    GeoPrecision.MULTI_REGION: _Force(0.06, 0.3, 1.4, 1.5),
    GeoPrecision.COUNTRY: _Force(0, 0.09, 1.3, 2.5),
}

_EMPTY, _EMPTY_TINT = "#6f6a62", 0.2  # a zone without a claim in the window: there, and neutral; as in areas.js
_LAYERS = 10  # bands beside each other that a soft edge is made of
_SOFT_TOLERANCE = 1.0  # pixels by which they may differ from the outline: nobody sees where each ends
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Area:
    """One shape: its claims, its outline in pixels of the sheet, whether its limit is stated.

    ``cover``, 0 to 1, is how much of the drawing stays: that of the claim in it which has faded least.
    """

    group: Group
    shape: BaseGeometry
    vague: bool
    cover: float = 1.0

    @property
    def colour(self) -> str:
        """Colour of the status that stands for it, or neutral where it has no claim in view."""
        status = self.group.status
        return _EMPTY if status is None else STATUS_STYLES[status].colour


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of an area in pixels of the sheet, and which share of its whole cover it has, 0 to 1."""

    shape: BaseGeometry
    share: float = 1.0


@lru_cache(maxsize=64)
def _mercator_shape(regions: tuple[str, ...]) -> BaseGeometry:
    """Union of regions, EPSG:3857, running on beyond 180 degrees so that it stays in one piece."""
    parts = [part for code in regions for part in shapely.get_parts(region_geometry(code))]
    whole = [translate(part, 360) if part.bounds[2] < -160 else part for part in parts]
    return to_mercator(shapely.orient_polygons(shapely.union_all(whole)))


@lru_cache(maxsize=256)
def _on_sheet(regions: tuple[str, ...], frame: Frame) -> BaseGeometry:
    """The same in pixels of the sheet, on the side of 180 degrees that the frame shows; kept for films."""
    shape = _mercator_shape(regions)
    first, _south, last, _north = shape.bounds

    def shared(turn: int) -> float:
        west, _south, east, _north = frame.turned(turn).extent
        return min(east, last) - max(west, first)

    turn = max((0, -1, 1), key=lambda turn: (max(shared(turn), 0), turn == 0))
    return shapely.union_all(seen([shape], frame.turned(turn), beyond=math.inf, valid=True))


def areas_of(selection: Selection, frame: Frame, *, zones: bool = True) -> list[Area]:
    """The areas of the claims in view and, where ``zones`` are on, the zones without one, the largest first."""
    found = []
    for group in area_groups(selection, zones=zones):
        shape = _on_sheet(group.places[0].regions, frame)
        cover = max((cover_of(selection, row) for row in group.rows), default=1.0)
        found.append(Area(group, shape, group.places[0].vague, cover))
    return sorted(found, key=lambda area: -area.shape.area)


def draw_areas(pen: Pen, frame: Frame, selection: Selection, areas: list[Area], unit: float) -> None:
    """Hatch the areas, in the order given; a vague one has no outline and fades out over its unstated limit.

    A zone without a claim in view has a tint and no hatch, and its outline is dashed: it claims nothing.
    """
    for area in areas:
        pen.cover(area.cover)
        with pen.group(id_of("area", area.group.places[0].place_id), 3, claim_ids(selection, area.group.rows)):
            _draw(pen, frame, area, unit)
    pen.cover(1)


def _draw(pen: Pen, frame: Frame, area: Area, unit: float) -> None:
    layers = soft_layers(area, frame, unit) if area.vague else [Layer(_cut(area.shape, frame, 0))]
    _fill(pen, area, [layer for layer in layers if not layer.shape.is_empty], unit)
    if not area.vague:
        _line(pen, area, frame, unit)


def _cut(shape: BaseGeometry, frame: Frame, beyond: float) -> BaseGeometry:
    """What of a shape the frame shows, and so many pixels more."""
    rect = frame.rect
    sides = (rect.left - beyond, rect.top - beyond, rect.right + beyond, rect.bottom + beyond)
    cut = shapely.clip_by_rect(shape, *sides)
    return _polygons(cut if cut.is_valid else shapely.make_valid(cut))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def soft_layers(area: Area, frame: Frame, unit: float) -> list[Layer]:
    """A vague area as bands beside each other, the outermost first: it fades out over a limit that nobody has stated.

    Their shares rise from the outside to the middle as those of a blurred edge would.
    """
    west, north, east, south = area.shape.bounds
    spread = max(14.0 * unit, min(60.0 * unit, min(east - west, south - north) * 0.16)) / 2
    plain = _cut(area.shape, frame, 3 * spread).simplify(_SOFT_TOLERANCE)
    shapes = []
    for number in range(_LAYERS):
        reach = spread * _NORMAL.inv_cdf(1 - (number + 0.5) / _LAYERS)
        shapes.append(_cut(plain.buffer(reach, quad_segs=4).simplify(_SOFT_TOLERANCE), frame, 0))
    bands = [_polygons(wide.difference(narrow)) for wide, narrow in pairwise(shapes)]
    return [Layer(shape, (number + 1) / _LAYERS) for number, shape in enumerate((*bands, shapes[-1]))]


def _fill(pen: Pen, area: Area, layers: list[Layer], unit: float) -> None:
    """Tint, and hatch over it: lines that are cut off where the area ends."""
    status, force = area.group.status, _FORCES[area.group.places[0].precision]
    tint = force.tint if status else _EMPTY_TINT
    drawn = [(layer, path_of(shapely.get_parts(layer.shape))) for layer in layers]
    for layer, path in drawn:
        if tint:
            pen.shape(path, 3, fill=area.colour, alpha=tint * layer.share)
    if status is None:
        return
    hatch, scale = HATCHES[STATUS_STYLES[status].hatch], unit * force.spread
    west, north, _east, _south = area.shape.bounds
    ink, dashes = line_colour(area.colour, pen.theme.ground), hatch.dashes(scale)
    for layer, path in drawn:
        lines = hatch_lines(hatch, layer.shape.bounds, (west, north), scale)
        pen.shape(
            lines, 3, edge=ink, line=hatch.width * unit, dashes=dashes, alpha=force.hatch * layer.share, within=path,
            cap="round" if hatch.is_dotted else "butt",
        )  # fmt: skip


def _line(pen: Pen, area: Area, frame: Frame, unit: float) -> None:
    path = path_of(shapely.get_parts(_cut(area.shape, frame, BEYOND)))
    line = _FORCES[area.group.places[0].precision].line
    pen.shape(path, 3, edge=pen.theme.chip, line=(line + 2.2) * unit, alpha=0.75, join="round")
    dashes = (7 * unit, 5 * unit) if area.group.all_hollow else ()
    ink = line_colour(area.colour, pen.theme.ground)
    pen.shape(path, 3, edge=ink, line=line * unit, dashes=dashes, join="round")
