from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.ingest.tables import COLUMNS
from geodata.model import parse_edtf
from geodata.store import knowledge_days, last_day
from tests.builders import DatasetBuilder

# file, row, field, value -> what the first and last day become
CHANGES = [
    ("reports.csv", 9, "published_at", "2025-03", "2024-10-14", "2025-03-31"),
    ("positions.csv", 3, "said_on", "2024-10-01", "2024-10-01", "2025-02-02"),
    ("positions.csv", 2, "said_on", "2025-02-03", "2024-10-14", "2025-02-03"),
    ("assessments.csv", 6, "effective_at", "2024-10-02", "2024-10-02", "2025-02-02"),
]


@pytest.mark.parametrize(("file", "row", "field", "value", "first", "last"), CHANGES)
def test_reports_positions_and_assessments_all_count(
    tmp_path: Path, file: str, row: int, field: str, value: str, first: str, last: str
) -> None:
    builder = DatasetBuilder(tmp_path).put(file, row, field, value)
    assert knowledge_days(builder.load()) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_report_whose_day_cannot_be_told_counts_for_nothing(tmp_path: Path) -> None:
    tiny = DatasetBuilder(tmp_path).load()
    late = replace(tiny.reports[-1], published=parse_edtf("2025-03/.."))
    assert knowledge_days(replace(tiny, reports=(*tiny.reports[:-1], late))) == (date(2024, 10, 14), date(2025, 2, 1))


def test_where_nothing_is_there_is_no_day(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables = {file: [] for file in COLUMNS}
    assert knowledge_days(builder.load()) is None
    assert last_day(builder.load()) == date(2024, 12, 31)  # collected up to then, and found nothing


def test_the_data_reach_to_what_was_collected_or_became_public(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    assert last_day(builder.load()) == date(2025, 2, 2)  # the range that was not collected ends later
    builder.info = builder.info.replace('state = "none"', 'state = "partly"')
    assert last_day(builder.load()) == date(2025, 3, 31)
