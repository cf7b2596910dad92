from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geodata.model import Dataset, Status
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.animation import draw_animation
from mapapp.export.cuts import MOTIONS, cuts_of
from mapapp.export.film import Film, film_of
from mapapp.export.geojson import CAVEAT
from mapapp.export.progress import unheard
from mapapp.export.sheet import Request
from mapapp.palette import STATUS_STYLES
from tests.builders import DatasetBuilder
from tests.mapapp.export.films import SMALL, frames_of
from tests.mapapp.export.pictures import Picture, Written, close_to, written  # noqa: F401

SIZE = (1280, 800)  # the margin in full
QUERY = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 12, 31))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()


def film(dataset: Dataset, motion: str = "window", query: ClaimQuery = QUERY, frames: int = 3) -> Film:
    selection = select(dataset, query)
    request = Request(SIZE, "A film", "recognised", "light", "")
    return film_of(selection, motion, cuts_of(selection, motion, frames), request)


@pytest.mark.parametrize("motion", MOTIONS)
def test_every_frame_has_its_dates_and_the_caveat_inside_the_map(
    tiny: Dataset, motion: str, written: Written  # noqa: F811
) -> None:  # fmt: skip
    made = film(tiny, motion)
    assert made.request.steady is not None
    assert made.request.steady.scene is not None
    rect = made.request.steady.scene.frame.rect
    dated = {
        "window": ["October 2024", "1 November to 1 December 2024", "2 December to 31 December 2024"],
        "cumulative": ["October 2024", "1 October to 1 December 2024", "October to December 2024"],
        "known": ["As known on 20 November 2024", "As known on 28 December 2024", "As known on 2 February 2025"],
    }[motion]
    beneath = "Claims of October to December 2024" if motion == "known" else "Everything recorded up to 2 February 2025"
    for frame, words in zip(made.frames(unheard), dated, strict=True):
        assert frame.shape == (SIZE[1], SIZE[0], 3)
        inside = {
            text
            for text, (left, top, right, bottom) in zip(written.words, written.boxes, strict=True)
            if rect.left <= left and right <= rect.right and rect.top <= top and bottom <= rect.bottom
        }
        assert CAVEAT in inside
        assert words in inside
        assert beneath in inside
        written.words.clear()
        written.boxes.clear()


STILL = (
    "A film",
    "Claims in view",
    "definite",
    "How to read the marks",
    "Pale and dashed: a plan or an inference",
    "Sources",
)
MOVING = ("Confirmed", "Outside the view", CAVEAT, "Kursk Oblast")


@pytest.mark.parametrize("motion", MOTIONS)
def test_what_does_not_change_stays_where_it_is(tiny: Dataset, motion: str, written: Written) -> None:  # noqa: F811
    made = film(tiny, motion, frames=4)
    assert {text: written.words.count(text) for text in STILL} == dict.fromkeys(STILL, 1)
    written.words.clear()
    written.boxes.clear()
    places: dict[str, set[tuple[float, float]]] = {}
    for _frame in made.frames(unheard):
        assert not set(STILL) & set(written.words)
        for text, box in zip(written.words, written.boxes, strict=True):
            if text in MOVING:
                places.setdefault(text, set()).add(box[:2])
        written.words.clear()
        written.boxes.clear()
    assert {text: len(found) for text, found in places.items()} == dict.fromkeys(MOVING, 1)


@pytest.mark.parametrize("motion", MOTIONS)
def test_a_frame_is_the_whole_picture_of_its_days(tiny: Dataset, motion: str) -> None:
    """Drawn over what stands still, a frame looks as it does where everything is drawn anew."""
    made = film(tiny, motion)
    steady = made.request.steady
    assert steady is not None
    drawn = list(made.frames(unheard))
    for frame, cut in zip(drawn, made.cuts, strict=True):
        whole = replace(made, cuts=(made.cuts[0], cut, made.cuts[-1]))
        scene, steady.scene = steady.scene, None
        one = list(whole.frames(unheard))[1].astype(int)
        steady.scene = scene
        assert scene is not None
        rect = scene.frame.rect
        apart = np.abs(frame.astype(int) - one).max(axis=2)
        apart[rect.top : rect.bottom, rect.left : rect.right] = 0  # names there keep clear of the claims of all frames
        assert apart.max() <= 2
        left = (slice(None), slice(0, rect.left))
        assert (frame[left] == drawn[0][left]).all()


def test_the_map_beneath_the_claims_is_the_same_in_every_frame(tiny: Dataset) -> None:
    one, other, last = film(tiny, query=replace(QUERY, bbox=BBox(33, 50, 38.6, 52.6))).frames(unheard)
    assert (one != other).any()
    assert (one != other).any(axis=2).mean() < 0.5
    shown = film(tiny).request.steady
    assert shown is not None
    assert shown.scene is not None
    rect = shown.scene.frame.rect
    strip = (slice(rect.top + 2, rect.top + 8), slice(rect.left + 2, rect.left + 60))
    assert (one[strip] == other[strip]).all()
    assert (other[strip] == last[strip]).all()


def test_each_frame_shows_its_own_claims_and_counts(tiny: Dataset, written: Written) -> None:  # noqa: F811
    made = film(tiny)
    written.words.clear()
    written.boxes.clear()
    counts = []
    for _frame in made.frames(unheard):
        numbers = [word for word in written.words if word.isdecimal()]
        counts.append((numbers[0], numbers[1]))
        written.words.clear()
        written.boxes.clear()
    expected = [cut.selection(tiny) for cut in made.cuts]
    assert counts == [(str(one.definite), str(one.possible)) for one in expected]
    assert counts == [("1", "0"), ("1", "1"), ("0", "1")]


def coloured(picture: Picture, status: Status) -> int:
    return int(close_to(picture, STATUS_STYLES[status].colour, 0).sum())


def test_status_colours_are_recognised_in_a_gif(tmp_path: Path) -> None:
    """Every status stands in the legend of every frame, in a film of a single claim too."""
    tiny = DatasetBuilder(tmp_path / "tiny").load()
    for theme in ("light", "dark"):
        look = replace(SMALL, size_px=(800, 560), frames=2, theme=theme)
        drawn = frames_of(draw_animation(select(tiny, QUERY), look, "gif", unheard))
        exact = frames_of(draw_animation(select(tiny, QUERY), look, "webp", unheard))
        for frame, true in zip(drawn, exact, strict=True):
            for status in Status:
                assert coloured(true, status) > 8
                assert coloured(frame, status) >= coloured(true, status), (theme, status)


def test_a_gif_is_nowhere_far_from_the_drawing(tiny: Dataset) -> None:
    selection = select(tiny, QUERY)
    drawn = frames_of(draw_animation(selection, SMALL, "gif", unheard))
    exact = frames_of(draw_animation(selection, SMALL, "webp", unheard))
    for frame, true in zip(drawn, exact, strict=True):
        assert np.abs(frame - true).max() < 80
        assert np.quantile(np.abs(frame - true).max(axis=2), 0.999) < 30
        assert np.abs(frame - true).mean() < 1.5
