"""UTC days as links, commands and files write them, and whether a day had come."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["is_public", "read_day"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date:
    """Read one day of the calendar written as ``2024-10-18``, and in no other way that ISO 8601 knows.

    Raises
    ------
    ValueError
        If it is not written so, or is no day of the calendar; whoever asked says what to write.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no day written as 2024-10-18")
    return date.fromisoformat(text)


def is_public(day: date | None, known_on: date | None) -> bool:
    """Whether what became public on a UTC day counts at the end of another.

    Parameters
    ----------
    day : date or None
        When it became public; None where nobody knows.
    known_on : date or None
        The day that is asked for, inclusive; None for all that is recorded, whatever its day.
    """
    return known_on is None or (day is not None and day <= known_on)
