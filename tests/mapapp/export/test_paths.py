from __future__ import annotations

import numpy as np
import shapely
from matplotlib.path import Path

from mapapp.export.mercator import Frame, Rect
from mapapp.export.paths import BEYOND, path_of, seen

FRAME = Frame(Rect(100, 50, 400, 300), west_m=1_000_000, north_m=6_000_000, metres_per_px=1000, asked=None)


def spot(x: float, y: float) -> tuple[float, float]:
    """Pixels of the map to metres."""
    return 1_000_000 + (x - 100) * 1000, 6_000_000 - (y - 50) * 1000


def test_what_lies_far_outside_the_frame_is_left_out_and_what_crosses_it_is_cut() -> None:
    far = shapely.box(*spot(900, 700), *spot(950, 650))
    crossing = shapely.box(*spot(-5000, 200), *spot(5000, 100))
    (left,) = seen([far, crossing], FRAME)
    assert left.bounds == (100 - BEYOND, 100, 500 + BEYOND, 200)


def test_points_that_nobody_can_tell_apart_go_and_shapes_smaller_than_a_pixel_too() -> None:
    wavy = shapely.LineString([spot(110 + step / 10, 100 + 0.1 * (step % 2)) for step in range(3000)])
    speck = shapely.box(*spot(200, 200), *spot(200.5, 199.5))
    (line,) = seen([wavy, speck], FRAME)
    assert len(line.coords) < 10
    assert line.hausdorff_distance(shapely.LineString([(110, 100), (409.9, 100)])) < 0.5


def test_a_hole_stays_a_hole_by_either_rule_of_filling() -> None:
    ring = shapely.Point(200, 200).buffer(50).difference(shapely.Point(200, 200).buffer(20))
    for shape in (ring, ring.reverse()):
        path = path_of(np.array([shape]))
        outer, inner = path.to_polygons()
        signs = [np.sign(shapely.LinearRing(one).is_ccw - 0.5) for one in (outer, inner)]
        assert sum(signs) == 0
        assert list(path.codes).count(Path.MOVETO) == list(path.codes).count(Path.CLOSEPOLY) == 2


def test_no_shape_gives_an_empty_path() -> None:
    assert len(path_of(seen([], FRAME))) == 0
    assert len(path_of(seen([shapely.box(*spot(900, 700), *spot(950, 650))], FRAME))) == 0
