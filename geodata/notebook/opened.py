"""A data set that was opened, and how a question is put to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geodata.datasets import bundled_path
from geodata.errors import QueryError
from geodata.ingest import load_dataset, read_export
from geodata.model import Dataset
from geodata.notebook.answer import Answer
from geodata.store import read_question, select

__all__ = ["Opened", "open_path"]


@dataclass(frozen=True, repr=False)
class Opened:
    """A data set that can be asked.

    Parameters
    ----------
    dataset : Dataset
        All its records.
    """

    dataset: Dataset

    def __len__(self) -> int:
        """How many claims it has."""
        return len(self.dataset.claims)

    def __repr__(self) -> str:
        """Title, version and size on one line."""
        info = self.dataset.info
        return f"<{info.title}, version {info.version}: {len(self)} claims>"

    def query(
        self,
        *,
        from_: str | date | None = None,
        to: str | date | None = None,
        type: str | Iterable[str] | None = None,  # noqa: A002 - the word of links and commands
        status: str | Iterable[str] | None = None,
        modality: str | Iterable[str] | None = None,
        party: str | Iterable[str] | None = None,
        source: str | Iterable[str] | None = None,
        text: str | None = None,
        bbox: str | Iterable[float] | None = None,
        known: str | date | None = None,
        aspect: str | None = None,
        **others: object,
    ) -> Answer:
        """Ask, in the words of links and commands; what is left out, or None, is not asked for.

        Parameters
        ----------
        from_, to : str, date or None
            Event window in UTC days as in ``2024-10-18``, both inclusive.
        type, status, modality : str, iterable of str or None
            Words to keep.
        party, source : str, iterable of str or None
            Keep claims that a source of one of these parties, and one of these source ids, reported.
        text : str or None
            Every word must occur.
        bbox : str, iterable of float or None
            West, south, east, north in degrees, EPSG:4326, closed on all sides; it may not cross the antimeridian.
        known : str, date or None
            Nothing public later than the end of this UTC day counts.
        aspect : str or None
            Which aspect's status is meant; None: that of presence and activity.
        **others : object
            Any other word is refused.

        Returns
        -------
        Answer
            The same claims that map, list and files show for that question.

        Raises
        ------
        QueryError
            If a word or a value cannot be used; one sentence names it and the mend.
        """
        given = {
            "from": from_, "to": to, "type": type, "status": status, "modality": modality, "party": party,
            "source": source, "text": text, "bbox": bbox, "known": known, "aspect": aspect,
        }  # fmt: skip
        for key, value in others.items():
            if given.get(key) is not None:  # "from" itself can be given, by two stars
                raise QueryError(f"“{key}” is given twice: keep “from_”.")
            given[key] = str(value)
        words = {key: _written(key, value) for key, value in given.items() if value is not None}
        return Answer(select(self.dataset, read_question(self.dataset, words)))


def _written(key: str, value: str | date | Iterable[object]) -> list[str]:
    """A value as a link would hold it."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    parts = [str(part) for part in value]
    return [",".join(parts)] if key == "bbox" else parts


def open_path(path: Path | str | None = None) -> Opened:
    """Open a folder or a saved file; None: the bundled data set. See :func:`geodata.open`.

    Raises
    ------
    DatasetError
        If it cannot be used; it names every problem.
    """
    where = bundled_path() if path is None else Path(path)
    return Opened(read_export(where) if where.is_file() else load_dataset(where))
