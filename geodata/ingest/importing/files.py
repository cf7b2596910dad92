"""Writing the files of an import, batch by batch, into a folder of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.crew import Crew
from geodata.ingest.importing.duplicates import KEYS
from geodata.ingest.importing.report import Near, Report
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.sieve import HEAPS, Faults, Sieve
from geodata.ingest.importing.tables import IMPORT_FILE, LEDGER, REJECTED, TABLES, WAITING, schema_of
from geodata.ingest.importing.told import RejectedRows, why_words
from geodata.ingest.profiles import Mapping as Columns
from geodata.ingest.profiles import dump_mapping

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["REPORT", "Files", "ledger_schema", "write_about"]

REPORT = "report.json"
"""The report of the import as JSON, without its rows."""


def ledger_schema() -> pa.Schema:
    """Columns of ``LEDGER``: row, heap, the keys of the row, the row that it may tell the same as, its faults."""
    import pyarrow as pa

    fault = pa.struct([(name, pa.string()) for name in ("code", "field", "value", "detail")])
    near = [("near_row", pa.int64()), ("near_import", pa.string()), ("near_kind", pa.string())]
    keys = [(name, pa.uint64()) for name in KEYS]
    return pa.schema([("row", pa.int64()), ("heap", pa.string()), *keys, *near, ("faults", pa.list_(fault))])


class Files:
    """The files of one import while they are written. A context manager: left by an error, they are incomplete.

    Parameters
    ----------
    folder : Path
        Where they are made.
    raw : pyarrow.Schema
        Columns of the file as it was read.
    """

    def __init__(self, folder: Path, raw: pa.Schema) -> None:
        self._folder = folder
        self._raw = raw
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}
        self._rejected: RejectedRows
        self._behind: Crew[tuple[str, pa.Table], None]

    def __enter__(self) -> Files:
        import pyarrow.parquet as pq

        schemas = {file: schema_of(file) for file in TABLES} | {LEDGER: ledger_schema(), WAITING: self._raw}
        for file, schema in schemas.items():
            # Most columns say something else in each row: dictionaries of them cost time and room
            writer = pq.ParquetWriter(
                self._folder / file, schema, compression="zstd", compression_level=1, use_dictionary=False
            )
            self._writers[file] = self._stack.enter_context(writer)
        self._behind = self._stack.enter_context(Crew(self._write, workers=1))
        stream = self._stack.enter_context((self._folder / REJECTED).open("wb"))
        self._rejected = RejectedRows(stream, [name for name in self._raw.names if not name.startswith("#")])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if error is None:
                self._behind.rest()

    def _write(self, task: tuple[str, pa.Table]) -> None:
        file, table = task
        self._writers[file].write_table(table)

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Add accepted rows, by the names of ``TABLES``."""
        for file, table in tables.items():
            if table.num_rows:
                self._behind.add((file, table))

    def add_rows(
        self, rows: npt.NDArray[np.int64], sieve: Sieve, keys: npt.NDArray[np.uint64], near: Mapping[int, Near],
        raw: pa.RecordBatch,
    ) -> None:  # fmt: skip
        """Add the rows of a batch to the ledger, and those that were not accepted as they were read."""
        import pyarrow as pa

        heaps = pa.array([heap.value for heap in HEAPS]).take(pa.array(sieve.heap))
        faults = sieve.faults()
        columns: dict[str, Any] = {
            "row": pa.array(rows),
            "heap": heaps,
            **{name: pa.array(keys[:, at]) for at, name in enumerate(KEYS)},
            **_near_columns(len(rows), near),
            "faults": _faults_of(faults),
        }
        self._behind.add((LEDGER, pa.table(columns, schema=ledger_schema())))
        out = np.flatnonzero(sieve.heap)
        if len(out):
            picked = pa.array(out)
            left = raw.take(picked)
            self._behind.add((WAITING, pa.Table.from_batches([left])))
            why = why_words(sieve.notes, faults, out)
            self._rejected.add(pa.array(rows[out]), heaps.take(picked), why, left)


def _near_columns(count: int, near: Mapping[int, Near]) -> dict[str, Any]:
    import pyarrow as pa

    at = list(near)
    others, imports, kinds = np.zeros(count, np.int64), np.full(count, "", np.object_), np.full(count, "", np.object_)
    others[at] = [one.other for one in near.values()]
    imports[at] = [one.import_id for one in near.values()]
    kinds[at] = [one.kind for one in near.values()]
    return {
        "near_row": pa.array(others),
        "near_import": pa.array(imports, pa.string()),
        "near_kind": pa.array(kinds, pa.string()),
    }


def _faults_of(faults: Faults) -> pa.ListArray:
    """The faults of each row of a batch, of which most have none."""
    import pyarrow as pa

    kind = ledger_schema().field("faults").type
    told = pa.StructArray.from_arrays(
        [faults.code, faults.field, faults.value, faults.detail], fields=list(kind.value_type)
    )
    ends = np.append(0, np.cumsum(faults.lengths)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), told, type=kind)


def write_about(
    folder: Path, report: Report, request: Request, mapping: Columns | None, imported_at: datetime, again_of: str = ""
) -> None:
    """Write ``REPORT`` and ``IMPORT_FILE``, which names the SHA-256 of every other file of the folder.

    Parameters
    ----------
    folder : Path
        With all other files, whole.
    report : Report
        What the import does.
    request : Request
        What was decided.
    mapping : Mapping or None
        That was taken in the end.
    imported_at : datetime
        UTC, to the second.
    again_of : str
        The import whose waiting rows these are; empty for a file.
    """
    (folder / REPORT).write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = "".join(_about(folder, report, request, mapping, imported_at, again_of))
    (folder / IMPORT_FILE).write_text(lines, encoding="utf-8")


def _about(
    folder: Path, report: Report, request: Request, mapping: Columns | None, imported_at: datetime, again_of: str
) -> Iterator[str]:
    yield f"id = {_toml(report.import_id)}\n"
    if again_of:
        yield f"again_of = {_toml(again_of)}\n"
    for key in ("file", "sha256"):
        yield f"{key} = {_toml(getattr(report, key))}\n"
    yield f"size = {report.size}\n"
    for key in ("profile", "label", "licence", "attribution"):
        yield f"{key} = {_toml(getattr(report, key))}\n"
    yield f"licence_to_confirm = {str(report.licence_to_confirm).lower()}\n"
    yield f"imported_at = {imported_at:%Y-%m-%dT%H:%M:%SZ}\n"
    yield f"mapping = {_toml(dump_mapping(mapping) if mapping else '')}\n"
    yield "\n[counts]\n"
    yield from (f"{name} = {count}\n" for name, count in report.counts.to_json().items())
    yield f"near = {report.near_count}\n"
    if request.answers:
        yield "\n[answers]\n"
        yield from (f"{_toml(key)} = {_toml(value)}\n" for key, value in sorted(request.answers.items()))
    for row, cells in sorted(request.fixes.items()):
        yield f"\n[fixes.{_toml(str(row))}]\n"
        yield from (f"{_toml(name)} = {_toml(text)}\n" for name, text in sorted(cells.items()))
    yield "\n[files]\n"
    for path in sorted(folder.iterdir()):
        if path.name != IMPORT_FILE:
            with path.open("rb") as stream:
                yield f"{_toml(path.name)} = {_toml(hashlib.file_digest(stream, 'sha256').hexdigest())}\n"


def _toml(text: str) -> str:
    """A basic string of TOML: that of JSON, but for the one sign that TOML escapes and JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
