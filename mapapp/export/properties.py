"""What every file says of a claim, where it is, and which question chose it; each format writes the same."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from geodata.model import Claim, Dataset, Place, TimeSpan
from geodata.store import ClaimQuery, Selection, last_day, sentence
from mapapp.export.coverage import coverage_of
from mapapp.export.evidence import status_of
from mapapp.export.iso import iso_day

__all__ = ["CAVEAT", "NOTES", "claim_properties", "dataset_words", "geometry_of", "head_of", "head_with"]

CAVEAT = "Reported claims, not confirmed facts"
"""The line that every picture and every file carries."""

NOTES = "Our notes on claims and reports have no date, so a file as known on a day leaves them out."
"""Why the remarks are empty in a file that says what was known on a day."""

_DECIMALS = 5  # of a degree: about a metre, finer than any place of a claim


def head_of(selection: Selection) -> dict[str, Any]:
    """The caveat, the question, its counts and the data set with its licence, ready for JSON; days are UTC."""
    return head_with(selection.dataset, selection.query, _counts(selection))


def head_with(dataset: Dataset, query: ClaimQuery, counts: dict[str, Any]) -> dict[str, Any]:
    """The same as :func:`head_of` of a question whose claims were counted elsewhere, by the same names."""
    return {
        "caveat": CAVEAT,
        "query": sentence(dataset, query),
        "known_on": iso_day(query.known_on),
        "recorded_up_to": iso_day(last_day(dataset)) if query.known_on is None else None,
        "notes": None if query.known_on is None else NOTES,
        "coverage": coverage_of(dataset, query) or None,
        "counts": counts,
        "dataset": dataset_words(dataset),
    }


def dataset_words(dataset: Dataset) -> dict[str, str]:
    """A data set with its version, digest and licence, ready for JSON."""
    return {
        "id": dataset.info.dataset_id,
        "title": dataset.info.title,
        "scope": dataset.info.scope,
        "version": dataset.info.version,
        "digest": dataset.digest,
        "licence": dataset.info.licence,
        "attribution": dataset.info.attribution,
    }


def _counts(selection: Selection) -> dict[str, Any]:
    return {
        "in_view_definite": selection.definite,
        "in_view_possible": selection.possible,
        "in_view_by_status": {status.value: count for status, count in selection.counts().items()},
        "unlocated": len(selection.unlocated),
        "undated": len(selection.undated),
        "filtered": selection.filtered,
        "outside_window": selection.outside_window,
        "outside_view": selection.outside_view,
        "not_known": selection.not_known,
    }


def claim_properties(selection: Selection, row: int) -> dict[str, Any]:
    """What is said of a claim itself, by name, ready for JSON: nothing that was public only after ``known_on``.

    Instants are ISO 8601 in UTC; ``event_start`` is inclusive, ``event_end_exclusive`` is not, each null where the
    source gives none. ``shown_as`` says how the selection holds it: definite or possible in its window, unlocated,
    undated.
    """
    dataset = selection.dataset
    claim, known_on = dataset.claims[row], selection.query.known_on
    place = dataset.place(claim)
    return {
        "claim_id": claim.claim_id,
        "claim": claim.text,
        "claim_type": claim.claim_type.value,
        "modality": claim.modality.value,
        **status_of(selection, row),
        "shown_as": _shown_as(selection, claim, place),
        "actor": claim.actor,
        **_place(place),
        **_time(claim.time_on(known_on)),
        "end_known_on": _end_known_on(claim, known_on),
        "last_reported_on": iso_day(selection.last_reported.get(row)),
        "topic": claim.topic_id,
        "quantity_low": claim.quantity.low,
        "quantity_best": claim.quantity.best,
        "quantity_high": claim.quantity.high,
        "unit": claim.quantity.unit or None,
        "remark": claim.remark if known_on is None else None,
    }


def _end_known_on(claim: Claim, known_on: date | None) -> str | None:
    """The day on which the end was told, unless nobody had told it yet."""
    told = claim.end_known_on
    return None if told is None or (known_on is not None and told > known_on) else iso_day(told)


def _shown_as(selection: Selection, claim: Claim, place: Place | None) -> str:
    if place is None or (place.position is None and not place.regions):
        return "unlocated"
    time = claim.time_on(selection.query.known_on)
    if not time.is_known:
        return "undated"
    return "definite" if time.within(*selection.query.window_utc) else "possible"


def geometry_of(place: Place | None, shapes: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Where a place is, as a GeoJSON geometry in EPSG:4326; None where no place was stated, never a centroid.

    ``shapes`` keeps the areas that were made, by place, for the next claim there.

    Raises
    ------
    geodata.errors.QueryError
        If the place names a region that the basemap does not have.
    """
    if place is None:
        return None
    if place.position is not None:
        lon, lat = round(place.position.lon, _DECIMALS), round(place.position.lat, _DECIMALS)
        return {"type": "Point", "coordinates": [lon, lat]}
    if not place.regions:
        return None
    if place.place_id not in shapes:
        shapes[place.place_id] = _area(place.regions)
    return shapes[place.place_id]


@lru_cache(maxsize=64)  # it takes a fraction of a second, and is the same for every file and answer
def _area(regions: tuple[str, ...]) -> dict[str, Any]:
    """The union of regions, outer rings counter-clockwise; nobody may change it."""
    import numpy as np  # with shapely it costs a third of a second to load
    import shapely
    from shapely.geometry import mapping

    from geodata.basemap import union_geometry

    rounded = shapely.transform(union_geometry(regions), lambda degrees: np.round(degrees, _DECIMALS))
    shape: dict[str, Any] = mapping(shapely.orient_polygons(rounded, exterior_cw=False))
    return shape


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        words: list[str | None] = [None] * 4
    else:
        words = [name or None for name in (place.names.en, place.names.ru, place.names.uk, place.names.ko)]
    return {
        "place_id": None if place is None else place.place_id,
        "place": words[0],
        "place_ru": words[1],
        "place_uk": words[2],
        "place_ko": words[3],
        "geo_precision": "unknown" if place is None else place.precision.value,
        "coordinate_uncertainty_m": None if place is None else place.uncertainty_m,
        "regions": None if place is None else " ".join(place.regions) or None,
        "area_is_vague": place is not None and place.vague,
    }


def _time(time: TimeSpan) -> dict[str, Any]:
    return {
        "event_date": time.edtf or None,
        "event_start": _instant(time.start_utc),
        "event_end_exclusive": _instant(time.end_utc),
        "time_precision": time.precision.value,
        "time_is_approximate": time.approximate,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
