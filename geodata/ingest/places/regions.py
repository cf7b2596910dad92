"""Names of regions (ISO 3166-2) in several languages, spellings and cases, and which region a point lies in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata import basemap
from geodata.ingest.places.spelling import key_of

if TYPE_CHECKING:
    import shapely

__all__ = ["core_of", "region_at", "region_keys"]

_KIND = re.compile(r"\b(oblast|region|krai|republic|autonomous|okrug|of|область|край|республика|республіка)\b")
_MORE = {
    "RU-PRI": "primorye|primorie|primorskiy krai|приморье|примор'я|maritime territory",
    "UA-30": "kiev city|kyiv city|kiev special republican city|city of kyiv",
    "UA-21": "transcarpathia|zakarpattya|закарпатье|закарпаття",
    "UA-43": "crimea|autonomous republic of crimea|republic of crimea|ar crimea|krym|автономная республика крым|"
    "автономна республіка крим|республика крым",
    "RU-KDA": "kuban|кубань",
    "RU-SPE": "st petersburg",
    "RU-ZAB": "transbaikal|забайкалье",
}
# Endings of other cases, so that "в Курской области" is found: Russian, then Ukrainian.
_CASES = (
    (r"ская область$", ("ская обл", "ской области", "ской обл")),
    (r"ский край$", ("ского края", "скому краю", "ском крае")),
    (r"(?P<c>[сцз])ька область$", (r"\g<c>ька обл", r"\g<c>ької області", r"\g<c>ькій області", r"\g<c>ької обл")),
)


def core_of(name: str) -> str:
    """A region's key without the words for its kind: ``kursk`` of Kursk Oblast."""
    return " ".join(_KIND.sub(" ", key_of(name)).split())


@lru_cache(maxsize=1)
def region_keys() -> dict[str, str]:
    """The code of each region by the keys of its whole names: ``kursk oblast``, ``курской области``, ``쿠르스크주``."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for code in sorted(code for code in basemap.known_regions() if "-" in code):
        for key in _forms(code):
            if found.setdefault(key, code) != code:
                doubled.add(key)
    return {key: code for key, code in found.items() if key not in doubled}


def _forms(code: str) -> set[str]:
    names = basemap.region_names(code)
    keys = {key_of(name) for name in (names.en, names.ru, names.uk, names.ko, *_MORE.get(code, "").split("|")) if name}
    keys.add(key_of(code))
    if re.search(r"\b(oblast|region)$", key_of(names.en)):
        keys |= {f"{core_of(names.en)} {kind}" for kind in ("oblast", "obl", "region", "province")}
    if key_of(names.en).endswith(" krai"):
        keys |= {f"{core_of(names.en)} {kind}" for kind in ("krai", "kray", "territory", "region")}
    for ending, others in _CASES:
        for key in list(keys):
            keys |= {re.sub(ending, other, key) for other in others if re.search(ending, key)}
    return keys - {""}


@lru_cache(maxsize=1)
def _tree() -> tuple[list[str], shapely.STRtree]:
    import shapely

    codes = sorted(code for code in basemap.known_regions() if "-" in code)
    return codes, shapely.STRtree([basemap.region_geometry(code) for code in codes])


def region_at(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """The code of the region that each point lies in.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float64, shape (n,)
        Degrees EPSG:4326; NaN where there is none.

    Returns
    -------
    numpy.ndarray of str objects, shape (n,)
        ISO 3166-2; blank in no region of the basemap, or on the border of two.
    """
    import shapely

    codes, tree = _tree()
    found = np.full(len(lon), "", np.object_)
    there = np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat))
    points, regions = tree.query(shapely.points(lon[there], lat[there]), predicate="intersects")
    once = np.bincount(points, minlength=len(there))[points] == 1
    found[there[points[once]]] = np.array(codes, np.object_)[regions[once]]
    return found
