from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from geodata.scale.reader import CancelledQueryError, Reader
from geodata.scale.sql import Bind

ENDLESS = "SELECT sum(sin(a.i) * cos(b.i)) FROM range(1000000) a(i), range(1000000) b(i)"


@pytest.fixture
def reader() -> Iterator[Reader]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE numbers AS SELECT i FROM range(1000) r(i)")
    found = Reader(connection)
    yield found
    found.close()


def test_values_and_tables_are_bound_and_those_left_out_do_no_harm(reader: Reader) -> None:
    bind = Bind()
    few, unused = bind.table(pa.table({"i": [1, 2, 5000]})), bind("'; DROP TABLE numbers; --")
    sql = f"SELECT i, {bind(unused)} AS said FROM numbers WHERE i IN (SELECT i FROM {few}) AND i > {bind(1)}"
    assert reader.rows_of(sql, bind) == [(2, "$p0")]
    assert reader.table_of(sql, bind).to_pylist() == [{"i": 2, "said": "$p0"}]
    assert sum(batch.num_rows for batch in reader.batches_of("SELECT i FROM numbers", Bind())) == 1000
    with pytest.raises(duckdb.Error):
        reader.rows_of(f"SELECT * FROM {few}", Bind())  # it was lent to one statement


def test_threads_ask_at_once(reader: Reader) -> None:
    def ask(number: int) -> int:
        bind = Bind()
        lent = bind.table(pa.table({"i": list(range(number))}))
        (line,) = reader.rows_of(f"SELECT count(*) FROM numbers WHERE i IN (SELECT i FROM {lent})", bind)
        return int(line[0])

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(60))) == list(range(60))


@pytest.mark.parametrize("named", [True, False])
def test_what_nobody_waits_for_is_given_up(reader: Reader, *, named: bool) -> None:
    told: list[str] = []
    begun = threading.Event()

    def ask() -> None:
        begun.set()
        try:
            reader.rows_of(ENDLESS, Bind())
        except CancelledQueryError as error:
            told.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    begun.wait()
    while thread.is_alive():  # the thread may not have handed its statement over yet
        reader.cancel(threading.get_ident())  # nothing of ours runs
        reader.cancel(thread.ident if named else None)
        thread.join(0.05)
    assert told == ["The question was given up before its answer was there: ask it anew."]
    assert reader.rows_of("SELECT count(*) FROM numbers", Bind()) == [(1000,)]


def test_what_is_kept_open_is_closed_with_it(tmp_path: Path) -> None:
    (tmp_path / "held").write_bytes(b"")
    held = (tmp_path / "held").open("rb")
    reader = Reader(duckdb.connect(), held)
    assert not held.closed
    reader.close()
    assert held.closed
