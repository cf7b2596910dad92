"""What a real cluster answers and builds is what DuckDB does, also when one of its two workers is gone in between."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.errors import BuildError
from geodata.model import ClaimType, Status
from geodata.scale.build import Stage, finish, write_part
from geodata.scale.expressions import Tally
from geodata.scale.spark import Held, build_pyramid, connect, on_cluster, on_duckdb
from geodata.scale.tables import ORDER, TABLES
from geodata.store import BBox, ClaimQuery
from tests.geodata.scale.claims import plain_claims
from tests.geodata.scale.spark.cluster import Cluster, cluster, free_port

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]

CLAIMS = 50_000
STEPPED = 500  # of them, the last: told with their versions, as claims written by hand are
FILES = 64  # of each table that the cluster reads while a worker is lost: as many tasks


@dataclass
class World:
    """A running cluster, and the same claims for it and for DuckDB."""

    cluster: Cluster
    session: SparkSession
    flat: Path
    stepped: Path
    out: Path
    build: Path


def part_of(table: pa.Table, sign: Callable[[Any, int], Any]) -> pa.Array:
    """Which records of a table speak of the claims before, or from, the first stepped one."""
    rows = table["row"].to_numpy() if "row" in table.schema.names else np.zeros(table.num_rows)
    return pa.array(sign(rows, CLAIMS - STEPPED))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("spark")
    flat, stepped = folder / "flat", folder / "stepped"
    tables = plain_claims(11, CLAIMS)
    for to, sign in ((flat, operator.lt), (stepped, operator.ge)):
        to.mkdir()
        write_part({name: one.filter(part_of(one, sign)) for name, one in tables.items()}, to)

    def parts(stage: Stage) -> list[Path]:
        return [stage.part("all", lambda to: write_part(tables, to))]

    build = finish(folder, "0" * 64, parts)
    (flat / "versions.parquet").unlink()  # the cluster makes its own
    with cluster(folder) as running:
        session = connect(running.address)
        try:
            yield World(running, session, flat, stepped, folder / "out", build)
        finally:
            session.stop()


def questions(seed: int, count: int) -> list[ClaimQuery]:
    random = Random(seed)
    made = [ClaimQuery()]
    for _ in range(count):
        first = date(2024, 6, 20) + timedelta(days=random.randrange(200))
        query = ClaimQuery(first, first + timedelta(days=random.randrange(150)))
        if random.random() < 0.6:
            query = replace(query, known_on=date(2024, 7, 1) + timedelta(days=random.randrange(200)))
        if random.random() < 0.6:
            west, south = random.uniform(-180, 90), random.uniform(-80, 0)
            query = replace(query, bbox=BBox(west, south, west + 90, south + 70))
        if random.random() < 0.5:
            query = replace(query, statuses=frozenset(random.sample(list(Status), 3)))
        if random.random() < 0.5:
            query = replace(query, types=frozenset(random.sample(list(ClaimType), 4)))
        made.append(query)
    return made


def of_duckdb(build: Path, query: ClaimQuery) -> tuple[Tally, pa.Table]:
    with duckdb.connect() as connection:
        for name in ("claims", "versions"):
            connection.from_parquet(str(build / f"{name}.parquet")).create_view(name)
        held = Held(*(nw.from_native(connection.table(name)).lazy() for name in ("claims", "versions")))
        return held.tally(query), held.rows(query, 100, 500)


def test_the_tables_are_those_of_duckdb(world: World) -> None:
    flat, out, stepped = (f"file://{path}" for path in (world.flat, world.out, world.stepped))
    build_pyramid(world.session, flat, out, stepped)
    for table in TABLES:
        with duckdb.connect() as connection:
            files = [str(path) for path in sorted((world.out / f"{table}.parquet").glob("*.parquet"))]
            found = connection.read_parquet(files).to_arrow_table()
            right = connection.read_parquet(str(world.build / f"{table}.parquet")).to_arrow_table()
        assert found.schema.names == right.schema.names
        assert [field.type for field in found.schema] == [field.type for field in right.schema]
        assert found.num_rows == right.num_rows
        assert found.equals(right) or found.to_pylist() == right.to_pylist(), f"{table}, by {ORDER[table]}"


def test_questions_are_answered_as_duckdb_does(world: World) -> None:
    held = on_cluster(world.session, f"file://{world.out}")
    for query in questions(1, 6):
        counted, rows = of_duckdb(world.build, query)
        assert held.tally(query) == counted
        assert held.rows(query, 100, 500).to_pylist() == rows.to_pylist()
        with duckdb.connect() as connection:
            assert on_duckdb(connection, world.out).tally(query) == counted


def test_what_cannot_be_read_written_or_told_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"all of its machines see, with claims\.parquet in it"):
        on_cluster(world.session, f"file://{tmp_path}")
    with pytest.raises(BuildError, match="there already: name a new folder"):
        build_pyramid(world.session, f"file://{world.flat}", f"file://{world.out}")
    with pytest.raises(BuildError, match=rf"{CLAIMS - STEPPED} claims .* are in .* the first of them row 0:"):
        build_pyramid(world.session, f"file://{world.flat}", f"file://{tmp_path}/x", stepped=f"file://{world.build}")


def test_nobody_at_an_address_is_said(world: World) -> None:
    for address in (f"sc://127.0.0.1:{free_port()}", "http://127.0.0.1", "127.0.0.1", world.cluster.address[5:]):
        with pytest.raises(BuildError, match="write its address as sc://HOST:PORT"):
            connect(address)


@dataclass
class Killer:
    """Ends a worker as soon as the cluster has done some of a question's tasks and has more to do."""

    cluster: Cluster
    name: str
    done: int = 0
    of: int = 0
    seen: list[Any] = field(default_factory=list)

    def __call__(self, stages: Any, inflight_tasks: int, operation_id: str | None, done: bool) -> None:
        names = ("num_completed_tasks", "num_tasks")
        finished, tasks = (sum(getattr(one, name) for one in stages or ()) for name in names)
        self.seen.append((finished, tasks, inflight_tasks, operation_id))
        if not self.of and not done and inflight_tasks and 3 <= finished < tasks:
            self.done, self.of = finished, tasks
            self.cluster.kill(self.name)


def test_a_worker_may_be_lost_in_the_middle_of_a_question(world: World, tmp_path: Path) -> None:
    for table in ("claims", "versions"):
        whole = pq.read_table(world.build / f"{table}.parquet")
        step = -(-whole.num_rows // FILES)
        (tmp_path / f"{table}.parquet").mkdir()
        for number in range(FILES):
            pq.write_table(whole.slice(number * step, step), tmp_path / f"{table}.parquet" / f"{number}.parquet")
    world.session.conf.set("spark.sql.files.openCostInBytes", str(2**30))  # a task for each file
    query = replace(questions(3, 1)[1], known_on=date(2024, 9, 1))
    counted, _rows = of_duckdb(world.build, query)
    killer = Killer(world.cluster, "worker-1")
    world.session.registerProgressHandler(killer)
    found = on_cluster(world.session, f"file://{tmp_path}").tally(query)
    world.session.removeProgressHandler(killer)
    assert 0 < killer.done < killer.of, f"nothing was under way: {killer.seen}"
    assert world.cluster.parts["worker-1"].poll() is not None
    assert "Lost executor" in world.cluster.log("connect")
    assert found == counted
    for query in questions(5, 2):
        assert on_cluster(world.session, f"file://{tmp_path}").tally(query) == of_duckdb(world.build, query)[0]
