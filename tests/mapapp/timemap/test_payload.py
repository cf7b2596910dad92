from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from geodata.assess import verdict_on
from geodata.basemap import region_rings
from geodata.ingest import load_dataset
from geodata.ingest.tables import COLUMNS
from geodata.model import ClaimType, Dataset, Modality, Status
from geodata.store import place_bbox
from mapapp.palette import STATUS_STYLES
from mapapp.timemap.payload import claims_payload, encode, extent_seconds
from tests.builders import DatasetBuilder


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


@pytest.fixture(scope="module")
def payload(tiny: Dataset) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(encode(claims_payload(tiny))))
    return content


def test_keys_are_those_that_the_documentation_names(payload: dict[str, Any]) -> None:
    assert set(payload) == set(
        "digest info extent knowledge coverage statuses types modalities parties sources places areas claims reports "
        "positions assessments foreign rules steps aspects aspectSteps topics figures".split()
    )
    assert set(payload["claims"]) == set(
        "id text type status modality place t0 t1 when precision endKnown whenOpen precisionOpen actor quantity denied "
        "reports origins remark".split()
    )


def test_one_entry_a_claim_in_every_column(payload: dict[str, Any]) -> None:
    assert {len(column) for column in payload["claims"].values()} == {6}


def test_times_are_half_open_seconds_and_null_where_nothing_was_said(payload: dict[str, Any]) -> None:
    claims = payload["claims"]
    assert claims["id"] == ["point", "area", "vague", "unlocated", "undated", "nowhere"]
    assert claims["t0"] == [
        seconds("2024-10-08"), seconds("2024-11-01"), seconds("2024-12-01"), seconds("2025-01-15"), None,
        seconds("2025-01-01"),
    ]  # fmt: skip
    assert claims["t1"] == [
        seconds("2024-10-14"), seconds("2024-12-01"), None, seconds("2025-01-16"), None, seconds("2026-01-01"),
    ]  # fmt: skip
    assert claims["when"][:3] == ["8 Oct 2024 to 13 Oct 2024", "November 2024", "since December 2024"]
    assert claims["when"][4] == claims["precision"][4] == "date not stated"
    assert all(set(claims[column]) == {None} for column in ("endKnown", "whenOpen", "precisionOpen"))


def test_an_end_that_was_told_later_says_when_and_what_is_said_before(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "event_date", "2024-10~/2024-12-13")
    claims = claims_payload(builder.put("claims.csv", 2, "end_known_on", "2024-12-15").load())["claims"]
    assert (claims["t1"][0], claims["endKnown"][0]) == (seconds("2024-12-14"), seconds("2024-12-15"))
    assert (claims["when"][0], claims["whenOpen"][0]) == (
        "about October 2024 to 13 Dec 2024",
        "about since October 2024",
    )
    assert claims["precisionOpen"][0] == "known to the month, approximate, no end stated"
    assert {claims[column][1] for column in ("endKnown", "whenOpen", "precisionOpen")} == {None}


def test_words_are_indices_of_their_vocabularies(tiny: Dataset, payload: dict[str, Any]) -> None:
    claims = payload["claims"]
    for row, claim in enumerate(tiny.claims):
        assert payload["types"][claims["type"][row]]["id"] == claim.claim_type.value
        assert payload["modalities"][claims["modality"][row]]["id"] == claim.modality.value
        assert payload["statuses"][claims["status"][row]]["id"] == verdict_on(tiny, claim).status.value
    assert len(payload["types"]) == len(ClaimType)
    assert [entry["hollow"] for entry in payload["modalities"]] == [word.is_hollow for word in Modality]
    for entry, status in zip(payload["statuses"], Status, strict=True):
        style = STATUS_STYLES[status]
        assert (entry["label"], entry["rule"]) == (status.label, status.rule)
        assert (entry["colour"], entry["shape"], entry["letter"]) == (style.colour, style.shape, style.letter)


def test_reports_origins_denials_and_numbers(payload: dict[str, Any]) -> None:
    claims = payload["claims"]
    assert claims["reports"] == [3, 1, 1, 1, 1, 1]
    assert claims["origins"] == [2, 1, 1, 1, 1, 1]
    assert claims["denied"] == [0, 1, 0, 0, 0, 0]
    assert claims["quantity"] == [[10, 20, 50, "persons"], None, None, None, None, None]


def test_places_are_points_or_areas_and_never_both(payload: dict[str, Any]) -> None:
    places = payload["places"]
    assert payload["claims"]["place"] == [0, 1, 2, -1, 1, 3]
    assert [(place["lon"], place["lat"], place["radius_m"], place["area"]) for place in places] == [
        (35.27, 51.19, 5000, None),
        (None, None, None, 0),
        (None, None, None, 1),
        (None, None, None, None),
    ]
    assert [place["zone"] for place in places] == [False, False, True, False]
    assert places[1]["names"] == {
        "en": "Kursk Oblast",
        "ru": "Курская область",
        "uk": "Курська область",
        "ko": "쿠르스크주",
    }


@pytest.mark.parametrize(
    ("radius", "words"),
    [("10", "within 10 m"), ("999", "within 999 m"), ("1000", "within 1 km"), ("2500", "within 2.5 km")],
)
def test_radius_in_words(tmp_path: Path, radius: str, words: str) -> None:
    tiny = DatasetBuilder(tmp_path).put("places.csv", 2, "coordinate_uncertainty_m", radius).load()
    assert claims_payload(tiny)["places"][0]["rule"] == words


def test_rules_of_areas(payload: dict[str, Any]) -> None:
    rules = [place["rule"] for place in payload["places"]]
    assert rules[1:] == [
        "an area of the first administrative level",
        "the source does not say where it ends",
        "no place was given",
    ]


def test_areas_are_the_polygons_of_all_their_regions(tiny: Dataset, payload: dict[str, Any]) -> None:
    kursk, zone = payload["areas"]
    assert kursk["polygons"] == json.loads(json.dumps(region_rings("RU-KRS")))
    assert zone["polygons"] == json.loads(json.dumps(region_rings("RU-KRS") + region_rings("RU-BEL")))
    assert (kursk["vague"], kursk["zone"], zone["vague"], zone["zone"]) == (False, False, True, True)
    assert tuple(zone["bbox"]) == place_bbox(tiny.places[2])
    assert all(isinstance(number, int) for polygon in zone["polygons"] for ring in polygon for number in ring)


def test_coverage_and_extent_are_whole_days(payload: dict[str, Any]) -> None:
    assert [(entry["from"], entry["to"], entry["state"]) for entry in payload["coverage"]] == [
        (seconds("2024-10-01"), seconds("2025-01-01"), "collected"),
        (seconds("2025-01-01"), seconds("2025-04-01"), "none"),
    ]
    assert payload["extent"] == [seconds("2024-10-01"), seconds("2026-01-01")]


def test_extent_takes_in_what_is_said_before_and_after_the_coverage(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "event_date", "2024-02-29T23:59Z/2024-10-13")
    builder.put("claims.csv", 7, "event_date", "2025-06-30T00:30+03:00")
    assert extent_seconds(builder.load()) == (seconds("2024-02-29"), seconds("2025-06-30"))


def test_knowledge_is_the_whole_days_on_which_something_became_public(payload: dict[str, Any]) -> None:
    assert payload["knowledge"] == [seconds("2024-10-14"), seconds("2025-02-03")]


def test_payload_of_a_data_set_that_holds_nothing(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = builder.info.split("[[coverage]]", maxsplit=1)[0]
    builder.tables = {file: [] for file in COLUMNS}
    empty = claims_payload(builder.load())
    assert empty["claims"]["id"] == empty["places"] == empty["parties"] == []
    assert empty["extent"] == empty["knowledge"] == (seconds("2024-01-01"), seconds("2025-01-01"))


def test_payload_at_the_end_of_the_calendar(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "event_date", "0001-01-01/9999-12-30")
    builder.put("claims.csv", 2, "end_known_on", "9999-12-30")
    builder.put("positions.csv", 2, "said_on", "9999-12-30")
    builder.info = builder.info.replace("2025-03-31", "9999-12-30")
    tiny = builder.load()
    assert tiny.info.coverage[-1].last == date(9999, 12, 30)
    assert extent_seconds(tiny) == (seconds("0001-01-01"), seconds("9999-12-31"))
    assert claims_payload(tiny)["positions"][1]["date"] == "30 Dec 9999"


def test_same_data_same_bytes(tiny: Dataset) -> None:
    assert encode(claims_payload(tiny)) == encode(claims_payload(tiny))


def test_payload_of_the_bundled_data_set(bundled_dataset: Path) -> None:
    tiny = load_dataset(bundled_dataset)
    packed = encode(claims_payload(tiny))
    assert json.loads(gzip.decompress(packed))["claims"]["id"] == [claim.claim_id for claim in tiny.claims]
    assert len(packed) < 300_000  # a page is 1 MB with its basemap
