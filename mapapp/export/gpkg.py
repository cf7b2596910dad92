"""A selection as a GeoPackage: claims as points, areas and rows without a place, and every table beside them."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from geodata.model import Modality, Status
from geodata.store import Selection, sentence
from mapapp.export.located import geometries_of
from mapapp.export.properties import CAVEAT
from mapapp.export.qgis import Look, qgis_style
from mapapp.export.tables import Cell, Kind, Table, tables_of, words_of, writable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["to_gpkg"]

_APPLICATION_ID, _VERSION = 0x47504B47, 10300  # "GPKG", 1.3
_TYPES: dict[Kind, str] = {
    "text": "TEXT", "whole": "INTEGER", "real": "REAL", "yes_no": "BOOLEAN", "day": "DATE", "instant": "DATETIME",
}  # fmt: skip
_EPOCH = "1980-01-01T00:00:00.000Z"  # instead of a clock
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE,
    max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
    f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT, ui TEXT, update_time DATETIME);
"""


def to_gpkg(selection: Selection) -> bytes:
    """Write a selection as a GeoPackage (OGC 12-128r17).

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        The layers ``claims_points`` and ``claims_areas`` (EPSG:4326) and the table ``claims_unlocated`` together hold
        the claims, whose ``fid`` counts them in the order of the data set; the others of ``tables_of`` are tables.
        Instants are DATETIME in UTC, days DATE. Each layer brings its style for QGIS, with time switched on. The same
        selection gives the same bytes under one version of SQLite.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    claims, *others = tables_of(selection)
    shapes = geometries_of(selection)
    info = selection.dataset.info
    said = writable(f"{CAVEAT}. {sentence(selection.dataset, selection.query)}. Licence: {info.licence}")
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION}; {_SCHEMA}")
        base.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
            [
                ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
                ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84),
            ],
        )
        for name, kind in (("claims_points", "Point"), ("claims_areas", "MultiPolygon"), ("claims_unlocated", None)):
            held = [at for at, one in enumerate(shapes) if (None if one is None else one.geom_type) == kind]
            part = replace(claims, name=name, rows=tuple(claims.rows[at] for at in held))
            _add(base, part, said, None if kind is None else [shapes[at] for at in held], [at + 1 for at in held])
            if kind is not None:
                looks = [_look(selection, selection.chosen[at]) for at in held]
                _add_style(base, name, qgis_style(looks, areas=kind != "Point"))
        for table in others:
            _add(base, table, said, None)
        _list(base, "layer_styles", "attributes", "How QGIS is to draw the claims", None)
        base.commit()
        base.execute("VACUUM")
        return base.serialize()


def _look(selection: Selection, row: int) -> Look:
    claim = selection.dataset.claims[row]
    place = selection.dataset.place(claim)
    status: Status = selection.verdicts[row].status
    modality: Modality = claim.modality
    return status, modality.is_hollow, place is not None and place.vague


def _add(
    base: sqlite3.Connection, table: Table, said: str, shapes: Sequence[BaseGeometry | None] | None,
    numbers: Sequence[int] | None = None,
) -> None:  # fmt: skip
    """Add a table, with a geometry beside each row unless ``shapes`` is None, and list it; a number for each row."""
    columns = [f'"{one.name}" {_TYPES[one.kind]}' for one in table.columns]
    rows: list[list[str | int | float | bytes | None]] = [[_field(cell) for cell in row] for row in table.rows]
    box = None
    if shapes is not None:
        kind = "POINT" if table.name == "claims_points" else "MULTIPOLYGON"
        columns.insert(0, f'"geom" {kind}')
        kept = [one for one in shapes if one is not None]
        rows = [[_blob(one), *row] for one, row in zip(kept, rows, strict=True)]
        bounds = [one.bounds for one in kept]
        lows, highs = [min, min, max, max], list(zip(*bounds, strict=True))
        box = [pick(side) for pick, side in zip(lows, highs, strict=True)] if bounds else [None] * 4
    base.execute(f'CREATE TABLE "{table.name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {", ".join(columns)})')
    _list(base, table.name, "attributes" if shapes is None else "features", said, box)
    if shapes is not None:
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (table.name, kind))
    marks = ", ".join("?" * (len(columns) + 1))
    base.executemany(
        f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608  (names and marks of ours)
        [[number, *row] for number, row in zip(numbers or range(1, len(rows) + 1), rows, strict=True)],
    )


def _list(base: sqlite3.Connection, name: str, kind: str, said: str, box: list[float | None] | None) -> None:
    srs = None if box is None else 4326
    values = (name, kind, name, said, _EPOCH, *(box or [None] * 4), srs)
    base.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _add_style(base: sqlite3.Connection, name: str, qml: str) -> None:
    base.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)"
        " VALUES ('', '', ?, 'geom', 'Claimline', ?, '', 1, 'Status by colour, shape and hatch', '', NULL, ?)",
        (name, qml, _EPOCH),
    )


def _field(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return words_of(cell).replace("Z", ".000Z")
    return cell if cell is None or isinstance(cell, str | int | float) else cell.isoformat()


def _blob(shape: BaseGeometry) -> bytes:
    """A geometry as the standard wants it: a head with the bounds (but for a point), then WKB; little-endian."""
    from shapely import to_wkb

    head = b"GP\x00" + bytes([1 if shape.geom_type == "Point" else 3]) + struct.pack("<i", 4326)
    if shape.geom_type != "Point":
        west, south, east, north = shape.bounds
        head += struct.pack("<4d", west, east, south, north)
    wkb: bytes = to_wkb(shape, byte_order=1)
    return head + wkb
