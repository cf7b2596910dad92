"""The keys of all rows of a file, worked out while it is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.duplicates import KEYS, keys_of
from geodata.ingest.importing.laid import EMPTY

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Keyed"]


class Keyed(NamedTuple):
    """The keys of rows.

    Parameters
    ----------
    keys : numpy.ndarray of uint64, shape (n, 5)
        In the order of ``KEYS``.
    usable : numpy.ndarray of bool, shape (n,)
        Whether a row can be the same as another: not one that is empty or torn.
    rows : numpy.ndarray of int64, shape (n,)
        Number of each in its file.
    """

    keys: npt.NDArray[np.uint64]
    usable: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.int64]

    @classmethod
    def of(cls, batch: pa.RecordBatch) -> Keyed:
        """Those of a laid out batch."""
        torn = batch.column("#torn").is_valid().to_numpy(zero_copy_only=False)
        usable = ~torn & ~batch.column(EMPTY).to_numpy(zero_copy_only=False)
        return cls(keys_of(batch), usable, batch.column("#row").to_numpy())

    @classmethod
    def joined(cls, parts: Sequence[Keyed]) -> Keyed:
        """Those of several batches, in their order."""
        none = cls(np.zeros((0, len(KEYS)), np.uint64), np.zeros(0, np.bool_), np.zeros(0, np.int64))
        keys, usable, rows = zip(none, *parts, strict=True)
        return cls(np.concatenate(keys), np.concatenate(usable), np.concatenate(rows))
