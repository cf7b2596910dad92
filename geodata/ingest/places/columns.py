"""Whole columns of places: longitudes and latitudes with their uncertainty, and what is wrong where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.ingest.places.angles import read_angle
from geodata.ingest.places.forms import PlaceFault, PlaceKind, PointForm
from geodata.ingest.places.grids import grid_points
from geodata.ingest.places.radius import radius_of_step
from geodata.ingest.places.written import read_point

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.places.decision import PlaceDecision

__all__ = ["Points", "read_points"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
_PLAIN = r"^-?\d{1,3}(\.\d+)?$"
_STEPS = np.array([10.0**-digits for digits in range(40)])
_LIMITS = {"lon": 180.0, "lat": 90.0}
_PROJECTED_FROM = 360.0
# What is wrong with each point while a question is open
_ASKED = {
    "axes": PlaceFault.WHICH_AXIS, "crs": PlaceFault.PROJECTED, "place_columns": PlaceFault.WHICH_COLUMNS,
}  # fmt: skip
_EDGE_OF_MAP = 85.0511287798  # degrees: where a square Web Mercator map ends (EPSG:3857)


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a table, one a row.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float64, shape (n,)
        Degrees EPSG:4326; NaN where there is none, never 0, 0.
    uncertainty_m : numpy.ndarray of float64, shape (n,)
        Radius in metres, as what was written implies; NaN where it implies nothing.
    bad : numpy.ndarray of int8, shape (n,)
        :class:`PlaceFault`; 0 where it was read, or was blank.
    """

    lon: Floats
    lat: Floats
    uncertainty_m: Floats
    bad: Codes

    @property
    def is_off_the_map(self) -> npt.NDArray[np.bool_]:
        """Whether a point is accepted but lies beyond 85.05 degrees, where the map's sheet ends."""
        return np.asarray(np.abs(self.lat) > _EDGE_OF_MAP)


def read_points(batch: pa.RecordBatch, decision: PlaceDecision) -> Points:
    """Read the points of a batch.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        Text columns as read from the file; ``#wkb`` where it has geometries.
    decision : PlaceDecision
        Where the places stand and how they are read. While it asks which columns are meant, every row that has
        coordinates in the columns in question is refused.

    Returns
    -------
    Points
        Each row is read by itself: the order of rows never matters.
    """
    if decision.kind is PlaceKind.NONE:
        return _nothing(batch.num_rows)
    if decision.kind is PlaceKind.GEOMETRY:
        return _from_geometry(batch.column("#wkb"))
    if decision.kind is PlaceKind.TEXT:
        return _from_cells(batch.column(decision.columns[0]), decision.form)
    columns = decision.columns[::-1] if decision.swapped else decision.columns
    x, y = batch.column(columns[0]), batch.column(columns[1])
    points = Points(*grid_points(x, y, decision.form.grid)) if decision.form.grid else _from_pair(x, y, decision.form)
    return _waiting(points, _ASKED[decision.questions[0].key.split(":")[0]]) if decision.is_open else points


def _nothing(count: int) -> Points:
    return Points(np.full(count, np.nan), np.full(count, np.nan), np.full(count, np.nan), np.zeros(count, np.int8))


def _waiting(points: Points, fault: PlaceFault) -> Points:
    found = _nothing(len(points.bad))
    has_any = (points.bad != 0) | ~np.isnan(points.lon)
    return Points(found.lon, found.lat, found.uncertainty_m, np.where(has_any, np.int8(fault), found.bad))


def _from_pair(lon_text: pa.Array, lat_text: pa.Array, form: PointForm) -> Points:
    lon, lon_step, lon_bad = read_angles(lon_text, "lon", form)
    lat, lat_step, lat_bad = read_angles(lat_text, "lat", form)
    no_lon, no_lat = np.isnan(lon) & (lon_bad == 0), np.isnan(lat) & (lat_bad == 0)
    bad = np.where(lat_bad != 0, lat_bad, lon_bad)
    bad = np.where(no_lon != no_lat, np.int8(PlaceFault.HALF), bad)
    bad = np.where((lon == 0) & (lat == 0), np.int8(PlaceFault.NULL_ISLAND), bad)
    out = (bad != 0) | no_lon
    lon, lat = np.where(out, np.nan, lon), np.where(out, np.nan, lat)
    return Points(lon, lat, radius_of_step(lat, np.where(out, np.nan, np.minimum(lon_step, lat_step))), bad)


def read_angles(values: pa.Array, axis: str, form: PointForm) -> tuple[Floats, Floats, Codes]:
    """Read a column of one coordinate.

    Parameters
    ----------
    values : pyarrow.StringArray, shape (n,)
        As written; null and blank are none.
    axis : str
        ``lat`` or ``lon``.
    form : PointForm
        How the column writes decimals.

    Returns
    -------
    tuple of numpy.ndarray, each of shape (n,)
        Degrees (NaN: none), unit of the last digit in degrees (NaN: none), :class:`PlaceFault`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.fill_null(pc.utf8_trim_whitespace(values), "")
    pointed = pc.replace_substring(trimmed, ",", ".") if form.decimal_comma else trimmed
    plain = pc.match_substring_regex(pointed, _PLAIN)
    is_plain = plain.to_numpy(zero_copy_only=False)
    numbers = pc.if_else(plain, pointed, pa.scalar(None, pa.string()))
    degrees = pc.cast(numbers, pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    dot = pc.find_substring(pointed, ".").to_numpy(zero_copy_only=False)
    digits = np.where(dot < 0, 0, pc.binary_length(pointed).to_numpy(zero_copy_only=False) - dot - 1)
    steps = np.where(is_plain, _STEPS[np.clip(digits, 0, len(_STEPS) - 1)], np.nan)
    size = np.abs(degrees)
    bad = np.where(size > _LIMITS[axis], np.int8(PlaceFault.OUT_OF_RANGE), np.int8(0))
    bad = np.where(size > _PROJECTED_FROM, np.int8(PlaceFault.PROJECTED), bad).astype(np.int8)
    degrees, steps = np.where(bad != 0, np.nan, degrees), np.where(bad != 0, np.nan, steps)
    odd = np.flatnonzero(~is_plain & (pc.binary_length(trimmed).to_numpy(zero_copy_only=False) > 0))
    if len(odd):
        texts, at = _distinct(trimmed.take(pa.array(odd)))
        known = [read_angle(text, axis, form) if text.strip() else None for text in texts]
        degrees[odd] = np.array([one.degrees if one else np.nan for one in known])[at]
        steps[odd] = np.array([one.step if one else np.nan for one in known])[at]
        bad[odd] = np.array([one.fault if one else 0 for one in known], np.int8)[at]
    return degrees, steps, bad


def _distinct(values: pa.Array) -> tuple[list[str], npt.NDArray[np.int64]]:
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(values)
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _from_cells(values: pa.Array, form: PointForm) -> Points:
    import pyarrow.compute as pc

    texts, at = _distinct(pc.fill_null(values, ""))
    known = [read_point(text, form) for text in texts]
    lon, lat, radius = (np.array([one[number] for one in known], np.float64)[at] for number in range(3))
    return Points(lon, lat, radius, np.array([one.fault for one in known], np.int8)[at])


def _from_geometry(values: pa.Array) -> Points:
    """Points of geometries; what is no point is an ``OUTLINE``, what is empty or torn no coordinates."""
    import shapely

    shapes: npt.NDArray[Any] = shapely.from_wkb(values.to_numpy(zero_copy_only=False), on_invalid="ignore")
    blank = values.is_null().to_numpy(zero_copy_only=False)
    single = (shapely.get_type_id(shapes) == 4) & (shapely.get_num_geometries(shapes) == 1)
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    there = shapes.copy()
    there[shapely.is_empty(shapes)] = None
    lon, lat = shapely.get_x(there), shapely.get_y(there)
    bad = np.where(np.isfinite(lon) & np.isfinite(lat) | blank, np.int8(0), np.int8(PlaceFault.NOT_COORDINATES))
    bad = np.where(shapely.get_type_id(shapes) > 0, np.int8(PlaceFault.OUTLINE), bad)
    bad = np.where((np.abs(lon) > 180) | (np.abs(lat) > 90), np.int8(PlaceFault.OUT_OF_RANGE), bad)
    bad = np.where(
        (np.abs(lon) > _PROJECTED_FROM) | (np.abs(lat) > _PROJECTED_FROM), np.int8(PlaceFault.PROJECTED), bad
    )
    bad = np.where((lon == 0) & (lat == 0), np.int8(PlaceFault.NULL_ISLAND), bad).astype(np.int8)
    out = bad != 0
    return Points(np.where(out, np.nan, lon), np.where(out, np.nan, lat), np.full(len(out), np.nan), bad)
