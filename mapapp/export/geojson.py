"""A selection as a GeoJSON file (RFC 7946): every claim with all its reports, and the question that chose it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from geodata.assess import is_denied, known_reports, origin_count
from geodata.model import Assessment, Claim, Dataset, PartyPosition, Place, Report
from geodata.store import Selection, sentence

__all__ = ["CAVEAT", "to_geojson"]

CAVEAT = "Reported claims, not confirmed facts"
"""The line that every picture and every file carries."""

_DECIMALS = 5  # of a degree: about a metre, finer than any place of a claim


def to_geojson(selection: Selection) -> str:
    """Write the chosen claims: those in view, and those without a place or a date.

    Parameters
    ----------
    selection : Selection
        What to write. Nothing that was public only after the query's ``known_on`` is written.

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
    claim = dataset.claims[row]
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
            **_status(selection, row),
            "actor": claim.actor,
            **_place(place),
            **_time(claim),
            "quantity_low": claim.quantity.low,
            "quantity_best": claim.quantity.best,
            "quantity_high": claim.quantity.high,
            "unit": claim.quantity.unit or None,
            "remark": claim.remark,
            **_evidence(selection, claim),
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


def _status(selection: Selection, row: int) -> dict[str, Any]:
    verdict = selection.verdicts[row]
    assessment = verdict.assessment
    return {
        "status": verdict.status.value,
        "status_rule": verdict.status.rule,
        "status_basis": None if assessment is None else assessment.basis.value,
        "status_reason": None if assessment is None else assessment.reason,
        "status_effective_at": None if assessment is None else _day(assessment.effective_at),
    }


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


def _time(claim: Claim) -> dict[str, Any]:
    return {
        "event_date": claim.time.edtf or None,
        "event_start": _instant(claim.time.start_utc),
        "event_end_exclusive": _instant(claim.time.end_utc),
        "time_precision": claim.time.precision.value,
        "time_is_approximate": claim.time.approximate,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _evidence(selection: Selection, claim: Claim) -> dict[str, Any]:
    """Reports, positions and assessments, as far as they were public on the query's date."""
    dataset, known_on = selection.dataset, selection.query.known_on
    reports = known_reports(dataset, claim, known_on)
    positions = dataset.positions_of.get(claim.claim_id, ())
    assessments = dataset.assessments_of.get(claim.claim_id, ())
    return {
        "denied": is_denied(positions, known_on),
        "origins": origin_count(dataset, reports),
        "reports": [_report(dataset, report) for report in reports],
        "positions": [_position(one) for one in positions if known_on is None or one.said_on <= known_on],
        "assessments": [_assessment(one) for one in assessments if known_on is None or one.effective_at <= known_on],
    }


def _report(dataset: Dataset, report: Report) -> dict[str, Any]:
    source = dataset.source_of[report.source_id]
    return {
        "report_id": report.report_id,
        "source": source.name,
        "source_id": source.source_id,
        "party": source.party,
        "reliability": source.reliability.value,
        "published_at": report.published.edtf,
        "stance": report.stance.value,
        "derived_from": report.derived_from,
        "title": report.title,
        "url": report.url or None,
        "remark": report.remark,
    }


def _position(position: PartyPosition) -> dict[str, Any]:
    return {
        "party": position.party,
        "position": position.position.value,
        "said_on": _day(position.said_on),
        "report_id": position.report_id,
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return {
        "assessment_id": assessment.assessment_id,
        "aspect": assessment.aspect.value,
        "status": assessment.status.value,
        "basis": assessment.basis.value,
        "reason": assessment.reason,
        "evidence": list(assessment.evidence),
        "effective_at": _day(assessment.effective_at),
        "recorded_at": _day(assessment.recorded_at),
        "by": assessment.by,
    }
