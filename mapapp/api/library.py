"""The data set that this process serves, read once for each state of its files."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.ingest.tables import COLUMNS, INFO_FILE
from geodata.model import Dataset

__all__ = ["DATASET_VARIABLE", "dataset_folder", "open_dataset"]

# Environment variable that names another folder than the bundled data set
DATASET_VARIABLE = "CLAIMLINE_DATASET"


def dataset_folder() -> Path:
    """Folder of the data set: the environment variable ``CLAIMLINE_DATASET``, or the bundled one."""
    named = os.environ.get(DATASET_VARIABLE)
    return Path(named) if named else bundled_path()


def open_dataset() -> Dataset:
    """The data set as its files stand now.

    Returns
    -------
    Dataset
        Frozen, so that every reader may share it.

    Raises
    ------
    DatasetError
        If the folder cannot be used; asked again after a mend, it is read again.
    """
    folder = dataset_folder()
    return _load(str(folder), _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[int, int], ...]:
    return tuple(_file_stamp(folder / file) for file in (INFO_FILE, *COLUMNS))


def _file_stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:  # loading says what is wrong with it
        return 0, -1
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=2)
def _load(folder: str, stamp: tuple[tuple[int, int], ...]) -> Dataset:  # noqa: ARG001 - the stamp is the key
    return load_dataset(folder)
