"""Topics of ``dataset.toml`` and the claims that name one: the exact field of each refusal, and the mend."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import DatasetError, Problem
from geodata.ingest import load_dataset
from geodata.ingest.topics import read_topics
from geodata.model import Topic
from tests.builders import DatasetBuilder

TOPICS = """
[[topics]]
id = "sappers"
label = "Sappers at work"
unit = "persons"

[[topics]]
id = "drones"
label = "Drones seen"
unit = "pieces"
"""


def built(folder: Path, topic: str = "sappers") -> DatasetBuilder:
    builder = DatasetBuilder(folder).put("claims.csv", 2, "topic", topic)
    builder.info += TOPICS
    return builder


def only(builder: DatasetBuilder) -> Problem:
    with pytest.raises(DatasetError) as caught:
        builder.load()
    assert len(caught.value.problems) == 1, str(caught.value)
    return caught.value.problems[0]


def test_topics_are_kept_in_order_and_a_claim_names_one(tmp_path: Path) -> None:
    tiny = built(tmp_path).load()
    assert tiny.info.topics == (
        Topic("sappers", "Sappers at work", "persons"),
        Topic("drones", "Drones seen", "pieces"),
    )
    assert [claim.topic_id for claim in tiny.claims] == ["sappers", None, None, None, None, None]


def test_a_data_set_without_topics_needs_neither_table_nor_column(tmp_path: Path) -> None:
    folder = DatasetBuilder(tmp_path).write()
    rows = list(csv.reader((folder / "claims.csv").read_text(encoding="utf-8").splitlines()))
    at = rows[0].index("topic")
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[:at] + row[at + 1 :] for row in rows])
    tiny = load_dataset(folder)
    assert tiny.info.topics == ()
    assert {claim.topic_id for claim in tiny.claims} == {None}


def test_a_claim_needs_a_number_in_the_unit_of_its_topic(tmp_path: Path) -> None:
    found = only(built(tmp_path, "drones"))
    assert (found.file, found.row, found.field, found.value) == ("claims.csv", 2, "unit", "persons")
    assert str(found) == (
        "claims.csv, row 2, field unit: “persons” cannot be used; this topic counts “pieces”, use its unit or "
        "another topic."
    )
    builder = built(tmp_path)
    for name in ("quantity_low", "quantity_best", "quantity_high"):
        builder.put("claims.csv", 2, name, "")
    found = only(builder)
    assert (found.row, found.field, found.value) == (2, "topic", "sappers")
    assert "needs a number" in found.mend


def test_a_topic_that_is_not_there(tmp_path: Path) -> None:
    found = only(built(tmp_path, "saper"))
    assert (found.file, found.row, found.field, found.value) == ("claims.csv", 2, "topic", "saper")
    assert "[[topics]] table of dataset.toml" in found.mend


@pytest.mark.parametrize("text", ["topics = 7", "topics = ['all']", "[topics]\nid = 'sappers'"])
def test_topics_that_are_no_list_of_tables(tmp_path: Path, text: str) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = text + "\n" + builder.info if text[0] != "[" else builder.info + text
    found = only(builder)
    assert (found.file, found.row, found.field) == ("dataset.toml", None, "topics")
    assert found.mend == "write each topic as a [[topics]] table"


GOOD = {"id": "sappers", "label": "Sappers", "unit": "persons"}


@pytest.mark.parametrize(
    ("entries", "field", "value", "mend"),
    [
        ([{**GOOD, "id": "Sappers"}], "topics[1].id", "Sappers", "lower-case"),
        ([{**GOOD, "id": 7}], "topics[1].id", "7", "text in quotes"),
        ([GOOD, {**GOOD, "label": "Again"}], "topics[2].id", "sappers", "the same id"),
        ([{**GOOD, "label": " "}], "topics[1].label", " ", "text in quotes"),
        ([{"id": "sappers", "label": "Sappers"}], "topics[1].unit", None, "text in quotes"),
        ([GOOD, {**GOOD, "id": "b", "colour": "red"}], "topics[2].colour", None, "not known"),
    ],
)
def test_one_broken_key_gives_one_problem(
    entries: list[dict[str, Any]], field: str, value: str | None, mend: str
) -> None:
    problems: list[Problem] = []
    read_topics(entries, problems)
    assert [(p.file, p.row, p.field, p.value) for p in problems] == [("dataset.toml", None, field, value)]
    assert mend in problems[0].mend


def test_two_topics_without_an_id_are_told_once_each() -> None:
    problems: list[Problem] = []
    read_topics([{"label": "A", "unit": "x"}, {"label": "B", "unit": "x"}], problems)
    assert [problem.field for problem in problems] == ["topics[1].id", "topics[2].id"]
