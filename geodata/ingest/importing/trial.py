"""An import tried: everything that it would do, done in a private folder, told, and accepted or dropped as a whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from geodata.errors import QueryError, visible
from geodata.ingest.importing import duplicates
from geodata.ingest.importing.again import Waiting
from geodata.ingest.importing.choice import Choice, choose
from geodata.ingest.importing.crew import Crew
from geodata.ingest.importing.files import REPORT, write_about
from geodata.ingest.importing.kept_files import check_whole
from geodata.ingest.importing.keyed import Keyed
from geodata.ingest.importing.laid import lay_out
from geodata.ingest.importing.place_in import place_in
from geodata.ingest.importing.reasons import Heap
from geodata.ingest.importing.report import Counts, Entry, Fault, Near, Report, Tallied
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.run import Run, blank
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, LEDGER, WAITING
from geodata.ingest.importing.when import When, decide_when
from geodata.ingest.importing.where import Where, decide_where
from geodata.ingest.questions import READ_KEYS, Question

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.reading import Reading

__all__ = ["Trial", "try_import"]

Progress = Callable[[str, float], None]
_HEAD_ROWS = 2_000  # by which a profile is recognised
_COLUMN_KEYS = ("column:text", "column:date", "column:place", "place_columns")
_NO_REQUEST = Request()


class Trial:
    """What an import would do. A context manager; :meth:`close` removes its private folder.

    Parameters
    ----------
    report : Report
        Figures and words.
    choice : Choice
        Profile, mapping and the profiles that fit.
    folder : Path
        The files of the import.
    is_private : bool
        Whether the folder is removed at the end; an import that is there already is looked at where it lies.
    """

    def __init__(self, report: Report, choice: Choice, folder: Path, *, is_private: bool) -> None:
        self.report = report
        self.choice = choice
        self.folder = folder
        self._is_private = is_private

    def entries(self, limit: int | None = None) -> Iterator[Entry]:
        """The rows that were not accepted, in file order; ``limit`` of them at most."""
        waiting = _records(self.folder / WAITING)
        ledger = _records(self.folder / LEDGER, ["row", "heap", "faults"], but_accepted=True)
        for record, cells in islice(zip(ledger, waiting, strict=True), limit):
            values = {name: text for name, text in cells.items() if text is not None and not name.startswith("#")}
            faults = tuple(Fault(**fault) for fault in record["faults"])
            yield Entry(record["row"], Heap(record["heap"]), faults, values)

    def near(self, limit: int | None = None) -> Iterator[Near]:
        """The accepted rows that may tell the same as another, in file order; ``limit`` of them at most."""
        columns = ["row", "near_row", "near_import", "near_kind"]
        near = (one for one in _records(self.folder / LEDGER, columns) if one["near_kind"])
        for one in islice(near, limit):
            yield Near(one["row"], one["near_row"], one["near_import"], one["near_kind"])

    def claims(self, limit: int | None = None) -> pa.Table:
        """The first claims as they would be, by the schema of ``claims.parquet``."""
        return _head(self.folder / "claims.parquet", limit)

    def places(self, limit: int | None = None) -> pa.Table:
        """Their places, by the schema of ``places.parquet``."""
        return _head(self.folder / "places.parquet", limit)

    def accept(self, into: Path | str, *, title: str = "") -> Report:
        """Put the import into a data set, whole or not at all.

        Parameters
        ----------
        into : Path or str
            Folder of the data set; made where it is not there yet or is empty.
        title : str
            Of a data set that is made; else it is named after the file.

        Returns
        -------
        Report
            With ``is_there`` where the data set held this very import before; then nothing was changed.

        Raises
        ------
        ImportRefusedError
            If the folder is no data set or cannot be written; it is as it was before.
        """
        is_there = place_in(self.folder, self.report, Path(into), title)
        return replace(self.report, is_there=is_there)

    def close(self) -> None:
        """Remove the private folder."""
        if self._is_private:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _head(path: Path, limit: int | None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        if limit is None:
            return file.read()
        batches = []
        for batch in file.iter_batches(batch_size=max(1, min(limit, 50_000))):
            batches.append(batch)
            if sum(one.num_rows for one in batches) >= limit:
                break
        return pa.Table.from_batches(batches, schema=file.schema_arrow).slice(0, limit)


def _records(path: Path, columns: list[str] | None = None, *, but_accepted: bool = False) -> Iterator[dict[str, Any]]:
    """The records of a Parquet file, a thousand in memory."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=1_000, columns=columns):
            if but_accepted:
                yield from batch.filter(pc.not_equal(batch.column("heap"), Heap.ACCEPTED.value)).to_pylist()
            else:
                yield from batch.to_pylist()


def try_import(
    reading: Reading | Waiting,
    request: Request = _NO_REQUEST,
    *,
    into: Path | None = None,
    progress: Progress | None = None,
) -> Trial:
    """Try an import: read every row, and tell what would become of it. No data set is touched.

    Parameters
    ----------
    reading : Reading or Waiting
        The file, whole; or the rows of an import that still wait.
    request : Request
        What the person decided.
    into : Path or None
        The data set that it is meant for: what its earlier imports hold counts as being there already. It need not
        exist.
    progress : callable or None
        Called with what is being done and the share that is done, from 0 to 1. What it raises ends the trial, and
        nothing of it is left: that is how to cancel.

    Returns
    -------
    Trial
        To be closed, best by ``with``. Memory holds one batch and 50 bytes a row.

    Raises
    ------
    ImportRefusedError
        If the profile does not fit the file, or the mapping does not.
    NeedsAnswerError
        If nothing says which column holds the text.
    QueryError
        If the profile or an answer is none that there is.
    DatasetError
        If an import that the data set holds is damaged; it names the file.
    """
    tell: Progress = progress or (lambda _words, _share: None)
    head = next(iter(reading.batches()), None)
    head = blank(reading.facts.header) if head is None else head.slice(0, _HEAD_ROWS)
    choice = choose(reading.name, reading.facts.header, head, request)
    read = {key: getattr(reading.facts, key) for key in READ_KEYS}
    import_id = request.import_id(reading.sha256, choice.profile.name, choice.mapping, read)
    if into is not None:
        check_whole(into)
    lies = into / IMPORTS / import_id if into is not None else None
    if lies is not None and (lies / IMPORT_FILE).is_file():
        return Trial(replace(_told(lies), is_there=True), choice, lies, is_private=False)
    with ExitStack() as undone, tempfile.TemporaryDirectory(prefix="claimline-laid-") as laid_at:
        folder = Path(tempfile.mkdtemp(prefix="claimline-import-"))
        undone.callback(shutil.rmtree, folder, ignore_errors=True)
        tell("Laying out the columns", 0.0)
        with Crew(Keyed.of) as keyed:
            laid = lay_out(reading, choice, request.fixes, Path(laid_at) / "rows.arrow", keyed.add)
            tell("Deciding on dates and places", 0.25)
            when = decide_when(laid, choice.shown, request.answers)
            where = decide_where(laid, choice.shown, request.answers)
            _check_answers(request, choice, when, where)
            tell("Looking for rows that are there already", 0.35)
            ours = Keyed.joined(keyed.rest())
        run = Run(reading, request, choice, laid, when, where, import_id)
        report = run.write(folder, ours, duplicates.earlier_rows(into, import_id), tell)
        now = datetime.now(UTC).replace(microsecond=0)
        again_of = reading.again_of if isinstance(reading, Waiting) else ""
        write_about(folder, report, request, choice.mapping, now, again_of)
        undone.pop_all()  # from here on the trial owns the folder
    return Trial(report, choice, folder, is_private=True)


def _check_answers(request: Request, choice: Choice, when: When, where: Where) -> None:
    known = {*when.keys, *where.keys, *READ_KEYS, *_COLUMN_KEYS, *choice.keys()}
    for key in request.answers:
        if key not in known and not key.startswith("place:"):
            there = ", ".join(sorted(visible(one) for one in known))
            raise QueryError(f"“{visible(key)}” answers no question on this file; keys are {there}, and place:NAME.")


def _told(folder: Path) -> Report:
    """The report of an import that is there."""
    told = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    told["counts"] = Counts(**told["counts"])
    told["reasons"] = tuple(
        Tallied(one["code"], one["count"], one["example_row"], one["example"]) for one in told["reasons"]
    )
    told["questions"] = tuple(Question.from_json(one) for one in told["questions"])
    told["notes"] = tuple(told["notes"])
    return Report(**told)
