"""Taking an import back: its folder is put aside whole, unless the data set's own files rest on it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from geodata.errors import DatasetError, ImportRefusedError, Problem, visible
from geodata.ingest.importing.kept_files import import_folders, unlisted
from geodata.ingest.importing.tables import IMPORTS, UNDONE
from geodata.ingest.tables import COLUMNS, read_table

__all__ = ["undo_import"]

_OWN_ID = {f"{name}s.csv": f"{name}_id" for name in ("place", "source", "claim", "report", "assessment")}
_MOST_NAMED = 5


def undo_import(folder: Path | str, import_id: str) -> Path:
    """Take an import back.

    Parameters
    ----------
    folder : Path or str
        The data set's folder.
    import_id : str
        As :func:`list_imports` tells it. Its files need not be whole.

    Returns
    -------
    Path
        Where its files lie now: ``imports/.undone/<id>``, with a number behind where it was taken back before. Nothing
        is deleted; put back in its place, the folder counts again.

    Raises
    ------
    ImportRefusedError
        If there is no such import, if records of the data set's own files rest on it, or if the folder cannot be
        moved; one sentence.
    DatasetError
        If a file of the data set cannot be read, so that nobody knows what rests on the import.
    """
    folder = Path(folder)
    _check_there(folder, import_id)
    resting = list(_resting(folder, import_id))
    if resting:
        more = len(resting) - _MOST_NAMED
        named = ", ".join(resting[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise ImportRefusedError(
            f"{import_id} cannot be taken back while records of the data set rest on it: {named}; remove these first."
        )
    return _put_aside(folder / IMPORTS / import_id, folder / IMPORTS / UNDONE)


def _check_there(folder: Path, import_id: str) -> None:
    try:
        there = [path.name for path in import_folders(folder)]
    except OSError as error:
        raise DatasetError([unlisted(error)]) from error
    if import_id not in there:
        known = f"there are {', '.join(visible(name) for name in there)}" if there else "it has none"
        raise ImportRefusedError(f"The data set has no import “{visible(import_id)}”; {known}.")


def _resting(folder: Path, import_id: str) -> Iterator[str]:
    """The rows of the data set's own files that name a record of the import."""
    problems: list[Problem] = []
    beginning = f"i{import_id}-"
    for file in COLUMNS:
        try:
            content = (folder / file).read_bytes()
        except FileNotFoundError:
            continue  # what is not there rests on nothing
        except OSError as error:
            mend = f"the file cannot be read ({error.strerror}), check its permissions"
            raise DatasetError([Problem(file, None, None, None, mend)]) from error
        for record in read_table(file, content, problems):
            links = (text for name, text in record.fields.items() if _is_link(name) and name != _OWN_ID.get(file))
            if any(word.startswith(beginning) for text in links for word in text.split()):
                yield f"{file} row {record.row}"
    if problems:
        raise DatasetError(problems)


def _is_link(column: str) -> bool:
    return column.endswith("_id") or column in ("derived_from", "not_independent_of", "evidence")


def _put_aside(path: Path, undone: Path) -> Path:
    try:
        undone.mkdir(exist_ok=True)
        names = (path.name if number == 1 else f"{path.name}.{number}" for number in count(1))
        while not (moved := _moved(path, undone / next(names))):
            pass
    except FileNotFoundError as error:
        raise ImportRefusedError(f"The import “{path.name}” was taken back by somebody else just now.") from error
    except OSError as error:
        raise ImportRefusedError(f"The import “{path.name}” cannot be moved: {error.strerror or error}.") from error
    return moved


def _moved(path: Path, target: Path) -> Path | None:
    """Where it is now, None where something lies there already."""
    try:
        return None if target.exists() else path.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # somebody took the name in this moment
            return None
        raise
