"""One cell that holds a place: two numbers, WKT, a grid reference, a plus code, a ``geo:`` or a map's address."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from geodata.ingest.places.addresses import from_address
from geodata.ingest.places.angles import Angle, normal, read_angle
from geodata.ingest.places.codes import from_mgrs, from_plus_code
from geodata.ingest.places.forms import PlaceFault, PointForm
from geodata.ingest.places.radius import radius_of_step

__all__ = ["Written", "read_pair", "read_point"]


class Written(NamedTuple):
    """A point that was read.

    Parameters
    ----------
    lon, lat : float
        Degrees EPSG:4326; NaN where there is none.
    uncertainty_m : float
        Metres, as what was written implies; NaN where it implies nothing.
    fault : PlaceFault
        Why there is none.
    """

    lon: float
    lat: float
    uncertainty_m: float
    fault: PlaceFault


_NAN = float("nan")
_BLANK = Written(_NAN, _NAN, _NAN, PlaceFault.NONE)
_WKT = re.compile(
    r"(?:srid\s*=\s*(?P<srid>\d+)\s*;\s*)?(?P<kind>[a-z]+)\s*(?:zm|z|m)?\s*\((?P<inside>.*)\)", re.I | re.S
)
_WKT_KINDS = frozenset(
    "linestring polygon multipoint multilinestring multipolygon geometrycollection circularstring compoundcurve "
    "curvepolygon multicurve multisurface curve surface polyhedralsurface tin triangle linearring".split()
)
_LABEL = re.compile(
    r"(?:(?P<lat>latitude|lat|широта|위도|breite|latitud)|(?P<lon>longitude|long|lon|lng|долгота|довгота|경도|länge|longitud))"
    r"[\s\"']*[:=]?[\s\"']*",
    re.IGNORECASE,
)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_COMMA_PAIR = re.compile(r"[^.]*\d,\d+[^\d,.]+\d+,\d+\D*")
_FOUR_GROUPS = re.compile(r"([+-]?\d+,\d+)\s*,\s*([+-]?\d+,\d+)")
_PREFIXED = re.compile(r"([NSEW][^NSEW]+?)[\s,;/|]*([NSEW][^NSEW]+)")
_SUFFIXED = re.compile(r"([^NSEW]+[NSEW])[\s,;/|]*([^NSEW]+[NSEW])")
_SPLIT = re.compile(r"\s*[;|/]\s*|\s*,\s*")
_MARKED = re.compile(r"([+-]?[^°]+°[^°]*?)[\s,;/|]+([+-]?\s*[\d.]+\s*°[^°]*)")


def read_pair(lon_text: str | None, lat_text: str | None, form: PointForm) -> Written:
    """Read a longitude and a latitude from two cells; blank ones give neither a point nor a fault.

    Parameters
    ----------
    lon_text, lat_text : str or None
        As written.
    form : PointForm
        How the columns write decimals.
    """
    lon_text, lat_text = (lon_text or "").strip(), (lat_text or "").strip()
    if not lon_text and not lat_text:
        return _BLANK
    if not lon_text or not lat_text:
        return _refused(PlaceFault.HALF)
    return _joined(read_angle(lon_text, "lon", form), read_angle(lat_text, "lat", form))


def read_point(text: str | None, form: PointForm) -> Written:
    """Read one cell that holds a whole place.

    Parameters
    ----------
    text : str or None
        As written; blank gives neither a point nor a fault.
    form : PointForm
        Which of two bare numbers comes first, and how decimals are written.

    Returns
    -------
    Written
        A grid square or a plus code gives the middle of its cell, and half the cell's diagonal as uncertainty.
    """
    text = (text or "").strip()
    if not text:
        return _BLANK
    for read in (_from_wkt, _from_code, _from_link):
        found = read(text)
        if found is not None:
            return found
    labelled = _from_labels(text, form)
    return labelled if labelled is not None else _from_numbers(text, form)


def _refused(fault: PlaceFault) -> Written:
    return Written(_NAN, _NAN, _NAN, fault)


def _joined(lon: Angle, lat: Angle) -> Written:
    fault = lat.fault or lon.fault
    if fault:
        return _refused(PlaceFault(fault))
    if lon.degrees == 0 and lat.degrees == 0:
        return _refused(PlaceFault.NULL_ISLAND)
    radius = radius_of_step(np.array([lat.degrees]), np.array([min(lon.step, lat.step)]))
    return Written(lon.degrees, lat.degrees, float(radius[0]), PlaceFault.NONE)


def _from_wkt(text: str) -> Written | None:
    match = _WKT.fullmatch(text)
    kind = match["kind"].casefold().removesuffix("zm").removesuffix("z") if match else ""
    if match is None or (kind not in ("point", "pointm") and kind.removesuffix("m") not in _WKT_KINDS):
        return None
    if match["srid"] not in (None, "4326"):
        return _refused(PlaceFault.PROJECTED)
    if not kind.startswith("point"):
        return _refused(PlaceFault.OUTLINE)
    numbers = match["inside"].split()
    if not 2 <= len(numbers) <= 4:
        return _refused(PlaceFault.NOT_COORDINATES)
    lon, lat = (read_angle(number, axis, PointForm()) for number, axis in zip(numbers, ("lon", "lat"), strict=False))
    return _joined(lon, lat)


def _from_code(text: str) -> Written | None:
    found = from_mgrs(text) or from_plus_code(text)
    if found is None:
        return None
    lon, lat, radius, fault = found
    if lon == 0 and lat == 0:
        return _refused(PlaceFault.NULL_ISLAND)
    return Written(lon, lat, radius, fault)


def _from_link(text: str) -> Written | None:
    found = from_address(text)
    if found is None:
        return None
    if isinstance(found, PlaceFault):
        return _refused(found)
    point = _joined(
        *(read_angle(number, axis, PointForm()) for number, axis in ((found.lon, "lon"), (found.lat, "lat")))
    )
    least = found.least_m(point.lat)
    return point if point.fault or point.uncertainty_m >= least else point._replace(uncertainty_m=least)


def _from_labels(text: str, form: PointForm) -> Written | None:
    labels = list(_LABEL.finditer(text))
    if len(labels) != 2 or {one.lastgroup for one in labels} != {"lat", "lon"}:
        return None
    first, second = labels
    parts = {str(first.lastgroup): text[first.end() : second.start()], str(second.lastgroup): text[second.end() :]}
    if text[: first.start()].strip(" {([\"'"):
        return None
    bare = {axis: part.strip(" ,;{}()[]\"'") for axis, part in parts.items()}
    return read_pair(bare["lon"], bare["lat"], form)


def _from_numbers(text: str, form: PointForm) -> Written:
    if _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1]
    plain = normal(text)
    if not plain:
        return _refused(PlaceFault.NOT_COORDINATES)
    halves = _halves(plain, form)
    if isinstance(halves, PlaceFault):
        return _refused(halves)
    first, second = (read_angle(half, "", form) for half in halves)
    if first.fault or second.fault:
        return _refused(PlaceFault(first.fault or second.fault))
    if bool(first.axis) != bool(second.axis) or (first.axis and first.axis == second.axis):
        return _refused(PlaceFault.CONTRADICTION)
    if not first.axis and form.lat_first is None:
        return _refused(PlaceFault.WHICH_AXIS)
    lat_first = first.axis == "lat" if first.axis else form.lat_first
    lat, lon = (first, second) if lat_first else (second, first)
    return _refused(PlaceFault.OUT_OF_RANGE) if abs(lat.degrees) > 90 else _joined(lon, lat)


def _halves(plain: str, form: PointForm) -> tuple[str, str] | PlaceFault:
    """Cut a cell into its two coordinates."""
    if _COMMA_PAIR.fullmatch(plain) or _FOUR_GROUPS.fullmatch(plain):
        if not form.decimal_comma:
            return PlaceFault.WHICH_COMMA
        groups = _FOUR_GROUPS.fullmatch(plain)
        plain = f"{groups[1]}; {groups[2]}" if groups else plain
    if form.decimal_comma:
        plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    for pattern in (_PREFIXED, _SUFFIXED, _MARKED):
        match = pattern.fullmatch(plain)
        if match:
            return match[1].strip(" ,;/|"), match[2].strip(" ,;/|")
    parts = _SPLIT.split(plain)
    if len(parts) == 1:
        words = plain.split()
        middle = len(words) // 2
        parts = [" ".join(words[:middle]), " ".join(words[middle:])] if len(words) in (2, 4, 6) else parts
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else PlaceFault.NOT_COORDINATES
