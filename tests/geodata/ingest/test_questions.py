from __future__ import annotations

import json

import pytest

from geodata.errors import ClaimlineError
from geodata.ingest.questions import NeedsAnswerError, Question

SHEET = Question("sheet", "Which sheet?", (("A", "10 rows"), ("B", "2 rows")), "Both hold something.")
CRS = Question("crs", "Which reference system?", (("EPSG:32637", "UTM zone 37 north"),), "", "any EPSG code")


@pytest.mark.parametrize("question", [SHEET, CRS])
def test_a_question_comes_back_from_json_the_same(question: Question) -> None:
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question


def test_the_error_is_ours_carries_the_questions_and_says_them_one_a_line() -> None:
    error = NeedsAnswerError(iter([SHEET, CRS]))
    assert isinstance(error, ClaimlineError)
    assert error.questions == (SHEET, CRS)
    assert str(error).splitlines() == [
        "Which sheet? Both hold something. Answer sheet with one of: A, B.",
        "Which reference system? Answer crs with one of: EPSG:32637, any EPSG code.",
    ]
