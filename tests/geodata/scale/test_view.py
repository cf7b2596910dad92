from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import QueryError
from geodata.model import ClaimType, Status
from geodata.scale.detail import BUCKETS, FINE, WEIGHT, Buckets, buckets_of, level_of, span_of, wider
from geodata.scale.engine import Engine
from geodata.scale.memory import MemoryAnswers
from geodata.store import ClaimQuery
from tests.builders import DatasetBuilder
from tests.geodata.scale.engines import engine_of

POINT, AREA, VAGUE = range(3)
STATUSES = list(Status)


def test_few_claims_are_drawn_themselves(tmp_path: Path) -> None:
    with engine_of(DatasetBuilder(tmp_path).load()) as engine:
        view = engine.view(ClaimQuery(), 5)
        assert (view.kind, view.columns["row"].tolist()) == ("claims", [POINT, AREA, VAGUE])
        assert view.columns["kind"].tolist() == [0, 1, 1]
        assert (len(view.areas["n"]), len(view.top["row"]), view.buckets) == (0, 0, None)
        assert engine.view(ClaimQuery(), 5, 3).kind == "claims"
        assert engine.view(ClaimQuery(), 5, 2).kind == "bins"


@pytest.mark.parametrize("known_on", [None, date(2024, 12, 12)])
def test_bins_and_areas_say_what_they_stand_for(tmp_path: Path, known_on: date | None) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    asked = ClaimQuery(date(2024, 10, 10), date(2024, 12, 31), known_on=known_on)
    with engine_of(dataset) as engine:
        view = engine.view(asked, 5, 2)
    assert view.buckets == Buckets(20_006, 1, 83)  # 10 October 2024 is day 20,006
    assert (view.level, view.heaps.in_view) == (9, 3)
    # 35.27 east and 51.19 north, on a map of 512 cells a side
    assert (view.columns["x"].tolist(), view.columns["y"].tolist()) == ([306], [170])
    assert (view.columns["begins"].tolist(), view.columns["ends"].tolist()) == ([0], [3])  # until 13 October
    assert view.areas["place"].tolist() == [1, 2]
    assert (view.areas["begins"].tolist(), view.areas["ends"].tolist()) == ([22, 52], [51, 82])
    assert [STATUSES[one] for one in view.areas["status"]] == [Status.CONFIRMED, Status.SPECULATIVE]
    assert view.top["row"].tolist() == [AREA, POINT, VAGUE]  # by status
    assert view.top["reports"].tolist() == [1, 3, 1]
    assert view.top["origins"].tolist() == [1, 2, 1]


def test_the_most_important_are_those_of_more_origins_then_the_newest(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables["assessments.csv"] = []
    for number, day in enumerate(("2024-10-01", "2024-10-02", "2024-10-02")):
        row = {"claim_id": f"new{number}", "claim_type": "other", "modality": "present", "claim": "x", "actor": "y"}
        builder.add("claims.csv", **row, place_id="sudzha", event_date=day)
        said = {"claim_id": f"new{number}", "source_id": "daily", "stance": "asserts", "title": "x"}
        builder.add("reports.csv", report_id=f"n{number}", published_at="2024-10-05", **said)
    dataset = builder.load()
    asked = ClaimQuery(types=frozenset({ClaimType.OTHER}))
    with engine_of(dataset) as engine:
        assert engine.view(asked, 5, 0).top["row"].tolist() == [7, 8, 6]
        assert engine.view(ClaimQuery(), 5, 0).top["row"].tolist()[0] == POINT  # corroborated by count
        then = ClaimQuery(known_on=date(2024, 10, 20))
        assert engine.view(then, 5, 0).top["row"].tolist() == [POINT, 7, 8, 6]  # one origin, but two reports


def test_fewer_parts_where_there_were_too_many_lines(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    asked = ClaimQuery(date(2024, 10, 10), date(2024, 12, 31))
    with engine_of(dataset) as engine:
        view = engine.view(asked, 5, 0)  # no line is allowed: one part is the least
    assert view.buckets == Buckets(20_006, 128, 1)
    assert (view.columns["ends"].tolist(), view.areas["ends"].tolist()) == ([0], [0, 0])


def test_parts_of_the_window() -> None:
    assert buckets_of(5, 5, 1) == Buckets(5, 1, 1)
    assert buckets_of(5, 132, 1) == Buckets(5, 1, 128)
    assert buckets_of(5, 133, 1) == Buckets(5, 2, 65)
    assert buckets_of(5, 133, FINE + 1) == Buckets(0, 30, 5)
    assert buckets_of(-1, 30 * 129 - 1, 1) == Buckets(-30, 60, 65)
    for days in range(1, 9000, 37):
        found = buckets_of(-100, -101 + days, 1)
        assert found.count <= BUCKETS
        assert found.first <= -100
        assert found.first + found.days * (found.count - 1) < -100 + days <= found.first + found.days * found.count
        assert wider(found) == Buckets(found.first, found.days * 2, (found.count + 1) // 2)


def test_a_side_of_the_window_without_an_end_reaches_the_claims() -> None:
    assert span_of(None, None, 31, 65) == (30, 89)
    assert span_of(7, None, 31, 3) == (7, 29)
    assert span_of(40, None, 31, 3) == (40, 40)
    assert span_of(None, 66, 31, 90) == (30, 66)


def test_every_status_has_a_weight() -> None:
    assert sorted(WEIGHT) == sorted(Status)


@pytest.mark.parametrize(("zoom", "level"), [(0, 4), (4.9, 8), (16, 20), (30, 20)])
def test_cells_are_as_fine_as_the_zoom(zoom: float, level: int) -> None:
    assert level_of(zoom) == level


@pytest.mark.parametrize("zoom", [-1, 31, float("nan"), float("inf")])
def test_a_zoom_is_one_of_a_map(tmp_path: Path, zoom: float) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    with engine_of(dataset) as engine:
        for answers in (engine, MemoryAnswers(dataset)):
            with pytest.raises(QueryError, match="is none of a map: write a number from 0 to 30"):
                answers.view(ClaimQuery(), zoom)


def test_a_budget_is_zero_or_more(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path).load()
    with engine_of(dataset) as engine:
        for answers in (engine, MemoryAnswers(dataset)):
            assert isinstance(answers, Engine | MemoryAnswers)
            with pytest.raises(QueryError, match="budget of -1 claims cannot be kept: write zero or more"):
                answers.view(ClaimQuery(), 5, -1)
