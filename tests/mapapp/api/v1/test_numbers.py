"""Histogram and columns count exactly what is in view, on random data and questions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import ClaimType, Dataset, Modality, Status
from geodata.scale import grid, tables
from geodata.scale.grid import mx_of, my_of
from geodata.store import ClaimQuery, place_bbox, select
from mapapp.api.v1.columns import BUCKETS, GRID_LEVEL, NEVER, columns_of
from mapapp.api.v1.histogram import histogram_of
from tests.worlds import QUERIES, WORLDS

EPOCH = date(1970, 1, 1)


@given(WORLDS, QUERIES)
@settings(deadline=None)
def test_the_histogram_counts_every_claim_in_view_once(world: Dataset, query: ClaimQuery) -> None:
    found = select(world, query)
    told = histogram_of(found)
    entries = [*told["days"], *told["longer"]]
    assert sum(one["n"] for one in entries) == len(found.in_view)
    by_status = Counter[str]()
    for one in entries:
        by_status[one["status"]] += one["n"]
    assert {status: by_status[status] for status in Status} == found.counts()
    assert len({tuple(one[key] for key in one if key != "n") for one in entries}) == len(entries)
    assert all(one["last"] is None or one["first"] < one["last"] for one in told["longer"])


@given(WORLDS, QUERIES, st.dates(date(2024, 9, 1), date(2025, 1, 31)), st.integers(0, 60))
@settings(deadline=None)
def test_any_window_can_be_counted_from_the_histogram(
    world: Dataset, query: ClaimQuery, first: date, length: int
) -> None:
    """That is what it is for: a window touches what it shares a day with."""
    bare = ClaimQuery(known_on=query.known_on, types=query.types)
    last = first + timedelta(days=length)
    told = histogram_of(select(world, bare))
    spans = [(one["day"], one["day"], one["n"]) for one in told["days"]]
    spans += [(one["first"], one["last"] or "9999-12-31", one["n"]) for one in told["longer"]]
    count = sum(n for begin, end, n in spans if begin <= str(last) and end >= str(first))
    asked = ClaimQuery(known_on=query.known_on, types=query.types, first_day=first, last_day=last)
    assert count == len(select(world, asked).in_view)


def test_the_grid_and_the_word_for_no_end_are_those_of_the_tables() -> None:
    assert GRID_LEVEL == grid.BITS
    assert NEVER == tables.NEVER


@given(WORLDS, QUERIES)
@settings(deadline=None)
def test_claims_in_view_are_told_one_by_one(world: Dataset, query: ClaimQuery) -> None:
    found = select(world, query)
    told, columns = columns_of(found, 4)
    assert told == {"kind": "claims"}
    assert columns["row"].tolist() == list(found.in_view)
    ends, content = columns["id_ends"].tolist(), columns["id_bytes"].tobytes()
    for at, row in enumerate(found.in_view):
        claim = world.claims[row]
        assert content[ends[at] : ends[at + 1]].decode() == claim.claim_id
        assert list(ClaimType)[columns["type"][at]] is claim.claim_type
        assert list(Modality)[columns["modality"][at]] is claim.modality
        assert list(Status)[columns["status"][at]] is found.verdicts[row].status
        time = claim.time_on(query.known_on)
        assert time.start_utc is not None
        assert EPOCH + timedelta(days=int(columns["day0"][at])) == time.start_utc.date()
        assert (columns["day1"][at] == NEVER) == time.is_open
        place = world.place(claim)
        assert place is not None
        west, south, east, north = place_bbox(place) or pytest.fail("it is in view")
        box = [int(columns[name][at]) for name in ("bx0", "by0", "bx1", "by1")]
        assert box == [int(cell) for cell in (mx_of(west), my_of(north), mx_of(east), my_of(south))]
        assert box[0] <= columns["mx"][at] <= box[2]
        assert box[1] <= columns["my"][at] <= box[3]
        assert bool(columns["kind"][at]) == (place.position is None)
    assert int(columns["definite"].sum()) == found.definite


@given(WORLDS, QUERIES, st.integers(0, 22))
@settings(deadline=None)
def test_counted_cells_and_areas_are_the_claims_in_view(world: Dataset, query: ClaimQuery, zoom: int) -> None:
    found = select(world, query)
    if not found.in_view:
        return
    told, columns = columns_of(found, zoom, budget=0)
    assert told["kind"] == "bins"
    assert told["level"] == zoom + 4
    assert told["buckets"]["count"] <= BUCKETS
    assert int(columns["n"].sum() + columns["area_n"].sum()) == len(found.in_view)
    by_status = Counter[Status]()
    for prefix in ("", "area_"):
        for status, n in zip(columns[f"{prefix}status"], columns[f"{prefix}n"], strict=True):
            by_status[list(Status)[status]] += int(n)
        assert (columns[f"{prefix}b0"] <= columns[f"{prefix}b1"]).all()
        assert (columns[f"{prefix}b0"] >= 0).all()
        assert (columns[f"{prefix}b1"] < told["buckets"]["count"]).all()
    assert {status: by_status[status] for status in Status} == found.counts()
    assert set(columns["area_row"].tolist()) <= set(found.in_view)
    cells = {(int(x), int(y)) for x, y in zip(columns["x"], columns["y"], strict=True)}
    points = columns_of(found, zoom)[1]
    at = points["kind"] == 0
    shift = GRID_LEVEL - told["level"]
    assert cells == set(zip((points["mx"][at] >> shift).tolist(), (points["my"][at] >> shift).tolist(), strict=True))
