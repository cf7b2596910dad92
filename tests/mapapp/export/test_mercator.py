from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ExportError
from geodata.store import BBox
from mapapp.export.mercator import EARTH_RADIUS_M, Rect, fit, mercator, smallest_arc

RECT = Rect(30, 100, 1200, 800)
LONS = st.floats(-170, 170)
LATS = st.floats(-80, 80)


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        (180, 0, 20037508.34, 0),
        (190, 0, 21150703.25, 0),  # runs on, does not jump to the other side
        (36.185, 51.727, 4028095.8, 6754700.0),
        (0, 90, 0, 20037471.2),  # held where Web Mercator ends
    ],
)
def test_known_points(lon: float, lat: float, x: float, y: float) -> None:
    assert mercator(lon, lat) == pytest.approx((x, y), rel=2e-3, abs=0.01)
    assert mercator(lon, lat)[0] == pytest.approx(x, abs=100)


@given(LONS, LATS, st.floats(0.001, 60), st.floats(0.001, 40))
def test_a_fitted_frame_holds_its_box_with_the_margin_free(lon: float, lat: float, wide: float, high: float) -> None:
    box = lon, lat, min(lon + wide, 180), min(lat + high, 85)
    frame = fit([box], RECT, margin_px=40)
    left, top = frame.pixel(box[0], box[3])
    right, bottom = frame.pixel(box[2], box[1])
    assert RECT.left + 39.9 <= left <= right <= RECT.right - 39.9
    assert RECT.top + 39.9 <= top <= bottom <= RECT.bottom - 39.9


@given(LONS, LATS)
def test_nothing_is_distorted(lon: float, lat: float) -> None:
    frame = fit([(20, 40, 60, 70)], RECT)
    step = 1e-4  # degrees
    x, y = frame.pixel(lon, lat)
    east, north = frame.pixel(lon + step, lat)[0] - x, y - frame.pixel(lon, lat + step)[1]
    assert north * math.cos(math.radians(lat)) == pytest.approx(east, rel=1e-3)


def test_a_box_that_is_too_tall_is_widened_and_a_wide_one_heightened() -> None:
    tall = fit([(33, 50, 34, 53)], RECT, asked=BBox(33, 50, 34, 53))
    left, top, right, bottom = tall.chosen
    assert (top, bottom) == pytest.approx((RECT.top, RECT.bottom))
    assert left - RECT.left == pytest.approx(RECT.right - right)
    assert tall.is_veiled
    wide = fit([(20, 50, 60, 53)], RECT, asked=BBox(20, 50, 60, 53))
    left, top, right, bottom = wide.chosen
    assert (left, right) == pytest.approx((RECT.left, RECT.right))
    assert top - RECT.top == pytest.approx(RECT.bottom - bottom)
    assert not fit([(20, 50, 60, 53)], RECT).is_veiled


def test_a_lone_place_is_shown_with_its_surroundings() -> None:
    west, _south, east, _north = fit([(35.27, 51.19, 35.27, 51.19)], RECT).extent
    assert east - west >= 60_000


@pytest.mark.parametrize("lat", [0, 45, 51.2, 70])
def test_a_length_on_the_ground_grows_by_one_over_cosine(lat: float) -> None:
    frame = fit([(20, 40, 60, 70)], RECT)
    north = frame.pixel(30, lat + math.degrees(1000 / EARTH_RADIUS_M))[1]
    assert frame.pixels_of_metres(1000, lat) == pytest.approx(frame.pixel(30, lat)[1] - north, rel=1e-3)


@pytest.mark.parametrize(
    ("spans", "arc"),
    [
        ([(179.5, 179.5), (-179.5, -179.5)], (179.5, 180.5)),
        ([(157, 191), (-170, -170)], (157, 191)),
        ([(27, 191), (33, 38), (-170, -170)], (27, 191)),  # that side of the strait lies in what runs on
        ([(30, 40), (120, 130)], (30, 130)),
        ([(-100, -90), (10, 20)], (-100, 20)),
        ([(-120, -110), (140, 150)], (140, 250)),
        ([(-180, 180)], (-180, 180)),
        ([(5, 5)], (5, 5)),
    ],
)
def test_the_shortest_way_around(spans: list[tuple[float, float]], arc: tuple[float, float]) -> None:
    assert smallest_arc(spans) == pytest.approx(arc)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(0, 100)), min_size=1, max_size=6))
def test_every_span_lies_on_the_shortest_way(given: list[tuple[float, float]]) -> None:
    spans = [(west, west + length) for west, length in given]
    first, last = smallest_arc(spans)
    assert first <= last <= first + 360 + 1e-6
    for west, east in spans:
        assert any(first - 1e-6 <= west + turn and east + turn <= last + 1e-6 for turn in (-360, 0, 360))
    assert last - first <= max(east for _, east in spans) - min(west for west, _ in spans) + 1e-6


def test_both_sides_of_the_antimeridian_are_near_each_other() -> None:
    frame = fit([(179.5, 65, 179.5, 65), (-179.5, 66, -179.5, 66)], RECT, margin_px=40)
    west, _south, east, _north = frame.degrees
    assert (west + east) / 2 == pytest.approx(180)
    assert east - west < 10
    for lon, lat in ((179.5, 65), (-179.5, 66), (180.5, 66)):
        x, y = frame.pixel(lon, lat)
        assert RECT.left <= x <= RECT.right
        assert RECT.top <= y <= RECT.bottom
    assert frame.pixel(-179.5, 66) == pytest.approx(frame.pixel(180.5, 66))


def test_the_whole_world_is_drawn_once() -> None:
    frame = fit([(-180, -60, 180, 80)], RECT, asked=BBox(-180, -60, 180, 80))
    assert frame.turns == (0,)
    left, _top, right, _bottom = frame.chosen
    assert right - left == pytest.approx(2 * math.pi * EARTH_RADIUS_M / frame.metres_per_px, rel=1e-6)


def test_a_box_that_touches_a_pole_ends_where_the_map_does_and_one_beyond_is_refused() -> None:
    frame = fit([(20, 60, 60, 90)], RECT, asked=BBox(20, 60, 60, 90))
    assert frame.pixel(30, 90) == frame.pixel(30, 85.0511)
    assert math.isfinite(frame.metres_per_px)
    for south, north in ((86, 90), (-90, -86)):
        with pytest.raises(ExportError, match=r"lies beyond 85.0511 degrees of latitude, where the map ends: ask for"):
            fit([(20, south, 60, north)], RECT, asked=BBox(20, south, 60, north))
