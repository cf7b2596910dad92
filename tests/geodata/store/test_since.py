from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset, parse_edtf
from geodata.store import ClaimQuery, Late, filter_mask, filter_since
from tests.builders import DatasetBuilder

POINT, AREA, VAGUE, UNLOCATED, UNDATED, NOWHERE = range(6)
ALWAYS, NEVER = date.min, Late.NEVER


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """With a report whose day cannot be told, and notes that have no date."""
    builder = DatasetBuilder(tmp_path_factory.mktemp("tiny"))
    builder.put("claims.csv", 2, "remark", "Learnt only later").put("places.csv", 3, "remark", "Drawn as a region")
    dataset = builder.load()
    undated = {"r6": replace(dataset.report_of["r6"], published=parse_edtf("2025-01/.."))}
    return replace(dataset, reports=tuple(undated.get(one.report_id, one) for one in dataset.reports))


ASKED: list[tuple[dict[str, Any], dict[int, object]]] = [
    ({}, dict.fromkeys(range(6), ALWAYS)),
    ({"text": "sappers"}, {POINT: ALWAYS}),
    ({"text": "sappers speaks"}, {POINT: date(2024, 10, 20)}),
    ({"text": "agency shows"}, {POINT: date(2024, 11, 30)}),  # a month is known at its end
    ({"text": "learnt"}, {POINT: Late.UNDATED}),
    ({"text": "Drawn"}, {AREA: Late.UNDATED, UNDATED: Late.UNDATED}),
    ({"parties": {"Russia"}}, {POINT: date(2024, 11, 30), AREA: date(2024, 11, 5), NOWHERE: date(2025, 2, 2)}),
    ({"sources": {"ministry"}}, {POINT: date(2024, 10, 14), UNLOCATED: Late.UNDATED}),
    ({"sources": {"ministry"}, "parties": {"Russia"}}, {POINT: date(2024, 11, 30)}),
    ({"sources": {"daily"}, "text": "troops"}, {VAGUE: date(2024, 12, 10), UNDATED: date(2025, 2, 1)}),
]


@pytest.mark.parametrize(("asked", "days"), ASKED)
def test_since_when_the_filters_keep_a_claim(tiny: Dataset, asked: dict[str, Any], days: dict[int, object]) -> None:
    frozen: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, set) else value for key, value in asked.items()
    }
    assert filter_since(tiny, ClaimQuery(**frozen)) == tuple(days.get(row, NEVER) for row in range(6))


def test_the_rest_of_the_query_is_not_looked_at(tiny: Dataset) -> None:
    asked = ClaimQuery(first_day=date(1990, 1, 1), last_day=date(1990, 1, 1), known_on=date(1990, 1, 1), text="sappers")
    assert filter_since(tiny, asked) == filter_since(tiny, ClaimQuery(text="sappers"))


def some(words: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=2)


@given(
    some(["Ukraine", "Russia", "South Korea"]),
    some(["ministry", "agency", "daily"]),
    st.sampled_from(["", "sappers", "troops korea", "learnt", "Курск", "region agency", "agency"]),
    st.none() | st.dates(date(2024, 10, 1), date(2025, 3, 1)),
)
@settings(deadline=None, max_examples=200)
def test_it_says_what_the_filters_say_on_every_day(
    tiny: Dataset, parties: frozenset[str], sources: frozenset[str], text: str, known_on: date | None
) -> None:
    asked = ClaimQuery(parties=parties, sources=sources, text=text)
    since = filter_since(tiny, asked)
    kept = filter_mask(tiny, replace(asked, known_on=known_on))
    for row, day in enumerate(since):
        told = day is not NEVER if known_on is None else isinstance(day, date) and day <= known_on
        assert told is kept[row]


def test_the_day_before_is_too_early(bundled_dataset: Path) -> None:
    from geodata.ingest import load_dataset

    dataset = load_dataset(bundled_dataset)
    asked = ClaimQuery(parties=frozenset({dataset.sources[0].party}))
    dated = {row: day for row, day in enumerate(filter_since(dataset, asked)) if isinstance(day, date)}
    assert dated
    for row, day in dated.items():
        assert filter_mask(dataset, replace(asked, known_on=day))[row]
        assert not filter_mask(dataset, replace(asked, known_on=day - timedelta(1)))[row]
