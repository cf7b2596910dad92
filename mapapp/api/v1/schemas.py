"""JSON Schemas of what the data API answers, for the OpenAPI document; the tests check every answer against them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.assess.changes import ChangeKind
from geodata.model import ClaimType, Status
from mapapp.api.v1.problems import PROBLEM_TYPE

__all__ = ["PROBLEM_TYPE", "SCHEMAS", "referred"]

_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_DAY = {"type": "string", "format": "date"}
_MAYBE_TEXT, _MAYBE_DAY = {"type": ["string", "null"]}, {"type": ["string", "null"], "format": "date"}
_STATUS = {"type": "string", "enum": [word.value for word in Status]}
_TYPE = {"type": "string", "enum": [word.value for word in ClaimType]}
_MAYBE_STATUS = {"type": ["string", "null"], "enum": [*_STATUS["enum"], None]}


def _object(**members: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
    return {"type": "object", "required": list(members), "properties": members}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def referred(name: str) -> dict[str, Any]:
    """A reference to one of ``SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


_PAGE = _object(matched=_COUNT, returned=_COUNT, next=_MAYBE_TEXT)
_COUNTS = _object(
    in_view_definite=_COUNT,
    in_view_possible=_COUNT,
    in_view_by_status=_object(**{word.value: _COUNT for word in Status}),
    unlocated=_COUNT,
    undated=_COUNT,
    filtered=_COUNT,
    outside_window=_COUNT,
    outside_view=_COUNT,
    not_known=_COUNT,
)
_DATASET = _object(
    id=_TEXT, title=_TEXT, scope=_TEXT, version=_TEXT, digest=_TEXT, licence=_TEXT, attribution=_TEXT
)  # fmt: skip
_HEAD = {
    "caveat": _TEXT, "query": _TEXT, "known_on": _MAYBE_DAY, "recorded_up_to": _MAYBE_DAY, "notes": _MAYBE_TEXT,
    "coverage": _MAYBE_TEXT, "counts": referred("Counts"), "dataset": referred("Dataset"),
}  # fmt: skip
_FEATURE = _object(
    type={"const": "Feature"},
    id=_TEXT,
    geometry={
        "oneOf": [
            {"type": "null"},
            _object(type={"enum": ["Point", "Polygon", "MultiPolygon"]}, coordinates={"type": "array"}),
        ]
    },
    properties=_object(
        claim_id=_TEXT, claim=_TEXT, claim_type=_TYPE, modality=_TEXT, status=_STATUS, status_rule=_TEXT,
        shown_as={"enum": ["definite", "possible", "unlocated", "undated"]}, geo_precision=_TEXT,
        time_precision=_TEXT, denied={"type": "boolean"}, reports=_list({"type": "object"}),
        positions=_list({"type": "object"}), assessments=_list({"type": "object"}),
    ),
)  # fmt: skip
_CHANGE = _object(
    day=_DAY, kind={"enum": [word.value for word in ChangeKind]}, claim_id=_TEXT, was=_MAYBE_STATUS, now=_MAYBE_STATUS,
    party=_MAYBE_TEXT, words=_TEXT, reason=_TEXT,
)  # fmt: skip

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "Problem": _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT),
    "Index": _object(
        title=_TEXT, caveat=_TEXT, version=_TEXT,
        addresses=_list(_object(href=_TEXT, title=_TEXT)),
        datasets=_list(_object(id=_MAYBE_TEXT, title=_TEXT, claims=_TEXT)),
    ),
    "Counts": _COUNTS,
    "Dataset": _DATASET,
    "Page": _PAGE,
    "Feature": _FEATURE,
    "Claims": _object(
        type={"const": "FeatureCollection"}, page=referred("Page"), **_HEAD, records={"type": "object"},
        features=_list(referred("Feature")),
    ),
    "Claim": {
        "allOf": [
            referred("Feature"),
            _object(caveat=_TEXT, known_on=_MAYBE_DAY, dataset=referred("Dataset"), records={"type": "object"}),
        ]
    },
    "Changes": _object(
        caveat=_TEXT, dataset=referred("Dataset"), since=_DAY, until=_DAY, page=referred("Page"),
        changes=_list(_CHANGE),
    ),
    "Histogram": _object(
        **_HEAD,
        days=_list(
            _object(
                day=_DAY, type=_TYPE, status=_STATUS, **dict.fromkeys(("single", "begun", "over", "open"), _COUNT)
            )
        ),
    ),
}  # fmt: skip
"""Each schema by its name."""
