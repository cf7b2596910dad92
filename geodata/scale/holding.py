"""Who uses a build: nobody takes it away while it is open, and no two make one at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from geodata.errors import BuildError, visible
from geodata.scale.tables import BUILD_FILE

__all__ = ["hold", "is_gone", "making", "remove_unless_held"]

_LOCK = "lock"
_GONE = ".gone-"


def hold(build: Path) -> IO[bytes]:
    """Keep a build from being taken away for as long as what is returned stays open; end it with ``close()``.

    Raises
    ------
    BuildError
        If there is no such build, or it is just being taken away.
    """
    told = f"The build “{visible(build.name)}” is gone; build the data set again."
    try:
        handle = (build / BUILD_FILE).open("rb")
    except OSError as error:
        raise BuildError(told) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise BuildError(told) from error
    return handle


@contextmanager
def making(home: Path) -> Iterator[None]:
    """Be the only one who makes builds in a folder, which is made where it is missing.

    Raises
    ------
    BuildError
        If somebody else is at it, or the folder cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = (home / _LOCK).open("ab")
    except OSError as error:
        told = f"The folder “{visible(str(home))}” cannot be written: {error.strerror or error}"
        raise BuildError(f"{told}; check its permissions.") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            told = "Another command is building this data set"
            raise BuildError(f"{told}; wait until it is done, then build again.") from error
        yield


def remove_unless_held(build: Path) -> bool:
    """Take a build away, unless somebody holds it; whether it is gone.

    It gets another name first, so that nobody finds half of it.
    """
    handle = None
    with suppress(FileNotFoundError):
        handle = (build / BUILD_FILE).open("rb")
    try:
        if handle is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
        gone = build.with_name(f"{_GONE}{os.getpid()}-{build.name}")
        build.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        return True
    finally:
        if handle is not None:
            handle.close()


def is_gone(path: Path) -> bool:
    """Whether a folder is what is left of a build that was taken away."""
    return path.name.startswith(_GONE)
