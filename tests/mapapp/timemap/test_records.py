from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geodata.model import Dataset, ForeignVerdict, parse_edtf
from mapapp.timemap.records import assessment_entries, foreign_entries, position_entries, report_entries
from tests.builders import DatasetBuilder


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


SAID, NEW_YEAR = seconds("2024-10-15"), seconds("2025-01-01")


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    builder = DatasetBuilder(tmp_path)
    builder.tables["reports.csv"].reverse()
    builder.tables["positions.csv"].reverse()
    return builder.load()


def test_reports_point_at_claims_sources_and_their_origin(tiny: Dataset) -> None:
    entries = report_entries(tiny)
    echo, origin = entries[6], entries[7]
    assert echo == {
        "claim": 0,
        "source": 2,
        "date": "20 Oct 2024",
        "at": seconds("2024-10-20"),
        "stance": "mentions",
        "origin": 7,
        "from": 7,
        "independent_of": None,
        "title": "Ministry speaks of sappers",
        "url": "https://example.org/2",
        "remark": "",
    }
    assert (origin["origin"], origin["from"]) == (7, None)
    assert [entry["claim"] for entry in entries] == [5, 4, 3, 2, 1, 0, 0, 0]
    assert (entries[5]["date"], entries[5]["at"]) == ("November 2024", seconds("2024-11-30"))


def test_positions_stand_oldest_first_within_a_claim(tiny: Dataset) -> None:
    entries = position_entries(tiny, {"Russia": 0, "South Korea": 1, "Ukraine": 2})
    of_point = [entry for entry in entries if entry["claim"] == 0]
    assert of_point == [
        {"claim": 0, "party": 0, "position": "denies", "date": "15 Oct 2024", "at": SAID, "report": 7},
        {"claim": 0, "party": 0, "position": "admits", "date": "1 Jan 2025", "at": NEW_YEAR, "report": None},
    ]
    of_area = [entry["position"] for entry in entries if entry["claim"] == 1]
    assert of_area == ["no comment", "denies"]
    assert len(entries) == 4


def test_assessments_point_at_their_evidence(tiny: Dataset) -> None:
    entries = assessment_entries(tiny)
    assert [entry["effective"] for entry in entries if entry["claim"] == 0] == [
        "14 Oct 2024",
        "30 Nov 2024",
        "5 Dec 2024",
    ]
    assert entries[1] == {
        "claim": 0,
        "aspect": "Presence",
        "aspectIndex": 0,
        "status": 1,
        "basis": "Independent origins",
        "reason": "Two origins",
        "evidence": [7, 5],
        "effective": "30 Nov 2024",
        "at": seconds("2024-11-30"),
        "recorded": "1 Dec 2024",
        "by": "tests",
    }
    assert len(entries) == len(tiny.assessments)


def test_a_report_that_is_not_independent_names_the_other(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("reports.csv", 5, "not_independent_of", "r1")
    assert [entry["independent_of"] for entry in report_entries(builder.load())] == [None] * 3 + [0] + [None] * 4


def test_a_report_whose_day_cannot_be_told_has_none(tmp_path: Path) -> None:
    tiny = DatasetBuilder(tmp_path).load()
    late = replace(tiny.reports[1], published=parse_edtf("2024-10/.."))
    dataset = replace(tiny, reports=(tiny.reports[0], late, *tiny.reports[2:]))
    assert [entry["at"] is None for entry in report_entries(dataset)] == [False, True] + [False] * 6


def test_a_report_without_a_date_says_so(tiny: Dataset) -> None:
    undated = replace(tiny, reports=(replace(tiny.reports[0], published=parse_edtf("")),))
    (entry,) = report_entries(undated)
    assert (entry["date"], entry["at"]) == ("date of publication not stated", None)


def test_what_others_say_is_theirs_and_has_a_day_where_it_is_known(tiny: Dataset) -> None:
    said = (
        ForeignVerdict("area", "A", "status", "Verified", date(2024, 10, 15)),
        ForeignVerdict("point", "B", "", "no"),
    )
    assert foreign_entries(tiny) == []
    assert foreign_entries(replace(tiny, foreign=said)) == [
        {"claim": 1, "by": "A", "scheme": "status", "value": "Verified", "date": "15 Oct 2024", "at": SAID},
        {"claim": 0, "by": "B", "scheme": "", "value": "no", "date": "", "at": None},
    ]
