from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.indexed import CLEAR, Index, change_of, palette_of
from mapapp.export.steady import Bitmap
from mapapp.export.theme import DENIAL, THEMES, ThemeName, map_colours
from mapapp.palette import STATUS_STYLES
from tests.mapapp.export.pictures import rgb

THEME_NAMES: list[ThemeName] = ["light", "dark"]


def many_colours() -> Bitmap:
    """More colours than any palette holds."""
    across, down = np.meshgrid(np.arange(256), np.arange(256))
    return np.stack([across, down, (across + down) // 2], axis=2).astype(np.uint8)


def plain(*colours: str) -> Bitmap:
    return np.array([[rgb(colour) for colour in colours]], dtype=np.uint8)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_what_has_a_meaning_keeps_its_colour_however_many_there_are(theme: ThemeName) -> None:
    palette = palette_of(many_colours(), theme)
    assert len(palette) <= CLEAR
    assert len(np.unique(palette, axis=0)) == len(palette)
    meant = [style.colour for style in STATUS_STYLES.values()] + [DENIAL, THEMES[theme].paper, THEMES[theme].ink]
    meant += [map_colours(theme).land, map_colours(theme).focus, map_colours(theme).water]
    numbers = Index(palette).numbers(plain(*meant))
    for number, colour in zip(numbers[0], meant, strict=True):
        assert (palette[number] == rgb(colour)).all(), colour
    of_statuses = {int(number) for number in numbers[0, : len(STATUS_STYLES)]}
    assert len(of_statuses) == len(STATUS_STYLES)


def test_flat_areas_stay_flat() -> None:
    flat = np.full((40, 40, 3), (121, 133, 87), np.uint8)
    numbers = Index(palette_of(many_colours(), "light")).numbers(flat)
    assert len(np.unique(numbers)) == 1


frames = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(frames, st.integers(1, 12), st.integers(1, 12), st.floats(0, 1))
def test_a_change_laid_over_the_frame_before_gives_the_frame(
    random: np.random.Generator, high: int, wide: int, share: float
) -> None:
    before = random.integers(0, 255, (high, wide, 3), np.uint8)
    where = random.random((high, wide)) < share * 0.3
    after = before.copy()
    after[where] = random.integers(0, 255, after[where].shape, np.uint8)
    down, across, differs = change_of(before, after)
    assert down.start % 2 == across.start % 2 == 0
    assert differs.size > 0
    laid = before.copy()
    laid[down, across][differs == 1] = after[down, across][differs == 1]
    assert (laid == after).all()
    assert differs.sum() == (before != after).any(axis=2).sum()


def test_the_first_frame_is_whole() -> None:
    down, across, differs = change_of(None, many_colours())
    assert (down, across, bool(differs.all())) == (slice(0, 256), slice(0, 256), True)


def test_a_palette_is_the_same_for_the_same_frame() -> None:
    one, other = (palette_of(many_colours(), "dark") for _again in range(2))
    assert (one == other).all()


def test_each_pixel_takes_the_nearest_colour() -> None:
    random = np.random.default_rng(4)
    palette = random.integers(0, 256, (255, 3), np.uint8)
    drawn = [random.integers(0, 256, (60, 90, 3), np.uint8) for _frame in range(2)]
    index = Index(palette)
    for frame in drawn:
        numbers = index.numbers(frame)
        away = ((frame.astype(int)[:, :, None] - palette.astype(int)) ** 2).sum(axis=3)
        taken = np.take_along_axis(away, numbers[:, :, None].astype(int), axis=2)[:, :, 0]
        assert (taken == away.min(axis=2)).all()
