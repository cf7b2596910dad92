"""Time as it was written: a UTC half-open interval that remembers how coarse it is.

The raw text is a subset of EDTF (Extended Date/Time Format, ISO 8601-2:2019 annex A): ``2024-10-18``,
``2024-10-18T14:30Z``, ``2024-10-18T14:30:05Z``, ``2024-10``, ``2024``, the seasons ``2025-21`` to ``2025-24`` (spring
to winter of the northern half, three whole months), the quarters ``2025-33`` to ``2025-36``, an interval
``2024-10/2025-04-26``, an open end ``2025-09/..``, and the qualifiers ``~`` (approximate), ``?`` (uncertain), ``%``
(both) at the end of a date. A week is written as in ISO 8601-1:2019, ``2024-W42``, from Monday on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from geodata.model.vocabulary import TimePrecision

__all__ = ["TimeSpan", "format_precision", "parse_edtf"]

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d{2})|-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hh>\d{2}):(?P<mm>\d{2})(?::(?P<ss>\d{2}))?(?P<zone>Z|[+-]\d{2}:[0-5]\d)?)?)?)?"
    r"(?P<qualifier>[~?%]?)",
    re.ASCII,
)
_ORDER = list(TimePrecision)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10}  # the first of three months
_QUARTER_NAMES = {1: "first", 4: "second", 7: "third", 10: "fourth"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH_NAMES = "January February March April May June July August September October November December".split()
_SEASON_NAMES = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span of time, as exact as its source and no more.

    Parameters
    ----------
    start_utc : datetime or None
        First instant, inclusive, time zone UTC. None where no date was given.
    end_utc : datetime or None
        End, exclusive, time zone UTC. None where no date was given, or where the end is open.
    precision : TimePrecision
        The coarser of the two ends.
    edtf : str
        The text as written; empty where no date was given.
    approximate : bool
        Whether the text carries ``~``, ``?`` or ``%``.
    """

    start_utc: datetime | None
    end_utc: datetime | None
    precision: TimePrecision
    edtf: str
    approximate: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is a date at all."""
        return self.start_utc is not None

    @property
    def is_open(self) -> bool:
        """Whether it has begun and no end was given."""
        return self.start_utc is not None and self.end_utc is None

    @property
    def end_begins(self) -> date | None:
        """UTC day on which the end of an interval begins: of ``2024-10/2025-04`` 1 April 2025.

        None where no end was written: a single date, an open interval, no date.
        """
        _start, slash, end = self.edtf.partition("/")
        return _parse_one(end)[0].date() if slash and end != ".." else None

    def opened(self) -> TimeSpan:
        """The same beginning with an open end; a span without a date stays as it is."""
        return parse_edtf(f"{self.edtf.partition('/')[0]}/..") if self.is_known else self

    def touches(self, start_utc: datetime | None, end_utc: datetime | None) -> bool:
        """Whether the span shares an instant with the window ``[start_utc, end_utc)``; None is unbounded.

        A span without a date touches nothing.
        """
        if self.start_utc is None:
            return False
        before_end = end_utc is None or self.start_utc < end_utc
        after_start = start_utc is None or self.end_utc is None or self.end_utc > start_utc
        return before_end and after_start

    def within(self, start_utc: datetime | None, end_utc: datetime | None) -> bool:
        """Whether the span lies wholly inside ``[start_utc, end_utc)``; None is unbounded.

        An open span never does, in whatever window: nobody said when it ends, so it is possible and not definite.
        """
        if self.start_utc is None or self.end_utc is None:
            return False
        starts = start_utc is None or self.start_utc >= start_utc
        return starts and (end_utc is None or self.end_utc <= end_utc)

    def words(self) -> str:
        """The span in words, no finer than its precision: ``October 2024``, ``8 Oct 2024 to 13 Oct 2024``.

        An interval names its last day, inclusive, as readers do.
        """
        if not self.edtf:
            return "date not stated"
        ends = self.edtf.split("/")
        about = "about " if self.approximate else ""
        if len(ends) == 1:
            return about + _one_date_words(ends[0])
        if ends[1] == "..":
            return f"{about}since {_one_date_words(ends[0])}"
        return f"{about}{_one_date_words(ends[0])} to {_one_date_words(ends[1])}"


UNKNOWN_TIME = TimeSpan(None, None, TimePrecision.UNKNOWN, "")


def parse_edtf(text: str) -> TimeSpan:
    """Read a date or an interval.

    Parameters
    ----------
    text : str
        EDTF as in the module's docstring; blank for no date.

    Returns
    -------
    TimeSpan
        Half-open, UTC. A date without a time means the UTC calendar day; a time must carry its zone.

    Raises
    ------
    ValueError
        If the text is not in the subset, names a day that does not exist, or ends before it starts. The
        message is the mend.
    """
    text = text.strip()
    if not text:
        return UNKNOWN_TIME
    parts = text.split("/")
    if len(parts) > 2 or parts[0] == "..":
        raise ValueError("write one date, or start/end with a date on the left and a date or .. on the right")
    start, end, precision, approximate = _parse_one(parts[0])
    if len(parts) == 1:
        return TimeSpan(start, end, precision, text, approximate)
    if parts[1] == "..":
        return TimeSpan(start, None, precision, text, approximate)
    _start, end, precision_2, approximate_2 = _parse_one(parts[1])
    if end <= start:  # 2024-10-18/2024-10 is fine: from that day to some day of the month
        raise ValueError("put the earlier date first")
    coarser = max(precision, precision_2, key=_ORDER.index)
    return TimeSpan(start, end, coarser, text, approximate or approximate_2)


def _parse_one(text: str) -> tuple[datetime, datetime, TimePrecision, bool]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("write it as 2024, 2024-10, 2024-10-18 or 2024-10-18T14:30Z, an interval as start/end")
    approximate = bool(match["qualifier"])
    year, month = int(match["year"]), match["month"]
    try:
        if match["week"] is not None:
            monday = datetime.combine(date.fromisocalendar(year, int(match["week"]), 1), time(), UTC)
            return monday, monday + timedelta(days=7), TimePrecision.WEEK, approximate
        if month is None:
            return _utc(year, 1, 1), _utc(year + 1, 1, 1), TimePrecision.YEAR, approximate
        if match["day"] is None:
            start, months, precision = _month_or_season(year, int(month))
            return start, _add_months(start, months), precision, approximate
        day = _utc(year, int(month), int(match["day"]))
        if match["hh"] is None:
            return day, day + timedelta(days=1), TimePrecision.DAY, approximate
        if match["zone"] is None:
            raise ValueError("add the time zone, as in 2024-10-18T14:30Z or 2024-10-18T14:30+03:00")
        moment = datetime.fromisoformat(text.rstrip("~?%")).astimezone(UTC)
        length = timedelta(minutes=1) if match["ss"] is None else timedelta(seconds=1)
        return moment, moment + length, TimePrecision.TIME, approximate
    except (ValueError, OverflowError) as error:
        if "time zone" in str(error):
            raise
        raise ValueError("write a date that exists in the calendar, as in 2024-10-18") from error


def _month_or_season(year: int, month: int) -> tuple[datetime, int, TimePrecision]:
    if month in _SEASONS:
        return _utc(year, _SEASONS[month], 1), 3, TimePrecision.QUARTER
    return _utc(year, month, 1), 1, TimePrecision.MONTH


def _utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _add_months(start: datetime, months: int) -> datetime:
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)


def _one_date_words(text: str) -> str:
    start, _end, precision, _approximate = _parse_one(text)
    if precision is TimePrecision.YEAR:
        return str(start.year)
    if precision is TimePrecision.MONTH:
        return f"{_MONTH_NAMES[start.month - 1]} {start.year}"
    if precision is TimePrecision.WEEK:
        return f"the week of {start.day} {_MONTHS[start.month - 1]} {start.year}"
    if precision is TimePrecision.QUARTER and start.month in _QUARTER_NAMES:
        return f"{_QUARTER_NAMES[start.month]} quarter of {start.year}"
    if precision is TimePrecision.QUARTER:
        return f"{_SEASON_NAMES[start.month]} {start.year}"
    day = f"{start.day} {_MONTHS[start.month - 1]} {start.year}"
    return day if precision is TimePrecision.DAY else f"{day}, {start:%H:%M} UTC"


def format_precision(span: TimeSpan) -> str:
    """Say in words how exactly the time is known, for the claim card."""
    if not span.is_known:
        return "date not stated"
    words = "known " + span.precision.label
    if span.approximate:
        words += ", approximate"
    return words + (", no end stated" if span.is_open else "")
