"""What columns of coordinates are called, in many languages and spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["COUNTRY_NAMES", "cell_columns", "country_column", "pairs_of_columns", "plain_name"]

_LAT = (
    "latitude latitud latitudine latitudo lat lats latt breite breitengrad geobreite geolat ycoord "
    "ycoordinate coordy gpslat decimallatitude latdd latwgs84 latdec szerokosc szerokoscgeograficzna "
    "enlem leveys bredde bredd zemepisnasirka широта шир геоширота шырата 위도 緯度 纬度 خطالعرض"
).split()
_LON = (
    "longitude longitud longitudine longitudo lon long lng lons laenge lange langengrad laengengrad "
    "geolaenge geolon geolng xcoord xcoordinate coordx gpslon gpslong gpslng decimallongitude londd "
    "lonwgs84 londec dlugosc dlugoscgeograficzna boylam pituus lengde zemepisnadelka долгота долг довгота "
    "довг геодолгота даўгата 경도 經度 经度 خطالطول"
).split()
# y and x also as Cyrillic letters
_WEAK = (
    ("y", "x"), ("у", "х"), ("northing", "easting"), ("northings", "eastings"), ("north", "east"), ("utmn", "utme"),
    ("utmnorthing", "utmeasting"), ("hochwert", "rechtswert"),
)  # fmt: skip
_CELLS = {
    "lat first": "latlon latlng latlong latitudelongitude latlonpair широтадолгота широтадовгота 위도경도".split(),
    "lon first": "lonlat lnglat longlat longitudelatitude xy долготаширота довготаширота 경도위도".split(),
    "open": (
        "coordinates coordinate coords coord coordenadas coordonnees koordinaten koordinate koordinaty "
        "координаты координати координата каардынаты 좌표 gps gpscoordinates geo geoloc "
        "geolocation geopoint geom geometry "
        "geomwkt wkt thegeom wktgeometry shape point mgrs milgrid grid gridref gridreference pluscode pluscodes olc "
        "openlocationcode location geolocalisation mapurl maplink googlemaps googlemapslink osm"
    ).split(),
}
COUNTRY_NAMES = frozenset(
    (
        "country countryname countrycode adm0 adm0name admin0 iso2 iso3 countryiso land pays pais paese kraj "
        "страна країна краіна 국가 나라"
    ).split()
)
"""Names of a column that holds countries, as :func:`plain_name` writes them."""
_SIDES = (("lat", _LAT), ("lon", _LON))


def plain_name(name: str) -> str:
    """A column's name without case, accents, marks and spaces."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", "".join(c for c in bare if not _is_accent(c))))


def _is_accent(letter: str) -> bool:
    return 0x300 <= ord(letter) <= 0x36F and letter != "\u0306"  # й keeps its breve


def pairs_of_columns(header: Iterable[str]) -> list[tuple[str, str]]:
    """Every pair of columns that is called longitude and latitude: ``(lon, lat)``, those without a prefix first.

    ``start_lat`` goes with ``start_lon`` and never with ``end_lon``. A bare ``x`` and ``y`` count only where no
    column has a telling name.
    """
    names = [name for name in header if not name.startswith("#")]
    sides: dict[str, dict[str, str]] = {"lat": {}, "lon": {}}
    for name in names:
        for side, words in _SIDES if _both_axes(name) is None else ():
            rest = _remainder(name, words)
            if rest is not None:
                sides[side].setdefault(rest, name)
    shared = sorted(sides["lat"].keys() & sides["lon"].keys(), key=lambda rest: (len(rest), rest))
    if shared:
        return [(sides["lon"][rest], sides["lat"][rest]) for rest in shared]
    if len(sides["lat"]) == len(sides["lon"]) == 1:
        return [(*sides["lon"].values(), *sides["lat"].values())]  # type: ignore[list-item]
    plain = {plain_name(name): name for name in reversed(names)}
    return [(plain[x], plain[y]) for y, x in _WEAK if x in plain and y in plain][:1]


def _parts(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return [plain_name(part) for part in re.split(r"[\W_]+", spaced)]


def _both_axes(name: str) -> bool | None:
    """Whether the latitude comes first in a name that has both axes, as in “Where (lat/long)”; None in any other."""
    at = [next((at for at, part in enumerate(_parts(name)) if part in words), None) for _side, words in _SIDES]
    return None if at[0] is None or at[1] is None or at[0] == at[1] else at[0] < at[1]


def _remainder(name: str, words: list[str]) -> str | None:
    """What is left of a column's name without the word for its axis; None where it has none."""
    whole = plain_name(name)
    if whole in words:
        return ""
    parts = _parts(name)
    found = [at for at, part in enumerate(parts) if part in words]
    return "".join(parts[: found[0]] + parts[found[0] + 1 :]) if len(found) == 1 else None


def cell_columns(header: Iterable[str]) -> list[tuple[str, bool | None]]:
    """Columns whose name says that a cell holds a whole place, with whether the latitude comes first (None: open)."""
    orders = {"lat first": True, "lon first": False, "open": None}
    found = []
    for name in header:
        if name.startswith("#"):
            continue
        known = [orders[order] for order, words in _CELLS.items() if plain_name(name) in words]
        both = _both_axes(name)
        found += [(name, order) for order in known or ([] if both is None else [both])]
    return found


def country_column(header: Iterable[str]) -> str | None:
    """The first column that is called after countries."""
    return next((name for name in header if plain_name(name) in COUNTRY_NAMES), None)
