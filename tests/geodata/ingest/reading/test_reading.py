"""Rows that a child left are looked at before they are used, and only once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.reading import Facts, Reading
from geodata.ingest.reading import reading as module


def left_by_a_child(folder: Path, cells: list[list[bytes]]) -> Reading:
    """A reading of batches of one column, whose bytes need not be text."""
    path = folder / "data.arrow"
    batches = []
    for column in cells:
        raw = pa.array(column, pa.binary())
        batches.append(pa.record_batch([pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())], names=["a"]))
    with pa.ipc.new_file(str(path), batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    facts = Facts(format="csv", header=("a",))
    rows = sum(map(len, cells))
    return Reading(facts, path, name="a.csv", sha256="", size=0, rows=rows, folder=folder)


def test_bytes_that_are_no_text_are_refused_at_each_pass(tmp_path: Path) -> None:
    reading = left_by_a_child(tmp_path, [[b"fine"], [b"\xff\xfe"]])
    for _again in range(3):
        batches = reading.batches()
        assert next(batches).to_pylist() == [{"a": "fine"}]
        with pytest.raises(ImportRefusedError, match="damaged"):
            next(batches)


def test_a_pass_that_was_left_early_lets_no_batch_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    class Noting:
        def __init__(self, index: int) -> None:
            self.index = index

        def validate(self, *, full: bool) -> None:
            assert full
            looked.append(self.index)

    reading = left_by_a_child(tmp_path, [[b"a"]])
    monkeypatch.setattr(module, "rows_in", lambda _path: map(Noting, range(4)))
    batches = reading.batches()
    next(batches)
    next(batches)
    assert looked == [0, 1]
    for _again in range(2):
        list(reading.batches())
        assert looked == [0, 1, 2, 3]
