from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geodata.ingest import load_dataset
from geodata.model import Dataset, parse_edtf
from mapapp.timemap.figures import figure_entries, topic_entries
from tests.builders import DatasetBuilder

TOPICS = """
[[topics]]
id = "guns"
label = "Guns sent"
unit = "guns"

[[topics]]
id = "sappers"
label = "Sappers at work"
unit = "persons"
"""


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    """Two figures of one topic by one source, the later one of a claim that is not dated."""
    builder = DatasetBuilder(tmp_path)
    builder.info += TOPICS
    builder.put("claims.csv", 2, "topic", "sappers")
    late = {"quantity_best": "70", "unit": "persons", "topic": "sappers"}
    for field, value in late.items():
        builder.put("claims.csv", 6, field, value)
    builder.put("reports.csv", 8, "source_id", "ministry")
    return builder.load()


def test_figures_name_their_claim_topic_and_source(tiny: Dataset) -> None:
    assert topic_entries(tiny) == [
        {"id": "guns", "label": "Guns sent", "unit": "guns"},
        {"id": "sappers", "label": "Sappers at work", "unit": "persons"},
    ]
    assert figure_entries(tiny) == [
        {
            "claim": 0, "topic": 1, "source": 0, "low": 10, "best": 20, "high": 50, "unit": "persons",
            "at": seconds("2024-10-14"), "t0": seconds("2024-10-08"), "t1": seconds("2024-10-14"),
            "superseded": seconds("2025-02-01"),
        },
        {
            "claim": 4, "topic": 1, "source": 0, "low": None, "best": 70, "high": None, "unit": "persons",
            "at": seconds("2025-02-01"), "t0": None, "t1": None, "superseded": None,
        },
    ]  # fmt: skip


def test_a_figure_that_is_public_on_no_day_has_none(tiny: Dataset) -> None:
    late = tuple(
        replace(report, published=parse_edtf("2025/..")) if report.claim_id == "undated" else report
        for report in tiny.reports
    )
    first, last = figure_entries(replace(tiny, reports=late))
    assert (first["superseded"], last["at"]) == (None, None)


def test_every_bundled_number_with_a_topic_is_there(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    entries = figure_entries(dataset)
    topics = topic_entries(dataset)
    assert {entry["claim"] for entry in entries} == {
        row for row, claim in enumerate(dataset.claims) if claim.topic_id is not None
    }
    for entry in entries:
        assert topics[entry["topic"]]["id"] == dataset.claims[entry["claim"]].topic_id
        assert entry["superseded"] is None or entry["at"] < entry["superseded"]
