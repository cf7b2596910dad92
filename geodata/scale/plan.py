"""Which table answers a question, and how: the claims in view as one relation, put together from disjoint parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geodata.scale.grid import BITS
from geodata.scale.sql import SAFE, Bind, all_of, aspect_join, during, grid_box, near, touching
from geodata.scale.tables import LEVELS, MONTH
from geodata.scale.times import day_number
from geodata.store import BBox, ClaimQuery

__all__ = ["Plan", "choose", "relation", "seen"]

_SHORT = 60  # days: a shorter window is read from the copy in time order
_ACROSS = 96  # cells of a cube across a box, at most; the ring around them is counted claim by claim
_FEW = 8  # cells across a box for which a cube would be all ring

Table = Literal["claims", "versions", "slim", "cubes"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which table answers, and the level of its cells.

    Parameters
    ----------
    table : {'claims', 'versions', 'slim', 'cubes'}
        ``claims`` reads the wide table, ``versions`` what held at the end of the day of knowledge, ``slim`` the copy in
        time order, ``cubes`` whole months of whole cells and the claims around them.
    level : int
        Of ``x`` and ``y`` in the relation; of the cubes, where they answer.
    """

    table: Table
    level: int = BITS


def choose(query: ClaimQuery, *, by_claim: bool, level: int | None = None) -> Plan:
    """Choose the table that answers a question with the least reading.

    Parameters
    ----------
    query : ClaimQuery
        The question.
    by_claim : bool
        Whether each claim has to be looked at, because something is asked that the cubes do not know.
    level : int or None
        Coarsest level of ``x`` and ``y`` that will do; None where cells do not matter.
    """
    if query.known_on is not None:
        return Plan("versions")
    first, last = query.first_day, query.last_day
    if first is not None and last is not None and (last - first).days + 1 < _SHORT:
        return Plan("slim")
    if by_claim or query.modalities or query.parties or query.sources or query.text or query.aspect is not None:
        return Plan("claims")
    fits = [one for one in LEVELS if level is None or one >= level]
    across = [(one, _across(query.bbox, one)) for one in fits]
    if query.bbox is None:
        return Plan("cubes", fits[0]) if fits else Plan("claims")
    right = [one for one, cells in across if _FEW <= cells <= _ACROSS]
    return Plan("cubes", right[-1]) if right else Plan("claims")


def _across(box: BBox | None, level: int) -> int:
    if box is None:
        return int(2**level)
    left, right, top, bottom = grid_box(box)
    return min(right - left, bottom - top) >> (BITS - level)


def relation(query: ClaimQuery, bind: Bind, table: str = "claims") -> str:
    """A table as it is to be read: of ``versions`` those of the day of knowledge, and the status of the aspect asked.

    Without a day of knowledge that is all that is recorded.
    """
    source = table
    if query.known_on is not None:
        day = bind(day_number(query.known_on))
        source = f"(SELECT * FROM versions WHERE vf <= {day} AND vt > {day})"
    return source if query.aspect is None else aspect_join(source, query.aspect, query.known_on, bind)


def seen(query: ClaimQuery, plan: Plan, kept: list[str], bind: Bind) -> str:
    """The claims in view: located, dated, kept by the filters, touching window and box.

    Parameters
    ----------
    query : ClaimQuery
        The question.
    plan : Plan
        As :func:`choose` gave it.
    kept : list of str
        The filters, as conditions over ``row``, ``type``, ``modality`` and ``status``.
    bind : Bind
        Of the statement that this becomes a part of.

    Returns
    -------
    str
        A SELECT of ``row`` (null in a line that stands for several claims), ``kind``, ``place``, ``x`` and ``y`` (at
        ``plan.level``), ``day0``, ``day1`` (of a month of a cube its first day, twice), ``type``, ``status``, and
        ``n``, how many claims the line stands for. Each claim in view is counted in exactly one line.
    """
    month, end = _whole_months(query)
    if plan.table == "cubes" and (month is None or end is None or month < end):
        return " UNION ALL ".join(_with_cubes(query, plan, kept, bind))
    window = during(query, bind)
    if plan.table in ("slim", "cubes"):
        days = ["day1 = day0", *_days(query, bind)]
        tables = [(relation(query, bind, "slim"), days), (relation(query, bind, "long"), window)]
    else:
        tables = [(relation(query, bind), ["day0 IS NOT NULL", *window])]
    return " UNION ALL ".join(
        _raw(table, [*conditions, *place, *kept], plan)
        for table, conditions in tables
        for place in (_points(query.bbox, bind), _areas(query.bbox, bind))
    )


def _raw(table: str, conditions: list[str], plan: Plan) -> str:
    shift = BITS - plan.level
    return (
        f"SELECT row, kind, place, mx >> {shift} AS x, my >> {shift} AS y, day0, day1, type, status, 1 AS n "
        f"FROM {table} WHERE {all_of(conditions)}"
    )


def _points(box: BBox | None, bind: Bind) -> list[str]:
    return ["kind = 0", *near(box, bind)]


def _areas(box: BBox | None, bind: Bind) -> list[str]:
    boxed = touching(box, bind)
    return ["kind = 1", *([f"place IN (SELECT place FROM places WHERE {all_of(boxed)})"] if boxed else [])]


def _days(query: ClaimQuery, bind: Bind) -> list[str]:
    """The window for claims of a single day: their one day lies in it."""
    bounds = ((">=", query.first_day), ("<=", query.last_day))
    return [f"day0 {sign} {bind(day_number(day))}" for sign, day in bounds if day is not None]


def _with_cubes(query: ClaimQuery, plan: Plan, kept: list[str], bind: Bind) -> list[str]:
    """Whole months of whole cells from the cube, and each claim that is in none of them from the other tables."""
    points, window = _points(query.bbox, bind), during(query, bind)
    single = [*points, "day1 = day0", *kept]
    month, end = _whole_months(query)
    parts = [
        _raw("long", [*points, *window, *kept], plan),
        _raw("claims", [*_areas(query.bbox, bind), "day0 IS NOT NULL", *window, *kept], plan),
    ]
    if month is not None:
        parts.append(_raw("slim", [*single, *_days(query, bind), *_range("day0", None, month * MONTH - 1, bind)], plan))
    if end is not None:
        parts.append(_raw("slim", [*single, *_days(query, bind), *_range("day0", end * MONTH, None, bind)], plan))
    cells: list[str] = []
    if query.bbox is not None:
        cells, inner = _cells(query.bbox, BITS - plan.level, bind)
        days = _range("day0", _times(month), None if end is None else end * MONTH - 1, bind)
        parts.append(_raw("claims", [*single, *days, f"NOT ({all_of(inner)})"], plan))
    months = _range("month", month, None if end is None else end - 1, bind)
    read = all_of([f"level = {bind(plan.level)}", *months, *cells, *kept])
    cube = f"SELECT NULL, 0, -1, x, y, month * {MONTH}, month * {MONTH}, type, status, n FROM cubes WHERE {read}"
    return [*parts, cube]


def _whole_months(query: ClaimQuery) -> tuple[int | None, int | None]:
    """The first month that lies wholly in the window, and the one after the last; None where the window has no end."""
    first, last = query.first_day, query.last_day
    month = None if first is None else -(-day_number(first) // MONTH)
    return month, None if last is None else (day_number(last) + 1) // MONTH


def _times(month: int | None) -> int | None:
    return None if month is None else month * MONTH


def _cells(box: BBox, shift: int, bind: Bind) -> tuple[list[str], list[str]]:
    """The cells of a cube that lie wholly in a box, over its ``x`` and ``y``, and over ``mx`` and ``my``."""
    left, right, top, bottom = grid_box(box)
    xs, ys = _inside(left, right, shift), _inside(top, bottom, shift)
    over_cube = [*_range("x", *xs, bind), *_range("y", *ys, bind)]
    return over_cube, [*_range(f"mx >> {shift}", *xs, bind), *_range(f"my >> {shift}", *ys, bind)]


def _inside(low: int, high: int, shift: int) -> tuple[int, int]:
    """The first and last cell, both inclusive, that lie between two grid numbers with room to spare."""
    size = 1 << shift
    return (low + SAFE + size - 1) >> shift, ((high - SAFE + 1) >> shift) - 1


def _range(column: str, low: int | None, high: int | None, bind: Bind) -> list[str]:
    bounds = (("<=", low), (">=", high))
    return [f"{bind(bound)} {sign} {column}" for sign, bound in bounds if bound is not None]
