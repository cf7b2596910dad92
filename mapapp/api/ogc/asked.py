"""What a request for features asks: the standard's parameters, and the words of a link."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from geodata.errors import QueryError, visible
from geodata.model import Dataset
from geodata.store import ClaimQuery, one_value, read_question, refusal

__all__ = ["FILTERS", "LIMIT", "MOST", "PAGING", "Asked", "Box", "check_names", "read_asked"]

FILTERS = ("type", "status", "modality", "party", "source", "text", "known", "aspect")
"""Parameters of ours, with the words of a link."""

PAGING = ("bbox", "datetime", "limit", "offset", "f")
"""Parameters of the standard, with ``offset`` for the next page and ``f``, of which only ``json`` is known."""

LIMIT = 100
"""Features of a page where no limit is given."""

MOST = 1000
"""The most features of any page."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (CRS84), closed on all sides; west is not east of east."""

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{0,30})?([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T?", re.ASCII)  # GDAL 3.12 writes a T behind a day
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?\d{0,12}([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_BOX_MEND = "write west,south,east,north in degrees, as in 33,50,37,53"
_TIME_MEND = (
    "write an instant or a day, as in 2024-10-18T14:30:00Z or 2024-10-18, or two with / between; .. in place of one of "
    "the two is an open end"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for features.

    Parameters
    ----------
    query : ClaimQuery
        Filters and day of knowledge; without window and box, which the standard defines otherwise than the map does.
    boxes : tuple of Box or None
        A feature whose geometry touches one of them is meant, and every feature without a geometry; None: all are.
    first, last : datetime or None
        UTC instants, both inclusive: a feature whose time shares an instant is meant, and every feature without a
        time. None is unbounded.
    limit, offset : int
        Features of the page, and how many come before it.
    """

    query: ClaimQuery
    boxes: tuple[Box, ...] | None = None
    first: datetime | None = None
    last: datetime | None = None
    limit: int = LIMIT
    offset: int = 0


def check_names(words: Mapping[str, Sequence[str]], known: Sequence[str]) -> None:
    """Refuse parameters that an operation does not have, and any format but JSON.

    Raises
    ------
    QueryError
        One sentence that names the parameter and the mend.
    """
    for name in words:
        if name not in known:
            raise QueryError(f"There is no parameter “{visible(name, 40)}” here: use {', '.join(known)}, or none.")
    if words.get("f", ["json"]) != ["json"]:
        raise refusal("f", ",".join(words["f"]), "write json, the only format")


def read_asked(dataset: Dataset, words: Mapping[str, Sequence[str]]) -> Asked:
    """Read the parameters of a request for features.

    Parameters
    ----------
    dataset : Dataset
        What parties and sources may be named.
    words : mapping of str to sequence of str
        Values of each parameter.

    Returns
    -------
    Asked
        The question.

    Raises
    ------
    QueryError
        If a parameter is unknown or a value cannot be used; one sentence.
    """
    check_names(words, (*PAGING, *FILTERS))
    box, times = one_value(words, "bbox"), one_value(words, "datetime")
    first, last = (None, None) if times is None else _times(times)
    return Asked(
        query=read_question(dataset, {key: values for key, values in words.items() if key in FILTERS}),
        boxes=None if box is None else _boxes(box),
        first=first,
        last=last,
        limit=min(MOST, _count(words, "limit", LIMIT, least=1)),
        offset=_count(words, "offset", 0, least=0),
    )


def _count(words: Mapping[str, Sequence[str]], name: str, default: int, *, least: int) -> int:
    value = one_value(words, name)
    if value is None:
        return default
    if not re.fullmatch(r"\d{1,18}", value, re.ASCII) or int(value) < least:
        raise refusal(name, value, f"write a whole number, {least} or more")
    return int(value)


def _boxes(value: str) -> tuple[Box, ...]:
    """A box of four numbers, or of six with heights, which no feature has; across the antimeridian it is two."""
    parts = value.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise refusal("bbox", value, _BOX_MEND)
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not all(math.isfinite(number) for number in numbers) or (len(numbers) == 6 and numbers[2] > numbers[5]):
        raise refusal("bbox", value, _BOX_MEND)
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        raise refusal("bbox", value, "longitudes are from -180 to 180; across the antimeridian west is the larger one")
    if not -90 <= south <= north <= 90:
        raise refusal("bbox", value, "latitudes are from -90 to 90, south first")
    return ((west, south, east, north),) if west <= east else ((west, south, 180, north), (-180, south, east, north))


def _times(value: str) -> tuple[datetime | None, datetime | None]:
    """First and last instant, both inclusive: RFC 3339 as in OGC 17-069r4, section 7.15.4; whole UTC days as well."""
    parts = value.split("/")
    if len(parts) == 1:
        return _instant(value, value, is_last=False), _instant(value, value, is_last=True)
    if len(parts) > 2 or all(part in ("", "..") for part in parts):
        raise refusal("datetime", value, _TIME_MEND)
    first, last = (
        None if part in ("", "..") else _instant(part, value, is_last=number == 1) for number, part in enumerate(parts)
    )
    if first is not None and last is not None and last < first:
        raise refusal("datetime", value, "it ends before it begins, swap the two")
    return first, last


def _instant(text: str, value: str, *, is_last: bool) -> datetime:
    try:
        if day := _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(day[1]), time.max if is_last else time.min, UTC)
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return datetime.fromisoformat(_MOMENT.sub(_shortened, text).upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise refusal("datetime", value, _TIME_MEND) from error


def _shortened(match: re.Match[str]) -> str:
    """An instant without what is finer than a microsecond."""
    return f"{match[0][:19]}{match[1] or ''}{match[2]}"
