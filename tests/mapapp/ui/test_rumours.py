"""Life of a rumour: the table is what ``lives`` counts, and it warns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geodata.assess.lives import FEW, FEW_WORDS, LEFT_OUT_WORDS, lives
from mapapp.api import open_dataset
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import blocks, open_page, words


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


pytestmark = pytest.mark.usefixtures("builder")


def rows(page: AppTest) -> list[list[Any]]:
    return [row for table in blocks(page, "table") for row in table["rows"]]


def settle(builder: DatasetBuilder, count: int, *, after_days: tuple[int, ...] = (3,)) -> None:
    """Let the daily paper make claims that are confirmed some days later."""
    for number in range(count):
        claim = f"extra-{number}"
        day = date(2025, 3, 1 + after_days[number % len(after_days)])
        builder.add(
            "claims.csv", claim_id=claim, claim=f"Extra {number}", claim_type="deployment", modality="present",
            actor="troops", place_id="kursk", event_date="2025-02",
        ).add(
            "reports.csv", report_id=f"x{number}", claim_id=claim, source_id="daily", published_at="2025-03-01",
            stance="asserts", title="Extra",
        ).add(
            "assessments.csv", assessment_id=f"y{number}", claim_id=claim, aspect="presence", status="confirmed",
            basis="imagery", reason="Seen", evidence=f"x{number}", effective_at=str(day), recorded_at=str(day),
            by="tests",
        )  # fmt: skip
    builder.write()


def test_counts_are_those_of_the_library() -> None:
    page = open_page("rumours")
    assert not page.exception
    expected = lives(open_dataset())
    assert expected
    for row, life in zip(rows(page), expected, strict=True):
        counts = [life.claims, life.confirmed, life.refuted, life.withdrawn, life.unsettled]
        assert row[:7] == [life.claimant, life.party, *map(str, counts)]


def test_says_whose_record_it_is_and_what_is_left_out() -> None:
    said = words(open_page("rumours"))
    assert "our own assessments, not a mark for truthfulness" in said
    assert LEFT_OUT_WORDS in said


def test_warns_where_there_is_too_little_to_compare(builder: DatasetBuilder) -> None:
    page = open_page("rumours")
    warnings = [block["text"] for block in blocks(page, "text") if block["tone"] == "warning"]
    assert warnings == [FEW_WORDS]
    assert {row[-1] for row in rows(page)} == {"too few"}
    settle(builder, FEW)
    marks = {row[0]: row[-1] for row in rows(open_page("rumours"))}
    assert marks["Daily paper"] == "yes"
    assert marks["News agency"] == "too few"


@pytest.mark.parametrize(
    ("after_days", "shown"), [((3,), "3"), ((1, 2, 9), "2 (1 to 9)"), ((1, 2), "1.5 (1 to 2)"), ((0,), "0")]
)
def test_days_are_a_middle_and_a_range(builder: DatasetBuilder, after_days: tuple[int, ...], shown: str) -> None:
    settle(builder, len(after_days), after_days=after_days)
    paper = next(row for row in rows(open_page("rumours")) if row[0] == "Daily paper")
    assert paper[7] == shown


def test_nothing_settled_has_no_days() -> None:
    ministry = next(row for row in rows(open_page("rumours")) if row[0] == "Ministry of Defence")
    assert ministry[7] == "–"


def test_a_day_of_knowledge_takes_later_news_away(builder: DatasetBuilder) -> None:
    settle(builder, 2)
    page = open_page("rumours")
    page.date_input(key="rumours_known").set_value(date(2025, 3, 2)).run()
    paper = next(row for row in rows(page) if row[0] == "Daily paper")
    assert paper[3] == "0", "confirmed only later"
    assert "as known on 2 March 2025" in words(page)
    page.date_input(key="rumours_known").set_value(date(2020, 1, 1)).run()
    assert rows(page) == []
    assert "No source had made a claim that counts here" in words(page)


def test_names_of_sources_are_data_and_nothing_else(builder: DatasetBuilder) -> None:
    hostile = "![x](https://example.org/x.png) {{ 7*191 }}"
    builder.put("sources.csv", 2, "name", hostile).write()
    page = open_page("rumours")
    assert hostile in [row[0] for row in rows(page)]
    assert "1337" not in words(page)
