from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from tests.geodata.ingest.reading.test_jsonfile import SHAPES
from tests.geodata.ingest.reading.texts import read_here

FIXTURES = Path(__file__).parent / "fixtures"


def frame(*shapes: Any, crs: Any = 4326) -> geopandas.GeoDataFrame:
    texts = [f"00{n}" for n in range(len(shapes))]
    return geopandas.GeoDataFrame({"код": texts, "n": 1.5, "yes": True}, geometry=list(shapes), crs=crs)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "made.gpkg"
    frame(*map(shapely.from_wkt, SHAPES)).to_file(path, layer="claims", driver="GPKG")
    return path


def read(folder: Path, path: Path, **wishes: Any) -> tuple[Any, list[dict[str, Any]]]:
    facts, rows = read_here(folder / "job", "a.gpkg", path.read_bytes(), **wishes)
    for row in rows:
        if row.get("#wkb"):
            row["#wkb"] = shapely.from_wkb(row["#wkb"]).wkt
    return facts, rows


def test_a_layer_is_read_with_its_types_as_text(tmp_path: Path, package: Path) -> None:
    facts, rows = read(tmp_path, package)
    assert (facts.format, facts.layer, facts.layers, facts.crs) == ("gpkg", "claims", ("claims",), "EPSG:4326")
    assert [row["#wkb"] for row in rows] == SHAPES
    assert {(row["n"], row["yes"]) for row in rows} == {("1.5", "true")}
    assert rows[1]["код"] == "001"


def test_the_layer_is_asked_for_and_tables_without_shapes_count(tmp_path: Path, package: Path) -> None:
    frame(shapely.Point(500_000, 0), crs=32637).to_file(package, layer="second", driver="GPKG")
    with closing(sqlite3.connect(package)) as database:
        database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)")
        database.execute("INSERT INTO notes VALUES (1, 'a')")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'n')"
        )
        database.commit()
    with pytest.raises(NeedsAnswerError) as caught:
        read(tmp_path, package)
    assert [value for value, _words in caught.value.questions[0].options] == ["claims", "second", "notes"]
    facts, rows = read(tmp_path, package, layer="second")
    assert (facts.crs, shapely.from_wkt(rows[0]["#wkb"]).equals_exact(shapely.Point(39, 0), 1e-9)) == (
        "EPSG:32637",
        True,
    )
    facts, rows = read(tmp_path, package, layer="notes")
    assert (facts.crs, rows) == (None, [{"#row": 1, "#torn": None, "id": "1", "words": "a"}])
    with pytest.raises(ImportRefusedError, match="no layer"):
        read(tmp_path, package, layer="third")


HOSTILE = [
    "CREATE VIRTUAL TABLE words USING fts5(x)",
    'CREATE VIRTUAL TABLE "rtree_x" USING fts5(x)',
    "CREATE TRIGGER surprise AFTER INSERT ON claims BEGIN SELECT 1; END",
]


@pytest.mark.parametrize("sql", HOSTILE)
def test_a_database_that_could_do_more_than_hold_rows_is_refused(tmp_path: Path, package: Path, sql: str) -> None:
    with closing(sqlite3.connect(package)) as database:
        database.execute(sql)
        database.commit()
    with pytest.raises(ImportRefusedError, match="no part of a GeoPackage"):
        read(tmp_path, package)


def test_the_triggers_of_tables_of_pictures_are_part_of_the_standard(tmp_path: Path, package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        for name in ("band1_zoom_insert", "band1_tile_column_update", "band1_tile_row_insert"):
            database.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'no'); END")
        database.commit()
    facts, _rows = read(tmp_path, package)
    assert facts.layer == "claims"


def test_a_broken_shape_costs_its_own_row_only(tmp_path: Path, package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        database.execute("DROP TRIGGER IF EXISTS rtree_claims_geom_update6")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE claims SET geom = x'00ff' WHERE fid = 2")
        database.execute("UPDATE claims SET geom = NULL WHERE fid = 3")
        database.commit()
    _facts, rows = read(tmp_path, package)
    assert [row["#torn"] is None for row in rows] == [True, False, *[True] * 5]
    assert "no geometry of a GeoPackage" in rows[1]["#torn"]
    assert (rows[1]["#wkb"], rows[2]["#wkb"], rows[3]["#wkb"]) == (None, None, SHAPES[3])


def test_other_databases_and_damaged_ones_are_refused(tmp_path: Path, package: Path) -> None:
    plain = tmp_path / "plain.gpkg"
    with closing(sqlite3.connect(plain)) as database:
        database.execute("CREATE TABLE a (b)")
        database.commit()
    with pytest.raises(ImportRefusedError, match="no GeoPackage"):
        read(tmp_path, plain)
    package.write_bytes(package.read_bytes()[:5000])
    with pytest.raises(ImportRefusedError, match="cannot be read"):
        read(tmp_path, package)


@pytest.mark.parametrize(("name", "torn"), [("test_gpkg_nulls", 0), ("line_zm", 0), ("curve", 1)])
def test_packages_of_other_programs(tmp_path: Path, name: str, torn: int) -> None:
    facts, rows = read(tmp_path, FIXTURES / f"{name}.gpkg")
    assert facts.layer == name
    assert sum(row["#torn"] is not None for row in rows) == torn
    if name == "test_gpkg_nulls":
        assert [row["col_bool"] for row in rows] == ["true", "false", "true", None]
        assert [row["col_float64"] for row in rows] == ["1.5", "2.5", "3.5", None]
        assert [row["#wkb"] for row in rows] == [f"POINT ({n} {n})" for n in (0, 1, 2, 4)]


def test_dates_are_iso(tmp_path: Path) -> None:
    data = frame(shapely.Point(1, 2))
    data["when"] = pd.to_datetime(["2024-05-06T07:08:09Z"])
    data.to_file(tmp_path / "t.gpkg", driver="GPKG")
    _facts, rows = read(tmp_path, tmp_path / "t.gpkg")
    assert rows[0]["when"].startswith("2024-05-06T07:08:09")
