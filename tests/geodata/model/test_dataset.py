from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.model import Dataset, ForeignVerdict
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path).load()


def test_records_are_found_by_id(tiny: Dataset) -> None:
    assert tiny.row_of == {claim.claim_id: row for row, claim in enumerate(tiny.claims)}
    assert tiny.place_of["kursk"].regions == ("RU-KRS",)
    assert tiny.source_of["daily"].party == "South Korea"
    assert tiny.report_of["r4"].claim_id == "area"
    assert [report.report_id for report in tiny.reports_of["point"]] == ["r1", "r2", "r3"]


def test_place_of_a_claim(tiny: Dataset) -> None:
    point, unlocated = tiny.claims[0], tiny.claims[3]
    assert tiny.place(point) is tiny.place_of["sudzha"]
    assert tiny.place(unlocated) is None


def test_origin_follows_the_whole_chain(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["reports.csv"].append({**builder.tables["reports.csv"][1], "report_id": "r9", "derived_from": "r2"})
    tiny = builder.load()
    assert [tiny.origin(tiny.report_of[key]).report_id for key in ("r1", "r2", "r9", "r3")] == ["r1", "r1", "r1", "r3"]


def test_positions_stand_oldest_first(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["positions.csv"].reverse()
    assert [entry.position.value for entry in builder.load().positions_of["point"]] == ["denies", "admits"]


@pytest.mark.parametrize(
    ("recorded_at", "order"), [("2024-10-15", ["a1", "a3", "a2"]), ("2024-10-14", ["a3", "a1", "a2"])]
)
def test_assessments_stand_oldest_first_and_ties_go_by_what_they_say(
    tmp_path: Path, recorded_at: str, order: list[str]
) -> None:
    builder = DatasetBuilder(tmp_path)
    for field, value in {"status": "unverified", "basis": "none", "evidence": "", "effective_at": "2024-10-14"}.items():
        builder.put("assessments.csv", 4, field, value)
    builder.put("assessments.csv", 4, "recorded_at", recorded_at)
    forward = [entry.assessment_id for entry in builder.load().assessments_of["point"]]
    builder.tables["assessments.csv"].reverse()
    assert [entry.assessment_id for entry in builder.load().assessments_of["point"]] == forward == order


def test_what_others_say_stands_by_claim_in_file_order(tiny: Dataset) -> None:
    said = tuple(
        ForeignVerdict(claim, by, "status", "Verified") for claim, by in (("point", "B"), ("area", "A"), ("point", "A"))
    )
    assert tiny.foreign == ()
    assert tiny.foreign_of == {}
    assert replace(tiny, foreign=said).foreign_of == {"point": (said[0], said[2]), "area": (said[1],)}
