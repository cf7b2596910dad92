from __future__ import annotations

import json

import pytest

from geodata import model
from geodata.model import GeoPrecision, Modality, Status, TimePrecision, Word

VOCABULARIES = sorted(
    (kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Word) and kind is not Word),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_words_have_a_value_of_their_own_and_a_label(vocabulary: type[Word]) -> None:
    words = list(vocabulary)
    assert len({word.value for word in words}) == len({word.label for word in words}) == len(words)
    for word in words:
        assert vocabulary(word.value) is word
        assert word == word.value
        assert json.dumps(word) == f'"{word.value}"'


def test_every_status_has_one_rule_of_one_sentence() -> None:
    assert [status.value for status in Status] == [
        "confirmed", "corroborated", "unverified", "speculative", "disputed", "refuted", "withdrawn",
    ]  # fmt: skip
    for status in Status:
        assert status.rule.endswith(".")
        assert status.rule.count(".") == 1


def test_plans_and_inferences_are_hollow_and_presences_are_not() -> None:
    assert {word.value for word in Modality if word.is_hollow} == {"planned", "announced", "inferred"}


def test_points_and_areas() -> None:
    assert {word.value for word in GeoPrecision if word.is_point} == {"exact", "vicinity", "locality", "settlement"}


def test_time_precisions_run_from_finest_to_coarsest() -> None:
    assert [word.value for word in TimePrecision] == ["time", "day", "week", "month", "quarter", "year", "unknown"]
