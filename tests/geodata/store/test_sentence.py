from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import ClaimQuery, filter_words, sentence, window_words
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


WINDOWS = [
    (None, None, "all dates"),
    (None, "2024-10-18", "up to 18 October 2024"),
    ("2024-10-18", None, "since 18 October 2024"),
    ("2024-10-18", "2024-10-18", "18 October 2024"),
    ("2024-10-01", "2024-10-31", "October 2024"),
    ("2024-02-01", "2024-02-29", "February 2024"),
    ("2024-02-01", "2024-02-28", "1 February to 28 February 2024"),
    ("2023-02-01", "2023-02-28", "February 2023"),
    ("2025-06-01", "2025-11-30", "June to November 2025"),
    ("2025-06-01", "2025-11-29", "1 June to 29 November 2025"),
    ("2025-06-02", "2025-11-30", "2 June to 30 November 2025"),
    ("2024-10-01", "2025-04-30", "October 2024 to April 2025"),
    ("2024-12-31", "2025-01-01", "31 December 2024 to 1 January 2025"),
    ("2024-01-01", "2024-12-31", "January to December 2024"),
    ("2024-01-01", "9999-12-31", "January 2024 to December 9999"),
    ("0001-01-01", "9999-12-31", "January 1 to December 9999"),
]


@pytest.mark.parametrize(("first", "last", "words"), WINDOWS)
def test_window_words(first: str | None, last: str | None, words: str) -> None:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    assert window_words(*days) == words


FILTERS: list[tuple[dict[str, Any], str]] = [
    ({}, "All claims"),
    ({"types": {ClaimType.DEMINING}}, "Demining claims"),
    ({"types": {ClaimType.COMBAT, ClaimType.DEMINING}}, "Combat and demining claims"),
    (
        {"types": {ClaimType.OTHER, ClaimType.INFRASTRUCTURE_REPAIR, ClaimType.TRAINING}},
        "Training, infrastructure repair and other claims",
    ),
    ({"statuses": {Status.DISPUTED, Status.UNVERIFIED}}, "All claims, unverified or disputed"),
    (
        {"types": {ClaimType.DEMINING}, "statuses": set(Status) - {Status.WITHDRAWN, Status.CONFIRMED}},
        "Demining claims, corroborated, unverified, speculative, disputed or refuted",
    ),
    ({"modalities": {Modality.INFERRED, Modality.EN_ROUTE}}, "All claims, en route or inferred"),
    ({"parties": {"Ukraine"}}, "All claims, reported by Ukraine"),
    ({"parties": {"Ukraine", "Russia"}}, "All claims, reported by Russia or Ukraine"),
    ({"sources": {"ministry", "daily"}}, "All claims, reported by Daily paper or Ministry of Defence"),
    (
        {"parties": {"Ukraine", "Russia"}, "sources": {"daily"}},
        "All claims, reported by Russia or Ukraine and by Daily paper",
    ),
    ({"sources": {"gone"}}, "All claims, reported by gone"),
    ({"text": "  Курск   road "}, "All claims, matching “Курск road”"),
    ({"text": " \t"}, "All claims"),
]


def query(chosen: dict[str, Any], **more: Any) -> ClaimQuery:
    frozen: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, set) else value for key, value in chosen.items()
    }
    return ClaimQuery(**frozen, **more)


@pytest.mark.parametrize(("chosen", "words"), FILTERS)
def test_filter_words(tiny: Dataset, chosen: dict[str, Any], words: str) -> None:
    assert filter_words(tiny, query(chosen)) == words
    assert sentence(tiny, query(chosen)) == f"{words}, all dates"


def test_whole_sentence(tiny: Dataset) -> None:
    asked = query(
        {
            "types": {ClaimType.DEMINING, ClaimType.INFRASTRUCTURE_REPAIR},
            "statuses": {Status.UNVERIFIED, Status.DISPUTED},
        },
        first_day=date(2025, 6, 1),
        last_day=date(2025, 11, 30),
        known_on=date(2025, 12, 24),
    )
    assert sentence(tiny, asked) == (
        "Infrastructure repair and demining claims, unverified or disputed, June to November 2025, "
        "as known on 24 December 2025"
    )


ASKED: list[tuple[dict[str, Any], str]] = [
    ({"known_on": date(2024, 11, 1)}, "All claims, all dates, as known on 1 November 2024"),
    ({"aspect": Aspect.QUANTITY}, "All claims, all dates, status of the quantity alone"),
    (
        {"aspect": Aspect.PLACE, "known_on": date(2025, 1, 31), "last_day": date(2024, 10, 31)},
        "All claims, up to 31 October 2024, status of the place alone, as known on 31 January 2025",
    ),
]


@pytest.mark.parametrize(("asked", "words"), ASKED)
def test_what_was_known_and_which_status_is_meant(tiny: Dataset, asked: dict[str, Any], words: str) -> None:
    assert sentence(tiny, ClaimQuery(**asked)) == words
    assert filter_words(tiny, ClaimQuery(**asked)) == "All claims"
