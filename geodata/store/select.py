"""``select(dataset, query)``: the one answer that map, list, counts, legend, picture and file all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from geodata.assess import Verdict, known_reports, verdict_on
from geodata.basemap import region_bbox
from geodata.model import Claim, Dataset, Place, Stance, Status
from geodata.store.query import ClaimQuery
from geodata.store.since import keeps_reporters

__all__ = ["MAP_LATITUDE", "Selection", "filter_mask", "is_known", "place_bbox", "select"]

MAP_LATITUDE = 85.0511
"""Degrees north or south at which Web Mercator, and with it every map of ours, ends."""

Heap = Literal["not_known", "filtered", "unlocated", "undated", "outside_window", "outside_view", "in_view"]


@dataclass(frozen=True)
class Selection:
    """What a query selects from a data set. Rows are positions in ``dataset.claims``.

    ``filtered + unlocated + undated + outside_window + outside_view + in_view`` are all claims known on the
    query's date; ``not_known`` are the others.

    Parameters
    ----------
    in_view : tuple of int
        Rows that pass the filters, have a place and a date, touch the window and the box.
    definite, possible : int
        Of those in view: wholly inside the window, or only touching it. Never added up elsewhere.
    unlocated, undated : tuple of int
        Rows that pass the filters but have no place, or one beyond the end of the map; that have a place but no date.
    filtered, outside_window, outside_view, not_known : int
        Counts of the rest.
    verdicts : tuple of Verdict
        Of every claim, by row, on the query's date and of its aspect.
    last_reported : mapping of int to date
        Of the claims in view whose end was not known then, by row: the last UTC day on which a report of theirs became
        public, as known on the query's date. A denial keeps no claim alive and is no such report. A claim that no dated
        report carries is not in it.
    """

    dataset: Dataset
    query: ClaimQuery
    in_view: tuple[int, ...]
    definite: int
    possible: int
    unlocated: tuple[int, ...]
    undated: tuple[int, ...]
    filtered: int
    outside_window: int
    outside_view: int
    not_known: int
    verdicts: tuple[Verdict, ...]
    last_reported: Mapping[int, date]

    @property
    def chosen(self) -> tuple[int, ...]:
        """Rows that an export holds: in view, and those that wait in the trays, in file order."""
        return tuple(sorted((*self.in_view, *self.unlocated, *self.undated)))

    @property
    def dateless(self) -> int:
        """Of those not known: claims that are known on no day, because no report of them has a date of publication."""
        if self.query.known_on is None:
            return 0
        dated = {report.claim_id for report in self.dataset.reports if report.known_on is not None}
        return sum(claim.claim_id not in dated for claim in self.dataset.claims)

    def counts(self) -> dict[Status, int]:
        """Claims in view by status, in legend order, zeros included."""
        found = Counter(self.verdicts[row].status for row in self.in_view)
        return {status: found[status] for status in Status}


def place_bbox(place: Place) -> tuple[float, float, float, float] | None:
    """Bounding box of a place: west, south, east, north in degrees, EPSG:4326.

    None where it has no location, or one beyond ``MAP_LATITUDE``: no map of ours can show it.
    """
    if place.position is not None and abs(place.position.lat) > MAP_LATITUDE:
        return None
    if place.position is not None:
        return place.position.lon, place.position.lat, place.position.lon, place.position.lat
    if not place.regions:
        return None
    boxes = [region_bbox(code) for code in place.regions]
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def is_known(dataset: Dataset, claim: Claim, known_on: date | None) -> bool:
    """Whether a report of a claim was public at the end of a UTC day; with None, every claim is known."""
    return known_on is None or bool(known_reports(dataset, claim, known_on))


def filter_mask(dataset: Dataset, query: ClaimQuery, verdicts: tuple[Verdict, ...] | None = None) -> tuple[bool, ...]:
    """Which claims the filters keep, by row: type, status, modality, party, source, text; not window, not box."""
    found = verdicts or tuple(verdict_on(dataset, claim, query.known_on, query.aspect) for claim in dataset.claims)
    return tuple(_passes(dataset, query, claim, verdict) for claim, verdict in zip(dataset.claims, found, strict=True))


def _passes(dataset: Dataset, query: ClaimQuery, claim: Claim, verdict: Verdict) -> bool:
    if query.types and claim.claim_type not in query.types:
        return False
    if query.statuses and verdict.status not in query.statuses:
        return False
    if query.modalities and claim.modality not in query.modalities:
        return False
    return keeps_reporters(dataset, query, claim)


def _heap(dataset: Dataset, query: ClaimQuery, claim: Claim, *, kept: bool) -> Heap:
    if not is_known(dataset, claim, query.known_on):
        return "not_known"
    if not kept:
        return "filtered"
    place = dataset.place(claim)
    box = None if place is None else place_bbox(place)
    if box is None:
        return "unlocated"
    time = claim.time_on(query.known_on)
    if not time.is_known:
        return "undated"
    if not time.touches(*query.window_utc):
        return "outside_window"
    return "in_view" if query.bbox is None or query.bbox.touches(box) else "outside_view"


def select(dataset: Dataset, query: ClaimQuery) -> Selection:
    """Answer a query.

    Parameters
    ----------
    dataset : Dataset
        Where to look.
    query : ClaimQuery
        What to look for.

    Returns
    -------
    Selection
        Every claim on exactly one heap.
    """
    verdicts = tuple(verdict_on(dataset, claim, query.known_on, query.aspect) for claim in dataset.claims)
    kept = filter_mask(dataset, query, verdicts)
    heaps: dict[str, list[int]] = {}
    for row, claim in enumerate(dataset.claims):
        heaps.setdefault(_heap(dataset, query, claim, kept=kept[row]), []).append(row)
    in_view = tuple(heaps.get("in_view", ()))
    definite = sum(dataset.claims[row].time_on(query.known_on).within(*query.window_utc) for row in in_view)
    return Selection(
        dataset=dataset,
        query=query,
        in_view=in_view,
        definite=definite,
        possible=len(in_view) - definite,
        unlocated=tuple(heaps.get("unlocated", ())),
        undated=tuple(heaps.get("undated", ())),
        filtered=len(heaps.get("filtered", ())),
        outside_window=len(heaps.get("outside_window", ())),
        outside_view=len(heaps.get("outside_view", ())),
        not_known=len(heaps.get("not_known", ())),
        verdicts=verdicts,
        last_reported=MappingProxyType(_last_reported(dataset, query, in_view)),
    )


def _last_reported(dataset: Dataset, query: ClaimQuery, rows: tuple[int, ...]) -> dict[int, date]:
    found: dict[int, date] = {}
    for row in rows:
        if dataset.claims[row].time_on(query.known_on).is_open:
            reports = known_reports(dataset, dataset.claims[row], query.known_on)
            living = (report for report in reports if report.stance is not Stance.DENIES)
            days = [report.known_on for report in living if report.known_on is not None]
            found.update({row: max(days)} if days else {})
    return found
