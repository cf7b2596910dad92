"""Towns: Natural Earth's populated places of the world, GeoNames' for the region.

Used by :mod:`geodata.basemap.build` only. Natural Earth says which towns matter; GeoNames gives those of the
five countries their place, spelling and names, and adds the small towns that the news is about.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.basemap._names import names_from_alternates, plain
from geodata.model import Names

__all__ = ["Town", "read_towns"]

_PLACES = "ne_10m_populated_places.geojson"
_GAZETTEER = "geonames_cities500_ru_ua_by_kp_kr.csv"
_BY_HAND = Path(__file__).with_name("towns.csv")

_ENGLISH = {"København": "Copenhagen"}  # the one capital whose name Natural Earth leaves in its own language
# Natural Earth gives the capital of South Pyongan to the village of Sin-ni; it is Pyongsong.
_KIND = {"Sin-Ni": 0}
_FOCUS = {"RUS", "UKR", "BLR", "PRK", "KOR"}
_NEAR_KM = 30.0  # Natural Earth and GeoNames mean the same town only within this distance
_ALIKE = 0.75  # share of letters in common from which two romanised names are spellings of one
_DISTRICT_KM = 6.0  # a place this near a larger one is a district of it
_SUBURB_KM = 14.0  # a place this near a town three times its size is a suburb of it ...
_SUBURB_KM_PER_MILLION = 1.5  # ... and the larger the town, the farther it reaches
# Natural Earth's rank to the first zoom that may show the town.
_ZOOM = {0: 3, 1: 3, 2: 4, 3: 4, 4: 5, 5: 6, 6: 6, 7: 7, 8: 8, 9: 8, 10: 9}
# GeoNames' admin1 codes of the regions along the front: here small towns are shown too.
_CLOSE = {("RU", c) for c in ("09", "10", "41")} | {("UA", c) for c in ("02", "05", "07", "08", "14", "21", "26")}


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Town:
    """A town.

    ``lon`` and ``lat`` in EPSG:4326; ``zoom`` is the first zoom that may show it; ``kind`` is 2 for a
    country's capital, 1 for a region's, else 0.
    """

    lon: float
    lat: float
    zoom: int
    kind: int
    population: int
    names: Names


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the gazetteer."""

    key: str
    lon: float
    lat: float
    population: int
    country: str
    admin1: str
    names: Names
    latin: frozenset[str]


def read_towns(source: Path, gazetteer: Path) -> list[Town]:
    """Read, match and rank the towns.

    Parameters
    ----------
    source : Path
        Folder with ``ne_10m_populated_places.geojson``.
    gazetteer : Path
        Folder with ``geonames_cities500_ru_ua_by_kp_kr.csv``.

    Returns
    -------
    list of Town
        Most important first: by zoom, kind, population, English name.
    """
    entries = _read_gazetteer(gazetteer / _GAZETTEER)
    index = _Index(entries)
    towns, taken = [], set()
    for _, row in gpd.read_file(source / _PLACES).iterrows():
        if row["adm0_a3"] not in _FOCUS:
            towns += _of_the_world(row)
            continue
        match = index.same_town(str(row["nameascii"]), row["geometry"].x, row["geometry"].y, int(row["pop_max"]))
        if match is not None and match.key in taken:
            continue
        taken |= {match.key} if match else set()
        towns.append(_of_the_region(row, match))
    towns += [_small(entry) for entry in _small_towns(entries, index, taken)]
    return sorted(towns, key=lambda t: (t.zoom, -t.kind, -t.population, t.names.en, t.lon))


def _kind(row: Row) -> int:
    kind = str(row["featurecla"])
    return _KIND.get(str(row["name"]), 2 if kind == "Admin-0 capital" else 1 if kind.startswith("Admin-1") else 0)


def _of_the_world(row: Row) -> list[Town]:
    """A town elsewhere, when it is a capital or large; none otherwise."""
    kind, rank = _kind(row), int(row["scalerank"])
    if rank > 3 and kind != 2:
        return []
    zoom = _ZOOM[rank] + (0 if kind == 2 else 1)
    name = _ENGLISH.get(str(row["name"]), str(row["name"]))
    return [Town(row["geometry"].x, row["geometry"].y, zoom, kind, int(row["pop_max"]), Names(name))]


def _of_the_region(row: Row, match: _Entry | None) -> Town:
    kind, zoom = _kind(row), _ZOOM[int(row["scalerank"])]
    zoom = min(zoom, 5) if kind == 1 else zoom
    if match is None:
        return Town(row["geometry"].x, row["geometry"].y, zoom, kind, int(row["pop_max"]), Names(str(row["name"])))
    if kind == 0 and match.population < 60_000:
        zoom = max(zoom, 7)
    return Town(match.lon, match.lat, zoom, kind, match.population, match.names)


def _small(entry: _Entry) -> Town:
    zoom = 7 if entry.population >= 100_000 else 8 if entry.population >= 15_000 else 9
    return Town(entry.lon, entry.lat, zoom, 0, entry.population, entry.names)


def _small_towns(entries: list[_Entry], index: _Index, taken: set[str]) -> Iterable[_Entry]:
    """Towns of the region that Natural Earth leaves out, without the suburbs of larger ones."""
    for entry in entries:
        least = 4_000 if (entry.country, entry.admin1) in _CLOSE else 40_000
        if entry.population >= least and entry.key not in taken and not index.is_part_of_another(entry):
            yield entry


class _Index:
    """The gazetteer by cell of one degree."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._cells: dict[tuple[int, int], list[_Entry]] = defaultdict(list)
        for entry in entries:
            self._cells[math.floor(entry.lon), math.floor(entry.lat)].append(entry)

    def near(self, lon: float, lat: float) -> Iterable[tuple[float, _Entry]]:
        """Entries of the cells around, with their distance in km."""
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                for entry in self._cells.get((math.floor(lon) + i, math.floor(lat) + j), ()):
                    east = (entry.lon - lon) * math.cos(math.radians(lat))
                    yield 111.2 * math.hypot(east, entry.lat - lat), entry

    def same_town(self, name: str, lon: float, lat: float, population: int) -> _Entry | None:
        """The entry near a place that bears its name; None where there is none.

        First within 30 km under exactly that name, as its main name rather, then the largest; an alternate
        name counts only where the population is of the same order. Else within 12 km under a main name spelt
        much alike.
        """
        wanted = plain(name)
        near = [(km, entry) for km, entry in self.near(lon, lat) if km <= _NEAR_KM]
        exact = [(plain(e.names.en) == wanted, e.population, e.key, e) for _, e in near if wanted in e.latin]
        exact = [found for found in exact if found[0] or found[1] >= population / 5]
        if exact:
            return max(exact)[3]
        close = [(_likeness(wanted, plain(e.names.en)), e.key, e) for km, e in near if km <= _NEAR_KM * 0.4]
        alike = [found for found in close if found[0] >= _ALIKE]
        return max(alike)[2] if alike else None

    def is_part_of_another(self, entry: _Entry) -> bool:
        """Whether a larger town lies so near that this is a district or a suburb of it."""
        return any(
            (km < _DISTRICT_KM and (other.population, other.key) > (entry.population, entry.key))
            or (km < _reach(other) and other.population >= 3 * entry.population)
            for km, other in self.near(entry.lon, entry.lat)
            if other is not entry
        )


def _reach(town: _Entry) -> float:
    """How far a town's suburbs go, km."""
    return _SUBURB_KM + _SUBURB_KM_PER_MILLION * town.population / 1e6


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b).ratio()


def _read_gazetteer(path: Path) -> list[_Entry]:
    by_hand = _read_by_hand()
    with path.open(encoding="utf-8", newline="") as file:
        return [_entry(row, by_hand) for row in csv.DictReader(file)]


def _read_by_hand() -> dict[str, Names]:
    with _BY_HAND.open(encoding="utf-8", newline="") as file:
        return {row["geonameid"]: Names(row["en"], row["ru"], row["uk"], row["ko"]) for row in csv.DictReader(file)}


def _entry(row: dict[str, str], by_hand: dict[str, Names]) -> _Entry:
    alternates = [name for name in row["alternatenames"].split(";") if name]
    english = row["name"].replace("’", "").replace("ʼ", "").replace("‘", "").removesuffix("-si").removesuffix("-ŭp")
    names = names_from_alternates(english, row["countrycode"], alternates)
    hand = by_hand.get(row["geonameid"])
    if hand is not None:
        names = replace(hand, en=hand.en or english)
    latin = frozenset(plain(name) for name in (row["name"], *alternates) if plain(name))
    return _Entry(
        row["geonameid"], float(row["longitude"]), float(row["latitude"]), int(row["population"]),
        row["countrycode"], row["admin1code"], names, latin,
    )  # fmt: skip
