"""The basemap as shapely shapes and geopandas tables: imported only when a picture or an export needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geodata.basemap.encode import decode
from geodata.model import Names

__all__ = ["frames", "geometry"]

_CRS = "EPSG:4326"
_WORLD = shapely.box(-180, -90, 180, 90)
_BEYOND = shapely.box(180, -90, 540, 90)


def geometry(polygons: Sequence[Sequence[Sequence[int]]]) -> BaseGeometry:
    """Polygons of flat rings as one valid shape, EPSG:4326, cut at the antimeridian."""
    shape = shapely.make_valid(_multi(polygons), method="structure")
    if shape.bounds[2] <= 180:
        return shape
    pieces = [shape.intersection(_WORLD), translate(shape.intersection(_BEYOND), -360, 0)]
    # A shape that touches the cut leaves a line or a point there: only areas are kept.
    return shapely.union_all([p for piece in pieces for p in shapely.get_parts(piece) if p.geom_type == "Polygon"])


def _polygons(polygons: Sequence[Sequence[Sequence[int]]]) -> list[shapely.Polygon]:
    """Each a polygon of flat rings, the first its outline: made all at once, of which there are thousands."""
    if not polygons:
        return []
    rings = [decode(ring) for polygon in polygons for ring in polygon]
    of_ring = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    of_polygon = np.repeat(np.arange(len(polygons)), [len(polygon) for polygon in polygons])
    lines: Any = shapely.linearrings(np.concatenate(rings), indices=of_ring)
    made: Any = shapely.polygons(lines, indices=of_polygon)
    return list(made)


def _multi(polygons: Sequence[Sequence[Sequence[int]]]) -> BaseGeometry:
    shapes = _polygons(polygons)
    return shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(shapes)


def frames(
    payload: Mapping[str, Any],
    regions: Mapping[str, Sequence[Sequence[Sequence[int]]]],
    names: Mapping[str, Names],
    borders: str,
) -> dict[str, gpd.GeoDataFrame]:
    """The tables that :func:`geodata.basemap.layers` describes.

    Parameters
    ----------
    payload : mapping
        The browser's payload, parsed.
    regions : mapping
        ISO 3166-2 code to polygons of flat rings.
    names : mapping
        The same codes to names.
    borders : {'recognised', 'defacto'}
        The view.

    Returns
    -------
    dict of geopandas.GeoDataFrame
        EPSG:4326.
    """
    view = 0 if borders == "recognised" else 1
    land = [(False, rings) for rings in payload["land"]] + [(True, rings) for rings in payload["focus"]]
    return {
        "land": _table(_polygons([rings for _, rings in land]), focus=[focus for focus, _ in land]),
        "borders": _table([_line(row[2]) for row in payload["lines"]], kind=[row[view] for row in payload["lines"]]),
        "regions": _table(
            [_multi(p) for p in regions.values()], code=list(regions), name=[names[c].en for c in regions]
        ),
        "rivers": _table([_line(flat) for _, flat in payload["rivers"]], rank=[rank for rank, _ in payload["rivers"]]),
        "lakes": _table(
            _polygons([rings for _, rings in payload["lakes"]]), rank=[rank for rank, _ in payload["lakes"]]
        ),
        "towns": _towns(payload["towns"]),
        "labels": _labels(payload, borders),
    }


def _table(shapes: Sequence[BaseGeometry], **columns: Sequence[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(dict(columns), geometry=list(shapes), crs=_CRS)


def _line(flat: Sequence[int]) -> BaseGeometry:
    return shapely.LineString(decode(flat))


def _point(row: Sequence[Any]) -> BaseGeometry:
    return shapely.Point(row[0] / 1000, row[1] / 1000)


def _name_columns(listed: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    keys = ("name", "name_ru", "name_uk", "name_ko")
    return {key: [(names[i] if i < len(names) else "") for names in listed] for i, key in enumerate(keys)}


def _towns(rows: Sequence[Any]) -> gpd.GeoDataFrame:
    columns = _name_columns([row[4] for row in rows])
    return _table(
        [_point(row) for row in rows], zoom=[row[2] for row in rows], kind=[row[3] for row in rows], **columns
    )


def _labels(payload: Mapping[str, Any], borders: str) -> gpd.GeoDataFrame:
    rows = [("country", row) for row in payload["countries"]] + [("region", row) for row in payload["regions"]]
    return _table(
        [_point(row) for _, row in rows],
        kind=[kind for kind, _ in rows],
        width=[row[2] / 1000 for _, row in rows],
        note=[row[4][borders][0] if len(row) > 4 else "" for _, row in rows],
        **_name_columns([row[3] for _, row in rows]),
    )
