"""Small files of each format, as they are saved, for tests that alter them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from geodata.errors import DatasetError
from geodata.ingest import read_export
from geodata.model import Dataset
from geodata.store import ClaimQuery, Selection, excerpt_of, select
from mapapp.export import to_geojson
from mapapp.export.gpkg import to_gpkg
from mapapp.export.look import LOOK
from mapapp.export.parquet import to_parquet
from mapapp.export.progress import unheard
from mapapp.export.zipped import to_zip
from tests.builders import DatasetBuilder

__all__ = ["WRITERS", "altered_gpkg", "altered_json", "altered_zip", "refusals", "selected", "wanted"]

WRITERS: dict[str, Callable[[Selection], bytes]] = {
    "geojson": lambda selection: to_geojson(selection).encode("utf-8"),
    "gpkg": to_gpkg,
    "parquet": to_parquet,
    "zip": lambda selection: to_zip(selection, LOOK, unheard, {}),
}


def selected(folder: Path, query: ClaimQuery | None = None) -> Selection:
    """The tiny data set, with small areas."""
    builder = DatasetBuilder(folder / "tiny").put("places.csv", 3, "regions", "RU-BEL")
    return select(builder.put("places.csv", 4, "regions", "RU-BEL RU-KRS").load(), query or ClaimQuery())


def wanted(selection: Selection) -> Dataset:
    """What a file of it holds."""
    return excerpt_of(selection)


def refusals(content: bytes, name: str = "f") -> list[str]:
    """Sentences of what is refused; none where the file is read."""
    try:
        read_export(content, name)
    except DatasetError as error:
        return [str(problem) for problem in error.problems]
    return []


def altered_json(content: bytes, change: Callable[[Any], None]) -> bytes:
    """A GeoJSON after a change to what it holds."""
    found = json.loads(content)
    change(found)
    return json.dumps(found).encode()


def altered_gpkg(content: bytes, sql: str) -> bytes:
    """A GeoPackage after some SQL."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        base.executescript(sql)
        return base.serialize()


def altered_zip(content: bytes, table: str, change: Callable[[list[list[str]]], None]) -> bytes:
    """An archive after a change to the rows of one table, header included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rows = list(csv.reader(io.StringIO(files[f"tables/{table}.csv"].decode("utf-8-sig"), newline="")))
    change(rows)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    files[f"tables/{table}.csv"] = text.getvalue().encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return target.getvalue()
