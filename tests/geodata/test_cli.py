from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geodata.cli import main
from tests.builders import DatasetBuilder


def test_check_of_a_good_data_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DatasetBuilder(tmp_path).write())]) == 0
    said = capsys.readouterr()
    assert said.out == "A tiny data set: 6 claims, 8 reports, 3 sources, 5 assessments; no problem found.\n"
    assert said.err == ""


def test_check_says_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    builder = (
        DatasetBuilder(tmp_path).put("claims.csv", 2, "modality", "there").put("reports.csv", 2, "url", "\x1b]0;x")
    )
    assert main(["check", str(builder.write())]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == [
        "claims.csv, row 2, field modality",
        "reports.csv, row 2, field url",
    ]
    assert lines[-1] == "3 problems found; nothing was loaded."
    assert "\x1b" not in "".join(lines)


def test_one_problem_is_not_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "none: there is no such folder.",
        "1 problem found; nothing was loaded.",
    ]


@pytest.mark.parametrize("arguments", [[], ["check"], ["chekc", "x"], ["check", "a", "b"]])
def test_wrong_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "python -m geodata" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "status"), [("present", 0), ("there", 1)])
def test_command_ends_with_the_status(tmp_path: Path, root: Path, value: str, status: int) -> None:
    folder = DatasetBuilder(tmp_path).put("claims.csv", 2, "modality", value).write()
    command = [sys.executable, "-m", "geodata", "check", str(folder)]
    assert subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == status
