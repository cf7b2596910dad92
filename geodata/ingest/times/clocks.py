"""Dates with a clock time behind them, taken apart: there are few days and few times, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.times.forms import TimeFault, TimeForm
from geodata.ingest.times.written import to_edtf
from geodata.model import parse_edtf

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Clocks", "read_clocks", "taken_apart"]

_TRAILING = (
    r"^(?P<day>[^:]*[^:\s])[T ](?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?)"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?$"
)
_A_DAY = "2024-10-18"  # a clock time is read by the rules of whole dates, on some day
_MIDNIGHT = parse_edtf(_A_DAY).start_utc


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clock times of a column, one a row.

    Parameters
    ----------
    shift_us : numpy.ndarray of int64, shape (n,)
        Microseconds from 00:00Z of the day that is written to the instant; negative where the zone is ahead of UTC.
    length_us : numpy.ndarray of int64, shape (n,)
        A minute, or a second where seconds are written.
    edtf : numpy.ndarray of str objects, shape (n,)
        What follows the day in EDTF, ``T14:30Z``; blank where the time names no zone, and so does not count.
    is_read : numpy.ndarray of bool, shape (n,)
        Whether it is a time that exists.
    """

    shift_us: npt.NDArray[np.int64]
    length_us: npt.NDArray[np.int64]
    edtf: npt.NDArray[np.object_]
    is_read: npt.NDArray[np.bool_]


def taken_apart(values: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Split off the clock time: days, clock times and zones as written, all null where a value ends in none."""
    import pyarrow.compute as pc

    parts = pc.extract_regex(values, _TRAILING)
    return tuple(pc.struct_field(parts, name) for name in ("day", "clock", "zone"))


def read_clocks(clock: pa.Array, zone: pa.Array) -> Clocks:
    """Read clock times with their zones; null is midnight of no zone."""
    import pyarrow.compute as pc

    paired = pc.binary_join_element_wise(pc.fill_null(clock, "00:00"), pc.fill_null(zone, ""), "")
    encoded = pc.dictionary_encode(paired)
    rows = [_one(text) for text in encoded.dictionary.to_pylist()]
    at = encoded.indices.to_numpy(zero_copy_only=False)
    shift, length, edtf, is_read = (
        np.array([row[number] for row in rows], dtype)[at]
        for number, dtype in enumerate((np.int64, np.int64, np.object_, np.bool_))
    )
    return Clocks(shift, length, edtf, is_read)


@lru_cache(maxsize=1 << 18)  # every second of a day, in a few zones
def _one(text: str) -> tuple[int, int, str, bool]:
    edtf, fault = to_edtf(f"{_A_DAY} {text}", TimeForm())
    span = parse_edtf(edtf)
    if fault is not TimeFault.NONE or span.start_utc is None or span.end_utc is None or _MIDNIGHT is None:
        return 0, 0, "", False
    tail = edtf.removeprefix(_A_DAY)
    if not tail:
        return 0, 0, "", True
    shift, length = span.start_utc - _MIDNIGHT, span.end_utc - span.start_utc
    return round(shift.total_seconds() * 1e6), round(length.total_seconds() * 1e6), tail, True
