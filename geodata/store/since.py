"""From which day the filters by party, source and text keep a claim: they ask what dated reports say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum

from geodata.assess import known_reports
from geodata.model import Claim, Dataset
from geodata.store.query import ClaimQuery
from geodata.store.text import haystack, matches

__all__ = ["Late", "Since", "filter_since", "keeps_reporters"]


class Late(Enum):
    """Why the filters keep a claim on no day at all."""

    # only where everything recorded counts: what they find has no date of its own, as a note of ours
    UNDATED = "undated"
    # whatever counts
    NEVER = "never"


Since = date | Late
"""First UTC day at whose end a claim is kept, and at the end of every later one; ``date.min`` is always."""


def keeps_reporters(dataset: Dataset, query: ClaimQuery, claim: Claim) -> bool:
    """Whether the filters by party, source and text keep a claim, as known on the query's date."""
    if query.parties or query.sources:
        reports = known_reports(dataset, claim, query.known_on)
        if query.sources and not any(report.source_id in query.sources for report in reports):
            return False
        parties = {dataset.source_of[report.source_id].party for report in reports}
        if query.parties and not parties & query.parties:
            return False
    return not query.text or matches(haystack(dataset, claim, query.known_on), query.text)


def filter_since(dataset: Dataset, query: ClaimQuery) -> tuple[Since, ...]:
    """Since when the filters by party, source and text keep each claim.

    What they ask only ever becomes true: a day more can add a report and takes none away. So one day a claim says all.

    Parameters
    ----------
    dataset : Dataset
        Where to look.
    query : ClaimQuery
        Its parties, sources and text; the rest of it, its ``known_on`` too, is not looked at.

    Returns
    -------
    tuple of Since
        By row: the first UTC day at whose end the claim is kept, or why there is none.
    """
    asked = ClaimQuery(parties=query.parties, sources=query.sources, text=query.text)
    return tuple(_since(dataset, asked, claim) for claim in dataset.claims)


def _since(dataset: Dataset, asked: ClaimQuery, claim: Claim) -> Since:
    if not keeps_reporters(dataset, asked, claim):
        return Late.NEVER
    days = {report.known_on for report in known_reports(dataset, claim) if report.known_on is not None}
    for day in (date.min, *sorted(days)):
        if keeps_reporters(dataset, replace(asked, known_on=day), claim):
            return day
    return Late.UNDATED
