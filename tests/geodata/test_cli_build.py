from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from geodata.cli import main
from geodata.ingest import load_dataset
from geodata.scale import build_dataset, built
from geodata.scale.holding import making
from tests.builders import DatasetBuilder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return DatasetBuilder(tmp_path / "tiny").write()


def test_the_tables_are_made_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder)]) == 0
    found = built(folder)
    assert found is not None
    assert capsys.readouterr() == (f"6 claims: the tables were made, in {found}.\n", "")
    assert main(["build", str(folder)]) == 0
    assert capsys.readouterr().out == f"6 claims: the tables were there, in {found}.\n"
    assert main(["build", str(folder), "--force"]) == 0
    assert "were made" in capsys.readouterr().out


def test_told_to_a_program(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["dataset"], told["build"]) == (str(folder), str(built(folder)))
    assert (told["digest"], told["counts"]["claims"]) == (load_dataset(folder).digest, 6)


def test_problems_of_the_data_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = DatasetBuilder(tmp_path).put("claims.csv", 2, "modality", "there").write()
    assert main(["build", str(folder)]) == 1
    assert "claims.csv, row 2, field modality: “there” cannot be used" in capsys.readouterr().err
    assert main(["build", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == "none: there is no such folder.\n"


def test_two_at_a_time_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with making(folder / ".build"):
        assert main(["build", str(folder)]) == 2
    assert capsys.readouterr().err == (
        "Another command is building this data set; wait until it is done, then build again.\n"
    )


def test_an_interrupted_build_says_that_it_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("geodata.cli_line.Line.tell", interrupt)
        assert main(["build", str(folder)]) == 130
    assert capsys.readouterr().err == "Interrupted; the same command goes on where it was.\n"
    assert main(["build", str(folder)]) == 0


def test_the_same_data_in_memory_give_the_same_tables(folder: Path, tmp_path: Path) -> None:
    assert main(["build", str(folder)]) == 0
    found, other = built(folder), build_dataset(load_dataset(folder), tmp_path / "other")
    assert found is not None
    for path in sorted(other.glob("*.parquet")):
        assert path.read_bytes() == (found / path.name).read_bytes(), path.name
    shutil.rmtree(other)
