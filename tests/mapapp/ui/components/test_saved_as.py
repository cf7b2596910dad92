from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapapp.export.look import Look
from mapapp.ui.components.saved_as import file_stem, size_words, view_look
from mapapp.view import Borders, MapState, TimeMode, ViewState
from tests.builders import DatasetBuilder

AUTUMN = MapState(first_day=date(2024, 10, 1), last_day=date(2024, 11, 30))


@pytest.mark.parametrize(
    ("state", "stem"),
    [
        (MapState(), "tiny"),
        (AUTUMN, "tiny_2024-10-01_2024-11-30"),
        (MapState(last_day=date(2024, 11, 30)), "tiny_2024-11-30"),
        (MapState(known_on=date(2024, 12, 1)), "tiny_known-on-2024-12-01"),
    ],
)
def test_a_name_says_window_and_day_of_knowledge(tmp_path: Path, state: MapState, stem: str) -> None:
    data = DatasetBuilder(tmp_path / "tiny").load()
    assert file_stem(data, ViewState(map=state)) == stem
    assert file_stem(data, ViewState(map=state), Look(theme="dark", layout="page-wide")) == f"{stem}_page-wide"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "1 KB"), (1499, "1 KB"), (48_200, "48 KB"), (999_499, "999 KB"), (999_999, "1.0 MB"), (1_249_000, "1.2 MB")],
)
def test_a_size_is_said_in_words(count: int, words: str) -> None:
    assert size_words(count) == words


def test_a_file_looks_as_the_view_does() -> None:
    state = MapState(mode=TimeMode.CUMULATIVE, zones=False, borders=Borders.DEFACTO)
    assert view_look(ViewState(map=state)) == Look(borders="defacto", window_mode="cumulative", zones=False)
    assert view_look(ViewState()) == Look()
