"""What status a claim has on a date: the only place that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geodata.assess.origins import independent_count, stance_counts
from geodata.assess.rules import Facts, Rule, rule_for
from geodata.model import (
    Aspect,
    Assessment,
    Claim,
    ClaimType,
    Dataset,
    Modality,
    PartyPosition,
    Position,
    Report,
    Stance,
    Status,
)

__all__ = ["DECIDING", "Verdict", "is_denied", "known_reports", "verdict_on"]

# The aspects whose judgements are the status of the claim
DECIDING = (Aspect.PRESENCE, Aspect.ACTIVITY)

# Of two words of one party on one day the graver holds: it would not say the graver one lightly
_GRAVITY = (Position.NO_COMMENT, Position.ASSERTS, Position.DENIES, Position.ADMITS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the assessment that it comes from (None where nobody has judged), and the rule that fired."""

    status: Status
    assessment: Assessment | None
    rule: Rule


def verdict_on(dataset: Dataset, claim: Claim, known_on: date | None = None, aspect: Aspect | None = None) -> Verdict:
    """Decide the status of a claim at the end of a UTC day.

    Parameters
    ----------
    dataset : Dataset
        The claim's data set.
    claim : Claim
        The claim.
    known_on : date or None
        Nothing that became public after this UTC day counts; None for all that is recorded.
    aspect : Aspect or None
        Ask about this part of the claim alone; None for presence and activity, which are the claim's status.

    Returns
    -------
    Verdict
        That of the latest assessment (by ``effective_at``, then ``recorded_at``, then id; never by its row). Without
        one the reports decide, for presence and activity only, by the first of ``RULES`` that fits.
    """
    assessment = _latest(dataset, claim, known_on, aspect)
    if assessment is not None or aspect is not None:
        statement = claim.claim_type is ClaimType.OFFICIAL_STATEMENT
        facts = Facts(assessment, aspect_only=aspect is not None, statement=statement)
    else:
        facts = _facts(dataset, claim, known_reports(dataset, claim, known_on))
    rule = rule_for(facts)
    if rule.status is None and assessment is not None:
        return Verdict(assessment.status, assessment, rule)
    return Verdict(rule.status or Status.UNVERIFIED, assessment, rule)


def _latest(dataset: Dataset, claim: Claim, known_on: date | None, aspect: Aspect | None) -> Assessment | None:
    aspects = DECIDING if aspect is None else (aspect,)
    latest = None
    for assessment in dataset.assessments_of.get(claim.claim_id, ()):  # oldest first
        if assessment.aspect in aspects and (known_on is None or assessment.effective_at <= known_on):
            latest = assessment
    return latest


def _facts(dataset: Dataset, claim: Claim, reports: tuple[Report, ...]) -> Facts:
    stances = stance_counts(dataset, reports)
    return Facts(
        inferred=claim.modality is Modality.INFERRED,
        independent=independent_count(dataset, reports),
        saying=stances[Stance.ASSERTS],
        mentioning=stances[Stance.MENTIONS],
        denying=stances[Stance.DENIES],
    )


def known_reports(dataset: Dataset, claim: Claim, known_on: date | None = None) -> tuple[Report, ...]:
    """Reports of a claim that were certainly public at the end of a UTC day; None for all."""
    reports = dataset.reports_of.get(claim.claim_id, ())
    if known_on is None:
        return reports
    return tuple(report for report in reports if (day := report.known_on) is not None and day <= known_on)


def is_denied(positions: Iterable[PartyPosition], known_on: date | None = None) -> bool:
    """Whether the latest word of some party is a denial.

    Parameters
    ----------
    positions : iterable of PartyPosition
        What parties say of one claim, in any order.
    known_on : date or None
        Words after this UTC day do not count; None for all.

    Returns
    -------
    bool
        The latest word is by ``said_on``. Of several words of a party on one day the gravest holds: an admission before
        a denial, a denial before an assertion, an assertion before no comment.
    """
    latest: dict[str, tuple[date, int]] = {}
    for position in positions:
        if known_on is None or position.said_on <= known_on:
            word = (position.said_on, _GRAVITY.index(position.position))
            latest[position.party] = max(word, latest.get(position.party, word))
    return any(_GRAVITY[gravity] is Position.DENIES for _day, gravity in latest.values())
