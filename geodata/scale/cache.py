"""The cache of a build: the same tables in DuckDB's own file, which it reads fastest. Never the truth."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING

from geodata.errors import BuildError, visible
from geodata.scale.sorting import quoted
from geodata.scale.standing import read_build
from geodata.scale.tables import CACHE_FILE, TABLES

if TYPE_CHECKING:
    import duckdb

__all__ = ["drop_cache", "make_cache", "open_cache"]

_MADE_OF = "made_of"  # a table with one text: of which build, by which DuckDB


def open_cache(build: Path, memory: str = "1GB") -> duckdb.DuckDBPyConnection:
    """Open the cache of a build, read-only; it is made where it is missing, damaged, or of another build or DuckDB.

    Parameters
    ----------
    build : Path
        Folder of the build.
    memory : str
        Most that DuckDB may hold, as it writes sizes.

    Returns
    -------
    duckdb.DuckDBPyConnection
        With the tables of :data:`geodata.scale.tables.TABLES`, each in the order of ``ORDER``; no extension is loaded.

    Raises
    ------
    BuildError
        If there is no such build, its tables cannot be read, or the cache cannot be written.
    """
    import duckdb

    if not (build / CACHE_FILE).is_file():
        make_cache(build)
    with suppress(duckdb.Error):
        found = _open(build, memory)
        if found is not None:
            return found
    drop_cache(build)
    make_cache(build)
    try:
        found = _open(build, memory)
    except duckdb.Error as error:
        raise _unreadable(build, error) from error
    if found is None:
        raise _unreadable(build, "it was changed by somebody else")
    return found


def drop_cache(build: Path) -> None:
    """Throw the cache of a build away, for one that turns out damaged while it is read; it is made anew when opened."""
    (build / CACHE_FILE).unlink(missing_ok=True)


def make_cache(build: Path) -> Path:
    """Make the cache of a build from its Parquet files; it gets its name when it is whole.

    Raises
    ------
    BuildError
        If there is no such build, its tables cannot be read, or the cache cannot be written.
    """
    import duckdb

    target = build / CACHE_FILE
    part = build / f"{CACHE_FILE}.{os.getpid()}-{get_ident()}.part"
    try:
        _clear(part)
        with duckdb.connect(str(part), config=_config("2GB")) as connection:
            for table in TABLES:
                file = quoted(str(build / f"{table}.parquet"))
                connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet({file})")
            connection.execute(f"CREATE TABLE {_MADE_OF} AS SELECT {quoted(_made_of(build))} AS told")
            connection.execute("CHECKPOINT")
        part.replace(target)
    except (duckdb.Error, OSError) as error:
        raise _unreadable(build, error) from error
    finally:
        with suppress(OSError):
            _clear(part)
    return target


def _clear(part: Path) -> None:
    for path in (part, part.with_name(part.name + ".wal")):
        path.unlink(missing_ok=True)


def _open(build: Path, memory: str) -> duckdb.DuckDBPyConnection | None:
    """The cache, None where it is of another build or DuckDB."""
    import duckdb

    connection = duckdb.connect(str(build / CACHE_FILE), read_only=True, config=_config(memory))
    try:
        told = connection.execute(f"SELECT told FROM {_MADE_OF}").fetchone()
    except duckdb.Error:
        connection.close()
        raise
    if told == (_made_of(build),):
        return connection
    connection.close()
    return None


def _config(memory: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": memory,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "default_null_order": "nulls_last",
    }


def _made_of(build: Path) -> str:
    """Names the bytes of the build's tables and the DuckDB that wrote the cache."""
    import duckdb

    files = read_build(build).get("files")
    if not files:
        raise BuildError(f"“{visible(build.name)}” is no build; build the data set again.")
    return f"DuckDB {duckdb.__version__} {' '.join(files[f'{table}.parquet'] for table in TABLES)}"


def _unreadable(build: Path, error: Exception | str) -> BuildError:
    told = visible(str(error))
    return BuildError(f"The tables of the build “{visible(build.name)}” cannot be read ({told}); build it again.")
