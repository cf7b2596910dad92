"""Records of a text table, each with the lines it came from, so that a torn one does not take its neighbours along."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from geodata.ingest.reading.table import BATCH_ROWS

__all__ = ["Batch", "Records", "cells_up_to"]

_CHUNK_CHARS = 1 << 18  # read ahead


class _Lines(Protocol):
    def readlines(self, hint: int, /) -> list[str]: ...


@contextmanager
def cells_up_to(characters: int) -> Iterator[None]:
    """Let csv read cells of at most so many characters; the limit is the process's, so it is put back."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@dataclass(slots=True)
class Batch:
    """Some records: their cells, why some could not be read, and the lines they came from.

    ``ends`` tells for each record up to which of ``lines`` it goes (exclusive).
    """

    rows: list[list[str]] = field(default_factory=list)
    torn: dict[int, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def raw(self, index: int) -> str:
        """A record as it stands in the file, without the line break at its end."""
        start = self.ends[index - 1] if index else 0
        return "".join(self.lines[start : self.ends[index]]).rstrip("\r\n")


class Records:
    """Reads a text table record by record.

    Parameters
    ----------
    file : object with ``readlines``
        A text opened with ``newline=""``, or a :class:`geodata.ingest.reading.flow.Flow`.
    delimiter : str
        One character.
    field_chars : int
        Characters in one cell at most.
    """

    def __init__(self, file: _Lines, delimiter: str, field_chars: int) -> None:
        self._field_chars = field_chars
        self._file = file
        self._delimiter = delimiter
        self._ahead: list[str] = []

    def _chunks(self, batch: Batch) -> Iterator[list[str]]:
        while lines := self._file.readlines(_CHUNK_CHARS):
            batch.lines += lines
            yield lines

    def batch(self, width: int, size: int = BATCH_ROWS) -> Batch:
        """The next records, none at the end of the file.

        Parameters
        ----------
        width : int
            Cells that a record should have.
        size : int
            Records at most.

        Returns
        -------
        Batch
            A record that is no CSV has no cells and a reason in ``torn``. It is one line long: the lines after it that
            its open quotes had swallowed are read again. A record of another width may stand in it; blank lines are
            records without cells.
        """
        batch = Batch(lines=self._ahead)
        with cells_up_to(self._field_chars):
            while len(batch.rows) < size:
                try:
                    self._fill(batch, width, size)
                except csv.Error as error:
                    _set_aside(batch, _reason(error))
                else:
                    break
        used = batch.ends[-1] if batch.ends else 0
        self._ahead = batch.lines[used:]
        del batch.lines[used:]
        return batch

    def rest(self) -> list[str]:
        """Lines that were read ahead and belong to no batch yet."""
        return self._ahead

    def _fill(self, batch: Batch, width: int, size: int) -> None:
        """Add records up to the size, the end of the file, or the first whose open quotes swallowed others."""
        rows, ends = batch.rows, batch.ends
        start = ends[-1] if ends else 0
        lines = chain(batch.lines[start:], chain.from_iterable(self._chunks(batch)))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        append, note = rows.append, ends.append
        for row in reader:
            end = start + reader.line_num
            if len(row) != width and row and self._swallowed(batch, end, width):
                raise csv.Error("unexpected end")
            append(row)
            note(end)
            if len(rows) >= size:
                return

    def _swallowed(self, batch: Batch, end: int, width: int) -> bool:
        """Whether a record of several lines holds whole records of its own, which open quotes took for text."""
        start = batch.ends[-1] if batch.ends else 0
        for line in batch.lines[start + 1 : end]:
            with suppress(csv.Error):
                rows = list(csv.reader([line], delimiter=self._delimiter, strict=True))
                if rows and len(rows[0]) == width > 1:
                    return True
        return False


def _set_aside(batch: Batch, reason: str) -> None:
    """Take the next line for a record by itself; the lines behind it are read again."""
    batch.torn[len(batch.rows)] = reason
    batch.rows.append([])
    batch.ends.append((batch.ends[-1] if batch.ends else 0) + 1)


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "field limit" in words:
        return "one of its cells is longer than may be read"
    if "unexpected end" in words:
        return "its quotes are not closed"
    return "text stands behind a closing quote" if "expected after" in words else f"it is no CSV ({words})"
