"""A selection in every format at once, with a manifest that names each file by its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.store import Selection
from mapapp.export.archive import packed
from mapapp.export.csvfile import table_csv
from mapapp.export.kinds import Format
from mapapp.export.listed import MANIFEST, with_files
from mapapp.export.look import Look
from mapapp.export.manifest import manifest_of_chosen
from mapapp.export.progress import Progress, unheard
from mapapp.export.tables import tables_of

__all__ = ["to_zip"]


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
        ``tables``; sealed. No clock is in it.

    Raises
    ------
    geodata.errors.ClaimlineError
        If one of the formats cannot hold the selection; the sentence says why.
    """
    files = {}
    for number, (suffix, one) in enumerate(formats.items()):
        progress(number / len(formats))
        files[f"claims{suffix}"] = one.write(selection, look, unheard)
    files |= {f"tables/{table.name}.csv": table_csv(table) for table in tables_of(selection)}
    return packed({MANIFEST: with_files(manifest_of_chosen(selection, look), files), **files})
