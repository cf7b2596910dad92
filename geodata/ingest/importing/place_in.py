"""Putting the files of an import into a data set: by one rename, so that a reader sees all of it or nothing."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from contextlib import ExitStack
from pathlib import Path

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.importing.report import Report
from geodata.ingest.importing.tables import IMPORTS
from geodata.ingest.tables import INFO_FILE
from geodata.ingest.written import folder_files
from geodata.model import Dataset, DatasetInfo

__all__ = ["dataset_id_of", "place_in"]


def place_in(files: Path, report: Report, into: Path, title: str) -> bool:
    """Put an import into a data set.

    Parameters
    ----------
    files : Path
        Folder with the files of the import; it is left as it is.
    report : Report
        What it does.
    into : Path
        Folder of the data set; made where it is not there or empty. Its parent must exist.
    title : str
        Of a data set that is made; empty: after the file.

    Returns
    -------
    bool
        Whether the data set held this very import before; nothing was changed then.

    Raises
    ------
    ImportRefusedError
        If the folder is no data set, or cannot be written.
    """
    if files.parent.parent == into and files.parent.name == IMPORTS:
        return True
    try:
        if _is_new(into):
            _make(files, report, into, title)
            return False
        if not (into / INFO_FILE).is_file():
            told = f"“{visible(str(into))}” is no data set: it holds other files and no {INFO_FILE}"
            raise ImportRefusedError(f"{told}; name another folder.")
        return _add(files, report.import_id, into)
    except OSError as error:
        told = f"“{visible(str(into))}” cannot be written: {error.strerror or error}"
        raise ImportRefusedError(f"{told}; nothing was imported.") from error


def _is_new(into: Path) -> bool:
    return not into.exists() or (into.is_dir() and not any(into.iterdir()))


def _make(files: Path, report: Report, into: Path, title: str) -> None:
    if not into.parent.is_dir():
        told = f"“{visible(str(into))}” cannot be made: there is no folder “{visible(str(into.parent))}”"
        raise ImportRefusedError(f"{told}; make it first.")
    part = into.with_name(f".{into.name}.{os.getpid()}.part")
    info = DatasetInfo(
        dataset_id=dataset_id_of(into.name),
        title=title.strip() or f"Claims from {visible(report.file)}",
        scope="What the imported files hold, and nothing else.",
        version="1",
        licence="As each import states it",
        attribution="As each import states it",
    )
    empty = Dataset(info, (), (), (), (), (), (), "")
    with ExitStack() as undone:
        undone.callback(shutil.rmtree, part, ignore_errors=True)
        part.mkdir()
        for name, content in folder_files(empty).items():
            _write(part / name, content)
        _copy(files, part / IMPORTS / report.import_id)
        _sync(part)
        part.rename(into)
        undone.pop_all()
    _sync(into.parent)


def dataset_id_of(name: str) -> str:
    """An id for a data set out of the name of its folder: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "imported"


def _add(files: Path, import_id: str, into: Path) -> bool:
    target = into / IMPORTS / import_id
    if target.exists():
        return True
    target.parent.mkdir(exist_ok=True)
    part = target.with_name(f".{import_id}.{os.getpid()}.part")
    with ExitStack() as undone:
        undone.callback(shutil.rmtree, part, ignore_errors=True)
        _copy(files, part)
        try:
            part.rename(target)
        except OSError:
            if target.is_dir():  # somebody else was faster with the very same import
                return True
            raise
        undone.pop_all()
    _sync(target.parent)
    return False


def _copy(files: Path, to: Path) -> None:
    to.mkdir(parents=True)
    for path in sorted(files.iterdir()):
        shutil.copyfile(path, to / path.name)
        _sync(to / path.name)
    _sync(to)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    """Have a file or a folder on the disk before anything says that it is there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
