"""What a picture and a file say where nobody collected: an empty map is then not evidence of absence."""

from __future__ import annotations

from datetime import date

from geodata.model import CoverageState, Dataset
from geodata.store import ClaimQuery, Selection

__all__ = ["coverage_of", "coverage_words"]

_CAUTION = "an empty map is not evidence of absence"
_EXCERPT = "The data set is an excerpt: claims may be missing."


def coverage_words(selection: Selection) -> str:
    """Say whether nothing was collected for the dates of a selection, as :func:`coverage_of` does."""
    return coverage_of(selection.dataset, selection.query)


def coverage_of(dataset: Dataset, query: ClaimQuery) -> str:
    """Say whether nothing was collected for the dates of a question, or for a part of them.

    Parameters
    ----------
    dataset : Dataset
        What is asked.
    query : ClaimQuery
        Its window is in UTC days, both inclusive; an end that is not given is that of what was collected.

    Returns
    -------
    str
        ``Nothing was collected for these dates: …``, the same of a part of them, or nothing where something was
        collected on every day; before it, of an excerpt, that it is one.
    """
    ranges = [entry for entry in dataset.info.coverage if entry.state is not CoverageState.NONE]
    first = query.first_day or min((entry.first for entry in ranges), default=date.min)
    last = query.last_day or max((entry.last for entry in ranges), default=date.max)
    excerpt = f"{_EXCERPT} " if dataset.info.excerpt else ""
    days = sum(max(0, (min(entry.last, last) - max(entry.first, first)).days + 1) for entry in ranges)  # none overlap
    if days == 0:
        return f"{excerpt}Nothing was collected for these dates: {_CAUTION}."
    gap = f"For a part of these dates nothing was collected: {_CAUTION}." if days <= (last - first).days else ""
    return (excerpt + gap).strip()
