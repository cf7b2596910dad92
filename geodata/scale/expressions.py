"""A question as Narwhals expressions: the same text for DuckDB, Polars and Spark, and the same numbers from each.

DuckDB answers the app's own questions by faster ways. These expressions read every claim once, wherever the tables are
kept, and serve where one machine ends. :func:`geodata.store.select` is the definition of what they count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import narwhals as nw

from geodata.errors import QueryError
from geodata.model import Status, Word
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.store import BBox, ClaimQuery

__all__ = ["COLUMNS", "HEAPS", "Frame", "Tally", "chosen", "tally", "tally_of"]

Frame = nw.LazyFrame[Any]
"""A table wherever it is kept; nothing of it is read before it is collected."""

HEAPS = ("filtered", "unlocated", "undated", "outside_window", "outside_view", "in_view", "not_known")
"""Where a claim lands, in the words of :class:`geodata.store.Selection`; each lands on exactly one heap."""

COLUMNS = (
    "row", "claim_id", "text", "actor", "type", "modality", "kind", "place", "lon", "lat", "status", "denied", "day0",
    "day1",
)  # fmt: skip
"""Columns of :func:`chosen`, as :data:`geodata.scale.tables.TABLES` describes them. Status, denial and days are those
of the day of knowledge; nothing else of a claim can change, and what is told of it without a date is left out."""

_CHANGES = ("status", "denied", "day1")  # what a version says in place of the claim
_PLACED = 2  # kinds below this one stand somewhere on the map


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims lie on each heap.

    Parameters
    ----------
    heaps : dict of str to int
        By the words of ``HEAPS``, zeros included. Their sum is all claims.
    definite : int
        Of those in view: wholly inside the window; the others only touch it.
    by_status : dict of Status to int
        Of those in view, in the order of the legend, zeros included.
    """

    heaps: dict[str, int]
    definite: int
    by_status: dict[Status, int]


def tally(claims: Frame, versions: Frame, query: ClaimQuery) -> Frame:
    """Count the claims on each heap, by status and by whether they are definite.

    Parameters
    ----------
    claims, versions : narwhals.LazyFrame
        The tables of these names of :data:`geodata.scale.tables.TABLES`. ``versions`` is read for a day of knowledge
        only.
    query : ClaimQuery
        Window, box, types, statuses, modalities and day of knowledge.

    Returns
    -------
    narwhals.LazyFrame
        ``heap``, ``status`` (position in ``Status``; -1 of claims that are not known), ``definite`` (never outside the
        view) and ``n``, which is at least 1; in no order.

    Raises
    ------
    QueryError
        If parties, sources, words of the text or an aspect are asked for.
    """
    heaped = _heaped(claims, versions, query)
    return heaped.group_by("heap", "status", "definite").agg(n=nw.len())


def tally_of(counted: Frame) -> Tally:
    """Run what :func:`tally` made, and add it up."""
    heaps, by_status, definite = dict.fromkeys(HEAPS, 0), dict.fromkeys(Status, 0), 0
    statuses = list(Status)
    for one in counted.collect(backend="pyarrow").to_native().to_pylist():
        heaps[one["heap"]] += one["n"]
        if one["heap"] == "in_view":
            by_status[statuses[one["status"]]] += one["n"]
            definite += one["n"] if one["definite"] else 0
    return Tally(heaps, definite, by_status)


def chosen(claims: Frame, versions: Frame, query: ClaimQuery, after: int | None = None, limit: int = 1000) -> Frame:
    """A page of the claims that a question chooses: those in view, and those without a place or a date.

    Parameters
    ----------
    claims, versions : narwhals.LazyFrame
        As for :func:`tally`.
    query : ClaimQuery
        As for :func:`tally`.
    after : int or None
        Row of the last claim of the page before; None for the first page.
    limit : int
        Most claims of the page, one or more.

    Returns
    -------
    narwhals.LazyFrame
        ``COLUMNS``, by row: those of ``Selection.chosen``, fewer than ``limit`` on the last page only.

    Raises
    ------
    QueryError
        If ``limit`` is less than one, or something is asked that :func:`tally` refuses.
    """
    if limit < 1:
        raise QueryError(f"A page of {limit} claims cannot be given: ask for 1 or more.")
    kept = _heaped(claims, versions, query).filter(nw.col("heap").is_in(["in_view", "unlocated", "undated"]))
    kept = kept if after is None else kept.filter(nw.col("row") > after)
    return kept.select(*COLUMNS).sort("row").head(limit)


def _heaped(claims: Frame, versions: Frame, query: ClaimQuery) -> Frame:
    """Every claim as it was known, with its heap."""
    _refuse_what_needs_reports(query)
    boxes = ("west", "south", "east", "north")
    known = claims.select(*COLUMNS, *boxes)
    is_known = nw.lit(value=True)
    if query.known_on is not None:
        day = day_number(query.known_on)
        then = versions.filter(nw.col("vf") <= day, nw.col("vt") > day)
        then = then.select(nw.col("row"), *(nw.col(name).alias(f"{name}_then") for name in _CHANGES), seen=nw.lit(1))
        known = known.join(then, on="row", how="left")
        is_known = ~nw.col("seen").is_null()
        known = known.with_columns(*(nw.col(f"{name}_then").alias(name) for name in _CHANGES))
    heap = _first_that_holds(
        (~is_known, "not_known"),
        (~_kept(query), "filtered"),
        (nw.col("kind") >= _PLACED, "unlocated"),
        (nw.col("day0").is_null(), "undated"),
        (~_during(query), "outside_window"),
        (~_touching(query.bbox), "outside_view"),
    )
    seen = known.with_columns(heap=heap)
    definite = nw.when(nw.col("heap") == "in_view").then(_wholly(query)).otherwise(nw.lit(value=False))
    return seen.with_columns(definite=definite, status=nw.col("status").fill_null(-1))


def _refuse_what_needs_reports(query: ClaimQuery) -> None:
    asked = {"parties": query.parties, "sources": query.sources, "text": query.text, "aspect": query.aspect}
    for name, value in asked.items():
        if value:
            raise QueryError(f"A cluster cannot be asked by {name}: leave {name} out, or ask a build on one machine.")


def _first_that_holds(*cases: tuple[nw.Expr, str]) -> nw.Expr:
    """The word of the first condition that holds; ``in_view`` where none does."""
    found = nw.lit("in_view")
    for condition, word in reversed(cases):
        found = nw.when(condition).then(nw.lit(word)).otherwise(found)
    return found


def _all_of(conditions: list[nw.Expr]) -> nw.Expr:
    return reduce(and_, conditions) if conditions else nw.lit(value=True)


def _words(words: Collection[Word]) -> list[int]:
    return sorted(list(type(word)).index(word) for word in words)


def _kept(query: ClaimQuery) -> nw.Expr:
    asked = (("type", query.types), ("status", query.statuses), ("modality", query.modalities))
    return _all_of([nw.col(name).is_in(_words(words)) for name, words in asked if words])


def _during(query: ClaimQuery) -> nw.Expr:
    """Whether a dated claim shares an instant with the window: both are whole days here, which decides as well."""
    found = [] if query.first_day is None else [nw.col("day1") >= day_number(query.first_day)]
    return _all_of(found if query.last_day is None else [*found, nw.col("day0") <= day_number(query.last_day)])


def _wholly(query: ClaimQuery) -> nw.Expr:
    """Whether it lies inside the window: never one whose end nobody told."""
    found = [nw.col("day1") < NEVER]
    found += [] if query.first_day is None else [nw.col("day0") >= day_number(query.first_day)]
    return _all_of(found if query.last_day is None else [*found, nw.col("day1") <= day_number(query.last_day)])


def _touching(box: BBox | None) -> nw.Expr:
    """Whether its place shares a point with a box, both closed, degrees EPSG:4326."""
    if box is None:
        return nw.lit(value=True)
    return _all_of([
        nw.col("west") <= box.east, nw.col("east") >= box.west, nw.col("south") <= box.north,
        nw.col("north") >= box.south,
    ])  # fmt: skip
