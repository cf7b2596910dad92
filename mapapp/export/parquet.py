"""A selection as GeoParquet: one row a claim with geometry, for analysis in columns."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geodata.store import Selection
from mapapp.export.joined import joined_table
from mapapp.export.located import geometries_of
from mapapp.export.properties import head_of
from mapapp.export.records import records_of
from mapapp.export.tables import Kind

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["to_arrow", "to_parquet"]


def to_parquet(selection: Selection) -> bytes:
    """Write a selection as GeoParquet 1.1.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        The columns of ``joined_table`` and ``geometry``: WKB, longitude and latitude in degrees (OGC:CRS84), null
        without a place. Instants are milliseconds in UTC, days are dates. Question, licence, digest and ``records_of``
        stand in the file's metadata, under ``claimline``. The same selection gives the same bytes under one version of
        pyarrow.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    import pyarrow.parquet as pq  # a fifth of a second: only for who wants this file

    frame = to_arrow(selection, {**head_of(selection), "records": records_of(selection)})
    target = io.BytesIO()
    pq.write_table(frame, target, compression="zstd")
    return target.getvalue()


def to_arrow(selection: Selection, about: Mapping[str, Any]) -> pa.Table:
    """Lay a selection out as the Arrow table that ``to_parquet`` writes.

    Parameters
    ----------
    selection : Selection
        What to lay out.
    about : mapping
        What the table says of itself, ready for JSON: it stands in the schema's metadata under ``claimline``.

    Returns
    -------
    pyarrow.Table
        One row a claim, in the order of ``selection.chosen``; columns as in :func:`to_parquet`.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    import pyarrow as pa
    from shapely import to_wkb

    types: dict[Kind, Any] = {
        "text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "yes_no": pa.bool_(), "day": pa.date32(),
        "instant": pa.timestamp("ms", tz="UTC"),
    }  # fmt: skip
    table, shapes = joined_table(selection), geometries_of(selection)
    names = [column.name for column in table.columns]
    arrays = [
        pa.array([row[at] for row in table.rows], type=types[column.kind]) for at, column in enumerate(table.columns)
    ]
    blobs = [None if one is None else to_wkb(one, byte_order=1) for one in shapes]
    kinds = sorted({one.geom_type for one in shapes if one is not None})
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": kinds}},
    }
    said = json.dumps(dict(about), ensure_ascii=False).encode("utf-8", "backslashreplace")
    frame = pa.table([*arrays, pa.array(blobs, type=pa.binary())], names=[*names, "geometry"])
    return frame.replace_schema_metadata({b"geo": json.dumps(geo).encode(), b"claimline": said})
