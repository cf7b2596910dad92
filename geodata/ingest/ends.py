"""Checks of the ends of claims: an end may not be shown before anybody could know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from geodata.errors import Problem
from geodata.model import Claim, Dataset, Modality

__all__ = ["check_ends"]

_FILE = "claims.csv"
_SPEAK_OF_THE_FUTURE = (Modality.PLANNED, Modality.ANNOUNCED)


def check_ends(claims: Sequence[tuple[int, Claim]], dataset: Dataset, problems: list[Problem]) -> None:
    """Refuse an end that came after the claim was first reported and does not say since when it is known.

    Parameters
    ----------
    claims : sequence of (int, Claim)
        Each with its row.
    dataset : Dataset
        The same data set; every claim has a report. Where none of a claim's has a date of publication, nobody can say
        whether its end came after it.
    problems : list of Problem
        Where refusals are added. A plan or an announcement may name an end that is still to come. An inference may too,
        but must say since when.
    """
    for row, claim in claims:
        days = [report.known_on for report in dataset.reports_of[claim.claim_id] if report.known_on is not None]
        problems.extend(Problem(_FILE, row, *refusal) for refusal in _refusals(claim, min(days, default=None)))


def _refusals(claim: Claim, first: date | None) -> Iterator[tuple[str, str, str]]:
    """Field, value and mend, one at most."""
    begins, known = claim.time.end_begins, claim.end_known_on
    if known is None:
        is_later = begins is not None and first is not None and begins > first
        if is_later and claim.modality not in _SPEAK_OF_THE_FUTURE:
            yield (
                "event_date",
                claim.time.edtf,
                (
                    f"its end lies after {first}, when the claim was first reported: write the day on which the end "
                    "was first told into end_known_on, or .. where nobody told it"
                ),
            )
    elif begins is None:
        yield "end_known_on", str(known), "write event_date as start/end, or leave this blank"
    elif first is not None and known < first:
        yield "end_known_on", str(known), f"the claim was first reported on {first}: write that day or a later one"
    elif known < begins and not claim.modality.is_hollow:
        yield "end_known_on", str(known), f"the end came on {begins} at the earliest: write that day or a later one"
