"""What became public between two days: each kind once, in words, and nothing twice or from later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assess import Change, ChangeKind, changes_between
from geodata.errors import QueryError
from geodata.ingest import load_dataset
from geodata.model import Dataset
from tests.builders import DatasetBuilder
from tests.geodata.assess.drafts import DAYS, Draft, cut, history, written

LONG_AGO, FAR_ON = date(1990, 1, 1), date(2100, 1, 1)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def told(dataset: Dataset, claim_id: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Everything that happened to one claim: day, kind, status before and after, party."""
    return [
        (str(change.day), str(change.kind), change.was, change.now, change.party)
        for change in changes_between(dataset, LONG_AGO, FAR_ON)
        if change.claim_id == claim_id
    ]


def builder_with(folder: Path, *judgements: tuple[str, str, str]) -> DatasetBuilder:
    """A claim known from 14 October 2024 on, with judgements: day, status, basis."""
    builder = DatasetBuilder(folder)
    builder.tables["assessments.csv"] = []
    for number, (day, status, basis) in enumerate(judgements):
        builder.add(
            "assessments.csv", assessment_id=f"b{number}", claim_id="point", aspect="presence", status=status,
            basis=basis, reason=f"Reason {number}", evidence="r1 r3", effective_at=day, recorded_at="2025-06-01",
            by="tests",
        )  # fmt: skip
    return builder


def test_the_life_of_a_claim_is_told_in_order(bundled: Dataset) -> None:
    assert told(bundled, "kursk-combat") == [
        ("2024-11-05", "new", None, "unverified", None),
        ("2024-11-05", "denied", "unverified", "unverified", "Russia"),  # said in October, before the claim was known
        ("2024-11-12", "upgraded", "unverified", "corroborated", None),
        ("2025-04-26", "admitted", "confirmed", "confirmed", "Russia"),
        ("2025-04-26", "upgraded", "corroborated", "confirmed", None),
        ("2025-04-28", "admitted", "confirmed", "confirmed", "DPRK"),  # Russia says it again: no news
    ]


WORDS = [
    (0, "2024-11-05", "claimed for the first time; unverified with a single origin."),
    (1, "2024-11-05", "denied by Russia already on 10 Oct 2024; the claim is unverified."),
    (2, "2024-11-12", "from unverified to corroborated, by independent origins."),
    (3, "2025-04-26", "admitted by Russia; the claim is confirmed."),
    (4, "2025-04-26", "from corroborated to confirmed, by an admission against interest."),
]


@pytest.mark.parametrize(("place", "day", "words"), WORDS)
def test_each_change_is_a_sentence(bundled: Dataset, place: int, day: str, words: str) -> None:
    changes = [c for c in changes_between(bundled, LONG_AGO, FAR_ON) if c.claim_id == "kursk-combat"]
    assert str(changes[place].day) == day
    named = "North Korean soldiers are said to have fought against Ukrainian forces in Kursk Oblast"
    assert changes[place].words == f"{named}: {words}"


def test_every_sentence_of_the_bundled_claims_is_whole(bundled: Dataset) -> None:
    changes = changes_between(bundled, LONG_AGO, FAR_ON)
    assert {change.kind for change in changes} >= {ChangeKind.NEW, ChangeKind.UPGRADED, ChangeKind.SUPERSEDED}
    for change in changes:
        assert change.words.endswith(".")
        assert not any(bad in change.words for bad in ("..", ".:", "None", "  ", ",.", "_", ": :"))
        assert change.words.count("said to") <= 1 + change.words.count("as said to")


def test_a_total_that_a_later_one_replaced_is_superseded(bundled: Dataset) -> None:
    changes = [c for c in changes_between(bundled, LONG_AGO, FAR_ON) if c.claim_id == "killed-nis-2025-04"]
    assert [str(change.kind) for change in changes] == ["new", "superseded"]
    assert changes[1].words == (
        "About 600 North Korean soldiers are said to have been killed: replaced by another claim, unverified until "
        "then."
    )
    assert changes[1].reason == "The same service raised it to about 2,000."


MOVES = [
    ("unverified", "single_origin", "corroborated", "independent_origins", "upgraded"),
    ("unverified", "single_origin", "disputed", "conflicting_sources", "downgraded"),
    ("unverified", "single_origin", "speculative", "inference", "downgraded"),
    ("unverified", "single_origin", "refuted", "imagery", "downgraded"),
    ("unverified", "single_origin", "withdrawn", "retracted", "withdrawn"),
    ("unverified", "single_origin", "withdrawn", "replaced", "superseded"),
    ("speculative", "inference", "unverified", "single_origin", "upgraded"),
    ("speculative", "inference", "disputed", "conflicting_sources", "upgraded"),
    ("disputed", "conflicting_sources", "unverified", "single_origin", "upgraded"),
    ("disputed", "conflicting_sources", "refuted", "imagery", "downgraded"),
    ("corroborated", "independent_origins", "unverified", "single_origin", "downgraded"),
    ("confirmed", "imagery", "disputed", "conflicting_sources", "downgraded"),
    ("refuted", "imagery", "disputed", "conflicting_sources", "upgraded"),
    ("withdrawn", "retracted", "unverified", "single_origin", "upgraded"),
    ("withdrawn", "retracted", "refuted", "imagery", "downgraded"),
]


@pytest.mark.parametrize(("before", "basis", "after", "basis_after", "kind"), MOVES)
def test_a_move_of_the_status_has_its_kind(
    tmp_path: Path, before: str, basis: str, after: str, basis_after: str, kind: str
) -> None:
    dataset = builder_with(tmp_path, ("2024-12-05", before, basis), ("2025-01-10", after, basis_after)).load()
    change = changes_between(dataset, date(2025, 1, 9), date(2025, 1, 10))[-1]
    assert (str(change.kind), change.was, change.now, change.reason) == (kind, before, after, "Reason 1")


def test_of_one_day_only_its_end_is_told(tmp_path: Path) -> None:
    day = "2024-12-05"
    builder = builder_with(
        tmp_path, (day, "disputed", "conflicting_sources"), (day, "refuted", "imagery"), (day, "refuted", "document")
    )
    found = [c for c in changes_between(builder.load(), date(2024, 12, 4), date(2024, 12, 5)) if c.claim_id == "point"]
    assert [(str(change.kind), change.now) for change in found] == [("downgraded", "refuted")]


POSITIONS = [
    ("10-15 denies", ["10-15 denied"]),
    ("10-15 denies, 10-16 denies", ["10-15 denied"]),
    ("10-15 denies, 10-16 no_comment, 10-17 denies", ["10-15 denied", "10-17 denied"]),
    ("10-15 denies, 10-16 admits, 10-17 denies", ["10-15 denied", "10-16 admitted", "10-17 denied"]),
    ("10-15 no_comment, 10-16 asserts", []),
    ("10-15 denies, 10-15 no_comment", ["10-15 denied"]),  # of one day the gravest word
    ("10-15 admits, 10-15 denies", ["10-15 admitted"]),
    ("10-01 denies", ["10-14 denied"]),  # nobody could read of it before the claim was known
    ("10-01 denies, 10-02 admits", ["10-14 admitted"]),
]


@pytest.mark.parametrize(("said", "wanted"), POSITIONS)
def test_denials_and_admissions_are_told_when_they_are_news(tmp_path: Path, said: str, wanted: list[str]) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["positions.csv"] = []
    for day, word in (entry.split() for entry in said.split(", ")):
        builder.add("positions.csv", claim_id="point", party="Russia", position=word, said_on=f"2024-{day}")
    found = [entry for entry in told(builder.load(), "point") if entry[4] == "Russia"]
    assert [f"{day[5:]} {kind}" for day, kind, _was, _now, _party in found] == wanted


def test_the_word_of_one_party_is_not_that_of_another(tiny: Dataset) -> None:
    assert [entry[:2] + entry[4:] for entry in told(tiny, "area")] == [
        ("2024-11-05", "new", None),
        ("2024-11-07", "denied", "Russia"),
        ("2024-11-20", "upgraded", None),
    ]


def test_a_report_of_a_month_is_told_when_the_month_is_over(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path).put("reports.csv", 7, "published_at", "2025-02").load()
    assert told(dataset, "unlocated")[0][0] == "2025-02-28"


def test_the_first_day_is_left_out_and_the_last_is_in(tiny: Dataset) -> None:
    def new(since: str, until: str) -> list[str]:
        found = changes_between(tiny, date.fromisoformat(since), date.fromisoformat(until))
        return [change.claim_id for change in found if change.kind is ChangeKind.NEW]

    assert new("2024-11-05", "2024-12-09") == []
    assert new("2024-11-04", "2024-12-10") == ["area", "vague"]
    assert new("2024-12-10", "2024-12-10") == []


def test_days_that_are_turned_round(tiny: Dataset) -> None:
    with pytest.raises(QueryError, match=r"end on 2024-10-01, before they begin on 2024-10-02: swap"):
        changes_between(tiny, date(2024, 10, 2), date(2024, 10, 1))


@given(history(), st.tuples(DAYS, DAYS, DAYS).map(sorted))
@settings(deadline=None)
def test_two_spans_tell_what_one_tells_and_nothing_from_later(tiny: Dataset, draft: Draft, days: list[date]) -> None:
    dataset = written(tiny, draft)
    first, middle, last = days
    early, late = changes_between(dataset, first, middle), changes_between(dataset, middle, last)
    assert early + late == changes_between(dataset, first, last)
    assert early == changes_between(cut(dataset, middle), first, middle)
    assert all(first < change.day <= middle for change in early)


@given(history())
@settings(deadline=None)
def test_the_changes_lead_from_nothing_to_the_status_now(tiny: Dataset, draft: Draft) -> None:
    last: dict[str, Change] = {}
    for change in changes_between(written(tiny, draft), LONG_AGO, FAR_ON):
        before = last.get(change.claim_id)
        if change.party is None:
            assert change.was == (before.now if before else None)
            assert (change.kind is ChangeKind.NEW) == (before is None)
            last[change.claim_id] = change
