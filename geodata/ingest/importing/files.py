"""Writing the files of an import, batch by batch, into a folder of its own."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.errors import visible
from geodata.ingest.exported.cells import neutralise
from geodata.ingest.importing.duplicates import KEYS
from geodata.ingest.importing.reasons import REASONS
from geodata.ingest.importing.report import Fault, Near, Report
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.sieve import HEAPS, Sieve
from geodata.ingest.importing.tables import IMPORT_FILE, LEDGER, REJECTED, TABLES, WAITING, schema_of
from geodata.ingest.profiles import Mapping as Columns
from geodata.ingest.profiles import dump_mapping

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["REPORT", "Files", "ledger_schema", "why_words", "write_about"]

REPORT = "report.json"
"""The report of the import as JSON, without its rows."""


_NOT_NEAR = Near(0, 0, "", "")


def ledger_schema() -> pa.Schema:
    """Columns of ``LEDGER``: row, heap, the keys of the row, the row that it may tell the same as, its faults."""
    import pyarrow as pa

    fault = pa.struct([(name, pa.string()) for name in ("code", "field", "value", "detail")])
    near = [("near_row", pa.int64()), ("near_import", pa.string()), ("near_kind", pa.string())]
    keys = [(name, pa.uint64()) for name in KEYS]
    return pa.schema([("row", pa.int64()), ("heap", pa.string()), *keys, *near, ("faults", pa.list_(fault))])


def why_words(faults: Sequence[Fault]) -> str:
    """Why a row was not accepted, in one line: column, value, what is the matter, and the mend."""
    said = []
    for fault in faults:
        reason = REASONS[fault.code]
        where = f"{visible(fault.field)}: " if fault.field else ""
        value = f"“{visible(fault.value)}”, " if fault.value else ""
        detail = f" {fault.detail}" if fault.detail else ""
        said.append(f"{where}{value}{reason.words}; {reason.mend}.{detail}")
    return " ".join(said)


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
        self._header = [name for name in raw.names if not name.startswith("#")]
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}
        self._csv: Any = None

    def __enter__(self) -> Files:
        import pyarrow.parquet as pq

        schemas = {file: schema_of(file) for file in TABLES} | {LEDGER: ledger_schema(), WAITING: self._raw}
        for file, schema in schemas.items():
            # Most columns say something else in each row: dictionaries of them cost time and room
            writer = pq.ParquetWriter(
                self._folder / file, schema, compression="zstd", compression_level=1, use_dictionary=False
            )
            self._writers[file] = self._stack.enter_context(writer)
        # Excel needs the mark to see that a file is UTF-8
        stream = self._stack.enter_context((self._folder / REJECTED).open("w", encoding="utf-8-sig", newline=""))
        self._csv = csv.writer(stream)
        self._csv.writerow(neutralise(name) for name in ("row", "heap", "why", *self._header))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Add accepted rows, by the names of ``TABLES``."""
        for file, table in tables.items():
            if table.num_rows:
                self._writers[file].write_table(table)

    def add_rows(
        self, rows: npt.NDArray[np.int64], sieve: Sieve, keys: npt.NDArray[np.uint64], near: Sequence[Near | None],
        raw: pa.RecordBatch,
    ) -> None:  # fmt: skip
        """Add the rows of a batch to the ledger, and those that were not accepted as they were read."""
        import pyarrow as pa

        words = np.array([heap.value for heap in HEAPS], np.object_)[sieve.heap]
        out = np.flatnonzero(sieve.heap)
        faults = [sieve.faults(at) for at in out.tolist()]
        shown = [one or _NOT_NEAR for one in near]
        columns: dict[str, Any] = {
            "row": pa.array(rows),
            "heap": pa.array(words, pa.string()),
            **{name: pa.array(keys[:, at]) for at, name in enumerate(KEYS)},
            "near_row": pa.array([one.other for one in shown], pa.int64()),
            "near_import": pa.array([one.import_id for one in shown], pa.string()),
            "near_kind": pa.array([one.kind for one in shown], pa.string()),
        }
        columns["faults"] = _faults_of(len(rows), out, faults)
        self._writers[LEDGER].write_table(pa.table(columns, schema=ledger_schema()))
        if not len(out):
            return
        left = raw.take(pa.array(out))
        self._writers[WAITING].write_batch(left)
        cells = [left.column(name).to_pylist() for name in self._header]
        for number, at in enumerate(out.tolist()):
            told_row = (str(rows[at]), str(words[at]), why_words(faults[number]))
            self._csv.writerow(neutralise(text) for text in (*told_row, *(column[number] or "" for column in cells)))


def _faults_of(count: int, out: npt.NDArray[np.int64], faults: Sequence[Sequence[Fault]]) -> pa.ListArray:
    """The faults of each row of a batch, of which most have none."""
    import pyarrow as pa

    lengths = np.zeros(count + 1, np.int32)
    lengths[out + 1] = [len(one) for one in faults]
    told = [{"code": f.code, "field": f.field, "value": f.value, "detail": f.detail} for one in faults for f in one]
    kind = ledger_schema().field("faults").type
    return pa.ListArray.from_arrays(
        pa.array(np.cumsum(lengths, dtype=np.int32)), pa.array(told, kind.value_type), type=kind
    )


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
