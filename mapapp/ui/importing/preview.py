"""The first look at claims that are not imported yet: where they would lie, and how the first of them read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata import basemap
from geodata.errors import visible
from geodata.model import ClaimType, GeoPrecision, TimePrecision
from mapapp.ui.importing.words import count_words

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.importing.trial import Trial

__all__ = ["HEAD", "first_rows", "places_drawn"]

HEAD = ("Row", "Claim", "Type", "When", "Where")
"""Names of the columns of :func:`first_rows`."""

_MOST_PLACES = 5_000
_MOST_TEXT = 220


def places_drawn(trial: Trial) -> dict[str, Any]:
    """What a small map of a trial shows.

    Parameters
    ----------
    trial : Trial
        What was tried.

    Returns
    -------
    dict
        ``points``: longitude and latitude (degrees EPSG:4326) and uncertainty (metres, null where it is not known) of
        each place that is a point, 5,000 at most. ``areas``: outlines of regions and countries, each as
        :func:`geodata.basemap.region_rings` gives it. ``words``: a sentence that counts them, and what has no mark.
    """
    places = trial.places()
    points = _points(places)
    codes = sorted({code for text in places.column("regions").to_pylist() for code in text.split()})
    areas = [list(basemap.region_rings(code)) for code in codes if code in basemap.known_regions()]
    return {"points": points[:_MOST_PLACES], "areas": areas, "words": _words(trial, len(points), places)}


def _points(places: pa.Table) -> list[list[float | None]]:
    """Longitude, latitude, uncertainty of every place that is a point."""
    columns = (places.column(name).to_pylist() for name in ("lon", "lat", "coordinate_uncertainty_m"))
    rows = zip(*columns, strict=True)
    return [[round(lon, 4), round(lat, 4), radius] for lon, lat, radius in rows if lon is not None]


def _words(trial: Trial, points: int, places: pa.Table) -> str:
    areas = sum(bool(text) for text in places.column("regions").to_pylist())
    bare = places.num_rows - points - areas
    shown = f"{count_words(points, 'point')}"
    if points > _MOST_PLACES:
        shown += f", of which the first {_MOST_PLACES:,} are drawn"
    parts = [shown, count_words(areas, "area"), count_words(bare, "place without a mark", "places without a mark")]
    told = [part for part, count in zip(parts, (points, areas, bare), strict=True) if count]
    where = f", {count_words(places.num_rows, 'place')}: {'; '.join(told)}" if told else ", none of them with a place"
    ring = " A ring shows how far off a point may be." if points else ""
    return f"{count_words(trial.report.counts.accepted, 'claim')}{where}.{ring}"


def first_rows(trial: Trial, limit: int) -> list[list[str]]:
    """The first claims as they would be, as cells under ``HEAD``."""
    claims, names = trial.claims(limit).to_pylist(), _place_names(trial)
    return [
        [
            str(claim["row"]), visible(claim["text"], _MOST_TEXT), ClaimType(claim["claim_type"]).label,
            _when(claim), names.get(claim["place_id"], "not stated"),
        ]
        for claim in claims
    ]  # fmt: skip


def _when(claim: dict[str, Any]) -> str:
    if not claim["event_date"]:
        return "not stated"
    return f"{claim['event_date'].replace('/', ' to ')} ({TimePrecision(claim['time_precision']).label.lower()})"


def _place_names(trial: Trial) -> dict[str, str]:
    places = trial.places()
    columns = (places.column(name).to_pylist() for name in ("place_id", "name", "geo_precision"))
    return {
        place: f"{visible(name)} ({GeoPrecision(precision).label.lower()})"
        for place, name, precision in zip(*columns, strict=True)
    }
