"""Claims that are somewhere in an area: hatched by status, larger areas beneath; never a pin. Empty zones: plain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geodata.basemap import region_geometry
from geodata.model import GeoPrecision
from geodata.store import Selection
from mapapp.export.basemap import to_mercator
from mapapp.export.glyphs import HATCH_COVERS, Pixels
from mapapp.export.known import cover_of
from mapapp.export.mercator import Frame
from mapapp.export.pen import Pen
from mapapp.export.tally import Group, area_groups
from mapapp.export.theme import MapColours, line_colour
from mapapp.palette import STATUS_STYLES

__all__ = ["Area", "area_mask", "areas_of", "draw_areas"]


class _Force(NamedTuple):
    """How strongly an area speaks: cover of tint and hatch, width of its line, how far apart the hatch is."""

    tint: float
    hatch: float
    line: float
    spread: float
    ink: float  # cover of the outline


_FORCES = {
    GeoPrecision.DISTRICT: _Force(0.16, 0.62, 1.8, 1, 1),
    GeoPrecision.REGION: _Force(0.14, 0.55, 1.8, 1, 1),
    GeoPrecision.MULTI_REGION: _Force(0.06, 0.3, 1.4, 1.5, 0.9),
    GeoPrecision.COUNTRY: _Force(0, 0.09, 1.1, 2.5, 0.4),
}

_EMPTY, _EMPTY_TINT = "#6f6a62", 0.2  # a zone without a claim in the window: there, and neutral; as in areas.js


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


@lru_cache(maxsize=64)
def _mercator_shape(regions: tuple[str, ...]) -> BaseGeometry:
    """Union of regions, EPSG:3857, running on beyond 180 degrees so that it stays in one piece."""
    parts = [part for code in regions for part in shapely.get_parts(region_geometry(code))]
    whole = [translate(part, 360) if part.bounds[2] < -160 else part for part in parts]
    return to_mercator(shapely.orient_polygons(shapely.union_all(whole)))


def areas_of(selection: Selection, frame: Frame, *, zones: bool = True) -> list[Area]:
    """The areas of the claims in view and, where ``zones`` are on, the zones without one, the largest first."""

    def to_sheet(metres: Pixels) -> Pixels:
        x = frame.rect.left + (metres[:, 0] - frame.west_m) / frame.metres_per_px
        return np.column_stack([x, frame.rect.top + (frame.north_m - metres[:, 1]) / frame.metres_per_px])

    found = []
    for group in area_groups(selection, zones=zones):
        shape = shapely.transform(_mercator_shape(group.places[0].regions), to_sheet)
        cover = max((cover_of(selection, row) for row in group.rows), default=1.0)
        found.append(Area(group, shape, group.places[0].vague, cover))
    return sorted(found, key=lambda area: -area.shape.area)


def draw_areas(pen: Pen, frame: Frame, areas: list[Area], colours: MapColours, unit: float) -> None:
    """Hatch the areas, in the order given; a vague one has no outline and fades out over its unstated limit.

    A zone without a claim in view has a tint and no hatch, and its outline is dashed: it claims nothing.
    """
    for area in areas:
        mask = area_mask(area, frame)
        pen.cover(area.cover)
        if mask.any():
            _hatch(pen, frame, area, mask, colours, unit)
        if not area.vague:
            _line(pen, area, colours, unit)
    pen.cover(1)


def _path(shape: BaseGeometry) -> Path:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return Path.make_compound_path(*[Path(np.asarray(ring.coords), closed=True) for ring in rings])


def area_mask(area: Area, frame: Frame) -> Pixels:
    """How much of each pixel of the frame the area covers, 0 to 1."""
    rect = frame.rect
    shape = shapely.clip_by_rect(area.shape, rect.left - 200, rect.top - 200, rect.right + 200, rect.bottom + 200)
    shape = shapely.orient_polygons(shapely.make_valid(shape))
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not polygons:
        return np.zeros((rect.height, rect.width))
    pad = 200 if area.vague else 0  # a blur needs to know what lies beyond the edge
    renderer: Any = RendererAgg(rect.width + 2 * pad, rect.height + 2 * pad, 72)  # type: ignore[no-untyped-call]
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    moved = translate(shapely.MultiPolygon(polygons), pad - rect.left, pad - rect.top)
    flipped = shapely.transform(moved, lambda xy: np.column_stack([xy[:, 0], renderer.height - xy[:, 1]]))
    renderer.draw_path(gc, _path(flipped), IdentityTransform(), (0.0, 0.0, 0.0, 1.0))
    mask = np.asarray(renderer.buffer_rgba())[:, :, 3] / 255
    if not area.vague:
        return mask
    west, north, east, south = area.shape.bounds
    fade = max(14.0, min(60.0, min(east - west, south - north) * 0.16))
    return _blurred(mask, fade / 2)[pad:-pad, pad:-pad]


def _blurred(mask: Pixels, sigma: float) -> Pixels:
    """Gaussian blur by three box blurs each way."""
    side = max(1, round(sigma * 1.88 / 2))
    for axis in (0, 1):
        for _ in range(3):
            padded = np.pad(mask, [(side + 1, side) if way == axis else (0, 0) for way in (0, 1)], mode="edge")
            sums = np.cumsum(padded, axis=axis)
            count = 2 * side + 1
            mask = (
                np.take(sums, range(count, sums.shape[axis]), axis)
                - np.take(sums, range(sums.shape[axis] - count), axis)
            ) / count
    return mask


def _hatch(pen: Pen, frame: Frame, area: Area, mask: Pixels, colours: MapColours, unit: float) -> None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    mask = mask[top:bottom, left:right]
    image = np.empty((*mask.shape, 4))
    image[:, :, :3] = _rgb(line_colour(area.colour, colours.focus))
    image[:, :, 3] = _cover(area, (left, right), (top, bottom), unit) * mask
    placed = AxesImage(
        pen.sheet,
        extent=(frame.rect.left + left, frame.rect.left + right, frame.rect.top + bottom, frame.rect.top + top),
        interpolation="nearest",
        origin="upper",
    )
    placed.set_data((image * 255).round().astype(np.uint8))
    pen.add(placed, 3)


def _cover(area: Area, columns: tuple[int, int], rows: tuple[int, int], unit: float) -> Pixels | float:
    """How much tint and hatch together take of each pixel from the first column and row to before the last, 0 to 1."""
    status, force = area.group.status, _FORCES[area.group.places[0].precision]
    if status is None:
        return _EMPTY_TINT
    x, y = np.arange(*columns, dtype=float)[None, :] + 0.5, np.arange(*rows, dtype=float)[:, None] + 0.5
    scale = unit * force.spread
    hatch = HATCH_COVERS[STATUS_STYLES[status].hatch](x / scale, y / scale) * force.hatch
    return 1 - (1 - hatch) * (1 - force.tint)


def _rgb(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _line(pen: Pen, area: Area, colours: MapColours, unit: float) -> None:
    path = _path(area.shape)
    force = _FORCES[area.group.places[0].precision]
    casing = {"facecolor": "none", "edgecolor": colours.halo, "joinstyle": "round"}
    pen.add(PathPatch(path, linewidth=(force.line + 2.2) * unit, alpha=0.75 * force.ink, **casing), 3)
    colour = line_colour(area.colour, colours.focus)
    dashes = (0, (4, 2.8)) if area.group.all_hollow else "solid"
    style = {"facecolor": "none", "linewidth": force.line * unit, "linestyle": dashes, "alpha": force.ink}
    pen.add(PathPatch(path, edgecolor=colour, **style), 3)
