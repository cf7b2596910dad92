"""A selection as a GeoJSON file (RFC 7946): every claim with all its reports, and the question that chose it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from geodata.model import Place, TimeSpan
from geodata.store import Selection, last_day, sentence
from mapapp.export.coverage import coverage_words
from mapapp.export.evidence import evidence_of, status_of

__all__ = ["CAVEAT", "to_geojson"]

CAVEAT = "Reported claims, not confirmed facts"
"""The line that every picture and every file carries."""

NOTES = "Our notes on claims and reports have no date, so a file as known on a day leaves them out."
"""Why the remarks are empty in a file that says what was known on a day."""

_DECIMALS = 5  # of a degree: about a metre, finer than any place of a claim


def to_geojson(selection: Selection) -> str:
    """Write the chosen claims: those in view, and those without a place or a date.

    Parameters
    ----------
    selection : Selection
        What to write. Nothing that was public only after the query's ``known_on`` is written, and no note of ours:
        they have no date. ``recorded_at``, when a judgement was written down, may be later and says so.

    Returns
    -------
    str
        A FeatureCollection, EPSG:4326, degrees rounded to five decimals. A claim with a precise place is a Point, one
        somewhere in an area the area's (Multi)Polygon, never its centroid, one without a place has a null geometry.
        Instants are ISO 8601 in UTC; ``event_start`` is inclusive, ``event_end_exclusive`` is not, each null where
        the source gives none. The same selection gives the same text.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    shapes: dict[str, dict[str, Any]] = {}
    dataset, query = selection.dataset, selection.query
    content = {
        "type": "FeatureCollection",
        "caveat": CAVEAT,
        "query": sentence(dataset, query),
        "known_on": _day(query.known_on),
        "recorded_up_to": _day(last_day(dataset)) if query.known_on is None else None,
        "notes": None if query.known_on is None else NOTES,
        "coverage": coverage_words(selection) or None,
        "counts": _counts(selection),
        "dataset": {
            "id": dataset.info.dataset_id,
            "title": dataset.info.title,
            "version": dataset.info.version,
            "digest": dataset.digest,
            "licence": dataset.info.licence,
            "attribution": dataset.info.attribution,
        },
    }
    head = ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in content.items())
    features = ",\n".join(_json(_feature(selection, row, shapes)) for row in selection.chosen)
    return f'{{{head},\n"features": [\n{features}\n]}}\n'


def _json(value: object) -> str:
    """One line of JSON; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


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


def _feature(selection: Selection, row: int, shapes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    dataset = selection.dataset
    claim, known_on = dataset.claims[row], selection.query.known_on
    place = dataset.place(claim)
    return {
        "type": "Feature",
        "id": claim.claim_id,
        "geometry": _geometry(place, shapes),
        "properties": {
            "claim_id": claim.claim_id,
            "claim": claim.text,
            "claim_type": claim.claim_type.value,
            "modality": claim.modality.value,
            **status_of(selection, row),
            "actor": claim.actor,
            **_place(place),
            **_time(claim.time_on(known_on)),
            "last_reported_on": _day(selection.last_reported.get(row)),
            "quantity_low": claim.quantity.low,
            "quantity_best": claim.quantity.best,
            "quantity_high": claim.quantity.high,
            "unit": claim.quantity.unit or None,
            "remark": claim.remark if known_on is None else None,
            **evidence_of(selection, claim),
        },
    }


def _geometry(place: Place | None, shapes: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    if place is None:
        return None
    if place.position is not None:
        lon, lat = round(place.position.lon, _DECIMALS), round(place.position.lat, _DECIMALS)
        return {"type": "Point", "coordinates": [lon, lat]}
    if not place.regions:
        return None
    if place.place_id not in shapes:
        shapes[place.place_id] = _area(place)
    return shapes[place.place_id]


def _area(place: Place) -> dict[str, Any]:
    """The union of a place's regions, outer rings counter-clockwise."""
    import numpy as np  # with shapely it costs a third of a second to load
    import shapely
    from shapely.geometry import mapping

    from geodata.basemap import region_geometry

    union = shapely.union_all([region_geometry(code) for code in place.regions])
    rounded = shapely.transform(union, lambda degrees: np.round(degrees, _DECIMALS))
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
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
