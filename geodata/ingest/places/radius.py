"""How far off a place may be, from how exactly its coordinates were written."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["FINEST_STEP", "FINEST_STEP_M", "radius_of_step"]

FINEST_STEP = 1e-7
"""Degrees, about 1 cm: what is written finer counts as this."""
FINEST_STEP_M = 0.01
"""The same in metres."""
_A = 6_378_137.0
"""Semi-major axis of WGS 84, metres."""
_E2 = 6.69437999014e-3
"""First eccentricity of WGS 84, squared."""


def radius_of_step(lat: npt.NDArray[np.float64], step: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The uncertainty that follows from the last digit of a pair of coordinates.

    Wieczorek, Guo and Hijmans (2004), "The point-radius method for georeferencing locality descriptions and
    calculating associated uncertainty", International Journal of Geographical Information Science 18(8): the
    diagonal of one unit of the last digit in both directions. A whole unit, because a coordinate may have been
    cut off as well as rounded. One degree at the equator gives 156.9 km.

    Parameters
    ----------
    lat : numpy.ndarray of float64
        Latitudes, degrees EPSG:4326.
    step : numpy.ndarray of float64
        Unit of the last digit, degrees: 0.01 for 51.19, 1/60 for minutes. NaN where it is not known.

    Returns
    -------
    numpy.ndarray of float64
        Metres; positive, NaN where ``step`` is NaN.
    """
    sine, cosine = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    bend = 1 - _E2 * sine * sine
    along = _A * (1 - _E2) / bend**1.5
    across = _A / np.sqrt(bend) * cosine
    return np.asarray(np.radians(np.maximum(step, FINEST_STEP)) * np.hypot(along, across), np.float64)
