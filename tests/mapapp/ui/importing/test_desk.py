"""The desk with real files, read by a real child and tried for real."""

from __future__ import annotations

import gc
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.ingest.importing.request import Request
from mapapp.ui.importing import desk as module
from mapapp.ui.importing.desk import Desk, Seen, Stage
from mapapp.ui.importing.turns import Turns

_PATIENCE = 60.0
GOOD = b"text,date,lat,lon\nTroops at Sudzha,2024-10-18,51.19,35.27\nSappers at Rylsk,soon,51.57,34.68\n"
FIXED = Request(fixes={3: {"date": "2024-10-20"}})


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All temporary files in a folder of this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk(Turns())
    yield made
    made.clear()


def settled(desk: Desk) -> Seen:
    seen = desk.look(_PATIENCE)
    assert seen.stage is not Stage.WORKING
    return seen


def counts(seen: Seen) -> tuple[int, int, int]:
    assert seen.trial is not None
    told = seen.trial.report.counts
    return told.read, told.accepted, told.doubtful


def test_a_desk_is_empty_at_first(desk: Desk) -> None:
    seen = desk.look()
    assert (seen.stage, seen.name, seen.sentence, seen.trial, seen.reading) == (Stage.EMPTY, "", "", None, None)
    desk.decide(FIXED)
    desk.cancel()
    desk.again()
    assert desk.look().stage is Stage.EMPTY


def test_a_file_is_tried_mended_and_put_away_without_a_trace(desk: Desk, temporary: Path) -> None:
    desk.take("troops.csv", GOOD)
    seen = settled(desk)
    assert (seen.stage, seen.name, counts(seen)) == (Stage.TRIED, "troops.csv", (2, 1, 1))
    assert seen.reading is not None
    assert seen.reading.rows == 2
    before = seen.trial
    desk.decide(FIXED)
    seen = settled(desk)
    assert (seen.request, counts(seen)) == (FIXED, (2, 2, 0))
    assert before is not None
    assert not before.folder.exists(), "what is replaced is removed"
    assert seen.reading is settled(desk).reading, "the file is not read twice"
    desk.clear()
    assert desk.look().stage is Stage.EMPTY
    assert list(temporary.iterdir()) == []


def test_what_fails_leaves_what_was_there(desk: Desk) -> None:
    desk.take("troops.csv", GOOD)
    good = settled(desk)
    desk.decide(replace(good.request, profile="acled"))
    seen = settled(desk)
    assert (seen.stage, seen.request, seen.trial) == (Stage.TRIED, good.request, good.trial)
    assert "troops.csv is no file of ACLED" in seen.sentence
    desk.decide(FIXED)
    assert settled(desk).sentence == "", "and the next decision starts afresh"


def test_a_file_that_cannot_be_read_is_put_away_with_a_sentence(desk: Desk, temporary: Path) -> None:
    desk.take("troops.exe", b"MZ\0\0")
    seen = settled(desk)
    assert (seen.stage, seen.trial) == (Stage.EMPTY, None)
    assert seen.sentence.startswith("troops.exe: ")
    assert "Traceback" not in seen.sentence
    assert list(temporary.iterdir()) == []


def test_a_question_before_reading_is_answered(desk: Desk) -> None:
    desk.take("two.csv", b"note,words,more\n" + b"abc,def,ghi\n" * 3)
    seen = settled(desk)
    assert (seen.stage, [question.key for question in seen.questions]) == (Stage.ASKED, ["column:text"])
    desk.decide(Request(answers={"column:text": "none such"}))
    seen = settled(desk)
    assert (seen.stage, bool(seen.sentence)) == (Stage.ASKED, True), "a wrong answer leaves the question"
    desk.decide(Request(answers={"column:text": "words"}))
    seen = settled(desk)
    assert seen.stage is Stage.TRIED
    assert seen.questions == ()


def test_an_encoding_that_is_answered_reads_the_file_anew(desk: Desk) -> None:
    desk.take("troops.csv", "text,date\nВойска в Судже,2024-10-18\n".encode("cp1251"))
    first = settled(desk)
    desk.decide(Request(answers={"encoding": "cp1251"}))
    seen = settled(desk)
    assert seen.reading is not first.reading
    assert seen.reading is not None
    assert seen.reading.facts.encoding == "cp1251"
    desk.decide(Request(answers={"header_row": "first"}))
    assert settled(desk).sentence.startswith("“first” is no row of a header")


def test_cancelling_the_first_try_puts_the_file_away(desk: Desk, temporary: Path) -> None:
    desk.take("troops.csv", GOOD)
    desk.cancel()
    seen = desk.look()
    assert (seen.stage, seen.sentence) == (Stage.EMPTY, "Cancelled; nothing was imported.")
    for thread in threading.enumerate():
        if thread.name == "claimline-importing":
            thread.join(_PATIENCE)
    assert list(temporary.iterdir()) == [], "and the thread leaves nothing behind either"


def test_cancelling_a_later_try_leaves_the_first(desk: Desk) -> None:
    desk.take("troops.csv", GOOD)
    first = settled(desk)
    desk.decide(FIXED)
    desk.cancel()
    seen = desk.look()
    assert (seen.stage, seen.trial, seen.request) == (Stage.TRIED, first.trial, first.request)


def test_a_new_decision_takes_the_place_of_one_that_is_being_tried(desk: Desk) -> None:
    desk.take("troops.csv", GOOD)
    settled(desk)
    desk.decide(Request(fixes={3: {"date": "2024-10-19"}}))
    desk.decide(FIXED)
    assert settled(desk).request == FIXED


def test_it_is_tried_for_the_data_set_that_it_is_meant_for(desk: Desk, tmp_path: Path) -> None:
    desk.take("troops.csv", GOOD)
    seen = settled(desk)
    assert seen.trial is not None
    seen.trial.accept(tmp_path / "mine")
    desk.aim(tmp_path / "mine")
    seen = settled(desk)
    assert seen.into == tmp_path / "mine"
    assert seen.trial is not None
    assert seen.trial.report.is_there
    desk.aim(None)
    assert settled(desk).into is None


def test_a_full_line_is_told() -> None:
    turns = Turns(at_once=1, waiting=0)
    desk = Desk(turns)
    with turns.turn(turns.join(), lambda: True):
        desk.take("troops.csv", GOOD)
        seen = desk.look()
    assert (seen.stage, seen.sentence) == (
        Stage.EMPTY,
        "The server is busy importing for others; try again in a moment.",
    )


def test_a_fault_of_the_program_is_a_sentence_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(threading, "excepthook", heard.append)
    monkeypatch.setattr("geodata.ingest.importing.trial.try_import", lambda *_a, **_k: 1 / 0)
    desk.take("troops.csv", GOOD)
    assert settled(desk).sentence == module.FAULT
    for thread in threading.enumerate():
        if thread.name == "claimline-importing":
            thread.join(_PATIENCE)
    assert len(heard) == 1


def test_files_that_nobody_looks_at_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_DESKS", 2)
    desks = [Desk(Turns()) for _ in range(3)]
    for desk in desks:
        desk.take("troops.csv", GOOD)
        settled(desk)
    assert [desk.look().stage for desk in desks] == [Stage.EMPTY, Stage.TRIED, Stage.TRIED]
    assert desks[0].look().sentence == "The file was put away to make room for the files of others; choose it again."
    for desk in desks:
        desk.clear()


def test_a_desk_whose_reader_is_gone_leaves_nothing(temporary: Path) -> None:
    desk = Desk(Turns())
    desk.take("troops.csv", GOOD)
    settled(desk)
    assert list(temporary.iterdir())
    del desk
    gc.collect()
    assert list(temporary.iterdir()) == []
