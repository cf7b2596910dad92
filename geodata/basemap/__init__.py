"""The bundled basemap: a small extract of Natural Earth that is drawn with no network.

Country borders come in two views: ``recognised`` (Crimea and Sevastopol in Ukraine, as the United Nations
has it) and ``defacto`` (Crimea held by Russia). Ground taken since February 2022 is drawn in neither: the
basemap has no front line. Shapes of regions follow ISO 3166-2 and are the same in both views.

All coordinates are EPSG:4326. Flat coordinates are integers in units of 0.001 degree, the first pair absolute,
then differences (:mod:`geodata.basemap.encode`). East of Chukotka longitudes run on to about 191 degrees,
so that no shape jumps across the map.

Importing this package reads nothing; names and boxes, rings, and the browser's payload are three files, each
read when first asked for. Shapely and geopandas are imported by the functions that return their objects.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import QueryError
from geodata.model import Names

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "ATTRIBUTION",
    "BORDER_VIEWS",
    "UnknownRegionError",
    "digest",
    "known_regions",
    "layers",
    "payload_bytes",
    "payload_gzip",
    "region_bbox",
    "region_geometry",
    "region_names",
    "region_rings",
    "union_geometry",
]

# The credit that every picture and page bears.
ATTRIBUTION = "Natural Earth (public domain); town names GeoNames (CC BY 4.0)"
# The words of `borders`, the default first.
BORDER_VIEWS = ("recognised", "defacto")

_DATA = Path(__file__).with_name("data")

Rings = tuple[tuple[int, ...], ...]


class UnknownRegionError(QueryError, KeyError):
    """A code that is neither an ISO 3166-2 region of the basemap nor one of RU, UA, BY, KP, KR."""

    def __str__(self) -> str:
        return str(self.args[0])


def payload_bytes(borders: str = "both") -> bytes:
    """The JSON that the browser draws.

    Parameters
    ----------
    borders : {'both', 'recognised', 'defacto'}
        Which views of the borders it holds; with one view, that view stands in both places.

    Returns
    -------
    bytes
        UTF-8, the same bytes for the same package.

    Raises
    ------
    QueryError
        For any other word.
    """
    if borders == "both":
        return _file("basemap.json")
    _check_view(borders)
    return _one_view(borders)


@lru_cache(maxsize=1)
def payload_gzip() -> bytes:
    """``payload_bytes()`` compressed with gzip, as it stands in the package: the same bytes on every machine."""
    return _file("basemap.json.gz")


@lru_cache(maxsize=1)
def digest() -> str:
    """SHA-256 of ``payload_bytes()`` in hexadecimal: names the payload in addresses and manifests."""
    return hashlib.sha256(payload_bytes()).hexdigest()


def known_regions() -> frozenset[str]:
    """Every code the basemap has a shape for: ISO 3166-2 regions, and RU, UA, BY, KP, KR."""
    return frozenset(_index())


def region_names(code: str) -> Names:
    """The names of a region or country in English, Russian, Ukrainian and Korean.

    Raises
    ------
    UnknownRegionError
        When the basemap has no such region.
    """
    return Names(**_entry(code)["names"])


def region_bbox(code: str) -> tuple[float, float, float, float]:
    """The box around a region.

    Returns
    -------
    tuple of float
        ``(west, south, east, north)``, degrees EPSG:4326, ``west < east`` always; ``east`` exceeds 180 for
        Chukotka and Russia.

    Raises
    ------
    UnknownRegionError
        When the basemap has no such region.
    """
    west, south, east, north = _entry(code)["bbox"]
    return west, south, east, north


def region_rings(code: str) -> tuple[Rings, ...]:
    """The shape of a region as polygons, each a tuple of rings (outline first, then holes).

    Returns
    -------
    tuple
        Rings are flat integers in units of 0.001 degree: first pair absolute, then differences; closed.
        The largest polygon comes first. Neighbouring regions share their edges point by point.

    Raises
    ------
    UnknownRegionError
        When the basemap has no such region.
    """
    _entry(code)
    polygons = _shapes("regions.json" if "-" in code else "countries.json")[code]
    return tuple(tuple(tuple(ring) for ring in rings) for rings in polygons)


def region_geometry(code: str) -> BaseGeometry:
    """The shape of a region for analysis and export.

    Returns
    -------
    shapely Polygon or MultiPolygon
        EPSG:4326, valid, longitudes in [-180, 180]: cut at the antimeridian as GeoJSON (RFC 7946) wants it.

    Raises
    ------
    UnknownRegionError
        When the basemap has no such region.
    """
    from geodata.basemap.frames import geometry

    return geometry(region_rings(code))


@lru_cache(maxsize=64)  # it takes a fraction of a second, and is the same for every file and answer
def union_geometry(codes: tuple[str, ...]) -> BaseGeometry:
    """The shape of several regions as one: :func:`region_geometry` of each, joined. At least one code.

    Raises
    ------
    UnknownRegionError
        When the basemap has no such region.
    """
    import shapely

    return shapely.union_all([region_geometry(code) for code in codes])


def layers(borders: str = "recognised") -> dict[str, gpd.GeoDataFrame]:
    """The basemap as tables, for pictures that are drawn without a browser.

    Parameters
    ----------
    borders : {'recognised', 'defacto'}
        The view of the borders.

    Returns
    -------
    dict
        ``land`` (``focus``: one of the five countries), ``borders`` (``kind``: border, disputed, admin),
        ``regions`` (``code``, ``name``), ``rivers`` and ``lakes`` (``rank``, 0 the largest), ``towns``
        (``zoom``, ``kind``, ``name``, ``name_ru``, ``name_uk``, ``name_ko``), ``labels`` (names of countries
        and regions: ``kind``, ``width`` in degrees, ``note``, names). EPSG:4326, longitudes up to 191.

    Raises
    ------
    QueryError
        For any other view.
    """
    _check_view(borders)
    from geodata.basemap.frames import frames

    rings = {code: region_rings(code) for code in sorted(known_regions()) if "-" in code}
    names = {code: region_names(code) for code in rings}
    return frames(json.loads(payload_bytes()), rings, names, borders)


def _check_view(borders: str) -> None:
    if borders not in BORDER_VIEWS:
        raise QueryError(f"“{borders}” is no view of the borders; choose one of: {', '.join(BORDER_VIEWS)}.")


@lru_cache(maxsize=2)
def _one_view(borders: str) -> bytes:
    payload = json.loads(_file("basemap.json"))
    at = BORDER_VIEWS.index(borders)
    payload["lines"] = [[line[at], line[at], line[2]] for line in payload["lines"]]
    for label in payload["regions"]:
        if len(label) > 4:
            label[4] = dict.fromkeys(BORDER_VIEWS, label[4][borders])
    return (json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _file(name: str) -> bytes:
    return (_DATA / name).read_bytes()


@lru_cache(maxsize=1)
def _index() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_file("index.json"))
    return content


@lru_cache(maxsize=2)
def _shapes(name: str) -> dict[str, list[list[list[int]]]]:
    content: dict[str, list[list[list[int]]]] = json.loads(_file(name))
    return content


def _entry(code: str) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = _index()[code]
    except KeyError:
        raise UnknownRegionError(
            f"“{code}” is not on the basemap; write an ISO 3166-2 code such as RU-KRS, or RU, UA, BY, KP, KR."
        ) from None
    return entry
