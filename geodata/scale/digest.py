"""Which data a folder holds, told from its files alone: no record is read."""

from __future__ import annotations

from pathlib import Path

from geodata.errors import DatasetError, Problem
from geodata.ingest.folder import digest_of
from geodata.ingest.importing.kept import import_folders
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS
from geodata.ingest.tables import read_files

__all__ = ["digest_of_folder", "own_contents"]


def own_contents(folder: Path) -> dict[str, bytes]:
    """The files of a data set itself, by name.

    Raises
    ------
    DatasetError
        If one that must be there is missing, or one cannot be read.
    """
    problems: list[Problem] = []
    if not folder.is_dir():
        raise DatasetError([Problem(folder.name or str(folder), None, None, None, "there is no such folder")])
    contents = read_files(folder, problems)
    if problems:
        raise DatasetError(problems)
    return contents


def digest_of_folder(folder: Path | str) -> str:
    """The digest that the data set of a folder has once it is loaded: ``Dataset.digest``.

    It follows from the files of the data set and from what each import says of itself, which has the digests of its
    tables; so it takes no longer for very many claims. Whether the records are right it does not tell.

    Raises
    ------
    DatasetError
        If a file is missing or cannot be read.
    """
    folder = Path(folder)
    contents = own_contents(folder)
    try:
        for path in import_folders(folder):
            contents[f"{IMPORTS}/{path.name}/{IMPORT_FILE}"] = (path / IMPORT_FILE).read_bytes()
    except OSError as error:
        mend = f"the imports cannot be read ({error.strerror}), check their files"
        raise DatasetError([Problem(IMPORTS, None, None, None, mend)]) from error
    return digest_of(contents)
