"""Where the claims of a selection are, as shapely geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.store import Selection
from mapapp.export.properties import geometry_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["geometries_of"]


def geometries_of(selection: Selection) -> list[BaseGeometry | None]:
    """The geometry of each claim that an export holds, in its order.

    Returns
    -------
    list of shapely geometry or None
        EPSG:4326 degrees: a Point for a precise place, a MultiPolygon for an area, None without a place; the same
        coordinates as in the GeoJSON file.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    from shapely.geometry import MultiPolygon, Polygon, shape

    shapes: dict[str, dict[str, Any]] = {}
    made: dict[str, BaseGeometry] = {}
    found: list[BaseGeometry | None] = []
    for row in selection.chosen:
        place = selection.dataset.place(selection.dataset.claims[row])
        mapping = geometry_of(place, shapes)
        if place is None or mapping is None:
            found.append(None)
            continue
        if place.place_id not in made:
            one = shape(mapping)
            made[place.place_id] = MultiPolygon([one]) if isinstance(one, Polygon) else one
        found.append(made[place.place_id])
    return found
