"""Read and mend the oblasts and provinces of Russia, Ukraine, Belarus and the two Koreas.

Used by :mod:`geodata.basemap.build` only. Every mend below is a mistake seen in the source file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geodata.model import Names

__all__ = ["ALPHA2", "COUNTRY_NAMES", "SourceRegion", "read_regions", "unwrap"]

FILE = "ne_10m_admin_1_ru_ua_by_kp_kr.geojson"

# The five countries: ISO 3166-1 alpha-3 to alpha-2 code.
ALPHA2 = {"RUS": "RU", "UKR": "UA", "BLR": "BY", "PRK": "KP", "KOR": "KR"}

# Names of the five countries by alpha-2 code.
COUNTRY_NAMES = {
    "RU": Names("Russia", "Россия", "Росія", "러시아"),
    "UA": Names("Ukraine", "Украина", "Україна", "우크라이나"),
    "BY": Names("Belarus", "Беларусь", "Білорусь", "벨라루스"),
    "KP": Names("North Korea", "КНДР", "КНДР", "북한"),
    "KR": Names("South Korea", "Республика Корея", "Республіка Корея", "대한민국"),
}

# Natural Earth swaps these two: Moscow city is RU-MOW and Moscow Oblast is RU-MOS in ISO 3166-2.
# The name is tested with the code, so that a corrected source file is left alone.
_SWAPPED = {("RU-MOS", "Moskva"): "RU-MOW", ("RU-MOW", "Moskovskaya"): "RU-MOS"}

# Names that are wrong or not telling in the source: the Altai krai bears the republic's name in four
# languages, Kyiv Oblast that of the city, Kamchatka is a krai, and some English names follow old spellings.
_NAMES = {
    "RU-ALT": Names("Altai Krai", "Алтайский край", "Алтайський край", "알타이 지방"),
    "RU-MOW": Names("Moscow", "Москва", "Москва", "모스크바"),
    "RU-MOS": Names("Moscow Oblast", "Московская область", "Московська область", "모스크바주"),
    "RU-YEV": Names("Jewish Autonomous Oblast", "Еврейская автономная область", "Єврейська автономна область",
                    "유대인 자치주"),
    "UA-32": Names("Kyiv Oblast", "Киевская область", "Київська область", "키이우주"),
    "UA-30": Names("Kyiv", "Киев", "Київ", "키이우"),
    "UA-43": Names("Crimea", "Крым", "Крим", "크림반도"),
    "UA-40": Names("Sevastopol", "Севастополь", "Севастополь", "세바스토폴"),
    "UA-51": Names("Odesa Oblast", "Одесская область", "Одеська область", "오데사주"),
    "BY-HM": Names("Minsk", "Минск", "Мінськ", "민스크"),
    "BY-MI": Names("Minsk Region", "Минская область", "Мінська область", "민스크주"),
    "BY-MA": Names("Mogilev Region", "Могилёвская область", "Могильовська область", "마힐료우주"),
}  # fmt: skip

Row = Mapping[str, Any]

_CUT_AT = -160.0  # degrees; the Chukotka part east of 180 lies west of this, nothing else of the five does


@dataclass(frozen=True, slots=True)
class SourceRegion:
    """One oblast or province as read and mended; ``geometry`` in EPSG:4326, continued beyond 180 degrees east."""

    code: str
    country: str
    names: Names
    geometry: BaseGeometry


def unwrap(geometry: BaseGeometry) -> BaseGeometry:
    """Move what the antimeridian cut off back to its neighbour.

    Parameters
    ----------
    geometry : shapely geometry
        EPSG:4326; parts that lie wholly west of 160° W are moved by +360 degrees and joined on.

    Returns
    -------
    shapely geometry
        The same shape in one piece, longitudes up to about 191 degrees.
    """
    parts = [translate(p, 360, 0) if p.bounds[2] < _CUT_AT else p for p in shapely.get_parts(geometry)]
    return shapely.union_all(parts)


def read_regions(source: Path) -> list[SourceRegion]:
    """Read the regions in the order of their codes, mended.

    Parameters
    ----------
    source : Path
        Folder with ``ne_10m_admin_1_ru_ua_by_kp_kr.geojson``.

    Returns
    -------
    list of SourceRegion
        Without the nameless strip ``RU-X01~``. Crimea and Sevastopol bear their ISO codes UA-43 and UA-40
        and belong to Ukraine, as ISO 3166-2 has it.
    """
    rows = [row for _, row in gpd.read_file(source / FILE).iterrows()]
    regions = [_region(row) for row in rows if isinstance(row["name_en"], str)]
    return sorted(regions, key=lambda region: region.code)


def _region(row: Row) -> SourceRegion:
    written = str(row["iso_3166_2"])
    code = _SWAPPED.get((written, str(row["name"])), written)
    geometry = unwrap(row["geometry"]) if code == "RU-CHU" else row["geometry"]
    return SourceRegion(code, code[:2], _NAMES.get(code) or _full_names(code, row), geometry)


def _full_names(code: str, row: Row) -> Names:
    """The names with the kind of region, where the source has the bare name of its capital."""
    english, korean = str(row["name_en"]), str(row["name_ko"])
    if code[:2] in ("RU", "UA", "BY") and str(row["name_ru"]).endswith("область"):
        english += " Region" if code.startswith("BY") else " Oblast"
        korean += "" if korean.endswith("주") else "주"
    elif code == "RU-KAM" and not english.endswith("Krai"):
        english += " Krai"
    return Names(english, str(row["name_ru"]), str(row["name_uk"]), korean)
