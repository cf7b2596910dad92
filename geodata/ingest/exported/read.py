"""Reading a saved file: which format it is, what it holds, the data set that follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geodata.ingest.exported.assemble import assembled
from geodata.ingest.exported.geojson import read_geojson
from geodata.ingest.exported.gpkg import read_gpkg
from geodata.ingest.exported.parquet import read_parquet
from geodata.ingest.exported.raw import Raw, unreadable
from geodata.ingest.exported.zipped import read_zip
from geodata.model import Dataset

__all__ = ["MOST_BYTES", "read_export"]

MOST_BYTES = 256 * 2**20
"""A file larger than this, in bytes, is not read."""

_READERS: tuple[tuple[bytes, Callable[[bytes, Raw], None]], ...] = (
    (b"PK\x03\x04", read_zip),
    (b"SQLite format 3\0", read_gpkg),
    (b"PAR1", read_parquet),
    (b"{", read_geojson),
)


def read_export(source: Path | str | bytes, name: str = "") -> Dataset:
    """Give back the data set that a saved file holds.

    Parameters
    ----------
    source : Path, str or bytes
        A GeoJSON, GeoPackage, GeoParquet or ZIP that Claimline saved: its path, or its content. The content decides
        which it is, not the name.
    name : str
        What refusals call it; blank: the name of the file.

    Returns
    -------
    Dataset
        The claims of the file in its order, with all that belongs to them, checked as ``load_dataset`` checks a folder;
        ``info.excerpt`` says what was left out. The digest is that of the folder that ``write_folder`` makes. What
        follows from the records (status, counts, instants, outlines of areas) is not read.

    Raises
    ------
    UnreadableError
        If it cannot be opened: it is damaged, larger than ``MOST_BYTES``, or none of these.
    DatasetError
        If something in it was refused. It carries every problem found, each with the table and row of the file.
    """
    content, called = _content(source, name)
    for mark, read in _READERS:
        if content.startswith(mark):
            raw = Raw(called)
            read(content, raw)
            return assembled(raw)
    raise unreadable(called, "this is no GeoJSON, GeoPackage, GeoParquet or ZIP; only those can be restored")


def _content(source: Path | str | bytes, name: str) -> tuple[bytes, str]:
    large = f"it is larger than {MOST_BYTES // 2**20} MiB, and no file of ours is"
    if isinstance(source, bytes):
        if len(source) > MOST_BYTES:
            raise unreadable(name or "the file", large)
        return source, name or "the file"
    path = Path(source)
    called = name or path.name or str(path)
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(called, f"it cannot be read ({error.strerror or error})") from error
    except ValueError as error:  # a name that no file can have
        raise unreadable(called, "no file can have this name") from error
    if len(content) > MOST_BYTES:
        raise unreadable(called, large)
    return content, called
