"""Which claims are found: the standard's rules, told again in the plainest way, on random data and questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.model import Claim, Dataset
from geodata.store import ClaimQuery, select
from mapapp.api.ogc.asked import Asked, Box
from mapapp.api.ogc.found import Kind, extent_of, found_rows, geometry, selected, times_of
from tests.worlds import DAYS, QUERIES, WORLDS

KINDS: tuple[Kind, ...] = ("claims", "points", "areas")
EDGES = st.sampled_from([-180.0, -170.0, 30.0, 34.0, 35.27, 36.0, 50.0, 170.0, 180.0])
HEIGHTS = st.sampled_from([-90.0, 0.0, 20.0, 40.0, 50.0, 51.0, 52.5, 70.0, 90.0])
MOMENTS = st.sampled_from(
    [datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for day in DAYS for hour in (0, 15)]
)


@st.composite
def asked_for(draw: st.DrawFn) -> Asked:
    query = replace(draw(QUERIES), first_day=None, last_day=None, bbox=None)
    west, east = draw(EDGES), draw(EDGES)
    south, north = sorted((draw(HEIGHTS), draw(HEIGHTS)))
    one: tuple[Box, ...] = ((west, south, east, north),)
    boxes = one if west <= east else ((west, south, 180.0, north), (-180.0, south, east, north))
    first, last = sorted((draw(MOMENTS), draw(MOMENTS)))
    return Asked(
        query, draw(st.sampled_from([None, boxes])), draw(st.sampled_from([None, first])),
        draw(st.sampled_from([None, last, first])),
    )  # fmt: skip


def is_meant(dataset: Dataset, claim: Claim, asked: Asked) -> bool:
    """The rules of fc-bbox-response and fc-time-response, with shapely and instants."""
    where, span = geometry(dataset, claim), claim.time_on(asked.query.known_on)
    if where is not None and asked.boxes is not None:
        near = [shapely.box(*box) if box[0] < box[2] and box[1] < box[3] else shapely.LineString(
            [box[:2], box[2:]]) for box in asked.boxes]  # fmt: skip
        if not any(shape(where).intersects(box) for box in near):
            return False
    if span.start_utc is None:
        return True
    far = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    last_instant = far if span.end_utc is None else span.end_utc - timedelta(microseconds=1)
    first, last = asked.first or datetime(1, 1, 1, tzinfo=UTC), asked.last or far
    return max(span.start_utc, first) <= min(last_instant, last)


@settings(max_examples=150, deadline=None)
@given(WORLDS, asked_for())
def test_found_is_what_the_standard_means(dataset: Dataset, asked: Asked) -> None:
    selection = select(dataset, asked.query)
    expected = tuple(row for row in selection.chosen if is_meant(dataset, dataset.claims[row], asked))
    assert found_rows(selection, "claims", asked) == expected
    kinds = {"points": {"Point"}, "areas": {"MultiPolygon"}}
    for kind in KINDS[1:]:
        only = tuple(row for row in expected if type_of(dataset, row) in kinds[kind])
        assert found_rows(selection, kind, asked) == only


def type_of(dataset: Dataset, row: int) -> str | None:
    where = geometry(dataset, dataset.claims[row])
    return None if where is None else str(where["type"])


@settings(max_examples=60, deadline=None)
@given(WORLDS, st.sampled_from([None, *DAYS]))
def test_extents_hold_everything_and_no_more(dataset: Dataset, day: date | None) -> None:
    rows = select(dataset, ClaimQuery(known_on=day)).chosen
    for kind in KINDS:
        found = found_rows(select(dataset, ClaimQuery(known_on=day)), kind, Asked(ClaimQuery(known_on=day)))
        shapes = [shape(where) for row in found if (where := geometry(dataset, dataset.claims[row])) is not None]
        box = extent_of(dataset, rows, kind)
        if box is None:
            assert shapes == []
        else:
            assert box == pytest.approx(shapely.total_bounds(shapes), abs=2e-5)
        spans = [dataset.claims[row].time_on(day) for row in found]
        times = times_of(dataset, rows, kind, day)
        starts = [span.start_utc for span in spans if span.start_utc is not None]
        assert (times is None) == (not starts)
        if times is not None:
            assert datetime.fromisoformat(str(times[0])) == min(starts)
            assert (times[1] is None) == any(span.is_open for span in spans)


def test_an_area_on_both_sides_of_the_antimeridian_spans_the_world() -> None:
    dataset = load_dataset(bundled_path())
    rows = [row for row, claim in enumerate(dataset.claims) if claim.claim_id == "four-brigades-planned"]
    assert dataset.place(dataset.claims[rows[0]]).regions == ("RU",)  # type: ignore[union-attr]
    box = extent_of(dataset, rows, "claims")
    bounds: Any = shape(geometry(dataset, dataset.claims[rows[0]])).bounds
    assert box == pytest.approx(bounds, abs=2e-5)
    assert (box[0], box[2]) == (-180, 180)


def test_an_answer_is_kept_for_the_next_page() -> None:
    dataset = load_dataset(bundled_path())
    query = ClaimQuery(known_on=date(2024, 12, 31))
    assert selected(dataset, query) is selected(dataset, query)
    assert selected(dataset, query).in_view == select(dataset, query).in_view
    for day in DAYS:
        selected(dataset, ClaimQuery(known_on=day))
    assert selected(dataset, query).query == query
