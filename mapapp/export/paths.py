"""Shapes of the ground made ready to be drawn: cut at the frame, without points that nobody could tell apart."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.export.glyphs import Pixels
from mapapp.export.mercator import Frame

__all__ = ["BEYOND", "path_of", "seen"]

BEYOND = 12.0
"""Pixels beyond the frame at which shapes are cut, so that the cut itself is never seen."""

_TOLERANCE = 0.35  # pixels by which an outline may differ from the source's
_SMALLEST = 0.9  # pixels: what is smaller than this both ways is left out
_DIGITS = 2  # of a pixel's coordinate

Shapes = NDArray[np.object_]


def seen(shapes: Iterable[BaseGeometry], frame: Frame, *, beyond: float = BEYOND, valid: bool = False) -> Shapes:
    """Cut shapes at the frame, bring them to the sheet and thin them out.

    Parameters
    ----------
    shapes : iterable of shapely geometry
        Polygons or lines in EPSG:3857 metres.
    frame : Frame
        What the map shows.
    beyond : float
        Pixels beyond the frame that are kept; infinite: all.
    valid : bool
        Whether outlines must not cross themselves: what is only drawn is made sooner without.

    Returns
    -------
    array of Polygon, or of LineString
        In pixels of the sheet. What does not reach into the frame, or is smaller than a pixel, is left out.
    """
    found: Shapes = np.asarray(list(shapes), dtype=object)
    if math.isfinite(beyond):
        metres = beyond * frame.metres_per_px
        west, south, east, north = frame.extent
        found = shapely.clip_by_rect(found, west - metres, south - metres, east + metres, north + metres)

    def to_sheet(at: Pixels) -> Pixels:
        x = frame.rect.left + (at[:, 0] - frame.west_m) / frame.metres_per_px
        return np.column_stack([x, frame.rect.top + (frame.north_m - at[:, 1]) / frame.metres_per_px])

    parts = shapely.get_parts(shapely.get_parts(shapely.transform(found, to_sheet)))
    thin = shapely.get_parts(shapely.simplify(parts, _TOLERANCE, preserve_topology=valid))
    left, top, right, bottom = shapely.bounds(thin).T if len(thin) else np.empty((4, 0))
    kept: Shapes = thin[np.maximum(right - left, bottom - top) >= _SMALLEST]
    return kept


def path_of(shapes: Shapes) -> Path:
    """One path of many polygons (holes stay holes whatever the rule of filling) or lines, pixels of the sheet."""
    areas = len(shapes) > 0 and shapely.get_type_id(shapes[0]) == shapely.GeometryType.POLYGON
    lines = shapely.get_rings(shapely.orient_polygons(shapes)) if areas else shapes
    at, of = shapely.get_coordinates(lines, return_index=True)
    if not len(at):
        return Path(np.empty((0, 2)))
    codes = np.full(len(at), Path.LINETO, dtype=Path.code_type)
    first = np.flatnonzero(np.diff(of, prepend=-1))
    codes[first] = Path.MOVETO
    if areas:
        codes[[*(first[1:] - 1), len(codes) - 1]] = Path.CLOSEPOLY
    path = Path(at.round(_DIGITS), codes)
    path.should_simplify = False
    return path
