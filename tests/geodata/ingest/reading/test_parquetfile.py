from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import Limits
from tests.geodata.ingest.reading.test_jsonfile import SHAPES
from tests.geodata.ingest.reading.test_wkb import nested
from tests.geodata.ingest.reading.texts import read_here


def geo(shapes: list[Any], crs: Any = 4326, **options: Any) -> bytes:
    frame = geopandas.GeoDataFrame({"id": [f"{n:03d}" for n in range(len(shapes))]}, geometry=shapes, crs=crs)
    buffer = io.BytesIO()
    frame.to_parquet(buffer, **options)
    return buffer.getvalue()


def plain(table: pa.Table, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    return buffer.getvalue()


def wkts(rows: list[dict[str, Any]]) -> list[str | None]:
    return [None if row["#wkb"] is None else shapely.from_wkb(row["#wkb"]).wkt for row in rows]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("wkt", SHAPES[:6])
def test_shapes_of_geoparquet(tmp_path: Path, wkt: str, encoding: str) -> None:
    facts, rows = read_here(tmp_path, "a.parquet", geo([shapely.from_wkt(wkt), None], geometry_encoding=encoding))
    assert (facts.format, facts.crs, facts.header) == ("geoparquet", "EPSG:4326", ("id",))
    assert wkts(rows) == [wkt, None]
    assert [row["id"] for row in rows] == ["000", "001"]


def test_other_systems_are_brought_to_degrees_and_missing_ones_asked_about(tmp_path: Path) -> None:
    point = shapely.Point(500_000, 0)
    facts, rows = read_here(tmp_path, "a.parquet", geo([point, None, point], 32637))
    assert facts.crs == "EPSG:32637"
    assert shapely.from_wkb(rows[2]["#wkb"]).equals_exact(shapely.Point(39, 0), 1e-9)
    with pytest.raises(NeedsAnswerError):
        read_here(tmp_path, "a.parquet", geo([point], None))
    _facts, rows = read_here(tmp_path, "a.parquet", geo([point], None), crs="EPSG:32637")
    assert shapely.from_wkb(rows[0]["#wkb"]).equals_exact(shapely.Point(39, 0), 1e-9)
    facts, _rows = read_here(tmp_path, "a.parquet", geo([shapely.Point(36, 51)], None))
    assert "look like degrees" in facts.notes[0]


def test_a_nest_of_collections_costs_its_own_row_only(tmp_path: Path) -> None:
    metadata = {b"geo": json.dumps({"primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}).encode()}
    blobs = [shapely.to_wkb(shapely.Point(1, 2)), nested(30_000), b"nonsense"]
    table = pa.table({"a": ["x", "y", "z"], "g": pa.array(blobs, pa.binary())}).replace_schema_metadata(metadata)
    _facts, rows = read_here(tmp_path, "a.parquet", plain(table))
    assert [row["#torn"] is None for row in rows] == [True, False, False]
    assert "32 deep" in rows[1]["#torn"]
    assert [row["a"] for row in rows] == ["x", "y", "z"]


def test_geoarrow_columns_are_shapes_too(tmp_path: Path) -> None:
    field = pa.field("shape", pa.binary(), metadata={b"ARROW:extension:name": b"geoarrow.wkb"})
    table = pa.table([pa.array([shapely.to_wkb(shapely.Point(1, 2))])], schema=pa.schema([field]))
    _facts, rows = read_here(tmp_path, "a.parquet", plain(table))
    assert wkts(rows) == ["POINT (1 2)"]
    assert set(rows[0]) == {"#row", "#wkb", "#torn", "column 1"}


def test_plain_tables_stream_by_row_groups(tmp_path: Path) -> None:
    table = pa.table({"lon": np.arange(100_000) / 4, "id": [f"{n:06d}" for n in range(100_000)]})
    facts, rows = read_here(tmp_path, "a.parquet", plain(table, row_group_size=30_000))
    assert (facts.format, facts.crs) == ("parquet", None)
    assert [row["#row"] for row in rows] == list(range(1, 100_001))
    assert (rows[77_777]["id"], rows[77_777]["lon"]) == ("077777", "19444.25")


def test_the_file_says_how_large_it_is_before_anything_is_unpacked(tmp_path: Path) -> None:
    bomb = plain(pa.table({"a": pa.array(np.zeros(1_000_000, np.int64))}))
    assert len(bomb) < 20_000
    with pytest.raises(ImportRefusedError, match="more than 250000 rows"):
        read_here(tmp_path, "a.parquet", bomb)
    table = pa.table({f"c{n}": [1] for n in range(4)})
    with pytest.raises(ImportRefusedError, match="more than 3 columns"):
        read_here(tmp_path, "a.parquet", plain(table), limits=Limits(columns=3))
    with pytest.raises(ImportRefusedError, match="unpacks to more than"):
        read_here(tmp_path, "a.parquet", bomb, limits=Limits(rows=2_000_000, unpacked_bytes=1_000))


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"x" * 100, geo([shapely.Point(1, 2)])[:-50]])
def test_damaged_files_are_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ImportRefusedError, match="cannot be read as Parquet"):
        read_here(tmp_path, "a.parquet", content)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.integers(-(2**63), 2**63 - 1), st.booleans())))
def test_any_table_comes_back(tmp_path: Path, rows: list[tuple[str, int, bool]]) -> None:
    table = pa.table(
        {"t": pa.array([r[0] for r in rows], pa.string()), "n": [r[1] for r in rows], "b": [r[2] for r in rows]}
    )
    _facts, back = read_here(tmp_path, "a.parquet", plain(table))
    assert [(row["t"], row["n"], row["b"]) for row in back] == [
        (text if text.strip() else None, str(number), str(flag).lower()) for text, number, flag in rows
    ]
