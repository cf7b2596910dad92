"""The binary form of a view: a header in JSON, then aligned little-endian arrays."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapapp.api.v1.replies import json_bytes

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["MAGIC", "write_view"]

MAGIC = b"CLMVIEW1"
"""The first eight bytes; the last of them is the number of the form."""

_ALIGNED = 8
_HEAD = struct.Struct("<8sII")


def write_view(told: Mapping[str, Any], columns: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Write columns with what a reader must know of them.

    Parameters
    ----------
    told : mapping
        Ready for JSON; has no key ``columns``.
    columns : mapping of str to ndarray, shape (n,)
        Little-endian whole numbers.

    Returns
    -------
    bytes
        ``MAGIC``; two uint32, the length of the header in bytes and zero; the header, JSON in UTF-8 filled up with
        blanks to a multiple of 8; then each array, filled up with zeros to a multiple of 8. The header's ``columns``
        tell name, type, offset in bytes after the header, and length in entries of each.
    """
    parts, entries, offset = [], [], 0
    for name, column in columns.items():
        content = column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes()
        content += bytes(-len(content) % _ALIGNED)
        entries.append({"name": name, "type": column.dtype.name, "offset": offset, "length": len(column)})
        parts.append(content)
        offset += len(content)
    header = json_bytes({**told, "columns": entries})
    header += b" " * (-len(header) % _ALIGNED)
    return b"".join([_HEAD.pack(MAGIC, len(header), 0), header, *parts])
