"""The countries, the borders between them in both views, rivers and lakes.

Used by :mod:`geodata.basemap.build` only.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.basemap._coverage import fit_together, lines_between
from geodata.basemap._regions import ALPHA2, COUNTRY_NAMES, SourceRegion
from geodata.model import Names

__all__ = ["Border", "World", "label_spot", "read_disputed", "read_lakes", "read_rivers", "read_world"]

_BY_HAND = Path(__file__).with_name("countries.csv")
_CRIMEA = ("UA-40", "UA-43")
_REGION_TOLERANCE = 0.012  # degrees: the five countries, drawn up to town level
_NEAR_TOLERANCE = 0.035  # the rest of Europe and Asia
_FAR_TOLERANCE = 0.09  # the rest of the world, drawn only when the reader zooms out
_MIN_ISLAND = {"near": 0.004, "far": 0.05}  # square degrees
_NEAR = shapely.box(-12, 20, 180, 82)

# Borders whose course or existence the United Nations or one of the two sides disputes: dotted in the
# recognised view. Kosovo, Western Sahara, Palestine, the Siachen glacier and Guantánamo in both views.
_DISPUTED_IN_BOTH = {("KOS", "SRB"), ("MAR", "SAH"), ("ISR", "PSX")}
_DISPUTED_WITH_ANY = {"KAS", "IOA"}
# Entities that control ground but are recognised by (almost) nobody: part of the state in the recognised
# view, where their line is dotted; solid in the de facto view.
_UNRECOGNISED = {"CYN": "CYP", "SOL": "SOM"}


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two countries: ``kind`` in each view is ``border``, ``disputed``, ``admin`` or empty."""

    line: BaseGeometry
    recognised: str
    defacto: str


@dataclass(frozen=True, slots=True)
class World:
    """The coverage and what was drawn from it; all EPSG:4326, on the grid of 0.001 degree."""

    regions: dict[str, BaseGeometry]
    countries: dict[str, BaseGeometry]
    others: list[BaseGeometry]
    borders: list[Border]
    names: dict[str, tuple[Names, BaseGeometry]]


def read_world(source: Path, regions: Sequence[SourceRegion]) -> World:
    """Fit the regions and the countries of the world together and find the lines between them.

    Parameters
    ----------
    source : Path
        Folder with ``ne_50m_admin_0_countries.geojson``.
    regions : sequence of SourceRegion
        As read; where the country file disagrees, the regions keep the ground.

    Returns
    -------
    World
        ``regions`` by ISO 3166-2 code, ``countries`` the five by alpha-2 code in the recognised view,
        ``others`` the land of the rest, ``names`` of every country by alpha-2 code with its land.
    """
    table = gpd.read_file(source / "ne_50m_admin_0_countries.geojson")
    table = table[~table["adm0_a3"].isin([*ALPHA2, "ATA"])].sort_values("adm0_a3")
    rows = [row for _, row in table.iterrows()]
    shapes = [_without_islets(row.geometry) for row in rows]
    tolerances = [_REGION_TOLERANCE] * len(regions) + [_tolerance(shape) for shape in shapes]
    faces = fit_together([region.geometry for region in regions] + shapes, tolerances)
    owners = [region.code for region in regions] + [str(row["adm0_a3"]) for row in rows]
    mine, rest = faces[: len(regions)], faces[len(regions) :]
    by_code = {region.code: face for region, face in zip(regions, mine, strict=True)}
    countries = {
        country: shapely.coverage_union_all([face for code, face in by_code.items() if code.startswith(country + "-")])
        for country in COUNTRY_NAMES
    }
    land = [part for part in shapely.get_parts(shapely.coverage_union_all(rest)) if part.area > 0]
    return World(by_code, countries, land, _borders(owners, faces), _country_names(rows, rest, countries))


def _tolerance(shape: BaseGeometry) -> float:
    return _NEAR_TOLERANCE if shape.representative_point().within(_NEAR) else _FAR_TOLERANCE


def _without_islets(shape: BaseGeometry) -> BaseGeometry:
    """A country without its smallest islands; its largest part always stays."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    least = _MIN_ISLAND["near" if _tolerance(shape) == _NEAR_TOLERANCE else "far"]
    return shapely.union_all([parts[0], *(part for part in parts[1:] if part.area >= least)])


def _borders(owners: Sequence[str], faces: Sequence[BaseGeometry]) -> list[Border]:
    borders = []
    for (i, j), lines in lines_between(faces).items():
        recognised, defacto = _kinds(owners[i], owners[j])
        borders += [Border(line, recognised, defacto) for line in lines]
    return borders


def _kinds(a: str, b: str) -> tuple[str, str]:
    """What a line between two owners is in the recognised and in the de facto view."""
    pair = {a, b}
    if "-" in a and "-" in b:
        if a[:2] != b[:2]:
            return "border", "border"
        across = len(pair & set(_CRIMEA)) == 1  # the isthmus of Perekop: Ukraine's own line, Russia's in fact
        return "admin", "disputed" if across else "admin"
    if pair & _DISPUTED_WITH_ANY or (min(pair), max(pair)) in _DISPUTED_IN_BOTH:
        return "disputed", "disputed"
    for entity, state in _UNRECOGNISED.items():
        if pair == {entity, state}:
            return "disputed", "border"
    return "border", "border"


def _country_names(
    rows: Sequence[Any], shapes: Sequence[BaseGeometry], countries: dict[str, BaseGeometry]
) -> dict[str, tuple[Names, BaseGeometry]]:
    with _BY_HAND.open(encoding="utf-8", newline="") as file:
        hand = {row["code"]: Names(row["en"], row["ru"], row["uk"], row["ko"]) for row in csv.DictReader(file)}
    found = {code: (hand[code], shape) for code, shape in countries.items()}
    for row, shape in zip(rows, shapes, strict=True):
        code = {"FRA": "FR", "NOR": "NO"}.get(str(row["adm0_a3"]), str(row["iso_a2"]))
        if code != "-99" and not shape.is_empty:
            found[code] = (hand.get(code) or Names(str(row["name_long"])), shape)
    return found


def label_spot(shape: BaseGeometry) -> tuple[float, float, float]:
    """Where a name sits best in a shape.

    Parameters
    ----------
    shape : shapely geometry
        EPSG:4326.

    Returns
    -------
    tuple of float
        ``(lon, lat, width)``: centre of the largest circle in its largest part, and that circle's diameter
        in degrees of longitude. Worked out with latitude stretched as Web Mercator does there.
    """
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    stretch = 1 / math.cos(math.radians(largest.centroid.y))
    tall = shapely.transform(largest, lambda xy: xy * (1, stretch))
    radius = shapely.maximum_inscribed_circle(tall, tolerance=0.05)
    lon, lat = radius.coords[0]
    return round(lon, 3), round(lat / stretch, 3), round(2 * radius.length, 3)


def read_disputed(source: Path) -> list[BaseGeometry]:
    """Lines of claims and breakaway areas that still stood in 2024, EPSG:4326.

    The file holds the line of contact in Donetsk and Luhansk of 2015 and the lines around Nagorno-Karabakh,
    which war has overtaken; the basemap draws no front line, so they are left out.
    """
    table = gpd.read_file(source / "ne_50m_boundary_lines_disputed.geojson")
    overtaken = shapely.union_all([shapely.box(37, 46.5, 41, 49.5), shapely.box(45.5, 39, 47.6, 40.6)])
    return [_slim(line, 0.01) for line in table.geometry if not overtaken.contains(line)]


def read_rivers(source: Path) -> list[tuple[int, BaseGeometry]]:
    """Rivers as ``(rank, line)``, 1 the largest; all of Europe and Asia's north, elsewhere the large ones."""
    table = gpd.read_file(source / "ne_50m_rivers_lake_centerlines.geojson")
    table = table[table.geometry.notna()]
    found = []
    for rank, line in zip(table["scalerank"].astype(int), table.geometry, strict=True):
        near = line.intersects(_NEAR) and line.bounds[3] > 35
        if near or rank <= 3:
            found += [(rank, part) for part in shapely.get_parts(_slim(line, 0.008 if near else 0.05))]
    return sorted(found, key=lambda pair: (pair[0], pair[1].wkb))


def read_lakes(source: Path) -> list[tuple[int, BaseGeometry]]:
    """Lakes as ``(rank, polygon)``, 0 the largest.

    The Kakhovka Reservoir ran dry after its dam was destroyed on 6 June 2023 and is left out.
    """
    table = gpd.read_file(source / "ne_50m_lakes.geojson")
    table = table[table.geometry.notna() & (table["name"] != "Kakhovka Reservoir")]
    found = []
    for _, row in table.iterrows():
        near, rank = row.geometry.intersects(_NEAR), int(row["scalerank"])
        if near or rank <= 2:
            slim = shapely.simplify(row.geometry, 0.008 if near else 0.05)
            found += [(rank, part) for part in shapely.get_parts(slim) if not part.is_empty]
    return sorted(found, key=lambda pair: (pair[0], pair[1].wkb))


def _slim(line: BaseGeometry, tolerance: float) -> BaseGeometry:
    return shapely.simplify(line, tolerance)
