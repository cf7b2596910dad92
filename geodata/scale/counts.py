"""How many claims lie on each heap: the numbers of ``Selection``, without a list of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from geodata.model import Status
from geodata.scale.lookup import Lookup
from geodata.scale.plan import Plan, choose, relation, seen
from geodata.scale.sql import Bind, all_of, during, touching, wholly
from geodata.store import ClaimQuery, Selection

__all__ = ["Heaps", "fast_heaps", "heaps_of", "in_view", "plain_heaps", "with_view", "world_heaps"]

_STATUSES = tuple(Status)
_HEAPS = ("in_view", "unlocated", "undated", "outside_window", "outside_view")


@dataclass(frozen=True, slots=True)
class Heaps:
    """How many claims a question puts on each heap; the words are those of :class:`geodata.store.Selection`.

    Parameters
    ----------
    in_view, definite, possible : int
        In view, and of those wholly inside the window, or only touching it.
    unlocated, undated : int
        Kept by the filters, but without a place on the map; with one, but without a date.
    filtered, outside_window, outside_view, not_known : int
        The rest.
    by_status : mapping of Status to int
        Of those in view, in the order of the legend, zeros included.
    """

    in_view: int
    definite: int
    possible: int
    unlocated: int
    undated: int
    filtered: int
    outside_window: int
    outside_view: int
    not_known: int
    by_status: Mapping[Status, int]

    @property
    def total(self) -> int:
        """All claims of the data set, known or not."""
        placed = self.in_view + self.unlocated + self.undated + self.outside_window + self.outside_view
        return placed + self.filtered + self.not_known


def heaps_of(selection: Selection) -> Heaps:
    """The numbers of a selection."""
    return Heaps(
        in_view=len(selection.in_view),
        definite=selection.definite,
        possible=selection.possible,
        unlocated=len(selection.unlocated),
        undated=len(selection.undated),
        filtered=selection.filtered,
        outside_window=selection.outside_window,
        outside_view=selection.outside_view,
        not_known=selection.not_known,
        by_status=selection.counts(),
    )


def plain_heaps(engine: Lookup, query: ClaimQuery) -> Heaps:
    """Count by looking at every claim once: the scan that every faster way must agree with."""
    bind = Bind()
    kept = engine.filters(query, bind)
    read = relation(query, bind)
    boxed = all_of(touching(query.bbox, bind))
    if query.known_on is not None and query.bbox is not None:
        read = f"{read} JOIN (SELECT row, west, south, east, north FROM claims) USING (row)"
    sql = (
        "SELECT CASE WHEN kind = 2 THEN 1 WHEN day0 IS NULL THEN 2 "
        f"WHEN NOT ({all_of(during(query, bind))}) THEN 3 WHEN NOT ({boxed}) THEN 4 ELSE 0 END AS heap, status, "
        f"{wholly(query, bind)} AS definite, count(*) AS n "
        f"FROM {read} WHERE {all_of(kept)} GROUP BY ALL"
    )
    heaps: Counter[str] = Counter()
    found: Counter[tuple[int, bool]] = Counter()
    for number, status, definite, n in engine.rows_of(sql, bind):
        heaps[_HEAPS[number]] += n
        if number == 0:
            found[status, definite] += n
    known = engine.known_by(query.known_on)
    rest = Heaps(
        0, 0, 0, heaps["unlocated"], heaps["undated"], known - heaps.total(), heaps["outside_window"],
        heaps["outside_view"], engine.total - known, {},
    )  # fmt: skip
    return with_view(rest, found)


def with_view(rest: Heaps, found: Mapping[tuple[int, bool], int]) -> Heaps:
    """The same with other numbers of claims in view.

    Parameters
    ----------
    rest : Heaps
        All other heaps.
    found : mapping of (int, bool) to int
        Claims in view by status (place in the vocabulary) and whether they are definite.
    """
    by_status = dict.fromkeys(_STATUSES, 0)
    for (status, _definite), n in found.items():
        by_status[_STATUSES[status]] += n
    total, definite = sum(found.values()), sum(n for (_status, is_definite), n in found.items() if is_definite)
    return replace(rest, in_view=total, definite=definite, possible=total - definite, by_status=by_status)


def in_view(engine: Lookup, query: ClaimQuery, plan: Plan | None = None) -> Counter[tuple[int, bool]]:
    """Claims in view by status (place in the vocabulary) and whether they are definite, by the way with least reading.

    Parameters
    ----------
    engine : Lookup
        Where to look.
    query : ClaimQuery
        What to look for.
    plan : Plan or None
        Another way than the one chosen.
    """
    bind = Bind()
    kept = engine.filters(query, bind)
    relation = seen(query, plan or choose(query, by_claim=False), kept, bind)
    sql = f"SELECT status, {wholly(query, bind)} AS definite, sum(n) FROM ({relation}) GROUP BY ALL"
    return Counter({(status, bool(definite)): int(n) for status, definite, n in engine.rows_of(sql, bind)})


def world_heaps(engine: Lookup, query: ClaimQuery) -> Heaps:
    """Count the heaps of a question without a box.

    Where nothing is asked but types, modalities, statuses and a window, the numbers of the whole data set by these
    words, which are counted once, leave only those in the window to be counted.
    """
    by_word = query.known_on is None and query.aspect is None
    if not by_word or query.parties or query.sources or query.text:
        return plain_heaps(engine, query)
    kept: Counter[str] = Counter()
    found: Counter[tuple[int, bool]] = Counter()
    for kind, dated, has_end, type_, modality, status, n in engine.words:
        words = ((query.types, type_), (query.modalities, modality), (query.statuses, status))
        if all(not asked or word in asked for asked, word in words):
            heap = "unlocated" if kind == 2 else "in_view" if dated else "undated"
            kept[heap] += n
            if heap == "in_view":
                found[_STATUSES.index(status), has_end] += n
    located = kept["in_view"]
    if query.first_day is not None or query.last_day is not None:
        found = in_view(engine, query)
    rest = Heaps(
        0, 0, 0, kept["unlocated"], kept["undated"], engine.total - kept.total(), located - found.total(), 0, 0, {}
    )
    return with_view(rest, found)


def fast_heaps(engine: Lookup, query: ClaimQuery) -> Heaps:
    """Count by the way with least reading; the numbers of :func:`plain_heaps`."""
    asked = replace(query, bbox=None)
    world = engine.remembered(asked, lambda: world_heaps(engine, asked))
    if query.bbox is None:
        return world
    found = in_view(engine, query)
    return replace(with_view(world, found), outside_view=world.in_view - found.total())
