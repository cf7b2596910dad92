"""An import in a data set: whole, once, and again."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.importing import Request
from geodata.ingest.importing.place_in import dataset_id_of
from tests.geodata.ingest.importing.small import tried

ROWS = [{"text": f"claim {n}", "date": f"2025-01-{n:02}", "lat": "51.19", "lon": f"35.2{n}"} for n in range(1, 6)]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    into = tmp_path / "mine"
    with tried(tmp_path, [*ROWS, {**ROWS[0], "date": "soon"}], into=into) as trial:
        first = trial.accept(into)
        assert not first.is_there
    before = state(into)
    with tried(tmp_path, [*ROWS, {**ROWS[0], "date": "soon"}], into=into) as trial:
        assert trial.report.is_there
        assert trial.report.counts == first.counts
        assert [entry.row for entry in trial.entries()] == [7]
        assert trial.accept(into).is_there
    assert state(into) == before


def test_what_an_earlier_import_holds_is_there_already(tmp_path: Path) -> None:
    into = tmp_path / "mine"
    with tried(tmp_path, ROWS[:3], into=into) as trial:
        trial.accept(into)
    with tried(tmp_path, ROWS, name="later.csv", into=into) as trial:
        assert trial.report.counts.to_json() == {
            "read": 5, "accepted": 2, "doubtful": 0, "rejected": 0, "duplicates": 3,
        }  # fmt: skip
        assert {entry.faults[0].code for entry in trial.entries()} == {"imported_before"}
        trial.accept(into)
    assert len(list((into / "imports").iterdir())) == 2


def test_an_answer_lets_in_what_waited_and_nothing_twice(tmp_path: Path) -> None:
    into = tmp_path / "mine"
    rows = [ROWS[0], {**ROWS[1], "date": "03/04/2025"}]
    with tried(tmp_path, rows, into=into) as trial:
        trial.accept(into)
    with tried(tmp_path, rows, Request(answers={"order:date": "dmy"}), into=into) as trial:
        assert trial.report.counts.duplicates == 1
        assert trial.report.counts.accepted == 1


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    into = tmp_path / "photos"
    into.mkdir()
    (into / "cat.jpg").write_bytes(b"meow")
    with tried(tmp_path, ROWS) as trial, pytest.raises(ImportRefusedError, match="is no data set"):
        trial.accept(into)
    assert state(into) == {"cat.jpg": b"meow"}


def test_a_parent_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with tried(tmp_path, ROWS) as trial, pytest.raises(ImportRefusedError, match="make it first"):
        trial.accept(tmp_path / "no" / "such")


def test_a_failed_write_leaves_the_data_set_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into = tmp_path / "mine"
    with tried(tmp_path, ROWS[:2]) as trial:
        trial.accept(into)
    before = state(into)

    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    with tried(tmp_path, ROWS[2:], name="more.csv", into=into) as trial:
        monkeypatch.setattr("shutil.copyfile", full)
        with pytest.raises(ImportRefusedError, match="No space left on device; nothing was imported"):
            trial.accept(into)
    assert state(into) == before


@pytest.mark.parametrize(
    ("name", "expected"), [("Kursk 2025!", "kursk-2025"), ("Курск", "imported"), ("a--b", "a-b"), ("Zürich", "zurich")]
)
def test_a_folder_gives_its_data_set_an_id(name: str, expected: str) -> None:
    assert dataset_id_of(name) == expected
