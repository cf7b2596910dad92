"""What answers the questions of the data API about single claims: ``select`` in memory, remembered for the next page.

Numbers and views come from :mod:`mapapp.api.v1.answering`; handlers ask these two and nobody else.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geodata.assess.changes import Change, changes_between
from geodata.model import Dataset
from geodata.store import ClaimQuery, Selection, select

if TYPE_CHECKING:
    from geodata.scale.counts import Heaps

__all__ = ["Page", "changes_of_days", "counts_of", "cut", "page_of", "selection_of"]

_KEPT = 8  # answers that are remembered for the next page; a reader has few questions at a time


@dataclass(frozen=True, slots=True)
class _Data:
    """A data set that is known by its digest: hashing its records would cost more than the question."""

    digest: str
    dataset: Dataset = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what was chosen.

    Parameters
    ----------
    whole : Selection
        The answer that it is a part of; its counts are of all of it.
    part : Selection
        The same question with the rows of this page alone, for what is written of them.
    next_after : int or None
        The last row of the page where more follow; None where it is the last page.
    """

    whole: Selection
    part: Selection
    next_after: int | None


def selection_of(dataset: Dataset, query: ClaimQuery) -> Selection:
    """Answer a question, as :func:`geodata.store.select` does; the last few answers are remembered."""
    return _select(_Data(dataset.digest, dataset), query)


@lru_cache(maxsize=_KEPT)
def _select(data: _Data, query: ClaimQuery) -> Selection:
    return select(data.dataset, query)


def cut(selection: Selection, rows: tuple[int, ...]) -> Selection:
    """The same selection with no other rows than some; of what is only counted nothing is changed.

    Parameters
    ----------
    selection : Selection
        Where to cut.
    rows : tuple of int
        Rows out of ``selection.chosen``.
    """
    kept = frozenset(rows)
    in_view = tuple(row for row in selection.in_view if row in kept)
    query, claims = selection.query, selection.dataset.claims
    definite = sum(claims[row].time_on(query.known_on).within(*query.window_utc) for row in in_view)
    return replace(
        selection,
        in_view=in_view,
        definite=definite,
        possible=len(in_view) - definite,
        unlocated=tuple(row for row in selection.unlocated if row in kept),
        undated=tuple(row for row in selection.undated if row in kept),
    )


def page_of(selection: Selection, after: int, limit: int) -> Page:
    """One page of what was chosen.

    Parameters
    ----------
    selection : Selection
        The whole answer.
    after : int
        Row after which the page begins; -1 for the first page.
    limit : int
        Most rows of the page, 1 or more.

    Returns
    -------
    Page
        In the order of ``selection.chosen``.
    """
    chosen = selection.chosen
    begin = bisect_right(chosen, after)
    rows = chosen[begin : begin + limit]
    more = begin + limit < len(chosen)
    return Page(selection, cut(selection, rows), rows[-1] if more else None)


def changes_of_days(dataset: Dataset, since: date, until: date) -> tuple[Change, ...]:
    """What became public between two UTC days, as :func:`geodata.assess.changes.changes_between` tells it."""
    return _changes(_Data(dataset.digest, dataset), since, until)


@lru_cache(maxsize=2)
def _changes(data: _Data, since: date, until: date) -> tuple[Change, ...]:
    return changes_between(data.dataset, since, until)


def counts_of(heaps: Heaps) -> dict[str, Any]:
    """The numbers of all heaps, ready for JSON, by the names that files use."""
    return {
        "in_view_definite": heaps.definite,
        "in_view_possible": heaps.possible,
        "in_view_by_status": {status.value: count for status, count in heaps.by_status.items()},
        "unlocated": heaps.unlocated,
        "undated": heaps.undated,
        "filtered": heaps.filtered,
        "outside_window": heaps.outside_window,
        "outside_view": heaps.outside_view,
        "not_known": heaps.not_known,
    }
