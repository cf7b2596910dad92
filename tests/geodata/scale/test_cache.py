from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from geodata.errors import BuildError
from geodata.ingest import load_dataset
from geodata.scale.build import build_dataset
from geodata.scale.cache import drop_cache, make_cache, open_cache
from geodata.scale.tables import ORDER, TABLES


@pytest.fixture
def build(tmp_path: Path, bundled_dataset: Path) -> Path:
    return build_dataset(load_dataset(bundled_dataset), tmp_path / "it's here")


def claims_in(build: Path) -> int:
    with open_cache(build) as connection:
        row = connection.execute("SELECT count(*) FROM claims").fetchone()
    assert row is not None
    return int(row[0])


def test_the_cache_holds_the_same_tables_in_the_same_order(build: Path) -> None:
    with open_cache(build) as connection:
        for table in TABLES:
            file = str(build / f"{table}.parquet")
            stored = connection.execute(f"SELECT * FROM {table}").fetchall()
            assert stored == connection.execute("SELECT * FROM read_parquet(?)", [file]).fetchall()
            assert stored == connection.execute(f"SELECT * FROM {table} ORDER BY {ORDER[table]}").fetchall()


def test_it_is_read_only(build: Path) -> None:
    with open_cache(build) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM claims")


def test_it_is_made_once(build: Path) -> None:
    claims_in(build)
    made = (build / "engine.duckdb").stat().st_ino
    claims_in(build)
    assert (build / "engine.duckdb").stat().st_ino == made
    assert not list(build.glob("*.part*"))


@pytest.mark.parametrize("damage", ["junk", "empty", "half", "header"])
def test_a_damaged_cache_is_made_anew(build: Path, damage: str) -> None:
    count, cache = claims_in(build), build / "engine.duckdb"
    whole = cache.read_bytes()
    cache.write_bytes({
        "junk": b"hello" * 1000, "empty": b"", "half": whole[: len(whole) // 2],
        "header": whole[:100] + b"\1" * 9000 + whole[9100:],
    }[damage])  # fmt: skip
    assert claims_in(build) == count


def test_a_cache_of_another_build_or_duckdb_is_made_anew(build: Path) -> None:
    count = claims_in(build)
    with duckdb.connect(str(build / "engine.duckdb")) as connection:
        connection.execute("DELETE FROM claims")
    assert claims_in(build) == 0
    with duckdb.connect(str(build / "engine.duckdb")) as connection:
        connection.execute("UPDATE made_of SET told = 'DuckDB 0.1'")
    assert claims_in(build) == count


def test_a_cache_can_be_thrown_away_while_it_is_open(build: Path) -> None:
    with open_cache(build) as connection:
        drop_cache(build)
        drop_cache(build)
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (claims_in(build),)


def test_where_there_is_no_build_it_says_so(tmp_path: Path, build: Path) -> None:
    with pytest.raises(BuildError, match=r"build it again|build the data set again"):
        open_cache(tmp_path)
    (build / "slim.parquet").unlink()
    with pytest.raises(BuildError, match="build it again"):
        make_cache(build)
    assert not list(build.glob("*.part*"))
