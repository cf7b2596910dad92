"""The shape of what a map draws: claims one by one or in bins, and how fine the bins are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geodata.errors import QueryError
from geodata.model import Status
from geodata.scale.counts import Heaps
from geodata.scale.tables import MONTH

__all__ = [
    "AREA_COLUMNS", "BIN_COLUMNS", "BUCKETS", "CLAIM_COLUMNS", "FINE", "LINES", "MOST_LEVEL", "TOP", "TOP_COLUMNS",
    "WEIGHT", "Arrays", "Buckets", "View", "buckets_of", "check_budget", "level_of", "span_of", "wider",
]  # fmt: skip

BUCKETS = 128
"""Most parts that the window is cut into."""
FINE = 1_000_000
"""Claims in view beyond which the parts of the window are whole months of the cubes, which were counted beforehand."""
MOST_LEVEL = 20
"""Finest cells of bins: 2**20 across the world, 38 m at the equator."""
LINES = 4
"""Lines of bins and areas for each claim of the budget; where there were more, the window is cut into fewer parts."""
TOP = 200
"""Claims that are shown beside bins."""

WEIGHT = (
    Status.CONFIRMED, Status.CORROBORATED, Status.DISPUTED, Status.UNVERIFIED, Status.SPECULATIVE, Status.REFUTED,
    Status.WITHDRAWN,
)  # fmt: skip
"""Statuses from the one whose claims come first among the most important."""

Arrays: TypeAlias = dict[str, NDArray[Any]]
"""Columns by name."""
CLAIM_COLUMNS = {
    "row": np.int64, "kind": np.int8, "place": np.int32, "mx": np.int32, "my": np.int32, "day0": np.int32,
    "day1": np.int32, "type": np.int16, "modality": np.int16, "status": np.int8, "denied": np.bool_,
}  # fmt: skip
"""Columns of claims in view, as those of the tables; of the day of knowledge and the aspect asked."""
TOP_COLUMNS = {**CLAIM_COLUMNS, "reports": np.int32, "origins": np.int32}
"""Columns of the most important claims: reports and origins that were public."""
BIN_COLUMNS = {
    "x": np.int32, "y": np.int32, "begins": np.int16, "ends": np.int16, "type": np.int16, "status": np.int8,
    "n": np.int64,
}  # fmt: skip
"""Columns of bins: the cell, the parts of the window that its claims begin and end in, and how many they are."""
AREA_COLUMNS = {"place": np.int32, **{name: kind for name, kind in BIN_COLUMNS.items() if name not in ("x", "y")}}
"""Columns of the claims of areas, counted by place."""


@dataclass(frozen=True, slots=True)
class Buckets:
    """The window cut into ``count`` parts of ``days`` UTC days each; ``first`` is a day number (since 1970-01-01)."""

    first: int
    days: int
    count: int


@dataclass(frozen=True)
class View:
    """What a map draws.

    Parameters
    ----------
    kind : {'claims', 'bins'}
        Whether ``columns`` are claims, one each, or bins.
    columns : dict of str to array, shape (n,)
        As ``CLAIM_COLUMNS``, by row, or ``BIN_COLUMNS``, rising.
    areas : dict of str to array, shape (m,)
        As ``AREA_COLUMNS``, rising; empty where ``columns`` are claims. ``n`` of bins and areas adds up to
        ``heaps.in_view``.
    heaps : Heaps
        The exact numbers.
    level : int
        Cells of bins are those of 2**level across the world, ``x`` from 180 degrees west, ``y`` from the north.
    buckets : Buckets or None
        Of ``begins`` and ``ends``; a claim that goes beyond the window ends at its edge. None where there are no bins.
    top : dict of str to array
        As ``TOP_COLUMNS``, the most important first; they are counted in the bins as well. Empty beside claims.
    """

    kind: Literal["claims", "bins"]
    columns: Arrays
    areas: Arrays
    heaps: Heaps
    level: int
    buckets: Buckets | None
    top: Arrays


def level_of(zoom: float) -> int:
    """Level of the bins at a zoom of the map (256 pixels for the world at 0): bins are 16 pixels wide.

    Raises
    ------
    QueryError
        If the zoom is no number from 0 to 30.
    """
    if not (math.isfinite(zoom) and 0 <= zoom <= 30):
        raise QueryError(f"The zoom {zoom:g} is none of a map: write a number from 0 to 30.")
    return min(math.floor(zoom) + 4, MOST_LEVEL)


def check_budget(budget: int) -> None:
    """Refuse a budget that no view can keep.

    Raises
    ------
    QueryError
        If it is negative.
    """
    if budget < 0:
        raise QueryError(f"A budget of {budget} claims cannot be kept: write zero or more.")


def buckets_of(first: int, last: int, in_view: int) -> Buckets:
    """Cut days from ``first`` to ``last`` (day numbers, both inclusive) into at most ``BUCKETS`` parts.

    Where very many claims are in view, or a part would be a month long anyway, parts are whole months of the cubes.
    """
    days = -(-(last - first + 1) // BUCKETS)
    if days < MONTH and in_view <= FINE:
        return Buckets(first, days, -(-(last - first + 1) // days))
    first = first // MONTH * MONTH
    months = last // MONTH - first // MONTH + 1
    days = -(-months // BUCKETS) * MONTH
    return Buckets(first, days, -(-(last - first + 1) // days))


def wider(buckets: Buckets) -> Buckets:
    """Parts of twice as many days, each of two of the former."""
    return Buckets(buckets.first, buckets.days * 2, -(-buckets.count // 2))


def span_of(first: int | None, last: int | None, low: int, high: int) -> tuple[int, int]:
    """The window as two days, both inclusive: a side without an end at the edge of a month around ``low`` or ``high``.

    Parameters
    ----------
    first, last : int or None
        The window, day numbers.
    low, high : int
        First and last day that claims in view name.
    """
    begins = low // MONTH * MONTH if first is None else first
    ends = high // MONTH * MONTH + MONTH - 1 if last is None else last
    return begins, max(begins, ends)
