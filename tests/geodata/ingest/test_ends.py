"""When the end of a claim must say since when it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.errors import DatasetError, Problem
from geodata.ingest import load_dataset
from geodata.ingest.ends import check_ends
from geodata.model import Dataset, Modality, parse_edtf
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def problems_of(folder: Path, event: str, modality: str, known: str) -> list[Problem]:
    """Of the claim that was first reported on 14 October 2024."""
    builder = DatasetBuilder(folder).put("claims.csv", 2, "event_date", event)
    builder.put("claims.csv", 2, "modality", modality).put("claims.csv", 2, "end_known_on", known)
    try:
        builder.load()
    except DatasetError as error:
        return list(error.problems)
    return []


# event_date, modality, end_known_on; the field that is refused (blank: none) and a part of the mend
ENDS = [
    ("2024-10-08/2024-10-14", "present", "", "", ""),
    ("2024-10-08/2024-10-15", "present", "", "event_date", "its end lies after 2024-10-14"),
    ("2024-10-08/2024-10-15", "present", "2024-10-15", "", ""),
    ("2024-10-08/2024-10-15", "present", "2025-01-01", "", ""),
    ("2024-10-08/2024-10-15", "present", "2024-10-14", "end_known_on", "the end came on 2024-10-15 at the earliest"),
    ("2024-10-08/2024-10-15", "present", "2024-10-13", "end_known_on", "first reported on 2024-10-14"),
    ("2024-10-08/2024-10-13", "present", "2024-10-14", "", ""),
    ("2024-10-08/2024-10-13", "present", "2024-10-20", "", ""),
    ("2024-09/2024-10", "present", "", "", ""),  # the month had begun: as coarse as it was told
    ("2024-09/2024-11", "present", "", "event_date", "or .. where nobody told it"),
    ("2024-09/2024-11", "present", "2024-11-01", "", ""),
    ("2024-09/2024-11", "present", "2024-10-31", "end_known_on", "the end came on 2024-11-01"),
    ("2024-09/2024-11", "planned", "", "", ""),
    ("2024-09/2024-11", "announced", "", "", ""),
    ("2024-09/2024-11", "planned", "2024-10-14", "", ""),
    ("2024-09/2024-11", "planned", "2024-10-13", "end_known_on", "first reported on"),
    ("2024-09/2024-11", "inferred", "", "event_date", "its end lies after"),
    ("2024-09/2024-11", "inferred", "2024-10-14", "", ""),
    ("2024-09/2024-11", "en_route", "", "event_date", "its end lies after"),
    ("2024-09/2024-11", "completed", "", "event_date", "its end lies after"),
    ("2024-09/..", "present", "", "", ""),
    ("2024-09/..", "present", "2024-11-01", "end_known_on", "write event_date as start/end"),
    ("2025", "present", "", "", ""),
    ("2024-11", "present", "2024-11-01", "end_known_on", "write event_date as start/end"),
    ("", "present", "2024-11-01", "end_known_on", "write event_date as start/end"),
]


@pytest.mark.parametrize(("event", "modality", "known", "field", "mend"), ENDS)
def test_an_end_says_since_when_it_is_known(
    tmp_path: Path, event: str, modality: str, known: str, field: str, mend: str
) -> None:
    problems = problems_of(tmp_path, event, modality, known)
    assert [problem.field for problem in problems] == ([field] if field else [])
    for problem in problems:
        assert (problem.file, problem.row) == ("claims.csv", 2)
        assert problem.value == (event if field == "event_date" else known)
        assert mend in problem.mend


def test_the_first_report_counts_and_not_the_first_row(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "event_date", "2024-10-08/2024-10-15")
    builder.put("claims.csv", 2, "end_known_on", "2024-10-15")
    reports = builder.tables["reports.csv"]
    reports.append(reports.pop(0))
    assert str(builder.load().claims[0].end_known_on) == "2024-10-15"


@pytest.mark.parametrize(
    ("event", "known", "refused"),
    [
        ("2024-10-08/2024-10-15", "", ""),  # nobody can say whether it was told before or after it came
        ("2024-10-08/2024-10-15", "2024-10-01", "the end came on 2024-10-15 at the earliest"),
        ("2024-10-08/2024-10-15", "2024-10-15", ""),
        ("2024-10-08", "2024-10-15", "write event_date as start/end"),
    ],
)
def test_the_end_of_what_was_reported_on_no_known_day(tmp_path: Path, event: str, known: str, refused: str) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 7, "event_date", event)
    builder.put("claims.csv", 7, "modality", "present").put("claims.csv", 7, "end_known_on", known)
    builder.put("reports.csv", 9, "published_at", "")
    if not refused:
        assert builder.load().reports_of["nowhere"][0].known_on is None
        return
    with pytest.raises(DatasetError) as caught:
        builder.load()
    assert [(found.row, found.field) for found in caught.value.problems] == [(7, "end_known_on")]
    assert refused in str(caught.value)


def test_the_column_may_be_left_out(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    folder = builder.write()
    text = (folder / "claims.csv").read_text(encoding="utf-8").splitlines()
    without = [line.rpartition(",")[0] for line in text]
    assert text[0].endswith(",end_known_on")
    (folder / "claims.csv").write_text("\n".join(without) + "\n", encoding="utf-8")
    assert {claim.end_known_on for claim in load_dataset(folder).claims} == {None}


# Any claim that a data set may hold: its event, its modality, the days of its reports and of the end
SPANS = st.builds(
    lambda first, days, coarse: "/".join(str(each)[:coarse] for each in (first, first + timedelta(days))),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.integers(32, 200),
    st.sampled_from([7, 10]),
)
DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))


@given(SPANS, st.sampled_from(Modality), DAYS, st.none() | DAYS, DAYS)
@settings(deadline=None, max_examples=400)
def test_what_is_let_in_never_ends_later_than_anybody_could_know(
    tiny: Dataset, event: str, modality: Modality, first: date, end: date | None, known_on: date
) -> None:
    span = parse_edtf(event)
    claim = replace(tiny.claims[0], time=span, modality=modality, end_known_on=end)
    report = replace(tiny.reports[0], published=parse_edtf(first.isoformat()))
    problems: list[Problem] = []
    check_ends([(2, claim)], replace(tiny, claims=(claim,), reports=(report,)), problems)
    assume(not problems and known_on >= first)
    told = claim.time_on(known_on)
    assert told in (span, span.opened())
    assert claim.time_on(None) == span
    assert modality.is_hollow or told.end_begins is None or told.end_begins <= known_on
    assert end is None or (told == span) == (known_on >= end)
