"""What became of a claimant's claims: counts, days, and the warning that they are few."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from geodata.assess import FEW, Life, lives
from geodata.assess.lives import FEW_WORDS, LEFT_OUT_WORDS
from geodata.ingest import load_dataset
from geodata.model import Dataset
from tests.builders import DatasetBuilder
from tests.geodata.assess.drafts import DAYS, Draft, cut, history, written


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def life(dataset: Dataset, source_id: str, known_on: str | None = None) -> Life:
    day = date.fromisoformat(known_on) if known_on else None
    return next(found for found in lives(dataset, day) if found.source_id == source_id)


def counts(found: Life) -> tuple[int, int, int, int, int, tuple[int, ...]]:
    return found.claims, found.confirmed, found.refuted, found.withdrawn, found.unsettled, found.days


def judged(folder: Path, *judgements: tuple[str, str, str, str]) -> Dataset:
    """The builder's claims with other judgements: claim, status, basis, day."""
    builder = DatasetBuilder(folder)
    builder.tables["assessments.csv"] = []
    for number, (claim_id, status, basis, day) in enumerate(judgements):
        evidence = {"point": "r1 r3", "unlocated": "r6"}[claim_id]
        builder.add(
            "assessments.csv", assessment_id=f"b{number}", claim_id=claim_id, aspect="presence", status=status,
            basis=basis, reason="So", evidence=evidence, effective_at=day, recorded_at="2026-01-01", by="tests",
        )  # fmt: skip
    return builder.load()


KNOWN = [
    ("2024-11-05", (1, 0, 0, 0, 1, ())),
    ("2024-11-19", (1, 0, 0, 0, 1, ())),
    ("2024-11-20", (1, 1, 0, 0, 0, (15,))),
    (None, (1, 1, 0, 0, 0, (15,))),
]


@pytest.mark.parametrize(("known_on", "wanted"), KNOWN)
def test_a_claim_is_settled_on_the_day_it_is_and_not_before(
    tiny: Dataset, known_on: str | None, wanted: tuple[int, int, int, int, int, tuple[int, ...]]
) -> None:
    """The agency speaks of ``area`` first, comes later to ``point``, and only denies ``nowhere``."""
    assert counts(life(tiny, "agency", known_on)) == wanted


def test_claimants_stand_by_their_claims_and_then_by_name(tiny: Dataset) -> None:
    assert [(found.claimant, found.party, found.claims) for found in lives(tiny)] == [
        ("Daily paper", "South Korea", 2),
        ("Ministry of Defence", "Ukraine", 2),
        ("News agency", "Russia", 1),
    ]
    assert lives(tiny, date(2024, 10, 13)) == ()


STATUSES = [
    ([], (2, 0, 0, 0, 2, ())),
    ([("point", "corroborated", "independent_origins", "2024-12-01")], (2, 0, 0, 0, 2, ())),  # that is not settled
    ([("point", "disputed", "conflicting_sources", "2024-12-01")], (2, 0, 0, 0, 2, ())),
    ([("point", "confirmed", "imagery", "2024-12-01")], (2, 1, 0, 0, 1, (48,))),
    ([("point", "refuted", "imagery", "2024-12-01")], (2, 0, 1, 0, 1, (48,))),
    ([("point", "withdrawn", "replaced", "2024-12-01")], (2, 0, 0, 1, 1, (48,))),
    ([("unlocated", "confirmed", "document", "2025-01-16")], (2, 1, 0, 0, 1, (0,))),
    (
        [
            ("point", "confirmed", "imagery", "2024-12-01"),
            ("point", "confirmed", "document", "2024-12-08"),  # settled since the first of the two
            ("unlocated", "confirmed", "document", "2025-01-17"),
        ],
        (2, 2, 0, 0, 0, (48, 1)),
    ),
    (
        [
            ("point", "confirmed", "imagery", "2024-12-01"),
            ("point", "disputed", "conflicting_sources", "2024-12-02"),
            ("point", "refuted", "imagery", "2024-12-03"),
        ],
        (2, 0, 1, 0, 1, (50,)),
    ),
]


@pytest.mark.parametrize(("judgements", "wanted"), STATUSES)
def test_what_counts_as_settled(
    tmp_path: Path,
    judgements: list[tuple[str, str, str, str]],
    wanted: tuple[int, int, int, int, int, tuple[int, ...]],
) -> None:
    assert counts(life(judged(tmp_path, *judgements), "ministry")) == wanted


def test_who_said_it_on_the_same_first_day_said_it_first_too(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path).put("reports.csv", 4, "published_at", "2024-10-14").load()
    assert (life(dataset, "ministry").claims, life(dataset, "agency").claims) == (2, 2)


def test_who_repeats_or_mentions_or_denies_is_no_claimant(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("reports.csv", 3, "published_at", "2024-10-14")
    builder.put("reports.csv", 3, "stance", "asserts").put("reports.csv", 6, "stance", "mentions")
    builder.put("assessments.csv", 6, "status", "unverified").put("assessments.csv", 6, "basis", "none")
    dataset = builder.load()
    assert life(dataset, "daily").claims == 1  # neither what it took from the ministry nor what it only mentions


def test_official_statements_are_left_out(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path).put("claims.csv", 3, "claim_type", "official_statement").load()
    assert "agency" not in {found.source_id for found in lives(dataset)}
    assert "Official statements are left out" in LEFT_OUT_WORDS


def test_few_is_said_of_few(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["assessments.csv"] = []
    for number in range(FEW):
        row = dict(builder.tables["claims.csv"][0], claim_id=f"c{number}")
        builder.tables["claims.csv"].append(row)
        builder.add(
            "reports.csv", report_id=f"q{number}", claim_id=f"c{number}", source_id="ministry",
            published_at="2024-10-14", stance="asserts", title="T",
        )  # fmt: skip
        builder.add(
            "assessments.csv", assessment_id=f"b{number}", claim_id=f"c{number}", aspect="presence",
            status="confirmed", basis="imagery", reason="So", evidence=f"q{number}", effective_at="2024-10-15",
            recorded_at="2026-01-01", by="tests",
        )  # fmt: skip
    found = life(builder.load(), "ministry")
    assert (found.claims, found.confirmed, found.few, found.days) == (FEW + 2, FEW, False, (1,) * FEW)
    builder.tables["assessments.csv"].pop()
    assert life(builder.load(), "ministry").few
    assert f"Fewer than {FEW} settled claims" in FEW_WORDS


def test_the_bundled_claimants_are_all_too_few_to_compare(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    found = lives(dataset)
    assert found[0].source_id == "rok-nis"
    assert all(one.few for one in found)
    assert "article-autumn-2025" not in {one.source_id for one in found}  # it made no claim first


@given(history(), DAYS)
@settings(deadline=None)
def test_counts_add_up_and_nothing_later_than_the_known_day_gets_through(
    tiny: Dataset, draft: Draft, known_on: date
) -> None:
    dataset = written(tiny, draft)
    found = lives(dataset, known_on)
    assert found == lives(cut(dataset, known_on))
    for one in (*found, *lives(dataset)):
        settled = one.confirmed + one.refuted + one.withdrawn
        assert one.claims == settled + one.unsettled
        assert len(one.days) == settled
        assert min(one.days, default=0) >= 0
