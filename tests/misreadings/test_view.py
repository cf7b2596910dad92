"""What is hidden, what is out of date and what is linked says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import Reader
from tests.misreadings.doubtful import TOWN
from tests.misreadings.screen import Screen, changed


@pytest.fixture(scope="module")
def filtered(doubtful: str, browser: Browser) -> Iterator[Reader]:
    """A reader whose link keeps claims of demining alone."""
    reader = Reader(browser, doubtful)
    yield reader.open("?type=demining")
    reader.close()


def test_a_filter_hides_claims_without_saying_how_many(filtered: Reader) -> None:
    """Filters say what they leave beside themselves, the list says how many they hide, the headline names them."""
    screen = Screen(filtered).reset()
    total = filtered.js("app.data.n")
    assert f"leaves 3 of {total}" in filtered.sidebar().inner_text()
    assert f"{total - 3} hidden by filters" in screen.text(".cl-rest")
    assert screen.text(".cl-sentence").startswith("Demining claims")


def test_an_empty_map_by_filters_looks_like_an_empty_world(filtered: Reader) -> None:
    """Where the filters alone keep claims away the map says how many they hide there, and nothing of absence."""
    screen = Screen(filtered).reset()
    screen.look((51.4, 35.3), 7)
    screen.window("2025-08-05")
    note = screen.text(".cl-empty-map")
    assert "The filters hide 9 claims here. Take one away." in note
    screen.window("2024-12-05")
    assert not screen.doc.locator(".cl-empty-map").is_visible()


def test_a_map_turned_away_from_its_claims_looks_empty_of_them(screen: Screen) -> None:
    """Where the claims of the dates lie elsewhere the map says how many and what to do."""
    screen.look((40.0, -30.0), 5)
    screen.window("2025-08-05")
    assert "9 claims of these dates lie outside this part of the map." in screen.text(".cl-empty-map")


def test_counts_that_are_being_recomputed_look_current(screen: Screen) -> None:
    """While many claims are counted anew the old counts are pale, and full again only when they are true."""
    screen.look((54.0, 42.0), 4)
    counts = screen.doc.locator(".cl-counts")
    before = counts.inner_text()
    # the moment of the change, before anything else can run
    then = screen.reader.js(
        "(() => { const node = document.querySelector('.cl-counts');"
        " app.state.set({ to: app.data.extent[0] + 86400 * 30 });"
        " return [node.textContent, Number(getComputedStyle(node).opacity)] })()"
    )
    assert then[0] == before
    assert then[1] < 0.6
    screen.settle()
    assert counts.inner_text() != before
    assert counts.evaluate("(node) => Number(getComputedStyle(node).opacity)") == 1


def test_a_link_means_something_else_tomorrow(
    screen: Screen, doubtful: str, open_reader: Callable[..., Reader]
) -> None:
    """The address names days of the calendar, and shows the same claims to who opens it years later."""
    screen.look(TOWN, 8)
    screen.window("2025-05-10", "2025-05-14")
    box = screen.doc.get_by_label("As known on, the day")
    box.fill("2025-06-01")
    box.blur()
    screen.settle()
    screen.reader.rest()
    link = screen.reader.link()
    assert (link["from"], link["to"], link["known"]) == (["2025-05-10"], ["2025-05-14"], ["2025-06-01"])
    query = "?" + screen.reader.page.url.split("?", 1)[1]
    later = open_reader(doubtful)
    later.page.add_init_script("{ const now = Date.now; Date.now = () => now() + 2e11 }")
    again = Screen(later.open(query))
    for part in (".cl-sentence", ".cl-counts"):
        assert again.text(part) == screen.text(part)
    assert again.listed() == screen.listed()


def test_all_dates_of_a_link_grow_with_the_data(screen: Screen) -> None:
    """Who moved the window to all dates and shares the link shares the days that these were, first and last."""
    screen.window("2025-05-10", "2025-05-14")
    screen.doc.get_by_role("button", name="All dates").first.click()
    screen.settle()
    screen.reader.rest()
    assert (screen.reader.link()["from"], screen.reader.link()["to"]) == (["2024-10-01"], ["2026-08-31"])


def test_de_facto_borders_look_recognised(screen: Screen) -> None:
    """Beside the map stands which borders it draws, and the two views of Crimea differ on it."""
    words = screen.doc.locator(".cl-borders")
    assert words.inner_text() == "Borders: internationally recognised"
    screen.window("2025-08-05")
    screen.look((46.1, 34.2), 7)
    recognised = screen.bare()
    screen.doc.get_by_role("button", name="De facto borders").click()
    screen.settle()
    screen.reader.page.wait_for_timeout(150)
    assert words.inner_text() == "Borders: de facto"
    assert words.is_visible()
    assert (changed(screen.bare(), recognised) > 40).sum() > 100
