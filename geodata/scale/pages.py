"""The chosen claims themselves, page by page, as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.errors import QueryError
from geodata.model import Stance, parse_edtf
from geodata.scale.lookup import Lookup
from geodata.scale.plan import relation
from geodata.scale.sql import Bind, all_of, during, index_of, touching
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.store import ClaimQuery

if TYPE_CHECKING:
    import pyarrow as pa


__all__ = ["COLUMNS", "check_limit", "page", "page_schema"]

COLUMNS = {
    "row": "int64", "claim_id": "string", "text": "string", "type": "int16", "modality": "int16", "status": "int8",
    "denied": "bool", "actor": "string", "quantity_low": "int64", "quantity_best": "int64", "quantity_high": "int64",
    "unit": "string", "place": "int32", "kind": "int8", "lon": "double", "lat": "double", "west": "double",
    "south": "double", "east": "double", "north": "double", "t0": "int64", "t1": "int64", "day0": "int32",
    "day1": "int32", "event_date": "string", "when": "string", "known": "int32", "reports": "int32",
    "origins": "int32", "sources": "list<element: int32>", "last_reported": "int32", "remark": "string",
}  # fmt: skip
"""Columns of a page and their Arrow types: those of the table ``claims`` as far as they were known on the day asked.

``status`` is that of the aspect asked. On a day of knowledge, an end that had not been told stands in none of ``t1``,
``day1``, ``event_date`` and ``when``; ``reports``, ``origins`` and ``sources`` (positions, rising, each once) count
what was public; and ``remark`` is missing, since notes have no date. ``last_reported`` stands only where there is no
end: the last UTC day on which a report that does not deny was public.
"""

_NOW = ("type", "modality", "status", "denied", "day0", "day1")
_COUNTED = ("reports", "origins", "sources", "last_reported")


def page_schema() -> pa.Schema:
    """The Arrow schema of a page."""
    import pyarrow as pa

    types = {"double": pa.float64(), "bool": pa.bool_(), "list<element: int32>": pa.list_(pa.int32())}
    return pa.schema([pa.field(name, types.get(kind) or getattr(pa, kind)()) for name, kind in COLUMNS.items()])


def check_limit(limit: int) -> None:
    """Refuse a page that holds nothing.

    Raises
    ------
    QueryError
        If ``limit`` is less than one.
    """
    if limit < 1:
        raise QueryError(f"A page of {limit} claims holds nothing: ask for one claim or more.")


def page(engine: Lookup, query: ClaimQuery, after: int | None, limit: int) -> pa.Table:
    """A page of the chosen claims, as :meth:`geodata.scale.engine.Engine.rows` gives it.

    Raises
    ------
    QueryError
        If ``limit`` is less than one.
    """
    check_limit(limit)
    bind = Bind()
    chosen = engine.table_of(_chosen(engine, query, after, limit, bind), bind)
    return _details(engine, query, chosen).cast(page_schema())


def _chosen(engine: Lookup, query: ClaimQuery, after: int | None, limit: int, bind: Bind) -> str:
    """The rows of the page and what holds of them on the day."""
    boxed = touching(query.bbox, bind)
    if boxed and query.known_on is not None:
        boxed = [f"row IN (SELECT row FROM claims WHERE {all_of(boxed)})"]
    placed = all_of([*during(query, bind), *boxed])
    conditions = [*engine.filters(query, bind), f"kind = 2 OR day0 IS NULL OR ({placed})"]
    if after is not None:
        conditions.append(f"row > {bind(after)}")
    return (
        f"SELECT row, {', '.join(_NOW)} FROM {relation(query, bind)} WHERE {all_of(conditions)} "
        f"ORDER BY row LIMIT {bind(limit)}"
    )


def _details(engine: Lookup, query: ClaimQuery, chosen: pa.Table) -> pa.Table:
    bind = Bind()
    lent = bind.table(chosen)
    public = "true" if query.known_on is None else f"known <= {bind(day_number(query.known_on))}"
    living = f"stance <> {bind(index_of(Stance.DENIES))} AND known < {bind(NEVER)}"
    told = (
        "SELECT row, count(*) AS reports, count(DISTINCT origin) AS origins, "
        f"list_sort(list_distinct(list(source))) AS sources, max(known) FILTER (WHERE {living}) AS last_reported "
        f"FROM reports WHERE {public} AND row IN (SELECT row FROM {lent}) GROUP BY row"
    )
    columns = [_column(name, is_all=query.known_on is None) for name in COLUMNS]
    sql = (
        f"SELECT {', '.join(columns)} FROM {lent} p JOIN claims c ON c.row = p.row "
        f"LEFT JOIN ({told}) r ON r.row = p.row ORDER BY p.row"
    )
    return _with_words(engine.table_of(sql, bind))


def _with_words(told: pa.Table) -> pa.Table:
    """The page with the words for those times whose end had not been told."""
    import pyarrow as pa

    words = [
        parse_edtf(written).words() if when is None else when
        for when, written in zip(told.column("when").to_pylist(), told.column("event_date").to_pylist(), strict=True)
    ]
    return told.set_column(told.column_names.index("when"), "when", pa.array(words, pa.string()))


def _column(name: str, *, is_all: bool) -> str:
    if name in _NOW:
        return f'p."{name}"'
    told = "p.day1 IS NOT DISTINCT FROM c.day1"
    if name in ("t1", "when"):
        return f'CASE WHEN {told} THEN c."{name}" END AS "{name}"'
    if name == "event_date":
        return f"CASE WHEN {told} THEN c.event_date ELSE split_part(c.event_date, '/', 1) || '/..' END AS event_date"
    if name == "last_reported":
        return f"CASE WHEN p.day1 = {NEVER} THEN r.last_reported END AS last_reported"
    if name == "sources":
        return "coalesce(r.sources, []::INTEGER[]) AS sources"
    if name in _COUNTED:
        return f"coalesce(r.{name}, 0) AS {name}"
    if name == "remark":
        return "c.remark" if is_all else "NULL::VARCHAR AS remark"
    return f'c."{name}"'
