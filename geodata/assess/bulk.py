"""Statuses of very many claims on a day, over arrays: the rule of ``verdict_on`` without an object for each row."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["NO_STATUS", "status_as_of", "status_of_all"]

# Where nothing that counts was public yet
NO_STATUS = -1

_LARGEST = 2**63 - 1
_Ints: TypeAlias = NDArray[np.int64]


def status_as_of(
    claim_row: ArrayLike,
    effective_day: ArrayLike,
    status: ArrayLike,
    order: ArrayLike,
    ask_row: ArrayLike,
    ask_day: ArrayLike,
) -> NDArray[np.int64]:
    """Answer m questions "which status had this claim at the end of that day?" from n assessments.

    Only assessments that may decide belong in the arrays: those of presence and activity, or those of one other
    aspect. The latest by day counts; of the same day, the one of the highest ``order``.

    Parameters
    ----------
    claim_row : array of int, shape (n,)
        Row of the assessed claim, zero or more, in any order.
    effective_day : array of int, shape (n,)
        UTC day on which the evidence was public, in days since 1970-01-01.
    status : array of int, shape (n,)
        Any number of zero or more that stands for the status, such as its place in the legend.
    order : array of int, shape (n,)
        Position in the file; no two alike.
    ask_row, ask_day : array of int, shape (m,), or one number for all
        Row and UTC day (days since 1970-01-01, inclusive: what became public on it counts).

    Returns
    -------
    array of int64, shape (m,)
        The status, or ``NO_STATUS`` where the claim has no assessment up to and including that day.

    Raises
    ------
    ValueError
        If the four assessment arrays differ in length, the two of the questions do not fit together, any holds
        something else than whole numbers, a row or a status is negative, or rows times days exceed 64 bits.
    """
    rows, days, values, places = _assessments(claim_row, effective_day, status, order)
    asked_rows, asked_days = (np.atleast_1d(a) for a in np.broadcast_arrays(_whole(ask_row), _whole(ask_day)))
    if not len(rows):
        return np.full(asked_rows.shape, NO_STATUS, np.int64)
    first, last = int(days.min()), int(days.max())
    count = last - first + 1
    if (int(rows.max()) + 1) * count > _LARGEST:
        raise ValueError("rows and days reach too far for whole numbers of 64 bits")
    unknown = (asked_rows < 0) | (asked_rows > rows.max()) | (asked_days < first)
    wanted = np.where(unknown, 0, asked_rows) * count + np.clip(asked_days, first, last) - first
    keys = rows * count
    keys += days
    keys -= first
    keys, answers = _in_time(keys, values, places)
    rising = np.argsort(wanted)  # questions in the order of the keys: each search begins where the last one ended
    wanted, at = wanted[rising], np.searchsorted(keys, wanted[rising], side="right") - 1
    found = np.maximum(at, 0)
    right = (at >= 0) & (keys[found] // count == wanted // count)
    answered = np.empty(asked_rows.shape, np.int64)
    answered[rising] = np.where(right, answers[found], NO_STATUS)
    return np.where(unknown, NO_STATUS, answered)


def status_of_all(
    claim_row: ArrayLike, effective_day: ArrayLike, status: ArrayLike, order: ArrayLike, claims: int, day: int
) -> NDArray[np.int64]:
    """Status of each of ``claims`` claims at the end of one UTC day: one pass and no sorting.

    Parameters
    ----------
    claim_row, effective_day, status, order : array of int, shape (n,)
        As for :func:`status_as_of`.
    claims : int
        How many claims there are; rows run from 0 to ``claims - 1``.
    day : int
        UTC day in days since 1970-01-01, inclusive.

    Returns
    -------
    array of int64, shape (claims,)
        The status by row, or ``NO_STATUS``.

    Raises
    ------
    ValueError
        As for :func:`status_as_of`, or if a row is not under ``claims``.
    """
    rows, days, values, places = _assessments(claim_row, effective_day, status, order)
    if len(rows) and rows.max() >= claims:
        raise ValueError("claim_row names a claim that is not there")
    public = days <= day
    if not public.all():
        rows, days, values, places = rows[public], days[public], values[public], places[public]
    if not len(rows):
        return np.full(claims, NO_STATUS, np.int64)
    ranks, statuses = int(places.max()) + 1, int(values.max()) + 1
    first = int(days.min())
    if (int(days.max()) - first + 1) * ranks * statuses > _LARGEST:
        return status_as_of(rows, days, values, places, np.arange(claims), day)
    latest = np.full(claims, NO_STATUS, np.int64)
    ranked = days - first
    ranked *= ranks
    ranked += places
    ranked *= statuses
    ranked += values
    np.maximum.at(latest, rows, ranked)
    return np.where(latest < 0, NO_STATUS, latest % statuses)


def _whole(values: ArrayLike) -> _Ints:
    array: NDArray[Any] = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise ValueError("rows, days, statuses and orders are whole numbers")
    return array.astype(np.int64, copy=False)


def _assessments(
    claim_row: ArrayLike, effective_day: ArrayLike, status: ArrayLike, order: ArrayLike
) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    rows, days, values, places = (_whole(array) for array in (claim_row, effective_day, status, order))
    if rows.ndim != 1 or {rows.shape, days.shape, values.shape, places.shape} != {rows.shape}:
        raise ValueError("claim_row, effective_day, status and order are as long as each other")
    if len(rows) and (rows.min() < 0 or values.min() < 0):
        raise ValueError("rows and statuses are zero or more")
    lowest = places.min() if len(rows) else 0
    return rows, days, values, places - lowest if lowest else places


def _in_time(keys: _Ints, values: _Ints, places: _Ints) -> tuple[_Ints, _Ints]:
    """Keys (claim, then day) rising, and the status of each; of equal keys the highest place comes last."""
    if _is_rising(keys, places):
        return keys, values
    ranks, statuses = int(places.max()) + 1, int(values.max()) + 1
    if (int(keys.max()) + 1) * ranks * statuses > _LARGEST:  # too much for one number: sort by two, slower
        rising = np.lexsort((places, keys))
        return keys[rising], values[rising]
    packed = keys * ranks
    packed += places
    packed *= statuses
    packed += values
    packed.sort()
    answers = packed % statuses
    packed //= ranks * statuses
    return packed, answers


def _is_rising(keys: _Ints, places: _Ints) -> bool:
    if not (keys[1:] >= keys[:-1]).all():
        return False
    return bool(((keys[1:] > keys[:-1]) | (places[1:] > places[:-1])).all())
