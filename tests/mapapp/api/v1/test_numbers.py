"""Views and histograms as they are sent say what the selection says, on random data and questions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset, Status
from geodata.scale import NEVER
from geodata.scale.grid import mx_of, my_of
from geodata.scale.memory import MemoryAnswers
from geodata.store import ClaimQuery, place_bbox, select
from mapapp.api.v1.answers import counts_of
from mapapp.api.v1.columns import VOCABULARY, columns_of, days_of
from mapapp.export.properties import head_of, head_with
from tests.worlds import QUERIES, WORLDS

EPOCH = date(1970, 1, 1)


@given(WORLDS, QUERIES, st.dates(date(2024, 9, 1), date(2025, 1, 31)))
@settings(deadline=None)
def test_the_claims_of_a_day_follow_from_the_histogram(world: Dataset, query: ClaimQuery, day: date) -> None:
    """As docs/api.md says: its single claims, and all that have begun by it and were not over before it."""
    asked = ClaimQuery(known_on=query.known_on, types=query.types, bbox=query.bbox)
    told = days_of(MemoryAnswers(world).histogram(asked))
    counted = Counter[tuple[str, str]]()
    for one in told:
        begun = one["begun"] if one["day"] <= str(day) else 0
        over = one["over"] if one["day"] < str(day) else 0
        counted[one["type"], one["status"]] += begun - over + (one["single"] if one["day"] == str(day) else 0)
    found = select(world, asked)
    rows = found.in_view if query.bbox is not None else found.chosen
    expected = Counter[tuple[str, str]]()
    for row in rows:
        time = world.claims[row].time_on(asked.known_on)
        end = ClaimQuery(first_day=day, last_day=day).window_utc
        if time.touches(*end):
            expected[world.claims[row].claim_type.value, found.verdicts[row].status.value] += 1
    assert +counted == expected


@given(WORLDS, QUERIES)
@settings(deadline=None)
def test_claims_in_view_are_told_one_by_one(world: Dataset, query: ClaimQuery) -> None:
    found = select(world, query)
    told, columns = columns_of(world, MemoryAnswers(world).view(query, 4))
    assert (told["kind"], told["buckets"]) == ("claims", None)
    assert columns["row"].tolist() == list(found.in_view)
    ends, content = columns["id_ends"].tolist(), columns["id_bytes"].tobytes()
    boxes = {number: at for at, number in enumerate(columns["places"].tolist())}
    for at, row in enumerate(found.in_view):
        claim = world.claims[row]
        assert content[ends[at] : ends[at + 1]].decode() == claim.claim_id
        assert VOCABULARY["type"][columns["type"][at]] == claim.claim_type
        assert VOCABULARY["modality"][columns["modality"][at]] == claim.modality
        assert VOCABULARY["status"][columns["status"][at]] == found.verdicts[row].status
        time = claim.time_on(query.known_on)
        assert time.start_utc is not None
        assert EPOCH + timedelta(days=int(columns["day0"][at])) == time.start_utc.date()
        assert (columns["day1"][at] == NEVER) == time.is_open
        place = world.places[columns["place"][at]]
        assert place == world.place(claim)
        west, south, east, north = place_bbox(place) or pytest.fail("it is in view")
        box = [columns[name][boxes[columns["place"][at]]] for name in PLACES]
        assert box == [mx_of(west), my_of(north), mx_of(east), my_of(south)]
        assert bool(columns["kind"][at]) == (place.position is None)


PLACES = ("places_bx0", "places_by0", "places_bx1", "places_by1")


@given(WORLDS, QUERIES, st.integers(0, 22))
@settings(deadline=None)
def test_counted_cells_and_areas_are_the_claims_in_view(world: Dataset, query: ClaimQuery, zoom: int) -> None:
    found = select(world, query)
    if not found.in_view:
        return
    told, columns = columns_of(world, MemoryAnswers(world).view(query, zoom, budget=0))
    assert told["kind"] == "bins"
    assert told["buckets"]["count"] <= 128
    assert int(columns["n"].sum() + columns["area_n"].sum()) == len(found.in_view)
    by_status = Counter[str]()
    for prefix in ("", "area_"):
        for status, n in zip(columns[f"{prefix}status"], columns[f"{prefix}n"], strict=True):
            by_status[VOCABULARY["status"][status]] += int(n)
    assert {status: by_status[status] for status in Status} == found.counts()
    assert set(columns["top_row"].tolist()) <= set(found.in_view)
    ends, content = columns["top_id_ends"].tolist(), columns["top_id_bytes"].tobytes()
    for at, row in enumerate(columns["top_row"].tolist()):
        assert content[ends[at] : ends[at + 1]].decode() == world.claims[row].claim_id
    named = {*columns["area_place"].tolist(), *columns["top_place"].tolist()}
    assert columns["places"].tolist() == sorted(named)


@given(WORLDS, QUERIES)
@settings(deadline=None)
def test_no_column_is_wider_than_browsers_read_everywhere(world: Dataset, query: ClaimQuery) -> None:
    for budget in (0, 50_000) if select(world, query).in_view else (1,):
        _told, columns = columns_of(world, MemoryAnswers(world).view(query, 4, budget))
        assert {column.dtype.name for column in columns.values()} <= {"int8", "uint8", "int16", "int32", "uint32"}


@given(WORLDS, QUERIES)
@settings(deadline=None)
def test_counts_are_those_of_a_file(world: Dataset, query: ClaimQuery) -> None:
    told = head_with(world, query, counts_of(MemoryAnswers(world).heaps(query)))
    assert told == head_of(select(world, query))
