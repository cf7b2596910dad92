"""Web Mercator (EPSG:3857) and the frame of a picture: from degrees to pixels, without distortion."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from geodata.errors import ExportError
from geodata.store import MAP_LATITUDE, BBox

__all__ = ["EARTH_RADIUS_M", "WORLD_M", "Frame", "Rect", "fit", "mercator", "smallest_arc"]

EARTH_RADIUS_M = 6378137.0
"""Radius of the sphere that Web Mercator assumes, metres."""

WORLD_M = math.tau * EARTH_RADIUS_M
"""Once around the equator of that sphere, metres."""

_MAX_LAT = MAP_LATITUDE
_LEAST_SIDE_M = 60_000.0  # Mercator metres: a lone place is shown with its surroundings


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees (EPSG:4326) to metres (EPSG:3857); ``lat`` is held within 85.0511, ``lon`` may exceed 180."""
    lat = max(-_MAX_LAT, min(_MAX_LAT, lat))
    return EARTH_RADIUS_M * math.radians(lon), EARTH_RADIUS_M * math.asinh(math.tan(math.radians(lat)))


def _degrees(x: float, y: float) -> tuple[float, float]:
    return math.degrees(x / EARTH_RADIUS_M), math.degrees(math.atan(math.sinh(y / EARTH_RADIUS_M)))


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the sheet in whole pixels, origin at the upper left, y downwards."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First pixel beyond the right side."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First pixel below the lower side."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the map stands on the sheet and what it shows.

    Parameters
    ----------
    rect : Rect
        The map's rectangle on the sheet.
    west_m, north_m : float
        Its upper left corner, EPSG:3857 metres.
    metres_per_px : float
        Mercator metres to a pixel, the same in both directions.
    asked : BBox or None
        The box that was asked for; the frame holds it, and usually more. None: the frame was fitted to the claims.
    """

    rect: Rect
    west_m: float
    north_m: float
    metres_per_px: float
    asked: BBox | None

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857 metres."""
        east = self.west_m + self.rect.width * self.metres_per_px
        return self.west_m, self.north_m - self.rect.height * self.metres_per_px, east, self.north_m

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, EPSG:4326; may reach beyond 180 degrees."""
        west, south, east, north = self.extent
        return (*_degrees(west, south), *_degrees(east, north))

    @property
    def chosen(self) -> tuple[float, float, float, float]:
        """What of the rectangle was asked for: left, top, right, bottom in pixels; all of it where nothing was."""
        rect = self.rect
        if self.asked is None:
            return rect.left, rect.top, rect.right, rect.bottom
        left, top = self.pixel(self.asked.west, self.asked.north)
        right, bottom = self.pixel(self.asked.east, self.asked.south)
        return max(left, rect.left), max(top, rect.top), min(right, rect.right), min(bottom, rect.bottom)

    @property
    def is_veiled(self) -> bool:
        """Whether it shows noticeably more than was asked for."""
        left, top, _right, _bottom = self.chosen
        return left - self.rect.left > 3 or top - self.rect.top > 3

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point (degrees, EPSG:4326) falls on the sheet, pixels from the upper left.

        Of its places on a map that goes on beyond 180 degrees, it is the one in the frame.
        """
        x, y = mercator(lon, lat)
        west, _south, east, _north = self.extent
        spare = self.metres_per_px  # an edge of the frame is in it
        turns = (0.0, WORLD_M, -WORLD_M)
        x += next((turn for turn in turns if west - spare <= x + turn <= east + spare), 0.0)
        return (
            self.rect.left + (x - self.west_m) / self.metres_per_px,
            self.rect.top + (self.north_m - y) / self.metres_per_px,
        )

    def pixels_of_metres(self, metres: float, lat: float) -> float:
        """How long a length on the ground is on the sheet at a latitude: Mercator stretches by 1 / cos(lat)."""
        return metres / math.cos(math.radians(lat)) / self.metres_per_px

    def turned(self, turns: int) -> Frame:
        """The same frame for ground that lies so many times around the world further west."""
        return replace(self, west_m=self.west_m - turns * WORLD_M)

    @property
    def turns(self) -> tuple[int, ...]:
        """How often around the world the ground must be moved to fill the frame: once is no more than the world."""
        west, _south, east, _north = self.extent
        if east - west >= WORLD_M:
            return (0,)
        return tuple(turn for turn in (0, -1, 1) if turn == 0 or turn * (east if turn > 0 else west) > WORLD_M / 2)


def smallest_arc(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The shortest way along a parallel that passes all of some spans of longitude.

    Parameters
    ----------
    spans : iterable of (west, east)
        Degrees; east is not less than west, and may exceed 180. At least one.

    Returns
    -------
    (west, east)
        Degrees: west in [-180, 180), east from west to 360 degrees more. Where going across the antimeridian is no
        shorter, the least and the greatest that were given.
    """
    listed = list(spans)
    plain = min(west for west, _ in listed), max(east for _, east in listed)
    spread = sorted(((west + 180) % 360 - 180, min(east - west, 360.0)) for west, east in listed)
    reach = max(west + length for west, length in spread) - 360  # what runs on beyond 180 degrees covers the first
    start, widest = spread[0][0], 0.0
    for west, length in spread:
        if west - reach > widest:
            start, widest = west, west - reach
        reach = max(reach, west + length)
    whole = 360 - widest
    return plain if plain[1] - plain[0] <= whole + 1e-9 else (start, start + whole)


def _union(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    listed = list(boxes)
    west, east = smallest_arc((box[0], box[2]) for box in listed)
    return west, min(box[1] for box in listed), east, max(box[3] for box in listed)


def fit(
    boxes: Iterable[tuple[float, float, float, float]], rect: Rect, *, margin_px: float = 0, asked: BBox | None = None
) -> Frame:
    """Fit a frame around boxes.

    Parameters
    ----------
    boxes : iterable of (west, south, east, north)
        Degrees, EPSG:4326; at least one.
    rect : Rect
        The map's rectangle on the sheet.
    margin_px : float
        Pixels to leave free on every side.
    asked : BBox or None
        Kept in the frame.

    Returns
    -------
    Frame
        The smallest that holds them all, across the antimeridian where that is shorter, widened (never stretched) to
        the rectangle, at least 60 km wide and high.

    Raises
    ------
    ExportError
        If the box that was asked for lies wholly beyond 85.0511 degrees north or south, where Web Mercator ends.
    """
    if asked is not None and (asked.south >= MAP_LATITUDE or asked.north <= -MAP_LATITUDE):
        raise ExportError(
            f"The box {asked.west:g},{asked.south:g},{asked.east:g},{asked.north:g} lies beyond {MAP_LATITUDE} degrees "
            "of latitude, where the map ends: ask for a box nearer to the equator, or save a table instead."
        )
    west, south, east, north = _union(boxes)
    west_m, south_m = mercator(west, south)
    east_m, north_m = mercator(east, north)
    wide, high = max(east_m - west_m, _LEAST_SIDE_M), max(north_m - south_m, _LEAST_SIDE_M)
    if asked is not None:
        wide, high = east_m - west_m, north_m - south_m
    scale = max(wide / (rect.width - 2 * margin_px), high / (rect.height - 2 * margin_px))
    centre_x, centre_y = (west_m + east_m) / 2, (south_m + north_m) / 2
    return Frame(rect, centre_x - scale * rect.width / 2, centre_y + scale * rect.height / 2, scale, asked)
