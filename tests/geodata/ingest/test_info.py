from __future__ import annotations

from datetime import date

import pytest

from geodata.errors import Problem
from geodata.ingest.info import read_info
from geodata.ingest.tables import read_toml
from geodata.model import Coverage, CoverageState, DatasetInfo
from tests.builders import INFO


def read(text: str) -> tuple[DatasetInfo, list[tuple[str | None, str | None, str]]]:
    problems: list[Problem] = []
    info = read_info(read_toml("dataset.toml", text.encode(), problems), problems)
    assert all((problem.file, problem.row) == ("dataset.toml", None) for problem in problems)
    return info, [(problem.field, problem.value, problem.mend) for problem in problems]


def test_coverage_is_read_in_time_order() -> None:
    blocks = INFO.split("[[coverage]]")
    info, problems = read(f"{blocks[0]}[[coverage]]{blocks[2]}\n[[coverage]]{blocks[1]}")
    assert not problems
    assert info.coverage == (
        Coverage(date(2024, 10, 1), date(2024, 12, 31), CoverageState.COLLECTED, "daily"),
        Coverage(date(2025, 1, 1), date(2025, 3, 31), CoverageState.NONE),
    )


def test_coverage_may_be_left_out() -> None:
    info, problems = read(INFO.split("[[coverage]]", maxsplit=1)[0])
    assert (info.coverage, problems) == ((), [])


def test_parties_that_are_no_side() -> None:
    info, problems = read('unaligned = ["Press", " Investigators "]\n' + INFO)
    assert info.unaligned == {"Press", "Investigators"}
    assert not problems
    assert read(INFO)[0].unaligned == frozenset()


@pytest.mark.parametrize("written", ['"Press"', "7", '["Press", 7]', '["Press", " "]', "[[]]", "true"])
def test_parties_that_are_no_list_of_names(written: str) -> None:
    info, problems = read(f"unaligned = {written}\n{INFO}")
    assert info.unaligned == frozenset()
    assert [(field, mend) for field, _shown, mend in problems] == [
        ("unaligned", 'write it as a list of names in quotes: ["Press"]')
    ]


BROKEN = [
    ('title = "A tiny data set"', "", "title", None, "text in quotes"),
    ('"A tiny data set"', '" "', "title", " ", "text in quotes"),
    ('"A tiny data set"', "2024", "title", "2024", "text in quotes"),
    ('"tiny"', '"../etc"', "id", "../etc", "lower-case"),
    ('"CC0-1.0"', "2024-10-01", "licence", "2024-10-01", "text in quotes"),
    ('version = "1"', 'version = "1"\ncolour = "red"', "colour", None, "not known"),
    ("first = 2024-10-01", 'first = "2024-10-01"', "coverage[1].first", "2024-10-01", "without quotes"),
    ("first = 2024-10-01", "first = 2024-10-01T00:00:00", "coverage[1].first", "2024-10-01 00:00:00", "one day"),
    ("first = 2024-10-01", "", "coverage[1].first", None, "one day"),
    ("last = 2025-03-31", "last = 9999-12-31", "coverage[2].last", "9999-12-31", "one day"),
    ("last = 2024-12-31", "last = 2024-09-30", "coverage[1].last", "2024-09-30", "on or after first"),
    ("last = 2024-12-31", "last = 2025-01-01", "coverage.first", "2025-01-01", "overlaps the range"),
    ('state = "none"', 'state = "nothing"', "coverage[2].state", "nothing", "use one of collected, partly, none"),
    ('state = "none"', "state = false", "coverage[2].state", "False", "use one of"),
    ('state = "none"', "", "coverage[2].state", None, "use one of"),
    ('note = "daily"', "note = 7", "coverage[1].note", "7", "text in quotes"),
    ('note = "daily"', 'notes = "daily"', "coverage[1].notes", None, "not known"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "value", "mend"), BROKEN)
def test_one_broken_key_gives_one_problem(old: str, new: str, field: str, value: str | None, mend: str) -> None:
    assert INFO.count(old) == 1
    _info, problems = read(INFO.replace(old, new))
    assert [(found, shown) for found, shown, _mend in problems] == [(field, value)]
    assert mend in problems[0][2]


@pytest.mark.parametrize("coverage", ["coverage = 7", "coverage = ['all']", "[coverage]\nfirst = 2024-10-01"])
def test_coverage_that_is_no_list_of_tables(coverage: str) -> None:
    _info, problems = read(INFO.split("[[coverage]]", maxsplit=1)[0] + coverage)
    assert [(found, mend) for found, _shown, mend in problems] == [
        ("coverage", "write each range as a [[coverage]] table")
    ]


def test_ranges_that_meet_do_not_overlap_and_one_day_is_a_range() -> None:
    text = INFO.replace("last = 2025-03-31", "last = 2025-01-01")
    info, problems = read(text)
    assert not problems
    assert info.coverage[1].first == info.coverage[1].last == date(2025, 1, 1)


def test_keys_of_a_file_that_could_not_be_read_are_not_asked_for() -> None:
    problems: list[Problem] = []
    read_info(None, problems)
    assert problems == []
