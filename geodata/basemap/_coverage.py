"""One gapless coverage of the world, and the lines between its faces.

Used by :mod:`geodata.basemap.build` only. The source files were simplified one polygon at a time, so that
neighbours overlap and gape; here they are first made to share their edges and then simplified together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["fit_together", "lines_between"]

_GAP_DEGREES = 0.05  # a gap between two source files narrower than this is an artefact, not water
_EVERYWHERE = shapely.box(-200, -91, 220, 91)

Shapes = npt.NDArray[np.object_]
Segment = tuple[tuple[float, float], tuple[float, float]]


def fit_together(polygons: Sequence[BaseGeometry], tolerances: Sequence[float]) -> list[BaseGeometry]:
    """Make neighbours share their edges, then simplify each edge once.

    Parameters
    ----------
    polygons : sequence of shapely geometry
        Polygons or multipolygons, EPSG:4326. Where two overlap the earlier one keeps the ground.
    tolerances : sequence of float
        Degrees, one a polygon; about the square root of the triangle that may be cut off. An edge between
        two polygons follows the finer of the two.

    Returns
    -------
    list of shapely geometry
        In the order given, coordinates on the grid of 0.001 degree, shared edges identical.

    Raises
    ------
    ValueError
        When the result is not a valid coverage: the source has an overlap that cannot be mended.
    """
    faces = _array(polygons)
    # The stubs lag behind: coverage_clean came with shapely 2.2.
    faces = _array(shapely.coverage_clean(faces, gap_width=_GAP_DEGREES, merge_strategy="min_index"))  # type: ignore[attr-defined]
    steps = sorted(set(tolerances))
    faces = _array(shapely.coverage_simplify(faces, steps[0]))
    for step in steps[1:]:
        coarse = np.asarray(tolerances) >= step
        faces[coarse] = _coarsen(faces, coarse, step)
    if not shapely.coverage_is_valid(faces):
        raise ValueError("the polygons do not form a coverage: the source files overlap beyond mending")
    return [shapely.transform(face, lambda xy: np.round(xy, 3)) for face in faces]


def _coarsen(faces: Shapes, coarse: npt.NDArray[np.bool_], tolerance: float) -> Shapes:
    """Simplify some faces; what they share with the others stays as it is.

    The sea is given to the simplifier as one more face, so that coasts are edges between two faces like any
    other and only the outline of the whole, which lies against the finer faces, is held.
    """
    sea = _EVERYWHERE.difference(shapely.coverage_union_all(faces))
    slim: Shapes = shapely.coverage_simplify(_array([*faces[coarse], sea]), tolerance, simplify_boundary=False)
    return slim[:-1]


def _array(shapes: Iterable[BaseGeometry]) -> Shapes:
    return np.array(list(shapes), dtype=object)


def lines_between(faces: Sequence[BaseGeometry]) -> dict[tuple[int, int], list[BaseGeometry]]:
    """Find the edges that two faces share.

    Parameters
    ----------
    faces : sequence of shapely geometry
        A coverage as :func:`fit_together` makes it.

    Returns
    -------
    dict
        ``(i, j)`` with ``i < j`` to the merged lines between face i and face j; coasts have no entry.
    """
    owners: dict[Segment, list[int]] = defaultdict(list)
    for index, face in enumerate(faces):
        for ring in shapely.get_rings(shapely.get_parts(face)):
            points = [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
            for a, b in pairwise(points):
                if a != b:
                    owners[(a, b) if a < b else (b, a)].append(index)
    shared: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment, who in owners.items():
        if len(set(who)) == 2:
            shared[min(who), max(who)].append(segment)
    return {pair: _merge(segments) for pair, segments in sorted(shared.items())}


def _merge(segments: list[Segment]) -> list[BaseGeometry]:
    merged = shapely.line_merge(shapely.multilinestrings([list(segment) for segment in sorted(segments)]))
    return [shapely.normalize(part) for part in shapely.get_parts(merged)]
