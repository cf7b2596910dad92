"""The records that the claims of a file lean on: sources, places, reports of other claims, topics, coverage.

With them a file can be read back without loss (``geodata.ingest.exported``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geodata.ingest.exported import LAYOUT
from geodata.model import Coverage, Dataset, Place, Source
from geodata.store import Selection, excerpt_of
from mapapp.export.evidence import report_entry
from mapapp.export.iso import iso_day

__all__ = ["records_of"]


def records_of(selection: Selection) -> dict[str, Any]:
    """Everything that belongs to the chosen claims and is not said with each of them, ready for JSON.

    Returns
    -------
    dict
        ``layout``, a number that rises when an older reader would misread; ``excerpt``: what was left out; then lists
        of objects: ``sources``, ``places`` (EPSG:4326 degrees in full, radius in metres), ``related_reports`` (reports
        of other claims that those of the chosen ones go back to, depend on, or that judgements name), ``parties``,
        ``topics``, ``coverage`` (UTC days, both inclusive). Nothing that was public only after ``known_on``.
    """
    held, known_on = excerpt_of(selection), selection.query.known_on
    excerpt, chosen = held.info.excerpt, held.row_of
    related = [report for report in held.reports if report.claim_id not in chosen]
    return {
        "layout": LAYOUT,
        "excerpt": None
        if excerpt is None
        else {"digest": excerpt.digest, "question": excerpt.question, "known_on": iso_day(excerpt.known_on)},
        "sources": [_source(source) for source in held.sources],
        "places": [_place(place) for place in held.places],
        "related_reports": [
            {"claim_id": report.claim_id, **report_entry(held, report, known_on)} for report in related
        ],
        "parties": list(_parties(held)),
        "topics": [{"topic": one.topic_id, "label": one.label, "unit": one.unit} for one in held.info.topics],
        "coverage": [_coverage(entry) for entry in held.info.coverage],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "source_id": source.source_id,
        "source": source.name,
        "party": source.party,
        "reliability": source.reliability.value,
    }


def _place(place: Place) -> dict[str, Any]:
    spot = place.position
    return {
        "place_id": place.place_id,
        "name_en": place.names.en,
        "name_ru": place.names.ru or None,
        "name_uk": place.names.uk or None,
        "name_ko": place.names.ko or None,
        "geo_precision": place.precision.value,
        "lon": None if spot is None else spot.lon,
        "lat": None if spot is None else spot.lat,
        "coordinate_uncertainty_m": place.uncertainty_m,
        "regions": " ".join(place.regions) or None,
        "vague": place.vague,
        "zone": place.zone,
        "remark": place.remark or None,
    }


def _parties(held: Dataset) -> Iterator[dict[str, Any]]:
    """Who speaks, and which are no side in the matter: their sources are independent of each other."""
    names = {source.party for source in held.sources} | {position.party for position in held.positions}
    for name in sorted(names):
        yield {"party": name, "unaligned": name in held.info.unaligned}


def _coverage(entry: Coverage) -> dict[str, Any]:
    return {
        "first": iso_day(entry.first),
        "last": iso_day(entry.last),
        "state": entry.state.value,
        "note": entry.note or None,
    }
