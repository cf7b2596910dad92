"""A ZIP of ours read back: its manifest is sealed by itself and names every other file with its SHA-256.

Nothing is written to a disk, and no more is unpacked than the limits allow: the archive may be a stranger's.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from typing import Any

from geodata.errors import ExportError
from mapapp.export.seal import MOST_BYTES, Sealed, opened_beside, sidecar

__all__ = ["MANIFEST", "is_archive", "opened_archive", "with_files"]

MANIFEST = "manifest.json"
"""Name in the archive of the file that names the others."""

_MOST_FILES = 200
_NOT_OURS = "This ZIP is none that Claimline saved, or was packed anew: it has no manifest that can be read."


def is_archive(content: bytes) -> bool:
    """Whether a file begins as an archive whose manifest is inside; an Excel workbook is one without."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    name = MANIFEST.encode("ascii")
    return content[26:28] == bytes((len(name), 0)) and content.startswith(name, 30)


def with_files(manifest: dict[str, Any], files: dict[str, bytes]) -> bytes:
    """Write the manifest of an archive: ``files`` names each with its size in bytes and its SHA-256; sealed."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    return sidecar(b"", {**manifest, "files": listed})


def opened_archive(content: bytes) -> Sealed:
    """Read what an archive says of itself, and whether every file in it is the one that its manifest names.

    Raises
    ------
    ExportError
        If it is no archive of ours, or would unpack to more than our archives hold.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise ExportError(f"This ZIP would unpack to more than {MOST_BYTES // 2**20} MB and was not read.")
            found = opened_beside("ZIP", b"", _unpacked(archive, MANIFEST))
            digests = {
                entry.filename: hashlib.sha256(_unpacked(archive, entry)).hexdigest()
                for entry in entries
                if entry.filename != MANIFEST
            }
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ExportError(_NOT_OURS) from error
    twice = len(digests) + 1 != len(entries)
    return Sealed("ZIP", found.manifest, found.intact and not twice and digests == _stated(found.manifest))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str) -> bytes:
    """One file, read no further than it says it is long."""
    info = archive.getinfo(entry) if isinstance(entry, str) else entry
    with archive.open(info) as source:
        return source.read(info.file_size + 1)


def _stated(manifest: dict[str, Any]) -> dict[str, Any] | None:
    """The digests that a manifest names; None where it names none or one twice."""
    files = manifest.get("files")
    if not isinstance(files, list) or not all(isinstance(one, dict) for one in files):
        return None
    names = [one.get("name") for one in files]
    stated = {name: one.get("sha256") for name, one in zip(names, files, strict=True) if isinstance(name, str)}
    return stated if len(stated) == len(names) else None
