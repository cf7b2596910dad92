"""A saved GeoPackage: claims are in three tables, numbered through; every other table is one of ours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from geodata.errors import Problem, visible
from geodata.ingest.exported.cells import readable
from geodata.ingest.exported.raw import MAY_LACK, TABLES, Raw, head_of, row_of, unreadable

__all__ = ["read_gpkg"]

_CLAIMS = ("claims_points", "claims_areas", "claims_unlocated")
_OTHERS = tuple(table for table in TABLES if table != "claims")
_MOST_ROWS = 1_000_000  # of a table
_MOST_CHARS = 2_000_000  # of a value, and of a statement
_COMPUTED = re.compile(
    r"^\s*CREATE\s+VIRTUAL|\bAS\b", re.IGNORECASE
)  # a table of a module, a column that is worked out
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)  # no function, no recursion, no writing, no other file


def read_gpkg(content: bytes, raw: Raw) -> None:
    """Read the tables of a GeoPackage into ``raw``; a copy in memory is opened, and only plain tables are read.

    Raises
    ------
    UnreadableError
        If it is no SQLite that can be read, lacks a table, or has views, triggers or virtual tables, which could run
        something when they are read.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        try:
            base.deserialize(content)
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA cell_size_check = ON")
            base.execute("PRAGMA query_only = ON")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_CHARS)
            base.set_authorizer(
                lambda action, *_about: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
            )
            _read(base, raw, _check_schema(base, raw.name))
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError) as error:
            raise unreadable(raw.name, f"it is no GeoPackage that can be read ({visible(str(error))})") from error


def _check_schema(base: sqlite3.Connection, name: str) -> set[str]:
    """The names of its tables."""
    tables: set[str] = set()
    for kind, called, sql in base.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind not in ("table", "index") or _COMPUTED.search(str(sql)):
            what = f"it holds “{visible(str(called))}”, which is no plain table but could run something when it is read"
            raise unreadable(name, f"{what}: save it without views, triggers and spatial indices")
        tables.add(called)
    lacking = [table for table in (*_CLAIMS, *_OTHERS, "about") if table not in (*tables, *MAY_LACK)]
    if lacking:
        raise unreadable(
            name, f"it lacks the table {lacking[0]}: it is none of ours, or was saved before its records were kept"
        )
    return tables


def _rows(base: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    cursor = base.execute(f'SELECT * FROM "{table}" LIMIT {_MOST_ROWS}')  # noqa: S608  (names of ours)
    names = [one[0] for one in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def _read(base: sqlite3.Connection, raw: Raw, tables: set[str]) -> None:
    about = ((str(row.get("key")), row.get("value")) for row in _rows(base, "about"))
    head_of(raw, about, f"{raw.name}: about", readable)
    claims = [(row.get("fid"), table, row) for table in _CLAIMS for row in _rows(base, table)]
    taken: dict[object, str] = {}
    for fid, table, row in sorted(claims, key=lambda one: (isinstance(one[0], int), one[0] or 0, one[1])):
        where = f"{raw.name}: {table}"
        if fid in taken:
            mend = f"a row of {taken[fid]} has the same number, give each its place in the order of the claims"
            raw.problems.append(Problem(where, _number(fid), "fid", str(fid), mend))
        taken[fid] = table
        row_of(raw, "claims", row, where, _number(fid), readable)
    for table in (one for one in _OTHERS if one in tables):
        for row in _rows(base, table):
            row_of(raw, table, row, f"{raw.name}: {table}", _number(row.get("fid")), readable)


def _number(fid: object) -> int | None:
    return fid if isinstance(fid, int) else None
