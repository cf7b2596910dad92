"""What a saved file holds before anything is checked: rows of text, each knowing where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from geodata.errors import Problem, UnreadableError
from geodata.ingest.tables import COLUMNS
from geodata.ingest.written import number_text

__all__ = ["COPIES", "FILES", "HEAD", "LAYOUT", "MAY_LACK", "TABLES", "Raw", "Row", "head_of", "row_of", "unreadable"]

LAYOUT = 1
"""Number of the layout of the records in a saved file; it rises when an older reader would misread a newer file."""

FILES: dict[str, str] = {
    "claims": "claims.csv",
    "reports": "reports.csv",
    "related_reports": "reports.csv",
    "positions": "positions.csv",
    "assessments": "assessments.csv",
    "foreign_verdicts": "foreign.csv",
    "sources": "sources.csv",
    "places": "places.csv",
}
"""For each table of records, the file of a data set that its rows belong to."""

# What a claim says of its place and a report of its source, and what it is called there: copies that have to agree
COPIES: dict[str, dict[str, str]] = {
    "claims": {
        "place": "name_en", "place_ru": "name_ru", "place_uk": "name_uk", "place_ko": "name_ko",
        "geo_precision": "geo_precision", "coordinate_uncertainty_m": "coordinate_uncertainty_m", "regions": "regions",
        "area_is_vague": "vague",
    },
    "reports": {"source": "source", "party": "party", "reliability": "reliability"},
}  # fmt: skip
COPIES["related_reports"] = COPIES["reports"]

TABLES: dict[str, tuple[str, ...]] = {
    **{table: (*COLUMNS[file], *COPIES.get(table, {})) for table, file in FILES.items()},
    "sources": ("source_id", "source", "party", "reliability"),
    "parties": ("party", "unaligned"),
    "topics": ("topic", "label", "unit"),
    "coverage": ("first", "last", "state", "note"),
}
"""Every table with the columns that are read; the others follow from them."""

MAY_LACK = ("foreign_verdicts",)
"""Tables that a file may do without: those saved before there were such records have none."""

HEAD = (
    "layout", "dataset_id", "dataset_title", "dataset_scope", "dataset_version", "dataset_licence",
    "dataset_attribution", "excerpt_digest", "excerpt_question", "excerpt_known_on",
)  # fmt: skip
"""What is read of what a file says of itself."""


class Row(NamedTuple):
    """One record: the table of the file that it stands in, its number there, its fields as text, blank for none."""

    where: str
    number: int | None
    fields: dict[str, str]


@dataclass
class Raw:
    """All that is read of a file.

    Parameters
    ----------
    name : str
        Of the file, for a reader.
    problems : list of Problem
        Values that were refused while reading.
    head : dict
        Text by the names of ``HEAD``.
    tables : dict
        Rows by the names of ``TABLES``.
    """

    name: str
    problems: list[Problem] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})


def unreadable(name: str, mend: str) -> UnreadableError:
    """The refusal of a whole file; ``mend`` is the end of a sentence, without a full stop."""
    return UnreadableError([Problem(name, None, None, None, mend)])


def _same(text: str) -> str:
    return text


def row_of(
    raw: Raw, table: str, values: object, where: str, number: int | None, decode: Callable[[str], str] = _same
) -> None:
    """Add a row to a table: the fields that are read, as text; what is missing or is no text is refused.

    Parameters
    ----------
    raw : Raw
        What is read so far.
    table : str
        One of ``TABLES``.
    values : object
        Values by column, as the format holds them.
    where : str
        The table as the file has it.
    number : int or None
        The row's number there.
    decode : callable
        What gives a text back as it was.
    """
    if not isinstance(values, Mapping):
        raw.problems.append(Problem(where, number, None, _shown(values), "write a record with named fields"))
        return
    fields = {}
    for column in TABLES[table]:
        if column not in values:
            raw.problems.append(Problem(where, number, column, None, "the field is missing, add it; it may be blank"))
        fields[column] = _text(raw, where, number, column, values.get(column), decode)
    raw.tables[table].append(Row(where, number, fields))


def head_of(raw: Raw, pairs: Iterable[tuple[str, object]], where: str, decode: Callable[[str], str] = _same) -> None:
    """Read what a file says of itself from names and values; what is missing is blank."""
    values = dict(pairs)
    raw.head = {key: _text(raw, where, None, key, values.get(key), decode) for key in HEAD}


def _text(
    raw: Raw, where: str, number: int | None, column: str, value: object, decode: Callable[[str], str]
) -> str:  # fmt: skip
    text = _plain(value)
    if text is None:
        raw.problems.append(Problem(where, number, column, _shown(value), "write it as text, a number or nothing"))
        return ""
    text = decode(text) if isinstance(value, str) else text
    if any("\ud800" <= character <= "\udfff" for character in text):
        raw.problems.append(Problem(where, number, column, text, "remove the half characters, no file can hold them"))
        return ""
    return text


def _plain(value: Any) -> str | None:  # noqa: ANN401  (what a file holds)
    """A value as a data set writes it; None for one that it cannot hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None
    if isinstance(value, float):
        return number_text(value) if abs(value) < 1e30 else None  # not a number is not below anything
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return None


def _shown(value: object) -> str:
    return repr(value)[:200] if not isinstance(value, int) or abs(value) < 10**30 else "a number without measure"
