"""Checks of the assessments: what each rests on, what was public by then, and what may follow on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from geodata.assess import DECIDING, EVIDENCE, TRANSITIONS, independent_count
from geodata.errors import Problem
from geodata.model import Assessment, Basis, Dataset, Position, Report, Stance, Status

__all__ = ["check_evidence", "check_transitions"]

_FILE = "assessments.csv"
_OTHERWISE = ", or choose another status"
_UNKNOWN = (
    "nobody knows when all of it became public: fill in published_at of that report, as an interval that ends on the "
    "day on which it was read, or leave the report out"
)
Judged = Sequence[tuple[int, Assessment]]


def check_evidence(assessments: Judged, dataset: Dataset, problems: list[Problem]) -> None:
    """Refuse a judgement whose evidence is no report, was not public on its day, or is less than its status needs.

    Parameters
    ----------
    assessments : sequence of (int, Assessment)
        Each with its row.
    dataset : Dataset
        The same data set; its references resolve and no chain of reports is circular.
    problems : list of Problem
        Where refusals are added.
    """
    for row, assessment in assessments:
        unknown = [key for key in assessment.evidence if key not in dataset.report_of]
        if unknown:
            mend = "name ids that reports.csv holds, separated by spaces"
            problems.append(Problem(_FILE, row, "evidence", " ".join(unknown), mend))
            continue
        reports = [dataset.report_of[key] for key in dict.fromkeys(assessment.evidence)]
        late = [report.report_id for report in reports if not _public(report, assessment)]
        if late:
            mend = (
                _UNKNOWN
                if any(dataset.report_of[key].known_on is None for key in late)
                else (
                    f"not all of it was certainly public on {assessment.effective_at}, the judgement's effective_at: "
                    "move that day to the last of its evidence, or leave the later report out"
                )
            )
            problems.append(Problem(_FILE, row, "evidence", " ".join(late), mend))
        problems.extend(
            Problem(_FILE, row, "evidence", " ".join(assessment.evidence) or None, mend + _OTHERWISE)
            for mend in _wants(dataset, assessment, reports)
        )


def _public(report: Report, assessment: Assessment) -> bool:
    return report.known_on is not None and report.known_on <= assessment.effective_at


def _wants(dataset: Dataset, assessment: Assessment, reports: list[Report]) -> Iterator[str]:
    """What the evidence of a judgement lacks, one mend at most."""
    need = EVIDENCE[assessment.status]
    words = f"the status {assessment.status.value} needs {need.words}: "
    if len(reports) < need.reports or independent_count(dataset, reports) < need.independent:
        yield words + "name them" if need.reports > 1 else words + "name it"
    elif assessment.status is Status.CONFIRMED and assessment.basis is Basis.ADMISSION:
        in_report = any(report.stance is Stance.ADMITS for report in reports)
        in_position = any(
            said.position is Position.ADMITS and said.said_on <= assessment.effective_at
            for said in dataset.positions_of.get(assessment.claim_id, ())
        )
        if not (in_report or in_position):
            yield words + "name a report that admits it, or add the party's position"


def check_transitions(assessments: Judged, problems: list[Problem]) -> None:
    """Refuse a judgement that may not follow on the one before it; presence and activity are one series."""
    streams: dict[tuple[str, str], list[tuple[int, Assessment]]] = defaultdict(list)
    for row, assessment in assessments:
        part = "" if assessment.aspect in DECIDING else assessment.aspect.value
        streams[assessment.claim_id, part].append((row, assessment))
    for stream in streams.values():
        stream.sort(key=lambda entry: entry[1].order)
        for (row_before, before), (row, after) in pairwise(stream):
            allowed = TRANSITIONS[before.status]
            if after.status not in allowed:
                words = ", ".join(status.value for status in Status if status in allowed)
                mend = (
                    f"after {before.status.value} (row {row_before}) it may be {words}: add the judgement between, "
                    "or correct one of the two"
                )
                problems.append(Problem(_FILE, row, "status", after.status.value, mend))
