"""Coordinates as flat integers: unit 0.001 degree (EPSG:4326), first pair absolute, then differences.

A ring ``[(34.5, 51.2), (34.6, 51.1)]`` becomes ``[34500, 51200, 100, -100]``. Small differences are what
makes the JSON short, and gzip makes it shorter still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["UNIT_DEGREES", "decode", "encode", "is_closed"]

# One unit of the flat integers, degrees.
UNIT_DEGREES = 0.001


def encode(points: Iterable[Sequence[float]]) -> list[int]:
    """Write points as flat differences, leaving out a point that falls on its predecessor.

    Parameters
    ----------
    points : iterable of (lon, lat)
        Degrees, EPSG:4326; ``lon`` may exceed 180 for a shape that is continued over the antimeridian.

    Returns
    -------
    list of int
        Units of 0.001 degree: ``lon, lat, dlon, dlat, ...``; empty for no points.
    """
    flat: list[int] = []
    last_x = last_y = 0
    for lon, lat, *_ in points:
        x, y = round(lon / UNIT_DEGREES), round(lat / UNIT_DEGREES)
        if flat and x == last_x and y == last_y:
            continue
        flat += (x - last_x, y - last_y)
        last_x, last_y = x, y
    return flat


def decode(flat: Sequence[int]) -> npt.NDArray[np.float64]:
    """Read flat differences back.

    Parameters
    ----------
    flat : sequence of int
        What :func:`encode` wrote: an even number of units of 0.001 degree.

    Returns
    -------
    numpy.ndarray of float64, shape (n, 2)
        ``(lon, lat)`` in degrees, EPSG:4326: the doubles nearest to their three decimals.
    """
    found: npt.NDArray[np.float64] = np.asarray(flat, np.int64).reshape(-1, 2).cumsum(axis=0) / round(1 / UNIT_DEGREES)
    return found


def is_closed(flat: Sequence[int]) -> bool:
    """Whether the last point is the first: the differences after the first pair sum to nothing."""
    return len(flat) >= 8 and sum(flat[2::2]) == 0 and sum(flat[3::2]) == 0
