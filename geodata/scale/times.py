"""Days and instants as whole numbers, and the columns that a table says its times in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geodata.model import TimeSpan, parse_edtf
from geodata.scale.tables import NEVER, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Told", "day_number", "known_number", "micros", "time_columns", "told_of", "told_of_text"]

_COLUMNS = ("t0", "t1", "day0", "day1", "event_date", "when")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.date().toordinal()
_US = timedelta(microseconds=1)
_DAY_US = 86_400_000_000


def day_number(day: date) -> int:
    """A UTC day as days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def micros(moment: datetime) -> int:
    """An instant, which has a time zone, as microseconds since 1970-01-01T00:00Z."""
    return (moment - _EPOCH) // _US


def known_number(span: TimeSpan) -> int:
    """First UTC day at whose end a report that was published in a span was certainly public; ``NEVER`` without an end.

    The rule is that of :attr:`geodata.model.Report.known_on`.
    """
    return NEVER if span.end_utc is None else (micros(span.end_utc) - 1) // _DAY_US


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables say of one span of time.

    Parameters
    ----------
    t0, t1 : int or None
        Its ends, the first inclusive, the second exclusive, in microseconds since 1970-01-01T00:00Z.
    day0, day1 : int or None
        UTC days that it touches, both inclusive; ``day1`` is ``NEVER`` where the end is open.
    event_date, when : str
        As written (EDTF), and in words.
    begins : int or None
        UTC day on which the end of an interval begins (:attr:`geodata.model.TimeSpan.end_begins`).
    known : int
        As :func:`known_number` says.
    """

    t0: int | None
    t1: int | None
    day0: int | None
    day1: int | None
    event_date: str
    when: str
    begins: int | None
    known: int


def told_of(span: TimeSpan) -> Told:
    """What the tables say of a span."""
    t0 = None if span.start_utc is None else micros(span.start_utc)
    t1 = None if span.end_utc is None else micros(span.end_utc)
    known = known_number(span)
    return Told(
        t0=t0,
        t1=t1,
        day0=None if t0 is None else t0 // _DAY_US,
        day1=None if t0 is None else known,
        event_date=span.edtf,
        when=span.words(),
        begins=None if span.end_begins is None else day_number(span.end_begins),
        known=known,
    )


@lru_cache(maxsize=200_000)
def told_of_text(edtf: str) -> Told:
    """What the tables say of a date as it is written; the same dates come again and again.

    Raises
    ------
    ValueError
        If it is no date that we write.
    """
    return told_of(parse_edtf(edtf))


def time_columns(told: Sequence[Told], index: NDArray[np.int64]) -> dict[str, pa.Array]:
    """The columns ``t0``, ``t1``, ``day0``, ``day1``, ``event_date`` and ``when`` of :data:`TABLES`.

    Parameters
    ----------
    told : sequence of Told
        Spans, each once or more.
    index : array of int64, shape (n,)
        For each record, which of the spans is its.

    Returns
    -------
    dict of str to pyarrow.Array
        Of n values each.
    """
    import pyarrow as pa

    at, schema = pa.array(index), schema_of("claims")
    return {name: pa.array([getattr(one, name) for one in told], schema.field(name).type).take(at) for name in _COLUMNS}
