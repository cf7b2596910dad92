from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from geodata.assess import RULES, is_denied, known_reports, steps_of, verdict_on
from geodata.ingest import load_dataset
from geodata.model import Aspect, Dataset, Status, parse_edtf
from geodata.store import ClaimQuery, knowledge_days, select
from mapapp.timemap.history import aspect_step_columns, rule_entries, step_columns
from mapapp.timemap.records import assessment_entries
from tests.builders import DatasetBuilder


def seconds(day: str | date) -> int:
    return int(datetime.fromisoformat(str(day)).replace(tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def columns_of(dataset: Dataset) -> dict[str, list[Any]]:
    return step_columns(dataset, tuple(steps_of(dataset, claim) for claim in dataset.claims))


def rows_of(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_steps_of_one_claim_day_by_day(tiny: Dataset) -> None:
    steps = [step for step in rows_of(columns_of(tiny)) if step["claim"] == 0]
    statuses, rules = list(Status), [rule.rule_id for rule in RULES]
    told = [
        (step["at"], statuses[step["status"]].value, step["reports"], step["origins"], step["denied"]) for step in steps
    ]
    assert told == [
        (seconds("2024-10-14"), "unverified", 1, 1, 0),
        (seconds("2024-10-15"), "unverified", 1, 1, 1),  # Russia denies
        (seconds("2024-10-20"), "unverified", 2, 1, 1),  # an echo is no origin
        (seconds("2024-11-30"), "corroborated", 3, 2, 1),
        (seconds("2025-01-01"), "corroborated", 3, 2, 0),  # Russia admits
    ]
    assert [rules[step["rule"]] for step in steps][:4:3] == [
        "unverified-single-origin",
        "corroborated-independent-origins",
    ]
    entries = assessment_entries(tiny)
    assert [entries[step["assessment"]]["reason"] for step in steps][::4] == ["One origin only", "Two origins"]


def test_where_the_reports_decide_no_assessment_is_named(tiny: Dataset) -> None:
    (step,) = [step for step in rows_of(columns_of(tiny)) if step["claim"] == 3]
    assert (step["assessment"], step["reports"], step["independent"]) == (-1, 1, 1)


def test_rules_stand_as_the_table_has_them() -> None:
    entries = rule_entries()
    assert [(entry["id"], entry["words"]) for entry in entries] == [(rule.rule_id, rule.words) for rule in RULES]
    for entry, rule in zip(entries, RULES, strict=True):
        assert entry["status"] == (None if rule.status is None else list(Status).index(rule.status))


def test_aspects_that_somebody_judged(tiny: Dataset) -> None:
    listed = [
        (step["claim"], list(Aspect)[step["aspect"]].value, step["at"], list(Status)[step["status"]].value)
        for step in rows_of(aspect_step_columns(tiny))
    ]
    assert listed == [
        (0, "presence", seconds("2024-10-14"), "unverified"),
        (0, "presence", seconds("2024-11-30"), "corroborated"),
        (0, "quantity", seconds("2024-12-05"), "disputed"),
        (1, "activity", seconds("2024-11-20"), "confirmed"),
        (2, "presence", seconds("2024-12-10"), "speculative"),
    ]
    entries = assessment_entries(tiny)
    for step in rows_of(aspect_step_columns(tiny)):
        entry = entries[step["assessment"]]
        assert (entry["claim"], entry["aspectIndex"], entry["at"]) == (step["claim"], step["aspect"], step["at"])


def test_a_report_whose_day_cannot_be_told_is_a_last_step_without_a_day(tiny: Dataset) -> None:
    late = tuple(
        replace(report, published=parse_edtf("2024-10/..")) if report.report_id == "r3" else report
        for report in tiny.reports
    )
    steps = [step for step in rows_of(columns_of(replace(tiny, reports=late))) if step["claim"] == 0]
    assert [step["at"] is None for step in steps] == [False] * (len(steps) - 1) + [True]
    assert (steps[-2]["reports"], steps[-1]["reports"]) == (2, 3)


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def test_columns_are_sorted_by_claim_and_day(bundled: Dataset) -> None:
    for columns, keys in (
        (columns_of(bundled), ("claim", "at")),
        (aspect_step_columns(bundled), ("claim", "aspect", "at")),
    ):
        steps = [tuple(step[key] for key in keys) for step in rows_of(columns)]
        assert steps
        assert all(one < other for one, other in pairwise(steps))


def test_a_looked_up_step_is_what_the_library_says_on_every_day(bundled: Dataset) -> None:
    """The last step that began by a day, for all claims and every day from before the first to after the last."""
    steps = rows_of(columns_of(bundled))
    first, last = knowledge_days(bundled) or pytest.fail("nothing is known")
    for number in range(-1, (last - first).days + 2):
        day = first + timedelta(number)
        shown = {step["claim"]: step for step in steps if step["at"] <= seconds(day)}
        found = select(bundled, ClaimQuery(known_on=day))
        assert found.not_known == len(bundled.claims) - len(shown)
        for row, step in shown.items():
            claim = bundled.claims[row]
            verdict = verdict_on(bundled, claim, day)
            assert list(Status)[step["status"]] is verdict.status is found.verdicts[row].status
            assert RULES[step["rule"]].rule_id == verdict.rule.rule_id
            assert step["reports"] == len(known_reports(bundled, claim, day))
            assert step["denied"] == is_denied(bundled.positions_of.get(claim.claim_id, ()), day)
