"""How many claims touch each day: what the histogram under the timeline is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geodata.scale.lookup import Lookup
from geodata.scale.plan import Plan, relation, seen
from geodata.scale.sql import Bind, all_of
from geodata.scale.tables import NEVER
from geodata.store import ClaimQuery

__all__ = ["HISTOGRAM_COLUMNS", "Histogram", "histogram", "plain_histogram"]

HISTOGRAM_COLUMNS = {
    "day": np.int32, "type": np.int16, "status": np.int8, "single": np.int64, "begun": np.int64, "over": np.int64,
    "open": np.int64,
}  # fmt: skip
"""Columns of a histogram and their types."""

_Arrays: TypeAlias = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Histogram:
    """Numbers of claims by UTC day, type and status.

    Parameters
    ----------
    columns : dict of str to array, shape (n,)
        ``day`` (days since 1970-01-01 UTC), ``type`` and ``status`` (places in their vocabularies), rising in this
        order and each combination once; ``single``: claims of this day alone; ``begun`` and ``over``: claims of several
        days that have it as their first and as their last day; ``open``: of those begun, the ones whose end nobody
        told. A day is touched by its ``single`` claims and all that have begun by it and were not over before it.
    """

    columns: _Arrays


def histogram(engine: Lookup, query: ClaimQuery) -> Histogram:
    """Count the claims that the filters keep by day, on all days: the window is drawn over it, and cuts nothing off.

    Parameters
    ----------
    engine : Lookup
        Where to look.
    query : ClaimQuery
        Its filters, day of knowledge and aspect. With a box, claims whose place touches it; without one all that have a
        date, on the map or not.
    """
    asked_more = query.modalities or query.parties or query.sources or query.text or query.aspect is not None
    if asked_more or query.known_on is not None or query.bbox is not None:
        return plain_histogram(engine, query)
    bind = Bind()
    kept = all_of(engine.filters(query, bind))
    days = f"SELECT day0, day0 AS day1, type, status, n FROM days WHERE {kept}"
    return _counted(engine, f"{days} UNION ALL SELECT day0, day1, type, status, 1 FROM long WHERE {kept}", bind)


def plain_histogram(engine: Lookup, query: ClaimQuery) -> Histogram:
    """The same by looking at every claim once."""
    bind = Bind()
    kept = engine.filters(query, bind)
    if query.bbox is not None:
        unbounded = replace(query, first_day=None, last_day=None)
        table: Any = "claims" if query.known_on is None else "versions"
        return _counted(engine, seen(unbounded, Plan(table), kept, bind), bind)
    dated = all_of(["day0 IS NOT NULL", *kept])
    return _counted(engine, f"SELECT day0, day1, type, status, 1 AS n FROM {relation(query, bind)} WHERE {dated}", bind)


def _counted(engine: Lookup, read: str, bind: Bind) -> Histogram:
    never = bind(NEVER)
    sql = (
        f"WITH told AS MATERIALIZED (SELECT day0, day1, type, status, sum(n)::BIGINT AS n FROM ({read}) GROUP BY ALL), "
        "ends AS (SELECT day0 AS day, type, status, CASE WHEN day1 = day0 THEN n ELSE 0 END AS single, "
        f"CASE WHEN day1 > day0 THEN n ELSE 0 END AS begun, 0 AS over, CASE WHEN day1 = {never} THEN n ELSE 0 END AS "
        f"open FROM told UNION ALL SELECT day1, type, status, 0, 0, n, 0 FROM told "
        f"WHERE day1 > day0 AND day1 < {never}) "
        "SELECT day, type, status, sum(single)::BIGINT AS single, sum(begun)::BIGINT AS begun, "
        "sum(over)::BIGINT AS over, sum(open)::BIGINT AS open "
        "FROM ends GROUP BY day, type, status ORDER BY day, type, status"
    )
    found = engine.table_of(sql, bind)
    return Histogram({name: found.column(name).to_numpy().astype(kind) for name, kind in HISTOGRAM_COLUMNS.items()})
