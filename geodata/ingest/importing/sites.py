"""The places of a batch of rows, with every name that the gazetteer knows twice put to the person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata import basemap
from geodata.errors import QueryError, visible
from geodata.ingest.importing.reasons import reason_of_place
from geodata.ingest.importing.sieve import Sieve
from geodata.ingest.importing.where import Where
from geodata.ingest.places import Gazetteer, NameKind, PlaceFault, Places, Points, Resolved, Settlement, assemble
from geodata.ingest.questions import Question
from geodata.model import GeoPrecision

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Ambiguous", "Sites", "find_sites", "place_words"]

_ALL = list(GeoPrecision)
_AT = {word: at for at, word in enumerate(_ALL)}
_AREAS = frozenset(word.value for word in GeoPrecision if not word.is_point)
_MOST_QUESTIONS = 50
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sites:
    """Where the rows of a batch lie, each array of shape (n,).

    Parameters
    ----------
    places : Places
        As assembled.
    precision : numpy.ndarray of int8
        Index in ``list(GeoPrecision)``; ``unknown`` where the basemap has no such area.
    is_placed : numpy.ndarray of bool
        Whether the row has a place at all, if only a name.
    remark : numpy.ndarray of str objects
        How the place was decided, where a reader should know.
    """

    places: Places
    precision: npt.NDArray[np.int8]
    is_placed: npt.NDArray[np.bool_]
    remark: Objects


class Ambiguous:
    """Names that several settlements bear, over all batches of a file, and the answers to them.

    Parameters
    ----------
    answers : dict of str to str
        ``place:NAME`` with the number of a settlement (geonameid).
    """

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = {key: value for key, value in answers.items() if key.startswith("place:")}
        self._counts: Counter[str] = Counter()
        self._candidates: dict[str, tuple[Settlement, ...]] = {}
        self._lock = Lock()

    def answer(self, key: str, candidates: tuple[Settlement, ...]) -> Settlement | None:
        """The settlement that was chosen for a name, None where none was.

        Raises
        ------
        QueryError
            If the answer is none of the settlements that may be meant.
        """
        told = self._answers.get(key)
        if told is None:
            return None
        found = next((one for one in candidates if str(one.geonameid) == told), None)
        if found is None:
            options = "; ".join(f"{one.geonameid} for {place_words(one)}" for one in candidates)
            raise QueryError(f"“{visible(key)}={visible(told)}” is no answer; use one of {options}.")
        return found

    def ask(self, key: str, candidates: tuple[Settlement, ...], count: int) -> None:
        """Count rows that wait for an answer."""
        with self._lock:  # batches are drawn side by side
            self._counts[key] += count
            self._candidates[key] = candidates

    def questions(self) -> tuple[Question, ...]:
        """What to ask, the name of most rows first; fifty names at most."""
        asked = []
        for key, count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_QUESTIONS]:
            rows = "1 row names it." if count == 1 else f"{count:,} rows name it."
            options = tuple((str(one.geonameid), place_words(one)) for one in self._candidates[key])
            asked.append(Question(key, f"Which “{visible(key.removeprefix('place:'))}” is meant?", options, rows))
        return tuple(asked)


@lru_cache(maxsize=10_000)
def place_words(place: Settlement) -> str:
    """A settlement so that it can be told from its namesakes: name, region, country, people, coordinates."""
    known = [code for code in (place.region, place.country) if code in basemap.known_regions()]
    parts = [place.name, *(basemap.region_names(code).en for code in known)]
    people = f"{place.population:,} people, " if place.population else ""
    return f"{', '.join(parts)} ({people}{place.lat:.2f}, {place.lon:.2f})"


def find_sites(
    batch: pa.RecordBatch, where: Where, ambiguous: Ambiguous, shown: Mapping[str, str], sieve: Sieve
) -> Sites:
    """Find where the rows of a laid out batch lie.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        Laid out.
    where : Where
        How coordinates are read.
    ambiguous : Ambiguous
        Answers on names, and where names are told that need one.
    shown : dict of str to str
        What to call each standard column.
    sieve : Sieve
        Where faults are told.
    """
    gazetteer = Gazetteer.bundled()
    points, by = where.points(batch)
    points = _named_areas(batch, points)
    resolved = gazetteer.resolve(batch.column("place"), batch.column("admin1"), batch.column("country"))
    resolved = _chosen(batch, resolved, ambiguous, np.isnan(points.lon) & (points.bad == 0))
    places = _by_codes(batch, assemble(batch, points, resolved, gazetteer))
    _ask(batch, resolved, ambiguous, places.bad == PlaceFault.AMBIGUOUS_NAME)
    bad, precision, remark = places.bad.copy(), places.precision.copy(), np.full(batch.num_rows, "", np.object_)
    named = places.name != ""
    far = (bad == PlaceFault.NO_AREA) & named  # the row names its area, and the basemap has no outline of it
    bad[far], precision[far] = 0, _AT[GeoPrecision.UNKNOWN]
    remark[far] = "The file knows this place as an area that the bundled map has no outline of; no mark is drawn."
    remark[places.from_point] = "The region was found by the coordinates in the file, which stand for its middle."
    unknown = (resolved.kind == NameKind.UNKNOWN) & (precision == _AT[GeoPrecision.REGION]) & ~far
    remark[unknown & np.isnan(points.lon)] = "The gazetteer does not know this name; the region is that of the file."
    _tell(batch, bad, by, where, resolved, shown, sieve)
    return Sites(places, precision, named | (precision != _AT[GeoPrecision.UNKNOWN]), remark)


def _named_areas(batch: pa.RecordBatch, points: Points) -> Points:
    """Leave the outlines of areas that the row also names by word and precision: the name says it."""
    stated = batch.column("geo_precision").to_pylist() if (points.bad == PlaceFault.OUTLINE).any() else []
    is_area = np.array([word in _AREAS for word in stated], np.bool_) if stated else np.zeros(batch.num_rows, np.bool_)
    return replace(points, bad=np.where(is_area & (points.bad == PlaceFault.OUTLINE), np.int8(0), points.bad))


def _key(batch: pa.RecordBatch, row: int) -> str:
    parts = (batch.column(name)[row].as_py() for name in ("place", "admin1", "country"))
    return "place:" + ", ".join(part for part in parts if part)


def _chosen(
    batch: pa.RecordBatch, resolved: Resolved, ambiguous: Ambiguous, open_rows: npt.NDArray[np.bool_]
) -> Resolved:
    """Put the settlements that were chosen in the place of names that several bear."""
    for row in np.flatnonzero(open_rows & (resolved.kind == NameKind.AMBIGUOUS)).tolist():
        found = ambiguous.answer(_key(batch, row), resolved.candidates[row])
        if found is not None:
            resolved.kind[row], resolved.code[row] = NameKind.FOUND, found.region
            resolved.geonameid[row], resolved.lon[row], resolved.lat[row] = found.geonameid, found.lon, found.lat
    return resolved


def _ask(batch: pa.RecordBatch, resolved: Resolved, ambiguous: Ambiguous, waiting: npt.NDArray[np.bool_]) -> None:
    keys = [(_key(batch, row), row) for row in np.flatnonzero(waiting).tolist()]
    rows = dict(keys)
    for key, count in Counter(key for key, _row in keys).items():
        ambiguous.ask(key, resolved.candidates[rows[key]], count)


def _by_codes(batch: pa.RecordBatch, places: Places) -> Places:
    """Areas whose row states a precision and names regions by their codes, as our own tables do: just those."""
    import pyarrow as pa

    stated = batch.column("geo_precision").to_pylist()
    rows = [at for at, word in enumerate(stated) if word in _AREAS]
    if not rows:
        return places
    written = batch.column("admin1").take(pa.array(rows)).to_pylist()
    codes = {at: _codes_in(text or "") for at, text in zip(rows, written, strict=True)}
    codes = {at: found for at, found in codes.items() if found}
    regions, precision, bad = places.regions.to_pylist(), places.precision.copy(), places.bad.copy()
    from_point, vague = places.from_point.copy(), places.vague.copy()
    for at, found in codes.items():
        regions[at], precision[at], bad[at] = found, _AT[GeoPrecision(stated[at])], 0
        from_point[at] = False
        vague[at] |= len(found) > 1
    listed = pa.array(regions, pa.list_(pa.string()))
    return replace(places, regions=listed, precision=precision, bad=bad, from_point=from_point, vague=vague)


@lru_cache(maxsize=1_000)
def _codes_in(text: str) -> list[str]:
    """The region codes that a text consists of; empty where it holds anything else."""
    parts = re.split(r"[\s,;]+", text.strip())
    return (
        parts
        if parts and all(part in basemap.known_regions() for part in parts) and len(set(parts)) == len(parts)
        else []
    )


def _tell(
    batch: pa.RecordBatch, bad: npt.NDArray[np.int8], by: npt.NDArray[np.int8], where: Where, resolved: Resolved,
    shown: Mapping[str, str], sieve: Sieve,
) -> None:  # fmt: skip
    """Tell each fault with the column that it stands in, and what stands there."""
    for fault in np.unique(bad[bad != 0]).tolist():
        for number in np.unique(by[bad == fault]).tolist():
            rows = np.flatnonzero((bad == fault) & (by == number))
            field, texts = _written(batch, fault, where, number, shown, rows)
            details = None
            if fault in (PlaceFault.AMBIGUOUS_NAME, PlaceFault.UNKNOWN_NAME):
                details = [_candidates(resolved.candidates[row]) for row in rows.tolist()]
            sieve.add_values(reason_of_place(PlaceFault(fault)).code, rows, field, texts, details)


def _written(
    batch: pa.RecordBatch, fault: int, where: Where, number: int, shown: Mapping[str, str], rows: npt.NDArray[np.int64]
) -> tuple[str, list[str]]:
    if fault == PlaceFault.BAD_RADIUS:
        columns: tuple[str, ...] = ("uncertainty_m",)
    elif fault in (PlaceFault.AMBIGUOUS_NAME, PlaceFault.UNKNOWN_NAME, PlaceFault.NO_AREA) or number < 0:
        columns = ("place", "admin1", "country")
    else:
        columns = where.standard[number][::-1]  # the latitude first, as people write
    if columns == ("#wkb",):
        return "geometry", [""] * len(rows)
    there = [name for name in columns if name in batch.schema.names and batch.column(name).null_count < batch.num_rows]
    taken = [batch.column(name).take(rows).to_pylist() for name in there]
    texts = [", ".join(part or "" for part in parts).strip(", ") for parts in zip(*taken, strict=True)]
    return ", ".join(dict.fromkeys(shown.get(name, name) for name in there)), texts or [""] * len(rows)


def _candidates(found: tuple[Settlement, ...]) -> str:
    if not found:
        return ""
    more = f" and {len(found) - 6} more" if len(found) > 6 else ""
    return f"It may be {'; '.join(place_words(one) for one in found[:6])}{more}."
