"""One feature of GeoJSON (RFC 7946): its members and its shape."""

from __future__ import annotations

from typing import Any

from geodata.ingest.reading.jsontext import Json
from geodata.ingest.reading.limits import Limits
from geodata.ingest.reading.outline import GEOMETRIES
from geodata.ingest.reading.wkb import GeometryError, Shape, shape_of_coordinates

__all__ = ["feature_of"]

_OWN = ("type", "geometry", "properties", "bbox")


def feature_of(record: dict[str, Json], limits: Limits) -> tuple[Shape | None, dict[str, Json]]:
    """Take a feature apart.

    Parameters
    ----------
    record : dict
        A feature, or a bare geometry.
    limits : Limits
        Depth and number of points.

    Returns
    -------
    Shape or None
        None where it has no geometry.
    dict
        Its properties; its id and members of other standards stand beside them, as ``feature id`` where a property has
        the same name.

    Raises
    ------
    ValueError
        If it is no feature; :class:`GeometryError` if its geometry cannot be read.
    """
    if record.get("type") in GEOMETRIES:
        return _shape(record, limits), {}
    if record.get("type") != "Feature":
        raise ValueError("it is no feature of GeoJSON")
    properties = record.get("properties")
    if not isinstance(properties, dict | None):
        raise ValueError("its properties are no record with names")
    members = dict(properties or {})
    for name, value in record.items():
        if name not in _OWN:
            members[name if name not in members else f"feature {name}"] = value
    geometry = record.get("geometry")
    return (None if geometry is None else _shape(geometry, limits)), members


def _shape(geometry: Json, limits: Limits) -> Shape | None:
    kind, value = _nested(geometry, limits.depth)
    return shape_of_coordinates(kind, value, limits.depth, limits.feature_vertices)


def _nested(geometry: Json, depth: int) -> tuple[str, Any]:
    """Kind and coordinates, collections opened."""
    if depth < 0:
        raise GeometryError("it has collections nested too deep")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in GEOMETRIES:
        raise GeometryError("it, or one of its parts, is of no kind that GeoJSON has")
    if kind != "GeometryCollection":
        return kind, geometry.get("coordinates")
    parts = geometry.get("geometries")
    if not isinstance(parts, list):
        raise GeometryError("its parts are no list")
    return kind, [_nested(part, depth - 1) for part in parts]
