"""The method page says what the tables of the code say, all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geodata import model
from geodata.assess import EVIDENCE, RULES, TRANSITIONS
from geodata.model import Status, Word
from geodata.model.crosswalk import CITATIONS, CROSSWALK, Scheme
from mapapp.ui.pages.method import VOCABULARIES
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


def table_of(tables: list[dict[str, Any]], caption: str) -> list[list[Any]]:
    return next(table["rows"] for table in tables if table["caption"] == caption)


def test_every_word_and_its_rule_stand_there() -> None:
    page = open_page("method")
    assert not page.exception
    said = words(page)
    for vocabulary in (*VOCABULARIES, Status):
        for word in vocabulary:
            assert word.label in said, f"{vocabulary.__name__} {word}"
            assert word.rule in said, f"{vocabulary.__name__} {word}"


def test_no_vocabulary_of_the_model_is_left_out() -> None:
    found = {value for value in vars(model).values() if isinstance(value, type) and issubclass(value, Word)}
    assert found - {Word, Status} <= set(VOCABULARIES)


def test_rules_stand_in_the_order_in_which_they_are_tried() -> None:
    tables = blocks(open_page("method"), "table")
    rows = table_of(tables, "The rules in the order in which they are tried")
    assert [row[1] for row in rows] == [rule.words for rule in RULES]
    assert [row[2] for row in rows] == [rule.status.label if rule.status else "as judged" for rule in RULES]


def test_evidence_and_transitions_are_those_that_are_enforced() -> None:
    tables = blocks(open_page("method"), "table")
    needs = table_of(tables, "What each status needs")
    steps = table_of(tables, "What a status may become")
    for status, need, step in zip(Status, needs, steps, strict=True):
        assert need[0]["text"] == step[0]["text"] == status.label
        assert set(need[1].split("; ")) == {basis.label for basis in EVIDENCE[status].bases}
        assert need[2:] == [str(EVIDENCE[status].reports), str(EVIDENCE[status].independent), EVIDENCE[status].words]
        assert set(step[1].split(", ")) == {after.label for after in TRANSITIONS[status] - {status}}


def test_every_translation_stands_there_with_its_source() -> None:
    page = open_page("method")
    tables = blocks(page, "table")
    for scheme in Scheme:
        rows = table_of(tables, f"Our words beside those of {scheme.label}")
        expected = [row for row in CROSSWALK if row.scheme is scheme]
        assert [(row[0], row[1]) for row in rows] == [(row.word.label, row.term or "–") for row in expected]
        assert f"{CITATIONS[scheme].words()} {CITATIONS[scheme].address}" in words(page)


def test_coverage_is_that_of_the_data_set() -> None:
    rows = table_of(blocks(open_page("method"), "table"), "Coverage of “A tiny data set”")
    assert rows == [
        ["2024-10-01", "2024-12-31", "collected", "daily"],
        ["2025-01-01", "2025-03-31", "not collected", ""],
    ]


def test_a_data_set_without_coverage_says_so(builder: DatasetBuilder) -> None:
    builder.info = builder.info.partition("[[coverage]]")[0]
    builder.write()
    assert "does not say when its claims were collected" in words(open_page("method"))


def test_both_clocks_are_told_apart() -> None:
    said = words(open_page("method"))
    assert "effective" in said
    assert "recorded" in said


def test_the_contents_lead_to_headings_that_are_there() -> None:
    page = open_page("method")
    anchors = [block["anchor"] for block in blocks(page, "heading") if block["anchor"]]
    assert len(anchors) == len(set(anchors))
    assert [link["anchor"] for link in blocks(page, "contents")[0]["links"]] == anchors


def test_text_of_the_data_set_goes_nowhere_but_into_the_article(builder: DatasetBuilder) -> None:
    hostile = "![x](https://example.org/x.png) **{{ 7*191 }}** </title><script>"
    builder.info = builder.info.replace('note = "daily"', f"note = '{hostile}'")
    builder.info = builder.info.replace('title = "A tiny data set"', f"title = '{hostile}'")
    builder.write()
    page = open_page("method")
    assert hostile in words(page)
    assert not any("example.org" in str(element.value) for element in (*page.markdown, *page.caption, *page.title))
