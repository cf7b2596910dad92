"""Days and instants as whole numbers, and the columns that a table says its times in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geodata.model import TimeSpan
from geodata.scale.tables import NEVER

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["day_number", "known_number", "micros", "time_columns"]

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


def time_columns(spans: Sequence[TimeSpan], index: NDArray[np.int64]) -> dict[str, pa.Array]:
    """The columns ``t0``, ``t1``, ``day0``, ``day1``, ``event_date`` and ``when`` of :data:`TABLES`.

    Parameters
    ----------
    spans : sequence of TimeSpan
        Spans, each once or more.
    index : array of int64, shape (n,)
        For each record, which of the spans is its.

    Returns
    -------
    dict of str to pyarrow.Array
        Of n values each.
    """
    import pyarrow as pa

    t0 = [None if span.start_utc is None else micros(span.start_utc) for span in spans]
    t1 = [None if span.end_utc is None else micros(span.end_utc) for span in spans]
    columns: dict[str, tuple[list[Any], pa.DataType]] = {
        "t0": (t0, pa.int64()),
        "t1": (t1, pa.int64()),
        "day0": ([None if start is None else start // _DAY_US for start in t0], pa.int32()),
        "day1": ([_last(start, end) for start, end in zip(t0, t1, strict=True)], pa.int32()),
        "event_date": ([span.edtf for span in spans], pa.string()),
        "when": ([span.words() for span in spans], pa.string()),
    }
    return {name: pa.array(values, kind).take(pa.array(index)) for name, (values, kind) in columns.items()}


def _last(start: int | None, end: int | None) -> int | None:
    if start is None:
        return None
    return NEVER if end is None else (end - 1) // _DAY_US
