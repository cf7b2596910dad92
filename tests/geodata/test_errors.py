from __future__ import annotations

import pytest

from geodata.errors import (
    ClaimlineError,
    DatasetError,
    ExportError,
    Problem,
    QueryError,
    UnreadableError,
    ViewError,
)

SENTENCES = [
    (Problem("a.csv", None, None, None, "add it"), "a.csv: add it."),
    (Problem("a.csv", 7, None, None, "count the fields"), "a.csv, row 7: count the fields."),
    (Problem("a.csv", 7, "lon", None, "fill it in"), "a.csv, row 7, field lon: fill it in."),
    (Problem("a.csv", 7, "lon", "x", "write a number"), "a.csv, row 7, field lon: “x” cannot be used; write a number."),
    (Problem("a.toml", None, "id", "", "fill it in"), "a.toml, field id: “” cannot be used; fill it in."),
    (Problem("a.csv", 2, "x", "a\nb\r\nc", "mend"), "a.csv, row 2, field x: “a b  c” cannot be used; mend."),
    (Problem("a.csv", 2, "x", "a\u2028b\x0bc\x85d", "mend"), "a.csv, row 2, field x: “a b c d” cannot be used; mend."),
    (Problem("a.csv", 2, "x", "\x1b[2J\u202e\ud800", "mend"), "a.csv, row 2, field x: “�[2J��” cannot be used; mend."),
    (Problem("a.toml", None, "\x1b]", None, "remove it"), "a.toml, field �]: remove it."),
    (Problem("\udcff", None, None, None, "no such folder"), "�: no such folder."),
    (
        Problem("a.csv", 2, "x", "Курск 쿠르스크", "mend"),
        "a.csv, row 2, field x: “Курск 쿠르스크” cannot be used; mend.",
    ),
]


@pytest.mark.parametrize(("problem", "sentence"), SENTENCES)
def test_problem_is_one_sentence(problem: Problem, sentence: str) -> None:
    assert str(problem) == sentence


@pytest.mark.parametrize(("length", "shown"), [(79, "x" * 79), (80, "x" * 80), (81, "x" * 79 + "…")])
def test_problem_quotes_at_most_eighty_characters(length: int, shown: str) -> None:
    assert f"“{shown}”" in str(Problem("a.csv", 2, "x", "x" * length, "shorten it"))


def test_dataset_error_carries_every_problem_and_says_one_a_line() -> None:
    problems = [Problem("a.csv", row, None, None, "mend") for row in (2, 3)]
    error = DatasetError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == [str(problem) for problem in problems]


@pytest.mark.parametrize("kind", [DatasetError, UnreadableError, QueryError, ViewError, ExportError])
def test_one_root_catches_all_of_ours_and_nothing_else(kind: type[Exception]) -> None:
    assert issubclass(kind, ClaimlineError)
    assert not issubclass(ValueError, ClaimlineError)
    assert not issubclass(kind, ValueError)
