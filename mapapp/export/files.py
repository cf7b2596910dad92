"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from geodata.errors import ExportError

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there once it is complete; an older file stays until then.

    Parameters
    ----------
    path : Path
        Where the file goes; its folder must exist.
    content : bytes
        All of it.

    Raises
    ------
    ExportError
        If it cannot be written; the sentence says why.
    """
    if path.is_dir():
        raise ExportError(f"“{path}” is a folder; write the name of a file in it.")
    if not path.parent.is_dir():
        raise ExportError(f"“{path}” cannot be written: there is no folder “{path.parent}”; make it first.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as target:
            target.write(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError(f"“{path}” cannot be written: {error.strerror or error}.") from error
