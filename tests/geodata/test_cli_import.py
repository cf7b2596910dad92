from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geodata.cli import main
from geodata.ingest import load_dataset
from tests.builders import DatasetBuilder
from tests.geodata.events import GOOD, TABLE, written
from tests.geodata.ingest.importing.imports import ImportBuilder

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def table(here: Path) -> Path:
    return written(here / "events.csv", TABLE)


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """Exit status and the JSON document of a command."""
    status = main([str(one) for one in (*arguments, "--format", "json")])
    return status, json.loads(capsys.readouterr().out)


def test_a_file_goes_into_a_data_set_of_its_name(
    table: Path, here: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["import", str(table)]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0] == "events.csv: 4 rows read: 1 accepted, 1 doubtful, 1 rejected, 1 duplicate."
    assert lines[1] == "Read as CSV, UTF-8, fields parted by semicolons, header in row 1."
    assert lines[2].startswith("Profile: A table of your own (generic). ")
    (claim,) = load_dataset(here / "events").claims
    import_id = claim.claim_id.split("-")[0][1:]
    assert lines[-1] == f"Imported into events as {import_id}. Take it back: python -m geodata undo events {import_id}"
    told_rows = [line.strip().split(":")[0] for line in lines if line.startswith("  row")]
    assert told_rows == ["row 3, doubtful", "row 4, rejected", "row 5, duplicate"]
    assert "“soon”" in said.out
    assert any("as in row 3, “soon”" in line for line in lines)
    assert "Licence: not stated. Attribution: not stated." in lines
    assert list((tmp_path / "spare").iterdir()) == []


def test_the_json_report_has_every_row(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "import", table, "--into", "mine", "--licence", "CC0-1.0", "--attribution", "Me")
    assert status == 1
    assert found["counts"] == {"read": 4, "accepted": 1, "doubtful": 1, "rejected": 1, "duplicates": 1}
    assert [(row["row"], row["heap"]) for row in found["rows"]] == [(3, "doubtful"), (4, "rejected"), (5, "duplicate")]
    assert [reason["code"] for row in found["rows"] for reason in row["reasons"]] == [
        "not_a_date", "null_island", "same_row",
    ]  # fmt: skip
    assert found["rows"][0]["values"]["date"] == "soon"
    assert {row["reasons"][0]["mend"] != "" for row in found["rows"]} == {True}
    assert (found["into"], found["dry_run"], found["written"], found["near_duplicates"]) == ("mine", False, True, [])
    assert (found["licence"], found["attribution"], found["licence_to_confirm"]) == ("CC0-1.0", "Me", False)
    info = load_dataset("mine").info
    assert "CC0-1.0" in info.licence
    assert "Me" in info.attribution


def test_near_duplicates_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = GOOD + "Sappers clear a field;2024-10-18;51.19123;35.27123;Another paper\n"
    status, found = told(capsys, "import", written(here / "a.csv", more))
    assert status == 0
    assert found["counts"]["accepted"] == 2
    assert found["near_duplicates"] == [{"row": 3, "other": 2, "import_id": "", "kind": "event"}]


def test_all_accepted_is_status_0_and_duplicates_are_no_fault(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "import", written(here / "a.csv", GOOD), "--into", "mine")[0] == 0
    more = GOOD + "Drills were held;2024-10-20;51.2;35.3;Agency\n"
    status, found = told(capsys, "import", written(here / "b.csv", more), "--into", "mine")
    assert status == 0
    assert found["counts"] == {"read": 2, "accepted": 1, "doubtful": 0, "rejected": 0, "duplicates": 1}
    assert found["rows"][0]["reasons"][0]["code"] == "imported_before"


@pytest.mark.parametrize(
    ("rows", "status"), [((0, 3), 0), ((0, 1), 1), ((0, 2), 1)], ids=["same", "doubtful", "rejected"]
)
def test_the_status_says_whether_rows_are_left(
    here: Path, capsys: pytest.CaptureFixture[str], rows: tuple[int, ...], status: int
) -> None:
    header, *lines = TABLE.splitlines(keepends=True)
    path = written(here / "a.csv", header + "".join(lines[row] for row in rows))
    assert told(capsys, "import", path, "--dry-run")[0] == status


def test_the_same_file_twice_changes_nothing(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(capsys, "import", table, "--into", "mine")
    before = {path: path.read_bytes() for path in Path("mine").rglob("*") if path.is_file()}
    digest = load_dataset("mine").digest
    again = told(capsys, "import", table, "--into", "mine")
    assert (again[0], again[1]["counts"], again[1]["rows"]) == (first[0], first[1]["counts"], first[1]["rows"])
    assert (again[1]["is_there"], again[1]["written"]) == (True, False)
    assert main(["import", str(table), "--into", "mine"]) == 1
    assert f"as {first[1]['import_id']}; nothing was changed." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in Path("mine").rglob("*") if path.is_file()} == before
    assert load_dataset("mine").digest == digest


def test_a_dry_run_writes_nothing(table: Path, here: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, found = told(capsys, "import", table, "--dry-run")
    assert (status, found["dry_run"], found["written"], found["into"]) == (1, True, False, "events")
    assert main(["import", str(table), "--dry-run"]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"Tried only: nothing was written. Without --dry-run it goes to events, as {found['import_id']}."
    assert [path.name for path in here.iterdir()] == ["events.csv"]
    assert list((tmp_path / "spare").iterdir()) == []


def test_rejected_rows_are_kept_in_a_file(table: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(table), "--dry-run", "--rejected", "left.csv"])
    capsys.readouterr()
    text = (here / "left.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[:2] for line in text.splitlines()[1:]] == [
        ["3", "doubtful"], ["4", "rejected"], ["5", "duplicate"],
    ]  # fmt: skip
    assert sorted(path.name for path in here.iterdir()) == ["events.csv", "left.csv"]


def test_import_list_undo_list(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "import", table, "--into", "mine")[1]
    import_id = found["import_id"]
    status, listed = told(capsys, "imports", "mine")
    (one,) = listed["imports"]
    assert (status, listed["dataset"]) == (0, "mine")
    assert (one["import_id"], one["file"], one["counts"]) == (import_id, "events.csv", found["counts"])
    assert main(["imports", "mine"]) == 0
    assert capsys.readouterr().out.startswith(f"{import_id}  20")
    assert main(["undo", "mine", import_id]) == 0
    assert capsys.readouterr().out == (
        f"The import {import_id} was taken back; its files lie in mine/imports/.undone/{import_id}.\n"
    )
    assert load_dataset("mine").claims == ()
    assert main(["imports", "mine"]) == 0
    assert capsys.readouterr().out == "mine has no imports.\n"
    assert main(["undo", "mine", import_id]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"The data set has no import “{import_id}”; it has none.\n")
    assert told(capsys, "import", table, "--into", "mine")[1]["written"]


def test_answers_on_reading_and_on_rows(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "text;date;latitude;longitude\nСапёры;03/04/2025;51.19;35.27\n"
    path = here / "a.csv"
    path.write_bytes(text.encode("cp1251"))
    status, found = told(capsys, "import", path, "--dry-run", "--answer", "encoding=cp1251")
    assert status == 1
    assert [question["key"] for question in found["questions"]] == ["order:date"]
    main(["import", str(path), "--dry-run", "--answer", "encoding=cp1251"])
    assert "    --answer order:date=dmy  " in capsys.readouterr().out
    answers = ("--answer", "encoding=cp1251", "--answer", "order:date=dmy", "--answer", "header_row=1")
    assert told(capsys, "import", path, *answers, "--into", "mine")[0] == 0
    (claim,) = load_dataset("mine").claims
    assert (claim.text, claim.time.edtf) == ("Сапёры", "2025-04-03")


def test_a_mapping_and_a_profile(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(here / "a.csv", "was,wann,wo\nPioniere räumen,2024-10-18,Kursk Oblast\n")
    mapping = written(here / "m.toml", 'licence = "CC BY 4.0"\n[columns]\ntext = "was"\ndate = "wann"\nplace = "wo"\n')
    status, found = told(capsys, "import", path, "--mapping", mapping, "--profile", "generic")
    assert (status, found["licence"], found["profile"]) == (0, "CC BY 4.0", "generic")
    assert load_dataset("a").claims[0].text == "Pioniere räumen"


@pytest.mark.parametrize(
    ("name", "folder"),
    [("events.csv", "events"), ("my.events.csv", "my.events"), (".hidden.csv", "hidden"), ("events.csv.gz", "events")],
)
def test_the_folder_is_named_after_the_file(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, folder: str
) -> None:
    import gzip

    content = GOOD.encode()
    (here / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert told(capsys, "import", here / name, "--dry-run")[1]["into"] == folder


WRONG = [
    (["none.csv"], "none.csv: there is no such file"),
    (["."], ""),
    (["events.csv", "--answer", "dmy"], "“dmy” is no answer; write KEY=VALUE"),
    (["events.csv", "--answer", "order:day=dmy"], "“order:day” answers no question on this file; keys are "),
    (["events.csv", "--answer", "header_row=first"], "“header_row=first” names no row"),
    (
        ["events.csv", "--answer", "sheet=One"],
        "“sheet=One” answers no question on events.csv, a file of the format csv",
    ),
    (["events.csv", "--answer", "encoding=klingon"], "klingon"),
    (["events.csv", "--profile", "nobody"], "“nobody” is no profile; use one of "),
    (["events.csv", "--profile", "acled"], "events.csv is no file of ACLED"),
    (["events.csv", "--mapping", "none.toml"], "none.toml: the mapping cannot be read"),
    (["events.csv", "--mapping", "latin.toml"], "latin.toml: the mapping is not UTF-8"),
    (["events.csv", "--mapping", "events.csv"], "The mapping cannot be read as TOML"),
    (["events.csv", "--into", "full"], "“full” is no data set"),
    (["events.csv", "--into", "no/where"], "“no/where” cannot be made"),
    (["events.csv", "--rejected", "events.csv"], "--rejected names “events.csv”, which is read"),
    (["events.csv", "--rejected", "full"], "--rejected names “full”, which is a folder"),
    (["events.csv", "--rejected", "no/left.csv"], "“no/left.csv” cannot be written"),
    (["esc\x1b[2J.csv"], "esc\ufffd[2J.csv: there is no such file"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: str(value)[:50])
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_cannot_be_is_said_in_one_sentence(
    table: Path, here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str, form: str,
    tmp_path: Path,
) -> None:  # fmt: skip
    (here / "full").mkdir()
    written(here / "full" / "mine.txt", "mine")
    (here / "latin.toml").write_bytes(b"title = '\xe9'")
    before = sorted(here.rglob("*"))
    assert main(["import", *arguments, "--format", form]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.endswith(".\n")
    assert said.err.count("\n") == 1
    assert said.err.rstrip("\n").isprintable()
    if form == "json":
        assert json.loads(said.out) == {"error": said.err.removesuffix("\n"), "questions": []}
    else:
        assert said.out == ""
    assert sorted(here.rglob("*")) == before
    assert table.read_text(encoding="utf-8") == TABLE
    assert list((tmp_path / "spare").iterdir()) == []


def test_open_questions_of_reading_are_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(here / "a.csv", "aa,bb\n1,2\n3,4\n")
    assert main(["import", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("a.csv: Which column holds the text")
    assert lines[0].endswith("Nothing was imported; answer with --answer.")
    assert lines[1].startswith("    --answer column:text=")
    status, found = told(capsys, "import", path)
    assert status == 2
    assert found["error"] == lines[0]
    assert [question["key"] for question in found["questions"]] == ["column:text"]
    assert found["questions"][0]["options"]


def test_nothing_in_a_file_reaches_the_terminal(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "text;date;latitude;longitude;source\nA;\x1b[2J\u202esoon;51.19;35.27;x\n"
    main(["import", str(written(here / "a.csv", text))])
    said = capsys.readouterr()
    assert "soon" in said.out
    assert all(line.isprintable() for line in (said.out + said.err).splitlines())


@pytest.mark.parametrize("command", [["undo", "none", "x"], ["imports", "none"]])
def test_what_is_no_data_set_has_no_imports(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "“none” is no data set; name a folder that holds dataset.toml.\n")


def test_a_damaged_import_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = DatasetBuilder(here / "mine").write()
    (ImportBuilder(folder).write() / "claims.parquet").write_bytes(b"")
    assert main(["check", "mine"]) == 1
    assert capsys.readouterr().out.startswith("imports/0123456789abcdef/claims.parquet: the file is damaged")
    assert main(["undo", "mine", "0123456789abcdef"]) == 0
    assert main(["check", "mine"]) == 0


@pytest.mark.parametrize("file", ["ledger.parquet", "claims.parquet", "import.toml", "report.json"])
@pytest.mark.parametrize("again", [True, False], ids=["the same", "another"])
def test_a_damaged_import_takes_no_other_beside_it(
    table: Path, here: Path, capsys: pytest.CaptureFixture[str], file: str, again: bool
) -> None:
    import_id = told(capsys, "import", table, "--into", "mine")[1]["import_id"]
    (here / "mine" / "imports" / import_id / file).write_bytes(b"bad")
    other = table if again else written(here / "b.csv", GOOD + "Drills;2024-10-20;51.2;35.3;Agency\n")
    assert main(["import", str(other), "--into", "mine"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"imports/{import_id}/{file}: the file is damaged")
    assert said.err.count("\n") == 1
    assert main(["undo", "mine", import_id]) == 0
    assert main(["import", str(other), "--into", "mine"]) in (0, 1)


def test_an_import_on_which_something_rests_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = DatasetBuilder(here / "mine")
    base.add("positions.csv", claim_id="i0123456789abcdef-2", party="Ukraine", position="denies", said_on="2024-10-20")
    ImportBuilder(base.write()).write()
    assert main(["undo", "mine", "0123456789abcdef"]) == 2
    assert "rest on it: positions.csv row 6; remove these first." in capsys.readouterr().err
    assert (here / "mine" / "imports" / "0123456789abcdef").is_dir()
