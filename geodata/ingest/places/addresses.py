"""Coordinates in addresses: ``geo:`` and the pages of usual web maps. Nothing is ever fetched."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from geodata.ingest.places.forms import PlaceFault

__all__ = ["InAddress", "from_address"]

_GEO = re.compile(
    r"geo:\s*(?P<lat>[+-]?[\d.]+),(?P<lon>[+-]?[\d.]+)(?:,[+-]?[\d.]+)?(?P<more>(?:[;?].*)?)", re.IGNORECASE
)
_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"(?:loc:)?\s*({_NUMBER})\s*[,~ ]\s*({_NUMBER})(?:[,~].*)?")
_PINNED = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_CENTRED = re.compile(rf"/@({_NUMBER}),({_NUMBER})(?:,(\d+(?:\.\d+)?)z)?")
_OSM = re.compile(rf"map=(\d+(?:\.\d+)?)/({_NUMBER})/({_NUMBER})")
_EQUATOR_M = 40_075_016.7
_ASKED = ("q", "query", "ll", "sll", "center", "cp", "daddr", "destination", "whatshere[point]", "pt", "coordinate")
_ONLY_A_VIEW = frozenset(("ll", "sll", "center", "cp"))
_USUAL_ZOOM = 13.0  # of a map that names no zoom: a town
_LON_FIRST = re.compile(r"(?:^|\.)yandex\.")
# A point that is marked stands before the view around it; Google's own links hold both.


@dataclass(frozen=True, slots=True)
class InAddress:
    """Two coordinates as they stand in an address.

    Parameters
    ----------
    lat, lon : str
        Decimal degrees as written.
    zoom : float or None
        Where the address only says what the map was centred on: the zoom level; None where it marks a point.
    radius_m : float or None
        Uncertainty that the address itself names (``u`` of RFC 5870), metres.
    """

    lat: str
    lon: str
    zoom: float | None = None
    radius_m: float | None = None

    def least_m(self, lat: float) -> float:
        """The smallest uncertainty in metres: one tile of the zoom level where only the view is known."""
        tile = 0.0 if self.zoom is None else _EQUATOR_M * math.cos(math.radians(lat)) / 2**self.zoom
        return max(tile, self.radius_m or 0.0)


def from_address(text: str) -> InAddress | PlaceFault | None:
    """The coordinates in an address; None where the text is no address at all.

    ``geo:`` follows RFC 5870; of web addresses the forms of Google Maps, OpenStreetMap, Bing, Apple and Yandex (whose
    pairs have the longitude first) are known.
    """
    if text[:4].casefold() == "geo:":
        return _geo(text)
    if not re.match(r"https?://", text, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(text)
        asked = parse_qs(parts.query, max_num_fields=100)
        host = parts.hostname or ""
    except ValueError:
        return PlaceFault.NOT_COORDINATES
    return _marked(unquote(parts.path), asked, host) or _view(unquote(parts.path), asked, parts.fragment, host)


def _geo(text: str) -> InAddress | PlaceFault:
    match = _GEO.fullmatch(text)
    if match is None:
        return PlaceFault.NOT_COORDINATES
    more = match["more"].casefold()
    system = re.search(r";crs=([^;?]+)", more)
    if system and system[1] != "wgs84":
        return PlaceFault.PROJECTED
    radius = re.search(r";u=(\d+(?:\.\d+)?)", more)
    return InAddress(match["lat"], match["lon"], None, float(radius[1]) if radius else None)


def _marked(path: str, asked: dict[str, list[str]], host: str) -> InAddress | None:
    pinned = _PINNED.search(path)
    if pinned:
        return InAddress(pinned[1], pinned[2])
    if "mlat" in asked and "mlon" in asked:
        return InAddress(asked["mlat"][-1], asked["mlon"][-1])
    place = re.search(rf"/(?:place|search)/({_NUMBER}),\s*\+?({_NUMBER})(?:/|$)", path)
    if place:
        return InAddress(place[1], place[2])
    return _asked([key for key in _ASKED if key not in _ONLY_A_VIEW], asked, host, None)


def _view(path: str, asked: dict[str, list[str]], fragment: str, host: str) -> InAddress | PlaceFault:
    centred, osm = _CENTRED.search(path), _OSM.search(fragment)
    if centred:
        return InAddress(centred[1], centred[2], _zoom(centred[3]))
    if osm:
        return InAddress(osm[2], osm[3], _zoom(osm[1]))
    written = next((asked[key][0] for key in ("z", "zoom", "lvl") if key in asked), None)
    return _asked(_ONLY_A_VIEW & asked.keys(), asked, host, _zoom(written)) or PlaceFault.NOT_COORDINATES


def _zoom(text: str | None) -> float:
    return min(float(text), 30.0) if text and re.fullmatch(r"\d{1,2}(\.\d+)?", text) else _USUAL_ZOOM


def _asked(keys: Iterable[str], asked: dict[str, list[str]], host: str, zoom: float | None) -> InAddress | None:
    for key in sorted(keys):
        match = _PAIR.fullmatch(asked[key][-1].strip()) if key in asked else None
        if match and _LON_FIRST.search(host):
            return InAddress(match[2], match[1], zoom)
        if match:
            return InAddress(match[1], match[2], zoom)
    return None
