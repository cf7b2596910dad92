"""Make the bundled basemap out of Natural Earth: ``python -m geodata.basemap.build SOURCE_DIR [GAZETTEER_DIR]``.

``SOURCE_DIR`` holds these GeoJSON files, all in EPSG:4326 and all in the public domain (naturalearthdata.com):

- ``ne_10m_admin_1_ru_ua_by_kp_kr.geojson``: *Admin 1, states and provinces*, 1:10m, the rows of Russia, Ukraine,
  Belarus and both Koreas, with ``name, name_en, name_ru, name_uk, name_ko, iso_3166_2``;
- ``ne_50m_admin_0_countries.geojson``: *Admin 0, countries*, 1:50m, with ``name_long, iso_a2, adm0_a3``;
- ``ne_50m_boundary_lines_disputed.geojson``: *Breakaway, disputed areas*, 1:50m;
- ``ne_50m_rivers_lake_centerlines.geojson`` and ``ne_50m_lakes.geojson``, with ``scalerank``;
- ``ne_10m_populated_places.geojson``, with ``scalerank, featurecla, pop_max``.

``GAZETTEER_DIR`` (by default ``../gazetteer`` beside it) holds ``geonames_cities500_ru_ua_by_kp_kr.csv``, the five
countries' rows of GeoNames' *cities500* (CC BY 4.0, geonames.org).

The same input gives the same bytes, but for the packed file: another zlib may pack it otherwise. The results stand
in ``geodata/basemap/data``.
"""

from __future__ import annotations

import gzip
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.basemap._regions import COUNTRY_NAMES, SourceRegion, read_regions
from geodata.basemap._towns import Town, read_towns
from geodata.basemap._world import World, label_spot, read_disputed, read_lakes, read_rivers, read_world
from geodata.basemap.encode import encode
from geodata.model import Names

__all__ = ["build", "main"]

DATA = Path(__file__).with_name("data")
_LOG = logging.getLogger(__name__)

# A country as long as Russia bears its name several times, so that one is in view.
_NAME_SPOTS = {
    "RU": ((98.0, 63.5, 60.0), (53.0, 59.4, 20.0), (134.0, 52.4, 10.0), (41.5, 54.2, 9.0)),
    "UA": ((31.3, 49.1, 9.0),),
    "KP": ((126.9, 40.1, 3.0),),
}
_CRIMEA_NOTES = {
    "recognised": Names(
        "occupied by Russia since 2014",
        "оккупирован Россией с 2014",
        "окупований Росією з 2014",
        "2014년부터 러시아 점령",
    ),
    "defacto": Names(
        "recognised as Ukraine", "признан частью Украины", "визнаний частиною України", "국제적으로 우크라이나 영토"
    ),
}
_CRIMEA_SPOT = (34.15, 45.28, 2.6)


def build(source: Path, gazetteer: Path, target: Path = DATA) -> None:
    """Read the sources and write ``basemap.json``, packed too, ``regions.json``, ``countries.json``, ``index.json``.

    Parameters
    ----------
    source, gazetteer : Path
        Folders with the files that the module's docstring lists.
    target : Path
        Folder that receives the files; it exists.

    Raises
    ------
    OSError
        When a source file is missing.
    ValueError
        When the polygons cannot be made to share their edges.
    """
    regions = read_regions(source)
    world = read_world(source, regions)
    towns = read_towns(source, gazetteer)
    shapes = {**world.regions, **world.countries}
    names = {**{region.code: region.names for region in regions}, **COUNTRY_NAMES}
    _write(target / "basemap.json", _basemap(source, world, regions, towns))
    packed = gzip.compress((target / "basemap.json").read_bytes(), compresslevel=9, mtime=0)
    (target / "basemap.json.gz").write_bytes(packed)
    _write(target / "regions.json", {code: _polygons(shape) for code, shape in sorted(world.regions.items())})
    _write(target / "countries.json", {code: _polygons(shape) for code, shape in sorted(world.countries.items())})
    _write(target / "index.json", {c: {"names": asdict(names[c]), "bbox": _bbox(shapes[c])} for c in sorted(shapes)})


def _basemap(source: Path, world: World, regions: Sequence[SourceRegion], towns: Sequence[Town]) -> dict[str, Any]:
    lines = [[b.recognised, b.defacto, encode(b.line.coords)] for b in world.borders]
    lines += [["disputed", "disputed", encode(line.coords)] for line in read_disputed(source)]
    return {
        "unit": 0.001,
        "land": [rings for shape in world.others for rings in _polygons(shape)],
        "focus": [rings for code in COUNTRY_NAMES for rings in _polygons(world.countries[code])],
        "lines": [line for line in lines if len(line[2]) >= 4],
        "rivers": [[rank, encode(line.coords)] for rank, line in read_rivers(source)],
        "lakes": [[rank, rings] for rank, shape in read_lakes(source) for rings in _polygons(shape)],
        "countries": [label for code in sorted(world.names) for label in _country_labels(code, world)],
        "regions": _region_labels(world, regions, {town.names.en for town in towns if town.zoom <= 5}),
        "towns": [_town(town) for town in towns],
    }


def _polygons(shape: BaseGeometry) -> list[list[list[int]]]:
    """Polygons, largest first, as lists of rings; rings that the grid made smaller than a triangle are dropped."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: (-part.area, part.wkb))
    coded = [[encode(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts]
    return [[ring for ring in rings if len(ring) >= 8] for rings in coded if len(rings[0]) >= 8]


def _bbox(shape: BaseGeometry) -> list[float]:
    return [round(value, 3) for value in shape.bounds]


def _names(names: Names) -> list[str]:
    """English, Russian, Ukrainian, Korean; the empty ones at the end left out."""
    listed = [names.en, names.ru, names.uk, names.ko]
    while listed[-1] == "":
        listed.pop()
    return listed


def _point(lon: float, lat: float) -> list[int]:
    return [round(lon * 1000), round(lat * 1000)]


def _country_labels(code: str, world: World) -> list[list[Any]]:
    names, shape = world.names[code]
    spots = _NAME_SPOTS.get(code) or (label_spot(shape),)
    return [[*_point(lon, lat), round(width * 1000), _names(names)] for lon, lat, width in spots]


def _region_labels(world: World, regions: Sequence[SourceRegion], cities: set[str]) -> list[list[Any]]:
    """``[lon, lat, width, names]``; Crimea has a note for each view behind it. A city stands as a town already."""
    labels: list[list[Any]] = []
    for region in regions:
        if region.names.en in cities:
            continue
        crimea = region.code == "UA-43"
        lon, lat, width = _CRIMEA_SPOT if crimea else label_spot(world.regions[region.code])
        label: list[Any] = [*_point(lon, lat), round(width * 1000), _names(region.names)]
        labels.append([*label, {view: _names(note) for view, note in _CRIMEA_NOTES.items()}] if crimea else label)
    return labels


def _town(town: Town) -> list[Any]:
    return [*_point(town.lon, town.lat), town.zoom, town.kind, _names(town.names)]


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    _LOG.info("%s: %d bytes", path.name, path.stat().st_size)


def main(arguments: Sequence[str]) -> int:
    """Run the script; returns the exit status, 2 when the folder is not named."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(arguments) not in (1, 2):
        _LOG.error("usage: python -m geodata.basemap.build SOURCE_DIR [GAZETTEER_DIR]")
        return 2
    source = Path(arguments[0])
    build(source, Path(arguments[1]) if len(arguments) == 2 else source.parent / "gazetteer")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
