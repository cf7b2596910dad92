"""What stands at one place or in one area: its claims, counted by status; and zones without one in the window."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

from geodata.assess import is_denied
from geodata.model import Place, Status
from geodata.store import Selection, place_bbox, select
from mapapp.export.mercator import EARTH_RADIUS_M, mercator

__all__ = [
    "Group", "area_groups", "hidden_in_zones", "is_row_denied", "most_numerous", "point_groups", "undated_zones",
    "zone_rows",
]  # fmt: skip

# Which status stands for a tie: what is least settled comes first, so that no tie looks surer than it is.
_HUMBLE = (
    Status.UNVERIFIED, Status.SPECULATIVE, Status.DISPUTED, Status.WITHDRAWN, Status.REFUTED, Status.CORROBORATED,
    Status.CONFIRMED,
)  # fmt: skip


_GRAIN_M = math.tau * EARTH_RADIUS_M / 2**26  # Mercator metres


@dataclass(frozen=True, slots=True)
class Group:
    """Claims in view that share a place or an area.

    Parameters
    ----------
    places : tuple of Place
        The place they share; of areas, all places of the same shape.
    rows : tuple of int
        Claims in view, in file order; none in a zone all of whose claims lie outside the window or have no date.
    counts : dict of Status to int
        In legend order, without zeros.
    all_hollow : bool
        Whether every one is a plan or an inference; so too where there is none.
    """

    places: tuple[Place, ...]
    rows: tuple[int, ...]
    counts: dict[Status, int]
    all_hollow: bool

    @property
    def status(self) -> Status | None:
        """The status that stands for the group; None where it has no claim in view."""
        return most_numerous(self.counts) if self.counts else None


def most_numerous(counts: dict[Status, int]) -> Status:
    """The status of most claims; of a tie, the least settled."""
    return max(counts, key=lambda status: (counts[status], -_HUMBLE.index(status)))


def is_row_denied(selection: Selection, row: int) -> bool:
    """Whether some party's latest word on a claim, as known on the query's date, is a denial."""
    dataset = selection.dataset
    positions = dataset.positions_of.get(dataset.claims[row].claim_id, ())
    return is_denied(positions, selection.query.known_on)


def _group(
    selection: Selection, rows: Iterable[int], key: Callable[[Place], Hashable], empty: Iterable[Place] = ()
) -> tuple[Group, ...]:
    """Put claims together by what ``key`` says of their places, and with them ``empty`` places that have no claim."""
    found: dict[Hashable, tuple[list[Place], list[int]]] = {}
    for row in rows:
        place = selection.dataset.place(selection.dataset.claims[row])
        if place is not None:
            places, members = found.setdefault(key(place), ([], []))
            places.append(place)
            members.append(row)
    for place in empty:
        found.setdefault(key(place), ([], []))[0].append(place)
    return tuple(_one_group(selection, places, members) for places, members in found.values())


def _one_group(selection: Selection, places: list[Place], rows: list[int]) -> Group:
    counted = Counter(selection.verdicts[row].status for row in rows)
    return Group(
        places=tuple({place.place_id: place for place in places}.values()),
        rows=tuple(rows),
        counts={status: counted[status] for status in Status if counted[status]},
        all_hollow=all(selection.dataset.claims[row].modality.is_hollow for row in rows),
    )


def _places_of(selection: Selection, rows: Iterable[int]) -> dict[int, Place]:
    found = {row: selection.dataset.place(selection.dataset.claims[row]) for row in rows}
    return {row: place for row, place in found.items() if place is not None}


def _is_zone(place: Place) -> bool:
    return place.zone and bool(place.regions)


def _kept_zones(selection: Selection) -> list[Place]:
    """Zones of which the filters keep a claim that was known then, in any window, with a date or without."""
    if not any(_is_zone(place) for place in selection.dataset.places):
        return []
    box = selection.query.bbox
    whenever = select(selection.dataset, replace(selection.query, first_day=None, last_day=None))
    places = _places_of(whenever, (*whenever.in_view, *whenever.undated)).values()
    zones = [place for place in {place.place_id: place for place in places}.values() if _is_zone(place)]
    return [zone for zone in zones if box is None or ((limits := place_bbox(zone)) and box.touches(limits))]


def undated_zones(selection: Selection) -> list[Place]:
    """Zones that hold a claim without a date which passes the filters, in file order of their first claims."""
    return [place for place in _places_of(selection, selection.undated).values() if _is_zone(place)]


def hidden_in_zones(selection: Selection) -> int:
    """How many claims in view a map does not draw while its zones are switched off."""
    return len(zone_rows(selection))


def zone_rows(selection: Selection) -> frozenset[int]:
    """Rows of the claims in view that a map does not draw while its zones are switched off."""
    return frozenset(row for row, place in _places_of(selection, selection.in_view).items() if _is_zone(place))


def point_groups(selection: Selection) -> tuple[Group, ...]:
    """Claims in view with a precise place, by position, in the order of their first rows."""
    places = _places_of(selection, selection.in_view)
    return _group(selection, [row for row, place in places.items() if place.position is not None], _spot)


def _spot(place: Place) -> tuple[int, int]:
    """Where a place is, so coarsely that places within 0.6 m of each other are the same, as in marks.js."""
    if place.position is None:
        raise ValueError("an area is no spot")
    x, y = mercator(place.position.lon, place.position.lat)
    return math.floor(x / _GRAIN_M + 0.5), math.floor(y / _GRAIN_M + 0.5)


def area_groups(selection: Selection, *, zones: bool = True) -> tuple[Group, ...]:
    """Areas to draw, by shape: never a point.

    Parameters
    ----------
    selection : Selection
        What is in view.
    zones : bool
        Whether zones are switched on.

    Returns
    -------
    tuple of Group
        Those that hold a claim in view, in the order of their first rows. Zones that are switched on are among them as
        long as the filters keep a claim of theirs, in whatever window; zones that are switched off never are.
    """
    places = _places_of(selection, selection.in_view)
    rows = [row for row, place in places.items() if place.position is None and (zones or not _is_zone(place))]
    kept = _kept_zones(selection) if zones else []
    return _group(selection, rows, lambda place: (place.regions, place.vague, place.precision), kept)
