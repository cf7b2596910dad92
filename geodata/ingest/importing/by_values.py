"""Columns that bear no usual name, found by what stands in them: dates, names of places, the texts of claims.

Only what is plain is taken: one column of which nearly all values are dates, one of which most are names of the
gazetteer, one whose texts are by far the longest. Everything else is asked. The report says what was taken and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.errors import visible
from geodata.ingest.places import Gazetteer, NameKind
from geodata.ingest.profiles import Mapping as Columns
from geodata.ingest.profiles.columns import normal_name
from geodata.ingest.questions import Question
from geodata.ingest.times import TimeFault, TimeForm
from geodata.ingest.times.written import to_edtf

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["by_values"]

_LOOKED_AT = 200  # distinct values of a column
_DATES, _PLACES = 0.9, 0.7  # share of the values that must be one
_LONGER = 1.5  # so many times longer than those of any other column are the texts of claims
_LEAST_CHARS = 8  # on the mean: what is shorter tells nothing
_NO_TEXT = re.compile(r"https?://\S+|[\d\s.,:;/+()°'\"-]*", re.IGNORECASE)
_READABLE = (TimeFault.NONE, TimeFault.WHICH_ORDER, TimeFault.WHICH_CENTURY)
_KML_SPAN = ("time begin", "time end")  # as the reader of KML calls the ends of its time stamps and spans
_OF_SHAPES = ("name", "title")  # columns that name a feature of a map file
Asked = tuple[Question, ...]


def by_values(
    mapping: Columns, asked: Asked, header: Sequence[str], head: pa.RecordBatch, answers: Mapping[str, str]
) -> tuple[Columns, Asked, tuple[str, ...]]:
    """Find by their values the columns that are asked for.

    Parameters
    ----------
    mapping : Mapping
        As the names of the columns suggest.
    asked : tuple of Question
        What they leave open; ``column:text``, ``column:date`` and ``column:place`` are looked for here.
    header : sequence of str
        Names of the columns.
    head : pyarrow.RecordBatch
        The first rows.
    answers : dict of str to str
        What was answered already, which is not looked for.

    Returns
    -------
    Mapping
        With what was found.
    tuple of Question
        What is left to ask.
    tuple of str
        A sentence on each column that was taken by its values.
    """
    columns, said = dict(mapping.columns), list[str]()
    wanted = [one.key for one in asked if one.key not in answers]
    values = {name: _values(head, name) for name in header if name not in columns.values()}
    if "column:date" in wanted and {*_KML_SPAN} <= values.keys():
        columns["date"], columns["date_end"] = _KML_SPAN
    elif "column:date" in wanted and (name := _alone(values, _are_dates)):
        columns["date"] = name
        said.append(f"“{visible(name)}” is read as the date: its values are dates.")
    if "column:place" in wanted and (name := _alone(_without(values, columns), _are_places)):
        columns["place"] = name
        said.append(f"“{visible(name)}” is read as the place: its values are names that the gazetteer knows.")
    if "column:text" in wanted and "title" in columns:
        columns["text"] = columns.pop("title")
        said.append(f"“{visible(columns['text'])}” is read as the text: there is no longer one.")
    elif "column:text" in wanted and (name := _longest(_without(values, columns))):
        columns["text"] = name
        said.append(f"“{visible(name)}” is read as the text: it holds the longest texts.")
    elif "column:text" in wanted and "remark" in columns and not _texts(_without(values, columns)):
        columns["text"] = columns.pop("remark")
        said.append(f"“{visible(columns['text'])}” is read as the text: no other column says what is claimed.")
    if "#wkb" in head.schema.names and "title" not in columns:
        named = [name for name in header if normal_name(name) in _OF_SHAPES and name not in columns.values()]
        columns |= {"title": named[0]} if named else {}
    blank = {name for name, texts in values.items() if not texts}
    left = tuple(_without_blank(one, blank) for one in asked if one.key.removeprefix("column:") not in columns)
    return replace(mapping, columns=columns), left, tuple(said)


def _values(head: pa.RecordBatch, name: str) -> list[str]:
    """Distinct texts of a column, by the alphabet, so that the order of rows says nothing."""
    import pyarrow.compute as pc

    return sorted(filter(str.strip, pc.unique(head.column(name).drop_null()).to_pylist()))[:_LOOKED_AT]


def _without_blank(question: Question, blank: Collection[str]) -> Question:
    """A question without the columns in which nothing stands."""
    return replace(question, options=tuple(option for option in question.options if option[0] not in blank))


def _without(values: Mapping[str, list[str]], columns: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: texts for name, texts in values.items() if name not in columns.values()}


def _alone(values: Mapping[str, list[str]], fits: Callable[[Sequence[str]], bool]) -> str | None:
    """The one column that fits; None where none does, or several."""
    found = [name for name, texts in values.items() if texts and fits(texts)]
    return found[0] if len(found) == 1 else None


def _are_dates(texts: Sequence[str]) -> bool:
    read = sum(to_edtf(text.strip(), TimeForm())[1] in _READABLE and not text.strip().isdigit() for text in texts)
    return read >= _DATES * len(texts)


def _are_places(texts: Sequence[str]) -> bool:
    find = Gazetteer.bundled().find
    known = sum(find(text).kind not in (NameKind.NONE, NameKind.UNKNOWN) for text in texts)
    return known >= _PLACES * len(texts)


def _texts(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Those columns in which something stands that may be a text."""
    return {
        name: texts for name, texts in values.items() if texts and not all(_NO_TEXT.fullmatch(text) for text in texts)
    }


def _longest(values: Mapping[str, list[str]]) -> str | None:
    lengths = {name: sum(map(len, texts)) / len(texts) for name, texts in _texts(values).items()}
    ranked = sorted(lengths, key=lambda name: -lengths[name])
    if not ranked or (len(ranked) > 1 and lengths[ranked[0]] < _LEAST_CHARS):
        return None
    if len(ranked) > 1 and lengths[ranked[0]] < _LONGER * lengths[ranked[1]]:
        return None
    return ranked[0]
