"""What is said where nobody collected: of all of the dates, of a part of them, of none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import CoverageState, Dataset
from geodata.store import ClaimQuery, excerpt_of, select
from mapapp.export.coverage import coverage_words
from tests.builders import DatasetBuilder

ALL = "Nothing was collected for these dates: an empty map is not evidence of absence."
PART = "For a part of these dates nothing was collected: an empty map is not evidence of absence."
FIRST, DAYS = date(2024, 9, 1), 250


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Collected from October to December 2024, not in the three months after."""
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def _words(dataset: Dataset, first: date | None, last: date | None) -> str:
    return coverage_words(select(dataset, ClaimQuery(first_day=first, last_day=last)))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (date(2024, 10, 1), date(2024, 12, 31), ""),
        (date(2024, 12, 31), date(2025, 1, 1), PART),
        (date(2024, 9, 30), date(2024, 10, 1), PART),
        (date(2025, 1, 1), date(2025, 3, 31), ALL),
        (date(2025, 6, 1), date(2025, 6, 1), ALL),
        (date(2025, 1, 1), None, ALL),
        (None, date(2024, 9, 30), ALL),
        (None, date(2025, 1, 1), PART),
    ],
)
def test_words_are_those_of_the_dates(tiny: Dataset, first: date | None, last: date | None, words: str) -> None:
    assert _words(tiny, first, last) == words


@settings(deadline=None)
@given(st.integers(0, DAYS), st.integers(0, DAYS))
def test_words_are_those_of_each_day_looked_at_alone(tiny: Dataset, one: int, other: int) -> None:
    days = [FIRST + timedelta(number) for number in range(min(one, other), max(one, other) + 1)]
    ranges = [entry for entry in tiny.info.coverage if entry.state is not CoverageState.NONE]
    held = [any(entry.first <= day <= entry.last for entry in ranges) for day in days]
    assert _words(tiny, days[0], days[-1]) == ("" if all(held) else PART if any(held) else ALL)


def test_a_data_set_that_does_not_say_what_was_collected_vouches_for_nothing(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = builder.info.split("[[coverage]]", maxsplit=1)[0]
    assert _words(builder.load(), date(2024, 10, 1), date(2024, 10, 2)) == ALL


def test_an_excerpt_says_that_it_is_one(tmp_path: Path) -> None:
    whole = DatasetBuilder(tmp_path / "tiny").load()
    query = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 10, 31))
    assert coverage_words(select(whole, query)) == ""
    part = excerpt_of(select(whole, query))
    assert coverage_words(select(part, query)) == "The data set is an excerpt: claims may be missing."
    wide = replace(query, last_day=date(2025, 2, 1))
    assert coverage_words(select(part, wide)) == f"The data set is an excerpt: claims may be missing. {PART}"
