"""What status a claim has on a date: the only place that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.model import Aspect, Assessment, Claim, Dataset, PartyPosition, Position, Report, Status

__all__ = ["Verdict", "is_denied", "known_reports", "origin_count", "verdict_on"]

_DECIDING = (Aspect.PRESENCE, Aspect.ACTIVITY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and the assessment that it comes from; None where nobody has assessed the claim."""

    status: Status
    assessment: Assessment | None


def verdict_on(dataset: Dataset, claim: Claim, known_on: date | None = None) -> Verdict:
    """Decide the status of a claim at the end of a UTC day.

    Parameters
    ----------
    dataset : Dataset
        The claim's data set.
    claim : Claim
        The claim.
    known_on : date or None
        Nothing that became public after this UTC day counts; None for all that is recorded.

    Returns
    -------
    Verdict
        That of the latest assessment of presence or activity (by ``effective_at``; of the same day, the later
        in the file). Assessments of other aspects do not move the status. Without any, ``unverified``.
    """
    verdict = Verdict(Status.UNVERIFIED, None)
    for assessment in dataset.assessments_of.get(claim.claim_id, ()):
        if assessment.aspect in _DECIDING and (known_on is None or assessment.effective_at <= known_on):
            verdict = Verdict(assessment.status, assessment)
    return verdict


def known_reports(dataset: Dataset, claim: Claim, known_on: date | None = None) -> tuple[Report, ...]:
    """Reports of a claim that were certainly public at the end of a UTC day; None for all."""
    reports = dataset.reports_of.get(claim.claim_id, ())
    if known_on is None:
        return reports
    return tuple(report for report in reports if report.known_on is not None and report.known_on <= known_on)


def origin_count(dataset: Dataset, reports: tuple[Report, ...]) -> int:
    """How many origins a number of reports go back to: "12 reports, 1 origin"."""
    return len({dataset.origin(report).report_id for report in reports})


def is_denied(positions: tuple[PartyPosition, ...], known_on: date | None = None) -> bool:
    """Whether the latest word of some party (by ``said_on``, up to and including ``known_on``) is a denial."""
    latest: dict[str, Position] = {}
    for position in positions:
        if known_on is None or position.said_on <= known_on:
            latest[position.party] = position.position
    return Position.DENIES in latest.values()
