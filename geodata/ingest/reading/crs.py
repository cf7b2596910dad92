"""Reference systems: what the file names, what its values look like, and the way to EPSG:4326."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.job import Job

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Place", "known_crs", "plausible_systems"]

_MOST_CHARS = 100_000
_CODE = re.compile(r"(?:EPSG:|urn:ogc:def:crs:EPSG:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
# Longitude and latitude of WGS 84, whatever it is called
_LONLAT = {"EPSG:4326", "OGC:CRS84", "OGC:CRS84H", "EPSG:4979", "EPSG:4329"}
# Grids that publishers use without saying so, with the area for which each is made
_GRIDS = ("EPSG:3857", "EPSG:3035", "EPSG:5179", "EPSG:5186", "EPSG:27700", "EPSG:2180", "EPSG:5514", "EPSG:2154")
_ZONES = (*range(34, 44), 51, 52)
_BESIDE = 3.0  # degrees: publishers use a zone a little beyond its edges
_NORTH = (100_000.0, 900_000.0, 0.0, 9_400_000.0)


@dataclass(frozen=True, slots=True)
class _System:
    label: str
    transform: Callable[[Any, Any], tuple[Any, Any]] | None


def known_crs(text: str | dict[str, Any]) -> _System | None:
    """Look a reference system up.

    Parameters
    ----------
    text : str or dict
        A code, an OGC name, WKT or PROJJSON; untrusted.

    Returns
    -------
    _System or None
        Its label and the way to longitude and latitude (None where it has them already); None where nobody knows it.
    """
    import pyproj
    from pyproj.exceptions import ProjError

    if isinstance(text, str) and (len(text) > _MOST_CHARS or "+" in text[:1] or "://" in text[:8]):
        return None
    try:
        if isinstance(text, str) and (code := _CODE.fullmatch(text.strip())):
            text = f"EPSG:{code[1]}"
        crs = pyproj.CRS.from_user_input(text)
        crs = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
        authority = crs.to_authority(min_confidence=70)
        label = ":".join(authority) if authority else visible(crs.name or "a system of its own")
        if label in _LONLAT:
            return _System(label, None)
        way = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except (ProjError, ValueError, TypeError, RecursionError):
        return None
    return _System(label, way.transform)


class Place:
    """Brings the coordinates of one layer to EPSG:4326, or asks.

    Parameters
    ----------
    job : Job
        May hold an answer.
    named : str, dict or None
        The reference system that the file names.
    assumed : str
        What the format itself fixes where the file names none, as in GeoJSON; empty where it fixes nothing.

    Raises
    ------
    ImportRefusedError
        If the answer is no reference system.
    """

    def __init__(self, job: Job, named: str | dict[str, Any] | None, assumed: str = "") -> None:
        self.notes: list[str] = []
        self._job = job
        self._low = [float("inf")] * 2
        self._high = [float("-inf")] * 2
        self._system = known_crs(named or assumed) if named or assumed else None
        if named and self._system is None:
            self.notes.append("The file names a reference system that is not known here.")
        if self._system is None and job.wishes.crs is not None:
            self._system = known_crs(job.wishes.crs)
            if self._system is None:
                raise ImportRefusedError(
                    f"{visible(job.name)}: “{visible(job.wishes.crs)}” is no reference system that is known here; "
                    "write its code, as in EPSG:32637."
                )
        elif self._system is not None and job.wishes.crs is not None:
            self.notes.append(f"The file names its reference system, {self._system.label}; your answer was not needed.")

    @property
    def label(self) -> str:
        """The reference system as the file has it."""
        return self._system.label if self._system else "EPSG:4326"

    def move(self, xy: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Bring points, shape (n, 2), x before y, to longitude and latitude; what cannot be brought is not finite."""
        import numpy as np

        if not len(xy):
            return xy
        if self._system is None:
            for axis in (0, 1):
                self._low[axis] = min(self._low[axis], float(xy[:, axis].min()))
                self._high[axis] = max(self._high[axis], float(xy[:, axis].max()))
            return xy
        if self._system.transform is None:
            return xy
        lon, lat = self._system.transform(xy[:, 0], xy[:, 1])
        return np.column_stack([lon, lat])

    def finish(self) -> list[str]:
        """What to tell, once all points have come by.

        Raises
        ------
        NeedsAnswerError
            If nothing names the system and the values do not look like degrees.
        """
        if self._system is not None or self._low[0] > self._high[0]:
            return self.notes
        west, south, east, north = *self._low, *self._high
        if max(-west, east) <= 180 and max(-south, north) <= 90:
            return [
                *self.notes,
                "The file names no reference system; its values look like degrees and are taken for them.",
            ]
        raise NeedsAnswerError([_question(self._job.name, (west, south, east, north))])


def _question(name: str, box: tuple[float, float, float, float]) -> Question:
    west, south, east, north = box
    x, y = (west + east) / 2, (south + north) / 2
    options = tuple(plausible_systems(x, y))
    words = f"Which reference system are the coordinates of {visible(name)} in?"
    evidence = f"It names none, and its values go from {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}: no degrees."
    return Question("crs", words, options, evidence, "any other code, as in EPSG:32637")


def plausible_systems(x: float, y: float) -> Iterator[tuple[str, str]]:
    """Systems whose own area the middle of some data would lie in, each with words on where that is.

    Parameters
    ----------
    x, y : float
        Easting and northing of the middle, metres.
    """
    import pyproj

    codes = list(_GRIDS)
    if 4_000_000 <= x < 33_000_000:  # Gauss-Krüger of the Soviet grids: the zone stands before the easting
        codes.insert(0, f"EPSG:{28400 + int(x // 1_000_000)}")
    if _NORTH[0] <= x <= _NORTH[1] and _NORTH[2] <= y <= _NORTH[3]:
        codes += [f"EPSG:{32600 + zone}" for zone in _ZONES]
    for code in codes:
        system = known_crs(code)
        area = pyproj.CRS.from_user_input(code).area_of_use
        if system is None or system.transform is None or area is None:
            continue
        lon, lat = system.transform(x, y)
        if area.west - _BESIDE <= lon <= area.east + _BESIDE and area.south <= lat <= area.north:
            title = pyproj.CRS.from_user_input(code).name
            yield code, f"{title}: the middle of the data would lie at {lat:.2f} N, {lon:.2f} E"
