"""A manifest inside a file, sealed: its SHA-256 covers every other byte of the file and the manifest itself.

A seal finds what was altered by accident, by an editor or on the way. It is no signature: who means to deceive can seal
anew, which is why ``mapapp.export.verify`` also asks the data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geodata.errors import ExportError
from mapapp.export.carriers import CARRIERS, carrier_of

__all__ = ["CARRIERS", "MOST_BYTES", "Sealed", "opened", "opened_beside", "seal", "sidecar"]

MOST_BYTES = 256 * 2**20
"""A file larger than this, in bytes, is not read: no picture of ours comes near."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a file says of itself, and whether it is as it was sealed."""

    name: str
    manifest: dict[str, Any]
    intact: bool


def seal(content: bytes, form: str, manifest: dict[str, Any]) -> bytes:
    """Put a manifest into a file of ours.

    Parameters
    ----------
    content : bytes
        The file without a manifest, as our writers make it.
    form : {'png', 'svg', 'pdf', 'geojson', 'html'}
        Its format: an iTXt chunk, a metadata element, an XMP packet in an incremental update, a foreign member, a data
        block.
    manifest : dict
        JSON values; ``sha256`` is added as its last key.

    Returns
    -------
    bytes
        The file with the manifest. The same input gives the same bytes.

    Raises
    ------
    ExportError
        If the file is not as our writers make them.
    """
    sealed = CARRIERS[form].put(content, _text({**manifest, "sha256": _digest(content, manifest)}))
    if sealed == content:
        raise ExportError(
            f"No manifest can be put into this {CARRIERS[form].name}: it is not as our writer makes them."
        )
    return sealed


def sidecar(content: bytes, manifest: dict[str, Any]) -> bytes:
    """Write the manifest that goes beside a file whose format cannot hold one.

    Parameters
    ----------
    content : bytes
        The file.
    manifest : dict
        JSON values; ``sha256`` is added as its last key, made as if the manifest were inside.

    Returns
    -------
    bytes
        JSON in ASCII, a line for each value.
    """
    return _lines({**manifest, "sha256": _digest(content, manifest)})


def opened_beside(name: str, content: bytes, beside: bytes) -> Sealed:
    """Read what the manifest beside a file says of it.

    Parameters
    ----------
    name : str
        What to call the file, as in ``CSV``.
    content : bytes
        The file; nothing in it is read.
    beside : bytes
        The manifest, as :func:`sidecar` writes it, however hostile.

    Raises
    ------
    ExportError
        If it holds no manifest that can be read.
    """
    return _judged(name, beside, content, _lines, whole=True)


def opened(content: bytes) -> Sealed:
    """Read what a file says of itself; nothing is decoded, unpacked or fetched, however hostile the file is.

    Raises
    ------
    ExportError
        If it is none of our formats, or holds no manifest that can be read.
    """
    form = carrier_of(content)
    carrier = CARRIERS[form]
    found = carrier.take(content)
    if found is None:
        raise ExportError(f"This {carrier.name} holds no manifest of Claimline: it is not ours, or lost it on its way.")
    bare, text = found
    return _judged(carrier.name, text, bare, _text, whole=carrier.put(bare, text) == content)


def _judged(name: str, text: bytes, bare: bytes, write: Callable[[dict[str, Any]], bytes], *, whole: bool) -> Sealed:
    """Read a manifest and hold its digest against a file; ``whole``: nothing stands between and around them."""
    try:
        manifest = json.loads(text)
        if not isinstance(manifest, dict):
            raise ValueError("not an object")
        same = write(manifest) == text and manifest.pop("sha256", None) == _digest(bare, manifest)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"The manifest of this {name} cannot be read: it was altered.") from error
    return Sealed(name, manifest, same and whole)


def _text(manifest: dict[str, Any]) -> bytes:
    """JSON in ASCII, one line: what every format can hold, lone surrogates and control characters included."""
    return json.dumps(manifest, ensure_ascii=True, separators=(", ", ": ")).encode("ascii")


def _lines(manifest: dict[str, Any]) -> bytes:
    """The same in lines, for a file of its own that somebody will open."""
    return json.dumps(manifest, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def _digest(bare: bytes, manifest: dict[str, Any]) -> str:
    found = hashlib.sha256(bare)
    found.update(b"\0" + _text(manifest))
    return found.hexdigest()
