from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset
from geodata.scale.build import write_part
from geodata.scale.expressions import Frame
from geodata.scale.flatten import flatten
from geodata.scale.pyramid import cubes, days, long, not_plain, plain_versions, slim
from geodata.scale.sorting import engine_here, write_derived, write_sorted
from geodata.scale.tables import ORDER, TABLES, schema_of
from tests.geodata.scale.claims import plain_claims
from tests.worlds import WORLDS

DERIVED: dict[str, Callable[[Frame], Frame]] = {"slim": slim, "long": long, "cubes": cubes, "days": days}


def frames(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> dict[str, Frame]:
    for name, table in tables.items():
        connection.register(name, table)
    return {name: nw.from_native(connection.table(name)).lazy() for name in tables}


def rows(table: str, found: Frame) -> list[dict[str, object]]:
    read = found.collect(backend="pyarrow").to_native()
    assert read.schema.names == list(TABLES[table])
    assert [field.type for field in read.schema] == [field.type for field in schema_of(table)]
    keys = [(name.strip(), "ascending") for name in ORDER[table].split(",")]
    found: list[dict[str, object]] = read.sort_by(keys).to_pylist()
    return found


def expected(table: str, tables: Mapping[str, pa.Table], folder: Path) -> list[dict[str, object]]:
    """The same as DuckDB's own SQL writes it."""
    write_part(tables, folder)
    with engine_here(folder / "spill") as connection:
        write_sorted(connection, "claims", [folder], folder / "claims.out")
        (folder / "claims.out").replace(folder / "claims.parquet")
        write_derived(connection, table, folder)
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


@pytest.mark.parametrize("table", DERIVED)
@settings(max_examples=10)
@given(WORLDS)
def test_what_follows_from_the_claims_of_a_random_data_set(
    table: str, tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    tables = flatten(dataset)
    with duckdb.connect() as connection:
        found = rows(table, DERIVED[table](frames(connection, tables)["claims"]))
    assert found == expected(table, tables, tmp_path_factory.mktemp("build"))


@pytest.mark.parametrize("table", DERIVED)
def test_what_follows_from_many_claims(table: str, tmp_path: Path) -> None:
    tables = plain_claims(7, 3000)
    with duckdb.connect() as connection:
        found = rows(table, DERIVED[table](frames(connection, tables)["claims"]))
    assert len(found) > 100
    assert found == expected(table, tables, tmp_path)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_versions_of_claims_that_only_judgements_move(seed: int) -> None:
    tables = plain_claims(seed, Random(seed).randrange(1, 60))
    with duckdb.connect() as connection:
        lent = frames(connection, tables)
        found = rows("versions", plain_versions(lent["claims"], lent["reports"], lent["assessments"]))
        assert rows_of(not_plain(lent["claims"], lent["reports"])) == []
    keys = [(name.strip(), "ascending") for name in ORDER["versions"].split(",")]
    assert found == tables["versions"].sort_by(keys).to_pylist()


@settings(max_examples=30)
@given(WORLDS)
def test_claims_that_need_more_than_one_report_told_are_named(dataset: Dataset) -> None:
    with duckdb.connect() as connection:
        lent = frames(connection, flatten(dataset))
        found = rows_of(not_plain(lent["claims"], lent["reports"]))
        told = rows("versions", plain_versions(lent["claims"], lent["reports"], lent["assessments"]))
    several = [row for row, claim in enumerate(dataset.claims) if len(dataset.reports_of[claim.claim_id]) != 1]
    repeating = {dataset.row_of[report.claim_id] for report in dataset.reports if report.derived_from is not None}
    assert set(found) >= {*several, *repeating}
    spoken = {dataset.row_of[position.claim_id] for position in dataset.positions}
    simple = [one for one in told if one["row"] not in {*found, *spoken}]
    right = [one for one in flatten(dataset)["versions"].to_pylist() if one["row"] not in {*found, *spoken}]
    assert sorted(simple, key=str) == sorted(right, key=str)


def rows_of(found: Frame) -> list[int]:
    return found.sort("row").collect(backend="pyarrow")["row"].to_list()
