"""How one column of the standard record is made from the columns of a file: read from TOML, every slip a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from geodata.errors import ImportRefusedError
from geodata.ingest.profiles.columns import LISTS, WORDS, normal_name

__all__ = ["CodeTable", "Recipe", "code_table", "placeholders", "recipes", "strings", "table_at", "text_at"]

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Codes of a publisher with our words for them.

    Parameters
    ----------
    name : str
        Of the table.
    ours : dict of str to str
        Our word or value by their code, in small letters.
    means : dict of str to str
        What their codebook says of each code, in our words.
    """

    name: str
    ours: Mapping[str, str]
    means: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to fill a standard column; a row that it leaves blank is filled by the next.

    Parameters
    ----------
    columns : tuple of str
        Columns of the file, the first filled one counts.
    parts : tuple of str
        Text with ``{column}`` in it; a part is left out where one of its columns is blank.
    constant : str
        The same value in every row.
    needs : str
        A column that must be filled for ``constant``.
    gather : str
        Regular expression for names of columns whose values are several values of one cell.
    flags : tuple of (str, str)
        Columns with yes or no, and what a yes says; ``first_flag``: only the first counts.
    of : str
        Standard column, made before, whose values are the matter: the source out of an address.
    split, extract : str
        Regular expressions: what separates the values of a cell, and the part of each that counts, its group ``part``.
    urls : bool
        Only the web addresses in the cell count.
    json : str
        Key whose values count, where the cell is a JSON list of objects.
    codes : str
        Table that gives our word; ``otherwise`` the word for codes that it lacks; with ``keep`` such a code stays.
    blank : tuple of str
        Values that say nothing, such as ``NA``.
    each : bool
        One value of a cell holds for all reports of its row.
    """

    columns: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    constant: str = ""
    needs: str = ""
    gather: str = ""
    flags: tuple[tuple[str, str], ...] = ()
    first_flag: bool = False
    of: str = ""
    split: str = ""
    extract: str = ""
    urls: bool = False
    json: str = ""
    codes: str = ""
    otherwise: str = ""
    keep: bool = False
    blank: tuple[str, ...] = ()
    each: bool = False

    def names(self) -> tuple[str, ...]:
        """The columns of the file that it reads by name."""
        parts = tuple(name for part in self.parts for name in placeholders(part))
        return self.columns + parts + tuple(name for name, _words in self.flags) + ((self.needs,) * bool(self.needs))


_TEXTS = ("constant", "needs", "gather", "of", "split", "extract", "json", "codes", "otherwise")
_BOOLS = ("first_flag", "urls", "each", "keep")
_BEGINNINGS = ("columns", "parts", "constant", "gather", "flags", "of")
_KEYS = {"from", "parts", "flags", "blank", *_TEXTS, *_BOOLS}


def placeholders(part: str) -> tuple[str, ...]:
    """The columns that a part of a text names, in order."""
    return tuple(_PLACE.findall(part))


def text_at(table: Mapping[str, Any], key: str, where: str, *, default: str | None = None) -> str:
    """A text of a TOML table.

    Raises
    ------
    ImportRefusedError
        If it is missing and has no default, or is no text.
    """
    value = table.get(key, default)
    if not isinstance(value, str):
        raise ImportRefusedError(f"{where}: {key} must be a text in quotation marks.")
    return value


def strings(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of texts, or one text alone, of a TOML table; empty where it is missing.

    Raises
    ------
    ImportRefusedError
        If it holds something else than text.
    """
    value = table.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise ImportRefusedError(f"{where}: {key} must be a text or a list of texts.")
    return tuple(listed)


def table_at(table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    """A table inside a TOML table; empty where it is missing.

    Raises
    ------
    ImportRefusedError
        If it is no table.
    """
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ImportRefusedError(f"{where}: {key} must be a table.")
    return value


def code_table(name: str, table: Mapping[str, Any], where: str) -> CodeTable:
    """Read a table of codes: ``"1" = ["settlement", "the exact place is known"]``.

    Raises
    ------
    ImportRefusedError
        If a code has no pair of texts.
    """
    ours, means = {}, {}
    for code, pair in table.items():
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(one, str) for one in pair):
            raise ImportRefusedError(f"{where}: code {code} of {name} must be a pair of our word and its meaning.")
        ours[code.casefold()], means[code.casefold()] = pair
    return CodeTable(name, ours, means)


def recipes(standard: str, value: object, codes: Mapping[str, CodeTable], where: str) -> tuple[Recipe, ...]:
    """Read the ways to fill one standard column.

    Parameters
    ----------
    standard : str
        The column.
    value : object
        A table, or a list of tables, from TOML.
    codes : dict of str to CodeTable
        That it may name.
    where : str
        Name of the file, for words.

    Raises
    ------
    ImportRefusedError
        If a key is unknown, a regular expression cannot be read, or a word is none of ours.
    """
    listed = value if isinstance(value, list) else [value]
    return tuple(_recipe(standard, one, codes, f"{where}, {standard}") for one in listed)


def _recipe(standard: str, table: object, codes: Mapping[str, CodeTable], where: str) -> Recipe:
    if not isinstance(table, dict):
        raise ImportRefusedError(f'{where}: write a table, as in {{ from = "COLUMN" }}.')
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ImportRefusedError(f"{where}: {unknown[0]} is not known here; known are {', '.join(sorted(_KEYS))}.")
    flags = table_at(table, "flags", where)
    made = Recipe(
        columns=tuple(map(normal_name, strings(table, "from", where))),
        parts=strings(table, "parts", where),
        flags=tuple((normal_name(name), text_at(flags, name, where)) for name in flags),
        blank=strings(table, "blank", where),
    )
    texts: dict[str, Any] = {key: text_at(table, key, where, default="") for key in _TEXTS}
    made = replace(made, **texts, **dict[str, Any]({key: table.get(key, False) is True for key in _BOOLS}))
    _check(standard, made, codes, where)
    return made


def _check(standard: str, made: Recipe, codes: Mapping[str, CodeTable], where: str) -> None:
    if sum(bool(getattr(made, key)) for key in _BEGINNINGS) != 1:
        raise ImportRefusedError(f"{where}: say exactly one of from, parts, constant, gather, flags and of.")
    if not all(map(placeholders, made.parts)):
        raise ImportRefusedError(f"{where}: each part must name a column in braces, as in {{side_a}}.")
    if made.codes and made.codes not in codes:
        raise ImportRefusedError(f"{where}: there is no table of codes with the name {made.codes}.")
    for expression in filter(None, (made.split, made.extract, made.gather)):
        check_expression(expression, where)
    if made.extract and "(?P<part>" not in made.extract:
        raise ImportRefusedError(f"{where}: extract must name what it takes out, as in (?P<part>...).")
    if (made.split or made.gather or made.urls or made.json) and standard not in (*LISTS, "remark"):
        raise ImportRefusedError(f"{where}: only {', '.join(LISTS)} hold several values.")
    allowed = WORDS.get(standard)
    if allowed is None:
        return
    if made.keep:
        raise ImportRefusedError(f"{where}: keep would let in words that are none of ours.")
    words = {*codes[made.codes].ours.values()} if made.codes else set()
    words |= {word for word in (made.constant, made.otherwise, *(said for _column, said in made.flags)) if word}
    wrong = sorted(words - allowed - {""})
    if wrong:
        raise ImportRefusedError(f"{where}: “{wrong[0]}” is none of our words: {', '.join(sorted(allowed))}.")


def check_expression(expression: str, where: str) -> None:
    """Refuse a regular expression that cannot be read.

    Raises
    ------
    ImportRefusedError
        With the expression in a sentence.
    """
    try:
        re.compile(expression)
    except re.error as error:
        raise ImportRefusedError(f"{where}: {expression} is no regular expression ({error}).") from error
