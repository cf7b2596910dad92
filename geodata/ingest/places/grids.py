"""Two columns of metres on a grid that the table does not name: asked about, and brought to longitude and latitude."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.errors import QueryError, visible
from geodata.ingest.places.forms import PlaceFault
from geodata.ingest.places.radius import FINEST_STEP_M
from geodata.ingest.questions import Question
from geodata.ingest.reading.crs import known_crs, plausible_systems

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SWAPPED", "grid_of", "grid_points", "grid_question", "read_metres"]

SWAPPED = " swapped"
"""What stands behind the code of an answer where the column called x or longitude holds the northings."""

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
_METRES = r"^[-−]?\d+(\.\d+)?$"
_BETWEEN = "[\\s\u00a0\u202f]+|m\\s*$"  # blanks between thousands, and the unit
_THOUSANDS = r"^[-−]?\d{1,3},\d{3}$"  # or a decimal comma


def read_metres(values: pa.Array) -> tuple[Floats, Floats, Codes]:
    """Read a column of eastings or northings.

    Parameters
    ----------
    values : pyarrow.StringArray, shape (n,)
        As written, with a point or a comma before decimals, blanks between thousands, a unit ``m``; null is none.

    Returns
    -------
    tuple of numpy.ndarray, each of shape (n,)
        Metres (NaN: none), unit of the last digit in metres (NaN: none), :class:`PlaceFault`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.replace_substring_regex(pc.fill_null(values, ""), _BETWEEN, "")
    open_comma = pc.match_substring_regex(text, _THOUSANDS).to_numpy(zero_copy_only=False)
    text = pc.replace_substring(pc.replace_substring(text, ",", "."), "−", "-")
    plain = pc.match_substring_regex(text, _METRES)
    numbers = pc.cast(pc.if_else(plain, text, pa.scalar(None, pa.string())), pa.float64())
    metres = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    dot = pc.find_substring(text, ".").to_numpy(zero_copy_only=False)
    digits = np.where(dot < 0, 0, pc.binary_length(text).to_numpy(zero_copy_only=False) - dot - 1)
    filled = pc.binary_length(text).to_numpy(zero_copy_only=False) > 0
    bad = np.where(filled & np.isnan(metres), np.int8(PlaceFault.NOT_COORDINATES), np.int8(0))
    bad = np.where(open_comma, np.int8(PlaceFault.WHICH_COMMA), bad).astype(np.int8)
    metres = np.where(bad != 0, np.nan, metres)
    return metres, np.where(np.isnan(metres), np.nan, 10.0 ** -np.clip(digits, 0, 12)), bad


def grid_question(pair: tuple[str, str], batches: Iterable[pa.RecordBatch]) -> Question:
    """Ask which reference system two columns are in.

    Parameters
    ----------
    pair : tuple of str
        ``(lon, lat)`` as the columns are called.
    batches : iterable of pyarrow.RecordBatch
        All of the table.

    Returns
    -------
    Question
        Under ``crs:LAT``, with the systems in whose own area the middle of the values would lie.
    """
    west, south, east, north = _box(pair, batches)
    x, y = (west + east) / 2, (south + north) / 2
    options = list(plausible_systems(x, y))
    options += [(f"{code}{SWAPPED}", f"“{pair[1]}” is the easting; {words}") for code, words in plausible_systems(y, x)]
    return Question(
        f"crs:{pair[1]}",
        f"Which reference system are “{pair[0]}” and “{pair[1]}” in?",
        tuple(options),
        f"They are no degrees: “{pair[0]}” goes from {west:.7g} to {east:.7g}, “{pair[1]}” from {south:.7g} to "
        f"{north:.7g}.",
        f"any other code, as in EPSG:32637, or EPSG:32637{SWAPPED} where “{pair[1]}” is the easting",
    )


def _box(pair: tuple[str, str], batches: Iterable[pa.RecordBatch]) -> tuple[float, float, float, float]:
    """West, south, east, north of all values that are numbers."""
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for batch in batches:
        for axis, name in enumerate(pair):
            metres = read_metres(batch.column(name))[0]
            if not np.isnan(metres).all():
                low[axis] = min(low[axis], np.nanmin(metres))
                high[axis] = max(high[axis], np.nanmax(metres))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def grid_of(key: str, answer: str) -> tuple[str, bool]:
    """The system that an answer names, and whether the axes are swapped.

    Raises
    ------
    QueryError
        If nobody knows that system.
    """
    code = answer.removesuffix(SWAPPED).strip()
    if known_crs(code) is None:
        raise QueryError(
            f"“{visible(key)}={visible(answer)}” names no reference system that is known here; write its code, as in "
            "EPSG:32637."
        )
    return code, answer.endswith(SWAPPED)


def grid_points(east_text: pa.Array, north_text: pa.Array, code: str) -> tuple[Floats, Floats, Floats, Codes]:
    """Bring two columns of metres to longitude and latitude.

    Parameters
    ----------
    east_text, north_text : pyarrow.StringArray, shape (n,)
        Eastings and northings as written.
    code : str
        A system that :func:`grid_of` gave.

    Returns
    -------
    tuple of numpy.ndarray, each of shape (n,)
        Longitude and latitude (degrees EPSG:4326, NaN: none), uncertainty in metres (the diagonal of one unit of the
        last digit both ways, as :func:`~geodata.ingest.places.radius.radius_of_step` has it), :class:`PlaceFault`.
    """
    system = known_crs(code)
    east, east_step, east_bad = read_metres(east_text)
    north, north_step, north_bad = read_metres(north_text)
    bad = np.where(north_bad != 0, north_bad, east_bad)
    no_east, no_north = np.isnan(east) & (east_bad == 0), np.isnan(north) & (north_bad == 0)
    bad = np.where(no_east != no_north, np.int8(PlaceFault.HALF), bad)
    lon, lat = east, north
    if system is not None and system.transform is not None:
        lon, lat = (np.asarray(axis, np.float64) for axis in system.transform(east, north))
    outside = ~(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    bad = np.where(outside & (bad == 0) & ~no_east, np.int8(PlaceFault.PROJECTED), bad).astype(np.int8)
    out = (bad != 0) | no_east
    radius = np.maximum(np.minimum(east_step, north_step), FINEST_STEP_M) * np.sqrt(2)
    return np.where(out, np.nan, lon), np.where(out, np.nan, lat), np.where(out, np.nan, radius), bad
