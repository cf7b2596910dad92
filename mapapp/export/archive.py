"""ZIP files that say no clock: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["packed"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can hold
_PLAIN_FILE = 0o644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by name in the archive, in the order in which they are to stand there.

    Returns
    -------
    bytes
        Deflated, every file dated 1 January 1980.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, _PLAIN_FILE
            archive.writestr(entry, content)
    return target.getvalue()
