"""Numbers of a claim as the world writes them: whole, in groups of three, or as a range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Numbers", "read_number", "read_numbers"]

_PLAIN = r"\d{1,12}(?:\.0+)?|\d{1,3}(?:[ ,'’\u00a0\u2009\u202f]\d{3}){1,3}"
_RANGE = re.compile(rf"(?P<low>{_PLAIN})(?:\s*[-–—]\s*(?P<high>{_PLAIN}))?", re.ASCII)


class Numbers(NamedTuple):
    """A column of numbers, each of shape (n,): ``low`` and ``high`` are -1 where nothing is stated; ``bad`` is bool."""

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    bad: npt.NDArray[np.bool_]


def read_number(text: str) -> tuple[int, int] | None:
    """Read ``1500``, ``1 500``, ``1,500``, ``1500.0`` or ``1500-2000`` as a closed range; None for anything else.

    A comma or an apostrophe counts only where three digits follow each. Numbers are zero or more, of twelve digits at
    most. A point parts groups in some countries and decimals in others: ``1.500`` is not read.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    low = _whole(match["low"])
    high = low if match["high"] is None else _whole(match["high"])
    return (low, high) if low <= high else None


def _whole(text: str) -> int:
    return int(re.sub(r"\.0+$|\D", "", text))


def read_numbers(values: pa.Array) -> Numbers:
    """Read a column of numbers; each distinct text once.

    Parameters
    ----------
    values : pyarrow.StringArray, shape (n,)
        As written; null and blank are none.
    """
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(pc.fill_null(values, ""))
    known = [(-1, -1) if not text.strip() else read_number(text) for text in encoded.dictionary.to_pylist()]
    at = encoded.indices.to_numpy(zero_copy_only=False)
    low = np.array([one[0] if one else -1 for one in known], np.int64)[at]
    high = np.array([one[1] if one else -1 for one in known], np.int64)[at]
    return Numbers(low, high, np.array([one is None for one in known], np.bool_)[at])
