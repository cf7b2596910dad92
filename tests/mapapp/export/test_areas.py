from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.model import GeoPrecision, Names, Place, Status
from geodata.store import ClaimQuery, Selection, select
from mapapp.export.areas import Area, draw_areas, soft_layers
from mapapp.export.mercator import Frame, Rect
from mapapp.export.pen import Pen
from mapapp.export.tally import Group
from mapapp.export.theme import THEMES
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Picture, read

RECT = Rect(0, 0, 400, 400)
FRAME = Frame(RECT, west_m=0, north_m=400, metres_per_px=1, asked=None)
SHAPE = shapely.box(-500, 200, 900, 900)  # its upper edge crosses the sheet in the middle


def area(status: Status | None, *, vague: bool = False, shape: shapely.Polygon = SHAPE, cover: float = 1) -> Area:
    place = Place("p", Names("P"), GeoPrecision.REGION, regions=("RU-KRS",), vague=vague)
    counts = {} if status is None else {status: 1}
    return Area(Group((place,), (0,) if status else (), counts, all_hollow=False), shape, vague, cover)


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """Any: an area is drawn as it says itself."""
    return select(DatasetBuilder(tmp_path_factory.mktemp("any") / "tiny").load(), ClaimQuery())


def drawn(selection: Selection, *areas: Area) -> Picture:
    pen = Pen((RECT.width, RECT.height), THEMES["light"])
    pen.clip_to(RECT)
    draw_areas(pen, FRAME, selection, list(areas), 1)
    return read(pen.png())


def ink(picture: Picture) -> Picture:
    """How far each pixel is from bare paper, 0 to 255."""
    return np.abs(picture - picture[5, 5]).mean(axis=2)


def test_a_vague_area_fades_out_where_a_stated_one_ends_in_a_line(selection: Selection) -> None:
    soft, firm = (ink(drawn(selection, area(None, vague=vague)))[:, 200] for vague in (True, False))
    assert np.abs(np.diff(firm)).max() > 20
    assert np.abs(np.diff(soft)).max() < 4.5
    assert (np.diff(soft) > -1).all()  # from nothing to the full tint
    assert soft[399] == pytest.approx(firm[399], abs=1.5)


@pytest.mark.parametrize("status", list(Status))
def test_a_hatch_ends_where_its_area_ends(selection: Selection, status: Status) -> None:
    picture = ink(drawn(selection, area(status)))
    assert not picture[:196].any()
    assert picture[215:].any(axis=0).mean() > 0.95
    assert picture[215:].std() > 3  # it is a pattern, no even tint


def test_soft_bands_lie_beside_each_other_and_grow_towards_the_middle() -> None:
    vague = area(Status.UNVERIFIED, vague=True, shape=shapely.Point(200, 200).buffer(120))
    layers = soft_layers(vague, FRAME, 1)
    assert [layer.share for layer in layers] == pytest.approx(np.linspace(0, 1, len(layers) + 1)[1:])
    for outer, inner in pairwise(layers):
        assert outer.shape.intersection(inner.shape).area < 1
        assert outer.shape.distance(shapely.Point(200, 200)) > inner.shape.distance(shapely.Point(200, 200))
    whole = shapely.union_all([layer.shape for layer in layers])
    assert whole.contains(vague.shape)
    assert not vague.shape.contains(whole)


def test_an_area_that_faded_is_paler(selection: Selection) -> None:
    full, pale = (ink(drawn(selection, area(Status.CONFIRMED, cover=cover))) for cover in (1.0, 0.4))
    assert pale[220:].mean() == pytest.approx(full[220:].mean() * 0.4, rel=0.12)


def test_an_area_beside_the_map_leaves_it_bare(selection: Selection) -> None:
    assert not ink(drawn(selection, area(Status.CONFIRMED, shape=shapely.box(900, 900, 950, 950)))).any()
