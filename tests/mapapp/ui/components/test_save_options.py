from __future__ import annotations

import pytest

from geodata.model import LANGUAGES
from mapapp.export.animation import FRAME_MS, MOST_FRAMES, MOST_PIXELS, USUAL_PX
from mapapp.export.cuts import MOTIONS
from mapapp.export.formats import FORMATS
from mapapp.export.layouts import LAYOUTS
from mapapp.export.look import LOOK
from mapapp.ui.components import save_options
from mapapp.ui.components.save_options import look_options


def test_what_stands_there_first_is_the_usual_look() -> None:
    assert next(iter(LAYOUTS)) == LOOK.layout
    assert LANGUAGES[0] == LOOK.lang
    assert list(save_options._LANGUAGES) == list(LANGUAGES)
    assert next(iter(save_options._THEMES)) == LOOK.theme
    assert next(iter(save_options._FRAMES)) == LOOK.frames
    assert next(iter(save_options._SPEEDS)) == LOOK.frame_ms


def test_every_choice_can_be_drawn() -> None:
    assert set(save_options._MOTIONS) - {save_options._AS_THE_MAP} == set(MOTIONS)
    assert max(save_options._FRAMES) <= MOST_FRAMES
    assert all(FRAME_MS[0] <= each <= FRAME_MS[1] for each in save_options._SPEEDS)
    offered = [one.size_px for word, one in LAYOUTS.items() if word != LOOK.layout and one.paper_mm is None]
    for wide, high in [USUAL_PX, *offered]:
        assert wide * high * max(save_options._FRAMES) <= MOST_PIXELS


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_what_draws_offers_a_look(suffix: str) -> None:
    tables = {".geojson", ".csv", ".xlsx", ".gpkg", ".parquet", ".kml"}
    assert bool(look_options(suffix)) == (suffix not in tables)
    assert all(hasattr(LOOK, name) for name in look_options(suffix))
