"""The tabs, "Who says what" and "Numbers", driven in a real Chromium under our own content security policy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.mapapp.timemap.assets.claims_page import browser_page, claim, make_payload, point, show
from tests.mapapp.timemap.assets.panel_page import HOSTILE, Opener, patch, seconds, settle
from tests.mapapp.timemap.assets.test_panels import BAD, CONTRAST
from tests.mapapp.timemap.assets.views_page import (
    TOPICS,
    cell,
    end_of,
    open_view,
    party_names,
    payload,
    rows_said,
)

pytestmark = pytest.mark.browser
RESIZES = "window.resizes = 0; window.addEventListener('resize', () => { window.resizes += 1; })"
SHOWN = """() => Array.from(document.querySelectorAll('[role=tabpanel]'))
.filter(node => getComputedStyle(node).visibility === 'visible' && node.offsetParent !== null).map(node => node.id)"""


def tab(page: Page, name: str) -> Any:
    return page.get_by_role("tab", name=name, exact=True)


def test_tabs_show_one_view_at_a_time_and_follow_the_state(opened: Opener) -> None:
    page = opened(payload())
    assert page.evaluate(SHOWN) == ["cl-pane-map"]
    for name, panel in (("Who says what", "says"), ("Numbers", "numbers"), ("Map", "map")):
        tab(page, name).click()
        assert page.evaluate("page.state.get().panel") == panel
        assert page.evaluate(SHOWN) == [f"cl-pane-{panel}"]
        assert page.locator("[role=tab][aria-selected=true]").all_inner_texts() == [name]
        assert page.locator(".cl-list").is_visible()
        assert page.locator(".cl-timeline").is_visible()
    patch(page, panel="numbers")
    assert page.evaluate(SHOWN) == ["cl-pane-numbers"]
    assert page.locator(f"#{page.get_by_role('tabpanel').get_attribute('aria-labelledby')}").inner_text() == "Numbers"


def test_tabs_are_walked_with_the_arrows(opened: Opener) -> None:
    page = opened(payload())
    tab(page, "Map").focus()
    for key, name in [("ArrowRight", "Who says what"), ("ArrowLeft", "Map"), ("ArrowLeft", "Numbers"), ("Home", "Map")]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.locator("[role=tab][tabindex='0']").all_inner_texts() == [name]
    page.keyboard.press("End")
    assert page.evaluate("page.state.get().panel") == "numbers"


def test_map_keeps_its_size_while_hidden_and_is_measured_when_it_comes_back(opened: Opener) -> None:
    page = opened(payload())
    size = page.locator("#map").bounding_box()
    open_view(page, "says")
    assert page.locator("#map").bounding_box() == size
    page.evaluate(RESIZES)
    open_view(page, "numbers")
    assert page.evaluate("window.resizes") == 0
    open_view(page, "map")
    assert page.evaluate("window.resizes") == 1


def test_hidden_views_do_no_work(opened: Opener) -> None:
    page = opened(payload())
    assert page.locator("#cl-pane-says *").count() == 0
    assert page.locator("#cl-pane-numbers *").count() == 0
    open_view(page, "says")
    open_view(page, "numbers")
    page.evaluate(
        """() => { window.touched = 0;
        new MutationObserver(found => { window.touched += found.length; })
          .observe(document.getElementById('cl-pane-says'), {childList: true, subtree: true, characterData: true}); }"""
    )
    patch(page, to=seconds(date(2024, 12, 1)))
    patch(page, known=end_of(date(2025, 1, 1)))
    assert page.evaluate("window.touched") == 0
    open_view(page, "says")
    assert page.evaluate("window.touched") > 0
    assert "as known on 1 Jan 2025" in page.locator(".cl-says-view").inner_text()


def test_a_hidden_map_is_not_painted_until_it_comes_back(browser: Browser) -> None:
    assert browser.is_connected()
    with browser_page() as page:
        show(page, make_payload([point(36.0, 51.0, 10)], [claim(0)]), center=(51.0, 36.0), zoom=9)
        assert page.evaluate("claims.stats().drawn") == 1
        page.evaluate("document.body.classList.add('cl-away')")
        page.evaluate("state.set({panel: 'says', to: state.get().from + 1})")
        assert page.evaluate("claims.stats().drawn") == 1
        page.evaluate("document.body.classList.remove('cl-away'); state.set({panel: 'map'})")
        assert page.evaluate("claims.stats().drawn") == 0


def test_every_claim_of_the_dates_has_a_row_wherever_it_lies(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "says", bounds=[0.1, 0.1, 0.11, 0.11])
    assert sorted(rows_said(page)) == list(range(34))
    assert "34 claims, 3 parties" in page.locator(".cl-says-view").inner_text()
    begins = page.evaluate("Array.from(page.data.t0)")
    dated = rows_said(page)[:32]
    assert [begins[row] for row in dated] == sorted((begins[row] for row in dated), reverse=True)
    lines = page.locator(".cl-says-table tbody tr:not(.cl-spacer)")
    assert lines.nth(32).inner_text() == "No date stated"
    assert rows_said(page)[32:] == [9, 23]
    patch(page, **{"from": seconds(date(2025, 1, 10)), "to": seconds(date(2025, 2, 12))})
    inside = page.evaluate(
        """Array.from(page.data.t0.keys()).filter(row => Number.isNaN(page.data.t0[row]) ||
        (page.data.t0[row] < page.state.get().to && page.data.t1[row] > page.state.get().from))"""
    )
    assert 2 < len(inside) < 34
    assert sorted(rows_said(page)) == inside
    page.evaluate("page.state.set({mask: page.state.get().mask.map((_, row) => (row === 9 ? 1 : 0))})")
    settle(page)
    assert rows_said(page) == [9]


CELLS = [
    (None, "Russia", "+ admits 28 Apr 2025 before: denies 25 Oct 2024"),
    (date(2025, 4, 27), "Russia", "+ admits 26 Apr 2025 before: denies 25 Oct 2024"),
    (date(2025, 4, 25), "Russia", "− denies 25 Oct 2024"),
    (date(2024, 10, 25), "Russia", "− denies 25 Oct 2024"),
    (date(2024, 10, 25), "Republic of Korea", "+ asserts 18 Oct 2024"),
]


@pytest.mark.parametrize(("known", "party", "words"), CELLS)
def test_cell_holds_the_latest_word_as_of_the_day(opened: Opener, known: date | None, party: str, words: str) -> None:
    page = opened(payload())
    open_view(page, "says", known=None if known is None else end_of(known))
    assert cell(page, 0, party) == words


def test_words_and_parties_of_later_days_do_not_show(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "says")
    assert party_names(page) == ["Russia", "Republic of Korea", "Independent"]
    assert cell(page, 2, "Russia") == "… no comment 8 Nov 2024 first 4 Nov 2024"
    patch(page, known=end_of(date(2024, 10, 24)))
    assert party_names(page) == ["Republic of Korea"]
    assert rows_said(page) == [0]
    assert "denies" not in page.locator(".cl-says-view").inner_html()
    patch(page, known=end_of(date(2024, 10, 1)))
    assert page.locator(".cl-says-view .cl-empty").inner_text().startswith("No claims here as known on 1 Oct 2024.")
    assert page.locator(".cl-says-table").is_hidden()


def test_silence_is_not_a_denial_and_a_word_is_not_a_verdict(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "says")
    silent = page.locator("tr[data-row='0'] td.cl-silent")
    assert silent.inner_text() == "nothing known"
    assert silent.get_attribute("title") == ("No word of Independent on this claim is held. That is not a denial.")
    assert page.locator("tr[data-row='1'] td").all_inner_texts() == ["nothing known"] * 3
    assert "never a verdict" in page.locator(".cl-says-view .cl-view-head").inner_text()
    title = page.locator("tr[data-row='0'] td.cl-said").first.get_attribute("title")
    assert title == "Russia: denies 25 Oct 2024 → admits 26 Apr 2025 → admits 28 Apr 2025"
    status = page.evaluate("page.data.payload.statuses[page.data.status[0]].label")
    assert page.locator("tr[data-row='0'] .cl-says-top").inner_text() == f"{status} · 3 Jun 2024"
    assert page.locator("tr[data-row='0'] th svg.cl-mark text").text_content() == "C"


def test_rows_are_walked_with_the_arrows_and_open_the_card(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "says")
    rows = rows_said(page)
    page.locator(f"tr[data-row='{rows[31]}'] button").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == str(rows[32])
    page.keyboard.press("Enter")
    assert page.evaluate("page.state.get().selected") == rows[32]
    assert page.locator(".cl-card").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == str(rows[32])
    page.locator(f"tr[data-row='{rows[0]}'] td").first.click()
    assert page.evaluate("page.state.get().selected") == rows[0]
    assert page.locator(".cl-says-table tr[aria-current]").get_attribute("data-row") == str(rows[0])


def test_head_and_first_column_stay_while_the_table_scrolls(opened: Opener) -> None:
    page = opened(payload(), size=(390, 844), has_touch=True, is_mobile=True)
    open_view(page, "says")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    corner = ".cl-says-table thead th"
    before = page.locator(corner).first.bounding_box()
    page.evaluate("document.querySelector('.cl-says-view .cl-scroller').scrollTo(80, 600)")
    settle(page)
    assert page.evaluate("document.querySelector('.cl-says-view .cl-scroller').scrollLeft") == 80
    assert page.locator(corner).first.bounding_box() == before
    name = page.locator(f"tr[data-row='{rows_said(page)[9]}'] th").bounding_box()
    assert name is not None
    assert before is not None
    assert name["x"] == before["x"]


def test_long_table_draws_what_is_in_sight(opened: Opener) -> None:
    page = opened(payload(900))
    open_view(page, "says")
    expect = page.evaluate(
        """Array.from(page.data.t0.keys()).sort((a, b) => {
        const [x, y] = [page.data.t0[a], page.data.t0[b]].map(at => (Number.isNaN(at) ? -Infinity : at));
        return y - x || a - b; })"""
    )
    scroller = "document.querySelector('.cl-says-view .cl-scroller')"
    height = page.evaluate(f"{scroller}.scrollHeight")
    assert rows_said(page) == expect[: len(rows_said(page))]
    for share in (0.3, 0.77, 1):
        page.evaluate(f"{scroller}.scrollTop = {share * height}")
        settle(page)
        rows = rows_said(page)
        assert len(rows) < 40
        at = expect.index(rows[0])
        assert rows == expect[at : at + len(rows)]
        boxes = [page.locator(f"tr[data-row='{row}']").bounding_box() for row in rows]
        frame = page.locator(".cl-says-view .cl-scroller").bounding_box()
        assert frame is not None
        tops = [box["y"] for box in boxes if box is not None]
        assert min(tops) <= frame["y"] + 60
        assert max(tops) + 79 >= frame["y"] + frame["height"] - 1
        assert page.evaluate(f"{scroller}.scrollHeight") == height
    assert rows_said(page)[-1] == expect[-1]
    page.locator(f"tr[data-row='{rows_said(page)[-1]}'] button").focus()
    for _ in range(20):
        page.keyboard.press("ArrowUp")
    assert page.evaluate("Number(document.activeElement.closest('tr').dataset.row)") == expect[-21]


def test_hostile_text_stands_as_written_in_both_views(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "says")
    text = page.locator(".cl-says-view").inner_text()
    assert HOSTILE[2] in text
    open_view(page, "numbers")
    text += page.locator(".cl-numbers-view").inner_text()
    assert page.locator("#cl-topic option").all_inner_texts() == [topic["label"] for topic in TOPICS]
    assert "<b>Channel</b>" in text
    assert not BAD.search(text)
    assert "1337" not in text
    assert page.evaluate("window.__x") is None


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("panel", ["says", "numbers"])
def test_views_have_contrast_and_fit_a_phone(opened: Opener, theme: str, panel: str) -> None:
    page = opened(payload(), size=(390, 844), has_touch=True, is_mobile=True)
    open_view(page, panel, theme=theme)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll('.cl-stage :is(button, select)'))
        .filter(node => node.offsetParent !== null && getComputedStyle(node).visibility === 'visible' &&
          node.getBoundingClientRect().height < 40).map(node => node.textContent)"""
    )
    assert small == []
