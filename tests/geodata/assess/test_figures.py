"""Numbers over time: whose they are, since when they were public, until when they stood; never a sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from geodata.assess import Figure, figures_of
from geodata.ingest import load_dataset
from geodata.model import Dataset, Quantity, Topic
from tests.builders import DatasetBuilder
from tests.geodata.assess.drafts import DAYS, Draft, cut, history, written

TOPIC = '\n[[topics]]\nid = "sappers"\nlabel = "Sappers at work"\nunit = "persons"\n'


def builder(folder: Path) -> DatasetBuilder:
    """Three figures of one topic: ``point`` of the ministry, ``area`` of the agency, ``unlocated`` of the ministry."""
    made = DatasetBuilder(folder)
    made.info += TOPIC
    for row, low in ((2, "10"), (3, "15"), (5, "30")):
        made.put("claims.csv", row, "topic", "sappers").put("claims.csv", row, "quantity_low", low)
        made.put("claims.csv", row, "unit", "persons")
    return made


def add_judgement(made: DatasetBuilder, aspect: str, status: str, basis: str, day: str) -> DatasetBuilder:
    count = str(len(made.tables["assessments.csv"]))
    return made.add(
        "assessments.csv", assessment_id=f"b{count}", claim_id="point", aspect=aspect, status=status, basis=basis,
        reason="So", evidence="r1", effective_at=day, recorded_at="2026-01-01", by="tests",
    )  # fmt: skip


def days(figures: tuple[Figure, ...]) -> list[tuple[str, str, str, str]]:
    """Claim, source, day published, day superseded."""
    return [(f.claim_id, f.source_id, str(f.published), str(f.superseded_on)) for f in figures]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return builder(tmp_path_factory.mktemp("tiny")).load()


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def test_a_figure_holds_what_the_claim_says(tiny: Dataset) -> None:
    first = figures_of(tiny, "sappers")[0]
    assert first == Figure(
        "point", "sappers", "ministry", Quantity(10, 20, 50, "persons"), date(2024, 10, 14), tiny.claims[0].time,
        date(2025, 1, 16),
    )  # fmt: skip


KNOWN = [
    ("2024-10-13", []),
    ("2024-10-14", [("point", "ministry", "2024-10-14", "None")]),
    ("2025-01-15", [("point", "ministry", "2024-10-14", "None"), ("area", "agency", "2024-11-05", "None")]),
    (
        "2025-01-16",
        [
            ("point", "ministry", "2024-10-14", "2025-01-16"),  # the same source gave another number
            ("area", "agency", "2024-11-05", "None"),
            ("unlocated", "ministry", "2025-01-16", "None"),
        ],
    ),
]


@pytest.mark.parametrize(("day", "wanted"), KNOWN)
def test_figures_are_those_of_the_day(tiny: Dataset, day: str, wanted: list[tuple[str, str, str, str]]) -> None:
    assert days(figures_of(tiny, "sappers", date.fromisoformat(day))) == wanted


def test_figures_of_one_day_stand_beside_each_other(tmp_path: Path) -> None:
    dataset = builder(tmp_path).put("reports.csv", 7, "published_at", "2024-10-14").load()
    assert [figure.superseded_on for figure in figures_of(dataset, "sappers")] == [None, None, None]


JUDGED = [
    ([("presence", "withdrawn", "replaced", "2024-12-20")], "2024-12-20"),
    ([("quantity", "withdrawn", "retracted", "2024-12-21")], "2024-12-21"),
    ([("place", "withdrawn", "retracted", "2024-12-21")], "2025-01-16"),
    ([("presence", "withdrawn", "retracted", "2025-03-01")], "2025-01-16"),  # the earlier of two ends
    (
        [
            ("presence", "withdrawn", "retracted", "2024-12-20"),
            ("presence", "unverified", "single_origin", "2024-12-22"),
        ],
        "2025-01-16",
    ),
]


@pytest.mark.parametrize(("judged", "superseded_on"), JUDGED)
def test_a_withdrawn_number_stands_no_longer(
    tmp_path: Path, judged: list[tuple[str, str, str, str]], superseded_on: str
) -> None:
    made = builder(tmp_path)
    for judgement in judged:
        add_judgement(made, *judgement)
    assert str(figures_of(made.load(), "sappers")[0].superseded_on) == superseded_on


def test_who_only_denies_a_number_did_not_give_it(tmp_path: Path) -> None:
    made = builder(tmp_path).put("reports.csv", 2, "stance", "denies").put("reports.csv", 3, "stance", "denies")
    made.tables["assessments.csv"] = []
    dataset = made.load()
    assert figures_of(dataset, "sappers", date(2024, 11, 1)) == ()
    first = next(figure for figure in figures_of(dataset, "sappers") if figure.claim_id == "point")
    assert (first.source_id, first.published) == ("agency", date(2024, 10, 14))


def test_a_number_that_others_quote_is_its_origins(tmp_path: Path) -> None:
    made = builder(tmp_path).put("reports.csv", 7, "derived_from", "r4")
    made.tables["positions.csv"] = []
    figures = figures_of(made.load(), "sappers")
    assert [(figure.claim_id, figure.source_id) for figure in figures][-1] == ("unlocated", "agency")


def test_a_topic_that_nobody_named_and_one_that_is_not_there(tiny: Dataset) -> None:
    empty = replace(tiny, info=replace(tiny.info, topics=(Topic("drones", "Drones", "pieces"),)))
    assert figures_of(empty, "drones") == ()
    with pytest.raises(KeyError, match="sappers"):
        figures_of(empty, "sappers")


def test_bundled_totals_fade_when_their_source_raises_them(bundled: Dataset) -> None:
    assert [(str(f.published), f.quantity.best, str(f.superseded_on)) for f in figures_of(bundled, "killed")] == [
        ("2025-01-13", 300, "2025-04-30"),
        ("2025-04-30", 600, "2025-09-02"),
        ("2025-09-02", 2000, "None"),
    ]
    standing = [f.source_id for f in figures_of(bundled, "killed-or-wounded") if f.superseded_on is None]
    assert standing == ["ua-president", "rok-nis"]


@pytest.mark.parametrize("day", [None, date(2025, 6, 1)])
def test_there_is_one_figure_for_each_claim_and_no_sum(bundled: Dataset, day: date | None) -> None:
    quantity_of = {claim.claim_id: claim.quantity for claim in bundled.claims}
    for topic in bundled.info.topics:
        figures = figures_of(bundled, topic.topic_id, day)
        assert len({figure.claim_id for figure in figures}) == len(figures)
        assert all(figure.quantity == quantity_of[figure.claim_id] for figure in figures)


@given(history(), DAYS)
@settings(deadline=None)
def test_nothing_later_than_the_known_day_gets_through(tiny: Dataset, draft: Draft, known_on: date) -> None:
    dataset = written(tiny, draft)
    found = figures_of(dataset, "sappers", known_on)
    assert found == figures_of(cut(dataset, known_on), "sappers")
    assert all(f.published is not None and f.published <= known_on for f in found)
    assert all(f.superseded_on is None or f.superseded_on <= known_on for f in found)
