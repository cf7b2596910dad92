"""GeoPackage (OGC 12-128r18), read with SQLite alone: read-only, after a look at what the database defines."""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.cells import plain_number
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.features import Features
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.wkb import GeometryError, Shape, shape_of_wkb

__all__ = ["read_geopackage"]

# Triggers that the standard, its extensions and GDAL define; they run when something is written, which nothing is here
_TRIGGERS = re.compile(
    r"rtree_.+_(?:insert|update\d?|delete)|trigger_(?:insert|delete)_feature_count_.+|gpkg(?:ext)?_.+|fidfts?_.+"
    r"|.+_(?:zoom|tile_column|tile_row)_(?:insert|update)"
)
_RTREE = re.compile(r'\s*create\s+virtual\s+table\s+"?rtree_[^"]*"?\s+using\s+rtree\b', re.IGNORECASE)
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes of the box before the geometry, by its code
_NO_LAYERS = frozenset(("layer_styles", "qgis_projects"))
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))
_WAL_AT, _WAL = 18, 2


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    geometry: str | None
    srs: int | None
    rows: int


def read_geopackage(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a layer or a table of a GeoPackage.

    Parameters
    ----------
    job : Job
        Its source is the database.
    progress : callable
        Told the share of the rows.

    Returns
    -------
    Facts
        The rows are in the job's folder.

    Raises
    ------
    ImportRefusedError
        If it is damaged, no GeoPackage, or defines what a GeoPackage has no use for.
    NeedsAnswerError
        If several layers hold something, or the reference system is open.
    """
    with job.source.open("rb") as file:
        is_wal = file.read(100)[_WAL_AT] == _WAL
    try:
        with closing(sqlite3.connect(f"{job.source.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = lambda raw: str(raw, "utf-8", "claimline-keep")
            database.execute("PRAGMA trusted_schema = OFF")
            _gate(job, database)
            database.set_authorizer(lambda action, *_names: sqlite3.SQLITE_OK if action in _ALLOWED else _deny(action))
            facts = _read(job, database, progress)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # a message of SQLite's can hold bytes that are no text
        words = f"{visible(job.name)}: the database cannot be read ({visible(str(error))}); save it again."
        raise ImportRefusedError(words) from None
    waiting = "Another program had it open: changes that were not written back yet are missing."
    return replace(facts, notes=(*facts.notes, waiting)) if is_wal else facts


def _deny(action: int) -> int:
    return sqlite3.SQLITE_OK if action == sqlite3.SQLITE_PRAGMA else sqlite3.SQLITE_DENY


def _gate(job: Job, database: sqlite3.Connection) -> None:
    """Refuse a database that could do more than hold rows."""
    names = set()
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
        names.add(name)
        virtual = kind == "table" and "virtual" in (sql or "").lower() and re.match(r"\s*create\s+virtual", sql, re.I)
        if (virtual and not _RTREE.match(sql)) or (kind == "trigger" and not _TRIGGERS.fullmatch(name)):
            raise ImportRefusedError(
                f"{visible(job.name)}: it defines “{visible(name)}”, which is no part of a GeoPackage; "
                "export the layer into a new one."
            )
    if "gpkg_contents" not in names:
        raise ImportRefusedError(f"{visible(job.name)}: it is a database, but no GeoPackage; export it as one.")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _layers(database: sqlite3.Connection) -> Iterator[_Layer]:
    """Layers and tables that hold something."""
    geometry = {}
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_geometry_columns'").fetchone():
        columns = "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        geometry = {table: (column, srs) for table, column, srs in database.execute(columns)}
    found = database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    for name, kind in found:
        if kind not in ("features", "attributes", "aspatial") or name in _NO_LAYERS:
            continue
        (rows,) = database.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()  # noqa: S608 -- quoted name
        if rows:
            yield _Layer(name, *geometry.get(name, (None, None)), rows)


def _choose(job: Job, layers: list[_Layer]) -> _Layer:
    wish, shown = job.wishes.layer, visible(job.name)
    names = [layer.name for layer in layers]
    if not layers:
        raise ImportRefusedError(f"{shown}: none of its layers holds anything; export it again.")
    if wish is not None:
        if wish in names:
            return layers[names.index(wish)]
        raise ImportRefusedError(
            f"{shown}: it has no layer “{visible(wish)}”; name one of {visible(', '.join(names))}."
        )
    if len(layers) > 1:
        options = tuple(
            (layer.name, f"{layer.rows} {'features' if layer.geometry else 'rows without a shape'}") for layer in layers
        )
        words = f"Which layer of {shown} holds the claims?"
        raise NeedsAnswerError([Question("layer", words, options, f"It has {len(layers)} layers.")])
    return layers[0]


def _srs(database: sqlite3.Connection, layer: _Layer) -> str | None:
    """What the database says of a layer's reference system; the ids 0 and -1 mean that nobody knows."""
    if layer.srs in (None, 0, -1):
        return None
    sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    row = database.execute(sql, (layer.srs,)).fetchone()
    if row is None:
        return None
    organization, code, definition = row
    return f"EPSG:{code}" if str(organization).upper() == "EPSG" else str(definition)


def _read(job: Job, database: sqlite3.Connection, progress: Callable[[float], None]) -> Facts:
    layers = list(_layers(database))
    layer = _choose(job, layers)
    place = Place(job, _srs(database, layer)) if layer.geometry else None
    shapes = Shapes(job, place) if place else None
    features = Features(job, shapes)
    cursor = database.execute(f"SELECT * FROM {_quoted(layer.name)}")  # noqa: S608 -- quoted name
    names = [column[0] for column in cursor.description]
    kinds = {row[1]: str(row[2]).upper() for row in database.execute(f"PRAGMA table_info({_quoted(layer.name)})")}
    for row, values in enumerate(cursor, start=1):
        _add(job, features, row, dict(zip(names, values, strict=True)), layer, kinds)
        if row % 1000 == 0:
            progress(row / layer.rows)
        if features.table.full:
            break
    features.flush()
    header = features.table.finish()
    listed = tuple(one.name for one in layers)
    notes = tuple(shapes.notes()) if shapes else ()
    return Facts(
        "gpkg", layers=listed, layer=layer.name, crs=place.label if place else None, header=header, notes=notes
    )


def _add(
    job: Job, features: Features, row: int, values: dict[str, object], layer: _Layer, kinds: dict[str, str]
) -> None:
    blob = values.pop(layer.geometry, None) if layer.geometry else None
    cells = {name: _text(value, kinds.get(name, "")) for name, value in values.items()}
    try:
        features.add(row, cells, _shape(job, blob))
    except GeometryError as error:
        raw = " ".join(cell for cell in cells.values() if cell)
        features.add(row, cells, why=f"its geometry cannot be read: {error}", raw=raw)


def _text(value: object, kind: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if kind == "BOOLEAN" and value in (0, 1):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    return plain_number(value) if isinstance(value, float) else str(value)


def _shape(job: Job, blob: object) -> Shape | None:
    """Read a geometry blob: ``GP``, version, flags, reference system, box, then WKB."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < struct.calcsize("<2sBBi") or blob[:2] != b"GP":
        raise GeometryError("it is no geometry of a GeoPackage")
    flags = blob[3]
    box = _ENVELOPES.get(flags >> 1 & 7)
    if box is None or flags & 0x20:
        raise GeometryError("it is of a kind that only one program knows")
    return shape_of_wkb(blob[8 + box :], job.limits.depth, job.limits.feature_vertices)
