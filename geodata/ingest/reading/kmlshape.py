"""Shapes of KML: coordinates as text, longitude first, parted by commas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.ingest.reading.wkb import GeometryError, Shape, shape_of_coordinates

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["kml_shape"]

_LINES = ("LineString", "LinearRing")


def kml_shape(element: Element, depth: int, vertices: int) -> Shape | None:
    """Read a shape.

    Parameters
    ----------
    element : Element
        ``Point``, ``LineString``, ``LinearRing``, ``Polygon``, ``MultiGeometry``, ``Track`` or ``MultiTrack``.
    depth, vertices : int
        Limits.

    Returns
    -------
    Shape or None
        None where there are no coordinates.

    Raises
    ------
    GeometryError
        If it cannot be read.
    """
    found = _parts(element, depth)
    return None if found is None else shape_of_coordinates(*found, depth, vertices)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _parts(element: Element, depth: int) -> tuple[str, Any] | None:
    """Kind and coordinates as GeoJSON nests them; None where there is nothing."""
    if depth < 0:
        raise GeometryError("it has collections nested too deep")
    name = _local(element)
    if name == "Point":
        points = _coordinates(element)
        if len(points) > 1:
            raise GeometryError("a point has several coordinates")
        return ("Point", points[0]) if points else None
    if name in _LINES:
        return ("LineString", points) if (points := _coordinates(element)) else None
    if name == "Track":
        return _track(element)
    if name == "Polygon":
        rings = [
            _coordinates(ring)
            for side in ("outerBoundaryIs", "innerBoundaryIs")
            for border in element
            if _local(border) == side
            for ring in border
        ]
        return ("Polygon", rings) if rings and rings[0] else None
    shapes = ("Point", *_LINES, "Polygon", "MultiGeometry", "Track", "MultiTrack")
    parts = [found for child in element if _local(child) in shapes and (found := _parts(child, depth - 1))]
    if len(parts) == 1:
        return parts[0]
    kinds = {kind for kind, _value in parts}
    if len(kinds) == 1 and (kind := kinds.pop()) in ("Point", "LineString", "Polygon"):
        return f"Multi{kind}", [value for _kind, value in parts]
    return ("GeometryCollection", parts) if parts else None


def _track(element: Element) -> tuple[str, Any] | None:
    points = [_numbers((child.text or "").split()) for child in element if _local(child) == "coord"]
    if len(points) == 1:
        return "Point", points[0]
    return ("LineString", points) if points else None


def _coordinates(element: Element) -> list[list[float]]:
    text = next((child.text or "" for child in element if _local(child) == "coordinates"), "")
    # Blanks part the points; some programs put them behind the commas too
    pieces = text.replace(", ", ",").split()
    return [_numbers(piece.split(",")) for piece in pieces]


def _numbers(parts: list[str]) -> list[float]:
    try:
        numbers = [float(part) for part in parts if part]
    except ValueError:
        raise GeometryError("a coordinate is no number") from None
    if len(numbers) < 2:  # one number is no place
        raise GeometryError("a point has one coordinate only")
    return numbers
