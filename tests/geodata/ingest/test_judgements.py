"""What a judgement may rest on and follow on, refused one at a time: file, row, field, value and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.assess import TRANSITIONS
from geodata.errors import DatasetError, Problem
from geodata.model import Basis, Dataset, Status
from tests.builders import DatasetBuilder

BASIS = {
    Status.CONFIRMED: Basis.IMAGERY,
    Status.CORROBORATED: Basis.INDEPENDENT_ORIGINS,
    Status.UNVERIFIED: Basis.NONE,
    Status.SPECULATIVE: Basis.INFERENCE,
    Status.DISPUTED: Basis.CONFLICTING_SOURCES,
    Status.REFUTED: Basis.DOCUMENT,
    Status.WITHDRAWN: Basis.RETRACTED,
}


def judge(builder: DatasetBuilder, assessment_id: str, status: Status, **values: str) -> None:
    """Add a judgement of the point, well supported unless ``values`` say otherwise."""
    day = values.pop("day", "2024-12-01")
    given = {
        "assessment_id": assessment_id, "claim_id": "point", "aspect": "presence", "status": status.value,
        "basis": BASIS[status].value, "reason": "Because", "evidence": "r1 r3", "effective_at": day,
        "recorded_at": day, "by": "tests",
    }  # fmt: skip
    builder.add("assessments.csv", **{**given, **values})


@pytest.fixture
def builder(tmp_path: Path) -> DatasetBuilder:
    """The tiny data set without its judgements."""
    builder = DatasetBuilder(tmp_path)
    builder.tables["assessments.csv"].clear()
    return builder


def problems_of(builder: DatasetBuilder) -> list[Problem]:
    try:
        builder.load()
    except DatasetError as error:
        return list(error.problems)
    return []


def only(builder: DatasetBuilder) -> Problem:
    problems = problems_of(builder)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


# status, what is changed, what the mend says (blank: accepted)
NEEDS = [
    ("confirmed", {"evidence": "r1"}, ""),
    ("confirmed", {"evidence": ""}, "needs a report that shows it"),
    (
        "confirmed",
        {"basis": "admission", "evidence": "r1"},
        "name a report that admits it, or add the party's position",
    ),
    ("confirmed", {"basis": "admission", "evidence": "r9", "day": "2025-01-01"}, ""),  # one that admits it
    ("confirmed", {"basis": "admission", "evidence": "r1", "day": "2025-01-01"}, ""),  # Russia's position of that day
    ("confirmed", {"basis": "admission", "evidence": "r1", "day": "2024-12-31"}, "name a report that admits it"),
    ("confirmed", {"basis": "admission", "evidence": "", "day": "2025-01-01"}, "needs a report that shows it"),
    ("corroborated", {}, ""),
    ("corroborated", {"evidence": "r1"}, "at least two independent origins"),
    ("corroborated", {"evidence": "r1 r1"}, "at least two independent origins"),
    ("corroborated", {"evidence": "r1 r2"}, "at least two independent origins"),  # r2 repeats r1
    ("corroborated", {"evidence": "r3 r4"}, "at least two independent origins"),  # one agency
    ("corroborated", {"evidence": "r1 r8", "day": "2025-03-01"}, "at least two independent origins"),  # r8 denies
    ("disputed", {}, ""),
    ("disputed", {"evidence": "r1"}, "at least two reports that contradict each other"),
    ("disputed", {"evidence": "r1 r1"}, "at least two reports that contradict each other"),
    ("refuted", {"evidence": "r1"}, ""),
    ("refuted", {"evidence": ""}, "needs a report that shows it to be false"),
    ("withdrawn", {"evidence": "r1"}, ""),
    ("withdrawn", {"evidence": "r1", "basis": "replaced"}, ""),
    ("withdrawn", {"evidence": ""}, "the report that replaces it or takes it back"),
    ("speculative", {"evidence": ""}, ""),
    ("unverified", {"evidence": ""}, ""),
    ("unverified", {"basis": "single_origin", "evidence": "r1"}, ""),
    ("unverified", {"evidence": "r1 r99"}, "ids that reports.csv holds"),
]


@pytest.mark.parametrize(("status", "values", "mend"), NEEDS)
def test_what_each_status_needs(builder: DatasetBuilder, status: str, values: dict[str, str], mend: str) -> None:
    builder.add(
        "reports.csv",
        report_id="r9", claim_id="point", source_id="agency", published_at="2025-01-01", stance="admits", title="Yes",
    )  # fmt: skip
    judge(builder, "a1", Status(status), **values)
    if not mend:
        assert problems_of(builder) == []
        return
    found = only(builder)
    assert (found.file, found.row, found.field) == ("assessments.csv", 2, "evidence")
    assert mend in found.mend


WRONG_BASES = [
    (status, basis)
    for status, own in {
        Status.CONFIRMED: {Basis.IMAGERY, Basis.DOCUMENT, Basis.ADMISSION, Basis.ON_SITE},
        Status.CORROBORATED: {Basis.INDEPENDENT_ORIGINS},
        Status.UNVERIFIED: {Basis.NONE, Basis.SINGLE_ORIGIN},
        Status.SPECULATIVE: {Basis.INFERENCE},
        Status.DISPUTED: {Basis.CONFLICTING_SOURCES},
        Status.REFUTED: {Basis.IMAGERY, Basis.DOCUMENT, Basis.ADMISSION, Basis.ON_SITE},
        Status.WITHDRAWN: {Basis.REPLACED, Basis.RETRACTED},
    }.items()
    for basis in Basis
    if basis not in own
]


def test_a_status_takes_no_other_basis(builder: DatasetBuilder) -> None:
    for number, (status, basis) in enumerate(WRONG_BASES):
        judge(builder, f"a{number}", status, basis=basis.value)
    problems = problems_of(builder)
    assert [(one.row, one.field, one.value) for one in problems] == [
        (row, "basis", basis.value) for row, (_status, basis) in enumerate(WRONG_BASES, 2)
    ]
    assert all(f"the status {status.value} needs a basis of" in problem.mend
               for (status, _basis), problem in zip(WRONG_BASES, problems, strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("day", "late"),
    [
        ("2024-10-13", "r1 r3"),
        ("2024-10-14", "r3"),
        ("2024-11-29", "r3"),
        ("2024-11-30", None),
    ],  # r3: some day of the month
)
def test_evidence_of_the_future_is_refused(builder: DatasetBuilder, day: str, late: str | None) -> None:
    judge(builder, "a1", Status.CORROBORATED, day=day, recorded_at="2025-01-01")
    if late is None:
        assert problems_of(builder) == []
        return
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("assessments.csv", 2, "evidence", late)
    assert f"not all of it was certainly public on {day}" in found.mend


def test_a_mark_makes_two_origins_one(builder: DatasetBuilder) -> None:
    judge(builder, "a1", Status.CORROBORATED)
    assert problems_of(builder) == []
    builder.put("reports.csv", 4, "not_independent_of", "r1")
    assert "at least two independent origins" in only(builder).mend


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
@pytest.mark.parametrize("aspects", ["presence activity", "quantity quantity"])
def test_what_may_follow(builder: DatasetBuilder, before: Status, after: Status, aspects: str) -> None:
    first, second = aspects.split()
    judge(builder, "late", after, aspect=second, day="2024-12-02")  # the earlier stands below: rows decide nothing
    judge(builder, "early", before, aspect=first, day="2024-12-01")
    if after in TRANSITIONS[before]:
        assert problems_of(builder) == []
        return
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("assessments.csv", 2, "status", after.value)
    assert found.mend.startswith(f"after {before.value} (row 3) it may be ")


def test_aspects_are_series_of_their_own(builder: DatasetBuilder) -> None:
    judge(builder, "a1", Status.CONFIRMED, aspect="place", day="2024-12-01")
    judge(builder, "a2", Status.UNVERIFIED, aspect="presence", day="2024-12-02")
    judge(builder, "a3", Status.SPECULATIVE, aspect="quantity", day="2024-12-03")
    judge(builder, "a4", Status.CONFIRMED, aspect="presence", day="2024-12-03", claim_id="area")
    assert problems_of(builder) == []
    judge(builder, "a5", Status.UNVERIFIED, aspect="place", day="2024-12-04")
    assert only(builder).row == 6


def test_of_one_day_the_judgement_written_later_follows(builder: DatasetBuilder) -> None:
    judge(builder, "a1", Status.SPECULATIVE, recorded_at="2024-12-02")
    judge(builder, "a2", Status.CONFIRMED, recorded_at="2024-12-03")
    assert problems_of(builder) == []
    builder.put("assessments.csv", 2, "recorded_at", "2024-12-04")
    assert "after confirmed (row 3)" in only(builder).mend


# field, row of the report, what it names, what the mend says (blank: accepted)
LINKS = [
    ("derived_from", 4, "r1", ""),
    ("derived_from", 4, "r7", "dated later than this one"),  # February 2025, and this one is of November 2024
    ("derived_from", 5, "r3", "dated later than this one"),  # some day of November does not come before the 5th
    ("not_independent_of", 4, "r1", ""),
    ("not_independent_of", 4, "r4", ""),
    ("not_independent_of", 2, "r3", "put the link on the other report"),
    ("not_independent_of", 4, "r3", "another report than this one"),
]


@pytest.mark.parametrize(("field", "row", "key", "mend"), LINKS)
def test_a_report_cannot_rest_on_one_of_a_later_day(
    builder: DatasetBuilder, field: str, row: int, key: str, mend: str
) -> None:
    builder.put("reports.csv", row, field, key)
    if not mend:
        assert problems_of(builder) == []
        return
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("reports.csv", row, field, key)
    assert mend in found.mend


def test_marks_of_one_day_may_be_mutual(builder: DatasetBuilder) -> None:
    builder.put("reports.csv", 4, "published_at", "2024-10-14").put("reports.csv", 4, "not_independent_of", "r1")
    builder.put("reports.csv", 2, "not_independent_of", "r3")
    dataset: Dataset = builder.load()
    assert [report.not_independent_of for report in dataset.reports_of["point"]] == ["r3", None, "r1"]


# row of the position, its day, the report it names (blank: none), whether it is accepted
WORDS = [
    (2, "2024-10-14", "r1", True),  # said and reported on one day
    (2, "2024-10-13", "r1", False),
    (2, "2024-11-30", "r3", True),  # published some day of November
    (2, "2024-11-29", "r3", False),
    (2, "2024-10-13", "", True),
]


@pytest.mark.parametrize(("row", "day", "key", "accepted"), WORDS)
def test_a_position_cannot_rest_on_a_report_of_a_later_day(
    builder: DatasetBuilder, row: int, day: str, key: str, accepted: bool
) -> None:
    builder.put("positions.csv", row, "said_on", day).put("positions.csv", row, "report_id", key)
    if accepted:
        assert problems_of(builder) == []
        return
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("positions.csv", row, "report_id", key)
    assert f"dated later than the position, {day}: move said_on" in found.mend
