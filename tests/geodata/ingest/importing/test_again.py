"""Rows that waited, corrected and answered later: taken in once, without the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest import load_dataset
from geodata.ingest.importing import Heap, open_waiting, try_import
from tests.geodata.ingest.importing.small import tried

ROWS = [
    {"text": "fine", "date": "2025-01-02", "lat": "51.19", "lon": "35.27"},
    {"text": "soon", "date": "soon", "lat": "51.19", "lon": "35.28"},
    {"text": "either", "date": "03/04/2025", "lat": "51.19", "lon": "35.29"},
]


@pytest.fixture
def mine(tmp_path: Path) -> tuple[Path, str]:
    into = tmp_path / "mine"
    with tried(tmp_path, ROWS, into=into) as trial:
        return into, trial.accept(into).import_id


def test_what_waits_can_be_corrected_and_answered_and_leaves_the_heap(mine: tuple[Path, str]) -> None:
    into, import_id = mine
    waiting, request = open_waiting(into, import_id)
    assert waiting.rows == 2
    better = replace(request, answers={"order:date": "dmy"}, fixes={3: {"date": "2025-02"}})
    with try_import(waiting, better, into=into) as trial:
        assert trial.report.counts.to_json() == {
            "read": 2, "accepted": 2, "doubtful": 0, "rejected": 0, "duplicates": 0,
        }  # fmt: skip
        trial.accept(into)
    dataset = load_dataset(into)
    assert {(claim.time.edtf, claim.remark) for claim in dataset.claims} == {
        ("2025-01-02", "Row 2 of notes.csv."),
        ("2025-02", "Row 3 of notes.csv."),
        ("2025-04-03", "Row 4 of notes.csv."),
    }
    assert open_waiting(into, import_id)[0].rows == 0


def test_what_still_waits_can_be_offered_again(mine: tuple[Path, str]) -> None:
    into, import_id = mine
    waiting, request = open_waiting(into, import_id)
    with try_import(waiting, replace(request, fixes={3: {"date": "2025-02"}}), into=into) as trial:
        assert [(entry.row, entry.heap) for entry in trial.entries()] == [(4, Heap.DOUBTFUL)]
        trial.accept(into)
    again, _request = open_waiting(into, import_id)
    assert [batch.column("#row").to_pylist() for batch in again.batches()] == [[4]]


def test_a_torn_row_is_not_offered_again(tmp_path: Path) -> None:
    into = tmp_path / "mine"
    with tried(tmp_path, "text,date\na,2025\nb,2025,too,many,cells\nc,soon\n", into=into) as trial:
        import_id = trial.accept(into).import_id
    assert open_waiting(into, import_id)[0].rows == 1


def test_no_such_import_is_a_sentence(mine: tuple[Path, str]) -> None:
    with pytest.raises(ImportRefusedError, match="There is no import “0123456789abcdef”"):
        open_waiting(mine[0], "0123456789abcdef")


def test_a_damaged_import_is_a_sentence(mine: tuple[Path, str]) -> None:
    into, import_id = mine
    (into / "imports" / import_id / "waiting.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(ImportRefusedError, match="undo the import"):
        open_waiting(into, import_id)
