"""How a claim's status went on: every day on which something about it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from geodata.assess.origins import independent_count, origin_count
from geodata.assess.rules import Rule
from geodata.assess.status import DECIDING, is_denied, known_reports, verdict_on
from geodata.model import Aspect, Assessment, Claim, Dataset, Status

__all__ = ["AspectStep", "Step", "aspect_steps_of", "steps_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """What holds of a claim from the end of a UTC day until the next step.

    Parameters
    ----------
    day : date or None
        UTC day on which it became public. None, only in the last step, holds when everything recorded counts: a
        report whose date has no end is never known on any day.
    status, rule, assessment
        As in :class:`~geodata.assess.status.Verdict`.
    reports, origins, independent : int
        Reports that are public, the origins they go back to, and how many groups of those say so independently.
    denied : bool
        Whether the latest word of some party is a denial.
    """

    day: date | None
    status: Status
    rule: Rule
    assessment: Assessment | None
    reports: int
    origins: int
    independent: int
    denied: bool


@dataclass(frozen=True, slots=True)
class AspectStep:
    """What was judged of one aspect from the end of a UTC day until the next step."""

    day: date
    status: Status
    assessment: Assessment


def steps_of(dataset: Dataset, claim: Claim) -> tuple[Step, ...]:
    """Follow a claim through the days.

    Parameters
    ----------
    dataset : Dataset
        The claim's data set.
    claim : Claim
        The claim.

    Returns
    -------
    tuple of Step
        Oldest first. The first is the day on which the claim became known: before it there is nothing to show. What
        holds on a UTC day is the last step at or before it; when everything counts, the last step of all.
    """
    reports = dataset.reports_of.get(claim.claim_id, ())
    days = {day for report in reports if (day := report.known_on) is not None}
    undated = any(report.known_on is None for report in reports)
    steps: list[Step] = []
    for day in _days(dataset, claim, days):
        step = _step(dataset, claim, day)
        if not steps or replace(step, day=steps[-1].day) != steps[-1]:
            steps.append(step)
    return (*steps, _step(dataset, claim, None)) if undated else tuple(steps)


def _days(dataset: Dataset, claim: Claim, reported: set[date]) -> list[date]:
    """UTC days, from the first report on, on which a report, a judgement or a party's word became public."""
    if not reported:
        return []
    first = min(reported)
    judged = {
        assessment.effective_at
        for assessment in dataset.assessments_of.get(claim.claim_id, ())
        if assessment.aspect in DECIDING
    }
    said = {position.said_on for position in dataset.positions_of.get(claim.claim_id, ())}
    return sorted(day for day in reported | judged | said if day >= first)


def _step(dataset: Dataset, claim: Claim, day: date | None) -> Step:
    verdict = verdict_on(dataset, claim, day)
    reports = known_reports(dataset, claim, day)
    return Step(
        day=day,
        status=verdict.status,
        rule=verdict.rule,
        assessment=verdict.assessment,
        reports=len(reports),
        origins=origin_count(dataset, reports),
        independent=independent_count(dataset, reports),
        denied=is_denied(dataset.positions_of.get(claim.claim_id, ()), day),
    )


def aspect_steps_of(dataset: Dataset, claim: Claim) -> dict[Aspect, tuple[AspectStep, ...]]:
    """Follow each aspect of a claim that some assessment speaks of.

    Returns
    -------
    dict
        By aspect, in the order of the vocabulary; steps oldest first, one a UTC day. Before the first of them nobody
        had judged the aspect, and its status is ``unverified``.
    """
    found: dict[Aspect, dict[date, Assessment]] = {}
    for assessment in dataset.assessments_of.get(claim.claim_id, ()):  # oldest first: the last of a day stays
        found.setdefault(assessment.aspect, {})[assessment.effective_at] = assessment
    return {
        aspect: tuple(AspectStep(day, judged.status, judged) for day, judged in found[aspect].items())
        for aspect in Aspect
        if aspect in found
    }
