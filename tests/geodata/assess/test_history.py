"""The days on which something about a claim changed, and what held from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.assess import aspect_steps_of, steps_of
from geodata.model import Dataset, Status, parse_edtf
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def told(dataset: Dataset, claim_id: str) -> list[tuple[object, ...]]:
    """Steps as a table: day, status, rule, assessment, reports, origins, independent, denied."""
    return [
        (
            str(step.day),
            step.status.value,
            step.rule.rule_id,
            step.assessment and step.assessment.assessment_id,
            step.reports,
            step.origins,
            step.independent,
            step.denied,
        )
        for step in steps_of(dataset, dataset.claims[dataset.row_of[claim_id]])
    ]


STEPS = {
    "point": [
        ("2024-10-14", "unverified", "unverified-single-origin", "a1", 1, 1, 1, False),
        ("2024-10-15", "unverified", "unverified-single-origin", "a1", 1, 1, 1, True),
        ("2024-10-20", "unverified", "unverified-single-origin", "a1", 2, 1, 1, True),
        ("2024-11-30", "corroborated", "corroborated-independent-origins", "a2", 3, 2, 2, True),
        ("2025-01-01", "corroborated", "corroborated-independent-origins", "a2", 3, 2, 2, False),
    ],
    "area": [
        ("2024-11-05", "unverified", "single-origin", None, 1, 1, 1, False),
        ("2024-11-07", "unverified", "single-origin", None, 1, 1, 1, True),  # on the 6th a party kept silent: no change
        ("2024-11-20", "confirmed", "confirmed-imagery", "a4", 1, 1, 1, True),
    ],
    "nowhere": [("2025-02-02", "unverified", "only-denials", None, 1, 1, 0, False)],
}


@pytest.mark.parametrize("claim_id", STEPS)
def test_steps_of_a_claim(tiny: Dataset, claim_id: str) -> None:
    assert told(tiny, claim_id) == STEPS[claim_id]


def test_what_came_before_the_first_report_is_in_the_first_step(tiny: Dataset) -> None:
    """A denial of the whole matter and a judgement by another claim's reports may come before the claim itself."""
    late = replace(tiny, reports=(replace(tiny.reports[0], published=parse_edtf("2024-12")),))
    assert told(late, "point") == [
        ("2024-12-31", "corroborated", "corroborated-independent-origins", "a2", 1, 1, 1, True),
        ("2025-01-01", "corroborated", "corroborated-independent-origins", "a2", 1, 1, 1, False),
    ]


def test_a_report_without_an_end_is_known_on_no_day(tiny: Dataset) -> None:
    undated = replace(tiny.reports[2], report_id="r9", published=parse_edtf("2024-11/.."))
    more = replace(tiny, reports=(*tiny.reports, undated))
    last = ("None", "corroborated", "corroborated-independent-origins", "a2", 4, 3, 2, False)
    assert told(more, "point") == [*STEPS["point"], last]
    alone = replace(tiny, reports=(replace(tiny.reports[3], published=parse_edtf("2024-11/..")),))
    assert told(alone, "area") == [("None", "confirmed", "confirmed-imagery", "a4", 1, 1, 1, True)]
    assert told(alone, "point") == []


def test_a_second_judgement_of_the_same_status_is_a_step(tiny: Dataset) -> None:
    again = replace(tiny.assessments[3], assessment_id="a6", effective_at=date(2024, 12, 1), recorded_at=date.max)
    steps = told(replace(tiny, assessments=(*tiny.assessments, again)), "area")
    assert [(step[0], step[3]) for step in steps[-2:]] == [("2024-11-20", "a4"), ("2024-12-01", "a6")]


def test_aspects_have_steps_of_their_own(tiny: Dataset) -> None:
    found = aspect_steps_of(tiny, tiny.claims[0])
    told_aspects = {
        aspect.value: [(str(step.day), step.status.value, step.assessment.assessment_id) for step in steps]
        for aspect, steps in found.items()
    }
    assert told_aspects == {
        "presence": [("2024-10-14", "unverified", "a1"), ("2024-11-30", "corroborated", "a2")],
        "quantity": [("2024-12-05", "disputed", "a3")],
    }
    assert aspect_steps_of(tiny, tiny.claims[3]) == {}


def test_of_one_day_the_last_judgement_of_an_aspect_stays(tiny: Dataset) -> None:
    first = tiny.assessments[2]
    later = replace(first, assessment_id="a0", status=Status.UNVERIFIED, recorded_at=date(2024, 12, 6))
    for rows in ((first, later), (later, first)):
        steps = aspect_steps_of(replace(tiny, assessments=rows), tiny.claims[0])
        assert [[step.assessment for step in of_aspect] for of_aspect in steps.values()] == [[later]]


def test_aspects_stand_in_the_order_of_the_vocabulary(tiny: Dataset) -> None:
    turned = replace(tiny, assessments=tuple(reversed(tiny.assessments)))
    assert [aspect.value for aspect in aspect_steps_of(turned, tiny.claims[0])] == ["presence", "quantity"]
