"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.project import EVERYTHING, files, relative, tree

MOST_LINES = 400
MEDIAN_LINES = 150
USUAL_FUNCTION_LINES = 25  # "mostly": at least SHARE of all functions
SHARE = 0.85

OURS = files(EVERYTHING, (".py", ".js", ".css"))


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def function_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, signature included, docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        said = function.body[0]
        lines -= (said.end_lineno or said.lineno) - said.lineno + 1
    return lines


@pytest.mark.parametrize("path", OURS, ids=relative)
def test_no_file_is_too_long(path: Path) -> None:
    assert line_count(path) <= MOST_LINES


def test_the_usual_file_is_short() -> None:
    assert median(line_count(path) for path in OURS) <= MEDIAN_LINES


def test_functions_are_mostly_short() -> None:
    lengths = [
        function_lines(node)
        for path in OURS
        if path.suffix == ".py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    short = sum(length < USUAL_FUNCTION_LINES for length in lengths)
    assert short >= SHARE * len(lengths), f"only {short} of {len(lengths)} functions are under 25 lines"
