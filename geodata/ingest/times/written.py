"""One date as somebody wrote it, said again in EDTF: the truth that whole columns are read by.

Nothing is guessed: what can be read two ways is read only as the form of its column says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from geodata.ingest.times.forms import Epoch, Order, TimeFault, TimeForm
from geodata.ingest.times.patterns import ABOUT_PREFIX, DAYS_OF_A_MONTH, FIGURES, JOINERS, NAMED
from geodata.ingest.times.words import MONTHS, SEASONS, WEEKDAYS
from geodata.model import parse_edtf

__all__ = ["to_edtf"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST_SECONDS = 4.2e9  # since 1970: beyond the year 2100
# Names of zones that mean one thing only; Moscow's own has changed, the others are what they say
_ZONES = {
    "MSK": "Europe/Moscow", "МСК": "Europe/Moscow", "KST": "Asia/Seoul",
    "CET": "Etc/GMT-1", "CEST": "Etc/GMT-2", "EET": "Etc/GMT-2", "EEST": "Etc/GMT-3",
}  # fmt: skip
Read = str | TimeFault
"""EDTF, or what is wrong."""


@lru_cache(maxsize=1 << 16)  # the dates of a file are few, and stand in many batches
def to_edtf(text: str, form: TimeForm) -> tuple[str, TimeFault]:
    """Say a date or an interval in EDTF.

    Parameters
    ----------
    text : str
        As written.
    form : TimeForm
        How its column is read.

    Returns
    -------
    (str, TimeFault)
        EDTF as :func:`geodata.model.parse_edtf` reads it and ``NONE``; or blank and what is wrong; or blank and
        ``NONE`` where nothing is written. A date without a clock time is the UTC calendar day; a clock time without a
        zone says its day alone, unless the form has a zone.
    """
    shown = " ".join(text.split())
    if not shown:
        return "", TimeFault.NONE
    about = ABOUT_PREFIX.match(shown)
    found = _span(shown[about.end() :] if about else shown, form)
    if isinstance(found, TimeFault):
        return "", found
    if about and found[-1] not in "~?%.":
        found = "/".join(end + "~" for end in found.split("/"))
    return _checked(found)


def _checked(edtf: str) -> tuple[str, TimeFault]:
    try:
        span = parse_edtf(edtf)
    except ValueError as error:
        return "", TimeFault.REVERSED if "earlier" in str(error) else TimeFault.NO_SUCH_DAY
    ends = [moment for moment in (span.start_utc, span.end_utc) if moment is not None]
    near = all(
        datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC) <= end <= datetime(_LAST_YEAR + 1, 1, 1, tzinfo=UTC) for end in ends
    )
    return (edtf, TimeFault.NONE) if near else ("", TimeFault.FAR)


def _span(text: str, form: TimeForm) -> Read:
    """A single date, or two with a joiner between them."""
    found = _single(text, form)
    if found is not TimeFault.NOT_A_DATE:
        return found
    days = DAYS_OF_A_MONTH.fullmatch(text)
    if days is not None:
        return _interval(f"{days['first']} {days['rest']}", days["last"], form)
    for joiner in JOINERS:
        left, middle, right = text.partition(joiner)
        if middle and joiner not in right:
            both = _interval(left.strip(), right.strip(), form)
            if both is not TimeFault.NOT_A_DATE:
                return both
    return TimeFault.NOT_A_DATE


def _interval(left: str, right: str, form: TimeForm) -> Read:
    first = _single(left, form)
    last: Read = ".." if right == ".." else _single(right, form)
    for end in (first, last):
        if isinstance(end, TimeFault):
            return end
    return f"{first}/{last}"


def _single(text: str, form: TimeForm) -> Read:
    fault = TimeFault.NOT_A_DATE
    for name, pattern in (*FIGURES.items(), *NAMED.items()):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        found = _READERS[name](match, form)
        if not isinstance(found, TimeFault):
            return found
        if found is not TimeFault.NOT_A_DATE:
            fault = found
    return fault


def _iso(match: re.Match[str], _form: TimeForm) -> Read:
    return match[0].upper()


def _year_first(match: re.Match[str], form: TimeForm) -> Read:
    read = _day(match["y"], match["m"], match["d"], match, form)
    return read if isinstance(read, TimeFault) else read + (match.groupdict().get("q") or "")


def _numeric(match: re.Match[str], form: TimeForm) -> Read:
    """Two small numbers and a year: by themselves where only one order gives a day, else as the form says."""
    year = _whole_year(match["y"], form)
    if isinstance(year, TimeFault):
        return year
    first, second = int(match["a"]), int(match["b"])
    order = form.order or _only_order(first, second, match["by"])
    if order is None:
        return TimeFault.WHICH_ORDER
    day, month = (first, second) if order is Order.DMY else (second, first)
    return _day(year, str(month), str(day), match, form)


def _only_order(first: int, second: int, between: str) -> Order | None:
    """Dots put the day first in every locale of the Unicode CLDR (version 44) that writes dates with them."""
    if first > 12 or first == second or "." in between:
        return Order.DMY
    return Order.MDY if second > 12 else None


def _whole_year(year: str, form: TimeForm) -> Read:
    digits = year.lstrip("'")
    if len(digits) == 4:
        return digits
    return TimeFault.WHICH_CENTURY if form.century is None else str(form.century + int(digits))


def _month_and_year(match: re.Match[str], _form: TimeForm) -> Read:
    return f"{match['y']}-{int(match['m']):02}" if 1 <= int(match["m"]) <= 12 else TimeFault.NO_SUCH_DAY


def _quarter(match: re.Match[str], _form: TimeForm) -> Read:
    return f"{match['y'] or match['y2']}-{32 + int(match['n'] or match['n2'])}"


def _number(match: re.Match[str], form: TimeForm) -> Read:
    if form.epoch is None:
        return TimeFault.WHICH_UNIT
    seconds = float(match[0]) / (1 if form.epoch is Epoch.SECONDS else 1000)
    if seconds > _MOST_SECONDS:
        return TimeFault.FAR
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    if moment == moment.replace(hour=0, minute=0, second=0, microsecond=0):
        return f"{moment:%Y-%m-%d}"  # programs count a day that has no clock time from its midnight
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def _named_day(match: re.Match[str], form: TimeForm) -> Read:
    lead, month = match.groupdict().get("lead"), MONTHS.get(match["name"].lower())
    if month is None or (lead and lead.lower() not in WEEKDAYS):
        return TimeFault.NOT_A_DATE
    year = _whole_year(match["y"], form)
    return year if isinstance(year, TimeFault) else _day(year, str(month), match["d"], match, form)


def _named_month(match: re.Match[str], form: TimeForm) -> Read:
    if match.groupdict().get("d"):
        return _named_day(match, form)
    name = match["name"].lower()
    code = MONTHS.get(name) or SEASONS.get(name)
    return TimeFault.NOT_A_DATE if code is None else f"{match['y']}-{code:02}"


def _counted(match: re.Match[str], form: TimeForm) -> Read:
    if match["d"]:
        return _day(match["y"], match["m"], match["d"], match, form)
    return match["y"] if match["m"] is None else _month_and_year(match, form)


def _day(year: str, month: str, day: str, match: re.Match[str], form: TimeForm) -> Read:
    written = f"{year}-{int(month):02}-{int(day):02}"
    parts = match.groupdict()
    if parts.get("hh") is None:
        return written
    hour, minute, second = int(parts["hh"]), int(parts["mm"]), parts.get("ss")
    half = (parts.get("half") or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return TimeFault.NO_SUCH_DAY
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    clock = f"{written}T{hour:02}:{minute:02}" + (f":{second}" if second else "")
    named = _ZONES.get((parts.get("zone") or "").upper())
    if named is not None:
        return _in_zone(clock, written, replace(form, zone=ZoneInfo(named)))
    zone = (parts.get("zone") or "").upper().replace("UTC", "").replace("GMT", "").strip()
    if zone and zone != "Z":
        sign, hours, minutes = re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})?", zone).groups()  # type: ignore[union-attr]
        return f"{clock}{sign}{int(hours):02}:{minutes or '00'}"
    if parts.get("zone"):
        return f"{clock}Z"
    return _in_zone(clock, written, form)


def _in_zone(clock: str, day: str, form: TimeForm) -> Read:
    """A clock time that names no zone: in that of the form, where it exists once there; else its day."""
    try:
        moment = datetime.fromisoformat(clock)
    except ValueError:
        return TimeFault.NO_SUCH_DAY
    if form.zone is None:
        return day
    early, late = (moment.replace(tzinfo=form.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early != late:  # the hour of a change of clocks, which comes twice or never
        return day
    return f"{early:%Y-%m-%dT%H:%M}" + (f":{early:%S}" if clock.count(":") == 2 else "") + "Z"


_READERS: dict[str, Callable[[re.Match[str], TimeForm], Read]] = {
    "iso": _iso,
    "year first": _year_first,
    "packed": _year_first,
    "numeric": _numeric,
    "month and year": _month_and_year,
    "quarter": _quarter,
    "number": _number,
    "day first": _named_day,
    "month first": _named_day,
    "year before a name": _named_month,
    "month or season": _named_month,
    "counted": _counted,
}
