from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings

from geodata.assess import is_denied, origin_count, verdict_on
from geodata.ingest import load_dataset
from geodata.model import (
    Aspect,
    ClaimType,
    Dataset,
    GeoPrecision,
    LonLat,
    Modality,
    Names,
    Place,
    Stance,
    Status,
)
from geodata.scale.flatten import Numbers, flatten
from geodata.scale.grid import cell_of, mx_of, my_of
from geodata.scale.tables import NEVER, TABLES, schema_of
from geodata.scale.times import day_number, micros
from geodata.scale.where import place_table, where_columns
from geodata.store import ClaimQuery, place_bbox, select
from tests.worlds import WORLDS

STATUSES, TYPES, MODALITIES = list(Status), list(ClaimType), list(Modality)


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_columns_have_the_schema_and_nothing_is_lost(dataset: Dataset) -> None:
    tables = flatten(dataset)
    for name in ("claims", "versions", "places", "sources", "reports", "assessments"):
        assert tables[name].schema == schema_of(name)
        tables[name].validate(full=True)
        for field in schema_of(name):
            assert field.nullable or not tables[name][field.name].null_count
    assert tables["claims"]["claim_id"].to_pylist() == [claim.claim_id for claim in dataset.claims]
    assert tables["claims"]["row"].to_pylist() == list(range(len(dataset.claims)))
    assert tables["reports"]["report_id"].to_pylist() == [report.report_id for report in dataset.reports]
    origins = [dataset.reports[seq] for seq in tables["reports"]["origin"].to_pylist()]
    assert origins == [dataset.origin(report) for report in dataset.reports]
    assert tables["assessments"].num_rows == len(dataset.assessments)


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_a_claim_is_told_as_the_data_set_tells_it(dataset: Dataset) -> None:
    tables = flatten(dataset)
    selection = select(dataset, ClaimQuery())
    for row, (claim, told) in enumerate(zip(dataset.claims, tables["claims"].to_pylist(), strict=True)):
        reports = dataset.reports_of[claim.claim_id]
        assert STATUSES[told["status"]] is verdict_on(dataset, claim).status
        assert (TYPES[told["type"]], MODALITIES[told["modality"]]) == (claim.claim_type, claim.modality)
        assert told["denied"] == is_denied(dataset.positions_of.get(claim.claim_id, ()))
        assert (told["reports"], told["origins"]) == (len(reports), origin_count(dataset, reports))
        days = [report.known_on for report in reports if report.known_on is not None]
        assert told["known"] == min(map(day_number, days), default=NEVER)
        living = [one.known_on for one in reports if one.stance is not Stance.DENIES and one.known_on is not None]
        assert told["last_reported"] == max(map(day_number, living), default=None)
        names = [dataset.sources[source].source_id for source in told["sources"]]
        assert sorted(names) == sorted({report.source_id for report in reports})
        assert (told["when"], told["event_date"]) == (claim.time.words(), claim.time.edtf)
        place = dataset.place(claim)
        assert (told["place"] == -1) == (place is None)
        assert place is None or dataset.places[told["place"]] is place
        box = None if place is None else place_bbox(place)
        assert box == (None if told["kind"] == 2 else tuple(told[side] for side in ("west", "south", "east", "north")))
        assert (row in selection.unlocated) == (told["kind"] == 2)
        assert (row in selection.undated) == (told["kind"] != 2 and told["day0"] is None)


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_days_ask_the_same_as_instants(dataset: Dataset) -> None:
    claims = flatten(dataset)["claims"].to_pylist()
    edges = {day_number(date(2024, 9, 27) + timedelta(days=number)) for number in range(0, 120, 7)}
    for claim, told in zip(dataset.claims, claims, strict=True):
        assert told["t0"] == (claim.time.start_utc and micros(claim.time.start_utc))
        assert told["t1"] == (claim.time.end_utc and micros(claim.time.end_utc))
        if told["day0"] is None:
            assert (claim.time.start_utc, told["day1"]) == (None, None)
            continue
        near = {told[name] + step for name in ("day0", "day1") for step in (-1, 0, 1) if told[name] < 2_900_000}
        for first in edges | near:
            for last in {first, first + 30, *(day for day in near if day >= first)}:
                window = (_start(first), _start(last + 1))
                assert claim.time.touches(*window) == (told["day0"] <= last and told["day1"] >= first)
                assert claim.time.within(*window) == (told["day0"] >= first and told["day1"] <= last)


def _start(day: int) -> datetime | None:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
    except OverflowError:
        return None if day > 0 else datetime.min.replace(tzinfo=UTC)


def test_a_part_keeps_the_numbers_of_the_whole(bundled_dataset: Path) -> None:
    whole = load_dataset(bundled_dataset)
    part = replace(whole, claims=whole.claims[5:9], assessments=())
    numbers = Numbers.of(whole)
    moved = Numbers(numbers.claims, {key: value + 10 for key, value in numbers.places.items()}, numbers.sources, {
        key: value + 1000 for key, value in numbers.reports.items()
    })  # fmt: skip
    tables = flatten(part, moved)
    assert tables["claims"]["row"].to_pylist() == [5, 6, 7, 8]
    assert set(tables["versions"]["row"].to_pylist()) <= {5, 6, 7, 8}
    assert tables["places"]["place"].to_pylist() == [number + 10 for number in range(len(whole.places))]
    assert tables["reports"]["seq"][0].as_py() == 1000
    kept = flatten(whole)["claims"].slice(5, 4)
    for name in set(TABLES["claims"]) - {"place", "status"}:
        assert tables["claims"][name].to_pylist() == kept[name].to_pylist()


@pytest.mark.parametrize("aspect", list(Aspect))
def test_assessments_are_copied_with_their_words(bundled_dataset: Path, aspect: Aspect) -> None:
    dataset = load_dataset(bundled_dataset)
    told = flatten(dataset)["assessments"].to_pylist()
    mine = [one for one in told if one["aspect"] == list(Aspect).index(aspect)]
    given_ = [one for one in dataset.assessments if one.aspect is aspect]
    assert [one["assessment_id"] for one in mine] == [one.assessment_id for one in given_]
    assert [STATUSES[one["status"]] for one in mine] == [one.status for one in given_]
    assert [one["effective"] for one in mine] == [day_number(one.effective_at) for one in given_]
    assert [one["evidence"].split() for one in mine] == [list(one.evidence) for one in given_]


def test_places_on_the_grid() -> None:
    point = Place("p0", Names("A"), GeoPrecision.EXACT, LonLat(35.27, 51.2), 10.0)
    area = Place("p1", Names("B"), GeoPrecision.MULTI_REGION, regions=("RU-KRS", "RU-BEL"))
    pole = Place("p2", Names("C"), GeoPrecision.EXACT, LonLat(0, 89.0), 10.0)
    unknown = Place("p3", Names("D"), GeoPrecision.UNKNOWN)
    places = place_table([point, area, pole, unknown])
    columns = where_columns(places, pa.array([0, 1, 2, 3, -1]).to_numpy())
    assert columns["kind"].to_pylist() == [0, 1, 2, 2, 2]
    assert columns["lon"].to_pylist() == [35.27, None, None, None, None]
    assert columns["west"].to_pylist()[2:] == [None, None, None]
    assert columns["cell"].to_pylist()[0] == int(cell_of(mx_of(35.27), my_of(51.2)))
    west, south, east, north = place_bbox(area) or (0, 0, 0, 0)
    assert [columns[name][1].as_py() for name in ("bx0", "by0", "bx1", "by1")] == [
        int(mx_of(west)), int(my_of(north)), int(mx_of(east)), int(my_of(south)),
    ]  # fmt: skip
    assert columns["mx"][1].as_py() == (columns["bx0"][1].as_py() + columns["bx1"][1].as_py()) // 2
    assert columns["bx0"][0].as_py() == columns["bx1"][0].as_py() == columns["mx"][0].as_py()
