"""Every fast way against the plain scan, over more claims than a row group of the tables holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.scale.counts import in_view, plain_heaps
from geodata.scale.engine import Engine, open_engine
from geodata.scale.histogram import plain_histogram
from geodata.scale.plan import Plan
from geodata.scale.tables import LEVELS
from geodata.store import ClaimQuery
from tests.geodata.scale.bulk import bulk_build
from tests.geodata.scale.engines import WIDE


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = open_engine(bulk_build(tmp_path_factory.mktemp("bulk"), 150_000, 7))
    yield found
    found.close()


@given(WIDE)
@settings(deadline=None, max_examples=60)
def test_heaps_are_those_of_the_plain_scan(engine: Engine, asked: ClaimQuery) -> None:
    assert engine.heaps(asked) == plain_heaps(engine, asked)


@given(WIDE, st.sampled_from(LEVELS))
@settings(deadline=None, max_examples=40)
def test_cubes_of_every_level_count_what_the_plain_scan_counts(
    engine: Engine, question: ClaimQuery, level: int
) -> None:
    asked = ClaimQuery(question.first_day, question.last_day, question.types, question.statuses, bbox=question.bbox)
    right = in_view(engine, asked, Plan("claims"))
    assert in_view(engine, asked, Plan("cubes", level)) == right
    assert in_view(engine, asked, Plan("slim")) == right
    assert right.total() == plain_heaps(engine, asked).in_view


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
