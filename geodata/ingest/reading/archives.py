"""ZIP, KMZ and gzip: what is in them, unpacked within limits under names of our own."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.kinds import MAGIC_BYTES, SUFFIXES, recognise

__all__ = ["check_zip", "open_zip", "read_gzip", "read_zip", "unpack"]

_CHUNK = 1 << 20
_LET_OFF = 1_000_000  # bytes; what is smaller may be packed as tightly as it likes
_BESIDE_SHAPES = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_READ_ALONE = frozenset(("text", "json", "kml", "workbook", "gpkg", "flatgeobuf", "parquet"))

Reader = Callable[[Job, Callable[[float], None]], Facts]


def open_zip(job: Job) -> ZipFile:
    """Open the job's source as a ZIP whose directory keeps the limits.

    Raises
    ------
    ImportRefusedError
        If it is damaged, locked with a password, or passes a limit.
    """
    try:
        archive = ZipFile(job.source)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise ImportRefusedError(f"{visible(job.name)}: the archive is damaged; pack it again.") from None
    check_zip(job, archive.infolist())
    return archive


def check_zip(job: Job, entries: Iterable[ZipInfo]) -> None:
    """Refuse an archive whose directory passes a limit or says that a password is needed."""
    entries, shown, limits = list(entries), visible(job.name), job.limits
    if len(entries) > limits.entries:
        raise ImportRefusedError(f"{shown}: it holds more than {limits.entries} files; pack fewer.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefusedError(f"{shown}: it is locked with a password; pack it without one.")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        most = limits.unpacked_bytes // 1_000_000
        raise ImportRefusedError(f"{shown}: it unpacks to more than {most} MB, which is the most that is read here.")
    for entry in entries:
        if entry.file_size > max(_LET_OFF, limits.ratio * max(entry.compress_size, 1)):
            raise ImportRefusedError(f"{shown}: it is packed so tightly that it looks like a trap; pack it anew.")


def unpack(job: Job, source: IO[bytes] | gzip.GzipFile, target: Path) -> None:
    """Copy a packed stream to a file of ours, up to the limit of what may be unpacked.

    Raises
    ------
    ImportRefusedError
        If it grows too large. What the unpacker raises for damage is passed on.
    """
    left = job.limits.unpacked_bytes
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                most = job.limits.unpacked_bytes // 1_000_000
                raise ImportRefusedError(f"{visible(job.name)}: it unpacks to more than {most} MB.")
            file.write(chunk)


@contextmanager
def _telling_damage(job: Job) -> Iterator[None]:
    """Turn what the unpackers raise for a damaged archive into our error."""
    try:
        yield
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OSError, RuntimeError):
        raise ImportRefusedError(f"{visible(job.name)}: the archive is damaged; pack it again.") from None


def _unpack_entry(job: Job, archive: ZipFile, entry: ZipInfo, target: Path) -> None:
    with _telling_damage(job), archive.open(entry) as packed:
        unpack(job, packed, target)


def read_gzip(job: Job, progress: Callable[[float], None], readers: dict[str, Reader]) -> Facts:
    """Read a single file packed with gzip, as in ``events.csv.gz``."""
    inner = job.name[: -len(".gz")] if job.name.lower().endswith(".gz") else job.name
    target = job.out / "unpacked"
    with _telling_damage(job), job.source.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        unpack(job, packed, target)
    if target.stat().st_size > max(_LET_OFF, job.limits.ratio * job.source.stat().st_size):
        raise ImportRefusedError(f"{visible(job.name)}: it is packed so tightly that it looks like a trap.")
    return _read_inner(replace(job, name=inner, source=target), progress, readers)


def read_zip(job: Job, progress: Callable[[float], None], readers: dict[str, Reader]) -> Facts:
    """Read one file of a ZIP or KMZ; which one is asked where there are several.

    Raises
    ------
    ImportRefusedError
        If nothing in it is read here, or a limit is passed.
    NeedsAnswerError
        If several files could be meant.
    """
    with open_zip(job) as archive:
        entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
        names = _candidates(job, list(entries))
        chosen = _choose(job, names)
        if chosen.lower().endswith(".shp"):
            target = job.out / "shapes.shp"
            stem = chosen[: -len(".shp")]
            for name, entry in entries.items():
                if name[: len(stem)] == stem and (suffix := name[len(stem) :].lower()) in _BESIDE_SHAPES:
                    _unpack_entry(job, archive, entry, target.with_suffix(suffix))
            facts = readers["shapefile"](replace(job, name=_last(chosen), source=target), progress)
        else:
            target = job.out / "unpacked"
            _unpack_entry(job, archive, entries[chosen], target)
            inner = replace(job, name=_last(chosen), source=target, wishes=replace(job.wishes, layer=None))
            facts = _read_inner(inner, progress, readers)
    return facts if len(names) == 1 else replace(facts, layers=tuple(names), layer=chosen)


def _last(name: str) -> str:
    return PurePosixPath(name).name or name


def _candidates(job: Job, names: list[str]) -> list[str]:
    """The files of an archive that can be read, the likeliest first."""
    seen = [name for name in names if not name.startswith("__MACOSX/") and not _last(name).startswith(".")]
    if job.name.lower().endswith(".kmz"):
        found = [name for name in seen if name.lower().endswith(".kml")]
        main = [name for name in found if _last(name).lower() == "doc.kml"]
        found = main[:1] or found
    else:
        found = [name for name in seen if name.lower().endswith(".shp")]
        kinds = {name: SUFFIXES.get(PurePosixPath(name.lower()).suffix) for name in seen}
        others = [name for name, kind in kinds.items() if kind in _READ_ALONE]
        found += [name for name in others if not name.lower().endswith(".txt")] or ([] if found else others)
    if not found:
        raise ImportRefusedError(
            f"{visible(job.name)}: nothing in it is a file that is read here; "
            "pack a Shapefile (.shp, .dbf, .shx, .prj), or a file such as CSV or GeoJSON."
        )
    return found


def _choose(job: Job, names: list[str]) -> str:
    wish = job.wishes.layer
    if len(names) == 1:
        return names[0]
    if wish in names and wish is not None:
        return wish
    if wish is not None:
        raise ImportRefusedError(f"{visible(job.name)}: it has no file “{visible(wish)}”; name one that it holds.")
    options = tuple((name, "a file of the archive") for name in names[:50])
    words = f"Which file of {visible(job.name)} holds the claims?"
    raise NeedsAnswerError([Question("layer", words, options, f"It holds {len(names)} files that can be read.")])


def _read_inner(job: Job, progress: Callable[[float], None], readers: dict[str, Reader]) -> Facts:
    with job.source.open("rb") as file:
        kind = recognise(job.name, file.read(MAGIC_BYTES))
    if kind not in _READ_ALONE:
        raise ImportRefusedError(f"{visible(job.name)}: an archive in an archive is not read; unpack the outer one.")
    return readers[kind](replace(job, kind=kind), progress)
