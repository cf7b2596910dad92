"""What stands at one place or in one area: its claims, counted by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from geodata.assess import is_denied
from geodata.model import Place, Status
from geodata.store import Selection

__all__ = ["Group", "area_groups", "is_row_denied", "most_numerous", "point_groups"]

# Which status stands for a tie: what is least settled comes first, so that no tie looks surer than it is.
_HUMBLE = (
    Status.UNVERIFIED, Status.SPECULATIVE, Status.DISPUTED, Status.WITHDRAWN, Status.REFUTED, Status.CORROBORATED,
    Status.CONFIRMED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Claims in view that share a place or an area.

    Parameters
    ----------
    places : tuple of Place
        The place they share; of areas, all places of the same shape.
    rows : tuple of int
        Claims, in file order.
    counts : dict of Status to int
        In legend order, without zeros.
    all_hollow : bool
        Whether every one is a plan or an inference.
    """

    places: tuple[Place, ...]
    rows: tuple[int, ...]
    counts: dict[Status, int]
    all_hollow: bool

    @property
    def status(self) -> Status:
        """The status that stands for the group."""
        return most_numerous(self.counts)


def most_numerous(counts: dict[Status, int]) -> Status:
    """The status of most claims; of a tie, the least settled."""
    return max(counts, key=lambda status: (counts[status], -_HUMBLE.index(status)))


def is_row_denied(selection: Selection, row: int) -> bool:
    """Whether some party's latest word on a claim, as known on the query's date, is a denial."""
    dataset = selection.dataset
    positions = dataset.positions_of.get(dataset.claims[row].claim_id, ())
    return is_denied(positions, selection.query.known_on)


def _group(selection: Selection, rows: Iterable[int], key: Callable[[Place], Hashable]) -> tuple[Group, ...]:
    found: dict[Hashable, list[tuple[int, Place]]] = {}
    for row in rows:
        place = selection.dataset.place(selection.dataset.claims[row])
        if place is not None:
            found.setdefault(key(place), []).append((row, place))
    return tuple(_one_group(selection, members) for members in found.values())


def _one_group(selection: Selection, members: list[tuple[int, Place]]) -> Group:
    rows = tuple(row for row, _place in members)
    counted = Counter(selection.verdicts[row].status for row in rows)
    return Group(
        places=tuple({place.place_id: place for _row, place in members}.values()),
        rows=rows,
        counts={status: counted[status] for status in Status if counted[status]},
        all_hollow=all(selection.dataset.claims[row].modality.is_hollow for row in rows),
    )


def _located(selection: Selection, *, points: bool) -> list[int]:
    kept = []
    for row in selection.in_view:
        place = selection.dataset.place(selection.dataset.claims[row])
        if place is not None and (place.position is not None) is points:
            kept.append(row)
    return kept


def point_groups(selection: Selection) -> tuple[Group, ...]:
    """Claims in view with a precise place, by position, in the order of their first rows."""
    return _group(selection, _located(selection, points=True), lambda place: place.position)


def area_groups(selection: Selection) -> tuple[Group, ...]:
    """Claims in view whose place is an area, by shape, in the order of their first rows: never a point."""
    return _group(
        selection, _located(selection, points=False), lambda place: (place.regions, place.vague, place.precision)
    )
