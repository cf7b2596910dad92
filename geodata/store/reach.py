"""From which day to which a data set knows anything."""

from __future__ import annotations

from datetime import date

from geodata.model import CoverageState, Dataset

__all__ = ["knowledge_days", "last_day"]


def knowledge_days(dataset: Dataset) -> tuple[date, date] | None:
    """First and last UTC day on which something of a data set became public, both inclusive.

    Reports count from the last day of the span of their publication, positions from the day they were said, assessments
    from the day their evidence was public. None where nothing has such a day.
    """
    days = [report.known_on for report in dataset.reports if report.known_on is not None]
    days += [position.said_on for position in dataset.positions]
    days += [assessment.effective_at for assessment in dataset.assessments]
    return (min(days), max(days)) if days else None


def last_day(dataset: Dataset) -> date | None:
    """Last UTC day that a data set speaks of: collected up to it, or the last on which something became public."""
    days = [entry.last for entry in dataset.info.coverage if entry.state is not CoverageState.NONE]
    known = knowledge_days(dataset)
    return max([*days, *known] if known else days, default=None)
