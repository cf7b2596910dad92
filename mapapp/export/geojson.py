"""A selection as a GeoJSON file (RFC 7946): every claim with all its reports, and the question that chose it."""

from __future__ import annotations

import json
from typing import Any

from geodata.store import Selection
from mapapp.export.evidence import evidence_of
from mapapp.export.properties import CAVEAT, NOTES, claim_properties, geometry_of, head_of
from mapapp.export.records import records_of

__all__ = ["CAVEAT", "NOTES", "feature_of", "to_geojson"]


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
        The member ``records`` holds what the claims lean on, with degrees in full, so that nothing is lost.
        Instants are ISO 8601 in UTC; ``event_start`` is inclusive, ``event_end_exclusive`` is not, each null where
        the source gives none. The same selection gives the same text.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    shapes: dict[str, dict[str, Any]] = {}
    content = {"type": "FeatureCollection", **head_of(selection), "records": records_of(selection)}
    head = ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in content.items())
    features = ",\n".join(_json(feature_of(selection, row, shapes)) for row in selection.chosen)
    return f'{{{head},\n"features": [\n{features}\n]}}\n'


def _json(value: object) -> str:
    """One line of JSON; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def feature_of(selection: Selection, row: int, shapes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One claim as a Feature, ready for JSON, as :func:`to_geojson` writes it.

    ``shapes`` keeps the areas that were made, by place, for the next claim there.

    Raises
    ------
    geodata.errors.QueryError
        If its place names a region that the basemap does not have.
    """
    claim = selection.dataset.claims[row]
    return {
        "type": "Feature",
        "id": claim.claim_id,
        "geometry": geometry_of(selection.dataset.place(claim), shapes),
        "properties": {**claim_properties(selection, row), **evidence_of(selection, claim)},
    }
