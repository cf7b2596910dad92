"""What of a build is done already, kept beside it: a build that was stopped goes on from there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["Journal", "sha256_of", "sync"]

_FILE = "journal.txt"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have a file or a folder on the disk before anything says that it is there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Journal:
    """The files of an unfinished build that are whole, each with its SHA-256.

    Parameters
    ----------
    folder : Path
        Of the unfinished build; its file ``journal.txt`` has a line for each file: digest, two blanks, name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._told = self._read()
        self.done: dict[str, str] = {}

    def _read(self) -> dict[str, str]:
        try:
            lines = (self.folder / _FILE).read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return {}
        pairs = (line.partition("  ") for line in lines)
        return {name: digest for digest, _blanks, name in pairs if name}

    def make(self, names: list[str], write: Callable[[], None]) -> bool:
        """Have some files, which one call writes, unless they all are whole already.

        Returns
        -------
        bool
            Whether they had to be made.
        """
        if self.are_whole(names):
            self.done |= {name: self._told[name] for name in names}
            return False
        write()
        found = {name: sha256_of(self.folder / name) for name in names}
        for name in names:
            sync(self.folder / name)
        with (self.folder / _FILE).open("a", encoding="utf-8") as journal:
            journal.writelines(f"{digest}  {name}\n" for name, digest in found.items())
        self.done |= found
        return True

    def are_whole(self, names: list[str]) -> bool:
        """Whether some files are there as they were written."""
        for name in names:
            path = self.folder / name
            if name not in self._told or not path.is_file() or sha256_of(path) != self._told[name]:
                return False
        return True

    def remove(self) -> None:
        """Take the journal away: the build is whole."""
        (self.folder / _FILE).unlink(missing_ok=True)
