"""Which function reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable

from geodata.ingest.reading.archives import Reader, read_gzip, read_zip
from geodata.ingest.reading.delimited import read_delimited
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.gdalfile import read_flatgeobuf, read_shapefile
from geodata.ingest.reading.geopackage import read_geopackage
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.jsonfile import read_json
from geodata.ingest.reading.kml import read_kml
from geodata.ingest.reading.parquetfile import read_parquet
from geodata.ingest.reading.sheets import read_workbook

__all__ = ["READERS"]


def _zip(job: Job, progress: Callable[[float], None]) -> Facts:
    return read_zip(job, progress, READERS)


def _gzip(job: Job, progress: Callable[[float], None]) -> Facts:
    return read_gzip(job, progress, READERS)


# By kind, as `geodata.ingest.reading.kinds.recognise` tells it; a Shapefile lies in a ZIP only
READERS: dict[str, Reader] = {
    "text": read_delimited,
    "json": read_json,
    "kml": read_kml,
    "workbook": read_workbook,
    "gpkg": read_geopackage,
    "flatgeobuf": read_flatgeobuf,
    "shapefile": read_shapefile,
    "parquet": read_parquet,
    "zip": _zip,
    "gzip": _gzip,
}
