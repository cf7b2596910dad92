from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import ExportError
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, select
from mapapp import __version__
from mapapp.export.geojson import CAVEAT
from mapapp.export.manifest import made_on_of, manifest_of
from tests.builders import DatasetBuilder

KURSK = BBox(33, 50, 38.6, 52.6)


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def test_the_program_says_its_version(root: Path) -> None:
    assert tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == __version__


def test_what_a_manifest_holds(tiny: Dataset) -> None:
    query = ClaimQuery(date(2024, 10, 1), date(2024, 11, 15), bbox=KURSK, known_on=date(2024, 12, 1))
    told = manifest_of(select(tiny, query), borders="defacto")
    assert list(told) == [
        "manifest", "program", "made_on", "title", "caveat", "sentence", "query", "link", "known_on",
        "recorded_up_to", "window", "coverage", "view", "counts", "dataset", "claims",
    ]  # fmt: skip
    assert told["caveat"] == CAVEAT
    assert told["sentence"] == "All claims, 1 October to 15 November 2024, as known on 1 December 2024"
    assert told["query"] == {
        "from": ["2024-10-01"], "to": ["2024-11-15"], "known": ["2024-12-01"], "bbox": [33, 50, 38.6, 52.6],
    }  # fmt: skip
    assert (told["known_on"], told["recorded_up_to"], told["made_on"]) == ("2024-12-01", None, None)
    assert told["window"] == {"first": "2024-10-01", "last": "2024-11-15", "mode": "window"}
    assert told["view"]["borders"] == "defacto"
    assert told["dataset"]["digest"] == tiny.digest
    assert told["claims"] == [
        {"id": "point", "status": "corroborated", "rule": "corroborated-independent-origins"},
        {"id": "area", "status": "confirmed", "rule": "confirmed-imagery"},
    ]
    counts = told["counts"]
    assert (counts["in_view_definite"], counts["in_view_possible"], counts["not_known"]) == (1, 1, 4)
    assert counts["in_view_by_status"]["confirmed"] == 1
    json.dumps(told, allow_nan=False)


def test_the_heaps_add_up_to_all_claims(tiny: Dataset) -> None:
    counts = manifest_of(select(tiny, ClaimQuery(known_on=date(2024, 12, 31), text="sappers")))["counts"]
    heaps = (
        "in_view_definite in_view_possible hidden_by_filters unlocated undated outside_window outside_view not_known"
    )
    assert sum(counts[heap] for heap in heaps.split()) == len(tiny.claims)
    assert counts["hidden_by_filters"] > 0


def test_a_zone_that_is_switched_off_shows_no_claim(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery())
    shown, hidden = manifest_of(selection), manifest_of(selection, zones=False)
    assert {claim["id"] for claim in shown["claims"]} - {claim["id"] for claim in hidden["claims"]} == {"vague"}
    assert (shown["counts"]["in_zones_switched_off"], hidden["counts"]["in_zones_switched_off"]) == (0, 1)


def test_a_file_may_hold_other_claims_than_a_picture(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery())
    told = manifest_of(selection, rows=selection.chosen, title="Mine", made_on=date(2026, 1, 2))
    assert [claim["id"] for claim in told["claims"]] == [claim.claim_id for claim in tiny.claims]
    assert (told["title"], told["made_on"], told["recorded_up_to"]) == ("Mine", "2026-01-02", "2025-02-02")


@pytest.mark.parametrize(
    ("environment", "day"),
    [({}, None), ({"SOURCE_DATE_EPOCH": ""}, None), ({"SOURCE_DATE_EPOCH": "86399"}, date(1970, 1, 1))],
)
def test_the_day_of_making_is_told_never_looked_up(environment: dict[str, str], day: date | None) -> None:
    assert made_on_of(environment) == day


@pytest.mark.parametrize("value", ["soon", "1e9", "9" * 40, "-" + "9" * 17])
def test_no_moment_is_refused(value: str) -> None:
    with pytest.raises(ExportError, match="SOURCE_DATE_EPOCH"):
        made_on_of({"SOURCE_DATE_EPOCH": value})
