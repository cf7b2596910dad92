"""Pictures where a flat map ends: across the antimeridian, and near the poles."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.model import Claim, Dataset, GeoPrecision, LonLat, Place
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot
from mapapp.export.areas import areas_of
from mapapp.export.basemap import draw_basemap
from mapapp.export.mercator import Rect, fit
from mapapp.export.named import text_of
from mapapp.export.pen import Pen
from mapapp.export.request import frame_of
from mapapp.export.theme import THEMES, map_colours
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Written, close_to, read, written  # noqa: F401

SIZE = (900, 640)
RECT = Rect(0, 0, 800, 600)


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def asked(tiny: Dataset, places: dict[str, LonLat | str], bbox: BBox | None = None) -> Selection:
    """A claim at each place: a position, or the code of a region."""
    home, area = tiny.place_of["sudzha"], tiny.place_of["kursk"]

    def place(name: str, where: LonLat | str) -> Place:
        if isinstance(where, str):
            return replace(area, place_id=name, regions=(where,), precision=GeoPrecision.REGION)
        return replace(home, place_id=name, position=where)

    def claim(name: str) -> Claim:
        return replace(tiny.claims[0], claim_id=name, place_id=name)

    made = replace(
        tiny, places=tuple(place(*entry) for entry in places.items()), claims=tuple(claim(name) for name in places)
    )  # fmt: skip
    return select(made, ClaimQuery(bbox=bbox))


def marks(svg: bytes) -> dict[str, tuple[float, float]]:
    """Where the first outline of each sign begins, by claim."""
    found = {}
    for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        if group.get("id", "").startswith("claim-"):
            path = next(group.iter("{http://www.w3.org/2000/svg}path")).get("d", "")
            x, y = re.findall(r"-?\d*\.?\d+", path)[:2]
            found[text_of(group.get("id", ""))[1]] = (float(x), float(y))
    return found


def test_neighbours_across_the_antimeridian_are_drawn_as_neighbours(tiny: Dataset) -> None:
    selection = asked(tiny, {"west": LonLat(179.5, 65), "east": LonLat(-179.5, 65)})
    found = marks(draw_snapshot(selection, size_px=SIZE, form="svg"))
    frame = frame_of(selection, RECT)
    assert frame.degrees[2] - frame.degrees[0] < 3
    step = found["east"][0] - found["west"][0]
    assert 20 < step < SIZE[0]  # the eastern one stands at the right
    assert found["east"][1] == pytest.approx(found["west"][1], abs=0.1)


def test_an_area_that_crosses_holds_the_places_in_it(tiny: Dataset) -> None:
    """Uelen lies at 169.8 degrees west, and in Chukotka, whose outline runs on to 191."""
    selection = asked(tiny, {"area": "RU-CHU", "uelen": LonLat(-169.9, 66.1), "anadyr": LonLat(177.5, 64.8)})
    frame = frame_of(selection, RECT)
    (area,) = areas_of(selection, frame)
    left, top, right, bottom = area.shape.bounds
    for lon, lat in ((-169.9, 66.1), (177.5, 64.8)):
        x, y = frame.pixel(lon, lat)
        assert left <= x <= right
        assert top <= y <= bottom
    assert left >= RECT.left
    assert right <= RECT.right
    assert right - left > RECT.width / 2


@pytest.mark.parametrize("box", [(-180, 60, -155, 72), (150, 60, 180, 72), (170, 58, 205, 72)])
def test_the_ground_goes_on_on_both_sides(box: tuple[float, float, float, float]) -> None:
    """Chukotka is drawn beside Alaska, whichever of them the map was asked for."""
    frame, colours = fit([box], Rect(0, 0, 1200, 500)), map_colours("light")
    pen = Pen((1200, 500), THEMES["light"])
    draw_basemap(pen, frame, "recognised", colours, 1)
    picture = read(pen.png())
    land, sea = ([(-176.5, 67.5), (170, 66), (-158, 66)], [(-172, 63), (-176, 61), (176, 71.5)])
    for spots, fills in ((land, (colours.land, colours.focus)), (sea, (colours.water,))):
        seen = [(x, y) for x, y in (frame.pixel(*spot) for spot in spots) if 5 < x < 1195 and 5 < y < 495]
        assert seen
        for x, y in seen:
            around = picture[round(y) - 3 : round(y) + 4, round(x) - 3 : round(x) + 4]
            assert any(close_to(around, fill, 2).mean() > 0.5 for fill in fills)


def test_an_area_is_drawn_on_the_side_that_is_shown(tiny: Dataset) -> None:
    selection = asked(tiny, {"area": "RU-CHU", "alaska": LonLat(-165, 64.5), "hawaii": LonLat(-156, 20)})
    (area,) = areas_of(selection, frame_of(selection, RECT))
    assert RECT.left < np.mean(area.shape.bounds[::2]) < RECT.right


def test_a_claim_beyond_the_end_of_the_map_is_counted_beside_it_and_not_drawn(
    tiny: Dataset, written: Written  # noqa: F811
) -> None:  # fmt: skip
    selection = asked(tiny, {"pole": LonLat(10, 88), "south": LonLat(10, -89.9), "near": LonLat(10, 84)})
    svg = draw_snapshot(selection, size_px=(1600, 1000), form="svg")
    assert set(marks(svg)) == {"near"}
    assert written.words[written.words.index("No place on the map") + 1] == "2"


@pytest.mark.parametrize("bbox", [BBox(-180, -90, 180, 90), BBox(0, 80, 40, 90), BBox(0, -90, 40, -60)])
def test_a_box_up_to_a_pole_is_drawn_to_the_end_of_the_map(tiny: Dataset, bbox: BBox) -> None:
    selection = asked(tiny, {"near": LonLat(10, 84), "south": LonLat(10, -84)}, bbox)
    found = marks(draw_snapshot(selection, size_px=SIZE, form="svg"))
    assert found
    assert len(found) == len(selection.in_view)
    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] for x, y in found.values())
