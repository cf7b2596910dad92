"""Flat integers and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.basemap.encode import decode, encode, is_closed

POINTS = st.lists(st.tuples(st.floats(-180, 191), st.floats(-90, 90)), max_size=20)


def test_the_first_pair_is_absolute_and_the_rest_are_differences() -> None:
    assert encode([(34.5, 51.2), (34.6, 51.1), (34.6, 51.1), (34.6, 51.3)]) == [34500, 51200, 100, -100, 0, 200]


@given(POINTS)
def test_a_round_trip_moves_no_point_by_more_than_half_a_unit(points: list[tuple[float, float]]) -> None:
    back = list(decode(encode(points)))
    assert len(back) <= len(points)
    for lon, lat in points:
        assert any(abs(lon - x) < 0.00051 and abs(lat - y) < 0.00051 for x, y in back)


@given(POINTS)
def test_encoding_again_changes_nothing(points: list[tuple[float, float]]) -> None:
    flat = encode(points)
    assert encode(decode(flat)) == flat


@pytest.mark.parametrize(
    ("flat", "closed"),
    [
        ([0, 0, 5, 0, 0, 5, -5, -5], True),
        ([0, 0, 5, 0, 0, 5, -5, -4], False),
        ([0, 0, 5, 5, -5, -5], False),
        ([], False),
    ],
)
def test_a_ring_ends_where_it_began(flat: list[int], closed: bool) -> None:
    assert is_closed(flat) is closed
