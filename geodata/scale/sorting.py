"""Flat columns put in order: the Parquet tables of a build, each written by one SQL statement."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.scale.grid import BITS
from geodata.scale.tables import LEVELS, MONTH, ORDER, ROW_GROUP, TABLES, schema_of

if TYPE_CHECKING:
    import duckdb

__all__ = ["FROM_PARTS", "engine_here", "quoted", "write_derived", "write_sorted"]

FROM_PARTS = ("claims", "versions", "places", "sources", "reports", "assessments")
"""Tables that are put together from those of the same name in each part; the others follow from the claims."""


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def engine_here(spill: Path, memory: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that loads nothing and puts what does not fit into a folder.

    Parameters
    ----------
    spill : Path
        Folder for what does not fit.
    memory : str
        Most that it may hold, as DuckDB writes sizes; empty: a quarter of the machine's, 1 to 8 GB.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory or _quarter(),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "default_null_order": "nulls_last",
    }
    with duckdb.connect(":memory:", config=config) as connection:
        yield connection


def _quarter() -> str:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 4e9
    return f"{min(8.0, max(1.0, gigabytes)):.1f}GB"


def write_sorted(connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[Path], to: Path) -> None:
    """Write one of ``FROM_PARTS``: its records in all parts, in the order of :data:`geodata.scale.tables.ORDER`.

    The bytes depend on the records alone, not on how they were parted: an empty part is always read too, because of a
    lone file DuckDB would take over which columns lack no value.
    """
    import pyarrow.parquet as pq

    empty = to.with_name(f"empty-{to.name}")
    pq.write_table(schema_of(table).empty_table(), empty)
    files = ", ".join(quoted(str(path)) for path in (empty, *(part / f"{table}.parquet" for part in parts)))
    columns = ", ".join(f'"{name}"' for name in TABLES[table])
    _copy(connection, f"SELECT {columns} FROM read_parquet([{files}]) ORDER BY {ORDER[table]}", to)
    empty.unlink()


def write_derived(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Write ``slim``, ``long``, ``cubes`` or ``days`` from the claims beside it."""
    claims = f"read_parquet({quoted(str(folder / 'claims.parquet'))})"
    slim = "SELECT " + ", ".join(f'"{name}"' for name in TABLES["slim"])
    select = {
        "slim": f"{slim} FROM {claims}",
        "long": f"{slim} FROM {claims} WHERE day1 > day0",
        "cubes": _cubes(claims),
        "days": f"SELECT day0, kind, type, status, count(*) AS n FROM {claims} WHERE day1 = day0 GROUP BY ALL",
    }[table]
    _copy(connection, f"{select} ORDER BY {ORDER[table]}", folder / f"{table}.parquet")


def _cubes(claims: str) -> str:
    """Cells of the finest level are counted, those of the others added up from the level below."""
    finest = max(LEVELS)
    first = (
        f"c{finest} AS (SELECT mx >> {BITS - finest} AS x, my >> {BITS - finest} AS y, "
        f"CAST(floor(day0 / {MONTH}.0) AS INTEGER) AS month, type, status, count(*) AS n FROM {claims} "
        "WHERE kind = 0 AND day0 = day1 GROUP BY ALL)"
    )
    steps = [first]
    levels = sorted(LEVELS, reverse=True)
    for finer, level in pairwise(levels):
        up = finer - level
        steps.append(
            f"c{level} AS (SELECT x >> {up} AS x, y >> {up} AS y, month, type, status, "
            f"CAST(sum(n) AS BIGINT) AS n FROM c{finer} GROUP BY ALL)"
        )
    all_levels = " UNION ALL ".join(f"SELECT CAST({level} AS TINYINT) AS level, * FROM c{level}" for level in LEVELS)
    return f"WITH {', '.join(steps)} SELECT * FROM ({all_levels})"


def _copy(connection: duckdb.DuckDBPyConnection, select: str, to: Path) -> None:
    connection.execute(
        f"COPY ({select}) TO {quoted(str(to))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
