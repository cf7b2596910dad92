"""Statuses over arrays: the same answers as the rule for one claim, whatever the order of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assess import verdict_on
from geodata.assess.bulk import NO_STATUS, status_as_of, status_of_all
from geodata.ingest import load_dataset
from geodata.model import Aspect, Assessment, Basis, Dataset, Status
from tests.builders import DatasetBuilder

STATUSES = list(Status)
EPOCH = date(1970, 1, 1)
FIRST = date(2024, 2, 27)  # with a 29th of February in reach


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


# claim, day, status, order of four assessments; questions; answers
ROWS, DAYS, STATES, ORDER = [5, 2, 5, 5], [10, 11, 12, 12], [3, 1, 4, 6], [0, 1, 3, 2]
ASKED = [
    (5, 9, -1),  # before the first
    (5, 10, 3),  # on the day itself
    (5, 11, 3),
    (5, 12, 4),  # of one day the higher order, not the later in the array
    (5, 9_000, 4),
    (2, 10, -1),
    (2, 11, 1),
    (2, 12, 1),
    (0, 12, -1),  # never assessed: lower, between, higher
    (3, 12, -1),
    (6, 12, -1),
    (-1, 12, -1),
    (5, -400, -1),  # before 1970
]


@pytest.mark.parametrize("turn", range(4))
def test_the_latest_of_a_claim_counts_in_whatever_order_it_stands(turn: int) -> None:
    given_ = [np.roll(np.array(column), turn) for column in (ROWS, DAYS, STATES, ORDER)]
    asked = np.array(ASKED)
    assert status_as_of(*given_, asked[:, 0], asked[:, 1]).tolist() == asked[:, 2].tolist()


def test_one_day_may_be_asked_of_all_and_one_claim_on_many_days() -> None:
    assert status_as_of(ROWS, DAYS, STATES, ORDER, np.arange(6), 11).tolist() == [-1, -1, 1, -1, -1, 3]
    assert status_of_all(ROWS, DAYS, STATES, ORDER, 6, 11).tolist() == [-1, -1, 1, -1, -1, 3]
    assert status_as_of(ROWS, DAYS, STATES, ORDER, 5, [9, 10, 12]).tolist() == [-1, 3, 4]
    assert status_as_of(ROWS, DAYS, STATES, ORDER, 5, 12).tolist() == [4]


def test_nothing_asked_and_nothing_known() -> None:
    none: list[int] = []
    assert status_as_of(ROWS, DAYS, STATES, ORDER, none, none).tolist() == []
    assert status_as_of(none, none, none, none, [0, 7], 3).tolist() == [NO_STATUS, NO_STATUS]
    assert status_of_all(none, none, none, none, 2, 3).tolist() == [NO_STATUS, NO_STATUS]
    assert status_of_all(ROWS, DAYS, STATES, ORDER, 6, 9).tolist() == [NO_STATUS] * 6


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.uint32, np.int64])
def test_any_whole_numbers_will_do(dtype: type[np.generic]) -> None:
    given_ = [np.array(column, dtype) for column in (ROWS, DAYS, STATES, ORDER)]
    found = status_as_of(*given_, np.array([5, 2], dtype), np.array([12, 10], dtype))
    assert found.dtype == np.int64
    assert found.tolist() == [4, -1]


@pytest.mark.parametrize("far", [2**40, 2**50])
def test_numbers_too_large_to_be_packed_are_answered_as_well(far: int) -> None:
    order = [0, 1, far + 3, far + 2]
    assert status_as_of(ROWS, DAYS, [far, 1, far + 2, 6], order, [5, 5, 2], [10, 12, 12]).tolist() == [far, far + 2, 1]
    assert status_of_all(ROWS, DAYS, [far, 1, far + 2, 6], order, 6, 12).tolist() == [-1, -1, 1, -1, -1, far + 2]


@pytest.mark.parametrize(
    ("given_", "mend"),
    [
        (([0], [1, 2], [3], [4]), "as long as each other"),
        (([[0]], [[1]], [[3]], [[4]]), "as long as each other"),
        (([-1], [1], [3], [4]), "zero or more"),
        (([0], [1], [-3], [4]), "zero or more"),
        (([0.0], [1], [3], [4]), "whole numbers"),
        (([0], ["2024-10-18"], [3], [4]), "whole numbers"),
        (([2**40, 0], [0, 2**40], [3, 3], [0, 1]), "64 bits"),
    ],
)
def test_what_cannot_be_answered_is_refused(given_: tuple[list[int], ...], mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        status_as_of(*given_, [0], [1])


def test_a_claim_beyond_the_last_row_is_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        status_of_all(ROWS, DAYS, STATES, ORDER, 5, 11)


JUDGEMENT = st.tuples(st.integers(0, 5), st.integers(0, 6), st.sampled_from(Status), st.sampled_from(Aspect))


@given(st.lists(JUDGEMENT, max_size=12), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_the_answers_are_those_of_the_rule_for_one_claim(
    tiny: Dataset, judged: list[tuple[int, int, Status, Aspect]], random: object
) -> None:
    days = [FIRST + timedelta(days=number) for _row, number, _status, _aspect in judged]
    written = tuple(
        Assessment(f"y{n:02}", tiny.claims[row].claim_id, aspect, status, Basis.NONE, "So", (), day, day, "tests")
        for n, ((row, _number, status, aspect), day) in enumerate(zip(judged, days, strict=True))
    )
    whole = replace(tiny, assessments=written)
    counted = [
        (tiny.row_of[one.claim_id], (one.effective_at - EPOCH).days, STATUSES.index(one.status), place)
        for place, one in enumerate(written)
        if one.aspect in (Aspect.PRESENCE, Aspect.ACTIVITY)
    ]
    random.shuffle(counted)  # type: ignore[attr-defined]
    columns = np.array(counted, np.int64).reshape(-1, 4).T
    for number in range(-1, 8):
        day = FIRST + timedelta(days=number)
        since = (day - EPOCH).days
        verdicts = [verdict_on(whole, claim, day) for claim in whole.claims]
        wanted = [NO_STATUS if v.assessment is None else STATUSES.index(v.status) for v in verdicts]
        assert status_as_of(*columns, np.arange(6), since).tolist() == wanted
        assert status_of_all(*columns, 6, since).tolist() == wanted


def test_the_bundled_claims_get_the_statuses_they_have(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    counted = [
        (dataset.row_of[one.claim_id], (one.effective_at - EPOCH).days, STATUSES.index(one.status))
        for rows in dataset.assessments_of.values()
        for one in rows
        if one.aspect in (Aspect.PRESENCE, Aspect.ACTIVITY)
    ]
    columns = np.array(counted).T
    for day in (date(2024, 10, 31), date(2025, 4, 26), date(2026, 11, 23)):
        found = status_of_all(*columns, np.arange(len(counted)), len(dataset.claims), (day - EPOCH).days)
        for claim, status in zip(dataset.claims, found.tolist(), strict=True):
            verdict = verdict_on(dataset, claim, day)
            assert (None if status == NO_STATUS else STATUSES[status]) == (verdict.assessment and verdict.status)
