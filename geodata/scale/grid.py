"""Whole numbers for places: Web Mercator in 2**26 steps a side, and one number that keeps neighbours together.

The projection is EPSG:3857 (spherical Web Mercator) scaled to the unit square: ``x = (lon + 180) / 360`` grows to
the east, ``y = 1/2 - asinh(tan(lat)) / 2 pi`` to the south, as the tiles of web maps do. A step is 0.6 m at the
equator. The cell is the Morton number (G. M. Morton, "A computer oriented geodetic data base", IBM 1966): bits of
``mx`` in even places, of ``my`` in odd ones, so that ``cell >> 2 * n`` is the cell ``n`` levels up. Each formula
stands here twice, for arrays and for SQL.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "BITS", "SIDE", "cell_of", "cell_sql", "grid_of_cell", "lat_of", "lon_of", "mx_of", "mx_sql", "my_of", "my_sql",
]  # fmt: skip

BITS = 26
"""Bits of ``mx`` and of ``my``."""
SIDE = 2**BITS
"""Steps along a side of the map."""

_SPREAD = ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333),
           (1, 0x5555555555555555))  # fmt: skip


def mx_of(lon: ArrayLike) -> NDArray[np.int32]:
    """Column of the grid for longitudes in degrees EPSG:4326; beyond 180 east or west the outermost column."""
    return _steps((np.asarray(lon, np.float64) + 180.0) / 360.0)


def my_of(lat: ArrayLike) -> NDArray[np.int32]:
    """Row of the grid for latitudes in degrees EPSG:4326, 0 in the north; beyond 85.05 degrees the outermost row."""
    return _steps(0.5 - np.arcsinh(np.tan(np.radians(np.asarray(lat, np.float64)))) / (2.0 * np.pi))


def cell_of(mx: ArrayLike, my: ArrayLike) -> NDArray[np.int64]:
    """The cell, 52 bits, of a column and a row of the grid."""
    return np.asarray(_spread(mx) | (_spread(my) << 1), np.int64)


def grid_of_cell(cell: ArrayLike) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Column and row of the grid that a cell was made of."""
    whole = np.asarray(cell, np.int64)
    return _gather(whole), _gather(whole >> 1)


def lon_of(mx: ArrayLike) -> NDArray[np.float64]:
    """Longitude in degrees EPSG:4326 of the west edge of a column of the grid."""
    return np.asarray(np.asarray(mx, np.float64) / SIDE * 360.0 - 180.0)


def lat_of(my: ArrayLike) -> NDArray[np.float64]:
    """Latitude in degrees EPSG:4326 of the north edge of a row of the grid."""
    share = np.asarray(my, np.float64) / SIDE
    return np.asarray(np.degrees(np.arctan(np.sinh((0.5 - share) * 2.0 * np.pi))))


def mx_sql(lon: str) -> str:
    """``mx_of`` of a column of longitudes, as an SQL expression."""
    return _clipped(f"(({lon}) + 180.0) / 360.0")


def my_sql(lat: str) -> str:
    """``my_of`` of a column of latitudes, as an SQL expression."""
    return _clipped(f"0.5 - asinh(tan(radians({lat}))) / (2.0 * pi())")


def cell_sql(mx: str, my: str) -> str:
    """``cell_of`` of two columns, as an SQL expression."""
    return f"({_spread_sql(mx)} | ({_spread_sql(my)} << 1))"


def _steps(share: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.asarray(np.clip(np.floor(share * SIDE), 0, SIDE - 1), np.float64).astype(np.int32)


def _clipped(share: str) -> str:
    return f"CAST(greatest(0, least({SIDE - 1}, floor(({share}) * {SIDE}.0))) AS INTEGER)"


def _spread_sql(name: str) -> str:
    spread = f"CAST(({name}) AS BIGINT)"
    for shift, mask in _SPREAD:
        spread = f"(({spread} | ({spread} << {shift})) & {mask})"
    return spread


def _spread(values: ArrayLike) -> NDArray[np.int64]:
    """Bits of whole numbers, each with a free place after it."""
    spread = np.array(values, np.int64)
    for shift, mask in _SPREAD:
        spread = (spread | (spread << shift)) & mask
    return spread


def _gather(spread: NDArray[np.int64]) -> NDArray[np.int32]:
    """The bits in even places, close together."""
    found: NDArray[np.int64] = spread & _SPREAD[-1][1]
    for (_shift, mask), (step, _mask) in zip(_SPREAD[-2::-1], _SPREAD[:0:-1], strict=True):
        found = (found | (found >> step)) & mask
    return np.asarray((found | (found >> 16)) & (SIDE - 1), np.int32)
