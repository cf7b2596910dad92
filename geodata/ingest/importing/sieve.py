"""What is wrong with the rows of a batch, and in which heap each of them goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.reasons import REASONS, Heap

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HEAPS", "Faults", "Noted", "Sieve", "end_to_end"]

HEAPS = (Heap.ACCEPTED, Heap.DOUBTFUL, Heap.REJECTED, Heap.DUPLICATE)
"""By rising gravity; their numbers in arrays."""
Rows = npt.NDArray[np.int64]


class Noted(NamedTuple):
    """One fault of several rows.

    Parameters
    ----------
    code, field : str
        Of ``REASONS``; column where it stands, empty where it is the row's.
    rows : numpy.ndarray of int64, shape (k,)
        Which rows of the batch.
    values, details : pyarrow.StringArray, shape (k,)
        What stands there; what else helps. Never null.
    """

    code: str
    field: str
    rows: Rows
    values: pa.Array
    details: pa.Array


class Faults(NamedTuple):
    """All faults of a batch, those of a row together and the gravest first.

    Parameters
    ----------
    lengths : numpy.ndarray of int64, shape (n,)
        How many each row of the batch has.
    code, field, value, detail : pyarrow.StringArray, shape (m,)
        One fault a place.
    order : numpy.ndarray of int64, shape (m,)
        Where each stands in :attr:`Sieve.notes`, laid end to end.
    """

    lengths: Rows
    code: pa.Array
    field: pa.Array
    value: pa.Array
    detail: pa.Array
    order: Rows


class Sieve:
    """Faults of the rows of one batch.

    Parameters
    ----------
    count : int
        How many rows there are.
    """

    def __init__(self, count: int) -> None:
        self.heap: npt.NDArray[np.int8] = np.zeros(count, np.int8)
        self.notes: list[Noted] = []

    def add(
        self, code: str, rows: npt.ArrayLike, *, field: str = "", values: pa.Array | None = None,
        details: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        """Find fault with rows.

        Parameters
        ----------
        code : str
            Of ``REASONS``.
        rows : array of bool, shape (count,), or of int
            Which rows of the batch.
        field : str
            Column where it stands.
        values : pyarrow.StringArray or None, shape (count,)
            What stands there in each row of the batch.
        details : sequence of str or None
            What else helps, one for each faulty row.
        """
        asked = np.asarray(rows)
        at: Rows = np.flatnonzero(asked) if asked.dtype == np.bool_ else asked.astype(np.int64)
        if not len(at):
            return
        texts = [""] * len(at) if values is None else values.take(at)
        self._note(code, at, field, texts, details)

    def add_values(
        self, code: str, rows: Rows, field: str, texts: Sequence[str | None], details: Sequence[str] | None = None
    ) -> None:
        """As :meth:`add`, with the text of each faulty row beside it."""
        if len(rows):
            self._note(code, rows, field, texts, details)

    def _note(
        self, code: str, rows: Rows, field: str, texts: Sequence[str | None] | pa.Array, details: Sequence[str] | None
    ) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        self.heap[rows] = np.maximum(self.heap[rows], HEAPS.index(REASONS[code].heap))
        values = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
        told = pa.repeat(pa.scalar(""), len(rows)) if details is None else pa.array(details, pa.string())
        self.notes.append(Noted(code, field, rows, pc.fill_null(values.cast(pa.string()), ""), told))

    def take_over(self, other: Sieve, rows: npt.NDArray[np.bool_]) -> None:
        """Take the faults that another sieve of the same batch found, of some rows only."""
        import pyarrow as pa

        self.heap[rows] = np.maximum(self.heap[rows], other.heap[rows])
        for note in other.notes:
            kept = rows[note.rows]
            if kept.any():
                mask = pa.array(kept)
                self.notes.append(
                    Noted(note.code, note.field, note.rows[kept], note.values.filter(mask), note.details.filter(mask))
                )

    @property
    def accepted(self) -> Rows:
        """The rows of the batch without a fault."""
        return np.flatnonzero(self.heap == 0)

    def faults(self) -> Faults:
        """What is wrong with each row."""
        import pyarrow as pa

        sizes = [len(note.rows) for note in self.notes]
        rows = np.concatenate([np.zeros(0, np.int64), *(note.rows for note in self.notes)])
        gravity = np.repeat([-HEAPS.index(REASONS[note.code].heap) for note in self.notes], sizes)
        order = np.lexsort((gravity, rows))  # stable: what was found first is told first
        which = pa.array(np.repeat(np.arange(len(sizes)), sizes)[order])
        taken = pa.array(order)
        return Faults(
            np.bincount(rows, minlength=len(self.heap)),
            pa.array([note.code for note in self.notes], pa.string()).take(which),
            pa.array([note.field for note in self.notes], pa.string()).take(which),
            end_to_end(note.values for note in self.notes).take(taken),
            end_to_end(note.details for note in self.notes).take(taken),
            order,
        )


def end_to_end(texts: Iterable[pa.Array]) -> pa.Array:
    """Columns of text one behind the other; there may be none."""
    import pyarrow as pa

    return pa.concat_arrays([pa.array([], pa.string()), *texts])
