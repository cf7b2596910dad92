from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from shapely.geometry import shape

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.export import to_geojson
from mapapp.export.parquet import to_parquet
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


@pytest.mark.parametrize("known_on", [None, date(2025, 3, 1)])
def test_the_claims_come_back(bundled_dataset: Path, known_on: date | None) -> None:
    selection = select(load_dataset(bundled_dataset), ClaimQuery(known_on=known_on))
    content = to_parquet(selection)
    features = json.loads(to_geojson(selection))["features"]
    frame = gpd.read_parquet(io.BytesIO(content))
    assert frame.crs == "OGC:CRS84"
    rows = pq.read_table(io.BytesIO(content)).to_pylist()
    assert [row["claim_id"] for row in rows] == [feature["id"] for feature in features]
    for feature, row, geometry in zip(features, rows, frame.geometry, strict=True):
        wanted = feature["properties"]
        for name in ("claim", "status", "modality", "event_date", "geo_precision", "time_precision", "quantity_best"):
            assert row[name] == wanted[name]
        for name in ("event_start", "event_end_exclusive"):
            moment = row[name]
            assert (moment and moment.strftime("%Y-%m-%dT%H:%M:%SZ")) == wanted[name]
        effective = row["status_effective_at"]
        assert (effective and effective.isoformat()) == wanted["status_effective_at"]
        assert [one["report_id"] for one in json.loads(row["reports"])] == [
            one["report_id"] for one in wanted["reports"]
        ]
        assert len(json.loads(row["assessments"])) == len(wanted["assessments"])
        if feature["geometry"] is None:
            assert geometry is None
        else:
            assert geometry.equals(shape(feature["geometry"]))


def test_the_file_says_what_it_is(tiny: Dataset) -> None:
    schema = pq.read_schema(io.BytesIO(to_parquet(select(tiny, ClaimQuery(known_on=date(2024, 12, 31))))))
    geo, about = (json.loads(schema.metadata[key]) for key in (b"geo", b"claimline"))
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPolygon", "Point"]
    assert (about["known_on"], about["dataset"]["licence"]) == ("2024-12-31", "CC0-1.0")
    assert str(schema.field("event_start").type) == "timestamp[ms, tz=UTC]"
    assert str(schema.field("last_reported_on").type) == "date32[day]"


def test_an_empty_answer_keeps_its_columns(tiny: Dataset) -> None:
    frame = gpd.read_parquet(io.BytesIO(to_parquet(select(tiny, ClaimQuery(text="nothing has this word")))))
    assert len(frame) == 0
    assert {"claim_id", "status", "reports", "geometry"} <= set(frame.columns)


def test_hostile_text_comes_back_visible(tiny: Dataset) -> None:
    changed = replace(tiny, claims=tuple(replace(claim, text="=1\x07\ud800<b>") for claim in tiny.claims))
    frame = gpd.read_parquet(io.BytesIO(to_parquet(select(changed, ClaimQuery(text="\udcff")))))
    assert len(frame) == 0
    frame = gpd.read_parquet(io.BytesIO(to_parquet(select(changed, ClaimQuery()))))
    assert set(frame["claim"]) == {"=1‹U+0007›‹U+D800›<b>"}


def test_nothing_of_later_is_written(tiny: Dataset) -> None:
    rows = pq.read_table(io.BytesIO(to_parquet(select(tiny, ClaimQuery(known_on=date(2024, 10, 16)))))).to_pylist()
    words = " ".join(str(cell) for row in rows for cell in row.values())
    for later in ("r2", "r3", "2024-11-30", "2025-01-01", "Two origins", "Daily paper"):
        assert later not in words


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    assert to_parquet(select(tiny, ClaimQuery())) == to_parquet(select(tiny, ClaimQuery()))
