"""The first look at claims that are not imported yet: where they would lie, and how the first of them read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata import basemap
from geodata.errors import visible
from geodata.model import ClaimType, GeoPrecision, TimePrecision

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
    return {"points": points[:_MOST_PLACES], "areas": areas, "words": _words(trial, len(points), places.num_rows)}


def _points(places: pa.Table) -> list[list[float | None]]:
    """Longitude, latitude, uncertainty of every place that is a point."""
    columns = (places.column(name).to_pylist() for name in ("lon", "lat", "coordinate_uncertainty_m"))
    rows = zip(*columns, strict=True)
    return [[round(lon, 4), round(lat, 4), radius] for lon, lat, radius in rows if lon is not None]


def _words(trial: Trial, points: int, places: int) -> str:
    accepted = trial.report.counts.accepted
    drawn = f"the first {_MOST_PLACES:,} of {points:,} points" if points > _MOST_PLACES else f"{points:,} points"
    rest = f" and {places - points:,} areas or places without a mark" if places > points else ""
    return f"{accepted:,} claims at {drawn}{rest}. A ring shows how far off a point may be."


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
