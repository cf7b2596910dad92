"""Parquet and GeoParquet 1.x, streamed row group by row group."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.cells import as_text
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.headers import unique_names
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.table import Table
from geodata.ingest.reading.typed import set_aside, wkb_column

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["read_parquet"]

_BATCH_ROWS = 20_000
_NATIVE = ("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")


def read_parquet(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a Parquet file, with or without geometry.

    Parameters
    ----------
    job : Job
        Its source is the file.
    progress : callable
        Told the share of the rows.

    Returns
    -------
    Facts
        The rows are in the job's folder.

    Raises
    ------
    ImportRefusedError
        If it is damaged, encrypted, or passes a limit.
    NeedsAnswerError
        If its reference system is open.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(job.source, pre_buffer=False) as file:
            return _read(job, file, progress)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        words = f"it cannot be read as Parquet ({visible(str(error))}); save it again where it came from."
        raise ImportRefusedError(f"{visible(job.name)}: {words}") from None


def _read(job: Job, file: pq.ParquetFile, progress: Callable[[float], None]) -> Facts:
    _check_size(job, file.metadata)
    name, encoding, crs = _geometry(file)
    place = Place(job, crs, assumed="" if crs is None else "OGC:CRS84") if name else None
    shapes = Shapes(job, place) if place else None
    table = Table(job, geometry=shapes is not None)
    columns = [column for column in file.schema_arrow.names if column != name]
    names, _renamed = unique_names(columns)
    wanted = min(_BATCH_ROWS, job.wishes.head or _BATCH_ROWS)
    for batch in file.iter_batches(batch_size=wanted, use_threads=False):
        _add(job, table, batch, name, encoding, dict(zip(columns, names, strict=True)), shapes)
        progress(table.rows / max(file.metadata.num_rows, 1))
        if table.full:
            break
    header = table.finish(names or ("column 1",))
    notes = tuple(shapes.notes()) if shapes else ()
    return Facts("geoparquet" if shapes else "parquet", crs=place.label if place else None, header=header, notes=notes)


def _check_size(job: Job, metadata: pq.FileMetaData) -> None:
    """The file says how much it holds before anything is unpacked."""
    shown = visible(job.name)
    if metadata.num_rows > job.limits.rows:
        raise ImportRefusedError(
            f"{shown}: it has more than {job.limits.rows} rows, which is the most that is read here; "
            "split the file, or import it from the shell."
        )
    if metadata.num_columns > job.limits.columns:
        raise ImportRefusedError(f"{shown}: it has more than {job.limits.columns} columns; remove those not needed.")
    unpacked = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if unpacked > job.limits.unpacked_bytes:
        most = job.limits.unpacked_bytes // 1_000_000
        raise ImportRefusedError(f"{shown}: it unpacks to more than {most} MB; split it, or import it from the shell.")


def _geometry(file: pq.ParquetFile) -> tuple[str | None, str, Any]:
    """Name and encoding of the main geometry column, and what is said of its reference system."""
    try:
        return _geo_parquet(file) or _geo_arrow(file) or (None, "", None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, "", None


def _geo_parquet(file: pq.ParquetFile) -> tuple[str, str, Any] | None:
    """As GeoParquet says it, in the metadata of the file."""
    raw = (file.schema_arrow.metadata or {}).get(b"geo")
    if raw is None:
        return None
    geo = json.loads(raw)
    name = geo["primary_column"]
    column = geo["columns"][name]
    encoding = str(column["encoding"]).lower()
    if name not in file.schema_arrow.names or encoding not in ("wkb", *_NATIVE):
        return None
    return name, encoding, _crs(column.get("crs", "OGC:CRS84"))  # left out means degrees, null means unknown


def _geo_arrow(file: pq.ParquetFile) -> tuple[str, str, Any] | None:
    """As GeoArrow says it, in the metadata of a column; the first such column counts."""
    for field in file.schema_arrow:
        metadata = field.metadata or {}
        if metadata.get(b"ARROW:extension:name") in (b"geoarrow.wkb", b"ogc.wkb"):
            said = json.loads(metadata.get(b"ARROW:extension:metadata") or b"{}")
            return field.name, "wkb", _crs(said.get("crs"))
    return None


def _crs(said: object) -> dict[str, Any] | str | None:
    return said if isinstance(said, dict | str) else None


def _add(
    job: Job,
    table: Table,
    batch: pa.RecordBatch,
    name: str | None,
    encoding: str,
    names: dict[str, str],
    shapes: Shapes | None,
) -> None:
    import pyarrow as pa

    first = table.rows + 1
    why: list[str | None] = [None] * batch.num_rows
    texts = {}
    for column, own in names.items():
        texts[own], bad = as_text(batch.column(column))
        for row in bad:
            why[row] = f"the bytes under “{visible(own)}” are no text"
    wkb = wkb_column(job, batch.column(name), encoding, shapes, why) if name and shapes else None
    texts = set_aside(texts or {"column 1": pa.nulls(batch.num_rows, pa.string())}, why)
    table.add(range(first, first + batch.num_rows), texts, pa.array(why, pa.string()), wkb)
