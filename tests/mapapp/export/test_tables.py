from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from geodata.ingest import load_dataset
from geodata.model import Dataset, parse_edtf
from geodata.store import BBox, ClaimQuery, select, sentence
from mapapp.export.tables import Cell, tables_of, words_of, writable
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def records(dataset: Dataset, query: ClaimQuery | None = None) -> dict[str, list[dict[str, Cell]]]:
    """The rows of each table by its name, each with its columns' names."""
    return {
        table.name: [dict(zip((one.name for one in table.columns), row, strict=True)) for row in table.rows]
        for table in tables_of(select(dataset, query or ClaimQuery()))
    }


def about(found: dict[str, list[dict[str, Cell]]]) -> dict[Cell, Cell]:
    return {row["key"]: row["value"] for row in found["about"]}


def test_every_record_of_the_bundled_data_is_there(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    found = records(dataset)
    assert [row["claim_id"] for row in found["claims"]] == [claim.claim_id for claim in dataset.claims]
    assert {row["report_id"] for row in found["reports"]} == {report.report_id for report in dataset.reports}
    assert {row["assessment_id"] for row in found["assessments"]} == {one.assessment_id for one in dataset.assessments}
    assert len(found["positions"]) == len(dataset.positions)
    assert {row["source_id"] for row in found["sources"]} == {report.source_id for report in dataset.reports}
    for row in found["reports"]:
        report = dataset.report_of[str(row["report_id"])]
        assert (row["claim_id"], row["public_on"]) == (report.claim_id, report.known_on)


def test_a_claim_with_its_types(tiny: Dataset) -> None:
    claims = {row["claim_id"]: row for row in records(tiny)["claims"]}
    expected: dict[str, Any] = {
        "claim": "Sappers work at Sudzha", "status": "corroborated", "status_effective_at": date(2024, 11, 30),
        "place_ru": "Суджа", "geo_precision": "settlement", "coordinate_uncertainty_m": 5000.0, "lon": 35.27,
        "lat": 51.19, "event_date": "2024-10-08/2024-10-13", "event_start": datetime(2024, 10, 8, tzinfo=UTC),
        "event_end_exclusive": datetime(2024, 10, 14, tzinfo=UTC), "time_precision": "day", "quantity_best": 20,
        "unit": "persons", "denied": False, "origins": 2, "shown_as": "definite", "regions": None,
    }  # fmt: skip
    assert {key: claims["point"][key] for key in expected} == expected
    area, vague = claims["area"], claims["vague"]
    assert (area["lon"], area["lat"], area["regions"], area["denied"]) == (None, None, "RU-KRS", True)
    assert (vague["event_end_exclusive"], vague["area_is_vague"], vague["shown_as"]) == (None, True, "possible")
    assert [claims[key]["shown_as"] for key in ("unlocated", "nowhere", "undated")] == ["unlocated"] * 2 + ["undated"]


def test_reports_assessments_positions_sources(tiny: Dataset) -> None:
    found = records(tiny)
    (echo,) = [row for row in found["reports"] if row["report_id"] == "r2"]
    assert (echo["claim_id"], echo["source"], echo["derived_from"]) == ("point", "Daily paper", "r1")
    assert (echo["is_origin"], echo["published_at"], echo["public_on"]) == (False, "2024-10-20", date(2024, 10, 20))
    (judged,) = [row for row in found["assessments"] if row["assessment_id"] == "a2"]
    assert (judged["claim_id"], judged["evidence"], judged["recorded_at"]) == ("point", "r1 r3", date(2024, 12, 1))
    assert found["positions"][0] == {
        "claim_id": "point", "party": "Russia", "position": "denies", "said_on": date(2024, 10, 15), "report_id": "r1",
    }  # fmt: skip
    assert [row["source_id"] for row in found["sources"]] == ["ministry", "agency", "daily"]
    assert found["sources"][2] == {
        "source_id": "daily", "source": "Daily paper", "party": "South Korea", "reliability": "B",
    }  # fmt: skip


def test_the_tables_say_what_was_asked_and_of_what(tiny: Dataset) -> None:
    query = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 10, 31), bbox=BBox(33, 50, 37, 53))
    said = about(records(tiny, query))
    assert (said["query"], said["caveat"]) == (sentence(tiny, query), "Reported claims, not confirmed facts")
    assert (said["dataset_digest"], said["dataset_licence"]) == (tiny.digest, "CC0-1.0")
    assert (said["dataset_attribution"], said["known_on"], said["recorded_up_to"]) == ("Nobody", None, "2025-02-02")
    assert (said["counts_in_view_definite"], said["counts_in_view_by_status_corroborated"]) == ("1", "1")
    assert (said["counts_unlocated"], said["counts_outside_window"]) == ("2", "2")


def test_only_what_is_chosen_and_public_is_there(tiny: Dataset) -> None:
    found = records(tiny, ClaimQuery(known_on=date(2024, 10, 16)))
    assert [row["claim_id"] for row in found["claims"]] == ["point"]
    assert [row["report_id"] for row in found["reports"]] == ["r1"]
    assert [row["assessment_id"] for row in found["assessments"]] == ["a1"]
    assert [row["position"] for row in found["positions"]] == ["denies"]
    assert [row["source_id"] for row in found["sources"]] == ["ministry"]
    assert about(found)["known_on"] == "2024-10-16"
    words = " ".join(str(cell) for rows in found.values() for row in rows for cell in row.values())
    for later in ("r2", "r3", "2024-11-30", "2025-01-01", "Two origins", "Daily paper"):
        assert later not in words


def test_text_that_no_file_can_hold_is_made_visible(tiny: Dataset) -> None:
    claims = tuple(replace(claim, text="a\x07\ud800\uffff\u202eb") for claim in tiny.claims)
    found = records(replace(tiny, claims=claims))
    assert found["claims"][0]["claim"] == "a‹U+0007›‹U+D800›‹U+FFFF›\u202eb"
    assert writable("Суджа 수자\n=1+1") == "Суджа 수자\n=1+1"


def test_a_year_has_four_digits(tiny: Dataset) -> None:
    claims = tuple(replace(claim, time=parse_edtf("0812-09-07")) for claim in tiny.claims)
    start = records(replace(tiny, claims=claims))["claims"][0]["event_start"]
    assert start == datetime(812, 9, 7, tzinfo=UTC)
    assert words_of(start) == "0812-09-07T00:00:00Z"
