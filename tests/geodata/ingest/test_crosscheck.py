"""What may go back to what, where a report has no date of publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import DatasetError, Problem
from tests.builders import DatasetBuilder


def refused(builder: DatasetBuilder) -> list[Problem]:
    """All problems of a data set that must be refused."""
    with pytest.raises(DatasetError) as caught:
        builder.load()
    return list(caught.value.problems)


# links of r2 (20 October) and r9 (no date of its own), both of which say what another report says
@pytest.mark.parametrize("link", ["derived_from", "not_independent_of"])
@pytest.mark.parametrize(
    ("report", "other", "mend"), [("r9", "r8", ""), ("r2", "r9", "no date of publication"), ("r9", "r10", "")]
)
def test_what_has_no_date_may_go_back_to_all_and_nothing_dated_to_it(
    tmp_path: Path, link: str, report: str, other: str, mend: str
) -> None:
    builder = DatasetBuilder(tmp_path)
    for key in ("r9", "r10"):
        builder.add(
            "reports.csv", report_id=key, claim_id="vague", source_id="agency", stance="asserts", title="Undated"
        )
    row = next(row for row, one in enumerate(builder.tables["reports.csv"], start=2) if one["report_id"] == report)
    builder.put("reports.csv", row, "derived_from", "").put("reports.csv", row, link, other)
    if not mend:
        assert builder.load().report_of["r9"].known_on is None
        return
    (found,) = refused(builder)
    assert (found.file, found.row, found.field, found.value) == ("reports.csv", row, link, other)
    assert mend in found.mend


def test_what_has_no_date_is_no_evidence_and_no_word_of_a_day(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("reports.csv", 5, "published_at", "")
    found = refused(builder)
    assert [(problem.file, problem.field, problem.value) for problem in found] == [
        ("positions.csv", "report_id", "r4"), ("assessments.csv", "evidence", "r4"),
    ]  # fmt: skip
    assert all("nobody knows when" in problem.mend for problem in found)
