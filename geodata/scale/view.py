"""Choosing what a map draws: the claims where they are few, else bins, and the most important of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.model import Status
from geodata.scale.counts import fast_heaps
from geodata.scale.detail import (
    AREA_COLUMNS,
    BIN_COLUMNS,
    CLAIM_COLUMNS,
    LINES,
    TOP,
    TOP_COLUMNS,
    WEIGHT,
    Arrays,
    Buckets,
    View,
    buckets_of,
    check_budget,
    level_of,
    span_of,
    wider,
)
from geodata.scale.lookup import Lookup
from geodata.scale.plan import Plan, choose, relation, seen
from geodata.scale.sql import Bind, index_of, one_of
from geodata.scale.tables import LEVELS, MONTH, NEVER
from geodata.scale.times import day_number
from geodata.store import ClaimQuery

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["view"]

_ORDER = ", ".join(("place", *(name for name in BIN_COLUMNS if name != "n")))


def view(engine: Lookup, query: ClaimQuery, zoom: float, budget: int) -> View:
    """Choose what a map draws.

    Parameters
    ----------
    engine : Lookup
        Where to look.
    query : ClaimQuery
        What to look for; its box is what the map shows.
    zoom : float
        Of the map, 0 to 30.
    budget : int
        Most claims that are drawn one by one; bins and areas have at most ``LINES`` times as many lines, unless the
        window as one part needs more.

    Returns
    -------
    View
        The claims where no more than ``budget`` are in view, else bins, areas and the ``TOP`` most important claims:
        by ``WEIGHT`` of their status, then by origins, reports, the latest first day, and the lowest row.

    Raises
    ------
    QueryError
        If the zoom is out of range or the budget negative.
    CancelledQueryError
        If the engine was told to give up meanwhile.
    """
    level = level_of(zoom)
    check_budget(budget)
    heaps = fast_heaps(engine, query)
    if heaps.in_view <= budget:
        return View("claims", _claims(engine, query), _empty(AREA_COLUMNS), heaps, level, None, _empty(TOP_COLUMNS))
    first, last = _days(engine, query)
    buckets = buckets_of(first, last, heaps.in_view)
    found = _bins(engine, query, level, buckets, (first, last))
    while found.num_rows > LINES * budget and buckets.count > 1:
        buckets, found = wider(buckets), _halved(engine, found)
    columns, areas = _apart(found)
    return View("bins", columns, areas, heaps, level, buckets, _top(engine, query, heaps.by_status))


def _empty(columns: Mapping[str, Any]) -> Arrays:
    return {name: np.empty(0, kind) for name, kind in columns.items()}


def _arrays(engine: Lookup, sql: str, bind: Bind, columns: Mapping[str, Any]) -> Arrays:
    found = engine.table_of(sql, bind)
    return {name: found.column(name).to_numpy().astype(kind, copy=False) for name, kind in columns.items()}


def _in_view(engine: Lookup, query: ClaimQuery, bind: Bind, more: list[str]) -> str:
    """The rows in view, each by itself."""
    by_claim = choose(query, by_claim=True)
    return f"SELECT row FROM ({seen(query, by_claim, [*engine.filters(query, bind), *more], bind)})"


def _claims(engine: Lookup, query: ClaimQuery) -> Arrays:
    bind = Bind()
    rows = _in_view(engine, query, bind, [])
    sql = f"SELECT {', '.join(CLAIM_COLUMNS)} FROM {relation(query, bind)} WHERE row IN ({rows}) ORDER BY row"
    return _arrays(engine, sql, bind, CLAIM_COLUMNS)


def _days(engine: Lookup, query: ClaimQuery) -> tuple[int, int]:
    """First and last day of the window; a side without an end reaches as far as the months that claims in view name."""
    first = None if query.first_day is None else day_number(query.first_day)
    last = None if query.last_day is None else day_number(query.last_day)
    if first is not None and last is not None:
        return first, last
    bind = Bind()
    read = seen(query, choose(query, by_claim=False), engine.filters(query, bind), bind)
    sql = f"SELECT min(day0), max(CASE WHEN day1 = {bind(NEVER)} THEN day0 ELSE day1 END) FROM ({read})"
    low, high = engine.rows_of(sql, bind)[0]
    return span_of(first, last, low, high)


def _bins(engine: Lookup, query: ClaimQuery, level: int, buckets: Buckets, days: tuple[int, int]) -> pa.Table:
    """Bins, and areas by place, as one table: ``place`` is missing of the ones, ``x`` and ``y`` of the others."""
    whole_months = buckets.days % MONTH == 0 and level <= LEVELS[-1]
    plan = choose(query, by_claim=not whole_months, level=level)
    plan = plan if plan.table == "cubes" else Plan(plan.table, level)
    bind = Bind()
    read = seen(query, plan, engine.filters(query, bind), bind)
    start, width, shift = bind(buckets.first), bind(buckets.days), plan.level - level
    sql = (
        "SELECT CASE WHEN kind = 1 THEN place END AS place, "
        f"CASE WHEN kind = 0 THEN x >> {shift} END AS x, CASE WHEN kind = 0 THEN y >> {shift} END AS y, "
        f"(greatest(day0, {bind(days[0])}) - {start}) // {width} AS begins, "
        f"(least(day1, {bind(days[1])}) - {start}) // {width} AS ends, type, status, sum(n)::BIGINT AS n FROM ({read})"
    )
    return engine.table_of(f"{sql} GROUP BY ALL ORDER BY {_ORDER}", bind)


def _halved(engine: Lookup, found: pa.Table) -> pa.Table:
    """The same with parts of the window twice as wide."""
    bind = Bind()
    columns = "place, x, y, begins // 2 AS begins, ends // 2 AS ends, type, status, sum(n)::BIGINT AS n"
    return engine.table_of(f"SELECT {columns} FROM {bind.table(found)} GROUP BY ALL ORDER BY {_ORDER}", bind)


def _apart(found: pa.Table) -> tuple[Arrays, Arrays]:
    """Bins and areas as arrays."""
    import pyarrow.compute as pc

    is_area = found.column("place").is_valid()
    points, areas = found.filter(pc.invert(is_area)), found.filter(is_area)
    return (
        {name: points.column(name).to_numpy().astype(kind) for name, kind in BIN_COLUMNS.items()},
        {name: areas.column(name).to_numpy().astype(kind) for name, kind in AREA_COLUMNS.items()},
    )


def _top(engine: Lookup, query: ClaimQuery, by_status: Mapping[Status, int]) -> Arrays:
    asked, wanted = [], TOP
    for status in WEIGHT:  # no claim of a later status can be among them once the earlier ones are enough
        if wanted > 0 and by_status[status]:
            asked.append(status)
            wanted -= by_status[status]
    bind = Bind()
    more = [one_of("status", map(index_of, asked), bind)]
    rows = _in_view(engine, query, bind, more)
    weight = " ".join(f"WHEN {index_of(status)} THEN {at}" for at, status in enumerate(WEIGHT))
    read = relation(query, bind)
    if query.known_on is not None:
        day = bind(day_number(query.known_on))
        counted = (
            "SELECT row, count(*)::INTEGER AS reports, count(DISTINCT origin)::INTEGER AS origins FROM reports "
            f"WHERE known <= {day} AND row IN (SELECT row FROM chosen) GROUP BY row"
        )
        read = f"{read} JOIN ({counted}) USING (row)"
    sql = (
        f"WITH chosen AS MATERIALIZED ({rows}) SELECT {', '.join(TOP_COLUMNS)} FROM {read} "
        "WHERE row IN (SELECT row FROM chosen) ORDER BY "
        f"CASE status {weight} END, origins DESC, reports DESC, day0 DESC, row LIMIT {bind(TOP)}"
    )
    return _arrays(engine, sql, bind, TOP_COLUMNS)
