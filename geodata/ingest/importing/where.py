"""How the coordinates of a laid out file are read: shapes first, then two columns, then cells with a whole place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.ingest import places
from geodata.ingest.importing.laid import Laid
from geodata.ingest.places import PlaceDecision, PlaceKind, Points
from geodata.ingest.places.cells import decide_cells
from geodata.ingest.places.decide import decide_pair
from geodata.ingest.questions import Question

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Where", "decide_where"]


@dataclass(frozen=True, slots=True)
class Where:
    """How the coordinates of a file are read.

    Parameters
    ----------
    decisions : tuple of PlaceDecision
        The first that gives a row a point, or finds fault with it, counts.
    standard : tuple of tuple of str
        The standard columns that each decision reads, in the order of its own.
    questions : tuple of Question
        What is open.
    notes : tuple of str
        What was decided, from what evidence.
    keys : frozenset of str
        Every key of an answer that counts.
    """

    decisions: tuple[PlaceDecision, ...]
    standard: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    keys: frozenset[str]

    def points(self, batch: pa.RecordBatch) -> tuple[Points, np.ndarray[tuple[int], np.dtype[np.int8]]]:
        """The points of a laid out batch, and by row which decision (its number) they are from; -1 where from none."""
        count = batch.num_rows
        found = places.read_points(batch, PlaceDecision(PlaceKind.NONE))
        by = np.full(count, -1, np.int8)
        for number, (decision, columns) in enumerate(zip(self.decisions, self.standard, strict=True)):
            open_rows = np.isnan(found.lon) & (found.bad == 0)
            if not open_rows.any():
                break
            more = places.read_points(_named(batch, columns, decision.columns), decision)
            told = open_rows & (~np.isnan(more.lon) | (more.bad != 0))
            by = np.where(told, np.int8(number), by)
            found = Points(
                np.where(told, more.lon, found.lon),
                np.where(told, more.lat, found.lat),
                np.where(told, more.uncertainty_m, found.uncertainty_m),
                np.where(told, more.bad, found.bad).astype(np.int8),
            )
        return found, by


def _named(batch: pa.RecordBatch, columns: tuple[str, ...], names: tuple[str, ...]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([batch.column(name) for name in columns], names=list(names))


def decide_where(laid: Laid, shown: Mapping[str, str], answers: Mapping[str, str]) -> Where:
    """Decide how the coordinates are read.

    Parameters
    ----------
    laid : Laid
        All rows.
    shown : dict of str to str
        What to call each standard column, in questions and their keys.
    answers : dict of str to str
        What was decided.

    Raises
    ------
    QueryError
        If an answer is none that its question offers.
    """
    decisions: list[PlaceDecision] = []
    standard: list[tuple[str, ...]] = []
    if "#wkb" in laid.filled:
        decisions.append(PlaceDecision(PlaceKind.GEOMETRY, ("#wkb",), evidence="The file holds geometries."))
        standard.append(("#wkb",))
    if laid.filled & {"lon", "lat"}:
        names = _apart(shown.get("lon", "lon"), shown.get("lat", "lat"))
        with_country = laid.filled & {"country"}
        country = "#country" if with_country else None
        columns = ("lon", "lat", *with_country)
        batches = [_named(batch, columns, (*names, *(["#country"] if country else []))) for batch in laid.batches()]
        decision = decide_pair(names, batches, country)
        decisions.append(places.answered(decision, dict(answers), batches))
        standard.append(("lon", "lat"))
    for column in ("latlon", "wkt"):
        if column in laid.filled:
            name = shown.get(column, column)
            batches = [_named(batch, (column,), (name,)) for batch in laid.batches()]
            found = decide_cells([name], batches)
            decision = PlaceDecision(PlaceKind.TEXT, (name,))
            if found is not None:
                decision = PlaceDecision(PlaceKind.TEXT, (name,), False, *found[1:])
            decisions.append(places.answered(decision, dict(answers), batches))
            standard.append((column,))
    questions = tuple(question for decision in decisions for question in decision.questions)
    notes = tuple(decision.evidence for decision in decisions if decision.evidence)
    keys = frozenset(f"{kind}:{name}" for kind in ("axes", "crs") for one in decisions for name in one.columns)
    return Where(tuple(decisions), tuple(standard), questions, notes, keys)


def _apart(lon: str, lat: str) -> tuple[str, str]:
    """Two names that differ: both coordinates may come out of one column."""
    return (lon, lat) if lon != lat else ("lon", "lat")
