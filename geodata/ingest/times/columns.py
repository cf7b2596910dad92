"""Whole columns of dates: spans in UTC, half-open, each with its EDTF and what is wrong where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.times.clocks import Clocks, read_clocks, taken_apart
from geodata.ingest.times.forms import TimeFault, TimeForm
from geodata.ingest.times.written import to_edtf
from geodata.model import TimePrecision, TimeSpan, parse_edtf

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NO_TIME", "Times", "combine", "read_times"]

_FEW = 4  # rows for each distinct value, from which on the values are read instead of the rows
NO_TIME = np.iinfo(np.int64).min
"""Stands in ``start_us`` and ``end_us`` where there is no instant."""

Instants = npt.NDArray[np.int64]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRECISIONS = list(TimePrecision)
_CODES = {"week": TimePrecision.WEEK, "month": TimePrecision.MONTH, "year": TimePrecision.YEAR}


@dataclass(frozen=True, slots=True)
class Times:
    """Spans of a column, one a row.

    Parameters
    ----------
    start_us, end_us : numpy.ndarray of int64, shape (n,)
        Microseconds since 1970-01-01T00:00Z: first instant, inclusive, and end, exclusive; ``NO_TIME`` where there is
        none. An open span has a start and no end.
    precision : numpy.ndarray of int8, shape (n,)
        Index in ``list(TimePrecision)``.
    edtf : numpy.ndarray of str objects, shape (n,)
        As :func:`geodata.model.parse_edtf` reads it; blank where there is no date.
    bad : numpy.ndarray of int8, shape (n,)
        :class:`TimeFault`; 0 where it was read, or was blank.
    """

    start_us: Instants
    end_us: Instants
    precision: npt.NDArray[np.int8]
    edtf: npt.NDArray[np.object_]
    bad: npt.NDArray[np.int8]


def read_times(values: pa.Array, form: TimeForm, *, precision: pa.Array | None = None) -> Times:
    """Read a column of dates.

    Parameters
    ----------
    values : pyarrow.StringArray, shape (n,)
        As written; null and blank are no date.
    form : TimeForm
        How the column is read.
    precision : pyarrow.StringArray or None, shape (n,)
        How exact each is, where another column says so: a word of ``TimePrecision``, null where it says nothing. A
        value that is written more exactly is widened: to the week, marked approximate, the month or the year around it.

    Returns
    -------
    Times
        Each value is read by itself: the order of rows never matters.
    """
    import pyarrow.compute as pc

    if precision is None and values.null_count < len(values):
        encoded = pc.dictionary_encode(values)
        if _FEW * len(encoded.dictionary) < len(values):  # most rows say what others say: each is read once
            return _by_row(_read(encoded.dictionary, form), encoded.indices)
    return _read(values, form, precision)


def _by_row(distinct: Times, indices: pa.Array) -> Times:
    """Lay the results of distinct values out by row; where there is no index, nothing is written."""
    import pyarrow.compute as pc

    count = len(distinct.bad)
    at = pc.fill_null(indices, count).to_numpy(zero_copy_only=False)
    unknown = _PRECISIONS.index(TimePrecision.UNKNOWN)
    return Times(
        np.append(distinct.start_us, NO_TIME)[at],
        np.append(distinct.end_us, NO_TIME)[at],
        np.append(distinct.precision, np.int8(unknown))[at],
        np.append(distinct.edtf, np.array([""], np.object_))[at],
        np.append(distinct.bad, np.int8(0))[at],
    )


def _read(values: pa.Array, form: TimeForm, precision: pa.Array | None = None) -> Times:
    import pyarrow.compute as pc

    if precision is not None:
        paired = pc.binary_join_element_wise(pc.fill_null(values, ""), pc.fill_null(precision, ""), "\x1f")
        return _distinct(paired, lambda text: _widened(text, form))
    if form.zone is not None:
        return _distinct(values, lambda text: to_edtf(text, form))
    day, clock, zone = taken_apart(values)
    whole = _distinct(pc.coalesce(day, values), lambda text: to_edtf(text, form))
    return _with_clocks(whole, values, pc.is_valid(day).to_numpy(zero_copy_only=False), read_clocks(clock, zone), form)


def _with_clocks(days: Times, values: pa.Array, apart: npt.NDArray[np.bool_], clocks: Clocks, form: TimeForm) -> Times:
    """Put the clock times back behind their days; what is no plain day with a time is read as a whole."""
    plain = (days.precision == _PRECISIONS.index(TimePrecision.DAY)) & clocks.is_read & _is_plain(days.edtf)
    timed = apart & plain & (clocks.edtf != "")
    start = np.where(timed, days.start_us + clocks.shift_us, days.start_us)
    end = np.where(timed, start + clocks.length_us, days.end_us)
    edtf = np.where(timed, days.edtf + clocks.edtf, days.edtf)
    precision = np.where(timed, _PRECISIONS.index(TimePrecision.TIME), days.precision).astype(np.int8)
    found = Times(start, end, precision, edtf, days.bad.copy())
    odd = np.flatnonzero(apart & ~plain)
    if len(odd):
        again = _distinct(values.take(odd), lambda text: to_edtf(text, form))
        for name in ("start_us", "end_us", "precision", "edtf", "bad"):
            getattr(found, name)[odd] = getattr(again, name)
    return found


def _is_plain(edtf: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Whether a date is one day without a qualifier: ten characters."""
    return np.fromiter((len(text) == 10 for text in edtf), np.bool_, len(edtf))


def combine(start: Times, end: Times) -> Times:
    """Join two columns into spans from the first to the last.

    Parameters
    ----------
    start, end : Times, shape (n,)
        Where one of a row's two is blank, the other counts alone; where one cannot be read, neither does.

    Returns
    -------
    Times
        A row whose end lies before its start is ``REVERSED``.
    """
    import pyarrow as pa

    bad = np.where(start.bad != 0, start.bad, end.bad)
    joined = np.where(bad != 0, "", _intervals(start.edtf, end.edtf))
    found = _distinct(pa.array(joined, pa.string()), _interval)
    return Times(found.start_us, found.end_us, found.precision, found.edtf, np.where(bad != 0, bad, found.bad))


def _intervals(start: npt.NDArray[np.object_], end: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    both = (start != "") & (end != "") & (start != end)
    return np.where(both, start + "/" + end, np.where(start != "", start, end))


def _interval(text: str) -> tuple[str, TimeFault]:
    parts = text.split("/")
    if len(parts) > 2:  # one of the two was an interval itself
        text = f"{parts[0]}/{parts[-1]}"
    try:
        parse_edtf(text)
    except ValueError:
        return "", TimeFault.REVERSED
    return text, TimeFault.NONE


def _widened(pair: str, form: TimeForm) -> tuple[str, TimeFault]:
    text, _between, precision = pair.rpartition("\x1f")
    edtf, fault = to_edtf(text, form)
    wanted = _CODES.get(precision)
    if not edtf or wanted is None:
        return edtf, fault
    span = parse_edtf(edtf)
    if _PRECISIONS.index(span.precision) >= _PRECISIONS.index(wanted) or span.start_utc is None or "/" in edtf:
        return edtf, fault
    if wanted is TimePrecision.WEEK:
        year, week, _day = span.start_utc.isocalendar()
        return f"{year}-W{week:02}~", fault
    return (f"{span.start_utc:%Y-%m}" if wanted is TimePrecision.MONTH else f"{span.start_utc:%Y}"), fault


def _distinct(values: pa.Array, read: Callable[[str], tuple[str, TimeFault]]) -> Times:
    """Read each distinct text once, and lay the results out by row."""
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(pc.fill_null(values, ""))
    texts = encoded.dictionary.to_pylist()
    known = [_row(*read(text)) for text in texts]
    at = encoded.indices.to_numpy(zero_copy_only=False)
    columns = [np.array([row[number] for row in known], dtype) for number, dtype in enumerate(_TYPES)]
    return Times(*(column[at] for column in columns))


_TYPES = (np.int64, np.int64, np.int8, np.object_, np.int8)


@lru_cache(maxsize=1 << 16)
def _row(edtf: str, fault: TimeFault) -> tuple[int, int, int, str, int]:
    span: TimeSpan = parse_edtf(edtf)
    precision = _PRECISIONS.index(span.precision)
    return _microseconds(span.start_utc), _microseconds(span.end_utc), precision, edtf, int(fault)


def _microseconds(moment: datetime | None) -> int:
    return NO_TIME if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)
