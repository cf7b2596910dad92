"""A question as SQL: conditions over the tables of a build, with every value bound and none pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from geodata.model import Aspect, ClaimType, Modality, Status, Word
from geodata.scale.grid import mx_of, my_of
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.store import BBox, ClaimQuery

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "SAFE", "Bind", "all_of", "aspect_join", "during", "grid_box", "index_of", "judged", "near", "one_of",
    "reported", "touching", "wholly",
]  # fmt: skip

SAFE = 2
"""Grid numbers so far apart tell for certain which degrees are greater, whatever the last bit of a logarithm says."""


@dataclass
class Bind:
    """The values and tables of one statement, by the names under which its text speaks of them.

    Parameters
    ----------
    values : dict
        Parameters by name.
    tables : dict of str to pyarrow.Table
        Sets of rows that SQL cannot find by itself, registered under these names while the statement runs.
    """

    values: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)

    def __call__(self, value: object) -> str:
        """Bind a value and give back its name as SQL writes it."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def used(self, sql: str) -> dict[str, Any]:
        """The values that a statement speaks of; a part that was left out of it may have bound more."""
        return {name: self.values[name] for name in set(re.findall(r"\$(p\d+)", sql))}

    def table(self, rows: pa.Table) -> str:
        """Lend a table to the statement and give back its name."""
        name = f"lent_{len(self.tables)}"
        self.tables[name] = rows
        return name


def index_of(word: Word) -> int:
    """Place of a word in its vocabulary, as the tables hold it."""
    return list(type(word)).index(word)


def grid_box(box: BBox) -> tuple[int, int, int, int]:
    """The cells of the finest grid that the corners of a box lie in: west, east, north, south; rows grow southwards."""
    return int(mx_of(box.west)), int(mx_of(box.east)), int(my_of(box.north)), int(my_of(box.south))


def all_of(conditions: Iterable[str]) -> str:
    """Conditions that must all hold; none of them holds always."""
    return " AND ".join(f"({one})" for one in conditions) or "true"


def one_of(column: str, values: Iterable[object], bind: Bind) -> str:
    """Whether a column holds one of some values, of which there is at least one."""
    return f"{column} IN ({', '.join(bind(value) for value in values)})"


def _words(query: ClaimQuery) -> list[tuple[str, Sequence[ClaimType | Modality | Status]]]:
    asked = (("type", query.types), ("modality", query.modalities), ("status", query.statuses))
    return [(column, sorted(words)) for column, words in asked if words]


def judged(query: ClaimQuery, bind: Bind) -> list[str]:
    """The filters by type, modality and status, over columns of these names."""
    return [one_of(column, map(index_of, words), bind) for column, words in _words(query)]


def reported(query: ClaimQuery, bind: Bind) -> list[str]:
    """The filters by party and source, over a column ``row``: what reports say that were public on the query's day."""
    public = "" if query.known_on is None else f" AND known <= {bind(day_number(query.known_on))}"
    found = []
    for column, names in (("source_id", query.sources), ("party", query.parties)):
        if names:
            asked = f"SELECT source FROM sources WHERE {one_of(column, sorted(names), bind)}"
            found.append(f"row IN (SELECT row FROM reports WHERE source IN ({asked}){public})")
    return found


def during(query: ClaimQuery, bind: Bind) -> list[str]:
    """Whether a claim shares an instant with the event window, over ``day0`` and ``day1`` (both inclusive).

    Windows are made of whole UTC days, so that days decide as instants would.
    """
    return [
        f"{column} {sign} {bind(day_number(day))}"
        for column, sign, day in (("day1", ">=", query.first_day), ("day0", "<=", query.last_day))
        if day is not None
    ]


def wholly(query: ClaimQuery, bind: Bind) -> str:
    """Whether a claim lies wholly inside the window: never one whose end nobody told, ``NEVER`` in ``day1``."""
    ends = [f"day1 <> {bind(NEVER)}"]
    if query.first_day is not None:
        ends.append(f"day0 >= {bind(day_number(query.first_day))}")
    if query.last_day is not None:
        ends.append(f"day1 <= {bind(day_number(query.last_day))}")
    return all_of(ends)


def touching(box: BBox | None, bind: Bind) -> list[str]:
    """Whether a place touches a box, in degrees, closed: over ``west``, ``south``, ``east`` and ``north``."""
    if box is None:
        return []
    sides = (("west", "<=", box.east), ("east", ">=", box.west), ("south", "<=", box.north), ("north", ">=", box.south))
    return [f"{column} {sign} {bind(side)}" for column, sign, side in sides]


def near(box: BBox | None, bind: Bind) -> list[str]:
    """Whether a point touches a box, over ``mx`` and ``my``; those in the cells of its edge are asked in degrees."""
    if box is None:
        return []
    left, right, top, bottom = grid_box(box)
    zone = _between(left - SAFE, right + SAFE, top - SAFE, bottom + SAFE, bind)
    inner = _between(left + SAFE, right - SAFE, top + SAFE, bottom - SAFE, bind)
    degrees = all_of(touching(box, bind))
    edge = f"SELECT row FROM claims WHERE kind = 0 AND {zone} AND NOT ({inner}) AND {degrees}"
    return [zone, f"({inner}) OR row IN ({edge})"]


def _between(left: int, right: int, top: int, bottom: int, bind: Bind) -> str:
    return f"mx BETWEEN {bind(left)} AND {bind(right)} AND my BETWEEN {bind(top)} AND {bind(bottom)}"


def aspect_join(table: str, aspect: Aspect, known_on: date | None, bind: Bind) -> str:
    """A table with the status of one aspect in the place of the claim's own."""
    public = "" if known_on is None else f" AND effective <= {bind(day_number(known_on))}"
    latest = (
        f"SELECT row, status FROM assessments WHERE aspect = {bind(index_of(aspect))}{public} QUALIFY "
        "row_number() OVER (PARTITION BY row ORDER BY effective DESC, recorded DESC, assessment_id DESC) = 1"
    )
    default = bind(index_of(Status.UNVERIFIED))
    return (
        f"(SELECT t.* EXCLUDE (status), coalesce(a.status, {default})::TINYINT AS status "
        f"FROM {table} t LEFT JOIN ({latest}) a USING (row))"
    )
