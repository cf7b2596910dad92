from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assess import is_denied, known_reports, origin_count, verdict_on
from geodata.model import Aspect, Basis, Dataset, PartyPosition, Position, Report, Stance, Status, parse_edtf
from geodata.model import Assessment as Judgement
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


def test_twelve_reports_of_one_briefing_are_one_origin(tiny: Dataset) -> None:
    echoes = tuple(replace(tiny.reports[1], report_id=f"echo{number}") for number in range(11))
    many = replace(tiny, reports=(*tiny.reports, *echoes))
    assert origin_count(many, (many.reports[0], *echoes)) == 1
    assert origin_count(many, many.reports_of["point"]) == 2
    assert origin_count(many, ()) == 0


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


DAY = st.integers(0, 6).map(lambda number: date(2024, 2, 26) + timedelta(days=number))  # with a 29th of February
JUDGEMENT = st.tuples(st.sampled_from(Status), DAY)


@given(st.lists(DAY, max_size=4), st.lists(JUDGEMENT, max_size=4), DAY)
@settings(deadline=None)
def test_nothing_later_than_the_known_day_gets_through(
    tiny: Dataset, days: list[date], judgements: list[tuple[Status, date]], known_on: date
) -> None:
    """What is known on a day is what would be known if nothing later had ever been written."""
    written = [
        Report(f"x{number}", "point", "daily", parse_edtf(str(day)), Stance.ASSERTS, None, "A title", "")
        for number, day in enumerate(days)
    ]
    judged = [
        Judgement(f"y{number}", "point", Aspect.PRESENCE, status, Basis.NONE, "So", (), day, day, "tests")
        for number, (status, day) in enumerate(judgements)
    ]
    whole = replace(tiny, reports=tuple(written), assessments=tuple(judged))
    past = replace(
        tiny,
        reports=tuple(report for report in written if report.published.start_utc.date() <= known_on),  # type: ignore[union-attr]
        assessments=tuple(judgement for judgement in judged if judgement.effective_at <= known_on),
    )
    claim = tiny.claims[0]
    assert known_reports(whole, claim, known_on) == known_reports(past, claim)
    assert verdict_on(whole, claim, known_on) == verdict_on(past, claim)
