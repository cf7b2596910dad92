"""What stands in the map's frame besides the map: caveat, scale bar, and a veil over what was not asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mapapp.export.geojson import CAVEAT
from mapapp.export.mercator import EARTH_RADIUS_M, Frame, Rect
from mapapp.export.pen import Pen
from mapapp.export.theme import MapColours

__all__ = ["corner_fits", "corner_height", "draw_caveat", "draw_known", "draw_nothing", "draw_scale_bar", "draw_veil"]


Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
_SMALLEST = 10.5  # size of the smallest type of the full-size design, pixels


def corner_fits(pen: Pen, rect: Rect, words: str, unit: float) -> bool:
    """Whether a map has room for the caveat and the date of what is known in legible type, and for something else."""
    least = _SMALLEST * unit
    widest = max(pen.width(CAVEAT, least, bold=True), pen.width(words, least, bold=True)) + 24 * unit
    return widest <= rect.width * 0.94 and rect.height >= 104 * unit


def corner_height(unit: float) -> float:
    """How high caveat and date of what is known are at most, pixels."""
    return (14 * 2.1 + 13 * 2) * unit


def _corner_size(pen: Pen, rect: Rect, words: str, size: float, unit: float) -> float:
    """The size at which words fit in the corner of a map, no smaller than the least type."""
    room = rect.width * 0.94 - 24 * unit
    return max(_SMALLEST * unit, min(size, size * room / pen.width(words, size, bold=True)))


def draw_caveat(pen: Pen, frame: Frame, unit: float) -> Box:
    """Write the caveat inside the map, so that a crop of the map keeps it; returns the pixels it takes."""
    rect = frame.rect
    size = _corner_size(pen, rect, CAVEAT, 14 * unit, unit)
    wide, high = pen.width(CAVEAT, size, bold=True) + 24 * unit, size * 2.1
    top = rect.bottom - high
    pen.box((rect.left, top, wide, high), pen.theme.ink, 15)
    pen.text(rect.left + 12 * unit, top + size * 1.4, CAVEAT, size, pen.theme.paper, bold=True, order=15.1)
    return rect.left, top, rect.left + wide, rect.bottom


def draw_known(pen: Pen, frame: Frame, words: str, caveat: Box, unit: float) -> Box:
    """Write as of when things are known above the caveat, inside the map, so that a crop keeps its date.

    Returns
    -------
    (left, top, right, bottom)
        Pixels that it takes.
    """
    rect = frame.rect
    size = _corner_size(pen, rect, words, 13 * unit, unit)
    wide, high = pen.width(words, size, bold=True) + 24 * unit, size * 2
    top = caveat[1] - high
    pen.box((rect.left, top, wide, high), pen.theme.paper, 15)
    pen.text(rect.left + 12 * unit, top + size * 1.38, words, size, pen.theme.ink, bold=True, order=15.1)
    return rect.left, top, rect.left + wide, caveat[1]


def draw_nothing(pen: Pen, frame: Frame, words: str, unit: float) -> Box:
    """Say why no claim is drawn, so that an empty map is not taken for a broken one; returns the pixels it takes."""
    left, top, right, _bottom = frame.chosen
    size, edge = 13 * unit, 8 * unit
    lines = pen.wrapped(words, min(frame.rect.width - 2 * edge, 620 * unit) - 28 * unit, size)
    wide, high = max(pen.width(line, size) for line in lines) + 28 * unit, size * (1.06 + 1.34 * len(lines))
    middle = (left + right - wide) / 2
    corner = (min(max(frame.rect.left + edge, middle), frame.rect.right - edge - wide), top + 18 * unit)
    pen.chip((*corner, wide, high), pen.theme.chip, pen.theme.muted, 12)
    for number, line in enumerate(lines):
        pen.text(corner[0] + 14 * unit, corner[1] + size * (1.5 + 1.34 * number), line, size, pen.theme.ink, order=12.1)
    return (*corner, corner[0] + wide, corner[1] + high)


def _round_length(longest_km: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is no longer."""
    power = 10.0 ** math.floor(math.log10(longest_km))
    return max(step * power for step in (1, 2, 5) if step * power <= longest_km)


def draw_scale_bar(
    pen: Pen, frame: Frame, colours: MapColours, unit: float, taken: Sequence[Box] = ()
) -> Box:  # fmt: skip
    """Draw a scale bar that holds at the latitude of the map's middle; returns the pixels it takes.

    It stands in the lower right corner, above what is ``taken`` there.
    """
    rect, size = frame.rect, 10.5 * unit
    _west, south, _east, north = frame.degrees
    middle = _middle_latitude(frame)
    kilometre = frame.pixels_of_metres(1000, middle)
    length = _round_length(max(rect.width * 0.14, 30) / kilometre)
    hemisphere = "N" if middle >= 0 else "S"
    words = f"{length:g} km" + (f" at {abs(middle):.0f}° {hemisphere}" if north - south > 8 else "")
    wide = max(length * kilometre, pen.width(words, size))
    right, bottom = rect.right - 12 * unit, rect.bottom - 11 * unit
    left = right - wide
    bottom = min([bottom, *(top - 11 * unit for _left, top, end, _bottom in taken if end > left - 12 * unit)])
    pen.box((right - length * kilometre, bottom - 3 * unit, length * kilometre, 3 * unit), colours.town, 15)
    pen.text(right, bottom - 7 * unit, words, size, colours.town, ha="right", halo=colours.halo, order=15)
    return left - 6, bottom - 24 * unit, float(rect.right), bottom + 11 * unit


def _middle_latitude(frame: Frame) -> float:
    y = frame.north_m - frame.rect.height * frame.metres_per_px / 2
    return math.degrees(math.atan(math.sinh(y / EARTH_RADIUS_M)))


def draw_veil(pen: Pen, frame: Frame, unit: float) -> list[Box]:
    """Dim what the frame shows beyond the box that was asked for: claims there are not drawn.

    Returns
    -------
    list of (left, top, right, bottom)
        Pixels of the edge, which no name should cross.
    """
    if not frame.is_veiled:
        return []
    rect = frame.rect
    left, top, right, bottom = frame.chosen
    for strip in (
        (rect.left, rect.top, left - rect.left, rect.height),
        (right, rect.top, rect.right - right, rect.height),
        (left, rect.top, right - left, top - rect.top),
        (left, bottom, right - left, rect.bottom - bottom),
    ):
        if strip[2] > 0 and strip[3] > 0:
            pen.veil(strip, 7)
    pen.outline((left, top, right - left, bottom - top), pen.theme.muted, max(1.0, unit), 7)
    upright = [(x - 1, top, x + 1, bottom) for x in (left, right)]
    return upright + [(left, y - 1, right, y + 1) for y in (top, bottom)]
