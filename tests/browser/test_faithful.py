"""A saved picture, and the map saved as one file, show what the live map shows: same claims, pixels and colours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from playwright.sync_api import Browser

from mapapp.export.areas import areas_of, draw_areas
from mapapp.export.pen import Pen
from mapapp.export.save import save
from mapapp.export.theme import THEMES, Theme, line_colour
from tests.browser.live import LiveMap, Spot
from tests.browser.onefile import FileReader
from tests.browser.pictured import VIEWS, Box, Shown, claims_of, drawn_marks, groups, opacity, pictured, style
from tests.browser.reader import Reader

_SVG = "{http://www.w3.org/2000/svg}"
_NEAR = 2.0  # CSS pixels


@pytest.fixture(scope="module", params=list(VIEWS))
def shown(request: pytest.FixtureRequest) -> Shown:
    """A picture of each view."""
    return pictured(request.param)


@pytest.fixture(scope="module")
def app(served: str, browser: Browser) -> Iterator[LiveMap]:
    """The map of the app."""
    reader = Reader(browser, served, width=1600, height=1200).open()
    yield LiveMap(reader.doc)
    reader.close()
    assert reader.outside == []


@pytest.fixture(scope="module", params=["app", "file"])
def live(
    request: pytest.FixtureRequest,
    app: LiveMap,
    browser: Browser,
    shown: Shown,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveMap]:
    """The map of the app, brought to the picture's question; and the map saved as one file, which opens at it."""
    look = shown.view.look
    if request.param == "app":
        app.ask(shown.view.query, borders=look.borders, zones=look.zones, theme=look.theme)
        yield app.place(shown.place)
        return
    path = tmp_path_factory.mktemp("file") / "map.html"
    path.write_bytes(save(shown.selection, ".html", look).content)
    reader = FileReader(browser, path, width=1600, height=1200)
    yield LiveMap(reader.page).place(shown.place)
    reader.close()


def theme_of(shown: Shown) -> Theme:
    return THEMES["dark" if shown.view.look.theme == "dark" else "light"]


def middle(spot: Spot) -> float:
    """How far the middle of a shape's box may lie above or below its place: a star and a triangle are not symmetric."""
    return spot.radius * 0.12


def test_the_same_claims_at_the_same_pixels_in_the_same_colours_in_svg(live: LiveMap, shown: Shown) -> None:
    assert live.in_view() == sorted(shown.selection.dataset.claims[row].claim_id for row in shown.selection.in_view)
    expected, found = live.marks(shown.place), drawn_marks(shown)
    assert found.keys() == expected.keys()
    assert found.keys() <= set(live.in_view())
    for claim, mark in found.items():
        other = expected[claim]
        assert abs(mark.x - other.x) <= _NEAR, claim
        assert abs(mark.y - other.y) <= _NEAR + middle(other), claim
        assert np.abs(np.subtract(mark.colour, other.colour)).max() <= 8, claim
        assert set(mark.claims) <= set(other.claims), claim
    assert {one for mark in found.values() for one in mark.claims} == {
        one for mark in expected.values() for one in mark.claims
    }


def test_the_same_marks_in_png(live: LiveMap, shown: Shown) -> None:
    expected = live.marks(shown.place)
    for claim, mark in expected.items():
        x, y = shown.place.on_sheet(mark.x, mark.y)
        reach = max(2, round(mark.radius * 0.6 * shown.place.unit))
        around = shown.png[round(y) - reach : round(y) + reach, round(x) - reach : round(x) + reach].reshape(-1, 3)
        faded = opacity(shown, claim)
        near = np.abs(around - np.array(mark.colour)).max(axis=1) < (8 if faded == 1 else 255 * (1 - faded) + 8)
        overlap = [other for other in expected.values() if 0 < math.dist((other.x, other.y), (mark.x, mark.y)) < 20]
        assert near.mean() > (0.05 if overlap else 0.3), claim


def test_the_same_areas_in_the_same_colours(live: LiveMap, shown: Shown) -> None:
    theme = theme_of(shown)
    pictured = {tuple(sorted(claims_of(group))): group for group in groups(shown.svg, "area").values()}
    expected = {tuple(each["claims"]): each for each in live.areas()}
    assert pictured.keys() == expected.keys()
    for claims, group in pictured.items():
        status = expected[claims]
        fills = {style(path, "fill") for path in group.iter(f"{_SVG}path")} - {"none"}
        strokes = {style(path, "stroke") for path in group.iter(f"{_SVG}path")} - {"none", "", theme.chip}
        if status["fill"] is not None:
            assert fills <= {status["fill"]}
            assert strokes == {status["line"]} == {line_colour(status["fill"], theme.ground)}


def test_areas_cover_as_much_as_in_the_live_map(live: LiveMap, shown: Shown) -> None:
    """Hatch and tint, without the ground: mean colour and cover of squares all over the map, edges less exactly."""
    areas = areas_of(shown.selection, shown.place.frame, zones=shown.view.look.zones)
    rect = shown.place.frame.rect
    pen = Pen((rect.right, rect.bottom), theme_of(shown), clear=True)
    pen.clip_to(rect)
    draw_areas(pen, shown.place.frame, shown.selection, areas, shown.place.unit)
    pixels = pen.pixels().astype(float)
    side, off = 54, []
    for x, y in product(np.linspace(60, shown.place.size[0] - 60, 7), np.linspace(60, shown.place.size[1] - 60, 5)):
        left, top = shown.place.on_sheet(x - side / 2, y - side / 2)
        right, bottom = shown.place.on_sheet(x + side / 2, y + side / 2)
        patch = pixels[round(top) : round(bottom), round(left) : round(right)]
        cover = patch[:, :, 3:] / 255
        mine = [*(patch[:, :, :3] * cover).mean(axis=(0, 1)), patch[:, :, 3].mean()]
        off.append(np.abs(np.subtract(mine, live.ink(x, y, side))).max())
    assert max(off) < 10
    assert np.quantile(off, 0.85) < 4


def test_labels_of_areas_speak_of_the_same_areas(
    live: LiveMap, shown: Shown
) -> None:  # fmt: skip
    """The same areas have a label, and it says the same names and numbers. Where it stands is each one's own choice:
    a picture's is larger, as it tells what the live map tells on a touch."""
    words = set(pairwise(shown.words))
    labelled = {frozenset(claims_of(group)) for group in groups(shown.svg, "chip").values()}
    for area in live.areas():
        assert frozenset(area["claims"]) in labelled
        for name, count in area["places"]:
            if count:
                assert (name, f"{count} claim{'s' if count > 1 else ''}") in words


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_nothing_written_in_the_picture_covers_another_thing(shown: Shown) -> None:
    """Labels of areas, names, caveat, date and scale bar; signs may touch each other where their places do."""
    parts = [(name, box) for name, boxes in shown.boxes.items() for box in boxes]
    for (name, one), (other, two) in combinations(parts, 2):
        if {name, other} != {"draw_points"}:
            assert not overlap(one, two), (name, other)
    rect = shown.place.frame.rect
    for name, (left, top, right, bottom) in parts:
        if name != "draw_points":
            assert rect.left <= left <= right <= rect.right, name
            assert rect.top <= top <= bottom <= rect.bottom, name


def test_labels_of_the_live_map_keep_clear_of_each_other(live: LiveMap) -> None:
    boxes = [chip["box"] for chip in live.chips()]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
