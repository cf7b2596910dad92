"""What became of a view: each kind of news, of the view's claims alone, and nothing of the view's own day or before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.model import Aspect, Dataset, Status, parse_edtf
from geodata.store import BBox, ClaimQuery, Sequel, select, sequel_of
from tests.builders import DatasetBuilder
from tests.geodata.assess.drafts import DAYS, Draft, history, written


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def told(sequel: Sequel) -> dict[str, tuple[Status, Status, list[tuple[str, str]]]]:
    """Of each changed claim the status then and now, and its turns."""
    claims = sequel.then.dataset.claims
    return {
        claims[one.row].claim_id: (one.was, one.now, [(str(turn.day), turn.words) for turn in one.turns])
        for one in sequel.changed
    }


def ids(sequel: Sequel, rows: tuple[int, ...]) -> list[str]:
    return [sequel.then.dataset.claims[row].claim_id for row in rows]


def test_what_became_of_the_claims_of_a_day(tiny: Dataset) -> None:
    sequel = sequel_of(tiny, ClaimQuery(known_on=date(2024, 11, 6)))
    assert ids(sequel, sequel.then.in_view) == ["point", "area"]
    assert told(sequel) == {
        "point": (
            Status.UNVERIFIED,
            Status.CORROBORATED,
            [
                ("2024-11-30", "From unverified to corroborated, by independent origins."),
                ("2025-01-01", "Admitted by Russia; the claim is corroborated."),
            ],
        ),
        "area": (
            Status.UNVERIFIED,
            Status.CONFIRMED,
            [
                ("2024-11-07", "Denied by Russia; the claim is unverified."),
                ("2024-11-20", "From unverified to confirmed, by imagery."),
            ],
        ),
    }
    assert [turn.reason for turn in sequel.changed[1].turns] == ["", "Seen from above"]
    assert (ids(sequel, sequel.joined), sequel.left) == (["vague"], ())


def test_a_day_after_everything_has_no_sequel(tiny: Dataset) -> None:
    sequel = sequel_of(tiny, ClaimQuery(known_on=date(2025, 2, 2)))
    assert (sequel.changed, sequel.joined, sequel.left) == ((), (), ())


def test_what_was_public_by_the_end_of_the_day_is_no_news(tiny: Dataset) -> None:
    assert "area" in told(sequel_of(tiny, ClaimQuery(known_on=date(2024, 11, 19))))
    assert "area" not in told(sequel_of(tiny, ClaimQuery(known_on=date(2024, 11, 20))))


def test_claims_outside_the_view_are_not_told(tiny: Dataset) -> None:
    query = ClaimQuery(known_on=date(2024, 11, 6), last_day=date(2024, 10, 31), bbox=BBox(35, 51, 36, 52))
    assert list(told(sequel_of(tiny, query))) == ["point"]


def test_a_claim_that_a_filter_would_no_longer_keep_has_left(tiny: Dataset) -> None:
    query = ClaimQuery(known_on=date(2024, 11, 6), statuses=frozenset({Status.UNVERIFIED}))
    sequel = sequel_of(tiny, query)
    assert ids(sequel, sequel.left) == ["point", "area"]
    assert set(told(sequel)) == {"point", "area"}


def test_an_end_that_was_told_later_is_a_change(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "end_known_on", "2025-01-05")
    sequel = sequel_of(builder.load(), ClaimQuery(known_on=date(2025, 1, 4)))
    words = "Its end was told: 8 Oct 2024 to 13 Oct 2024 instead of since 8 Oct 2024."
    assert told(sequel) == {"point": (Status.CORROBORATED, Status.CORROBORATED, [("2025-01-05", words)])}
    assert told(sequel_of(builder.load(), ClaimQuery(known_on=date(2025, 1, 5)))) == {}


def test_a_withdrawn_claim_that_another_replaced_says_so(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).add(
        "assessments.csv", assessment_id="b", claim_id="point", aspect="presence", status="withdrawn", basis="replaced",
        reason="A later one", evidence="r3", effective_at="2025-03-01", recorded_at="2025-03-02", by="tests",
    )  # fmt: skip
    (was, now, turns) = told(sequel_of(builder.load(), ClaimQuery(known_on=date(2025, 2, 2))))["point"]
    assert (was, now) == (Status.CORROBORATED, Status.WITHDRAWN)
    assert turns == [("2025-03-01", "Replaced by another claim, corroborated until then.")]


def test_a_report_without_a_last_day_counts_last(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["assessments.csv"] = []
    whole = builder.load()
    undated = replace(whole.reports[2], published=parse_edtf("2024-11/.."))
    dataset = replace(whole, reports=(*whole.reports[:2], undated, *whole.reports[3:]))
    found = told(sequel_of(dataset, ClaimQuery(known_on=date(2025, 2, 2))))
    words = "From unverified to corroborated, by a report whose date has no end."
    assert found == {"point": (Status.UNVERIFIED, Status.CORROBORATED, [("None", words)])}


def test_where_an_aspect_is_shown_its_own_status_is_told(tiny: Dataset) -> None:
    found = told(sequel_of(tiny, ClaimQuery(known_on=date(2024, 11, 6), aspect=Aspect.QUANTITY)))
    assert found["point"] == (
        Status.UNVERIFIED,
        Status.DISPUTED,
        [
            ("2024-12-05", "Status of the quantity: from unverified to disputed."),
            ("2025-01-01", "Admitted by Russia; the claim is corroborated."),
        ],
    )
    assert found["area"][2] == [("2024-11-07", "Denied by Russia; the claim is unverified.")]


def test_a_view_without_a_day_is_refused(tiny: Dataset) -> None:
    with pytest.raises(QueryError, match="as known on"):
        sequel_of(tiny, ClaimQuery())


@given(history(), DAYS, st.none() | st.sampled_from(Aspect))
@settings(deadline=None, max_examples=150)
def test_whatever_moved_is_told_and_the_heaps_fit(
    tiny: Dataset, draft: Draft, day: date, aspect: Aspect | None
) -> None:  # fmt: skip
    dataset = written(tiny, draft)
    query = ClaimQuery(known_on=day, aspect=aspect)
    sequel = sequel_of(dataset, query)
    then, now = select(dataset, query), select(dataset, replace(query, known_on=None))
    assert set(sequel.joined) == set(now.in_view) - set(then.in_view)
    assert set(sequel.left) == set(then.in_view) - set(now.in_view)
    moved = {row for row in then.in_view if then.verdicts[row].status is not now.verdicts[row].status}
    assert moved <= {one.row for one in sequel.changed} <= set(then.in_view)
    for one in sequel.changed:
        assert (one.was, one.now) == (then.verdicts[one.row].status, now.verdicts[one.row].status)
        assert one.turns
        days = [turn.day or date.max for turn in one.turns]
        assert days == sorted(days)
        assert min(days) > day
