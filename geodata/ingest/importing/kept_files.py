"""The files that an import left in a data set: found, listed, and checked against their digests."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geodata.errors import DatasetError, Problem
from geodata.ingest.importing.report import Counts
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, TABLES

__all__ = ["MEND", "Folder", "Kept", "check_whole", "import_folders", "list_imports", "open_folder"]

# What helps where a file of an import is not as it was written
MEND = "undo the import, or restore it from a backup"

_ID = re.compile(r"[0-9a-f]{16}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)  # no TOML, or another
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Kept:
    """One import of a data set, as its ``import.toml`` tells it.

    Parameters
    ----------
    import_id : str
        Names it; 16 hexadecimal digits.
    file, sha256, size : str, str, int
        Name, digest in hexadecimal and bytes of the file that was imported.
    profile, label : str
        The profile's name and what readers call it.
    imported_at : datetime
        When it was accepted, UTC, to the second.
    counts : Counts
        Rows by heap.
    near : int
        Accepted rows that may tell the same as another.
    licence, attribution : str
        That go with its claims; empty where nobody stated them.
    licence_to_confirm : bool
        Whether somebody still has to say under which licence the file may be used.
    """

    import_id: str
    file: str
    sha256: str
    size: int
    profile: str
    label: str
    imported_at: datetime
    counts: Counts
    near: int
    licence: str
    attribution: str
    licence_to_confirm: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """An import whose files are all as they were written.

    ``content`` is ``import.toml``; ``tables`` holds the bytes of each of ``TABLES``.
    """

    kept: Kept
    content: bytes
    tables: dict[str, bytes]


def import_folders(folder: Path) -> list[Path]:
    """The folders of a data set's imports, by name; hidden ones (taken back, or half written) are none.

    Raises
    ------
    OSError
        If the folder of the imports cannot be listed; that there is none is no error.
    """
    try:
        found = list((folder / IMPORTS).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(path for path in found if not path.name.startswith(".") and path.is_dir())


def list_imports(folder: Path | str) -> tuple[Kept, ...]:
    """The imports of a data set, oldest first.

    Parameters
    ----------
    folder : Path or str
        The data set's folder; none of its other files is looked at.

    Raises
    ------
    DatasetError
        If one of them does not say what it is; it names the file.
    """
    problems: list[Problem] = []
    try:
        paths = import_folders(Path(folder))
    except OSError as error:
        raise DatasetError([unlisted(error)]) from error
    found = [read for path in paths if (read := _import_file(path, problems))]
    if problems:
        raise DatasetError(problems)
    return tuple(sorted((kept for kept, _table, _content in found), key=in_order))


def in_order(kept: Kept) -> tuple[datetime, str]:
    """By which imports follow each other."""
    return kept.imported_at, kept.import_id


def unlisted(error: OSError) -> Problem:
    """That the folder of the imports cannot be listed."""
    return Problem(IMPORTS, None, None, None, f"the folder cannot be read ({error.strerror}), check its permissions")


def open_folder(path: Path, problems: list[Problem]) -> Folder | None:
    """Read the files of one import; None where one is missing or damaged, which is one refusal that names it."""
    read = _import_file(path, problems)
    if read is None:
        return None
    kept, table, content = read
    tables: dict[str, bytes] = {}
    return Folder(kept, content, tables) if _are_whole(path, table["files"], tables, problems) else None


def check_whole(folder: Path) -> None:
    """Look whether the imports of a data set are as they were written, without reading what they say.

    Parameters
    ----------
    folder : Path
        The data set's folder; it need not exist.

    Raises
    ------
    DatasetError
        If a file of an import is missing or damaged; one problem for each import.
    """
    problems: list[Problem] = []
    try:
        paths = import_folders(folder)
    except OSError as error:
        raise DatasetError([unlisted(error)]) from error
    for path in paths:
        read = _import_file(path, problems)
        if read is not None:
            _are_whole(path, read[1]["files"], None, problems)
    if problems:
        raise DatasetError(problems)


def _are_whole(path: Path, digests: dict[str, str], tables: dict[str, bytes] | None, problems: list[Problem]) -> bool:
    """Whether each file of an import has its digest; the first that has not is refused."""
    for name in sorted({*TABLES, *digests}):
        fault = _fault(path / name, digests.get(name), tables)
        if fault:
            problems.append(Problem(f"{IMPORTS}/{path.name}/{name}", None, None, None, f"{fault}: {MEND}"))
            return False
    return True


def _fault(path: Path, digest: str | None, tables: dict[str, bytes] | None) -> str:
    """What is wrong with a file, empty where nothing is; a table's bytes are kept, so that the same ones are read."""
    if digest is None:
        return f"{IMPORT_FILE} does not tell its digest"
    try:
        if tables is not None and path.name in TABLES:
            tables[path.name] = path.read_bytes()
            found = hashlib.sha256(tables[path.name]).hexdigest()
        else:
            with path.open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return "the file is missing"
    except OSError as error:
        return f"the file cannot be read ({error.strerror})"
    return "" if found == digest else "the file is damaged, it is not as it was written"


def _import_file(path: Path, problems: list[Problem]) -> tuple[Kept, dict[str, Any], bytes] | None:
    name = f"{IMPORTS}/{path.name}/{IMPORT_FILE}"
    try:
        content = (path / IMPORT_FILE).read_bytes()
        table = tomllib.loads(content.decode())
        return _kept(path.name, table), table, content
    except FileNotFoundError:
        fault = "the file is missing"
    except OSError as error:
        fault = f"the file cannot be read ({error.strerror})"
    except _NOT_OURS:
        fault = "the file is damaged, it does not say what was imported"
    problems.append(Problem(name, None, None, None, f"{fault}: {MEND}"))
    return None


def _kept(name: str, table: dict[str, Any]) -> Kept:
    """What the file says; one of ``_NOT_OURS`` where it does not say it."""
    moment = table["imported_at"]
    if table["id"] != name or not _ID.fullmatch(name) or not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError("another import, or no time")
    if not all(_NAME.fullmatch(file) and _DIGEST.fullmatch(digest) for file, digest in table["files"].items()):
        raise ValueError("no plain names with digests")
    texts = [table[key] for key in ("file", "sha256", "profile", "label", "licence", "attribution")]
    numbers = [table["counts"][key] for key in ("read", "accepted", "doubtful", "rejected", "duplicates", "near")]
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        raise ValueError("other types than those written")
    file, sha256, profile, label, licence, attribution = texts
    *heaps, near = numbers
    return Kept(
        name, file, sha256, int(table["size"]), profile, label, moment.astimezone(UTC), Counts(*heaps), near,
        licence, attribution, bool(table["licence_to_confirm"]),
    )  # fmt: skip
