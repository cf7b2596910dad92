from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from geodata.model import ForeignVerdict, Names, Report, Stance, parse_edtf

KNOWN = [
    ("2024-10-18", date(2024, 10, 18)),
    ("2024-10", date(2024, 10, 31)),
    ("2024-02", date(2024, 2, 29)),
    ("2024", date(2024, 12, 31)),
    ("2024-24", date(2025, 2, 28)),
    ("2024-10-18T23:59Z", date(2024, 10, 18)),
    ("2024-10-18T00:00Z", date(2024, 10, 18)),
    ("2024-10-18T01:00+03:00", date(2024, 10, 17)),
    ("2024-10-18/2024-11-02", date(2024, 11, 2)),
    ("2024-10/..", None),
    ("", None),
]


def report(published: str) -> Report:
    return Report("r1", "c1", "s1", parse_edtf(published), Stance.ASSERTS, None, "A title", "")


@pytest.mark.parametrize(("published", "known_on"), KNOWN)
def test_report_is_known_from_the_last_day_of_its_span(published: str, known_on: date | None) -> None:
    assert report(published).known_on == known_on


def test_names_that_are_known_english_first() -> None:
    assert Names("Kursk", "Курск", "", "쿠르스크").all() == ("Kursk", "Курск", "쿠르스크")
    assert Names("Kursk").all() == ("Kursk",)


@pytest.mark.parametrize(("language", "name"), [("en", "Kursk"), ("ru", "Курск"), ("uk", "Kursk"), ("ko", "쿠르스크")])
def test_a_name_in_a_language_is_the_english_one_where_none_is_known(language: str, name: str) -> None:
    assert Names("Kursk", "Курск", "", "쿠르스크").in_language(language) == name


def test_records_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        report("2024").title = "Another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("said_on", "asked", "is_public"),
    [
        (date(2024, 10, 18), date(2024, 10, 17), False),
        (date(2024, 10, 18), date(2024, 10, 18), True),
        (date(2024, 10, 18), None, True),
        (None, date.max, False),
        (None, None, True),
    ],
)
def test_what_others_say_without_a_day_counts_on_no_day(
    said_on: date | None, asked: date | None, is_public: bool
) -> None:
    assert ForeignVerdict("c1", "An archive", "status", "Verified", said_on).is_public(asked) is is_public
