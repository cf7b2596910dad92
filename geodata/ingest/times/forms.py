"""How the dates of one column are to be read, and what is wrong with one that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

__all__ = ["Epoch", "Order", "TimeFault", "TimeForm"]


class Order(Enum):
    """How a date of two small numbers and a year is read, as in 03/04/2025."""

    DMY = "dmy"
    """3 April."""
    MDY = "mdy"
    """4 March."""


class Epoch(Enum):
    """What a bare number of nine digits or more counts since 1970-01-01T00:00Z."""

    SECONDS = "s"
    MILLISECONDS = "ms"


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How one column is read. What is None was never needed, or waits for an answer: such values are refused.

    Parameters
    ----------
    order : Order or None
        Of dates that begin with two small numbers.
    epoch : Epoch or None
        What a bare number counts.
    century : int or None
        First year of the hundred years that years of two digits lie in, as in 2000.
    zone : ZoneInfo or None
        Of clock times that name no zone. None: such a time says its day and no more.
    """

    order: Order | None = None
    epoch: Epoch | None = None
    century: int | None = None
    zone: ZoneInfo | None = None


class TimeFault(IntEnum):
    """Why a value gave no time; 0 where it did, or where the cell is blank."""

    NONE = 0
    NOT_A_DATE = 1
    NO_SUCH_DAY = 2
    WHICH_ORDER = 3
    WHICH_CENTURY = 4
    WHICH_UNIT = 5
    REVERSED = 6
    FAR = 7
    """Outside the years 1900 to 2100: more likely a slip than a date."""

    @property
    def mend(self) -> str:
        """What to write instead, as the end of a sentence."""
        return _MENDS[self]


_MENDS = {
    TimeFault.NONE: "",
    TimeFault.NOT_A_DATE: "write a date as in 2024-10-18, 2024-10 or 2024, or leave it blank",
    TimeFault.NO_SUCH_DAY: "write a date that exists in the calendar, as in 2024-10-18",
    TimeFault.WHICH_ORDER: "say whether the day or the month comes first, or write it as 2024-10-18",
    TimeFault.WHICH_CENTURY: "say which century its year lies in, or write the year with four digits",
    TimeFault.WHICH_UNIT: "say what the number counts, or write a date as in 2024-10-18",
    TimeFault.REVERSED: "put the earlier date first",
    TimeFault.FAR: "write a year from 1900 to 2100",
}
