from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.assess import is_denied, known_reports, verdict_on
from geodata.model import (
    Aspect,
    Basis,
    Dataset,
    Modality,
    PartyPosition,
    Position,
    Report,
    Stance,
    Status,
    parse_edtf,
)
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


VERDICTS = [
    ("point", None, "corroborated", "a2"),
    ("point", "2024-10-13", "unverified", None),
    ("point", "2024-10-14", "unverified", "a1"),  # known from the day on which the evidence was public
    ("point", "2024-11-29", "unverified", "a1"),
    ("point", "2024-11-30", "corroborated", "a2"),
    ("point", "2030-01-01", "corroborated", "a2"),  # an assessment of the quantity moves nothing
    ("area", None, "confirmed", "a4"),  # activity decides as presence does
    ("area", "2024-11-19", "unverified", None),
    ("vague", "2024-12-10", "speculative", "a5"),
    ("undated", None, "unverified", None),
]


@pytest.mark.parametrize(("claim_id", "known_on", "status", "assessment"), VERDICTS)
def test_verdict_on_a_date(
    tiny: Dataset, claim_id: str, known_on: str | None, status: str, assessment: str | None
) -> None:
    day = date.fromisoformat(known_on) if known_on else None
    verdict = verdict_on(tiny, tiny.claims[tiny.row_of[claim_id]], day)
    assert verdict.status == status
    assert (verdict.assessment.assessment_id if verdict.assessment else None) == assessment


ORDER = [  # effective_at, recorded_at, id of the first and of the second; which of them decides
    ("2024-10-14 2024-10-20 z", "2024-10-15 2024-10-15 a", 1),  # the evidence became public later
    ("2024-10-14 2024-10-20 a", "2024-10-14 2024-10-19 z", 0),  # of the same day: written down later
    ("2024-10-14 2024-10-20 a", "2024-10-14 2024-10-20 b", 1),  # of the same days: the later id
]


@pytest.mark.parametrize(("first", "second", "decides"), ORDER)
def test_the_latest_assessment_is_found_by_what_it_says_and_not_by_its_row(
    tiny: Dataset, first: str, second: str, decides: int
) -> None:
    judged = [
        replace(
            tiny.assessments[row],
            assessment_id=words.split()[2],
            effective_at=date.fromisoformat(words.split()[0]),
            recorded_at=date.fromisoformat(words.split()[1]),
        )
        for row, words in enumerate((first, second))
    ]
    for rows in (judged, judged[::-1]):
        found = verdict_on(replace(tiny, assessments=tuple(rows)), tiny.claims[0])
        assert found.assessment == judged[decides]
        assert found.status is judged[decides].status


KNOWN = [
    ("2024-10-13", []),
    ("2024-10-14", ["r1"]),
    ("2024-10-20", ["r1", "r2"]),
    ("2024-11-01", ["r1", "r2"]),
    ("2024-11-29", ["r1", "r2"]),
    ("2024-11-30", ["r1", "r2", "r3"]),  # published in November: certainly public when the month is over
    (None, ["r1", "r2", "r3"]),
]


@pytest.mark.parametrize(("known_on", "reports"), KNOWN)
def test_known_reports(tiny: Dataset, known_on: str | None, reports: list[str]) -> None:
    found = known_reports(tiny, tiny.claims[0], date.fromisoformat(known_on) if known_on else None)
    assert [report.report_id for report in found] == reports


@pytest.mark.parametrize(
    ("positions", "known_on", "denied"),
    [
        ("", None, False),
        ("10 R denies", None, True),
        ("10 R denies", 9, False),
        ("10 R denies", 10, True),
        ("10 R denies, 12 R admits", None, False),
        ("10 R denies, 12 R admits", 11, True),
        ("10 R admits, 12 R denies", None, True),
        ("10 R denies, 12 U asserts", None, True),  # another party's word takes nothing back
        ("10 R denies, 10 R no_comment", None, True),  # of one day the graver word holds, whatever the order
        ("10 R no_comment, 10 R denies", None, True),
        ("10 R asserts, 10 R denies", None, True),
        ("10 R admits, 10 R denies", None, False),
        ("10 R denies, 10 R admits", None, False),
        ("10 R denies, 11 R no_comment", None, False),
        ("11 R no_comment, 10 R denies", None, False),
        ("10 R asserts, 11 U admits", None, False),
    ],
)
def test_denial_is_the_latest_word_of_some_party(positions: str, known_on: int | None, denied: bool) -> None:
    said = [entry.split() for entry in positions.split(",") if entry]
    words = tuple(PartyPosition("c", party, Position(word), date(2024, 10, int(day))) for day, party, word in said)
    assert is_denied(words, None if known_on is None else date(2024, 10, known_on)) is denied


# The claim "undated" is an inference; its reports, stances by source (ministry: Ukraine, agency: Russia, daily: Korea)
COUNTED = [
    ("", "", "not-reported"),
    ("ministry asserts", "", "single-origin"),
    ("ministry mentions", "", "only-mentions"),
    ("ministry denies", "", "only-denials"),
    ("ministry denies, agency mentions", "", "mentioned-and-denied"),
    ("ministry asserts, daily asserts", "", "counted-independent"),
    ("ministry asserts, agency admits", "", "counted-independent"),
    ("ministry asserts, ministry asserts", "", "not-independent"),
    ("ministry asserts, daily asserts, agency denies", "", "counted-independent"),
    ("ministry asserts, agency denies", "", "single-origin"),
    ("ministry mentions", "inferred", "not-observed"),
    ("ministry denies", "inferred", "not-observed"),
    ("ministry asserts", "inferred", "single-origin"),
]


@pytest.mark.parametrize(("said", "modality", "rule_id"), COUNTED)
def test_without_a_judgement_the_reports_decide(tiny: Dataset, said: str, modality: str, rule_id: str) -> None:
    entries = [entry.split() for entry in said.split(",") if entry]
    reports = tuple(
        Report(f"x{number}", "point", source, parse_edtf("2024-10-14"), Stance(stance), None, "A title", "")
        for number, (source, stance) in enumerate(entries)
    )
    claim = replace(tiny.claims[0], modality=Modality(modality or "present"))
    unjudged = replace(tiny, reports=reports, assessments=())
    verdict = verdict_on(unjudged, claim, date(2024, 10, 14))
    assert (verdict.rule.rule_id, verdict.status, verdict.assessment) == (rule_id, verdict.rule.status, None)
    assert verdict_on(unjudged, claim, date(2024, 10, 13)).rule.rule_id == "not-reported"


def test_a_person_who_looked_outweighs_a_count(tiny: Dataset) -> None:
    """Of the two origins of the point, one came on 30 November; the judgement of that day is taken away."""
    alone = replace(tiny, assessments=tiny.assessments[:1])
    unjudged = replace(tiny, assessments=())
    assert verdict_on(unjudged, tiny.claims[0]).status is Status.CORROBORATED
    assert verdict_on(alone, tiny.claims[0]).status is Status.UNVERIFIED
    assert verdict_on(alone, tiny.claims[0], date(2024, 10, 13)).rule.rule_id == "not-reported"


ASPECTS = [
    ("point", "quantity", None, "disputed", "disputed-conflicting-sources"),
    ("point", "quantity", "2024-12-05", "disputed", "disputed-conflicting-sources"),
    ("point", "quantity", "2024-12-04", "unverified", "aspect-not-judged"),
    ("point", "presence", None, "corroborated", "corroborated-independent-origins"),
    ("point", "activity", None, "unverified", "aspect-not-judged"),  # reports are not counted for one aspect
    ("area", "activity", None, "confirmed", "confirmed-imagery"),
    ("area", "presence", None, "unverified", "aspect-not-judged"),
]


@pytest.mark.parametrize(("claim_id", "aspect", "known_on", "status", "rule_id"), ASPECTS)
def test_one_aspect_alone(
    tiny: Dataset, claim_id: str, aspect: str, known_on: str | None, status: str, rule_id: str
) -> None:
    day = date.fromisoformat(known_on) if known_on else None
    verdict = verdict_on(tiny, tiny.claims[tiny.row_of[claim_id]], day, Aspect(aspect))
    assert (verdict.status, verdict.rule.rule_id) == (status, rule_id)


def test_a_judgement_outside_the_table_still_decides(tiny: Dataset) -> None:
    """No file holds such a pair; who makes the records by hand still gets the person's word."""
    odd = replace(tiny.assessments[1], basis=Basis.INFERENCE)
    verdict = verdict_on(replace(tiny, assessments=(odd,)), tiny.claims[0])
    assert (verdict.status, verdict.rule.rule_id) == (Status.CORROBORATED, "judged")
