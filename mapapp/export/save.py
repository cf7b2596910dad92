"""One way to save a selection, for the dialog, the command line and the library: a file, and its manifest."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.formats import FORMATS
from mapapp.export.look import LOOK, Look
from mapapp.export.manifest import manifest_of_chosen
from mapapp.export.progress import Progress, unheard
from mapapp.export.seal import CARRIERS, sidecar

__all__ = ["SIDECAR", "Saved", "save", "suffix_named"]

SIDECAR = ".manifest.json"
"""What is added to the name of a file to make the name of the manifest beside it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file, and the manifest that goes beside it where the format cannot hold one."""

    content: bytes
    manifest: bytes | None


def suffix_named(suffix: str) -> str:
    """The key of ``FORMATS`` for a suffix as somebody wrote it: ``.JSON`` is GeoJSON.

    Raises
    ------
    ExportError
        If nothing can be saved under it.
    """
    found = suffix.lower().replace(".json", ".geojson")
    if found not in FORMATS:
        raise ExportError(f"“{suffix}” is no format that can be saved; use one of {', '.join(FORMATS)}.")
    return found


def save(selection: Selection, suffix: str, look: Look = LOOK, progress: Progress = unheard) -> Saved:
    """Save a selection in one of ``FORMATS``.

    Parameters
    ----------
    selection : Selection
        What to save.
    suffix : str
        The format, as in ``.png``.
    look : Look
        How it is to look.
    progress : callable
        Told the share that is done, from 0 to 1; may raise ``CancelledError``.

    Returns
    -------
    Saved
        The file; its manifest too where the format cannot hold it.

    Raises
    ------
    ExportError
        If the format is unknown or cannot hold what is asked; the sentence says what can.
    CancelledError
        If ``progress`` raised it.
    """
    chosen = suffix_named(suffix)
    content = FORMATS[chosen].write(selection, look, progress)
    progress(1.0)
    if chosen == ".zip" or chosen.removeprefix(".") in CARRIERS:
        return Saved(content, None)
    return Saved(content, sidecar(content, manifest_of_chosen(selection, look)))
