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


@pytest.mark.parametrize("motion", MOTIONS)
def test_what_does_not_change_stays_where_it_is(tiny: Dataset, motion: str, written: Written) -> None:  # noqa: F811
    frames = film(tiny, motion, frames=4).frames(unheard)
    places: dict[str, set[tuple[float, float]]] = {}
    for _frame in frames:
        seen = dict(zip(written.words, written.boxes, strict=True))
        for text in ("Status", "Claims in view", "How to read the marks", "Not on this map", "Sources", "Confirmed",
                     "Outside the view", CAVEAT, "Kursk Oblast"):  # fmt: skip
            if text in seen:
                places.setdefault(text, set()).add((seen[text][0], seen[text][1]))
        written.words.clear()
        written.boxes.clear()
    assert len(places) == 9
    assert {text: len(found) for text, found in places.items()} == dict.fromkeys(places, 1)


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
    counts = []
    for _frame in made.frames(unheard):
        at = written.words.index("Claims in view")
        counts.append((written.words[at + 1], written.words[at + 4]))
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
