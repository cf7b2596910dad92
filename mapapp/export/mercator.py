"""Web Mercator (EPSG:3857) and the frame of a picture: from degrees to pixels, without distortion."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.store import BBox

__all__ = ["EARTH_RADIUS_M", "Frame", "Rect", "fit", "mercator"]

EARTH_RADIUS_M = 6378137.0
"""Radius of the sphere that Web Mercator assumes, metres."""

_MAX_LAT = 85.0511
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
        """Where a point (degrees, EPSG:4326) falls on the sheet, pixels from the upper left."""
        x, y = mercator(lon, lat)
        return (
            self.rect.left + (x - self.west_m) / self.metres_per_px,
            self.rect.top + (self.north_m - y) / self.metres_per_px,
        )

    def pixels_of_metres(self, metres: float, lat: float) -> float:
        """How long a length on the ground is on the sheet at a latitude: Mercator stretches by 1 / cos(lat)."""
        return metres / math.cos(math.radians(lat)) / self.metres_per_px


def _union(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


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
        The smallest that holds them all, widened (never stretched) to the rectangle, at least 60 km wide and high.
    """
    west, south, east, north = _union(boxes)
    west_m, south_m = mercator(west, south)
    east_m, north_m = mercator(east, north)
    wide, high = max(east_m - west_m, _LEAST_SIDE_M), max(north_m - south_m, _LEAST_SIDE_M)
    if asked is not None:
        wide, high = east_m - west_m, north_m - south_m
    scale = max(wide / (rect.width - 2 * margin_px), high / (rect.height - 2 * margin_px))
    centre_x, centre_y = (west_m + east_m) / 2, (south_m + north_m) / 2
    return Frame(rect, centre_x - scale * rect.width / 2, centre_y + scale * rect.height / 2, scale, asked)
