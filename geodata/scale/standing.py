"""Which builds stand: their names, what they say of themselves, and whether they are as they were written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.scale.digest import digest_of_folder
from geodata.scale.journal import sha256_of
from geodata.scale.tables import BUILD_FILE, BUILDS, FORMAT, TABLES

__all__ = ["build_name", "built", "is_build_name", "is_whole", "read_build"]

_NAMED = re.compile(r"[0-9a-f]{16}-v[0-9]+")


def build_name(digest: str) -> str:
    """Name of the build of data with a digest."""
    return f"{digest[:16]}-v{FORMAT}"


def is_build_name(name: str) -> bool:
    """Whether a folder is called as a build is, of whatever layout."""
    return _NAMED.fullmatch(name) is not None


def built(folder: Path | str) -> Path | None:
    """The build of a data set as its files are now; None where it has yet to be made.

    Raises
    ------
    DatasetError
        If the files of the data set cannot be read.
    """
    folder = Path(folder)
    digest = digest_of_folder(folder)
    found = folder / BUILDS / build_name(digest)
    return found if read_build(found).get("digest") == digest else None


def read_build(build: Path) -> dict[str, Any]:
    """What a build says of itself; empty where it does not."""
    try:
        told = tomllib.loads((build / BUILD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if told.get("format") == FORMAT else {}


def is_whole(build: Path) -> bool:
    """Whether each table of a build is as it was written."""
    files: Mapping[str, str] = read_build(build).get("files", {})
    names = [f"{table}.parquet" for table in TABLES]
    return all((build / one).is_file() and sha256_of(build / one) == files.get(one) for one in names)
