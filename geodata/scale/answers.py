"""Who answers: a data set in memory while it is small, the engine over its build where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.scale.build import built
from geodata.scale.counts import Heaps
from geodata.scale.detail import View
from geodata.scale.engine import open_engine
from geodata.scale.histogram import Histogram
from geodata.scale.memory import MemoryAnswers
from geodata.store import ClaimQuery

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Answers", "answers_of"]


class Answers(Protocol):
    """What can be asked of a data set; every answer is the same whoever gives it."""

    def heaps(self, query: ClaimQuery) -> Heaps:
        """Count the claims on each heap."""

    def rows(self, query: ClaimQuery, after: int | None = None, limit: int = 1000) -> pa.Table:
        """A page of the chosen claims by their row, columns as :data:`geodata.scale.pages.COLUMNS`."""

    def histogram(self, query: ClaimQuery) -> Histogram:
        """How many claims touch each day."""

    def view(self, query: ClaimQuery, zoom: float, budget: int = 50_000) -> View:
        """What a map draws."""


def answers_of(data: Dataset | Path | str) -> Answers:
    """Find who answers for a data set.

    Parameters
    ----------
    data : Dataset, Path or str
        A data set in memory, or the folder of one.

    Returns
    -------
    Answers
        The engine, where the folder holds the build of its data as they are now; else the data set in memory, which
        answers up to about 100,000 claims without being waited for, and more of them slowly.

    Raises
    ------
    DatasetError
        If the data set cannot be used.
    BuildError
        If its build cannot be read.
    """
    if isinstance(data, Dataset):
        return MemoryAnswers(data)
    found = built(data)
    return MemoryAnswers(load_dataset(data)) if found is None else open_engine(found)
