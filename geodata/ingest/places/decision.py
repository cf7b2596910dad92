"""What was decided on the places of a table."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.ingest.places.forms import PlaceKind, PointForm
from geodata.ingest.questions import Question

__all__ = ["PlaceDecision"]

_AS_WRITTEN = PointForm()


@dataclass(frozen=True, slots=True)
class PlaceDecision:
    """Where the places of a table stand.

    Parameters
    ----------
    kind : PlaceKind
        In two columns, in one, in geometries, or nowhere.
    columns : tuple of str
        ``(lon, lat)`` as the columns are called; the one column of whole places; ``("#wkb",)``; or none.
    swapped : bool
        Whether the column called longitude holds the latitudes and the other way round, as the values show.
    form : PointForm
        How the columns are read.
    questions : tuple of Question
        What nothing in the file decides. Keys: ``place_columns``, ``axes:COLUMN``, ``crs:COLUMN``.
    evidence : str
        A sentence or two on what decided.
    """

    kind: PlaceKind
    columns: tuple[str, ...] = ()
    swapped: bool = False
    form: PointForm = _AS_WRITTEN
    questions: tuple[Question, ...] = ()
    evidence: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the points of two columns wait for an answer."""
        return self.kind is PlaceKind.PAIR and bool(self.questions)
