from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.model import Dataset
from geodata.scale.tables import NEVER
from geodata.store import ClaimQuery, select
from tests.builders import DatasetBuilder
from tests.geodata.scale.engines import ASKED, engine_of
from tests.worlds import WORLDS


@given(WORLDS, ASKED, st.integers(1, 3))
@settings(deadline=None, max_examples=40)
def test_pages_put_together_are_the_chosen_claims(world: Dataset, asked: ClaimQuery, limit: int) -> None:
    with engine_of(world) as engine:
        rows: list[int] = []
        while (found := engine.rows(asked, rows[-1] if rows else None, limit)).num_rows:
            assert found.num_rows <= limit
            rows += found.column("row").to_pylist()
        assert tuple(rows) == select(world, asked).chosen


def test_a_page_tells_no_more_than_was_known(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "end_known_on", "2024-10-25")
    builder.put("claims.csv", 2, "remark", "learnt much later")
    with engine_of(builder.load()) as engine:
        then = engine.rows(ClaimQuery(known_on=date(2024, 10, 24))).to_pylist()
        assert [one["claim_id"] for one in then] == ["point"]
        (point,) = then
        assert (point["event_date"], point["when"]) == ("2024-10-08/..", "since 8 Oct 2024")
        assert (point["t1"], point["day1"], point["remark"]) == (None, NEVER, None)
        assert (point["reports"], point["origins"], len(point["sources"]), point["denied"]) == (2, 1, 2, True)
        now = engine.rows(ClaimQuery()).to_pylist()[0]
        assert (now["reports"], now["origins"], now["denied"], now["remark"]) == (3, 2, False, "learnt much later")
        assert (now["event_date"], now["last_reported"]) == ("2024-10-08/2024-10-13", None)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_holds_something(tmp_path: Path, limit: int) -> None:
    words = f"page of {limit} claims holds nothing: ask for one"
    with engine_of(DatasetBuilder(tmp_path).load()) as engine, pytest.raises(QueryError, match=words):
        engine.rows(ClaimQuery(), limit=limit)
