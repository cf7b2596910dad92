"""The claims as the browser gets them: one JSON object of numbers, and text that is only ever shown as text.

The form is described in ``docs/architecture.md``; ``assets/data.js`` reads it.
"""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from typing import Any

from geodata.assess import Step, steps_of
from geodata.basemap import region_rings
from geodata.model import (
    Aspect,
    Claim,
    ClaimType,
    Dataset,
    Modality,
    Names,
    Place,
    Quantity,
    Status,
    format_precision,
)
from geodata.store import knowledge_days, place_bbox
from mapapp.palette import STATUS_STYLES
from mapapp.timemap.figures import figure_entries, topic_entries
from mapapp.timemap.history import aspect_step_columns, rule_entries, step_columns
from mapapp.timemap.records import assessment_entries, foreign_entries, position_entries, report_entries
from mapapp.timemap.seconds import day_seconds, instant_seconds

__all__ = ["claims_payload", "encode", "extent_seconds", "knowledge_seconds"]

_STATUS_INDEX = {status: index for index, status in enumerate(Status)}
_TYPE_INDEX = {word: index for index, word in enumerate(ClaimType)}
_MODALITY_INDEX = {word: index for index, word in enumerate(Modality)}


def encode(payload: dict[str, Any]) -> bytes:
    """Write a payload as gzipped JSON (UTF-8, no time stamp: the same payload gives the same bytes)."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(text.encode("utf-8", "backslashreplace"), compresslevel=6, mtime=0)


def extent_seconds(dataset: Dataset) -> tuple[int, int]:
    """Whole UTC days around every dated claim and the coverage ranges: seconds since 1970, half-open.

    An open end reaches to the last day that is known otherwise.
    """
    days: list[date] = []
    for entry in dataset.info.coverage:
        if entry.state.value != "none":
            days += [entry.first, entry.last]
    for claim in dataset.claims:
        if claim.time.start_utc is not None:
            days.append(claim.time.start_utc.date())
        if claim.time.end_utc is not None:
            days.append((claim.time.end_utc - timedelta(microseconds=1)).date())
    if not days:
        days = [date(2024, 1, 1), date(2024, 12, 31)]
    return day_seconds(min(days)), day_seconds(max(days) + timedelta(days=1))


def knowledge_seconds(dataset: Dataset) -> tuple[int, int]:
    """Whole UTC days on which something became public: seconds since 1970, half-open; the extent where nothing did."""
    days = knowledge_days(dataset)
    if days is None:
        return extent_seconds(dataset)
    return day_seconds(days[0]), day_seconds(days[1] + timedelta(days=1))


def _names(names: Names) -> dict[str, str]:
    return {"en": names.en, "ru": names.ru, "uk": names.uk, "ko": names.ko}


def _place_entry(place: Place, area: int | None) -> dict[str, Any]:
    return {
        "names": _names(place.names),
        "precision": place.precision.value,
        "label": place.precision.label,
        "rule": _precision_words(place),
        "lon": place.position.lon if place.position else None,
        "lat": place.position.lat if place.position else None,
        "radius_m": place.uncertainty_m,
        "area": area,
        "remark": place.remark,
        "zone": place.zone,
    }


def _precision_words(place: Place) -> str:
    if place.uncertainty_m is None:
        return "the source does not say where it ends" if place.vague else place.precision.rule
    metres = place.uncertainty_m
    return f"within {metres / 1000:g} km" if metres >= 1000 else f"within {metres:g} m"


def _area_entry(place: Place) -> dict[str, Any]:
    return {
        "names": _names(place.names),
        "vague": place.vague,
        "zone": place.zone,
        "bbox": place_bbox(place),
        "polygons": [polygon for code in place.regions for polygon in region_rings(code)],
    }


def _quantity(quantity: Quantity) -> list[Any] | None:
    if not quantity.unit:
        return None
    return [quantity.low, quantity.best, quantity.high, quantity.unit]


def _claim_columns(dataset: Dataset, steps: tuple[tuple[Step, ...], ...]) -> dict[str, list[Any]]:
    """Columns by row; what a step says is that of the last one, when everything recorded counts."""
    claims, last = dataset.claims, [of_claim[-1] for of_claim in steps]
    place_index = {place.place_id: index for index, place in enumerate(dataset.places)}
    return {
        "id": [claim.claim_id for claim in claims],
        "text": [claim.text for claim in claims],
        "type": [_TYPE_INDEX[claim.claim_type] for claim in claims],
        "status": [_STATUS_INDEX[step.status] for step in last],
        "modality": [_MODALITY_INDEX[claim.modality] for claim in claims],
        "place": [place_index[claim.place_id] if claim.place_id else -1 for claim in claims],
        "t0": [instant_seconds(claim.time.start_utc) for claim in claims],
        "t1": [instant_seconds(claim.time.end_utc) for claim in claims],
        "when": [claim.time.words() for claim in claims],
        "precision": [format_precision(claim.time) for claim in claims],
        **_late_end_columns(claims),
        "actor": [claim.actor for claim in claims],
        "quantity": [_quantity(claim.quantity) for claim in claims],
        "denied": [int(step.denied) for step in last],
        "reports": [step.reports for step in last],
        "origins": [step.origins for step in last],
        "remark": [claim.remark for claim in claims],
    }


def _late_end_columns(claims: tuple[Claim, ...]) -> dict[str, list[Any]]:
    """When the end of a claim was told, and what is said of its time before; null where it was told with the claim."""
    late = [claim.end_known_on for claim in claims]
    pairs = list(zip(claims, late, strict=True))
    return {
        "endKnown": [None if day is None else day_seconds(day) for day in late],
        "whenOpen": [None if day is None else claim.time.opened().words() for claim, day in pairs],
        "precisionOpen": [None if day is None else format_precision(claim.time.opened()) for claim, day in pairs],
    }


def _style_entry(status: Status) -> dict[str, str]:
    style = STATUS_STYLES[status]
    return {
        "id": status.value,
        "label": status.label,
        "rule": status.rule,
        "colour": style.colour,
        "ink": style.ink,
        "shape": style.shape,
        "hatch": style.hatch,
        "letter": style.letter,
    }


def claims_payload(dataset: Dataset) -> dict[str, Any]:
    """Everything the document shows of a data set.

    Parameters
    ----------
    dataset : Dataset
        Checked and whole.

    Returns
    -------
    dict
        JSON-ready, as described in ``docs/architecture.md``. Times are seconds since 1970-01-01T00:00Z,
        coordinates degrees in EPSG:4326.
    """
    info = dataset.info
    area_places = [place for place in dataset.places if place.regions]
    area_index = {place.place_id: index for index, place in enumerate(area_places)}
    speaking = {position.party for position in dataset.positions}
    parties = sorted({source.party for source in dataset.sources} | speaking)
    party_index = {party: index for index, party in enumerate(parties)}
    steps = tuple(steps_of(dataset, claim) for claim in dataset.claims)
    return {
        "digest": dataset.digest,
        "info": {
            "title": info.title,
            "scope": info.scope,
            "version": info.version,
            "licence": info.licence,
            "attribution": info.attribution,
        },
        "extent": extent_seconds(dataset),
        "knowledge": knowledge_seconds(dataset),
        "coverage": [
            {
                "from": day_seconds(entry.first),
                "to": day_seconds(entry.last + timedelta(days=1)),
                "state": entry.state.value,
                "label": entry.state.label,
                "note": entry.note,
            }
            for entry in info.coverage
        ],
        "statuses": [_style_entry(status) for status in Status],
        "types": [{"id": word.value, "label": word.label} for word in ClaimType],
        "modalities": [
            {"id": word.value, "label": word.label, "rule": word.rule, "hollow": word.is_hollow} for word in Modality
        ],
        "parties": parties,
        "sources": [
            {"name": source.name, "party": party_index[source.party], "reliability": source.reliability.value}
            for source in dataset.sources
        ],
        "places": [_place_entry(place, area_index.get(place.place_id)) for place in dataset.places],
        "areas": [_area_entry(place) for place in area_places],
        "claims": _claim_columns(dataset, steps),
        "reports": report_entries(dataset),
        "positions": position_entries(dataset, party_index),
        "assessments": assessment_entries(dataset),
        "foreign": foreign_entries(dataset),
        "rules": rule_entries(),
        "steps": step_columns(dataset, steps),
        "aspects": [{"id": word.value, "label": word.label} for word in Aspect],
        "aspectSteps": aspect_step_columns(dataset),
        "topics": topic_entries(dataset),
        "figures": figure_entries(dataset),
    }
