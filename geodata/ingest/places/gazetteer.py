"""The bundled gazetteer: names of settlements, regions and countries in three scripts, looked up and never guessed."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.ingest.places.regions import core_of, region_keys
from geodata.ingest.places.spelling import bare_settlement, countries, key_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SETTLEMENT_RADIUS_M", "Found", "Gazetteer", "NameKind", "Resolved", "Settlement"]

SETTLEMENT_RADIUS_M = 5_000.0
"""Uncertainty of a place that is known by its settlement only, metres."""
_DATA = Path(__file__).with_name("data") / "gazetteer.csv.gz"
_SURE_FROM = 5_000  # people: a smaller settlement may have namesakes too small for the gazetteer
_REMEMBERED = 50_000  # names
_DISTRICT = re.compile(r"(?<=.) (?:district|raion|rayon|район|района|районе|р н|району|районі)$")


class NameKind(IntEnum):
    """What a name turned out to be."""

    NONE = 0
    """The cell was blank."""
    FOUND = 1
    AMBIGUOUS = 2
    REGION = 3
    COUNTRY = 4
    UNKNOWN = 5
    DISTRICT = 6
    """A part of a region whose limits are not known here."""


class Settlement(NamedTuple):
    """One place of the gazetteer: ``lon`` and ``lat`` in degrees EPSG:4326, codes of ISO 3166."""

    geonameid: int
    name: str
    country: str
    region: str
    lon: float
    lat: float
    population: int


class Found(NamedTuple):
    """What one name turned out to be.

    Parameters
    ----------
    kind : NameKind
        What it is.
    code : str
        Of the region, the country, or the region of the settlement or district; blank where none.
    place : Settlement or None
        The settlement that was found.
    candidates : tuple of Settlement
        The settlements that may be meant, where more than one may or none is sure.
    """

    kind: NameKind
    code: str = ""
    place: Settlement | None = None
    candidates: tuple[Settlement, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """Names of a column, one a row.

    Parameters
    ----------
    kind : numpy.ndarray of int8, shape (n,)
        :class:`NameKind`.
    code : numpy.ndarray of str objects, shape (n,)
        ISO 3166-2 or ISO 3166-1 code; blank where none.
    geonameid : numpy.ndarray of int64, shape (n,)
        0 where no settlement was found.
    lon, lat : numpy.ndarray of float64, shape (n,)
        Of the settlement, degrees EPSG:4326, good to ``SETTLEMENT_RADIUS_M``; NaN where none was found.
    candidates : numpy.ndarray of tuple objects, shape (n,)
        :class:`Settlement` that may be meant.
    """

    kind: npt.NDArray[np.int8]
    code: npt.NDArray[np.object_]
    geonameid: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    candidates: npt.NDArray[np.object_]


class Gazetteer:
    """Settlements by the keys of their names.

    Parameters
    ----------
    index : dict
        Settlements by key, as :func:`key_of` writes them.
    """

    def __init__(self, index: dict[str, list[Settlement]]) -> None:
        self._index = index
        self._bare = _bare_regions(index)
        self._known = lru_cache(maxsize=_REMEMBERED)(self.find)  # a file's batches repeat each other's names

    @staticmethod
    @lru_cache(maxsize=1)
    def bundled() -> Gazetteer:
        """The gazetteer of the package (GeoNames, CC BY 4.0), read when first asked for."""
        index: dict[str, list[Settlement]] = defaultdict(list)
        for row in csv.DictReader(io.StringIO(gzip.decompress(_DATA.read_bytes()).decode())):
            at = float(row["lon"]), float(row["lat"]), int(row["population"])
            place = Settlement(int(row["geonameid"]), row["name"], row["country"], row["region"], *at)
            for key in row["keys"].split(";"):
                index[key].append(place)
        return Gazetteer(dict(index))

    def region_codes(self, name: str) -> frozenset[str]:
        """The regions that a name in a column of regions may mean; bare names as in ``Luhans'k`` count there."""
        key = key_of(name)
        whole = region_keys().get(key)
        bare = self._bare.get(key, frozenset()) | self._bare.get(core_of(name), frozenset())
        return frozenset((whole,)) if whole and not bare - {whole} else bare | (frozenset((whole,)) if whole else bare)

    def find(self, name: str, admin1: str = "", country: str = "") -> Found:
        """Look up one name.

        Parameters
        ----------
        name : str
            As written; may hold its region and country, as in ``Sudzha, Kursk Oblast, Russia``.
        admin1, country : str
            The region and the country that the row names; blank where it names none.

        Returns
        -------
        Found
            One settlement, or what is open. Nothing is found by likeness: only by a name that it is known to have.
        """
        if not key_of(name):
            return Found(NameKind.NONE)
        key, inside_region, inside_country = self._taken_apart(name)
        regions = self.region_codes(admin1) if key_of(admin1) else None
        if inside_region:
            regions = frozenset((inside_region,)) if not regions or inside_region in regions else frozenset()
        code = inside_country or (countries().get(key_of(country), "?") if key_of(country) else "")
        if not key:
            return Found(NameKind.REGION, inside_region) if inside_region else Found(NameKind.COUNTRY, inside_country)
        if _DISTRICT.search(key):
            known = regions and len(regions) == 1
            return Found(NameKind.DISTRICT, min(regions)) if regions and known else Found(NameKind.UNKNOWN)
        return self._settled(key, regions, code)

    def _taken_apart(self, name: str) -> tuple[str, str, str]:
        """The key of a name without the region and the country that it holds, and their codes."""
        region = country = ""
        rest = []
        for part in re.split(r"[,()]", name):
            words = key_of(part).split()
            while words:
                at = next((at for at in range(len(words)) if " ".join(words[at:]) in countries()), None)
                if at is not None and not country and (at or len(words) < len(key_of(name).split())):
                    country, words = countries()[" ".join(words[at:])], words[:at]
                    continue
                at = next((at for at in range(len(words)) if " ".join(words[at:]) in region_keys()), None)
                if at is None or region or " ".join(words) in self._index:
                    break
                region, words = region_keys()[" ".join(words[at:])], words[:at]
            rest += [" ".join(words)] if words else []
        if len(rest) == 2 and len(self._bare.get(rest[1], ())) == 1 and not region:
            (region,) = self._bare[rest.pop()]
        return " ".join(rest), region, country

    def _settled(self, key: str, regions: frozenset[str] | None, country: str) -> Found:
        named = tuple(self._index.get(key) or self._index.get(bare_settlement(key)) or ())
        fitting = tuple(one for one in named if not country or one.country == country)
        inside = tuple(one for one in fitting if regions is None or one.region in regions)
        if regions == frozenset():
            return Found(NameKind.AMBIGUOUS if fitting else NameKind.UNKNOWN, candidates=fitting)
        own = tuple(one for one in inside if one.region == region_keys().get(key))
        inside = own if len(own) == 1 else inside
        is_sure = regions is not None or bool(country) or any(one.population >= _SURE_FROM for one in inside)
        if len(inside) == 1 and is_sure:
            return Found(NameKind.FOUND, inside[0].region, inside[0])
        if inside:
            return Found(NameKind.AMBIGUOUS, candidates=inside)
        if key in countries() and not named:
            return Found(NameKind.COUNTRY, countries()[key])
        codes = self._bare.get(key, frozenset()) if not named else frozenset()
        if len(codes) == 1 and (not country or min(codes).startswith(country)):
            return Found(NameKind.REGION, min(codes))
        return Found(NameKind.UNKNOWN, candidates=named)

    def resolve(self, names: pa.Array, admin1: pa.Array | None = None, country: pa.Array | None = None) -> Resolved:
        """Look up a column of names; each distinct name with its region and country once.

        Parameters
        ----------
        names, admin1, country : pyarrow.StringArray, shape (n,)
            As written; null and blank are none.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        blank = pa.scalar("", pa.string())
        columns = [blank if column is None else pc.fill_null(column, "") for column in (names, admin1, country)]
        joined = pc.binary_join_element_wise(*columns, "\x1f")
        encoded = pc.dictionary_encode(joined)
        found = [self._known(*text.rsplit("\x1f", 2)) for text in encoded.dictionary.to_pylist()]
        return _laid_out(found, encoded.indices.to_numpy(zero_copy_only=False))


def _laid_out(found: list[Found], at: npt.NDArray[np.int64]) -> Resolved:
    candidates = np.empty(len(found), np.object_)
    candidates[:] = [one.candidates for one in found]
    return Resolved(
        np.array([one.kind for one in found], np.int8)[at],
        np.array([one.code for one in found], np.object_)[at],
        np.array([one.place.geonameid if one.place else 0 for one in found], np.int64)[at],
        np.array([one.place.lon if one.place else np.nan for one in found], np.float64)[at],
        np.array([one.place.lat if one.place else np.nan for one in found], np.float64)[at],
        candidates[at],
    )


def _bare_regions(index: dict[str, list[Settlement]]) -> dict[str, frozenset[str]]:
    """Regions by bare names: of themselves, and of the town that they are called after, in all its spellings."""
    codes: dict[str, set[str]] = defaultdict(set)
    for key, code in region_keys().items():
        codes[core_of(key)].add(code)
    called_after: dict[int, set[str]] = {}
    for core, regions in codes.items():
        towns = [one for one in index.get(core, ()) if one.region in regions or core in ("kyiv", "minsk")]
        if towns:
            town = max(towns, key=lambda one: (one.population, one.geonameid))
            called_after.setdefault(town.geonameid, set()).update(regions)
    for key, places in index.items():
        for place in places:
            codes[key] |= called_after.get(place.geonameid, set())
    return {key: frozenset(regions) for key, regions in codes.items() if regions and key}
