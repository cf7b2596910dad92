"""The pass over all rows of an import: batches drawn side by side, numbered and written in the order of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing import duplicates
from geodata.ingest.importing.choice import Choice
from geodata.ingest.importing.crew import in_order
from geodata.ingest.importing.duplicates import Found
from geodata.ingest.importing.files import Files
from geodata.ingest.importing.keyed import Keyed
from geodata.ingest.importing.laid import Laid
from geodata.ingest.importing.notes import Seen, notes_of
from geodata.ingest.importing.numbering import Numbering
from geodata.ingest.importing.report import Counts, Near, Report, Tallied
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.rows import Drawer, drawn
from geodata.ingest.importing.sieve import HEAPS, Sieve
from geodata.ingest.importing.sites import Ambiguous
from geodata.ingest.importing.when import When
from geodata.ingest.importing.where import Where

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.reading import Reading

__all__ = ["Run", "blank"]

_Task = tuple["pa.RecordBatch", dict[str, tuple[npt.NDArray[np.int64], list[str]]]]


def blank(header: tuple[str, ...]) -> pa.RecordBatch:
    """No rows, with the columns of a file that has none."""
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(
        [], schema=pa.schema([("#row", pa.int64()), *((name, pa.string()) for name in header)])
    )


class Run:
    """One pass over all rows, batch by batch.

    Parameters
    ----------
    reading : Reading or Waiting
        The rows as they were read.
    request : Request
        What the person decided.
    choice, when, where
        What was decided.
    laid : Laid
        The rows in standard columns.
    import_id : str
        Of the import.
    """

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

    def write(
        self, folder: Path, ours: Keyed, earlier: duplicates.Earlier, tell: Callable[[str, float], None]
    ) -> Report:
        """Write the files of the import, but for those that tell of it.

        Parameters
        ----------
        folder : Path
            Where they are made.
        ours : Keyed
            The keys of all rows.
        earlier : Earlier
            What earlier imports of the data set accepted.
        tell : callable
            Called with what is being done and the share that is done.

        Returns
        -------
        Report
            Figures and words.
        """
        keys, usable, rows = ours
        found = duplicates.find(keys, usable, earlier)
        drawer = Drawer(self._id, self._reading.name, self._choice, self._when, self._where, self._ambiguous)
        numbering, at = Numbering(self._id), 0
        sketches = in_order(lambda task: drawer.draw(*task), self._tasks(found, earlier, rows))
        with Files(folder, self._raw_schema()) as files, closing(sketches):
            for sketch, raw in zip(sketches, self._reading.batches(), strict=True):
                one = drawn(sketch, numbering)
                here = slice(at, at + raw.num_rows)
                files.add_tables(one.tables)
                near = self._near_rows(one.sieve, found, earlier, rows, keys, at)
                files.add_rows(rows[here], one.sieve, keys[here], near, raw)
                self._count(one.sieve, rows[here])
                self._seen.add(one)
                at += raw.num_rows
                tell("Reading the rows", 0.45 + 0.55 * at / max(1, self._laid.rows))
        return self._report()

    def _raw_schema(self) -> pa.Schema:
        first = next(iter(self._reading.batches()), None)
        return blank(self._reading.facts.header).schema if first is None else first.schema

    def _tasks(self, found: Found, earlier: duplicates.Earlier, rows: npt.NDArray[np.int64]) -> Iterator[_Task]:
        at = 0
        for batch in self._laid.batches():
            yield batch, _same(found.same[at : at + batch.num_rows], earlier, rows)
            at += batch.num_rows

    def _near_rows(
        self, sieve: Sieve, found: Found, earlier: duplicates.Earlier, rows: npt.NDArray[np.int64],
        keys: npt.NDArray[np.uint64], at: int,
    ) -> dict[int, Near]:  # fmt: skip
        here = found.near[at : at + len(sieve.heap)]
        near: dict[int, Near] = {}
        for place in np.flatnonzero((here >= 0).any(axis=1) & (sieve.heap == 0)).tolist():
            one = duplicates.near_of(found, at + place, earlier, rows, keys)
            if one is not None:
                near[place] = one
        self._near += len(near)
        return near

    def _count(self, sieve: Sieve, rows: npt.NDArray[np.int64]) -> None:
        for number, count in enumerate(np.bincount(sieve.heap, minlength=len(HEAPS)).tolist()):
            self._heaps[HEAPS[number].value] += count
        for note in sieve.notes:
            first = int(np.argmin(note.rows))
            row, value = int(rows[note.rows[first]]), note.values[first].as_py()
            told = self._reasons.setdefault(note.code, [0, row, value])
            told[0] += len(note.rows)
            if row < told[1]:
                told[1:] = row, value

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
