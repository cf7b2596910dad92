from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geodata.model import Aspect, ClaimType, Status
from geodata.scale.sql import SAFE, Bind, all_of, grid_box, near
from geodata.store import BBox, ClaimQuery, select
from tests.builders import DatasetBuilder
from tests.geodata.scale.engines import engine_of

# Judgements of one aspect and one day: id, status, effective, recorded
JUDGED = [
    ([("b", "disputed", "2024-12-05", "2024-12-06"), ("a", "refuted", "2024-12-05", "2024-12-07")], Status.REFUTED),
    ([("b", "disputed", "2024-12-05", "2024-12-07"), ("a", "refuted", "2024-12-05", "2024-12-07")], Status.DISPUTED),
    ([("a", "disputed", "2024-12-06", "2024-12-06"), ("b", "refuted", "2024-12-05", "2024-12-09")], Status.DISPUTED),
]


@pytest.mark.parametrize(("judged", "right"), JUDGED)
def test_the_latest_judgement_of_an_aspect_counts(
    tmp_path: Path, judged: list[tuple[str, str, str, str]], right: Status
) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["assessments.csv"] = []
    for key, status, effective, recorded in judged:
        basis = "conflicting_sources" if status == "disputed" else "imagery"
        builder.add(
            "assessments.csv", assessment_id=key, claim_id="point", aspect="place", status=status, basis=basis,
            reason="x", evidence="r1 r3", effective_at=effective, recorded_at=recorded, by="tests",
        )  # fmt: skip
    dataset = builder.load()
    asked = ClaimQuery(aspect=Aspect.PLACE, statuses=frozenset({right}))
    before = ClaimQuery(aspect=Aspect.PLACE, known_on=date(2024, 12, 4))
    with engine_of(dataset) as engine:
        assert engine.heaps(asked).by_status[right] == 1 == select(dataset, asked).counts()[right]
        assert engine.heaps(before).by_status[Status.UNVERIFIED] == select(dataset, before).counts()[Status.UNVERIFIED]


def test_values_are_bound_and_never_pasted() -> None:
    bind = Bind()
    text = "x'); DROP TABLE claims; --"
    assert bind(text) == "$p0"
    assert bind.used("SELECT $p0") == {"p0": text}
    assert bind.used("SELECT 1") == {}
    assert all_of([]) == "true"
    assert all_of(["a", "b OR c"]) == "(a) AND (b OR c)"


def test_the_edge_of_a_box_is_wider_than_rounding_can_err() -> None:
    bind = Bind()
    box = BBox(35.27, 51.19, 36, 52)
    left, right, top, bottom = grid_box(box)
    assert (left, right) == tuple(int((lon + 180) / 360 * 2**26) for lon in (35.27, 36))
    assert 0 < top < bottom < 2**25  # north of the equator, and rows grow southwards
    zone, inner = near(box, bind)
    assert list(bind.values.values())[:8] == [
        left - SAFE, right + SAFE, top - SAFE, bottom + SAFE, left + SAFE, right - SAFE, top + SAFE, bottom - SAFE,
    ]  # fmt: skip
    assert zone.startswith("mx BETWEEN $p0 AND $p1")
    assert "OR row IN (SELECT row FROM claims" in inner
    assert near(None, bind) == []


@pytest.mark.parametrize("step", [-1e-7, -1e-12, 0.0, 1e-12, 1e-7])
@pytest.mark.parametrize("side", range(4))
def test_a_side_beside_a_place_is_told_to_the_last_digit(tmp_path: Path, step: float, side: int) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    sides = [30.0, 50.0, 40.0, 55.0]
    sides[side] = (35.27, 51.19)[side % 2] + step
    asked = ClaimQuery(bbox=BBox(*sides), known_on=date(2024, 10, 14))
    with engine_of(dataset) as engine:
        assert engine.heaps(asked).in_view == len(select(dataset, asked).in_view)
        assert engine.heaps(asked).in_view == (step <= 0 if side < 2 else step >= 0)


FILTERS = [{"parties": {"Russia"}}, {"sources": {"agency"}}, {"text": "shows sappers"}, {"text": "agency"}]


@pytest.mark.parametrize("chosen", FILTERS)
def test_a_report_counts_from_the_day_on_which_it_was_public(tmp_path: Path, chosen: dict[str, Any]) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    words = {key: frozenset(value) if isinstance(value, set) else value for key, value in chosen.items()}
    with engine_of(dataset) as engine:
        for day, is_found in ((date(2024, 11, 29), False), (date(2024, 11, 30), True)):  # published in November
            asked = ClaimQuery(known_on=day, types=frozenset({ClaimType.DEMINING}), **words)
            assert engine.heaps(asked).in_view == is_found == len(select(dataset, asked).in_view)
