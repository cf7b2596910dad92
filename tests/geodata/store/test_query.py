from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.model import Status
from geodata.store import BBox, ClaimQuery

BAD_BOXES = [
    (-181, 0, 10, 10),
    (0, -91, 10, 10),
    (0, 0, 181, 10),
    (0, 0, 10, 91),
    (10, 0, 10, 10),
    (0, 10, 10, 10),
    (float("nan"), 0, 10, 10),
    (0, 0, 10, float("inf")),
]


@pytest.mark.parametrize("sides", BAD_BOXES)
def test_impossible_box(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(QueryError, match="west < east and south < north"):
        BBox(*sides)


@pytest.mark.parametrize(
    ("sides", "west", "east"),
    [((170, 60, -170, 70), "170,60,180,70", "-180,60,-170,70"), ((11, 0, 10, 10), "11,0,180,10", "-180,0,10,10")],
)
def test_a_box_across_the_antimeridian_is_refused_with_its_two_halves(
    sides: tuple[float, float, float, float], west: str, east: str
) -> None:
    with pytest.raises(QueryError, match=f"crosses the antimeridian.*write {west} or {east}, or swap west and east"):
        BBox(*sides)


def test_the_whole_world_is_a_box() -> None:
    assert BBox(-180, -90, 180, 90).holds(-180, 90)


SIDE = st.integers(0, 6)
ENDS = st.lists(SIDE, min_size=2, max_size=2, unique=True).map(sorted)
BOX = st.tuples(ENDS, ENDS).map(lambda ends: (ends[0][0], ends[1][0], ends[0][1], ends[1][1]))


@given(BOX, BOX, SIDE, SIDE)
@settings(deadline=None)
def test_touches_and_holds_agree_with_a_grid(
    mine: tuple[int, int, int, int], other: tuple[int, int, int, int], x: int, y: int
) -> None:
    """Closed boxes with corners on a grid share a point exactly when they share a point of the grid."""

    def grid(west: int, south: int, east: int, north: int) -> set[tuple[int, int]]:
        return {(column, line) for column in range(west, east + 1) for line in range(south, north + 1)}

    assert BBox(*mine).touches(other) is bool(grid(*mine) & grid(*other))
    assert BBox(*mine).holds(x, y) is ((x, y) in grid(*mine))
    assert BBox(*mine).touches((x, y, x, y)) is BBox(*mine).holds(x, y)


def test_window_is_half_open_and_holds_its_last_day() -> None:
    query = ClaimQuery(first_day=date(2024, 2, 28), last_day=date(2024, 2, 29))
    assert query.window_utc == (datetime(2024, 2, 28, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC))
    assert ClaimQuery().window_utc == (None, None)


def test_window_may_reach_to_the_ends_of_the_calendar() -> None:
    query = ClaimQuery(first_day=date.min, last_day=date.max)
    assert query.window_utc == (datetime(1, 1, 1, tzinfo=UTC), None)


def test_window_that_ends_before_it_begins() -> None:
    one_day = date(2024, 10, 18)
    assert ClaimQuery(first_day=one_day, last_day=one_day).first_day == one_day
    with pytest.raises(QueryError, match="ends on 2024-10-17, before it begins on 2024-10-18"):
        ClaimQuery(first_day=one_day, last_day=date(2024, 10, 17))


def test_query_is_a_key() -> None:
    one, other = (ClaimQuery(statuses=frozenset({Status.DISPUTED}), bbox=BBox(0, 0, 1, 1)) for _ in range(2))
    assert {one: 1}[other] == 1
    assert one != ClaimQuery()
