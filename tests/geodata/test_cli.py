from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.cli import main
from geodata.store import ClaimQuery, select
from mapapp.export import to_geojson
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


SPAN = ["--from", "2024-10-18", "--to", "2024-12-05"]
WRONG = [
    ([], "COMMAND"),
    (["check"], "dataset"),
    (["chekc", "x"], "chekc"),
    (["check", "a", "b"], "b"),
    (["changes"], "--from, --to"),
    (["changes", "--from", "2024-10-18"], "--to"),
    (["changes", "--from", "2024-10", "--to", "2024-11-01"], "--from: “2024-10” is not a day"),
    (["changes", "--from", "2024-10-18", "--to", "2024-11-31"], "--to: “2024-11-31” is not a day"),
    (["changes", *SPAN, "--format", "xml"], "--format"),
    (["changes", *SPAN, "--data", "x"], "--data"),
    (["restore", "x"], "--into"),
    (["restore", "--into", "x"], "FILE"),
]


@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_wrong_call(arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.endswith(" (python -m geodata --help tells more).\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(("value", "status"), [("present", 0), ("there", 1)])
def test_command_ends_with_the_status(tmp_path: Path, root: Path, value: str, status: int) -> None:
    folder = DatasetBuilder(tmp_path).put("claims.csv", 2, "modality", value).write()
    command = [sys.executable, "-m", "geodata", "check", str(folder)]
    assert subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == status


TEXT = """\
A tiny data set: 4 changes after 2024-10-18 and up to 2024-12-05.

2024-11-05
  New       Engineers repair roads in Kursk: claimed for the first time; unverified.

2024-11-07
  Denied    Engineers repair roads in Kursk: denied by Russia; the claim is unverified.

2024-11-20
  Upgraded  Engineers repair roads in Kursk: from unverified to confirmed, by imagery.
            Why: Seen from above

2024-11-30
  Upgraded  Sappers work at Sudzha: from unverified to corroborated, by independent origins.
            Why: Two origins
"""


def test_changes_are_told_by_day_with_their_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(DatasetBuilder(tmp_path).write())
    assert main(["changes", *SPAN, "--dataset", folder]) == 0
    said = capsys.readouterr()
    assert said.out == TEXT
    assert said.err == ""


def test_no_changes_are_told_as_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(DatasetBuilder(tmp_path).write())
    assert main(["changes", "--from", "2024-12-11", "--to", "2024-12-31", "--dataset", folder]) == 0
    assert capsys.readouterr().out == "A tiny data set: no changes after 2024-12-11 and up to 2024-12-31.\n"


def test_changes_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    digest = builder.load().digest
    assert main(["changes", *SPAN, "--dataset", str(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in found if key != "changes"} == {
        "dataset": "tiny", "digest": digest, "from": "2024-10-18", "to": "2024-12-05",
    }  # fmt: skip
    assert [entry["kind"] for entry in found["changes"]] == ["new", "denied", "upgraded", "upgraded"]
    assert found["changes"][2] == {
        "day": "2024-11-20", "kind": "upgraded", "claim_id": "area", "was": "unverified", "now": "confirmed",
        "party": None, "words": "Engineers repair roads in Kursk: from unverified to confirmed, by imagery.",
        "reason": "Seen from above",
    }  # fmt: skip
    assert (found["changes"][0]["was"], found["changes"][1]["party"]) == (None, "Russia")
    described = (root / "docs/data-format.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in described for key in (*found, *found["changes"][0]))


def test_the_bundled_data_set_is_asked_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--from", "2025-04-25", "--to", "2025-04-26"]) == 0
    said = capsys.readouterr().out
    assert "from corroborated to confirmed, by an admission against interest." in said
    assert "Why: Russia acknowledged it after having dismissed it." in said


def test_days_that_are_turned_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--from", "2025-02-01", "--to", "2025-01-01"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "The changes end on 2025-01-01, before they begin on 2025-02-01: swap the two.\n"


def test_changes_of_a_data_set_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = DatasetBuilder(tmp_path).put("claims.csv", 2, "modality", "there").write()
    assert main(["changes", *SPAN, "--dataset", str(folder), "--format", "json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("claims.csv, row 2, field modality: “there” cannot be used;")


def test_a_terminal_gets_no_orders_from_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = DatasetBuilder(tmp_path).put("claims.csv", 3, "claim", "two\nlines \x9b2J \u202eand more").write()
    assert main(["changes", *SPAN, "--dataset", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "two lines \ufffd2J \ufffdand more: claimed" in said


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "claims.geojson"
    path.write_text(to_geojson(select(DatasetBuilder(tmp_path / "tiny").load(), ClaimQuery(text="sudzha"))), "utf-8")
    return path


def test_a_saved_file_becomes_a_data_set(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(saved), "--into", str(tmp_path / "back")]) == 0
    said = capsys.readouterr().out.splitlines()
    counts = "A tiny data set: 1 claims, 3 reports, 3 sources, 3 assessments"
    assert said == [
        f"{counts}; written to {tmp_path / 'back'}.",
        "It holds what was asked for, and no more: All claims, matching “sudzha”, all dates.",
    ]
    assert main(["check", str(tmp_path / "back")]) == 0
    assert capsys.readouterr().out == f"{counts}; no problem found.\n"


def test_a_refused_value_is_named_and_nothing_is_written(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.write_text(saved.read_text("utf-8").replace('"demining"', '"mining"'), "utf-8")
    assert main(["restore", str(saved), "--into", str(tmp_path / "back")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("claims.geojson: features, row 1, field claim_type: “mining” cannot be used; use one of")
    assert lines[-1] == "1 problem found; nothing was written."
    assert not (tmp_path / "back").exists()


def test_what_cannot_be_read_or_written_ends_with_two(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(tmp_path / "none"), "--into", str(tmp_path / "back")]) == 2
    assert capsys.readouterr().err == "none: it cannot be read (No such file or directory).\n"
    assert main(["restore", str(saved), "--into", str(tmp_path / "tiny")]) == 2
    assert "is there already and not empty" in capsys.readouterr().err
