"""Reports, party positions, assessments and what others call the claims, for the claims payload."""

from __future__ import annotations

from datetime import date
from typing import Any

from geodata.model import Aspect, Dataset, Status, parse_edtf
from mapapp.timemap.seconds import day_seconds

__all__ = ["assessment_entries", "assessment_index", "foreign_entries", "position_entries", "report_entries"]

_STATUS_INDEX = {status: index for index, status in enumerate(Status)}
_ASPECT_INDEX = {aspect: index for index, aspect in enumerate(Aspect)}

_NO_DATE = "date of publication not stated"


def _day_words(day: date) -> str:
    return parse_edtf(day.isoformat()).words()


def report_entries(dataset: Dataset) -> list[dict[str, Any]]:
    """Every report, in file order; ``origin``, ``from`` and ``independent_of`` are positions in this list.

    ``claim`` is a row, -1 where an excerpt holds the report of a claim that was left out.

    ``at``, here and in the other entries, is 00:00 UTC of the day on which the entry was public, in seconds since 1970;
    None where that day cannot be told.
    """
    index = {report.report_id: number for number, report in enumerate(dataset.reports)}
    source_index = {source.source_id: number for number, source in enumerate(dataset.sources)}
    return [
        {
            "claim": dataset.row_of.get(report.claim_id, -1),
            "source": source_index[report.source_id],
            "date": report.published.words() if report.published.is_known else _NO_DATE,
            "at": None if report.known_on is None else day_seconds(report.known_on),
            "stance": report.stance.label,
            "origin": index[dataset.origin(report).report_id],
            "independent_of": None if report.not_independent_of is None else index[report.not_independent_of],
            "from": None if report.derived_from is None else index[report.derived_from],
            "title": report.title,
            "url": report.url,
            "remark": report.remark,
        }
        for report in dataset.reports
    ]


def position_entries(dataset: Dataset, party_index: dict[str, int]) -> list[dict[str, Any]]:
    """What parties say, oldest first within a claim; ``report`` is a position in the list of reports or None."""
    index = {report.report_id: number for number, report in enumerate(dataset.reports)}
    return [
        {
            "claim": dataset.row_of[position.claim_id],
            "party": party_index[position.party],
            "position": position.position.label,
            "date": _day_words(position.said_on),
            "at": day_seconds(position.said_on),
            "report": None if position.report_id is None else index[position.report_id],
        }
        for positions in dataset.positions_of.values()
        for position in positions
    ]


def assessment_index(dataset: Dataset) -> dict[str, int]:
    """Position of each assessment id in :func:`assessment_entries`."""
    listed = (assessment for assessments in dataset.assessments_of.values() for assessment in assessments)
    return {assessment.assessment_id: number for number, assessment in enumerate(listed)}


def assessment_entries(dataset: Dataset) -> list[dict[str, Any]]:
    """Every assessment, oldest first within a claim; ``evidence`` are positions in the list of reports."""
    index = {report.report_id: number for number, report in enumerate(dataset.reports)}
    return [
        {
            "claim": dataset.row_of[assessment.claim_id],
            "aspect": assessment.aspect.label,
            "aspectIndex": _ASPECT_INDEX[assessment.aspect],
            "status": _STATUS_INDEX[assessment.status],
            "basis": assessment.basis.label,
            "reason": assessment.reason,
            "evidence": [index[key] for key in assessment.evidence],
            "effective": _day_words(assessment.effective_at),
            "at": day_seconds(assessment.effective_at),
            "recorded": _day_words(assessment.recorded_at),
            "by": assessment.by,
        }
        for assessments in dataset.assessments_of.values()
        for assessment in assessments
    ]


def foreign_entries(dataset: Dataset) -> list[dict[str, Any]]:
    """What others call claims, in file order; ``date`` is empty where nobody knows since when they do."""
    return [
        {
            "claim": dataset.row_of[verdict.claim_id],
            "by": verdict.by,
            "scheme": verdict.scheme,
            "value": verdict.value,
            "date": "" if verdict.said_on is None else _day_words(verdict.said_on),
            "at": None if verdict.said_on is None else day_seconds(verdict.said_on),
        }
        for verdict in dataset.foreign
    ]
