"""The dialog without a browser: what it offers, what it makes, what it says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.formats import FORMATS
from mapapp.export.jobs import BUSY, BusyError, Job, Jobs, State
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.progress import Progress
from mapapp.export.save import Saved
from mapapp.export.seal import opened
from mapapp.ui.components import save_dialog
from mapapp.ui.components.save_options import look_options
from tests.builders import DatasetBuilder

SECONDS = 60
KINDS = list(dict.fromkeys(one.kind for one in FORMATS.values()))


def sidebar(folder: str) -> None:
    """The script that the test runs: the button and its dialog alone."""
    from datetime import date
    from pathlib import Path

    from geodata.ingest import load_dataset
    from mapapp.ui.components.saving import show_saving
    from mapapp.view import MapState, TimeMode, ViewState

    state = MapState(last_day=date(2024, 12, 31), mode=TimeMode.CUMULATIVE, zones=False)
    show_saving(load_dataset(Path(folder)), ViewState(map=state), None)


@pytest.fixture
def app(tmp_path: Path) -> AppTest:
    folder = DatasetBuilder(tmp_path / "tiny").write()
    page = AppTest.from_function(sidebar, args=(str(folder),), default_timeout=SECONDS).run()
    assert [button.label for button in page.button] == ["Save or cite …"]
    return page.button[0].click().run()


def choose(app: AppTest, suffix: str) -> AppTest:
    kind = FORMATS[suffix].kind
    app.button_group(key="choice_kind").set_value(kind).run()
    return app.button_group(key=f"choice_format_{kind.name.lower()}").set_value(suffix).run()


def job_of(app: AppTest) -> Job:
    job = save_dialog._jobs().look(app.session_state["save_owner"], SECONDS)
    assert job is not None
    return job


def make(app: AppTest) -> Job:
    app.button(key="save_make").click().run()
    job = job_of(app)
    app.run()
    assert not app.exception
    return job


def look_of(job: Job) -> Look:
    assert isinstance(job.asked, tuple)
    look = job.asked[-1]
    assert isinstance(look, Look)
    return look


def downloads(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def said(app: AppTest) -> str:
    return "\n".join(str(element.value) for kind in (app.text, app.caption, app.code) for element in kind)


def test_it_says_what_will_be_saved_and_how_to_cite_it(app: AppTest) -> None:
    assert not app.exception
    assert "All claims, up to 31 December 2024." in said(app)
    assert "3 claims in view." in said(app)
    assert "Claimline: A tiny data set, version 1, data " in app.code[0].value
    assert "&to=2024-12-31&mode=cumulative&" in app.code[0].value
    assert app.code[0].value.endswith("&zones=off")
    assert ", saved on 20" in app.code[0].value
    choose(app, ".csv")
    assert "All 6 selected claims, 3 of them without a place or a date" in said(app)
    choose(app, ".html")
    assert "It opens with the 3 claims in view, and holds every claim, whatever is filtered now." in said(app)


def test_it_offers_every_format_and_only_options_that_the_format_heeds(app: AppTest) -> None:
    assert app.button_group(key="choice_kind").options == [kind.value for kind in KINDS]
    for suffix, one in FORMATS.items():
        choose(app, suffix)
        assert not app.exception
        offered = app.button_group(key=f"choice_format_{one.kind.name.lower()}").options
        assert offered == [other.label for other in FORMATS.values() if other.kind is one.kind]
        assert one.note in said(app)
        heeded = look_options(suffix)
        assert [box.key for box in app.text_input] == (["choice_title"] if "title" in heeded else [])
        keys = {"layout": "choice_layout", "lang": "choice_lang", "motion": "choice_motion", "frames": "choice_frames"}
        keys |= {"frame_ms": "choice_speed"} | ({"layout": "choice_film_layout"} if one.kind is Kind.FILM else {})
        assert [box.key for box in app.selectbox] == [keys[name] for name in heeded if name in keys]
    assert look_options(".csv") == ()
    assert "title" in look_options(".zip"), "it holds pictures"


def test_a_made_file_is_that_of_the_view_with_the_options(app: AppTest) -> None:
    app.text_input(key="choice_title").set_value("  Sappers {{ 7*191 }} ").run()
    app.selectbox(key="choice_layout").set_value("square").run()
    app.button_group(key="choice_theme").set_value("dark").run()
    app.selectbox(key="choice_lang").set_value("uk").run()
    job = make(app)
    assert job.saved is not None
    manifest = opened(job.saved.content).manifest
    assert manifest["title"] == "Sappers {{ 7*191 }}"
    assert manifest["window"] == {"first": None, "last": "2024-12-31", "mode": "cumulative"}
    assert (manifest["view"]["zones"], manifest["view"]["lang"]) == (False, "uk")
    assert int.from_bytes(job.saved.content[16:20]) == int.from_bytes(job.saved.content[20:24]) == 1080
    (label,) = downloads(app)
    assert label.startswith("Download tiny_2024-12-31_square.png (")
    assert "`python -m mapapp verify tiny_2024-12-31_square.png`" in said(app)
    assert "Claimline: Sappers {{ 7*191 }}, A tiny data set, " in app.code[0].value


def test_a_film_moves_as_the_map_does_unless_another_motion_is_chosen(app: AppTest) -> None:
    choose(app, ".webp")
    assert app.selectbox(key="choice_motion").options[0] == "As on the map"
    assert "page" not in app.selectbox(key="choice_film_layout").options
    app.selectbox(key="choice_motion").set_value("known").run()
    app.selectbox(key="choice_frames").set_value(24).run()
    app.selectbox(key="choice_film_layout").set_value("card").run()
    assert "1200 × 630 pixels." in said(app)
    look = look_of(make(app))
    assert (look.motion, look.frames, look.frame_ms, look.layout) == ("known", 24, 250, "card")
    assert downloads(app)[0].startswith("Download tiny_2024-12-31_card.webp (")
    app.selectbox(key="choice_motion").set_value("map").run()
    app.selectbox(key="choice_frames").set_value(24).run()
    app.button(key="save_make").click().run()
    assert look_of(job_of(app)).motion is None


def test_a_file_without_room_for_its_manifest_has_it_beside(app: AppTest) -> None:
    job = make(choose(app, ".csv"))
    assert job.saved is not None
    assert job.saved.manifest is not None
    names = [label.split(" (")[0] for label in downloads(app)]
    assert names == ["Download tiny_2024-12-31.csv", "Download its manifest"]
    make(choose(app, ".geojson"))
    assert [label.split(" (")[0] for label in downloads(app)] == ["Download tiny_2024-12-31.geojson"]


def test_another_choice_asks_for_another_file_and_going_back_finds_the_first(app: AppTest) -> None:
    make(choose(app, ".csv"))
    choose(app, ".kml")
    assert downloads(app) == []
    assert [button.label for button in app.button] == ["Save or cite …", "Make file"]
    choose(app, ".csv")
    assert len(downloads(app)) == 2


def test_what_was_chosen_stands_there_when_it_is_opened_again(app: AppTest) -> None:
    app.text_input(key="choice_title").set_value("Sappers").run()
    app.button_group(key="choice_theme").set_value("dark").run()
    choose(app, ".kml")
    app.session_state["save_open"] = None
    app.run()
    assert app.get("dialog") == []
    assert not app.text
    app.button[0].click().run()
    assert not app.warning
    assert app.button_group(key="choice_kind").value is Kind.DATA
    assert app.button_group(key="choice_format_data").value == ".kml"
    choose(app, ".svg")
    assert app.text_input(key="choice_title").value == "Sappers"
    assert app.button_group(key="choice_theme").value == "dark"


def closing(opened: int) -> None:
    """The script that the test runs: two presses, of which the server hears the earlier one last."""
    import streamlit as st

    from mapapp.ui.components import save_dialog

    for _time in range(2):
        save_dialog.open_dialog()
    save_dialog._close(opened)
    st.text(str(st.session_state["save_open"]))


@pytest.mark.parametrize(("opened", "left"), [(1, "2"), (2, "None")])
def test_closing_closes_only_the_opening_that_was_closed(opened: int, left: str) -> None:
    assert AppTest.from_function(closing, args=(opened,)).run().text[0].value == left


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Saving that goes on to the share that the test names, and ends when the test ends."""
    shares: list[float] = []
    more = threading.Condition()
    over = threading.Event()

    def save(_selection: Selection, _suffix: str, _look: Look, progress: Progress) -> Saved:
        while not over.is_set():
            with more:
                more.wait_for(lambda: shares or over.is_set(), SECONDS)
                share = shares.pop() if shares else 1.0
            progress(share)
            reached.release()
        return Saved(b"late", None)

    reached = threading.Semaphore(0)

    def go_on(share: float) -> None:
        with more:
            shares.append(share)
            more.notify_all()
        assert reached.acquire(timeout=SECONDS)

    monkeypatch.setattr(save_dialog, "save", save)
    yield go_on
    over.set()
    with more:
        more.notify_all()


def test_a_long_one_shows_how_far_it_is_and_can_be_cancelled(app: AppTest, slow: Callable[[float], None]) -> None:
    app.button(key="save_make").click().run()
    bar = app.get("progress")[0].proto
    assert (bar.value, bar.text) == (0, "Making the file …")
    slow(0.42)
    app.run()
    bar = app.get("progress")[0].proto
    assert (bar.value, bar.text) == (42, "Making the file: 42%")
    assert [button.label for button in app.button] == ["Save or cite …", "Cancel"]
    app.button(key="save_cancel").click().run()
    assert not app.exception
    assert job_of(app).state is State.CANCELLED
    assert "Cancelled: nothing was saved." in said(app)
    assert [button.label for button in app.button] == ["Save or cite …", "Make file"]


def test_who_waits_is_told_the_place_in_line() -> None:
    waits = Job(None, State.QUEUED, 3, 0.0, None, "")
    assert save_dialog._progress_words(waits) == "Waiting: place 3 in line."


def test_a_refusal_is_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "It cannot be drawn: ![](http://example.org/beacon.png)."

    def refuse(*_asked: object) -> Saved:
        raise ExportError(words)

    monkeypatch.setattr(save_dialog, "save", refuse)
    assert make(app).state is State.FAILED
    assert words in [element.value for element in app.text], "as text, not as markdown"
    assert [button.label for button in app.button] == ["Save or cite …", "Make file"]


def test_a_full_line_is_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_asked: object) -> None:
        raise BusyError

    monkeypatch.setattr(Jobs, "submit", refuse)
    app.button(key="save_make").click().run()
    assert not app.exception
    assert BUSY in said(app)
    app.run()
    assert BUSY not in said(app), "it was said of that one press"
