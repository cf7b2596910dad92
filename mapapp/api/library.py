"""The data sets that this process shows, each read once for each state of its files.

One stands where nobody names another: that of ``CLAIMLINE_DATASET``, or the bundled one. Data sets of one's own lie
side by side in the folder that ``CLAIMLINE_HOME`` names. A reader names a data set by its id and never by a path.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geodata.datasets import bundled_path
from geodata.errors import QueryError, visible
from geodata.ingest import load_dataset
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS
from geodata.ingest.tables import COLUMNS, INFO_FILE
from geodata.model import Dataset

__all__ = [
    "BUNDLED",
    "DATASET_VARIABLE",
    "HOME_VARIABLE",
    "Listed",
    "dataset_folder",
    "home_folder",
    "labels_of",
    "list_datasets",
    "new_folder",
    "open_dataset",
    "usual_id",
]

# Environment variable that names another folder than the bundled data set
DATASET_VARIABLE = "CLAIMLINE_DATASET"
# Environment variable that names the folder in which data sets of one's own lie
HOME_VARIABLE = "CLAIMLINE_HOME"
# Id of the bundled data set, where another one is the usual one
BUNDLED = "bundled"

_USUAL = "usual"  # id of the usual data set in a list; a link leaves it out
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_RESERVED = frozenset({BUNDLED, _USUAL})
_MOST = 200  # data sets that are listed
_INFO_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A data set that can be shown.

    Parameters
    ----------
    id : str or None
        Names it in a link; None: the one that stands where a link names none.
    title : str
        As the data set says it; its folder's name where it says none.
    is_own : bool
        Whether it lies in the folder of one's own data sets, and so may be changed by an import.
    """

    id: str | None
    title: str
    is_own: bool

    @property
    def named(self) -> str:
        """The title with what tells the data set from one of the same title."""
        return f"{self.title} ({self.id or 'opened at the start'})"


def labels_of(listed: Iterable[Listed]) -> dict[str | None, str]:
    """What to call each data set in a choice, by its id: its title, with more where two have the same."""
    listed = tuple(listed)
    often = Counter(one.title for one in listed)
    return {one.id: one.title if often[one.title] == 1 else one.named for one in listed}


def home_folder() -> Path:
    """Folder of data sets of one's own.

    That of the environment variable ``CLAIMLINE_HOME``, else ``claimline`` in the data home of the XDG Base Directory
    Specification. It may not exist.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named)
    base = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local" / "share") / "claimline"


def dataset_folder(dataset_id: str | None = None) -> Path:
    """Folder of a data set.

    Parameters
    ----------
    dataset_id : str or None
        Its id; None: that of the environment variable ``CLAIMLINE_DATASET``, or the bundled one.

    Raises
    ------
    QueryError
        If there is none of that id; one sentence.
    """
    if dataset_id is None:
        named = os.environ.get(DATASET_VARIABLE)
        return Path(named) if named else bundled_path()
    if dataset_id == BUNDLED:
        return bundled_path()
    folder = home_folder() / dataset_id
    if not _is_id(dataset_id) or not (folder / INFO_FILE).is_file():
        raise QueryError(
            f"There is no data set “{visible(dataset_id, 60)}” here; it was removed or renamed, or the link comes from "
            "another computer. Choose one that is there."
        )
    return folder


def usual_id(dataset_id: str | None) -> str | None:
    """An id as links write it: None where it names the data set that stands there without an id."""
    if dataset_id == BUNDLED and not os.environ.get(DATASET_VARIABLE):
        return None
    return dataset_id or None


def new_folder(dataset_id: str) -> Path:
    """Folder that a data set of one's own has or would have.

    Raises
    ------
    QueryError
        If that is no id for one: other letters than a to z, digits and hyphens, too long, or taken by the program.
    """
    if not _is_id(dataset_id):
        raise QueryError(
            f"“{visible(dataset_id, 60)}” cannot name a data set; write up to 64 of the letters a to z, digits and "
            f"hyphens, as in my-files, and neither {' nor '.join(sorted(_RESERVED))}."
        )
    return home_folder() / dataset_id


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and text not in _RESERVED


def list_datasets() -> tuple[Listed, ...]:
    """Every data set that can be shown: the usual one, the bundled one, those of one's own by their titles."""
    usual = dataset_folder()
    found = [Listed(None, _title(usual), is_own=False)]
    if usual.resolve() != bundled_path().resolve():
        found.append(Listed(BUNDLED, _title(bundled_path()), is_own=False))
    own = [Listed(folder.name, _title(folder), is_own=True) for folder in _own_folders()]
    return (*found, *sorted(own, key=lambda one: (one.title.casefold(), one.id)))


def _own_folders() -> list[Path]:
    try:
        names = sorted(path.name for path in home_folder().iterdir())
    except OSError:  # there is none yet, or it is not ours to read
        return []
    folders = [home_folder() / name for name in names if _is_id(name)]
    return [folder for folder in folders if (folder / INFO_FILE).is_file()][:_MOST]


def _title(folder: Path) -> str:
    path = folder / INFO_FILE
    return _title_in(str(path), _file_stamp(path))


@lru_cache(maxsize=2 * _MOST)
def _title_in(path: str, stamp: tuple[int, int]) -> str:
    """Title that a data set's file states, whatever else may be wrong with it; the stamp is a part of the key."""
    name = Path(path).parent.name
    if not 0 <= stamp[1] <= _INFO_BYTES:
        return name
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return name
    title = told.get("title")
    return visible(title) if isinstance(title, str) and title.strip() else name


def open_dataset(dataset_id: str | None = None) -> Dataset:
    """A data set as its files stand now.

    Parameters
    ----------
    dataset_id : str or None
        As :func:`dataset_folder` reads it.

    Returns
    -------
    Dataset
        Frozen, so that every reader may share it.

    Raises
    ------
    QueryError
        If there is no data set of that id.
    DatasetError
        If the folder cannot be used; asked again after a mend, it is read again.
    """
    folder = dataset_folder(dataset_id)
    return _load(str(folder), _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[int, int], ...]:
    """Changes whenever a file of the data set or the list of its imports does."""
    files = [folder / file for file in (INFO_FILE, *COLUMNS)]
    try:
        imports = sorted(path for path in (folder / IMPORTS).iterdir() if not path.name.startswith("."))
    except OSError:
        imports = []
    told = [path / IMPORT_FILE for path in imports]
    return tuple(_file_stamp(path) for path in (*files, *told))


def _file_stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:  # loading says what is wrong with it
        return 0, -1
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _load(folder: str, stamp: tuple[tuple[int, int], ...]) -> Dataset:  # noqa: ARG001 - the stamp is the key
    return load_dataset(folder)
