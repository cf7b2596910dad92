"""Pictures and files: what the command line saves, a few at a time."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from geodata.errors import ExportError
from geodata.store import ClaimQuery, Selection, select
from mapapp.api.library import open_dataset
from mapapp.api.v1 import snapshot
from mapapp.api.v1.operations import SNAPSHOTS
from mapapp.api.v1.problems import RefusedError
from mapapp.api.v1.snapshot import make_snapshot
from mapapp.export.formats import FORMATS
from mapapp.export.jobs import Jobs, Limits
from mapapp.export.look import LOOK
from mapapp.export.save import Saved, save
from tests.mapapp.api.v1.asked_things import get, refused

pytestmark = pytest.mark.usefixtures("builder")


@pytest.fixture
def everything() -> Selection:
    return select(open_dataset(), ClaimQuery())


@pytest.mark.parametrize("form", SNAPSHOTS)
def test_a_snapshot_is_what_the_command_line_saves(form: str, everything: Selection) -> None:
    answer = get("/snapshot", f"format={form}")
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[f".{form}"].mime
    assert answer.headers["content-disposition"] == f'attachment; filename="tiny.{form}"'
    if form not in ("xlsx", "gpkg"):  # these are checked by what they hold, elsewhere
        assert answer.body == save(everything, f".{form}").content


def test_films_are_left_to_the_app() -> None:
    assert set(FORMATS) - {f".{form}" for form in SNAPSHOTS} == {".gif", ".webp", ".mp4", ".zip"}
    assert refused("/snapshot", "format=gif").endswith(f"use one of {', '.join(SNAPSHOTS)}.")


def test_the_question_counts_and_names_the_file() -> None:
    answer = get("/snapshot", "format=csv&type=demining&from=2024-10-01&known=2024-12-01")
    assert answer.headers["content-disposition"].endswith('"tiny_2024-10-01_known-on-2024-12-01.csv"')
    assert "Sappers work at Sudzha" in answer.text
    assert "Engineers repair roads" not in answer.text


def test_a_window_that_grows_is_called_so() -> None:
    assert get("/snapshot", "format=svg&mode=cumulative&to=2024-12-01").body != (
        get("/snapshot", "format=svg&to=2024-12-01").body
    )


def test_who_finds_others_waiting_is_told_when_to_come_back(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_given: object) -> Saved:
        begun.set()
        assert go_on.wait(10)
        return Saved(b"done", None)

    jobs = Jobs(Limits(at_once=1, waiting=0))
    monkeypatch.setattr(snapshot, "save", slow)
    made: list[bytes] = []
    first = threading.Thread(target=lambda: made.append(make_snapshot(everything, ".csv", LOOK, jobs=jobs)))
    first.start()
    assert begun.wait(10)
    with pytest.raises(RefusedError, match="busy saving for others") as refusal:
        make_snapshot(everything, ".csv", LOOK, jobs=jobs)
    assert (refusal.value.status, refusal.value.retry_after_s) == (503, 5)
    go_on.set()
    first.join(10)
    assert made == [b"done"]
    assert make_snapshot(everything, ".csv", LOOK, jobs=jobs) == b"done"


def test_what_takes_too_long_is_given_up(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, told = threading.Event(), threading.Event()

    def slow(_selection: Selection, _suffix: str, _look: object, progress: object) -> Saved:
        assert go_on.wait(10)
        assert callable(progress)
        try:
            progress(0.5)
        finally:
            told.set()
        raise AssertionError("nobody waits for it any more")

    monkeypatch.setattr(snapshot, "save", slow)
    with pytest.raises(RefusedError, match="not made within 0 seconds") as refusal:
        make_snapshot(everything, ".csv", LOOK, jobs=Jobs(), patience_s=0.01)
    assert refusal.value.status == 503
    go_on.set()
    assert told.wait(10)


def test_busy_is_told_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_given: object) -> bytes:
        raise RefusedError(503, "Busy.", retry_after_s=5)

    monkeypatch.setattr("mapapp.api.v1.handlers.make_snapshot", busy)
    answer = get("/snapshot")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_what_no_format_can_hold_is_refused(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_given: object) -> Saved:
        raise ExportError("It cannot be held.")

    monkeypatch.setattr(snapshot, "save", cannot)
    with pytest.raises(RefusedError, match=r"It cannot be held\.") as refusal:
        make_snapshot(everything, ".csv", LOOK)
    assert refusal.value.status == 400


def test_too_many_claims_are_refused(everything: Selection) -> None:
    many = replace(everything, unlocated=tuple(range(10, 6000)))
    with pytest.raises(RefusedError, match="5994 claims are asked for, and a snapshot holds at most 5000"):
        make_snapshot(many, ".csv", LOOK)
