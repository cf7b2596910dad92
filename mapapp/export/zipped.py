"""A selection in every format at once, with a manifest that names each file by its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.archive import packed
from mapapp.export.csvfile import table_csv
from mapapp.export.kinds import Format, Kind
from mapapp.export.listed import MANIFEST, with_files
from mapapp.export.look import Look
from mapapp.export.manifest import manifest_of_chosen
from mapapp.export.progress import CancelledError, Progress, unheard
from mapapp.export.tables import tables_of

__all__ = ["to_zip"]

_OTHERS_SHARE = 0.3  # of the time, what is no film


def to_zip(selection: Selection, look: Look, progress: Progress, formats: Mapping[str, Format]) -> bytes:
    """Write a selection as an archive of files.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.
    look : Look
        How a picture in it is to look.
    progress : callable
        Told the share that is done before each file.
    formats : mapping of str to Format
        What to write, by the suffix of its files.

    Returns
    -------
    bytes
        ``manifest.json``: the question, the counts, the data set, every claim, and under ``files`` the name, the size
        in bytes and the SHA-256 of each of the others: ``claims`` in each format, and each table as CSV in the folder
        ``tables``; sealed. A film that cannot be made, because nothing has a date or its frames are too large, is left
        out, and ``left_out`` says why. No clock is in it.

    Raises
    ------
    geodata.errors.ClaimlineError
        If one of the formats cannot hold the selection; the sentence says why.
    """
    others = {suffix: one for suffix, one in formats.items() if one.kind is not Kind.FILM}
    files = {}
    for number, (suffix, one) in enumerate(others.items()):
        progress(_OTHERS_SHARE * number / len(others))
        files[f"claims{suffix}"] = one.write(selection, look, unheard)
    files |= {f"tables/{table.name}.csv": table_csv(table) for table in tables_of(selection)}
    films, why_not = _films(selection, look, progress)
    told = {**manifest_of_chosen(selection, look), "left_out": why_not}
    return packed({MANIFEST: with_files(told, {**files, **films}), **files, **films})


def _films(selection: Selection, look: Look, progress: Progress) -> tuple[dict[str, bytes], str | None]:
    """The film in each of its formats; none where it cannot be made, and the sentence that says why."""
    from mapapp.export.animation import draw_animations

    try:
        drawn = draw_animations(selection, look, lambda share: progress(_OTHERS_SHARE + (1 - _OTHERS_SHARE) * share))
    except CancelledError:
        raise
    except ExportError as error:
        return {}, f"A film: {error}"
    return {f"claims.{form}": content for form, content in drawn.items()}, None
