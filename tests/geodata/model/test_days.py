from __future__ import annotations

from datetime import date

import pytest

from geodata.model import is_public, read_day


def test_a_day_is_read_in_one_way_only() -> None:
    assert read_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "2024-2-29", "20240229", "2024-W09-4", "2023-02-29", "٢٠٢٤-٠٢-٢٩", "2024-02-29\n"]
)
def test_what_is_written_otherwise_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        read_day(text)


@pytest.mark.parametrize(
    ("day", "known_on", "counts"),
    [
        (date(2024, 5, 1), None, True),
        (None, None, True),
        (date(2024, 5, 1), date(2024, 5, 1), True),
        (date(2024, 5, 2), date(2024, 5, 1), False),
        (None, date(2024, 5, 1), False),
    ],
)
def test_what_counts_at_the_end_of_a_day(day: date | None, known_on: date | None, counts: bool) -> None:
    assert is_public(day, known_on) is counts
