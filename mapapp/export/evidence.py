"""What a file says of a claim's standing, as of a day: status and rule, reports, positions, assessments, verdicts."""

from __future__ import annotations

from datetime import date
from typing import Any

from geodata.assess import aspect_steps_of, independent_count, is_denied, known_reports, origin_count
from geodata.model import Assessment, Claim, Dataset, ForeignVerdict, PartyPosition, Report, is_public
from geodata.store import Selection
from mapapp.export.iso import iso_day

__all__ = ["evidence_of", "report_entry", "status_of"]


def status_of(selection: Selection, row: int) -> dict[str, Any]:
    """The status of a claim on the query's date and of its aspect, the rule that decided it, and what it rests on."""
    verdict, aspect = selection.verdicts[row], selection.query.aspect
    assessment = verdict.assessment
    return {
        "status": verdict.status.value,
        "status_rule": verdict.status.rule,
        "status_of_aspect": None if aspect is None else aspect.value,
        "status_decided_by": verdict.rule.rule_id,
        "status_decided_words": verdict.rule.words,
        "status_basis": None if assessment is None else assessment.basis.value,
        "status_reason": None if assessment is None else assessment.reason,
        "status_effective_at": None if assessment is None else iso_day(assessment.effective_at),
    }


def evidence_of(selection: Selection, claim: Claim) -> dict[str, Any]:
    """Reports, positions, assessments and aspects of a claim, as far as they were public on the query's date.

    ``foreign_verdicts`` are what others call it, in their own words; they decide nothing.
    A report that was not public yet is not named by those that were either.
    """
    dataset, known_on = selection.dataset, selection.query.known_on
    reports = known_reports(dataset, claim, known_on)
    positions = dataset.positions_of.get(claim.claim_id, ())
    assessments = dataset.assessments_of.get(claim.claim_id, ())
    return {
        "denied": is_denied(positions, known_on),
        "origins": origin_count(dataset, reports),
        "independent_origins": independent_count(dataset, reports),
        "aspects": _aspects(dataset, claim, known_on),
        "reports": [report_entry(dataset, report, known_on) for report in reports],
        "positions": [_position(dataset, one, known_on) for one in positions if is_public(one.said_on, known_on)],
        "assessments": [
            _assessment(dataset, one, known_on) for one in assessments if is_public(one.effective_at, known_on)
        ],
        "foreign_verdicts": [
            _foreign(one) for one in dataset.foreign_of.get(claim.claim_id, ()) if one.is_public(known_on)
        ],
    }


def _named(dataset: Dataset, report_id: str | None, known_on: date | None) -> str | None:
    """The id of a report that was public; None in place of any other."""
    is_named = report_id is not None and is_public(dataset.report_of[report_id].known_on, known_on)
    return report_id if is_named else None


def _aspects(dataset: Dataset, claim: Claim, known_on: date | None) -> dict[str, dict[str, Any]]:
    """The latest judgement of each aspect that somebody had judged."""
    found: dict[str, dict[str, Any]] = {}
    for aspect, steps in aspect_steps_of(dataset, claim).items():
        for step in steps:
            if is_public(step.day, known_on):
                found[aspect.value] = {"status": step.status.value, "effective_at": iso_day(step.day)}
    return found


def report_entry(dataset: Dataset, report: Report, known_on: date | None) -> dict[str, Any]:
    """What is said of a report, ready for JSON; links to reports that were not public on a UTC day are left out."""
    source = dataset.source_of[report.source_id]
    return {
        "report_id": report.report_id,
        "source": source.name,
        "source_id": source.source_id,
        "party": source.party,
        "reliability": source.reliability.value,
        "published_at": report.published.edtf or None,
        "public_on": iso_day(report.known_on),
        "stance": report.stance.value,
        "is_origin": report.derived_from is None,
        "derived_from": _named(dataset, report.derived_from, known_on),
        "not_independent_of": _named(dataset, report.not_independent_of, known_on),
        "title": report.title,
        "url": report.url or None,
        "remark": report.remark if known_on is None else None,
    }


def _position(dataset: Dataset, position: PartyPosition, known_on: date | None) -> dict[str, Any]:
    return {
        "party": position.party,
        "position": position.position.value,
        "said_on": iso_day(position.said_on),
        "report_id": _named(dataset, position.report_id, known_on),
    }


def _assessment(dataset: Dataset, assessment: Assessment, known_on: date | None) -> dict[str, Any]:
    return {
        "assessment_id": assessment.assessment_id,
        "aspect": assessment.aspect.value,
        "status": assessment.status.value,
        "basis": assessment.basis.value,
        "reason": assessment.reason,
        "evidence": [key for key in assessment.evidence if _named(dataset, key, known_on)],
        "effective_at": iso_day(assessment.effective_at),
        "recorded_at": iso_day(assessment.recorded_at),
        "by": assessment.by,
    }


def _foreign(verdict: ForeignVerdict) -> dict[str, Any]:
    return {
        "by": verdict.by,
        "scheme": verdict.scheme or None,
        "value": verdict.value,
        "said_on": iso_day(verdict.said_on),
    }
