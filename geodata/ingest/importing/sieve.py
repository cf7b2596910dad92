"""What is wrong with the rows of a batch, and in which heap each of them goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.reasons import REASONS, Heap
from geodata.ingest.importing.report import Fault

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HEAPS", "Sieve"]

HEAPS = (Heap.ACCEPTED, Heap.DOUBTFUL, Heap.REJECTED, Heap.DUPLICATE)
"""By rising gravity; their numbers in arrays."""
Rows = npt.NDArray[np.int64]


class Sieve:
    """Faults of the rows of one batch.

    Parameters
    ----------
    count : int
        How many rows there are.
    """

    def __init__(self, count: int) -> None:
        self.heap: npt.NDArray[np.int8] = np.zeros(count, np.int8)
        self._faults: dict[int, list[Fault]] = {}

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
        self.heap[at] = np.maximum(self.heap[at], HEAPS.index(REASONS[code].heap))
        texts = [""] * len(at) if values is None else values.take(at).to_pylist()
        self._note(code, at, field, texts, details)

    def add_values(
        self, code: str, rows: Rows, field: str, texts: Sequence[str | None], details: Sequence[str] | None = None
    ) -> None:
        """As :meth:`add`, with the text of each faulty row beside it."""
        self.heap[rows] = np.maximum(self.heap[rows], HEAPS.index(REASONS[code].heap))
        self._note(code, rows, field, texts, details)

    def _note(
        self, code: str, rows: Rows, field: str, texts: Sequence[str | None], details: Sequence[str] | None
    ) -> None:
        for number, (row, text) in enumerate(zip(rows.tolist(), texts, strict=True)):
            fault = Fault(code, field, text or "", details[number] if details else "")
            self._faults.setdefault(row, []).append(fault)

    def take_over(self, other: Sieve, rows: npt.NDArray[np.bool_]) -> None:
        """Take the faults that another sieve of the same batch found, of some rows only."""
        self.heap[rows] = np.maximum(self.heap[rows], other.heap[rows])
        for row, faults in other._faults.items():
            if rows[row]:
                self._faults.setdefault(row, []).extend(faults)

    @property
    def accepted(self) -> Rows:
        """The rows of the batch without a fault."""
        return np.flatnonzero(self.heap == 0)

    def faults(self, row: int) -> tuple[Fault, ...]:
        """What is wrong with a row, the gravest first."""
        found: Iterable[Fault] = self._faults.get(row, ())
        return tuple(sorted(found, key=lambda fault: -HEAPS.index(REASONS[fault.code].heap)))
