"""Where the rows of a table lie: points, areas and names put together, and never a pin for an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.places.columns import Points
from geodata.ingest.places.forms import PlaceFault
from geodata.ingest.places.gazetteer import SETTLEMENT_RADIUS_M, Gazetteer, NameKind, Resolved
from geodata.ingest.places.regions import region_at
from geodata.ingest.places.spelling import countries, key_of
from geodata.ingest.records import EARTH_HALF_M
from geodata.model import GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

__all__ = ["Places", "assemble"]

Objects = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]
_ALL = list(GeoPrecision)
_AT = {word: at for at, word in enumerate(_ALL)}
_NONE = -1
_RADII = {GeoPrecision.EXACT: 10.0, GeoPrecision.VICINITY: 100.0, GeoPrecision.LOCALITY: 1_000.0}
_RADII[GeoPrecision.SETTLEMENT] = SETTLEMENT_RADIUS_M
_UNSAID_M = 1_000.0  # coordinates alone do not say what they stand for: figures are cheap
_POINT = np.array([word.is_point for word in _ALL] + [False])
_AREA = np.array([not word.is_point and word is not GeoPrecision.UNKNOWN for word in _ALL] + [False])
_BY_NAME = {
    NameKind.FOUND: GeoPrecision.SETTLEMENT,
    NameKind.REGION: GeoPrecision.REGION,
    NameKind.COUNTRY: GeoPrecision.COUNTRY,
    NameKind.DISTRICT: GeoPrecision.DISTRICT,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where rows lie, one a row.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float64, shape (n,)
        Degrees EPSG:4326; NaN for areas and for what is not known.
    uncertainty_m : numpy.ndarray of float64, shape (n,)
        Radius in metres; NaN where there is no point.
    precision : numpy.ndarray of int8, shape (n,)
        Index in ``list(GeoPrecision)``.
    regions : pyarrow.ListArray of string, shape (n,)
        ISO 3166-2 codes, or ISO 3166-1 for a country; empty for points.
    name : numpy.ndarray of str objects, shape (n,)
        The place as the row calls it, else its district, region or country; blank where it names none.
    vague : numpy.ndarray of bool, shape (n,)
        The area's limit is not known: it lies somewhere in its regions.
    from_point : numpy.ndarray of bool, shape (n,)
        The row's area was not named but found by its coordinates, which the report says.
    bad : numpy.ndarray of int8, shape (n,)
        :class:`PlaceFault`; such a row has no place until it is mended.
    candidates : numpy.ndarray of tuple objects, shape (n,)
        Settlements that may be meant.
    """

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    uncertainty_m: npt.NDArray[np.float64]
    precision: npt.NDArray[np.int8]
    regions: pa.ListArray
    name: Objects
    vague: Mask
    from_point: Mask
    bad: npt.NDArray[np.int8]
    candidates: Objects


def assemble(batch: pa.RecordBatch, points: Points, resolved: Resolved, gazetteer: Gazetteer) -> Places:
    """Put the coordinates, the names and the stated precision of each row together.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        Of the columns ``place, admin1, admin2, country, geo_precision`` (words of :class:`GeoPrecision`) and
        ``uncertainty_m`` (metres) those that the table has.
    points : Points
        Its coordinates.
    resolved : Resolved
        Its names of places.
    gazetteer : Gazetteer
        For the names of regions.

    Returns
    -------
    Places
        A row whose stated precision is an area becomes that area, named by its region or country, else found by its
        coordinates. Coordinates without a stated precision are good to 1 km at best.
    """
    region, country = _regions(batch, gazetteer), _countries(batch)
    stated = _distinct(batch, "geo_precision", lambda text: _AT.get(text, _NONE)).astype(np.int8)  # type: ignore[call-overload]
    has_point = ~np.isnan(points.lon)
    precision = _precision(stated, has_point, resolved, region, country)
    by_point = _regions_at(points, has_point & _AREA[precision])
    codes, from_point = _codes(precision, resolved, region, country, by_point)
    bad = _faults(points, has_point, resolved, precision, codes)
    is_point = _POINT[precision] & (bad == 0)
    lon, lat = np.where(has_point, points.lon, resolved.lon), np.where(has_point, points.lat, resolved.lat)
    radius, radius_bad = _radius(batch, points, has_point, precision, stated)
    bad = np.where(is_point & radius_bad, np.int8(PlaceFault.BAD_RADIUS), bad).astype(np.int8)
    is_point &= bad == 0
    precision = np.where(bad != 0, _AT[GeoPrecision.UNKNOWN], precision).astype(np.int8)
    return Places(
        np.where(is_point, lon, np.nan),
        np.where(is_point, lat, np.nan),
        np.where(is_point, radius, np.nan),
        precision,
        _lists(np.where(_AREA[precision], codes, "")),
        _names(batch, precision),
        (precision == _AT[GeoPrecision.DISTRICT]) | (precision == _AT[GeoPrecision.MULTI_REGION]),
        from_point & _AREA[precision],
        bad,
        resolved.candidates,
    )


def _regions_at(points: Points, wanted: Mask) -> Objects:
    """The region that each wanted point lies in; blank for the others, which are not looked up."""
    found: Objects = np.full(len(wanted), "", np.object_)
    if wanted.any():
        found[wanted] = region_at(points.lon[wanted], points.lat[wanted])
    return found


def _distinct(batch: pa.RecordBatch, name: str, read: Callable[[str], object]) -> Objects:
    """What each cell of a column gives, read once for each distinct text; of "" where there is no such column."""
    import pyarrow.compute as pc

    if name not in batch.schema.names:
        return np.full(batch.num_rows, read(""), np.object_)
    encoded = pc.dictionary_encode(pc.fill_null(batch.column(name), ""))
    known: Objects = np.empty(len(encoded.dictionary), np.object_)
    known[:] = [read(text) for text in encoded.dictionary.to_pylist()]
    return np.asarray(known[encoded.indices.to_numpy(zero_copy_only=False)], np.object_)


def _regions(batch: pa.RecordBatch, gazetteer: Gazetteer) -> Objects:
    def read(text: str) -> str:
        codes = gazetteer.region_codes(text) if text else frozenset()
        return min(codes) if len(codes) == 1 else ""

    return _distinct(batch, "admin1", read)


def _countries(batch: pa.RecordBatch) -> Objects:
    return _distinct(batch, "country", lambda text: countries().get(key_of(text), ""))


def _precision(
    stated: npt.NDArray[np.int8], has_point: Mask, resolved: Resolved, region: Objects, country: Objects
) -> npt.NDArray[np.int8]:
    """What the row says; else of its coordinates, of its name, of its region or its country."""
    named = np.array([_AT[_BY_NAME.get(kind, GeoPrecision.UNKNOWN)] for kind in NameKind], np.int8)[resolved.kind]
    wider = np.where(country != "", _AT[GeoPrecision.COUNTRY], _AT[GeoPrecision.UNKNOWN])
    wider = np.where(region != "", _AT[GeoPrecision.REGION], wider)
    by_region = (resolved.kind == NameKind.UNKNOWN) & (region != "")  # a village too small to be known, in a region
    unsaid = np.where((resolved.kind == NameKind.NONE) | by_region, wider, named)
    unsaid = np.where(has_point, _AT[GeoPrecision.LOCALITY], unsaid)
    # A point precision needs a point: a name that is only an area stays one, and a settlement is good to 5 km.
    use_stated = (stated != _NONE) & (has_point | ~_POINT[stated])
    return np.where(use_stated, stated, unsaid).astype(np.int8)


def _codes(
    precision: npt.NDArray[np.int8], resolved: Resolved, region: Objects, country: Objects, by_point: Objects
) -> tuple[Objects, Mask]:
    """The code of each row's area, and whether only its coordinates gave it."""
    is_country = precision == _AT[GeoPrecision.COUNTRY]
    of_name = np.where(resolved.kind != NameKind.COUNTRY, resolved.code, "")
    named = np.where(region != "", region, of_name)
    first = np.array([code[:2] for code in resolved.code], np.object_)
    named = np.where(is_country, np.where(country != "", country, first), named)
    found = np.where(is_country, np.array([code[:2] for code in by_point], np.object_), by_point)
    from_point = (named == "") & (found != "")
    return np.where(from_point, found, named), from_point


def _faults(
    points: Points, has_point: Mask, resolved: Resolved, precision: npt.NDArray[np.int8], codes: Objects
) -> npt.NDArray[np.int8]:
    is_area = _AREA[precision]
    by_name = ~has_point & ~(is_area & (codes != "")) & (precision != _NONE)
    bad = np.where(is_area & (codes == ""), np.int8(PlaceFault.NO_AREA), np.int8(0))
    bad = np.where(by_name & (resolved.kind == NameKind.UNKNOWN), np.int8(PlaceFault.UNKNOWN_NAME), bad)
    bad = np.where(by_name & (resolved.kind == NameKind.AMBIGUOUS), np.int8(PlaceFault.AMBIGUOUS_NAME), bad)
    return np.where(points.bad != 0, points.bad, bad).astype(np.int8)


def _radius(
    batch: pa.RecordBatch,
    points: Points,
    has_point: Mask,
    precision: npt.NDArray[np.int8],
    stated: npt.NDArray[np.int8],
) -> tuple[npt.NDArray[np.float64], Mask]:
    """Metres around each point: as the row says, else the wider of what it calls exact and how it was written."""

    def read(text: str) -> float:
        try:
            value = float(text) if text.strip() else np.nan
        except ValueError:
            return -1.0
        return value if not text.strip() or 0 < value <= EARTH_HALF_M else -1.0

    said = _distinct(batch, "uncertainty_m", read).astype(np.float64)
    usual = np.array([_RADII.get(word, np.nan) for word in _ALL])[precision]
    usual = np.where(has_point & (stated == _NONE), _UNSAID_M, usual)
    implied = np.where(has_point, np.fmax(usual, points.uncertainty_m), usual)
    return np.where(np.isnan(said), implied, said), said < 0


def _lists(codes: npt.NDArray[np.object_]) -> pa.ListArray:
    import pyarrow as pa

    filled = codes != ""
    offsets = np.concatenate([[0], np.cumsum(filled)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(codes[filled], pa.string()))


def _names(batch: pa.RecordBatch, precision: npt.NDArray[np.int8]) -> Objects:
    columns = {name: _distinct(batch, name, str.strip) for name in ("place", "admin2", "admin1", "country")}
    name = columns["place"]
    is_district = (precision == _AT[GeoPrecision.DISTRICT]) & (columns["admin2"] != "")
    name = np.where(is_district, columns["admin2"], name)
    for wider in ("admin2", "admin1", "country"):
        name = np.where(name == "", columns[wider], name)
    return name
