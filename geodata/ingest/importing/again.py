"""The rows that an import left waiting, offered once more: with corrections and answers that came later."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.importing.files import REPORT
from geodata.ingest.importing.reasons import Heap
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, LEDGER, WAITING
from geodata.ingest.profiles import GENERIC, load_mapping
from geodata.ingest.reading import Facts

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Waiting", "open_waiting"]

_OPEN = (Heap.DOUBTFUL.value, Heap.REJECTED.value)


class Waiting:
    """Rows of an import that became no claims, to be read like a file of their own. A context manager.

    Parameters
    ----------
    folder : Path
        Of the import.
    rows : frozenset of int
        The rows that still wait, numbered as in the file that was imported.
    name, sha256, size : str, str, int
        Of that file; digest and bytes of what was kept of it.
    facts : Facts
        How the file was read.
    """

    def __init__(
        self, folder: Path, waiting: frozenset[int], *, name: str, sha256: str, size: int, facts: Facts
    ) -> None:
        self.facts = facts
        self.name = name
        self.sha256 = sha256
        self.size = size
        self.rows = len(waiting)
        self.again_of = folder.name
        self._folder = folder
        self._waiting = waiting

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, with the columns of a :class:`~geodata.ingest.reading.Reading`, as they were read at first."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        wanted = pa.array(sorted(self._waiting), pa.int64())
        with pq.ParquetFile(self._folder / WAITING) as file:
            for batch in file.iter_batches(batch_size=50_000):
                found = batch.filter(pc.is_in(batch.column("#row"), value_set=wanted))
                if found.num_rows:
                    yield found

    def close(self) -> None:
        """Nothing is to be removed: the rows stay with their import."""

    def __enter__(self) -> Waiting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_waiting(dataset: Path | str, import_id: str) -> tuple[Waiting, Request]:
    """Open the rows of an import that still wait.

    Parameters
    ----------
    dataset : Path or str
        Folder of the data set.
    import_id : str
        The import.

    Returns
    -------
    Waiting
        Its doubtful and rejected rows that no later import took up; a row that could not be read as a row is none.
    Request
        What was decided when they were imported, to be added to.

    Raises
    ------
    ImportRefusedError
        If there is no such import, or it is damaged.
    """
    folder = Path(dataset) / IMPORTS / import_id
    try:
        about = tomllib.loads((folder / IMPORT_FILE).read_text(encoding="utf-8"))
        facts = Facts.from_json(json.loads((folder / REPORT).read_text(encoding="utf-8"))["facts"])
        rows = _open_rows(folder) - _taken_up(Path(dataset), import_id)
        size = (folder / WAITING).stat().st_size
        waiting = Waiting(folder, rows, name=about["file"], sha256=about["files"][WAITING], size=size, facts=facts)
        return waiting, _request(about)
    except FileNotFoundError:
        raise ImportRefusedError(f"There is no import “{visible(import_id)}” in this data set.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = f"What the import “{visible(import_id)}” left waiting cannot be read"
        raise ImportRefusedError(f"{told}; undo the import, or restore it from a backup.") from error


def _open_rows(folder: Path) -> frozenset[int]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    heaps = pq.read_table(folder / LEDGER, columns=["row", "heap"], filters=[("heap", "in", _OPEN)])
    kept = pq.read_table(folder / WAITING, columns=["#row", "#torn"])
    torn = kept.filter(pc.is_valid(kept.column("#torn"))).column("#row").to_pylist()
    return frozenset(heaps.column("row").to_pylist()) - frozenset(torn)


def _taken_up(dataset: Path, import_id: str) -> frozenset[int]:
    """Rows that later imports of the same waiting rows accepted."""
    import pyarrow.parquet as pq

    found: set[int] = set()
    for path in (dataset / IMPORTS).glob(f"[!.]*/{IMPORT_FILE}"):
        if tomllib.loads(path.read_text(encoding="utf-8")).get("again_of") == import_id:
            accepted = [("heap", "=", Heap.ACCEPTED.value)]
            table = pq.read_table(path.parent / LEDGER, columns=["row"], filters=accepted)
            found.update(table.column("row").to_pylist())
    return frozenset(found)


def _request(about: dict[str, Any]) -> Request:
    mapping = load_mapping(about["mapping"]) if about["mapping"] else None
    fixes = {int(row): dict(cells) for row, cells in about.get("fixes", {}).items()}
    made = Request(profile=about["profile"], mapping=mapping, answers=about.get("answers", {}), fixes=fixes)
    if about["profile"] == GENERIC:
        made = replace(made, profile=None if mapping else GENERIC)
    stated = "" if about["licence_to_confirm"] else about["licence"]
    return replace(made, licence=stated, attribution=about["attribution"])
