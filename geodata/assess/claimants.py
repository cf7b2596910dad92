"""Who said a claim first: the reports from which figures and records of claimants start."""

from __future__ import annotations

from datetime import date

from geodata.assess.origins import stance_of
from geodata.assess.status import known_reports
from geodata.model import Claim, Dataset, Report, Stance

__all__ = ["first_reports", "first_source"]

_SAYING = (Stance.ASSERTS, Stance.ADMITS)


def first_reports(dataset: Dataset, claim: Claim, known_on: date | None = None) -> tuple[Report, ...]:
    """Reports of the first day on which an origin asserted or admitted a claim.

    Parameters
    ----------
    dataset : Dataset
        The claim's data set.
    claim : Claim
        The claim.
    known_on : date or None
        Only what was certainly public at the end of this UTC day counts; None for all that is recorded.

    Returns
    -------
    tuple of Report
        Origins only, in file order; several where several sources said it on one day. Those that were never certainly
        public on any day count only where there are no others.
    """
    saying = [
        report
        for report in known_reports(dataset, claim, known_on)
        if report.derived_from is None and report.stance in _SAYING
    ]
    first = min((_day(report) for report in saying), default=None)
    return tuple(report for report in saying if _day(report) == first)


def first_source(dataset: Dataset, claim: Claim, known_on: date | None = None) -> str | None:
    """Id of the source that a claim goes back to; None where only denials of it, or nothing, were public by then.

    It is the first origin that asserts or admits it; else the origin of the first report that does, else of the first
    that mentions it. ``known_on`` is a UTC day, inclusive; None for all that is recorded.
    """
    first = first_reports(dataset, claim, known_on)
    if first:
        return first[0].source_id
    reports = [r for r in known_reports(dataset, claim, known_on) if stance_of(dataset, r) is not Stance.DENIES]
    if not reports:
        return None
    report = min(reports, key=lambda r: (stance_of(dataset, r) not in _SAYING, _day(r)))
    return dataset.origin(report).source_id


def _day(report: Report) -> date:
    return report.known_on or date.max
