from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import narwhals as nw
import pytest
from hypothesis import given, settings

from geodata.errors import QueryError
from geodata.model import Aspect, Dataset, Status
from geodata.scale.expressions import COLUMNS, HEAPS, Frame, chosen, tally, tally_of
from geodata.scale.flatten import flatten
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.store import ClaimQuery, select
from tests.worlds import QUERIES, WORLDS

_ALONE = {"parties": frozenset[str](), "sources": frozenset[str](), "text": "", "aspect": None}


def frames(dataset: Dataset, connection: duckdb.DuckDBPyConnection) -> tuple[Frame, Frame]:
    """The two tables of a data set in DuckDB."""
    tables = flatten(dataset)
    for name in ("claims", "versions"):
        connection.register(name, tables[name])
    claims, versions = (nw.from_native(connection.table(name)).lazy() for name in ("claims", "versions"))
    return claims, versions


@settings(max_examples=60)
@given(WORLDS, QUERIES)
def test_every_heap_of_a_random_question(dataset: Dataset, query: ClaimQuery) -> None:
    query = replace(query, **_ALONE)
    answer = select(dataset, query)
    expected = {name: getattr(answer, name) for name in HEAPS}
    with duckdb.connect() as connection:
        found = tally_of(tally(*frames(dataset, connection), query))
    assert found.heaps == {name: n if isinstance(n, int) else len(n) for name, n in expected.items()}
    assert found.definite == answer.definite
    assert found.by_status == answer.counts()
    assert list(found.by_status) == list(Status)


@settings(max_examples=60)
@given(WORLDS, QUERIES)
def test_every_row_that_a_random_question_chooses(dataset: Dataset, query: ClaimQuery) -> None:
    query = replace(query, **_ALONE)
    answer = select(dataset, query)
    rows: list[dict[str, object]] = []
    with duckdb.connect() as connection:
        asked = frames(dataset, connection)
        after: int | None = None
        while page := chosen(*asked, query, after, 2).collect(backend="pyarrow").to_native().to_pylist():
            rows += page
            after = page[-1]["row"]
    assert tuple(row["row"] for row in rows) == answer.chosen
    for row in rows:
        claim = dataset.claims[int(str(row["row"]))]
        span = claim.time_on(query.known_on)
        assert tuple(row) == COLUMNS
        assert row["claim_id"] == claim.claim_id
        assert list(Status)[int(str(row["status"]))] is answer.verdicts[int(str(row["row"]))].status
        assert (row["day0"] is None) == (not span.is_known)
        if span.end_utc is not None:
            assert row["day1"] != NEVER
        elif span.is_known:
            assert row["day1"] == NEVER


@pytest.mark.parametrize(
    "asked",
    [{"parties": frozenset(["x"])}, {"sources": frozenset(["x"])}, {"text": "x"}, {"aspect": Aspect.PLACE}],
)
@settings(max_examples=1)
@given(WORLDS)
def test_what_only_reports_can_tell_is_refused(asked: dict[str, frozenset[str]], dataset: Dataset) -> None:
    with duckdb.connect() as connection:
        claims, versions = frames(dataset, connection)
        with pytest.raises(QueryError, match=next(iter(asked))):
            tally(claims, versions, ClaimQuery(**asked))
        with pytest.raises(QueryError, match="ask for 1 or more"):
            chosen(claims, versions, ClaimQuery(), limit=0)


def test_the_last_of_all_days_bounds_nothing() -> None:
    """``ClaimQuery`` takes it for no bound; as a number it lies before every open end, and after every day."""
    assert day_number(date.max) < NEVER
