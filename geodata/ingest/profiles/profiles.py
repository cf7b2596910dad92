"""Profiles: what is known of the files of one publisher, each a TOML file beside its codebook's name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geodata.errors import ImportRefusedError
from geodata.ingest.profiles.columns import STANDARD, normal_name
from geodata.ingest.profiles.recipe import (
    CodeTable,
    Recipe,
    check_expression,
    code_table,
    recipes,
    strings,
    table_at,
    text_at,
)

__all__ = ["GENERIC", "Cited", "Evidence", "Profile", "load_profiles", "parse_profile"]

GENERIC = "generic"
"""Name of the profile that fits any table once its columns are named."""

_FOLDER = Path(__file__).with_name("known")
_KEYS = {
    "name", "label", "publisher", "licence", "licence_to_confirm", "attribution", "cites", "must", "may", "evidence",
    "columns", "codes", "assumes", "note", "apostrophes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """The codebook that a profile follows.

    Parameters
    ----------
    title, by : str
        Of the document; who wrote it.
    version : str
        Edition; empty where there is none.
    year : int
        Of the edition.
    address : str
        Where it is found.
    """

    title: str
    by: str
    version: str
    year: int
    address: str

    def words(self) -> str:
        """The citation as people write it: title, version (author year)."""
        version = f" {self.version}" if self.version else ""
        return f"{self.title}{version} ({self.by} {self.year})"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What values of a column look like in files of this profile.

    Parameters
    ----------
    columns : tuple of str
        The first that is there is looked at.
    pattern : str
        Regular expression that a value contains.
    needed : bool
        Whether a file without one such value is another file.
    """

    columns: tuple[str, ...]
    pattern: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the files of one publisher.

    Parameters
    ----------
    name, label, publisher : str
        Name in commands; name for readers; who publishes.
    licence, attribution : str
        As the publisher states them.
    licence_to_confirm : bool
        Whether the licence depends on the reader's own agreement with the publisher, or could not be read.
    cites : tuple of Cited
        The codebook that it follows.
    must, may : tuple of tuple of str
        Columns that are there, and that are often there, each with its other names.
    evidence : tuple of Evidence
        What values look like.
    columns : dict of str to tuple of Recipe
        How each standard column is made.
    codes : dict of str to CodeTable
        Their codes and our words.
    assumes : tuple of str
        What is taken for granted, in sentences for the report.
    note : str
        What else a reader should know.
    apostrophes : bool
        Whether cells carry our own apostrophe before formulas, which is taken away.
    """

    name: str
    label: str
    publisher: str
    licence: str
    licence_to_confirm: bool
    attribution: str
    cites: tuple[Cited, ...]
    must: tuple[tuple[str, ...], ...]
    may: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    columns: Mapping[str, tuple[Recipe, ...]]
    codes: Mapping[str, CodeTable]
    assumes: tuple[str, ...] = ()
    note: str = ""
    apostrophes: bool = False


def parse_profile(text: str, where: str) -> Profile:
    """Read one profile.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        Name of the file, for words.

    Raises
    ------
    ImportRefusedError
        If it cannot be read or says something that is not known; one sentence.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefusedError(f"{where} cannot be read as TOML: {error}.") from error
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ImportRefusedError(f"{where}: {unknown[0]} is not known here; known are {', '.join(sorted(_KEYS))}.")
    codes = {name: code_table(name, made, where) for name, made in table_at(table, "codes", where).items()}
    columns = table_at(table, "columns", where)
    wrong = sorted(set(columns) - set(STANDARD))
    if wrong:
        raise ImportRefusedError(f"{where}: there is no standard column {wrong[0]}.")
    return Profile(
        columns={name: recipes(name, columns[name], codes, where) for name in STANDARD if name in columns},
        codes=codes,
        must=_groups(table, "must", where),
        may=_groups(table, "may", where),
        evidence=tuple(_evidence(one, where) for one in table.get("evidence", [])),
        cites=tuple(_cited(one, where) for one in table.get("cites", [])),
        assumes=strings(table, "assumes", where),
        licence_to_confirm=table.get("licence_to_confirm", False) is True,
        apostrophes=table.get("apostrophes", False) is True,
        note=text_at(table, "note", where, default=""),
        **{key: text_at(table, key, where) for key in ("name", "label", "publisher", "licence", "attribution")},
    )


def _groups(table: Mapping[str, Any], key: str, where: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(normal_name, one.split("|"))) for one in strings(table, key, where))


def _evidence(table: Mapping[str, Any], where: str) -> Evidence:
    pattern = text_at(table, "pattern", where)
    check_expression(pattern, where)
    columns = tuple(map(normal_name, strings(table, "column", where)))
    return Evidence(columns, pattern, table.get("needed", False) is True)


def _cited(table: Mapping[str, Any], where: str) -> Cited:
    year = table.get("year")
    if not isinstance(year, int):
        raise ImportRefusedError(f"{where}: each codebook must have its year as a number.")
    title, by, address = (text_at(table, key, where) for key in ("title", "by", "address"))
    return Cited(title, by, text_at(table, "version", where, default=""), year, address)


@cache
def load_profiles() -> Mapping[str, Profile]:
    """All profiles by name, in the order of their names, the generic one last.

    Raises
    ------
    ImportRefusedError
        If one of them cannot be read, or does not bear the name of its file.
    """
    found = {}
    for path in sorted(_FOLDER.glob("*.toml"), key=lambda path: (path.stem == GENERIC, path.stem)):
        profile = parse_profile(path.read_text(encoding="utf-8"), path.name)
        if profile.name != path.stem:
            raise ImportRefusedError(f"{path.name}: its name must be {path.stem}, not {profile.name}.")
        found[profile.name] = profile
    return found
