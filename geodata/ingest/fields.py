"""Reading one field: the value, or one :class:`~geodata.errors.Problem` that says how to mend it."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from geodata.errors import Problem
from geodata.model import TimeSpan, Word, parse_edtf

__all__ = ["CONTROL", "IDENTIFIER", "MAX_FIELD_CHARS", "MAX_NUMBER", "Record", "is_address"]

# What an id looks like, wherever one stands
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MAX_FIELD_CHARS = 20_000  # a field longer than this is a mistake or an attack
_MAX_DIGITS = 12  # a count longer than this is one too, and browsers keep no more than fifteen
MAX_NUMBER = 10**_MAX_DIGITS - 1  # the largest count
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")  # what no field may hold
_WordT = TypeVar("_WordT", bound=Word)


def is_address(text: str) -> bool:
    """Whether a text is a whole http or https address without blanks."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not any(character.isspace() for character in text)


class Record:
    """One row of a file whose fields are read with checks; refusals gather in ``problems``.

    Parameters
    ----------
    file : str
        Name of the file, relative to the data set's folder.
    row : int
        Line as a spreadsheet counts it (header = 1).
    fields : dict
        Verbatim text of each column; surrounding blanks are dropped.
    problems : list of Problem
        Where refusals are added. A reader returns a harmless value after a refusal, and the data set as a
        whole is refused, so that value is never shown.
    """

    def __init__(self, file: str, row: int, fields: dict[str, str], problems: list[Problem]) -> None:
        self.file = file
        self.row = row
        self.fields = {name: value.strip() for name, value in fields.items()}
        self._problems = problems
        for name, value in self.fields.items():
            if CONTROL.search(value):
                self.refuse(name, value, "remove the control characters, they cannot be seen")

    def refuse(self, field: str | None, value: str | None, mend: str) -> None:
        """Add a refusal for a field of this row."""
        self._problems.append(Problem(self.file, self.row, field, value, mend))

    def text(self, field: str, *, required: bool = False) -> str:
        """Text as written; with ``required``, blank is refused."""
        value = self.fields[field]
        if required and not value:
            self.refuse(field, None, "fill it in, it may not be blank")
        if len(value) > MAX_FIELD_CHARS:
            self.refuse(field, value, f"shorten it to {MAX_FIELD_CHARS} characters")
        return value

    def identifier(self, field: str) -> str:
        """A stable id: lower-case letters, digits and hyphens."""
        value = self.text(field, required=True)
        if value and not IDENTIFIER.fullmatch(value):
            self.refuse(field, value, "use lower-case letters, digits and single hyphens")
        return value

    def word(self, field: str, vocabulary: type[_WordT]) -> _WordT:
        """One word of a closed vocabulary."""
        value = self.text(field, required=True)
        members = list(vocabulary)
        for member in members:
            if member.value == value:
                return member
        if value:
            self.refuse(field, value, "use one of " + ", ".join(member.value for member in members))
        return members[0]

    def holds(self, field: str, word: Word) -> bool:
        """Whether the field holds this word, so that a check built on it does not repeat a refusal of the word."""
        return self.fields[field] == word.value

    def flag(self, field: str) -> bool:
        """``yes`` or blank."""
        value = self.fields[field]
        if value not in ("", "yes"):
            self.refuse(field, value, "write yes or leave it blank")
        return value == "yes"

    def whole(self, field: str) -> int | None:
        """A whole number of zero or more, or None where blank."""
        value = self.fields[field]
        if not value:
            return None
        if not (value.isascii() and value.isdigit()):
            self.refuse(field, value, "write a whole number without separators, as in 1500")
            return None
        if len(value) > _MAX_DIGITS:
            self.refuse(field, value, f"write a number of at most {_MAX_DIGITS} digits")
            return None
        return int(value)

    def number(self, field: str, low: float, high: float) -> float | None:
        """A decimal number in the closed range ``[low, high]``, or None where blank."""
        value = self.fields[field]
        if not value:
            return None
        if not re.fullmatch(r"-?\d+(?:\.\d+)?", value, re.ASCII):
            self.refuse(field, value, "write a decimal number with a point, as in 51.19")
            return None
        number = float(value)
        if not low <= number <= high:
            self.refuse(field, value, f"write a number from {low:g} to {high:g}")
            return None
        return number

    def edtf(self, field: str, *, required: bool = False) -> TimeSpan:
        """A date or an interval (see :func:`geodata.model.parse_edtf`)."""
        value = self.text(field, required=required)
        try:
            return parse_edtf(value)
        except ValueError as error:
            self.refuse(field, value, str(error))
            return parse_edtf("")

    def day(self, field: str) -> date:
        """One calendar day (UTC); ``date.min`` after a refusal."""
        value = self.text(field, required=True)
        try:
            start = parse_edtf(value).start_utc
        except ValueError:
            start = None
        if start is not None and _DAY.fullmatch(value):
            return start.date()
        if value:
            self.refuse(field, value, "write one day of the calendar, as in 2024-10-18")
        return date.min

    def url(self, field: str) -> str:
        """An http or https address, or blank."""
        value = self.text(field)
        if not value:
            return ""
        if not is_address(value):
            self.refuse(field, value, "write a whole http or https address, or leave it blank")
            return ""
        return value
