"""The two real files, row for row: nothing lost, nothing made finer than its publisher says."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.assess import verdict_on
from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.ingest.importing import Trial, try_import
from geodata.ingest.reading import read_file
from geodata.model import Claim, Dataset, GeoPrecision, Status
from geodata.store import ClaimQuery, select
from mapapp.export.save import save
from mapapp.timemap.payload import claims_payload
from tests.project import ROOT

UCDP = ROOT / "tests/data/ucdp_ged_ukraine_2014-2022.csv"
VIINA = ROOT / "tests/data/viina_2023_extract.csv"
# GED Codebook 23.1, where_prec: 1 and 2 are places, 3 an ADM2, 4 an ADM1, 5 a line or area, 6 a country, 7 sea or air
PRECISIONS = {
    "1": GeoPrecision.SETTLEMENT, "2": GeoPrecision.SETTLEMENT, "3": GeoPrecision.DISTRICT, "4": GeoPrecision.REGION,
    "5": GeoPrecision.MULTI_REGION, "6": GeoPrecision.COUNTRY, "7": GeoPrecision.UNKNOWN,
}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ucdp() -> Iterator[Trial]:
    with read_file(UCDP) as reading, try_import(reading) as trial:
        yield trial


@pytest.fixture(scope="module")
def dataset(ucdp: Trial, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    into = tmp_path_factory.mktemp("real") / "both"
    ucdp.accept(into)
    with read_file(VIINA) as reading, try_import(reading, into=into) as trial:
        trial.accept(into)
    return load_dataset(into)


@pytest.fixture(scope="module")
def by_id(dataset: Dataset, ucdp: Trial) -> dict[str, Claim]:
    names = {one["claim_id"]: one["their_id"] for one in ucdp.claims().to_pylist()}
    return {names[claim.claim_id]: claim for claim in dataset.claims if claim.claim_id in names}


def test_every_row_of_ucdp_is_accounted_for(ucdp: Trial) -> None:
    rows = rows_of(UCDP)
    unordered = {
        number
        for number, row in enumerate(rows, start=2)
        if not int(row["low"]) <= int(row["best"]) <= int(row["high"])
    }
    assert ucdp.report.counts.to_json() == {
        "read": 3077, "accepted": 3064, "doubtful": 13, "rejected": 0, "duplicates": 0,
    }  # fmt: skip
    assert {entry.row for entry in ucdp.entries()} == unordered
    assert {one["row"] for one in ucdp.claims().to_pylist()} == set(range(2, 3079)) - unordered
    assert (ucdp.report.profile, ucdp.report.licence) == ("ucdp-ged", "CC BY 4.0")


def test_no_place_is_finer_than_its_publisher_says(dataset: Dataset, by_id: dict[str, Claim]) -> None:
    seen: Counter[str] = Counter()
    for row in rows_of(UCDP):
        claim = by_id.get(row["id"])
        if claim is None:
            continue
        place = dataset.place(claim)
        assert place is not None
        assert place.precision is PRECISIONS[row["where_prec"]], row["id"]
        assert (place.position is None) == (int(row["where_prec"]) > 2)
        if row["where_prec"] == "2":
            assert place.uncertainty_m == 25_000
        seen[row["where_prec"]] += 1
    assert sorted(seen) == list("1234567")


@pytest.mark.parametrize(
    ("their_id", "edtf", "name", "regions", "best"),
    [
        ("147997", "2014-01-22", "Kiev city", (), 5),
        ("154655", "2014-07-08/2014-07-10", "Luhansk oblast", ("UA-09",), 0),
        ("428182", "2015-03-13", "Ukraine", ("UA",), 1),
        ("204785", "2015-06-07", "Waters off Mariupol", (), 1),
        ("407004", "2014-06-06", "Sloviansk raion", ("UA-14",), 5),
    ],
)
def test_rows_are_what_the_file_says(
    dataset: Dataset, by_id: dict[str, Claim], their_id: str, edtf: str, name: str, regions: tuple[str, ...], best: int
) -> None:
    claim = by_id[their_id]
    place = dataset.place(claim)
    assert place is not None
    assert (claim.time.edtf, place.names.en, place.regions, claim.quantity.best) == (edtf, name, regions, best)
    assert claim.quantity.unit == "deaths"


def test_reports_keep_their_paper_and_their_day(dataset: Dataset, by_id: dict[str, Claim]) -> None:
    told = [
        (dataset.source_of[report.source_id].name, report.published.edtf)
        for report in dataset.reports_of[by_id["204785"].claim_id]
    ]
    assert told == [("Memorbook", "2015-06-07"), ("Reuters News", "2015-06-08")]


def test_the_map_gets_areas_as_areas_and_no_pin_for_them(dataset: Dataset, by_id: dict[str, Claim]) -> None:
    payload: dict[str, Any] = claims_payload(dataset)
    row_of = {claim_id: row for row, claim_id in enumerate(payload["claims"]["id"])}
    for row in rows_of(UCDP):
        if row["id"] not in by_id:
            continue
        place = payload["places"][payload["claims"]["place"][row_of[by_id[row["id"]].claim_id]]]
        drawn = {"point": place["lon"] is not None, "area": place["area"] is not None}
        is_point = row["where_prec"] in "12"
        assert drawn == {"point": is_point, "area": not is_point and row["where_prec"] != "7"}, row["id"]
        if is_point:
            assert (place["lon"], place["lat"]) == (float(row["longitude"]), float(row["latitude"]))
            assert place["radius_m"] == (25_000 if row["where_prec"] == "2" else 5_000)


def test_viina_is_whole_and_nothing_that_others_call_it_is_our_status(dataset: Dataset) -> None:
    rows = rows_of(VIINA)
    texts = Counter(claim.text for claim in dataset.claims)
    assert all(texts[row["representative_text"]] for row in rows)
    assert len(dataset.claims) == 3064 + len(rows)
    found = select(dataset, ClaimQuery(statuses=frozenset({Status.CONFIRMED, Status.CORROBORATED})))
    confirmed = [dataset.claims[row] for row in found.chosen]
    assert all(len(dataset.reports_of[claim.claim_id]) > 1 for claim in confirmed)
    assert not dataset.assessments
    assert {verdict.value for verdict in dataset.foreign} <= {
        "Clear",
        "Check if event",
        "Check near duplicate",
        "Check",
    }


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".geojson"])
def test_what_we_saved_ourselves_is_read_whole_and_its_status_is_theirs(tmp_path: Path, suffix: str) -> None:
    bundled = load_dataset(bundled_path())
    path = tmp_path / f"saved{suffix}"
    path.write_bytes(save(select(bundled, ClaimQuery()), suffix).content)
    into = tmp_path / "mine"
    with read_file(path) as reading, try_import(reading, into=into) as trial:
        assert trial.report.counts.accepted == len(bundled.claims)
        trial.accept(into)
    again = load_dataset(into)
    for claim, was in zip(again.claims, bundled.claims, strict=True):
        place, before = again.place(claim), bundled.place(was)
        assert (claim.text, claim.claim_type, claim.modality) == (was.text, was.claim_type, was.modality)
        assert (place.precision, place.regions) == (before.precision, before.regions) if place and before else True
        assert (place is None) == (before is None)
    assert {verdict.value for verdict in again.foreign} == {
        verdict_on(bundled, claim).status.value for claim in bundled.claims
    }
