"""The API definition: an OpenAPI 3.0 document of the routes below ``/ogc``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geodata.model import Aspect, ClaimType, Modality, Status, Word
from mapapp.api.ogc.asked import FILTERS, LIMIT, MOST, PAGING
from mapapp.api.ogc.documents import GEOJSON, OPENAPI

__all__ = ["definition"]


def _words(vocabulary: Iterable[Word]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": [word.value for word in vocabulary]}}


_DAY = {"type": "string", "format": "date"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_NUMBERS = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
_SCHEMAS: dict[str, tuple[str, dict[str, Any]]] = {
    "bbox": ("West, south, east, north in degrees (CRS84). What has no geometry is in every box.", _NUMBERS),
    "datetime": (
        "An instant, a day, or an interval; .. is an open end. What has no date is in.",
        {"type": "string"},
    ),
    "limit": ("Features of a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
    "offset": ("How many features come before the page.", {"type": "integer", "minimum": 0, "default": 0}),
    "f": ("The format: JSON, and no other.", {"type": "string", "enum": ["json"]}),
    "type": ("Claim types to keep.", _words(ClaimType)),
    "status": ("Statuses to keep, of the day asked.", _words(Status)),
    "modality": ("Modalities to keep.", _words(Modality)),
    "party": ("Keep what a source of one of these parties reported.", _TEXTS),
    "source": ("Keep what one of these sources reported, by id.", _TEXTS),
    "text": (
        "Every word must occur in the claim, its names or reports.",
        {"type": "string", "maxLength": 200},
    ),
    "known": ("Nothing public later than the end of this UTC day counts.", _DAY),
    "aspect": ("Whose status is meant; else that of presence and activity.", {"type": "string", "enum": [*Aspect]}),
}


def _parameter(name: str) -> dict[str, Any]:
    words, schema = _SCHEMAS[name]
    explode = name != "bbox"  # the standard writes a box with commas, we a list by repeating its name
    return {
        "name": name, "in": "query", "description": words, "required": False, "style": "form", "explode": explode,
        "schema": schema,
    }  # fmt: skip


def _get(operation: str, words: str, names: Iterable[str], media_type: str, *path: str) -> dict[str, Any]:
    """One operation; ``path`` names the parts of its address that vary."""
    varying = [{"$ref": f"#/components/parameters/{name}"} for name in path]
    refused = {"$ref": "#/components/responses/Refused"}
    answer = {"description": words, "content": {media_type: {"schema": {"type": "object"}}}}
    return {
        "get": {
            "operationId": operation,
            "summary": words,
            "parameters": [*varying, *({"$ref": f"#/components/parameters/{name}"} for name in names)],
            "responses": {"200": answer, "400": refused, "404": refused, "503": refused},
        }
    }


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def definition(base: str, names: Sequence[str]) -> dict[str, Any]:
    """The document.

    Parameters
    ----------
    base : str
        Absolute address of the landing page, without a slash at the end.
    names : sequence of str
        Ids of the collections.
    """
    plain, shared = "application/json", (*FILTERS, "f")
    exception = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Claimline: claims as features", "version": "1.0.0"},
        "servers": [{"url": base}],
        "paths": {
            "/": _get("landing", "The landing page", shared, plain),
            "/conformance": _get("conformance", "Which parts of the standard are met", ["f"], plain),
            "/api": _get("definition", "This document", ["f"], OPENAPI),
            "/collections": _get("collections", "The data sets", shared, plain),
            "/collections/{collectionId}": _get("collection", "One of them", shared, plain, "collectionId"),
            "/collections/{collectionId}/items": _get(
                "items", "Its claims, page by page", (*PAGING, *FILTERS), GEOJSON, "collectionId"
            ),
            "/collections/{collectionId}/items/{featureId}": _get(
                "item", "One claim", shared, GEOJSON, "collectionId", "featureId"
            ),
        },
        "components": {
            "parameters": {
                **{name: _parameter(name) for name in _SCHEMAS},
                "collectionId": _path("collectionId", {"type": "string", "enum": list(names)}),
                "featureId": _path("featureId", {"type": "string"}),
            },
            "responses": {
                "Refused": {"description": "Why not, in one sentence", "content": {plain: {"schema": exception}}}
            },
        },
    }
