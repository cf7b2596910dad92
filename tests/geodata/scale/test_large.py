"""Every fast way against the plain scan, over more claims than a row group of the tables holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Status
from geodata.scale.counts import in_view, plain_heaps
from geodata.scale.engine import Engine, open_engine
from geodata.scale.histogram import plain_histogram
from geodata.scale.plan import Plan
from geodata.scale.sql import Bind
from geodata.scale.tables import LEVELS
from geodata.store import BBox, ClaimQuery
from tests.geodata.scale.bulk import bulk_build
from tests.geodata.scale.engines import WIDE


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = open_engine(bulk_build(tmp_path_factory.mktemp("bulk"), 150_000, 7))
    yield found
    found.close()


@pytest.fixture(scope="module")
def places(engine: Engine) -> list[tuple[float, float]]:
    return engine.rows_of("SELECT lon, lat FROM places WHERE kind = 0 ORDER BY place LIMIT 60", Bind())


@given(WIDE)
@settings(deadline=None, max_examples=60)
def test_heaps_are_those_of_the_plain_scan(engine: Engine, asked: ClaimQuery) -> None:
    assert engine.heaps(asked) == plain_heaps(engine, asked)


@st.composite
def _boxed(draw: st.DrawFn) -> tuple[ClaimQuery, int]:
    """A window of any length, and two places between whose corners lies a box: claims stand on each of its sides."""
    first = draw(st.none() | st.dates(date(2013, 6, 1), date(2026, 1, 1)))
    last = draw(st.none() | st.dates(first or date(2013, 6, 1), date(2026, 7, 1)))
    statuses = frozenset(draw(st.sampled_from([[], [Status.CONFIRMED, Status.DISPUTED]])))
    return ClaimQuery(first, last, statuses=statuses), draw(st.sampled_from(LEVELS))


@given(_boxed(), st.integers(0, 400), st.integers(0, 400))
@settings(deadline=None, max_examples=60)
def test_cubes_count_what_the_plain_scan_counts(
    engine: Engine, places: list[tuple[float, float]], asked: tuple[ClaimQuery, int], one: int, other: int
) -> None:
    (query, level), corners = asked, (places[one % len(places)], places[other % len(places)])
    (west, east), (south, north) = (sorted(sides) for sides in zip(*corners, strict=True))
    if west < east and south < north:
        query = replace(query, bbox=BBox(west, south, east, north))
    right = plain_heaps(engine, query)
    plans = [Plan("cubes", level), Plan("slim"), Plan("claims")]
    for found in (in_view(engine, query, plan) for plan in plans):
        assert found.total() == right.in_view
        assert sum(n for (_status, definite), n in found.items() if definite) == right.definite
        for number, status in enumerate(Status):
            assert found[number, True] + found[number, False] == right.by_status[status]


@given(WIDE)
@settings(deadline=None, max_examples=20)
def test_histograms_are_those_of_the_plain_scan(engine: Engine, asked: ClaimQuery) -> None:
    found, right = engine.histogram(asked).columns, plain_histogram(engine, asked).columns
    assert found.keys() == right.keys()
    for name in right:
        assert np.array_equal(found[name], right[name])


@given(WIDE, st.integers(0, 20))
@settings(deadline=None, max_examples=40)
def test_bins_and_areas_add_up_to_the_claims_in_view(engine: Engine, asked: ClaimQuery, zoom: int) -> None:
    view = engine.view(asked, zoom, budget=100)
    right = plain_heaps(engine, asked)
    assert view.heaps == right
    if view.kind == "claims":
        assert len(view.columns["row"]) == right.in_view <= 100
        return
    by_status: Counter[int] = Counter()
    for part in (view.columns, view.areas):
        assert (part["begins"] >= 0).all()
        assert (part["begins"] <= part["ends"]).all()
        assert view.buckets is not None
        assert (part["ends"] < view.buckets.count).all()
        for status, n in zip(part["status"].tolist(), part["n"].tolist(), strict=True):
            by_status[status] += n
    assert [by_status[status] for status in range(7)] == list(right.by_status.values())
