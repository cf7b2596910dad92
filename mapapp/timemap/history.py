"""What held of each claim from which day on, as columns: the browser looks a day up and decides nothing itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from geodata.assess import RULES, Step, aspect_steps_of
from geodata.model import Aspect, Assessment, Dataset, Status
from mapapp.timemap.records import assessment_index
from mapapp.timemap.seconds import day_seconds

__all__ = ["aspect_step_columns", "rule_entries", "step_columns"]

_STATUS_INDEX = {status: index for index, status in enumerate(Status)}
_ASPECT_INDEX = {aspect: index for index, aspect in enumerate(Aspect)}
_RULE_INDEX = {rule.rule_id: index for index, rule in enumerate(RULES)}
_NONE = -1  # no assessment: the reports decided


def _at(day: date | None) -> int | None:
    return None if day is None else day_seconds(day)


def rule_entries() -> list[dict[str, Any]]:
    """Every rule, the first that fits first; ``status`` is an index, None where the rule takes an assessment's."""
    return [
        {
            "id": rule.rule_id,
            "status": None if rule.status is None else _STATUS_INDEX[rule.status],
            "words": rule.words,
        }
        for rule in RULES
    ]


def step_columns(dataset: Dataset, steps: tuple[tuple[Step, ...], ...]) -> dict[str, list[Any]]:
    """Write the steps of all claims as columns, by claim, the oldest first.

    Parameters
    ----------
    dataset : Dataset
        Whose claims they are.
    steps : tuple of tuple of Step
        By row.

    Returns
    -------
    dict of str to list
        ``at`` is 00:00 UTC of the day from whose end a step holds, seconds since 1970, or None, always last, where it
        holds only when everything counts. ``assessment`` is a position in the list of assessments, or -1.
    """
    index = assessment_index(dataset)
    listed = [(row, step) for row, of_claim in enumerate(steps) for step in of_claim]
    return {
        "claim": [row for row, _step in listed],
        "at": [_at(step.day) for _row, step in listed],
        "status": [_STATUS_INDEX[step.status] for _row, step in listed],
        "rule": [_RULE_INDEX[step.rule.rule_id] for _row, step in listed],
        "assessment": [_position(index, step.assessment) for _row, step in listed],
        "reports": [step.reports for _row, step in listed],
        "origins": [step.origins for _row, step in listed],
        "independent": [step.independent for _row, step in listed],
        "denied": [int(step.denied) for _row, step in listed],
    }


def _position(index: dict[str, int], assessment: Assessment | None) -> int:
    return _NONE if assessment is None else index[assessment.assessment_id]


def aspect_step_columns(dataset: Dataset) -> dict[str, list[Any]]:
    """Write what was judged of each aspect from which day on, by claim, aspect and day; as :func:`step_columns`."""
    index = assessment_index(dataset)
    listed = [
        (row, aspect, step)
        for row, claim in enumerate(dataset.claims)
        for aspect, of_aspect in aspect_steps_of(dataset, claim).items()
        for step in of_aspect
    ]
    return {
        "claim": [row for row, _aspect, _step in listed],
        "aspect": [_ASPECT_INDEX[aspect] for _row, aspect, _step in listed],
        "at": [day_seconds(step.day) for _row, _aspect, step in listed],
        "status": [_STATUS_INDEX[step.status] for _row, _aspect, step in listed],
        "assessment": [index[step.assessment.assessment_id] for _row, _aspect, step in listed],
    }
