"""geo.js, labels.js and basemap.js in a real Chromium, on the bundled payload."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from xstatic.pkg import leaflet

import geodata.basemap as basemap
from geodata.basemap.encode import decode
from tests.mapapp.timemap.assets.claims_page import ASSETS, browser_page

pytestmark = pytest.mark.browser

STYLE: dict[str, Any] = json.loads((ASSETS / "basemap-style.json").read_text(encoding="utf-8"))
START = """([payload, style]) => {
  window.map = L.map('map', {zoomControl: false, attributionControl: false, zoomAnimation: false});
  window.map.setView([51, 35.5], 5);
  window.base = Claimline.createBasemap(window.map, JSON.parse(payload), {style});
  [window.ground, window.names] = document.querySelectorAll('canvas');
}"""
# Colour of the ground at a place, #rrggbb, while a view holds it.
COLOUR = """([lon, lat, zoom]) => {
  window.map.setView([lat, lon], zoom, {animate: false});
  const at = window.map.latLngToLayerPoint([lat, lon]).subtract(L.DomUtil.getPosition(window.ground)).round();
  const copy = new OffscreenCanvas(window.ground.width, window.ground.height).getContext('2d');
  copy.drawImage(window.ground, 0, 0);
  const rgb = copy.getImageData(at.x, at.y, 1, 1).data;
  return '#' + [...rgb].slice(0, 3).map((part) => part.toString(16).padStart(2, '0')).join('');
}"""
PICTURE = "() => [window.ground.toDataURL(), window.names.toDataURL()]"
LABELS = """([candidates, size]) => Claimline.placeLabels(candidates, (at) => ({width: at.w, height: at.h}), size)
  .map((one) => [one.candidate.id, one.x, one.y, one.width, one.height, one.anchor])"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    scripts = [
        Path(leaflet.BASE_DIR) / "leaflet.js",
        *(ASSETS / name for name in ("geo.js", "still.js", "labels.js", "basemap.js")),
    ]
    style = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text(
        encoding="utf-8"
    ) + "html,body,#map{height:100%;margin:0}"
    tags = "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in scripts)
    with browser_page() as made:
        made.set_content(f"<!doctype html><meta charset=utf-8><style>{style}</style><div id=map></div>{tags}")
        made.evaluate(START, [basemap.payload_bytes().decode(), STYLE])
        yield made


def candidate(name: str, x: float, y: float, **more: object) -> dict[str, object]:
    usual = {"id": name, "x": x, "y": y, "w": 40, "h": 12, "priority": 1, "dot": 2, "anchors": ["right", "left"]}
    return {**usual, **more}


def place(page: Page, candidates: list[dict[str, object]]) -> list[list[Any]]:
    placed: list[list[Any]] = page.evaluate(LABELS, [candidates, {"width": 600, "height": 400}])
    return placed


@pytest.mark.parametrize("seed", range(8))
def test_no_label_covers_another_and_none_leaves_the_picture(page: Page, seed: int) -> None:
    chance = random.Random(seed)
    anchors = ["centre", "right", "left", "above", "below", "over", "under"]
    crowd = [
        candidate(
            str(i), chance.uniform(-20, 620), chance.uniform(-20, 420),
            w=chance.uniform(5, 150), h=chance.uniform(5, 40), dot=chance.choice([0, 2, 4]),
            priority=chance.randint(0, 5), anchors=chance.sample(anchors, 3),
        )
        for i in range(200)
    ]  # fmt: skip
    placed = place(page, crowd)
    assert len(placed) > 10
    for _, x, y, width, height, _ in placed:
        assert x >= 0
        assert y >= 0
        assert x + width <= 600
        assert y + height <= 400
    for a, b in combinations(placed, 2):
        apart = a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1] or a[2] + a[4] <= b[2] or b[2] + b[4] <= a[2]
        assert apart, (a, b)


def test_the_more_important_label_goes_first_and_the_other_gives_way(page: Page) -> None:
    village, capital = candidate("village", 100, 100, priority=9), candidate("capital", 108, 100, priority=0)
    assert [one[0] for one in place(page, [village, capital])] == ["capital", "village"]
    assert [one[5] for one in place(page, [village, capital])] == ["right", "left"]


def test_a_label_without_a_free_spot_is_left_out(page: Page) -> None:
    twins = [candidate(str(i), 100, 100, dot=0, anchors=["centre"]) for i in range(3)]
    assert [one[0] for one in place(page, twins)] == ["0"]


def test_rings_are_decoded_as_in_python(page: Page) -> None:
    ring = basemap.region_rings("RU-KRS")[0][0]
    flat = page.evaluate("(ring) => Array.from(Claimline.geo.decode(ring))", list(ring))
    assert flat == pytest.approx([number for point in decode(ring) for number in point], abs=1e-9)


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"), [(0, 0, 0.5, 0.5), (-180, 85.05112878, 0, 0), (180, -90, 1, 1), (191, 0, 1.0305555, 0.5)]
)
def test_mercator(page: Page, lon: float, lat: float, x: float, y: float) -> None:
    assert page.evaluate("(at) => Claimline.geo.toMercator(...at)", [lon, lat]) == pytest.approx([x, y], abs=1e-6)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("lon", "lat", "part"),
    [(37.0, 51.3, "focus"), (19.5, 52.4, "land"), (34.5, 43.4, "water"), (66.0, 62.9, "focus"), (187.0, 66.3, "focus")],
)
@pytest.mark.parametrize("zoom", [3, 6, 9])
def test_land_and_water_are_where_they_are(
    page: Page, theme: str, lon: float, lat: float, part: str, zoom: int
) -> None:
    page.evaluate("(theme) => window.base.setTheme(theme)", theme)
    assert page.evaluate(COLOUR, [lon, lat, zoom]) == STYLE[theme][part]


@pytest.mark.parametrize(
    ("change", "back", "changes_ground"),
    [
        ("setBorders('defacto')", "setBorders('recognised')", True),
        ("setTheme('dark')", "setTheme('light')", True),
        ("setLanguage('uk')", "setLanguage('en')", False),
        ("setGround(false)", "setGround(true)", True),
    ],
)
def test_a_switch_changes_the_picture_and_back(page: Page, change: str, back: str, changes_ground: bool) -> None:
    page.evaluate("() => { window.base.setTheme('light'); window.map.setView([45.6, 34.2], 7, {animate: false}); }")
    before = page.evaluate(PICTURE)
    page.evaluate(f"() => window.base.{change}")
    during = page.evaluate(PICTURE)
    page.evaluate(f"() => window.base.{back}")
    assert (during[0] != before[0]) is changes_ground
    assert during != before
    assert page.evaluate(PICTURE) == before


def test_an_unknown_word_is_refused(page: Page) -> None:
    said = page.evaluate("() => { try { window.base.setBorders('mine'); } catch (e) { return String(e); } }")
    assert "recognised, defacto" in said


def test_the_canvases_do_not_catch_the_mouse(page: Page) -> None:
    panes = "() => [window.ground, window.names].map((c) => getComputedStyle(c.parentElement).pointerEvents)"
    assert page.evaluate(panes) == ["none", "none"]


def test_a_drag_shows_no_blank_edge(page: Page) -> None:
    beyond = """() => { const size = window.map.getSize();
      const at = L.DomUtil.getPosition(window.ground).add(window.map._getMapPanePos());
      return [at.x, at.y, at.x + window.ground.offsetWidth - size.x, at.y + window.ground.offsetHeight - size.y]; }"""
    left, top, right, bottom = page.evaluate(beyond)
    assert max(left, top) < -50
    assert min(right, bottom) > 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_colour_the_same_parts(theme: str) -> None:
    assert set(STYLE[theme]) == set(STYLE["light"])
    assert all(len(colour) == 7 and colour.startswith("#") for colour in STYLE[theme].values())
    assert {view: STYLE["borders"][view]["label"] for view in basemap.BORDER_VIEWS} == {
        "recognised": "Borders: internationally recognised",
        "defacto": "Borders: de facto control",
    }
    assert STYLE["credit"] == basemap.ATTRIBUTION
