"""The file of rows that were not accepted is the one that Python's csv module would write."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import visible
from geodata.ingest.exported.cells import neutralise
from geodata.ingest.importing.reasons import REASONS
from geodata.ingest.importing.sieve import Sieve
from geodata.ingest.importing.told import RejectedRows, why_words

SIGNS = ["a", "ж", "공", *"\",;\r\n\t=+-@＝' ", "\u00a0", "\u2028", "\x1c", "\x85", "\x0b", "\x0c", "\x00"]
CELL = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"))


@given(st.lists(st.tuples(CELL, st.none() | CELL), min_size=1), st.tuples(CELL, CELL))
def test_rows_are_written_as_by_the_csv_module(cells: list[tuple[str, str | None]], header: tuple[str, str]) -> None:
    names = [f"a{header[0]}", f"b{header[1]}"]
    columns = [pa.array(list(column), pa.string()) for column in zip(*cells, strict=True)]
    numbers, heaps = pa.array(range(len(cells))), pa.array(["doubtful"] * len(cells))
    stream, text = io.BytesIO(), io.StringIO(newline="")
    RejectedRows(stream, names).add(numbers, heaps, columns[0], pa.record_batch(columns, names=names))
    writer = csv.writer(text)
    writer.writerow(neutralise(name) for name in ("row", "heap", "why", *names))
    for number, (one, other) in enumerate(cells):
        writer.writerow([number, "doubtful", *(neutralise(cell or "") for cell in (one, one, other))])
    assert stream.getvalue().decode("utf-8-sig") == text.getvalue()


@given(CELL, CELL, st.text("ab"))
def test_each_fault_is_told_gravest_first(field: str, value: str, detail: str) -> None:
    sieve = Sieve(3)
    sieve.add("not_a_date", [1], field=field, values=pa.array([None, value, None], pa.string()), details=[detail])
    sieve.add("torn", [1])
    sieve.add("no_such_day", [2], values=pa.array([value] * 3))
    told = why_words(sieve.notes, sieve.faults(), sieve.heap.nonzero()[0]).to_pylist()
    first, second = (f"{REASONS[code].words}; {REASONS[code].mend}." for code in ("torn", "not_a_date"))
    where, shown = f"{visible(field)}: " if field else "", f"“{visible(value)}”, " if value else ""
    assert told[0] == f"{first} {where}{shown}{second}{' ' * bool(detail)}{detail}"
    assert told[1] == f"{shown}{REASONS['no_such_day'].words}; {REASONS['no_such_day'].mend}."
