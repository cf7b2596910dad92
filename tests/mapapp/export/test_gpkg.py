from __future__ import annotations

import json
import sqlite3
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from geodata.ingest import load_dataset
from geodata.model import Dataset, Status
from geodata.store import ClaimQuery, Selection, select, sentence
from mapapp.export import to_geojson
from mapapp.export.gpkg import to_gpkg
from mapapp.export.tables import tables_of
from mapapp.palette import STATUS_STYLES
from tests.builders import DatasetBuilder

LAYERS = ("claims_points", "claims_areas", "claims_unlocated")


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def saved(selection: Selection, folder: Path) -> Path:
    path = folder / "claims.gpkg"
    path.write_bytes(to_gpkg(selection))
    return path


def claims(path: Path) -> pd.DataFrame:
    """The claims of all three layers by id, with their geometry, as a GIS reads them."""
    parts = [gpd.read_file(path, layer=name) for name in LAYERS]
    return pd.concat([part for part in parts if len(part)], ignore_index=True).set_index("claim_id")


@contextmanager
def base(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as opened:
        yield opened


@pytest.mark.parametrize("known_on", [None, date(2025, 3, 1)])
def test_the_claims_come_back(bundled_dataset: Path, tmp_path: Path, known_on: date | None) -> None:
    selection = select(load_dataset(bundled_dataset), ClaimQuery(known_on=known_on))
    features = json.loads(to_geojson(selection))["features"]
    found = claims(saved(selection, tmp_path))
    assert sorted(found.index) == sorted(feature["id"] for feature in features)
    for feature in features:
        row, wanted = found.loc[feature["id"]], feature["properties"]
        for name in ("claim", "status", "modality", "event_date", "geo_precision", "time_precision", "unit"):
            assert (None if pd.isna(row[name]) else row[name]) == wanted[name]
        for name in ("event_start", "event_end_exclusive"):
            moment = None if pd.isna(row[name]) else row[name].tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")
            assert moment == wanted[name]
        if feature["geometry"] is None:
            assert row["geometry"] is None or pd.isna(row["geometry"])
        else:
            assert row["geometry"].equals(shape(feature["geometry"]))


def test_every_table_is_there_whole(tiny: Dataset, tmp_path: Path) -> None:
    selection = select(tiny, ClaimQuery())
    path = saved(selection, tmp_path)
    listed = dict(pyogrio.list_layers(path))
    assert listed.pop("claims_points") == "Point"
    assert listed.pop("claims_areas") == "MultiPolygon"
    _claims, *others = tables_of(selection)
    assert set(listed) == {"claims_unlocated", "layer_styles", *(table.name for table in others)}
    for table in others:
        read = pyogrio.read_dataframe(path, layer=table.name)
        assert list(read.columns) == [column.name for column in table.columns]
        assert len(read) == len(table.rows)
        first = [one.date() if isinstance(one, pd.Timestamp) else one for one in read.iloc[:, 0]]
        assert first == [row[0] for row in table.rows]


def test_it_is_a_sound_geopackage_with_types(tiny: Dataset, tmp_path: Path) -> None:
    query = ClaimQuery(last_day=date(2024, 12, 31))
    path = saved(select(tiny, query), tmp_path)
    with base(path) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert opened.execute("PRAGMA user_version").fetchone() == (10300,)
        box = "SELECT description, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = ?"
        said = f"Reported claims, not confirmed facts. {sentence(tiny, query)}. Licence: CC0-1.0"
        assert opened.execute(box, ("claims_points",)).fetchone() == (said, 35.27, 51.19, 35.27, 51.19, 4326)
        assert {row[0] for row in opened.execute("SELECT last_change FROM gpkg_contents")} == {
            "1980-01-01T00:00:00.000Z"
        }
    types = pyogrio.read_info(path, layer="claims_points")
    kinds = dict(zip(types["fields"], types["dtypes"], strict=True))
    assert (kinds["event_start"][:10], kinds["denied"], kinds["quantity_low"]) == ("datetime64", "bool", "int64")
    assert kinds["status_effective_at"] == "datetime64[D]"


def test_an_area_says_its_bounds_in_the_order_of_the_standard(tiny: Dataset, tmp_path: Path) -> None:
    with base(saved(select(tiny, ClaimQuery()), tmp_path)) as opened:
        blobs = [blob for (blob,) in opened.execute("SELECT geom FROM claims_areas")]
    for blob in blobs:
        magic, version, flags, srs, *bounds = struct.unpack_from("<2sBBi4d", blob)
        assert (magic, version, flags, srs) == (b"GP", 0, 0b11, 4326)
        west, south, east, north = shapely.from_wkb(blob[40:]).bounds
        assert bounds == [west, east, south, north]
    assert len(blobs) == 3


def test_an_empty_answer_is_a_sound_file(tiny: Dataset, tmp_path: Path) -> None:
    path = saved(select(tiny, ClaimQuery(text="nothing has this word")), tmp_path)
    assert [len(gpd.read_file(path, layer=name)) for name in LAYERS] == [0, 0, 0]
    assert len(pyogrio.read_dataframe(path, layer="about")) > 0


def styles(path: Path) -> dict[str, ET.Element]:
    with base(path) as opened:
        found = opened.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall()
    return {name: ET.fromstring(qml) for name, qml in found}


def test_qgis_finds_time_and_colours(bundled_dataset: Path, tmp_path: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    path = saved(select(dataset, ClaimQuery()), tmp_path)
    found = styles(path)
    assert set(found) == {"claims_points", "claims_areas"}
    for name, root in found.items():
        temporal = root.find("temporal")
        assert temporal is not None
        asked = {key: temporal.get(key) for key in ("enabled", "mode", "limitMode", "startField", "endField")}
        assert asked == {
            "enabled": "1", "mode": "2", "limitMode": "0", "startField": "event_start",
            "endField": "event_end_exclusive",
        }  # fmt: skip
        colours = {
            node.get("value", "").rpartition(",")[0] for node in root.iter("Option") if node.get("name") == "color"
        }
        ours = {",".join(map(str, bytes.fromhex(style.colour[1:]))) for style in STATUS_STYLES.values()}
        assert colours
        assert colours <= ours
        with base(path) as opened:
            total = 0
            for rule in root.iter("rule"):
                (count,) = opened.execute(f'SELECT count(*) FROM "{name}" WHERE {rule.get("filter")}').fetchone()
                assert count > 0, f"nothing is drawn by {rule.get('label')}"
                total += count
            assert (total,) == opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()


def test_a_plan_is_hollow_and_a_vague_area_has_no_outline(tiny: Dataset, tmp_path: Path) -> None:
    root = styles(saved(select(tiny, ClaimQuery()), tmp_path))["claims_areas"]
    labels = [rule.get("label") for rule in root.iter("rule")]
    assert labels == ["Confirmed, plan or inference", "Unverified, plan or inference", "Speculative, limit not stated"]
    lines = [node.get("value") for node in root.iter("Option") if node.get("name") == "outline_style"]
    assert lines == ["dash", "dash", "no"]
    assert len(Status) == len(STATUS_STYLES)


def test_hostile_text_is_only_text(tiny: Dataset, tmp_path: Path) -> None:
    hostile = "'); DROP TABLE claims_points; -- <b>\x07"
    changed = replace(tiny, claims=tuple(replace(claim, text=hostile) for claim in tiny.claims))
    found = claims(saved(select(changed, ClaimQuery()), tmp_path))
    assert set(found["claim"]) == {hostile.replace("\x07", "‹U+0007›")}


def test_nothing_of_later_is_written(tiny: Dataset) -> None:
    content = to_gpkg(select(tiny, ClaimQuery(known_on=date(2024, 10, 16))))
    for later in (b"2024-11-30", b"2025-01-01", b"Two origins", b"Daily paper"):
        assert later not in content


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    assert to_gpkg(select(tiny, ClaimQuery())) == to_gpkg(select(tiny, ClaimQuery()))
