"""Shapefiles and FlatGeobuf through GDAL, with every other driver switched off before it is loaded."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.cells import as_text
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.dbf import dbf_charset
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.headers import unique_names
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.rows import blank_to_null
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.table import Table, text_array
from geodata.ingest.reading.typed import set_aside, wkb_column

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_flatgeobuf", "read_shapefile"]

_BATCH_ROWS = 20_000
_KEPT = frozenset(("ESRI Shapefile", "FlatGeobuf", "MEM"))
# All that the build of GDAL in pyogrio's wheel brings, and what others may bring besides
_SWITCHED_OFF = (
    *(
        "VRT DERIVED GTI HTTP ADBC AIVector AVCBin AVCE00 AmigoCloud ARROW PARQUET CAD CSV CSW Carto DGN DXF "
        "DWG EDIGEO EEDA EEDAI ESRIJSON Elasticsearch GDALG GML GMLAS GPKG GPSBabel GPX GTFS GeoJSON "
        "GeoJSONSeq GeoRSS HANA IDB Idrisi JML JSONFG KML LIBKML LVBAG MBTiles MiraMonVector MapML "
        "MSSQLSpatial MVT MongoDBv3 MySQL NAS NGW netCDF OAPIF ODBC OCI ODS OGCAPI OGR_GMT OGR_PDS OGR_VRT "
        "OSM OpenFileGDB FileGDB PCIDSK PDF PDS4 PGDUMP PGeo PLSCENES PMTiles PostgreSQL S57 SOSI SQLite SVG "
        "SXF Selafin TIGER TopoJSON VDV VFK VICAR WAsP WFS XLS XLSX XODR"
    ).split(),
    "Interlis 1",
    "Interlis 2",
    "MapInfo File",
    "UK .NTF",
)
_ASCII_LIKE = "ISO-8859-1"  # reads every byte as a letter, so that the bytes can be had back


def _gdal() -> ModuleType:
    """Load pyogrio with two drivers; refuses to go on if more of them came along."""
    skip = ",".join(_SWITCHED_OFF)
    os.environ.update(
        OGR_SKIP=skip, GDAL_SKIP=skip, GDAL_PAM_ENABLED="NO", CPL_VSIL_CURL_ALLOWED_EXTENSIONS="none", CPL_DEBUG="OFF",
        SHAPE_RESTORE_SHX="YES",  # a list of offsets that follows from the .shp; written into the job's own folder
    )  # fmt: skip
    import pyogrio
    import pyogrio.raw

    more = set(pyogrio.list_drivers()) - _KEPT
    if more:
        raise ImportRefusedError(
            f"This installation of GDAL reads more than it should here ({', '.join(sorted(more))}); "
            "save the file as GeoPackage or GeoJSON."
        )
    raw: ModuleType = pyogrio.raw
    return raw


def read_flatgeobuf(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a FlatGeobuf file; see :func:`read_shapefile` for what is given and raised."""
    return _read(job, "flatgeobuf", None, progress)


def read_shapefile(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a Shapefile whose parts lie beside each other.

    Parameters
    ----------
    job : Job
        Its source is the part that ends in ``.shp``.
    progress : callable
        Told the share of the rows.

    Returns
    -------
    Facts
        The rows are in the job's folder.

    Raises
    ------
    ImportRefusedError
        If it is damaged, has no table of attributes, or passes a limit.
    NeedsAnswerError
        If its encoding or its reference system is open.
    """
    if not job.source.with_suffix(".dbf").exists():
        raise ImportRefusedError(f"{visible(job.name)}: its .dbf is missing from the archive; pack all parts together.")
    charset = dbf_charset(job)
    facts = _read(job, "shapefile", charset[0], progress)
    return replace(facts, encoding=charset[0], encoding_evidence=charset[1])


def _read(job: Job, kind: str, charset: str | None, progress: Callable[[float], None]) -> Facts:
    gdal = _gdal()
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            gdal.open_arrow(
                str(job.source),
                encoding=_ASCII_LIKE if charset else None,
                batch_size=min(_BATCH_ROWS, job.wishes.head or _BATCH_ROWS),
                use_pyarrow=True,
                datetime_as_string=True,
            ) as (meta, reader),
        ):
            return _rows(job, kind, charset, meta, reader, progress)
    except (DataSourceError, DataLayerError, RuntimeError) as error:
        why = str(error).replace(f"{job.source.parent}/", "")  # where our copy lies is nobody's concern
        words = f"{visible(job.name)}: it cannot be read ({visible(why)}); save it again where it came from."
        raise ImportRefusedError(words) from None


def _rows(
    job: Job,
    kind: str,
    charset: str | None,
    meta: dict[str, Any],
    reader: pa.RecordBatchReader,
    progress: Callable[[float], None],
) -> Facts:
    geometry = meta["geometry_name"] or "wkb_geometry"
    place = Place(job, meta["crs"])
    shapes = Shapes(job, place)
    columns = [name for name in reader.schema.names if name != geometry]
    names, _renamed = unique_names([_letters(name, charset) for name in columns])
    table = Table(job, geometry=True)
    for batch in reader:
        _add(job, table, batch, dict(zip(columns, names, strict=True)), geometry, charset, shapes)
        progress(0.5)
        if table.full:
            break
    header = table.finish(names or ("column 1",))
    return Facts(kind, crs=place.label, header=header, notes=tuple(shapes.notes()))


def _add(
    job: Job,
    table: Table,
    batch: pa.RecordBatch,
    names: dict[str, str],
    geometry: str,
    charset: str | None,
    shapes: Shapes,
) -> None:
    import pyarrow as pa

    first = table.rows + 1
    why: list[str | None] = [None] * batch.num_rows
    texts = {}
    for column, own in names.items():
        texts[own], bad = as_text(batch.column(column))
        if charset and pa.types.is_string(batch.column(column).type):
            texts[own], bad = _decoded(texts[own], charset)
        for row in bad:
            why[row] = f"the bytes under “{visible(own)}” do not fit the encoding"
    there = geometry in batch.schema.names
    wkb = wkb_column(job, batch.column(geometry), "wkb", shapes, why) if there else None
    texts = set_aside(texts or {"column 1": pa.nulls(batch.num_rows, pa.string())}, why)
    table.add(range(first, first + batch.num_rows), texts, pa.array(why, pa.string()), wkb)


def _letters(text: str, charset: str | None) -> str:
    return text.encode("latin-1", "replace").decode(charset, "replace") if charset else text


def _decoded(column: pa.Array, charset: str) -> tuple[pa.Array, list[int]]:
    """Bytes that came as letters of Latin-1, decoded as what they are."""
    raw = [None if text is None else text.encode("latin-1", "replace") for text in column.to_pylist()]
    texts = [None if part is None else part.decode(charset, "replace").rstrip() for part in raw]
    bad = [row for row, text in enumerate(texts) if text and "\ufffd" in text]
    return blank_to_null(text_array(texts)[0]), bad
