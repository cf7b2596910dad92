"""A glance at a column of text: whether a slow change of every cell could change any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["any_control", "any_holds", "any_loose"]

# First bytes in UTF-8 of white space, of U+FEFF and of U+1680, U+2000 to U+205F, U+3000; other characters share some
_FIRST = np.zeros(256, np.bool_)
_FIRST[[*range(0x09, 0x0E), *range(0x1C, 0x21), 0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
# Last bytes of the same
_LAST = np.zeros(256, np.bool_)
_LAST[[*range(0x09, 0x0E), *range(0x1C, 0x21), *range(0x80, 0x8B), 0x9F, 0xA0, 0xA8, 0xA9, 0xAF, 0xBF]] = True

Numbers = np.ndarray[Any, np.dtype[Any]]


def any_loose(values: pa.Array) -> bool:
    """Whether a cell may be empty or begin or end with white space.

    Parameters
    ----------
    values : pyarrow.StringArray
        Any length.

    Returns
    -------
    bool
        False only where no trimming could change a cell, and no cell is empty.
    """
    ends, data = _parts(values)
    starts, ends = ends[:-1], ends[1:]
    if values.null_count:
        there = values.is_valid().to_numpy(zero_copy_only=False)
        starts, ends = starts[there], ends[there]
    if not len(starts):
        return False
    if (starts == ends).any():
        return True
    return bool(_FIRST[data[starts]].any() or _LAST[data[ends - 1]].any())


def any_holds(values: pa.Array, sign: str) -> bool:
    """Whether an ASCII character stands in a column; nulls hold nothing, but what lies under them may count."""
    ends, data = _parts(values)
    return bool((data[ends[0] : ends[-1]] == ord(sign)).any())


def any_control(values: pa.Array) -> bool:
    """Whether an ASCII control character stands in a column; nulls hold nothing, but what lies under them may count."""
    ends, data = _parts(values)
    there = data[ends[0] : ends[-1]]
    return bool(len(there) and (there.min() < ord(" ") or (there == 0x7F).any()))


def _parts(values: pa.Array) -> tuple[Numbers, Numbers]:
    """Where each cell begins in the bytes, and where the last ends; and the bytes."""
    _valid, ends, data = values.buffers()
    if ends is None or data is None or not len(values):
        return np.zeros(len(values) + 1, np.int32), np.zeros(0, np.uint8)
    offsets = np.frombuffer(ends, np.int32)[values.offset : values.offset + len(values) + 1]
    return offsets, np.frombuffer(data, np.uint8)
