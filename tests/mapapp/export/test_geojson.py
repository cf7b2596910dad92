from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geodata.assess import RULES
from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, select, sentence
from mapapp.export import to_geojson
from mapapp.export.geojson import CAVEAT, NOTES
from tests.builders import DatasetBuilder

HOSTILE = "<script> </script> ${x} {{ 7*191 }} \\frac \u2028 \x07 \ud800 '\"`"


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def written(dataset: Dataset, query: ClaimQuery | None = None) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    content = json.loads(to_geojson(select(dataset, query or ClaimQuery())))
    return content, {feature["id"]: feature for feature in content["features"]}


def test_the_bundled_claims_are_all_there_with_all_their_reports(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    _content, features = written(dataset)
    assert list(features) == [claim.claim_id for claim in dataset.claims]
    for claim in dataset.claims:
        properties = features[claim.claim_id]["properties"]
        wanted = [report.report_id for report in dataset.reports if report.claim_id == claim.claim_id]
        assert [report["report_id"] for report in properties["reports"]] == wanted
        assert properties["claim"] == claim.text
        assert len(properties["assessments"]) == len(dataset.assessments_of.get(claim.claim_id, ()))
        assert len(properties["positions"]) == len(dataset.positions_of.get(claim.claim_id, ()))


def test_a_point_an_area_and_nothing(tiny: Dataset) -> None:
    _content, features = written(tiny)
    assert features["point"]["geometry"] == {"type": "Point", "coordinates": [35.27, 51.19]}
    assert features["unlocated"]["geometry"] is None
    assert features["nowhere"]["geometry"] is None
    assert shape(features["area"]["geometry"]).contains(shapely.Point(36.2, 51.7))
    assert shape(features["vague"]["geometry"]).contains(shapely.Point(36.6, 50.6))
    assert features["area"]["geometry"] == features["undated"]["geometry"]


@pytest.mark.parametrize("code", ["RU-KRS", "RU-CHU", "RU"])
def test_areas_are_as_the_standard_wants_them(tmp_path: Path, code: str) -> None:
    builder = DatasetBuilder(tmp_path / "tiny").put("places.csv", 3, "regions", code)
    _content, features = written(builder.load())
    area = shape(features["area"]["geometry"])
    assert area.is_valid
    for polygon in shapely.get_parts(area):
        assert polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)
    coordinates = shapely.get_coordinates(area)
    assert abs(coordinates[:, 0]).max() <= 180
    assert (coordinates.round(5) == coordinates).all()


def test_round_values_stay_round(tmp_path: Path) -> None:
    builder = (
        DatasetBuilder(tmp_path / "tiny")
        .put("places.csv", 2, "lon", "35.1")
        .put("places.csv", 2, "lat", "51.123456789")
    )
    _content, features = written(builder.load())
    assert features["point"]["geometry"]["coordinates"] == [35.1, 51.12346]
    assert features["point"]["properties"]["coordinate_uncertainty_m"] == 5000


def test_everything_that_is_known_of_a_claim(tiny: Dataset) -> None:
    _content, features = written(tiny)
    properties = features["point"]["properties"]
    first = properties["reports"][0]
    expected = {
        "claim_id": "point", "claim": "Sappers work at Sudzha", "claim_type": "demining", "modality": "present",
        "status": "corroborated", "status_basis": "independent_origins", "status_reason": "Two origins",
        "status_effective_at": "2024-11-30", "actor": "sappers", "place": "Sudzha", "place_ru": "Суджа",
        "place_ko": "수자",
        "geo_precision": "settlement", "event_date": "2024-10-08/2024-10-13", "event_start": "2024-10-08T00:00:00Z",
        "event_end_exclusive": "2024-10-14T00:00:00Z", "time_precision": "day", "quantity_low": 10, "quantity_best": 20,
        "quantity_high": 50, "unit": "persons", "denied": False, "origins": 2, "independent_origins": 2,
        "status_of_aspect": None, "status_decided_by": "corroborated-independent-origins", "last_reported_on": None,
        "aspects": {
            "presence": {"status": "corroborated", "effective_at": "2024-11-30"},
            "quantity": {"status": "disputed", "effective_at": "2024-12-05"},
        },
    }  # fmt: skip
    assert {key: properties[key] for key in expected} == expected
    expected_report = {
        "source": "Ministry of Defence", "party": "Ukraine", "published_at": "2024-10-14", "stance": "asserts",
        "derived_from": None, "url": "https://example.org/1", "title": "Sappers at Sudzha",
    }  # fmt: skip
    assert {key: first[key] for key in expected_report} == expected_report
    assert (properties["reports"][1]["derived_from"], properties["reports"][1]["is_origin"]) == ("r1", False)
    assert properties["status_decided_words"] in {rule.words for rule in RULES}
    assert features["vague"]["properties"]["last_reported_on"] == "2024-12-10"
    assert [one["assessment_id"] for one in properties["assessments"]] == ["a1", "a2", "a3"]
    assert features["area"]["properties"]["denied"] is True
    assert features["vague"]["properties"]["event_end_exclusive"] is None
    assert features["undated"]["properties"]["event_start"] is None
    assert features["unlocated"]["properties"]["geo_precision"] == "unknown"


def test_the_collection_says_what_was_asked_and_of_what(tiny: Dataset) -> None:
    query = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 10, 31), bbox=BBox(33, 50, 37, 53))
    content, features = written(tiny, query)
    assert list(content) == [
        "type", "caveat", "query", "known_on", "recorded_up_to", "notes", "coverage", "counts", "dataset", "records",
        "features",
    ]  # fmt: skip
    assert (content["known_on"], content["recorded_up_to"], content["notes"]) == (None, "2025-02-02", None)
    assert content["caveat"] == CAVEAT
    assert content["query"] == sentence(tiny, query)
    assert content["dataset"]["digest"] == tiny.digest
    assert content["dataset"]["licence"] == "CC0-1.0"
    assert content["counts"] == {
        "in_view_definite": 1,
        "in_view_possible": 0,
        "in_view_by_status": {
            "confirmed": 0, "corroborated": 1, "unverified": 0, "speculative": 0, "disputed": 0, "refuted": 0,
            "withdrawn": 0,
        },
        "unlocated": 2, "undated": 1, "filtered": 0, "outside_window": 2, "outside_view": 0, "not_known": 0,
    }  # fmt: skip
    assert list(features) == ["point", "unlocated", "undated", "nowhere"]


def test_nothing_of_later_leaks(tiny: Dataset) -> None:
    text = to_geojson(select(tiny, ClaimQuery(known_on=date(2024, 10, 16))))
    content = json.loads(text)
    assert [feature["id"] for feature in content["features"]] == ["point"]
    properties = content["features"][0]["properties"]
    assert [report["report_id"] for report in properties["reports"]] == ["r1"]
    assert [one["assessment_id"] for one in properties["assessments"]] == ["a1"]
    assert properties["status"] == "unverified"
    assert properties["denied"] is True
    assert [one["position"] for one in properties["positions"]] == ["denies"]
    assert (content["known_on"], content["recorded_up_to"], content["notes"]) == ("2024-10-16", None, NOTES)
    assert properties["positions"][0]["report_id"] == "r1"
    for later in ("r2", "r3", "2024-11-30", "2025-01-01", "2024-10-20", "Two origins"):
        assert later not in text


def test_a_position_names_no_report_of_a_later_day(tiny: Dataset) -> None:
    first, *rest = tiny.positions
    loose = replace(tiny, positions=(replace(first, report_id="r3"), *rest))  # of the end of November: no file holds it
    content = json.loads(to_geojson(select(loose, ClaimQuery(known_on=date(2024, 10, 16)))))
    assert [one["report_id"] for one in content["features"][0]["properties"]["positions"]] == [None]


def test_a_report_that_was_not_public_is_named_nowhere(tmp_path: Path) -> None:
    """An echo of a monthly report is dated before its origin surely was public: it stays an echo, of nobody named."""
    builder = DatasetBuilder(tmp_path / "tiny").put("claims.csv", 2, "remark", "Seen again in 2025")
    dataset = builder.put("reports.csv", 2, "remark", "The page was changed in 2025").load()
    echo = replace(dataset.report_of["r2"], derived_from="r3", not_independent_of="r8")
    dataset = replace(dataset, reports=(dataset.reports[0], echo, *dataset.reports[2:]))
    _content, features = written(dataset, ClaimQuery(known_on=date(2024, 10, 20)))
    properties = features["point"]["properties"]
    shown = properties["reports"][1]
    assert (shown["report_id"], shown["is_origin"], shown["derived_from"]) == ("r2", False, None)
    assert (shown["not_independent_of"], properties["remark"], properties["reports"][0]["remark"]) == (None, None, None)
    _content, features = written(dataset)
    properties = features["point"]["properties"]
    assert (properties["reports"][1]["derived_from"], properties["reports"][1]["not_independent_of"]) == ("r3", "r8")
    assert (properties["remark"], properties["reports"][0]["remark"]) == (
        "Seen again in 2025",
        "The page was changed in 2025",
    )


def test_an_end_that_nobody_had_told_is_not_written(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "tiny").put("claims.csv", 2, "event_date", "2024-10-08/2025-04-26")
    dataset = builder.put("claims.csv", 2, "end_known_on", "2025-04-28").load()
    whole = ("2024-10-08/2025-04-26", "2025-04-27T00:00:00Z")
    for day, said in (("2025-04-27", ("2024-10-08/..", None)), ("2025-04-28", whole), (None, whole)):
        query = ClaimQuery(known_on=None if day is None else date.fromisoformat(day))
        properties = written(dataset, query)[1]["point"]["properties"]
        assert (properties["event_date"], properties["event_end_exclusive"]) == said


def test_hostile_text_comes_back_as_it_was(tiny: Dataset) -> None:
    claims = tuple(replace(claim, text=HOSTILE) for claim in tiny.claims)
    text = to_geojson(select(replace(tiny, claims=claims), ClaimQuery()))
    assert "1337" not in text
    assert json.loads(text)["features"][0]["properties"]["claim"] == HOSTILE
    assert text.encode("utf-8")


def test_the_same_selection_gives_the_same_text(tiny: Dataset) -> None:
    assert to_geojson(select(tiny, ClaimQuery())) == to_geojson(select(tiny, ClaimQuery()))


def test_scripts_stay_readable(tiny: Dataset) -> None:
    assert "Курская область" in to_geojson(select(tiny, ClaimQuery()))
