from __future__ import annotations

import pytest

from geodata.model import LANGUAGES
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


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_what_draws_offers_a_look(suffix: str) -> None:
    tables = {".geojson", ".csv", ".xlsx", ".gpkg", ".parquet", ".kml"}
    assert bool(look_options(suffix)) == (suffix not in tables)
    assert all(hasattr(LOOK, name) for name in look_options(suffix))
