"""Links, the card, the keyboard, the phone, the picture."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.reader import Reader

LINK = (
    "?from=2025-06-01&to=2025-11-30&type=demining&type=infrastructure_repair&at=51.5000%2C36.0000%2C6"
    "&claim=sappers-1000-demining&borders=defacto&mode=cumulative&zones=off"
)


def test_a_link_restores_the_whole_view(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served).open(LINK)
    view = reader.js("Claimline.describeView(app.map, app.data, app.state.get())")
    assert (view["from"], view["to"], view["mode"]) == ("2025-06-01", "2025-11-30", "cumulative")
    assert (view["lat"], view["lon"], view["zoom"]) == pytest.approx((51.5, 36.0, 6), abs=0.01)
    assert (view["claim"], view["borders"], view["zones"]) == ("sappers-1000-demining", "defacto", False)
    assert reader.doc.locator(".cl-card").is_visible()
    expect(reader.sidebar().locator("[data-testid=stMultiSelect]").first).to_contain_text("Demining", timeout=30_000)
    again = open_reader(served).open("?" + reader.page.url.split("?", 1)[1])
    assert again.js("Claimline.describeView(app.map, app.data, app.state.get())") == view
    assert again.selection() == reader.selection()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?colour=red", "“colour”, which is not a part of a view"),
        ("?from=01/02/2025", "write one day of the calendar"),
        ("?type=parade", "use one of"),
        ("?claim=%3Cscript%3E", "it is not in this data set"),
    ],
)
def test_a_bad_link_is_refused_with_a_sentence(
    served: str, open_reader: Callable[..., Reader], query: str, words: str
) -> None:
    reader = open_reader(served).open(query)
    assert words in reader.page.locator("[data-testid=stAlert]").inner_text()
    assert reader.selection()["filtered"] == 0


def test_a_click_on_a_mark_opens_its_card(reader: Reader) -> None:
    reader.page.mouse.click(*reader.spot(51.3806, 35.157, 10))
    card = reader.doc.locator(".cl-card")
    card.wait_for(state="visible")
    text = card.inner_text()
    assert "Kremyanoe" in text
    assert "within 1 km" in text
    assert "14 Dec 2024" in text


def test_a_click_on_a_shared_area_walks_through_its_claims(reader: Reader) -> None:
    reader.page.mouse.click(*reader.spot(51.75, 36.9, 7))
    card = reader.doc.locator(".cl-card")
    card.wait_for(state="visible")
    where = card.locator(".cl-card-where").inner_text()
    assert where.startswith("1 of ")
    assert "at this spot" in where
    card.get_by_role("button", name="Next").click()
    assert card.locator(".cl-card-where").inner_text().startswith("2 of ")


def test_keyboard_alone_reaches_a_card_and_comes_back(reader: Reader) -> None:
    reader.doc.locator(".folium-map").focus()
    for key in ("n", "n", "Enter"):
        reader.page.keyboard.press(key)
    card = reader.doc.locator(".cl-card")
    card.wait_for(state="visible")
    assert reader.doc.evaluate("() => document.activeElement.closest('.cl-card') !== null")
    reader.page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert reader.doc.evaluate("() => document.activeElement.classList.contains('folium-map')")


def test_keyboard_alone_moves_the_window(reader: Reader) -> None:
    reader.doc.locator(".cl-handle-from").focus()
    day = 86400
    before = reader.js("app.state.get().from")
    reader.page.keyboard.press("ArrowRight")
    assert reader.js("app.state.get().from") == before + day
    reader.page.keyboard.press("PageUp")
    assert reader.js("app.state.get().from") == before + 8 * day
    reader.page.keyboard.press("Home")
    assert reader.js("app.state.get().from") == before
    reader.doc.locator("body").press("Space")
    assert reader.doc.get_by_role("button", name="Pause").is_visible()
    reader.doc.locator("body").press("Space")


def test_tab_reaches_filters_map_list_and_timeline(reader: Reader) -> None:
    reader.page.locator("body").focus()
    reached = set()
    for _ in range(70):
        reader.page.keyboard.press("Tab")
        reached.add(
            reader.page.evaluate(
                "() => { const a = document.activeElement; if (!a) return '';"
                " if (a.tagName !== 'IFRAME') return a.closest('[data-testid=stSidebar]') ? 'sidebar' : 'page';"
                " const b = a.contentDocument.activeElement;"
                " const part = b && b.closest('.cl-list, .cl-map, .cl-timeline, .cl-header');"
                " return part ? part.className.split(' ')[0] : 'frame' }"
            )
        )
    assert {"sidebar", "cl-header", "cl-map", "cl-list", "cl-timeline"} <= reached


def test_phone_has_no_sideways_scroll_and_everything_in_reach(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served, width=390, height=844).open()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.doc.evaluate("() => document.documentElement.scrollWidth") <= 390
    item = reader.doc.locator(".cl-list .cl-item").first
    item.scroll_into_view_if_needed()
    item.tap()
    reader.doc.locator(".cl-card").wait_for(state="visible")
    small = reader.doc.evaluate(
        "() => [...document.querySelectorAll('button, select, input')].filter((node) => node.offsetParent)"
        ".map((node) => [node.textContent || node.type, node.getBoundingClientRect().height])"
        ".filter((each) => each[1] < 36)"
    )
    assert small == []


def test_dark_theme_reaches_the_document(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served, scheme="dark").open()
    assert reader.doc.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert reader.complaints == []


def test_picture_and_claims_download(reader: Reader, tmp_path: Path) -> None:
    reader.set_window("2024-10-01", "2025-04-30")
    reader.rest()
    dialog = reader.open_saving()
    picture_file = reader.make(dialog, ".png")
    assert picture_file.suggested_filename == "nk-in-russia_2024-10-01_2025-04-30.png"
    picture = Image.open(picture_file.path())
    assert picture.size == (1600, 1000)
    colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 200, "the picture is blank"
    target = tmp_path / "claims.geojson"
    reader.make(dialog, ".geojson").save_as(target)
    table = json.loads(target.read_text(encoding="utf-8"))
    found = reader.selection()
    ids = sorted(feature["properties"]["claim_id"] for feature in table["features"])
    assert ids == sorted(found["inView"] + found["unlocated"] + found["undated"])
    assert io.BytesIO(Path(picture_file.path()).read_bytes()).read(8) == b"\x89PNG\r\n\x1a\n"


def test_online_tiles_are_asked_for_only_when_switched_on(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served).open()
    assert reader.outside == []
    reader.sidebar().get_by_text("Online map tiles").click()
    reader.page.wait_for_timeout(2500)
    hosts = {urlsplit(url).hostname for url in reader.outside}
    assert hosts == {"tile.openstreetmap.org"}
    assert "learns which area you study" in reader.sidebar().inner_text()
    credit = reader.doc.locator(".cl-credit").inner_text()
    assert "OpenStreetMap" in credit
    assert "town names GeoNames (CC BY 4.0)" in credit, "the names over the tiles stay ours"
    reader.sidebar().get_by_text("Online map tiles").click()
    reader.page.wait_for_timeout(1500)
    reader.outside.clear()
    reader.doc.get_by_role("button", name="Zoom in").click()
    reader.page.wait_for_timeout(800)
    assert reader.outside == [], "switched off means off"


@pytest.mark.parametrize("fragment", ["", "#", "#%E0%A4%A", "#{", "#null", "#%7B%22claimline%22%3A%22other%22%7D"])
def test_a_document_on_its_own_starts_whatever_stands_behind_its_address(
    served: str, open_reader: Callable[..., Reader], fragment: str
) -> None:
    reader = open_reader(served)
    reader.page.goto(f"{served}/timemap/document{fragment}")
    reader.page.locator("html[data-ready][data-basemap]").wait_for(state="attached")
    assert reader.page.locator(".cl-list ol .cl-item").count() > 0
    assert reader.complaints == []


def test_a_window_that_was_not_collected_says_so_beside_what_it_still_shows(
    served: str, open_reader: Callable[..., Reader]
) -> None:
    note = "Nothing was collected then: what stands here was said before."
    reader = open_reader(served).open("?from=2026-11-01&to=2026-11-23")
    assert reader.doc.locator(".cl-list-title").inner_text() == "1 claim in view"
    assert reader.doc.locator(".cl-list .cl-empty").inner_text() == note
    assert reader.open("?from=2024-11-01&to=2024-11-23").doc.locator(".cl-list .cl-empty").inner_text() == ""
