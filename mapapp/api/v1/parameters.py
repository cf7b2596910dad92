"""The parameters of the data API: each is read, described in the OpenAPI document and printed in the docs from here.

They are the words of a link (``mapapp.view``), and what only a program needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from geodata.errors import QueryError
from geodata.model import Aspect, ClaimType, Modality, Status, read_day
from geodata.store import BBox
from mapapp.view import TimeMode

__all__ = ["MOST_LIMIT", "PARAMETERS", "Parameter", "format_of", "limit_of"]

MOST_LIMIT = 5000
"""Most claims or changes in one page."""

_DAY = "write one day of the calendar, as in 2024-10-18"
_BOX = "write west,south,east,north in degrees, as in 33,50.5,38,53, with west < east and south < north"
_NUMBER = r"-?[0-9]{1,3}(\.[0-9]{1,12})?"
_TEXT_CHARS = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of a query string.

    Parameters
    ----------
    name : str
        The key.
    words : str
        What it asks, as a sentence.
    schema : mapping
        JSON Schema of one value.
    read : callable
        Reads one value; raises ``ValueError`` with the mend.
    example : str
        A value that can be used.
    repeats : bool
        Whether it may stand several times; then it holds where one of its values does.
    """

    name: str
    words: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: str
    repeats: bool = False


def _day(value: str) -> date:
    try:
        return read_day(value)
    except ValueError as error:
        raise ValueError(_DAY) from error


def _box(value: str) -> BBox:
    if not re.fullmatch(",".join([_NUMBER] * 4), value):
        raise ValueError(_BOX)
    try:
        return BBox(*(float(side) for side in value.split(",")))
    except QueryError as error:
        raise ValueError(_BOX) from error


def _text(value: str) -> str:
    if len(value) > _TEXT_CHARS:
        raise ValueError(f"shorten it to {_TEXT_CHARS} characters")
    return value


def _matching(pattern: str, mend: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(mend)
        return value

    return read


def _one_of(words: Mapping[str, Any]) -> Callable[[str], Any]:
    def read(value: str) -> Any:  # noqa: ANN401  (whatever the vocabulary holds)
        if value not in words:
            raise ValueError("use one of " + ", ".join(words))
        return words[value]

    return read


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch("0|[1-9][0-9]{0,5}", value) or not low <= int(value) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(value)

    return read


def _day_parameter(name: str, words: str, example: str) -> Parameter:
    schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    return Parameter(name, words, schema, _day, example)


def _choice(name: str, words: str, members: type[StrEnum], *, repeats: bool = False) -> Parameter:
    found = {member.value: member for member in members}
    example = next(iter(found))
    return Parameter(name, words, {"type": "string", "enum": list(found)}, _one_of(found), example, repeats)


def _pattern(name: str, words: str, pattern: str, mend: str, example: str, *, repeats: bool = False) -> Parameter:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return Parameter(name, words, schema, _matching(pattern, mend), example, repeats)


def _name(name: str, words: str, example: str) -> Parameter:
    return Parameter(name, words, {"type": "string"}, str, example, repeats=True)


def _number(name: str, words: str, low: int, high: int, usual: int) -> Parameter:
    schema = {"type": "integer", "minimum": low, "maximum": high, "default": usual}
    return Parameter(name, words, schema, _whole(low, high), str(usual))


def limit_of(words: str, usual: int) -> Parameter:
    """The parameter ``limit`` of an operation, 1 to ``MOST_LIMIT``, with what stands where nobody gives it."""
    return _number("limit", words, 1, MOST_LIMIT, usual)


def format_of(words: str, names: tuple[str, ...]) -> Parameter:
    """The parameter ``format`` of an operation that takes some names; the first is the usual one."""
    schema = {"type": "string", "enum": list(names), "default": names[0]}
    return Parameter("format", words, schema, _one_of({name: name for name in names}), names[-1])


_ALL = (
    _pattern(
        "dataset", "Which of the data sets that the app lists; without it the one that the app shows first.",
        "[a-z0-9-]{1,64}", "write the id of a data set that the app shows", "bundled",
    ),
    _pattern(
        "data", "First 12 digits of the data's digest: other data are refused, and the answer may be kept for a day.",
        "[0-9a-f]{12}", "write the first 12 digits of the data's digest", "0123456789ab",
    ),
    _day_parameter("from", "First UTC day of the window, inclusive.", "2024-10-01"),
    _day_parameter("to", "Last UTC day of the window, inclusive.", "2024-12-31"),
    _choice("mode", "`window` from first to last day, `cumulative` everything up to the last.", TimeMode),
    _day_parameter("known", "Only what was public at the end of this UTC day; without it all that is recorded.",
                   "2024-12-24"),
    _choice("aspect", "Which aspect's status is meant; without it that of presence and activity.", Aspect),
    _choice("type", "Claims of this type.", ClaimType, repeats=True),
    _choice("status", "Claims of this status.", Status, repeats=True),
    _choice("modality", "Claims of this modality.", Modality, repeats=True),
    _name("party", "Claims that a source of this party reported.", "Ukraine"),
    _name("source", "Claims that the source of this id reported.", "nk-news"),
    Parameter(
        "text", "Words that must all occur in the claim, its place, its reports or its sources.",
        {"type": "string", "maxLength": _TEXT_CHARS}, _text, "sappers",
    ),
    Parameter(
        "bbox", "West,south,east,north in degrees (EPSG:4326), closed; an area counts by its bounding box.",
        {"type": "string", "pattern": f"^{_NUMBER}(,{_NUMBER}){{3}}$"}, _box, "33,50.5,38,53",
    ),
    _number("zoom", "Zoom of the map, 0 for the world in 256 pixels; it sets how fine counted cells are.", 0, 22, 4),
    _pattern(
        "after", "Where the page before ended: the cursor it gave.",
        "[A-Za-z0-9_-]{16}", "take it from the link to the next page, or leave it out to begin anew",
        "AQAAALoVKrKl5iiL",
    ),
)  # fmt: skip

PARAMETERS: Mapping[str, Parameter] = {one.name: one for one in _ALL}
"""Every parameter that means the same wherever it stands, by its key."""
