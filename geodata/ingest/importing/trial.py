"""An import tried: everything that it would do, done in a private folder, told, and accepted or dropped as a whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.errors import QueryError, visible
from geodata.ingest.importing import duplicates
from geodata.ingest.importing.again import Waiting
from geodata.ingest.importing.choice import Choice, choose
from geodata.ingest.importing.files import REPORT, Files, write_about
from geodata.ingest.importing.kept_files import check_whole
from geodata.ingest.importing.laid import EMPTY, Laid, lay_out
from geodata.ingest.importing.notes import Seen, notes_of
from geodata.ingest.importing.place_in import place_in
from geodata.ingest.importing.reasons import Heap
from geodata.ingest.importing.report import Counts, Entry, Fault, Near, Report, Tallied
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.rows import Drawer
from geodata.ingest.importing.sieve import HEAPS, Sieve
from geodata.ingest.importing.sites import Ambiguous
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, LEDGER, WAITING
from geodata.ingest.importing.when import When, decide_when
from geodata.ingest.importing.where import Where, decide_where
from geodata.ingest.questions import Question

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.reading import Reading

__all__ = ["Trial", "try_import"]

Progress = Callable[[str, float], None]
_HEAD_ROWS = 2_000  # by which a profile is recognised
_READ_KEYS = ("encoding", "delimiter", "header_row", "sheet", "layer", "crs")
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
    head = _blank(reading.facts.header) if head is None else head.slice(0, _HEAD_ROWS)
    choice = choose(reading.name, reading.facts.header, head, request)
    read = {key: getattr(reading.facts, key) for key in _READ_KEYS}
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
        laid = lay_out(reading, choice, request.fixes, Path(laid_at) / "rows.arrow")
        tell("Deciding on dates and places", 0.25)
        when = decide_when(laid, choice.shown, request.answers)
        where = decide_where(laid, choice.shown, request.answers)
        _check_answers(request, choice, when, where)
        run = _Run(reading, request, choice, laid, when, where, import_id)
        report = run.write(folder, duplicates.earlier_rows(into, import_id), tell)
        now = datetime.now(UTC).replace(microsecond=0)
        again_of = reading.again_of if isinstance(reading, Waiting) else ""
        write_about(folder, report, request, choice.mapping, now, again_of)
        undone.pop_all()  # from here on the trial owns the folder
    return Trial(report, choice, folder, is_private=True)


def _blank(header: tuple[str, ...]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(
        [], schema=pa.schema([("#row", pa.int64()), *((name, pa.string()) for name in header)])
    )


def _check_answers(request: Request, choice: Choice, when: When, where: Where) -> None:
    known = {*when.keys, *where.keys, *_READ_KEYS, *_COLUMN_KEYS, *choice.keys()}
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


class _Run:
    """One pass over all rows, batch by batch."""

    def __init__(
        self,
        reading: Reading | Waiting,
        request: Request,
        choice: Choice,
        laid: Laid,
        when: When,
        where: Where,
        import_id: str,
    ) -> None:
        self._reading = reading
        self._request = request
        self._choice = choice
        self._laid = laid
        self._when = when
        self._where = where
        self._id = import_id
        self._ambiguous = Ambiguous(request.answers)
        self._heaps: Counter[str] = Counter()
        self._reasons: dict[str, list[Any]] = {}
        self._near = 0
        self._seen = Seen()

    def write(self, folder: Path, earlier: duplicates.Earlier, tell: Progress) -> Report:
        """Write the files of the import, but for those that tell of it."""
        keys, usable, rows = self._keys(tell)
        found = duplicates.find(keys, usable, earlier)
        drawer = Drawer(self._id, self._reading.name, self._choice, self._when, self._where, self._ambiguous)
        at = 0
        raws = self._reading.batches()
        with Files(folder, self._raw_schema()) as files:
            for batch in self._laid.batches():
                raw, here = next(raws), slice(at, at + batch.num_rows)
                same = _same(found.same[here], earlier, rows, at)
                drawn = drawer.draw(batch, same)
                files.add_tables(drawn.tables)
                near = self._near_rows(drawn.sieve, found, earlier, rows, keys, at)
                files.add_rows(rows[here], drawn.sieve, keys[here], near, raw)
                self._count(drawn.sieve, rows[here])
                self._seen.add(drawn)
                at += batch.num_rows
                tell("Reading the rows", 0.45 + 0.55 * at / max(1, self._laid.rows))
        return self._report()

    def _raw_schema(self) -> pa.Schema:
        first = next(iter(self._reading.batches()), None)
        return _blank(self._reading.facts.header).schema if first is None else first.schema

    def _keys(self, tell: Progress) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        keys, usable, rows = [np.zeros((0, 5), np.uint64)], [np.zeros(0, np.bool_)], [np.zeros(0, np.int64)]
        for batch in self._laid.batches():
            keys.append(duplicates.keys_of(batch))
            torn = batch.column("#torn").is_valid().to_numpy(zero_copy_only=False)
            usable.append(~torn & ~batch.column(EMPTY).to_numpy(zero_copy_only=False))
            rows.append(batch.column("#row").to_numpy())
            tell("Looking for rows that are there already", 0.35)
        return np.concatenate(keys), np.concatenate(usable), np.concatenate(rows)

    def _near_rows(
        self, sieve: Sieve, found: duplicates.Found, earlier: duplicates.Earlier, rows: npt.NDArray[np.int64],
        keys: npt.NDArray[np.uint64], at: int,
    ) -> list[Near | None]:  # fmt: skip
        near: list[Near | None] = [None] * len(sieve.heap)
        has_near = (found.near[at : at + len(near)] >= 0).any(axis=1) & (sieve.heap == 0)
        for place in np.flatnonzero(has_near).tolist():
            near[place] = duplicates.near_of(found, at + place, earlier, rows, keys)
        self._near += sum(one is not None for one in near)
        return near

    def _count(self, sieve: Sieve, rows: npt.NDArray[np.int64]) -> None:
        for number, count in enumerate(np.bincount(sieve.heap, minlength=len(HEAPS)).tolist()):
            self._heaps[HEAPS[number].value] += count
        for place in np.flatnonzero(sieve.heap).tolist():
            for fault in sieve.faults(place):
                told = self._reasons.setdefault(fault.code, [0, int(rows[place]), fault.value])
                told[0] += 1

    def _report(self) -> Report:
        reading, request, profile, mapping = self._reading, self._request, self._choice.profile, self._choice.mapping
        heaps = self._heaps
        counts = Counts(self._reading.rows, heaps["accepted"], heaps["doubtful"], heaps["rejected"], heaps["duplicate"])
        tallied = [Tallied(code, *told) for code, told in self._reasons.items()]
        stated = request.licence or (mapping.licence if mapping else "")
        attribution = request.attribution or (mapping.attribution if mapping else profile.attribution)
        decided = (self._choice.questions, self._when.questions, self._where.questions, self._ambiguous.questions())
        return Report(
            import_id=self._id,
            file=reading.name,
            sha256=reading.sha256,
            size=reading.size,
            profile=profile.name,
            label=profile.label,
            why=self._choice.why,
            counts=counts,
            reasons=tuple(sorted(tallied, key=lambda one: (-one.count, one.code))),
            near_count=self._near,
            facts=reading.facts.to_json(),
            questions=tuple(chain.from_iterable(decided)),
            notes=notes_of(reading.facts, self._choice, self._when, self._where, self._laid, self._seen),
            unmapped={column: dict(found) for column, found in sorted(self._laid.tally.unmapped.items())},
            licence=stated or ("not stated" if mapping else profile.licence),
            attribution=attribution or "not stated",
            licence_to_confirm=profile.licence_to_confirm and not stated,
        )


def _same(
    same: npt.NDArray[np.int64],
    earlier: duplicates.Earlier,
    rows: npt.NDArray[np.int64],
    at: int,  # noqa: ARG001
) -> dict[str, tuple[npt.NDArray[np.int64], list[str]]]:
    """The rows of a batch that are there already, by reason, and where."""
    count = len(earlier.keys)
    before = np.flatnonzero((same >= 0) & (same < count))
    above = np.flatnonzero(same >= count)
    said = [f"Row {earlier.rows[one]} of import {earlier.imports[one]}." for one in same[before].tolist()]
    return {
        "imported_before": (before, said),
        "same_row": (above, [f"Row {rows[one - count]}." for one in same[above].tolist()]),
    }
