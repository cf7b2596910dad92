"""The tables of a build: their columns, their order, and what stands for "never"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "BUILDS", "BUILD_FILE", "CACHE_FILE", "FORMAT", "LEVELS", "MONTH", "NEVER", "ORDER", "ROW_GROUP", "TABLES",
    "schema_of",
]  # fmt: skip

FORMAT = 1
"""Number of this layout; another number is another build."""
BUILDS = ".build"
"""Folder of a data set that holds its builds."""
BUILD_FILE = "build.toml"
"""What a build says of itself: format, digest of the data, counts, and SHA-256 of each table."""
CACHE_FILE = "engine.duckdb"
"""The same tables once more, as DuckDB reads them fastest; made again from the Parquet files whenever it is missing."""
NEVER = 2**31 - 1
"""Day that stands for an open end, and for "on no day"."""
ROW_GROUP = 122_880
"""Rows of a Parquet row group: those of DuckDB's own."""
LEVELS = (6, 8, 10, 12)
"""Levels of the cubes: 2**level cells along each side of the map."""
MONTH = 30
"""Days of a cube's month; month 0 begins on 1970-01-01."""

_SLIM = {
    "row": "int64", "cell": "int64?", "mx": "int32?", "my": "int32?", "kind": "int8", "place": "int32",
    "day0": "int32?", "day1": "int32?", "type": "int16", "modality": "int16", "status": "int8", "known": "int32",
}  # fmt: skip

TABLES: dict[str, dict[str, str]] = {
    "claims": {
        "row": "int64", "claim_id": "string", "cell": "int64?", "mx": "int32?", "my": "int32?",
        "bx0": "int32?", "by0": "int32?", "bx1": "int32?", "by1": "int32?", "lon": "double?", "lat": "double?",
        "west": "double?", "south": "double?", "east": "double?", "north": "double?", "kind": "int8", "place": "int32",
        "t0": "int64?", "t1": "int64?", "day0": "int32?", "day1": "int32?", "end_known": "int32?",
        "type": "int16", "modality": "int16", "status": "int8", "known": "int32", "reports": "int32",
        "origins": "int32", "denied": "bool", "last_reported": "int32?", "text": "string", "actor": "string",
        "quantity_low": "int64?",
        "quantity_best": "int64?", "quantity_high": "int64?", "unit": "string", "event_date": "string",
        "when": "string", "sources": "list", "remark": "string",
    },
    "versions": {
        "row": "int64", "cell": "int64?", "mx": "int32?", "my": "int32?", "kind": "int8", "place": "int32",
        "day0": "int32?", "day1": "int32?", "type": "int16", "modality": "int16", "status": "int8", "denied": "bool",
        "vf": "int32", "vt": "int32",
    },
    "slim": _SLIM,
    "long": _SLIM,
    "cubes": {
        "level": "int8", "x": "int32", "y": "int32", "month": "int32", "type": "int16", "status": "int8", "n": "int64",
    },
    "days": {"day0": "int32", "kind": "int8", "type": "int16", "status": "int8", "n": "int64"},
    "places": {
        "place": "int32", "place_id": "string", "name_en": "string", "name_ru": "string", "name_uk": "string",
        "name_ko": "string", "precision": "int8", "lon": "double?", "lat": "double?", "uncertainty_m": "double?",
        "regions": "string", "vague": "bool", "zone": "bool", "remark": "string", "kind": "int8",
        "west": "double?", "south": "double?", "east": "double?", "north": "double?",
    },
    "sources": {
        "source": "int32", "source_id": "string", "name": "string", "party": "string", "reliability": "int8",
    },
    "reports": {
        "row": "int64", "seq": "int64", "report_id": "string", "source": "int32", "origin": "int64",
        "published": "string", "known": "int32", "stance": "int8", "derived_from": "string?",
        "not_independent_of": "string?", "title": "string", "url": "string", "remark": "string",
    },
    "assessments": {
        "row": "int64", "assessment_id": "string", "aspect": "int8", "status": "int8", "basis": "int8",
        "effective": "int32", "recorded": "int32", "reason": "string", "evidence": "string", "by": "string",
    },
}  # fmt: skip
"""Columns of each table with their Arrow type, ``?`` where a value may be missing; ``list`` is a list of int32.

``row`` is the position of a claim in the data set, ``place`` and ``source`` are those of places and sources, -1 where
there is none. Days are UTC, counted from 1970-01-01. Words of a closed vocabulary are their position in it, as
``list(ClaimType)`` has them; ``type`` is the claim's, ``precision`` that of the place.

``claims``
    What counts when everything recorded does. ``kind`` is 0 for a point, 1 for an area, 2 where no map can show the
    place (``geodata.store.place_bbox`` says so). ``mx``, ``my``, ``cell`` and the box ``bx0 <= bx1``, ``by0 <= by1``
    are those of :mod:`geodata.scale.grid`; an area stands in the middle of its box. ``west`` to ``north`` are degrees
    EPSG:4326 as ``place_bbox`` gives them, ``lon`` and ``lat`` only of points. ``t0`` (inclusive) and ``t1``
    (exclusive) are microseconds since 1970-01-01T00:00Z; ``day0`` and ``day1`` the days that they touch, both
    inclusive; ``day1`` is ``NEVER`` where no end is stated. ``end_known`` is the day before which nobody could know the
    end, missing where it was told with the claim. ``known`` is the first day at whose end a report was public,
    ``NEVER`` where none has a
    date. ``last_reported`` is the last day on which a report that does not deny became public. ``event_date`` is the
    date as written (EDTF) and ``when`` the same in words. ``sources`` are those of its reports, rising, each once.
``versions``
    What held of a claim from the end of day ``vf`` until the end of day ``vt``, which is no longer part of it: gapless
    from its first known day on, the last until ``NEVER``. A claim that is known on no day has none. Before the end was
    told, ``day1`` is ``NEVER``.
``slim``, ``long``
    ``slim`` holds every claim in the order of its first day; ``long`` those that touch more than one day, by the last.
``cubes``, ``days``
    Numbers of claims that touch one day only: points by cell and month (``day0 // MONTH``), and all kinds by day.
``places``, ``sources``, ``reports``, ``assessments``
    What a claim is told from, in the order of the data set; reports by the claim's ``row`` (-1: of a claim that an
    excerpt left out) and then ``seq``, their position in the data set; ``origin`` is the ``seq`` of the report that it
    goes back to, its own where it repeats nobody; ``known`` is the first day at whose end it was public, ``NEVER``
    where nobody can tell. Assessments by ``row`` and then oldest first. ``regions`` and ``evidence`` are codes and ids
    with a blank between them.
"""

ORDER: dict[str, str] = {
    "claims": "cell, day0, row",
    "versions": "cell, row, vf",
    "slim": "day0, cell, row",
    "long": "day1, day0, cell, row",
    "cubes": "level, month, x, y, type, status",
    "days": "day0, kind, type, status",
    "places": "place",
    "sources": "source",
    "reports": "row, seq",
    "assessments": "row, effective, recorded, assessment_id",
}
"""Order of each table, as SQL writes it; missing values come last. No two records are equal in it."""


def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of one of ``TABLES``.

    Raises
    ------
    KeyError
        If there is no such table.
    """
    import pyarrow as pa

    types = {
        "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(), "int64": pa.int64(), "double": pa.float64(),
        "bool": pa.bool_(), "string": pa.string(), "list": pa.list_(pa.int32()),
    }  # fmt: skip
    return pa.schema(
        [pa.field(name, types[kind.rstrip("?")], nullable=kind.endswith("?")) for name, kind in TABLES[table].items()]
    )
