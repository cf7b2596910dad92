"""The pages beside the map, as a reader walks through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serve
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder

TITLES = {"changes": "What changed", "rumours": "Life of a rumour", "method": "Method"}
SIZES = [(1440, 900), (390, 844)]


def wait_for(page: Page, title: str) -> None:
    expect(page.locator(".cl-article h1")).to_have_text(title, timeout=30_000)
    expect(page.locator(".cl-article").last).to_be_visible()


def complaints(reader: Reader) -> list[str]:
    """What the browser complained of; Streamlit looks for itself below a page's path before it looks at the root."""
    return [words for words in reader.complaints if "404 (Not Found)" not in words]


def navigate(reader: Reader, title: str) -> None:
    """Go to a page by the navigation, and open the sidebar first where it is folded."""
    opener = reader.page.locator("[data-testid=stExpandSidebarButton]")
    link = reader.page.locator("[data-testid=stSidebarNav]").get_by_role("link", name=title)
    if opener.is_visible():
        opener.click()
    link.click()


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("path", TITLES)
def test_each_page_opens_by_its_address(
    served: str, open_reader: Callable[..., Reader], path: str, width: int, height: int
) -> None:
    reader = open_reader(served, width=width, height=height)
    reader.page.goto(f"{served}/{path}")
    wait_for(reader.page, TITLES[path])
    assert reader.page.title() == f"{TITLES[path]} · Claimline"
    expect(reader.page.locator("[data-testid=stException]")).to_have_count(0)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(reader.page.locator(".cl-article p, .cl-article td").nth(3)).to_be_visible()
    assert complaints(reader) == []
    assert reader.outside == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_walk_through_all_pages_brings_the_map_back_as_it_was(
    served: str, open_reader: Callable[..., Reader], width: int, height: int
) -> None:
    reader = open_reader(served, width=width, height=height).open("?type=demining&from=2025-06-01&to=2025-11-30")
    before = reader.selection()
    link = reader.link()
    for title in TITLES.values():
        navigate(reader, title)
        wait_for(reader.page, title)
    navigate(reader, "Map")
    reader.page.wait_for_selector("iframe.claimline-frame")
    frame = reader.page.frame_locator("iframe.claimline-frame")
    frame.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=30_000)
    reader.rest()
    assert {key: reader.link()[key] for key in ("type", "from", "to")} == {
        key: link[key] for key in ("type", "from", "to")
    }
    after = reader.selection()
    assert after["filtered"] == before["filtered"] > 0
    assert sorted(after["unlocated"]) == sorted(before["unlocated"])
    assert complaints(reader) == []


def test_the_browsers_back_button_brings_the_view_of_the_map_back(reader: Reader) -> None:
    reader.choose("Claim type", "Demining")
    filtered = reader.selection()["filtered"]
    navigate(reader, "Method")
    wait_for(reader.page, "Method")
    reader.page.go_back()
    frame = reader.page.frame_locator("iframe.claimline-frame")
    frame.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=30_000)
    reader.rest()
    assert reader.link()["type"] == ["demining"]
    assert reader.selection()["filtered"] == filtered > 0


def test_the_keyboard_reaches_the_pages_and_the_contents(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served)
    reader.page.goto(f"{served}/changes")
    wait_for(reader.page, "What changed")
    link = reader.page.locator("[data-testid=stSidebarNav]").get_by_role("link", name="Method")
    for _ in range(12):
        reader.page.keyboard.press("Tab")
        if link.evaluate("(node) => node === document.activeElement"):
            break
    reader.page.keyboard.press("Enter")
    wait_for(reader.page, "Method")
    contents = reader.page.get_by_role("navigation", name="On this page").get_by_role("link", name="Two clocks")
    contents.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("heading", name="Two clocks")).to_be_in_viewport()
    assert reader.page.url == f"{served}/method", "the address stays"


def test_a_change_leads_to_its_card_as_it_was_known(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served)
    reader.page.goto(f"{served}/changes?from=2025-04-25&to=2025-04-28")
    wait_for(reader.page, "What changed")
    entry = reader.page.locator(".cl-article-entries li").first
    expect(entry).to_be_visible()
    entry.get_by_role("link").click()
    frame = reader.page.frame_locator("iframe.claimline-frame")
    frame.locator(".cl-card").wait_for(state="visible", timeout=30_000)
    reader.rest()
    assert reader.link()["known"] == ["2025-04-26"]
    assert "claim" in reader.link()


def test_the_feed_is_found_on_the_page_and_answers(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served)
    reader.page.goto(f"{served}/changes")
    wait_for(reader.page, "What changed")
    address = reader.page.get_by_role("link", name="Atom feed of these days").get_attribute("href")
    assert address is not None
    with urlopen(address) as answer:
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert answer.read().count(b"<entry>") == reader.page.locator(".cl-article-entries li").count() > 0


def test_hostile_words_are_shown_as_they_are_written(tmp_path: Path, open_reader: Callable[..., Reader]) -> None:
    hostile = "<img src=x onerror=go()> **b** ![i](https://example.org/i.png) {{ 7*191 }} javascript:go()"
    builder = DatasetBuilder(tmp_path)
    builder.put("claims.csv", 2, "claim", hostile).put("sources.csv", 2, "name", hostile)
    builder.info = builder.info.replace('note = "daily"', f"note = '{hostile}'")
    with serve(builder.write()) as address:
        reader = open_reader(address)
        for path, title in TITLES.items():
            query = "?from=2024-01-01&to=2025-12-31" if path == "changes" else ""
            reader.page.goto(f"{address}/{path}{query}")
            wait_for(reader.page, title)
            expect(reader.page.get_by_text(hostile).first).to_be_visible()
            expect(reader.page.locator(".cl-article img, .cl-article strong")).to_have_count(0)
        assert reader.outside == []
        assert complaints(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_wide_table_keeps_its_names_and_nothing_shines_through_the_bar(
    served: str, open_reader: Callable[..., Reader], scheme: str
) -> None:
    reader = open_reader(served, width=390, height=844, scheme=scheme)
    reader.page.goto(f"{served}/rumours")
    wait_for(reader.page, TITLES["rumours"])
    scroller, name = reader.page.locator(".cl-article-scroller").first, reader.page.locator("th[scope=row]").first
    scroll = "(node) => { node.scrollLeft = 200; return node.scrollLeft }"
    for _ in range(50):  # the table is wide once its style has come
        if scroller.evaluate(scroll) == 200:
            break
        reader.page.wait_for_timeout(100)
    assert scroller.evaluate("(node) => node.scrollLeft") == 200
    frame, box = scroller.bounding_box(), name.bounding_box()
    assert frame is not None
    assert box is not None
    assert box["x"] == pytest.approx(frame["x"], abs=1)
    colours = "(node) => [node, document.querySelector('.stApp')].map((each) => getComputedStyle(each).backgroundColor)"
    for part in (name, reader.page.locator("[data-testid=stHeader]")):
        own, page = part.evaluate(colours)
        assert own == page
