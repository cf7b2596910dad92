"""Which column of a table means what, as its owner says: the generic profile filled in, saved as a small TOML."""

from __future__ import annotations

import collections.abc as abc
import json
import tomllib
from dataclasses import dataclass, field, fields

from geodata.errors import ImportRefusedError
from geodata.ingest.profiles.columns import LISTS, STANDARD, WORDS
from geodata.ingest.profiles.profiles import GENERIC, Profile
from geodata.ingest.profiles.recipe import CodeTable, Recipe, table_at, text_at

__all__ = ["Mapping", "dump_mapping", "load_mapping"]

_TABLES = ("columns", "constants", "codes")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a table mean.

    Parameters
    ----------
    columns : dict of str to str
        Column of the file by standard column.
    constants : dict of str to str
        What holds for every row, by standard column: ``claim_type``, ``modality``, ``actor`` ...
    codes : dict of str to dict of str to str
        By standard column: our word by the word of the file, as ``confirmed`` for ``подтверждено``.
    separator : str
        What stands between several sources, dates or addresses of a cell, verbatim; empty where there is one at most.
    title, publisher, licence, attribution : str
        Of the file, as its owner says; empty where nothing was said.
    """

    columns: abc.Mapping[str, str] = field(default_factory=dict)
    constants: abc.Mapping[str, str] = field(default_factory=dict)
    codes: abc.Mapping[str, abc.Mapping[str, str]] = field(default_factory=dict)
    separator: str = ""
    title: str = ""
    publisher: str = ""
    licence: str = ""
    attribution: str = ""

    def __post_init__(self) -> None:
        """Refuse what no standard column or word of ours is.

        Raises
        ------
        ImportRefusedError
            One sentence.
        """
        for name in (*self.columns, *self.constants, *self.codes):
            if name not in STANDARD:
                raise ImportRefusedError(f"The mapping names {name}, which is none of: {', '.join(STANDARD)}.")
        said = [(name, word) for name, word in self.constants.items()]
        said += [(name, word) for name, table in self.codes.items() for word in table.values()]
        for name, word in said:
            if word and name in WORDS and word not in WORDS[name]:
                allowed = ", ".join(sorted(WORDS[name]))
                raise ImportRefusedError(f"The mapping says “{word}” for {name}, which is none of: {allowed}.")

    def profile(self) -> Profile:
        """The generic profile with these columns."""
        made: dict[str, tuple[Recipe, ...]] = {}
        for name in STANDARD:
            ways = [self._way(name)] if name in self.columns else []
            if name == "text" and "title" in self.columns:
                ways.append(Recipe(columns=(self.columns["title"],)))  # a row that has only a headline says that
            ways += [Recipe(constant=self.constants[name])] if self.constants.get(name) else []
            if ways:
                made[name] = tuple(ways)
        tables = {name: CodeTable(name, _folded(table), {}) for name, table in self._tables().items()}
        label, attribution = self.title or "A table of your own", self.attribution
        return Profile(GENERIC, label, self.publisher, self.licence, True, attribution, (), (), (), (), made, tables)

    def _tables(self) -> dict[str, abc.Mapping[str, str]]:
        """Tables of words: those of our own words stand for themselves."""
        own = {name: dict.fromkeys(words, "") for name, words in WORDS.items() if name in self.columns}
        told = {name: {word: word for word in words} for name, words in own.items()}
        return {name: {**told.get(name, {}), **self.codes.get(name, {})} for name in {*told, *self.codes}}

    def _way(self, name: str) -> Recipe:
        codes = name if name in self._tables() else ""
        split = _quoted(self.separator) if self.separator and name in LISTS else ""
        return Recipe(columns=(self.columns[name],), codes=codes, split=split, keep=bool(codes) and name not in WORDS)


def _folded(table: abc.Mapping[str, str]) -> dict[str, str]:
    return {word.casefold(): ours for word, ours in table.items()}


def _quoted(text: str) -> str:
    """A text as a regular expression that finds just it."""
    return "".join(f"\\x{{{ord(sign):x}}}" for sign in text)


def load_mapping(text: str) -> Mapping:
    """Read a mapping that :func:`dump_mapping` wrote, or that somebody wrote by hand.

    Parameters
    ----------
    text : str
        TOML.

    Raises
    ------
    ImportRefusedError
        If it is no TOML, or says something that a mapping cannot say; one sentence.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefusedError(f"The mapping cannot be read as TOML: {error}.") from error
    names = [one.name for one in fields(Mapping)]
    unknown = sorted(set(table) - set(names))
    if unknown:
        raise ImportRefusedError(f"The mapping says {unknown[0]}, which is none of: {', '.join(names)}.")
    where = "The mapping"
    columns, constants, codes = (table_at(table, name, where) for name in _TABLES)
    return Mapping(
        columns={name: text_at(columns, name, where) for name in columns},
        constants={name: text_at(constants, name, where) for name in constants},
        codes={name: _texts(table_at(codes, name, where), where) for name in codes},
        **{name: text_at(table, name, where, default="") for name in names if name not in _TABLES},
    )


def _texts(table: abc.Mapping[str, object], where: str) -> dict[str, str]:
    return {name: text_at(table, name, where) for name in table}


def dump_mapping(mapping: Mapping) -> str:
    """Write a mapping as TOML; :func:`load_mapping` gives back an equal one."""
    lines = [
        f"{one.name} = {_written(getattr(mapping, one.name))}"
        for one in fields(mapping)
        if one.name not in _TABLES and getattr(mapping, one.name)
    ]
    for name in _TABLES[:2]:
        lines += _table(name, getattr(mapping, name))
    for name, table in mapping.codes.items():
        lines += _table(f"codes.{_written(name)}", table)
    return "\n".join(lines) + "\n"


def _table(name: str, table: abc.Mapping[str, str]) -> list[str]:
    return [f"\n[{name}]", *(f"{_written(key)} = {_written(value)}" for key, value in table.items())]


def _written(text: str) -> str:
    """A basic string of TOML 1.0: that of JSON, but for the one sign that TOML escapes and JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
