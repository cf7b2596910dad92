"""Places written as a code: squares of the Military Grid Reference System, and plus codes."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geodata.ingest.places.forms import PlaceFault
from geodata.ingest.places.radius import radius_of_step

if TYPE_CHECKING:
    from mgrs import MGRS

__all__ = ["from_mgrs", "from_plus_code"]

Found = tuple[float, float, float, PlaceFault]
"""Longitude and latitude (degrees EPSG:4326), uncertainty (metres), fault."""

_NAN = float("nan")
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(?:(\d{1,5})\s+(\d{1,5})|(\d*))", re.IGNORECASE)
_PLUS = re.compile(r"[23456789CFGHJMPQRVWX0]{2,8}\+[23456789CFGHJMPQRVWX]{0,7}", re.IGNORECASE)
_SHORT_WITH_PLACE = re.compile(r"[23456789CFGHJMPQRVWX]{4,6}\+[23456789CFGHJMPQRVWX]{2,3}[\s,]+\D.*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _grid() -> MGRS:
    from mgrs import MGRS

    return MGRS()


def _refused(fault: PlaceFault) -> Found:
    return _NAN, _NAN, _NAN, fault


def from_mgrs(text: str) -> Found | None:
    """The middle of a grid square with half its diagonal, or None where the text is no grid reference.

    A reference is cut off, never rounded (NGA.STND.0037, Universal Grids): the place lies in the square that begins
    at its south-west corner. Squares of 100 km (no figures) to 1 m (five and five).
    """
    match = _MGRS.fullmatch(text)
    if match is None:
        return None
    zone, band, square, east, north, both = match.groups()
    if both is not None:
        if len(both) % 2 or len(both) > 10:
            return _refused(PlaceFault.NO_SUCH_SQUARE)
        east, north = both[: len(both) // 2], both[len(both) // 2 :]
    if len(east) != len(north) or not 1 <= int(zone) <= 60:
        return _refused(PlaceFault.NO_SUCH_SQUARE)
    head = f"{int(zone):02}{band}{square}".upper()
    return _middle(head, east, north)


def _middle(head: str, east: str, north: str) -> Found:
    from mgrs.core import MGRSError

    digits = len(east)
    try:
        lat, lon = _grid().toLatLon(f"{head}{east}{north}")  # the library gives the middle of the square
        back = _grid().toMGRS(lat, lon, MGRSPrecision=0)
    except (MGRSError, ValueError):
        return _refused(PlaceFault.NO_SUCH_SQUARE)
    if not (math.isfinite(lat) and math.isfinite(lon)) or (str(back).zfill(5)[3:] != head[3:]):
        return _refused(PlaceFault.NO_SUCH_SQUARE)
    return float(lon), float(lat), 10 ** (5 - digits) / math.sqrt(2), PlaceFault.NONE


def from_plus_code(text: str) -> Found | None:
    """The middle of a plus code's cell with half its diagonal, or None where the text is no plus code.

    Open Location Code specification: pairs of digits to base 20, then a grid of 4 by 5.
    """
    from openlocationcode import openlocationcode

    if _SHORT_WITH_PLACE.fullmatch(text):
        return _refused(PlaceFault.SHORT_CODE)
    if not _PLUS.fullmatch(text):
        return None
    if openlocationcode.isShort(text):
        return _refused(PlaceFault.SHORT_CODE)
    if not openlocationcode.isFull(text):
        return _refused(PlaceFault.NOT_COORDINATES)
    area = openlocationcode.decode(text)
    lat, lon = float(area.latitudeCenter), float(area.longitudeCenter)
    tall, wide = area.latitudeHi - area.latitudeLo, area.longitudeHi - area.longitudeLo
    step = np.array([max(tall, wide) / 2])
    return lon, lat, float(radius_of_step(np.array([lat]), step)[0]), PlaceFault.NONE
