from __future__ import annotations

import json
import weakref
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geodata.errors import ExportError
from geodata.model import ClaimType, Dataset, Status
from geodata.store import ClaimQuery, select
from mapapp.export.animation import FILM_FORMS, HOLD_MS, MOST_PIXELS, USUAL_PX, draw_animation
from mapapp.export.film import Film
from mapapp.export.look import LOOK
from mapapp.export.progress import CancelledError, unheard
from mapapp.export.save import save
from mapapp.export.seal import opened
from mapapp.export.verify import SAME, verify
from tests.builders import DatasetBuilder
from tests.chromium import shared_chromium
from tests.mapapp.export.films import SMALL, durations, frames_of
from tests.mapapp.export.pictures import likeness

DAYS = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 12, 31))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()


@pytest.fixture(scope="module")
def films(tiny: Dataset) -> dict[str, bytes]:
    return {form: draw_animation(select(tiny, DAYS), SMALL, form, unheard) for form in FILM_FORMS}


def told(film: bytes) -> dict[str, Any]:
    return opened(film).manifest


def test_each_form_holds_the_same_frames_in_the_size_that_was_asked(films: dict[str, bytes]) -> None:
    gif, webp, mp4 = (frames_of(films[form]) for form in FILM_FORMS)
    assert len(gif) == len(webp) == 4
    assert len(mp4) == 3 + HOLD_MS // SMALL.frame_ms
    for number in range(4):
        assert gif[number].shape == webp[number].shape == mp4[number].shape == (330, 480, 3)
        assert likeness(gif[number], webp[number]) > 0.99
        assert likeness(mp4[number], webp[number]) > 0.97
    assert all(np.abs(one - other).max() > 60 for one, other in pairwise(webp))


def test_the_last_frame_stands_longer(films: dict[str, bytes]) -> None:
    for form in ("gif", "webp"):
        assert durations(films[form]) == [200, 200, 200, HOLD_MS]


def test_the_same_input_gives_the_same_bytes(tiny: Dataset, films: dict[str, bytes]) -> None:
    for form in FILM_FORMS:
        assert draw_animation(select(tiny, DAYS), SMALL, form, unheard) == films[form]


def test_it_says_what_its_frames_show_and_is_intact(tiny: Dataset, films: dict[str, bytes]) -> None:
    for form, film in films.items():
        finding = verify(film, tiny)
        assert finding.code == SAME, form
        manifest = told(film)
        assert manifest["motion"] == "window"
        assert manifest["frames"] == [
            {"first": "2024-10-01", "last": "2024-10-23", "known_on": None},
            {"first": "2024-10-24", "last": "2024-11-15", "known_on": None},
            {"first": "2024-11-16", "last": "2024-12-08", "known_on": None},
            {"first": "2024-12-09", "last": "2024-12-31", "known_on": None},
        ]
        assert [claim["id"] for claim in manifest["claims"]] == ["point", "area", "vague"]
        assert manifest["caveat"] == "Reported claims, not confirmed facts"


@pytest.mark.parametrize("motion", ["window", "cumulative", "known"])
def test_as_known_on_a_day_it_names_and_shows_nothing_later(tiny: Dataset, motion: str) -> None:
    query = replace(DAYS, known_on=date(2024, 11, 6))
    film = draw_animation(select(tiny, query), replace(SMALL, frames=2, motion=motion), "webp", unheard)
    manifest = told(film)
    assert [claim["id"] for claim in manifest["claims"]] == ["point", "area"]
    assert {claim["status"] for claim in manifest["claims"]} == {"unverified"}
    assert manifest["known_on"] == "2024-11-06"
    assert max(frame["known_on"] for frame in manifest["frames"]) == "2024-11-06"
    assert verify(film, tiny).code == SAME
    later = {"vague": None, "corroborated": None, "confirmed": None, "2024-12-10": None}
    assert not any(word in json.dumps(manifest["claims"]) for word in later)


def test_what_was_known_when_runs_up_to_the_last_day_and_says_so(tiny: Dataset) -> None:
    film = draw_animation(select(tiny, ClaimQuery()), replace(SMALL, motion="known"), "webp", unheard)
    manifest = told(film)
    days = [frame["known_on"] for frame in manifest["frames"]]
    assert days == ["2024-11-10", "2024-12-08", "2025-01-05", "2025-02-02"]
    assert {(frame["first"], frame["last"]) for frame in manifest["frames"]} == {(None, None)}
    assert manifest["known_on"] == days[-1]
    assert verify(film, tiny).code == SAME


def test_a_claim_that_only_an_earlier_day_of_knowledge_shows_is_named_too(tiny: Dataset) -> None:
    """A filter by status keeps a claim in the frames in which it had the status; the last frame has lost it."""
    query = ClaimQuery(statuses=frozenset({Status.UNVERIFIED}), types=frozenset({ClaimType.DEMINING}))
    film = draw_animation(select(tiny, query), replace(SMALL, motion="known"), "webp", unheard)
    manifest = told(film)
    assert [(claim["id"], claim["status"]) for claim in manifest["claims"]] == [("point", "corroborated")]
    assert manifest["counts"]["in_view_definite"] == 0
    assert verify(film, tiny).code == SAME


def test_an_mp4_has_even_sides(tiny: Dataset) -> None:
    look = replace(SMALL, size_px=(481, 331), frames=1)
    (frame,) = {one.shape for one in frames_of(draw_animation(select(tiny, DAYS), look, "mp4", unheard))}
    assert frame == (330, 480, 3)


@pytest.mark.parametrize(
    ("change", "form", "words"),
    [
        ({"frames": 0}, "gif", "ask for 1 to 240"),
        ({"frames": 241}, "gif", "ask for 1 to 240"),
        ({"frame_ms": 39}, "gif", "ask for 40 to 10000"),
        ({"frame_ms": 10_001}, "gif", "ask for 40 to 10000"),
        ({"motion": "backwards"}, "gif", "“backwards” is no motion of a film; use one of window, cumulative, known"),
        ({"theme": "blue"}, "gif", "“blue” is no theme"),
        ({"size_px": (100, 330)}, "gif", "from 320 to 6000"),
        ({"size_px": (4000, 3000), "frames": 60}, "gif", "ask for at most 25 frames, or for a smaller size"),
        ({}, "avi", "“avi” is no form of a film"),
    ],
)
def test_what_cannot_be_filmed_is_refused_with_the_mend(
    tiny: Dataset, change: dict[str, Any], form: str, words: str
) -> None:
    with pytest.raises(ExportError, match=words) as refused:
        draw_animation(select(tiny, DAYS), replace(SMALL, **change), form, unheard)
    assert str(refused.value).count(".") == 1


def test_the_limit_allows_what_is_usual() -> None:
    assert LOOK.frames * USUAL_PX[0] * USUAL_PX[1] < MOST_PIXELS / 4


@pytest.mark.parametrize("form", FILM_FORMS)
def test_progress_is_told_before_each_frame_and_can_stop_it(
    tiny: Dataset, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    heard: list[float] = []

    def stop(share: float) -> None:
        heard.append(share)
        if len(heard) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        save(select(tiny, DAYS), f".{form}", SMALL, stop)
    assert heard == [0, 0.25, 0.5]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FILM_FORMS)
def test_frames_are_not_all_held_at_once(tiny: Dataset, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[weakref.ref[Any]] = []
    held: list[int] = []
    draw = Film._draw

    def watch(film: Film, *arguments: Any) -> Any:
        held.append(sum(one() is not None for one in drawn))
        frame = draw(film, *arguments)
        drawn.append(weakref.ref(frame))
        return frame

    monkeypatch.setattr(Film, "_draw", watch)
    draw_animation(select(tiny, DAYS), replace(SMALL, frames=6), form, unheard)
    assert len(held) >= 6
    assert max(held) <= 2


def test_chromium_shows_every_form_with_its_manifest_inside(films: dict[str, bytes], tmp_path: Path) -> None:
    for form, film in films.items():
        (tmp_path / f"film.{form}").write_bytes(film)
    page_file = tmp_path / "page.html"
    page_file.write_text("<!doctype html><title>Films</title>", encoding="utf-8")
    page = shared_chromium().new_page()
    try:
        page.goto(page_file.as_uri())
        for form in ("gif", "webp"):
            size = page.evaluate(
                "async name => { const image = new Image(); image.src = name; await image.decode();"
                " return [image.naturalWidth, image.naturalHeight]; }",
                f"film.{form}",
            )
            assert size == [480, 330]
        size = page.evaluate(
            "name => new Promise((done, failed) => { const film = document.createElement('video'); film.src = name;"
            " film.onloadeddata = () => done([film.videoWidth, film.videoHeight, film.duration]);"
            " film.onerror = () => failed(new Error(film.error.message)); })",
            "film.mp4",
        )
        assert size == [480, 330, pytest.approx(3 * 0.2 + HOLD_MS / 1000)]
    finally:
        page.close()
