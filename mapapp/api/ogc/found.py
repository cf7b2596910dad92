"""Which claims a request for features finds, and where they are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from geodata.basemap import region_bbox
from geodata.model import Claim, Dataset, Place
from geodata.store import ClaimQuery, Selection, select
from mapapp.api.ogc.asked import Asked, Box
from mapapp.export.properties import geometry_of

__all__ = ["Kind", "extent_of", "found_rows", "geometry", "selected", "times_of"]

Kind = Literal["claims", "points", "areas"]
"""Which claims of a data set a collection holds: all, those with a precise place, those somewhere in an area."""

_KEPT = 4  # selections that are kept for the next page
_selections: OrderedDict[tuple[str, ClaimQuery], Selection] = OrderedDict()
_lock = threading.Lock()


def selected(dataset: Dataset, query: ClaimQuery) -> Selection:
    """``select``, remembering the last few answers: a client asks for page after page."""
    key = (dataset.digest, query)
    with _lock:
        found = _selections.get(key)
    if found is None:
        found = select(dataset, query)
    with _lock:
        _selections[key] = found
        _selections.move_to_end(key)
        while len(_selections) > _KEPT:
            _selections.popitem(last=False)
    return found


@lru_cache(maxsize=512)
def _area(place: Place) -> dict[str, Any] | None:
    """The union of a place's regions, which takes a while to make; of one kind, whether it is one polygon or many."""
    found = geometry_of(place, {})
    if found is None or found["type"] != "Polygon":
        return found
    return {"type": "MultiPolygon", "coordinates": [found["coordinates"]]}


def geometry(dataset: Dataset, claim: Claim) -> dict[str, Any] | None:
    """Where a claim is, as a GeoJSON geometry: degrees in CRS84 to five decimals; None where no place was stated.

    A Point, or a MultiPolygon even where one polygon would do: clients want one kind of geometry in a layer.
    """
    place = dataset.place(claim)
    return _area(place) if place is not None and place.position is None else geometry_of(place, {})


def _is_kind(place: Place | None, kind: Kind) -> bool:
    if kind == "claims":
        return True
    if place is None:
        return False
    return place.position is not None if kind == "points" else place.position is None and bool(place.regions)


def found_rows(selection: Selection, kind: Kind, asked: Asked) -> tuple[int, ...]:
    """Rows of the claims that a request means, in file order.

    Parameters
    ----------
    selection : Selection
        The answer to ``asked.query``.
    kind : Kind
        Which claims the collection holds.
    asked : Asked
        Its boxes and times. As the standard wants (OGC 17-069r4, requirements fc-bbox-response and fc-time-response), a
        claim without a geometry is in every box, and one without a date is at every time.

    Returns
    -------
    tuple of int
        Positions in ``dataset.claims``.
    """
    dataset, near = selection.dataset, _Near(asked.boxes)
    found = []
    for row in selection.chosen:
        claim = dataset.claims[row]
        place = dataset.place(claim)
        if _is_kind(place, kind) and _is_then(claim, asked) and near.holds(dataset, claim, place):
            found.append(row)
    return tuple(found)


def _is_then(claim: Claim, asked: Asked) -> bool:
    span = claim.time_on(asked.query.known_on)
    if span.start_utc is None:
        return True
    before_last = asked.last is None or span.start_utc <= asked.last
    return before_last and (asked.first is None or span.end_utc is None or span.end_utc > asked.first)


class _Near:
    """Which places touch some boxes; each is looked at once."""

    def __init__(self, boxes: Iterable[Box] | None) -> None:
        self._boxes = None if boxes is None else tuple(boxes)
        self._areas: dict[str, bool] = {}

    def holds(self, dataset: Dataset, claim: Claim, place: Place | None) -> bool:
        if self._boxes is None or place is None:
            return True
        if place.place_id not in self._areas:
            self._areas[place.place_id] = self._touches(geometry(dataset, claim), self._boxes)
        return self._areas[place.place_id]

    @staticmethod
    def _touches(where: dict[str, Any] | None, boxes: tuple[Box, ...]) -> bool:
        if where is None:
            return True
        if where["type"] == "Point":
            lon, lat = where["coordinates"]
            return any(west <= lon <= east and south <= lat <= north for west, south, east, north in boxes)
        import shapely  # a third of a second: only for areas
        from shapely.geometry import shape

        area = shape(where)
        corners = ([[west, south], [east, south], [east, north], [west, north]] for west, south, east, north in boxes)
        return any(area.intersects(shapely.MultiPoint(four).convex_hull) for four in corners)


def _boxes_of(places: Iterable[Place | None]) -> Iterator[Box]:
    for place in places:
        if place is not None and place.position is not None:
            lon, lat = round(place.position.lon, 5), round(place.position.lat, 5)
            yield lon, lat, lon, lat
        elif place is not None:
            yield from (region_bbox(code) for code in place.regions)


def extent_of(dataset: Dataset, rows: Iterable[int], kind: Kind) -> Box | None:
    """A box around the geometries of some claims; all longitudes where one lies on both sides of the antimeridian."""
    claims = (dataset.claims[row] for row in rows)
    places = {claim.place_id: dataset.place(claim) for claim in claims}
    boxes = list(_boxes_of(place for place in places.values() if _is_kind(place, kind)))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    if max(east) > 180:  # the basemap's shapes go on beyond it; what is served is cut there
        return -180, min(south), 180, max(north)
    return min(west), min(south), max(east), max(north)


def times_of(
    dataset: Dataset, rows: Iterable[int], kind: Kind, known_on: date | None
) -> tuple[str | None, str | None] | None:
    """First and last instant of some claims in RFC 3339, UTC, as far as they were told on a day.

    None in place of an open end; None where no claim has a date.
    """
    claims = (dataset.claims[row] for row in rows)
    spans = [claim.time_on(known_on) for claim in claims if _is_kind(dataset.place(claim), kind)]
    starts = [span.start_utc for span in spans if span.start_utc is not None]
    ends = [span.end_utc for span in spans if span.end_utc is not None]
    if not starts:
        return None
    return _written(min(starts)), None if any(span.is_open for span in spans) else _written(max(ends))


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
