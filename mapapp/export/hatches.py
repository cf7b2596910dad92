"""The seven hatches of areas as lines, the same patterns as in the browser (``assets/hatches.js``)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from matplotlib.path import Path

__all__ = ["HATCHES", "Family", "Hatch", "hatch_lines"]

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
_DOT = 0.01  # pixels: a dash that round caps make a dot of
_HALF = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class Family:
    """Parallel lines, evenly spaced: all points whose ``across`` is ``first`` plus a multiple of ``step``.

    Parameters
    ----------
    across : (float, float)
        Unit vector across the lines, y downwards.
    step, first : float
        Pixels from line to line, and of one of them from the origin.
    dash : float
        Pixels of each dash; 0 for a dot.
    period, middle : float
        Pixels from dash to dash along a line, and of the middle of one of them; a period of 0: the line is whole.
    """

    across: tuple[float, float]
    step: float
    first: float = 0.0
    dash: float = 0.0
    period: float = 0.0
    middle: float = 0.0

    @property
    def along(self) -> tuple[float, float]:
        """Unit vector along the lines."""
        return self.across[1], -self.across[0]


@dataclass(frozen=True, slots=True)
class Hatch:
    """A pattern: its lines, and their width in pixels, which stays where the pattern is spread wider."""

    families: tuple[Family, ...]
    width: float

    @property
    def is_dotted(self) -> bool:
        """Whether it is made of dots as wide as its lines."""
        return all(family.period > 0 and family.dash == 0 for family in self.families)

    def dashes(self, scale: float) -> tuple[float, ...]:
        """Lengths of a dash and of the gap after it, pixels; empty where lines are whole."""
        family = self.families[0]
        if not family.period:
            return ()
        dash = max(family.dash * scale, _DOT)
        return dash, family.period * scale - dash


_RISING, _FALLING, _LEVEL, _UPRIGHT = (_HALF, _HALF), (_HALF, -_HALF), (0.0, 1.0), (1.0, 0.0)
HATCHES = MappingProxyType(
    {
        "rising": Hatch((Family(_RISING, 10 * _HALF),), 1.7),
        "falling": Hatch((Family(_FALLING, 10 * _HALF),), 1.7),
        "dots": Hatch(
            tuple(Family(_LEVEL, 9, first=at, period=9, middle=at) for at in (2.25, 6.75)), 2.5
        ),
        "sparse": Hatch(
            (Family(_RISING, 18 * _HALF, first=9 * _HALF, dash=10.8 * _HALF, period=18 * _HALF),), 1.6
        ),
        "crossed": Hatch((Family(_RISING, 11 * _HALF), Family(_FALLING, 11 * _HALF)), 1.3),
        "grid": Hatch((Family(_LEVEL, 9, first=4.5), Family(_UPRIGHT, 9, first=4.5)), 1.3),
        "level": Hatch((Family(_LEVEL, 7, first=3.5),), 1.5),
    }
)  # fmt: skip
"""Each pattern by the name that ``mapapp.palette`` gives it, in CSS pixels from the upper left of an area's box."""


def hatch_lines(hatch: Hatch, box: Box, origin: tuple[float, float], scale: float) -> Path:
    """Lines of a pattern over a box.

    Parameters
    ----------
    hatch : Hatch
        The pattern; all its families have the same dashes.
    box : (left, top, right, bottom)
        Pixels that are to be covered.
    origin : (x, y)
        Pixel at which the pattern begins: the upper left of the area's box, so that it stays with the area.
    scale : float
        Pixels to one pixel of the pattern.

    Returns
    -------
    Path
        One line after the other, none beyond the box. A dashed one begins with a dash.
    """
    ends = [pair for family in hatch.families for pair in _lines(family, box, origin, scale)]
    path = Path(np.asarray(ends, dtype=float).reshape(-1, 2).round(2), [Path.MOVETO, Path.LINETO] * len(ends))
    path.should_simplify = False
    return path


def _lines(
    family: Family, box: Box, origin: tuple[float, float], scale: float
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    (ax, ay), (dx, dy) = family.across, family.along
    corners = [(x - origin[0], y - origin[1]) for x in box[::2] for y in box[1::2]]
    across = [x * ax + y * ay for x, y in corners]
    step, first = family.step * scale, family.first * scale
    for number in range(math.ceil((min(across) - first) / step), math.floor((max(across) - first) / step) + 1):
        at = first + number * step
        span = _span(at, family, box, origin)
        if span is None:
            continue
        for part in _dashed(span, family, scale) if family.period else [span]:
            low, high = ((origin[0] + at * ax + t * dx, origin[1] + at * ay + t * dy) for t in part)
            yield low, high


def _dashed(span: tuple[float, float], family: Family, scale: float) -> Iterator[tuple[float, float]]:
    """A span cut where its first whole dash begins: each part begins with a dash, and none outside the span.

    A line that began outside would lose its phase where a renderer cuts it off at the edge of the sheet.
    """
    start, end = span
    period, half, middle = family.period * scale, family.dash * scale / 2, family.middle * scale
    first = middle + math.ceil((start - middle + half) / period) * period - half
    rest = first - period + 2 * half
    if rest > start:
        yield start, min(rest, end)
    if first < end:
        yield first, end


def _span(at: float, family: Family, box: Box, origin: tuple[float, float]) -> tuple[float, float] | None:
    """Where a line runs through the box, along it from the point nearest to the origin; None where it does not."""
    start, end = -math.inf, math.inf
    for axis in (0, 1):
        slope = family.along[axis]
        low, high = (side - origin[axis] - at * family.across[axis] for side in box[axis::2])
        if slope == 0:
            if not low <= 0 <= high:
                return None
            continue
        start, end = max(start, min(low / slope, high / slope)), min(end, max(low / slope, high / slope))
    return (start, end) if start < end else None
