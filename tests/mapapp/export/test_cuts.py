from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ExportError
from geodata.model import Dataset
from geodata.store import ClaimQuery, is_known, select
from mapapp.export.cuts import MOTIONS, cuts_of, film_days, split_days
from tests.builders import DatasetBuilder

DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()


@given(days, days, st.integers(1, 240))
def test_parts_of_a_span_leave_no_day_out_and_share_none(one: date, other: date, most: int) -> None:
    first, last = min(one, other), max(one, other)
    parts = split_days(first, last, most)
    assert 1 <= len(parts) <= most
    assert (parts[0][0], parts[-1][1]) == (first, last)
    assert all(start <= end for start, end in parts)
    assert all(after[0] == before[1] + DAY for before, after in pairwise(parts))
    lengths = [(end - start).days + 1 for start, end in parts]
    assert len(set(lengths[:-1])) <= 1
    assert lengths[-1] <= lengths[0]
    shorter = lengths[0] - 1
    assert shorter == 0 or shorter * most < (last - first).days + 1, "the parts could be shorter"


def test_parts_reach_the_ends_of_the_calendar() -> None:
    assert split_days(date.min, date.max, 1) == [(date.min, date.max)]
    assert split_days(date.max, date.max, 60) == [(date.max, date.max)]
    with pytest.raises(ExportError, match="name a last day that is not before the first"):
        split_days(date(2025, 1, 2), date(2025, 1, 1), 3)


WHOLE = (date(2024, 10, 8), date(2025, 2, 2))  # from the first claim to the last day of the data: one claim is open


@pytest.mark.parametrize(
    ("query", "motion", "expected"),
    [
        (ClaimQuery(), "window", WHOLE),
        (ClaimQuery(), "cumulative", WHOLE),
        (ClaimQuery(first_day=date(2024, 11, 1)), "window", (date(2024, 11, 1), WHOLE[1])),
        (ClaimQuery(last_day=date(2024, 11, 1)), "window", (date(2024, 10, 8), date(2024, 11, 1))),
        (ClaimQuery(first_day=date(2020, 1, 1), last_day=date(2020, 1, 9)), "window",
         (date(2020, 1, 1), date(2020, 1, 9))),
        (ClaimQuery(known_on=date(2024, 10, 20)), "window", (date(2024, 10, 8), date(2024, 10, 13))),
        (ClaimQuery(), "known", (date(2024, 10, 14), date(2025, 2, 2))),
        (ClaimQuery(known_on=date(2024, 12, 1)), "known", (date(2024, 10, 14), date(2024, 12, 1))),
        (ClaimQuery(known_on=date(2024, 1, 1)), "known", (date(2024, 1, 1), date(2024, 1, 1))),
    ],
)  # fmt: skip
def test_a_film_runs_from_the_first_day_to_the_last(
    tiny: Dataset, query: ClaimQuery, motion: str, expected: tuple[date, date]
) -> None:
    selection = select(tiny, query)
    assert film_days(selection, motion) == expected
    cuts = cuts_of(selection, motion, 7)
    assert (cuts[0].first, cuts[-1].last) == expected


def test_without_a_date_there_is_no_film(tiny: Dataset) -> None:
    with pytest.raises(ExportError, match="name a first and a last day"):
        film_days(select(tiny, ClaimQuery(text="no such word")), "window")


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("known_on", [None, date(2024, 11, 6)])
def test_frames_show_what_is_asked_and_nothing_that_was_public_later(
    tiny: Dataset, motion: str, known_on: date | None
) -> None:
    selection = select(tiny, ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 12, 31), known_on=known_on))
    cuts = cuts_of(selection, motion, 9)
    for cut in cuts:
        shown = cut.selection(tiny).in_view
        assert set(shown) <= set(selection.in_view)
        assert all(is_known(tiny, tiny.claims[row], known_on) for row in shown)
        if known_on is not None:
            assert cut.query.known_on is not None
            assert cut.query.known_on <= known_on
    asked = [(cut.query.first_day, cut.query.last_day) for cut in cuts]
    stated = {
        "window": [(cut.first, cut.last) for cut in cuts],
        "cumulative": [(date(2024, 10, 1), cut.last) for cut in cuts],
        "known": [(date(2024, 10, 1), date(2024, 12, 31))] * len(cuts),
    }
    assert asked == stated[motion]
    assert {row for cut in cuts for row in cut.selection(tiny).in_view} == set(selection.in_view)


def test_what_was_known_when_runs_through_the_days_of_knowledge(tiny: Dataset) -> None:
    cuts = cuts_of(select(tiny, ClaimQuery()), "known", 60)
    assert [cut.query.known_on for cut in cuts] == [cut.last for cut in cuts]
    counts = [len(cut.selection(tiny).in_view) for cut in cuts]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert counts[-1] == 3
