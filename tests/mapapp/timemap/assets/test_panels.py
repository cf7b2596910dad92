"""List, legend, card and frame, driven in a real Chromium under our own content security policy."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.mapapp.timemap.assets.panel_page import (
    HOSTILE,
    Opener,
    listed,
    patch,
    payload,
    seconds,
    selection,
    settle,
)

pytestmark = pytest.mark.browser
BAD = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0007]")


WINDOWS = [
    {},
    {"from": seconds(date(2024, 9, 1)), "to": seconds(date(2025, 2, 1))},
    {"from": seconds(date(2025, 1, 10)), "to": seconds(date(2025, 1, 12))},
    {"to": seconds(date(2025, 3, 1)), "mode": "cumulative"},
    {"bounds": [0.597, 0.3, 0.599, 0.4]},
]


@pytest.mark.parametrize("changes", WINDOWS)
def test_list_legend_and_header_show_the_selection_and_the_sums_add_up(opened: Opener, changes: dict[str, Any]) -> None:
    page = opened()
    page.evaluate("page.state.set({mask: page.state.get().mask.map((keep, row) => (row % 7 === 3 ? 0 : 1))})")
    if changes:
        patch(page, **changes)
    settle(page)
    found = selection(page)
    assert sorted(listed(page)) == found["inView"]
    counts = page.locator(".cl-legend-count").all_inner_texts()
    assert [int(text) for text in counts] == found["counts"]
    assert sum(found["counts"]) == len(found["inView"])
    number = len(found["inView"])
    assert (
        page.locator(".cl-counts").inner_text().startswith(f"{number} claim{'' if number == 1 else 's'} of 34 in view")
    )
    said = [int(text) for text in re.findall(r"\d+", page.locator(".cl-rest").inner_text())]
    assert said == [found["filtered"], found["outsideWindow"], found["outsideView"]]
    trays = [int(re.findall(r"\d+", text)[0]) for text in page.locator(".cl-tray > summary").all_text_contents()]
    assert trays == [len(found["unlocated"]), len(found["undated"])]
    assert len(found["inView"]) + sum(said) + sum(trays) == 34


def test_list_runs_newest_first_and_turns_round(opened: Opener) -> None:
    page = opened()
    begins = page.evaluate("Array.from(page.data.t0)")
    rows = listed(page)
    assert [begins[row] for row in rows] == sorted((begins[row] for row in rows), reverse=True)
    page.get_by_role("button", name="Newest first").click()
    rows = listed(page)
    assert [begins[row] for row in rows] == sorted(begins[row] for row in rows)
    assert page.get_by_role("button", name="Oldest first").is_visible()


def test_long_list_is_cut_and_says_how_much_is_left_out(opened: Opener) -> None:
    page = opened(payload(600))
    total = len(selection(page)["inView"])
    assert total > 300
    assert f"and {total - 300} more: zoom in or narrow the dates" in page.locator(".cl-list").inner_text()
    for _ in range(8):
        page.evaluate("() => { const n = document.querySelector('.cl-list'); n.scrollTop = n.scrollHeight; }")
        settle(page)
    begins = page.evaluate("Array.from(page.data.t0)")
    newest = sorted((begins[row] for row in selection(page)["inView"]), reverse=True)[:300]
    assert [begins[row] for row in listed(page)] == newest


def test_empty_list_says_why_and_what_to_do(opened: Opener) -> None:
    page = opened()
    note = page.locator(".cl-empty")
    cases: list[tuple[dict[str, Any], str]] = [
        (
            {"from": seconds(date(2025, 7, 5)), "to": seconds(date(2025, 7, 9))},
            "Nothing was collected then: an empty map",
        ),
        ({"from": seconds(date(2025, 9, 24)), "to": seconds(date(2025, 9, 26))}, "Widen the dates or press All dates"),
        ({"from": seconds(date(2030, 1, 1)), "to": seconds(date(2030, 2, 1))}, "Nothing was collected then"),
    ]
    for changes, words in cases:
        page.evaluate(
            "page.state.set({mask: page.state.get().mask.map((_, row) => (page.data.t1[row] === Infinity ? 0 : 1))})"
        )
        patch(page, **changes)
        assert listed(page) == []
        assert words in note.inner_text()
    patch(page, **{"from": seconds(date(2024, 6, 1)), "to": seconds(date(2026, 3, 1)), "bounds": [0, 0, 0.1, 0.1]})
    assert "zoom out or move the map" in note.inner_text()
    page.evaluate("page.state.set({mask: new Uint8Array(34)})")
    settle(page)
    assert "The filters hide every claim" in note.inner_text()


def test_hostile_text_stands_as_written_and_runs_nowhere(opened: Opener) -> None:
    page = opened()
    for tray in page.locator(".cl-tray > summary").all():
        tray.click()
    text = page.locator(".cl-list").inner_text()
    for row in range(34):
        page.evaluate("row => page.state.set({selected: row})", row)
        text += page.locator(".cl-card").inner_text()
    for hostile in HOSTILE:
        if not BAD.search(hostile):
            assert hostile in text
    assert "⟦U+202E⟧gnihtemos⟦U+202C⟧" in text
    assert "⟦U+0007⟧" in text
    assert not BAD.search(text)
    assert "1337" not in text
    assert page.evaluate("window.__x") is None
    assert page.locator("body img, .cl-shell script").count() == 0


@pytest.mark.parametrize(
    ("row", "href"),
    [(1, "https://example.org/x"), (2, "http://user@example.net/"), (3, None), (4, None), (5, None)],
)
def test_only_web_addresses_become_links(opened: Opener, row: int, href: str | None) -> None:
    page = opened()
    patch(page, selected=row)
    links = page.locator(".cl-origins a")
    assert [link.get_attribute("href") for link in links.all()] == ([href] if href else [])
    if href:
        assert links.first.get_attribute("rel") == "noopener noreferrer nofollow"
        assert page.locator(".cl-host").first.inner_text() == urlsplit(href).hostname
    else:
        assert "not a web address" in page.locator(".cl-origins").inner_text()


CARD_WORDS = [
    "Confirmed", "Independent verifiable evidence", "denied by a party", "Deployment", "Planned", "Sudzha: within 5 km",
    "Somebody says that it is intended.", "Суджа", "수자", "3 Jun 2024", "Known to the day",
    "never added to other claims", "not stated", "5,000", "6,000", "3 reports, 2 origins", "Russia denies",
    "reliability B, usually reliable", "19 Oct 2024", "Basis: imagery", "written down 3 Nov 2024",
]  # fmt: skip


def test_card_tells_the_whole_claim(opened: Opener) -> None:
    page = opened()
    patch(page, selected=0)
    card = page.locator(".cl-card")
    text = card.inner_text()
    for words in CARD_WORDS:
        assert words in text, words
    assert page.locator(".cl-history .cl-assessed b").all_inner_texts() == ["Confirmed", "Unverified"]
    patch(page, selected=1)
    assert "Kursk Oblast: somewhere in the region" in card.inner_text()


def test_card_puts_reports_under_their_origin(opened: Opener) -> None:
    page = opened()
    patch(page, selected=0)
    groups = page.locator(".cl-origin")
    assert groups.count() == 2
    assert groups.nth(0).locator(":scope > .cl-report b").inner_text() == "National Intelligence Service"
    assert groups.nth(0).locator(".cl-repeats b").all_inner_texts() == ["Yonhap"]
    assert groups.nth(1).locator("b").all_inner_texts() == ["Reuters"]


def test_card_takes_the_focus_walks_the_list_and_gives_the_focus_back(opened: Opener) -> None:
    page = opened()
    rows = listed(page)
    item = page.locator(f".cl-item[data-row='{rows[2]}']")
    item.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "cl-claim"
    page.get_by_role("button", name="Next ›", exact=True).click()
    assert page.evaluate("page.state.get().selected") == rows[3]
    page.get_by_role("button", name="‹ Previous").click()
    assert page.evaluate("page.state.get().selected") == rows[2]
    assert page.locator(".cl-card-where").inner_text() == f"3 of {len(rows)}"
    page.keyboard.press("Escape")
    assert page.evaluate("page.state.get().selected") == -1
    assert page.locator(".cl-card").is_hidden()
    assert page.evaluate("Number(document.activeElement.dataset.row)") == rows[2]


def test_card_walks_the_claims_of_one_spot(opened: Opener) -> None:
    page = opened()
    patch(page, group=[5, 0, 10], selected=5)
    assert page.locator(".cl-card-where").inner_text() == "1 of 3 at this spot"
    page.get_by_role("button", name="Next ›", exact=True).click()
    assert page.evaluate("page.state.get().selected") == 0
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("page.state.get().group") is None


def test_claims_without_place_or_date_are_reached_from_their_trays(opened: Opener) -> None:
    page = opened()
    for name, rows in (("No place on the map (3)", [4, 17, 18]), ("No date stated (2)", [9, 23])):
        tray = page.locator(".cl-tray", has=page.get_by_text(name, exact=True))
        tray.locator("summary").press("Enter")
        settle(page)
        found = tray.locator(".cl-item").evaluate_all("nodes => nodes.map(node => Number(node.dataset.row))")
        assert sorted(found) == rows
        tray.locator(".cl-item").first.press("Enter")
        assert page.evaluate("page.state.get().selected") == found[0]
        page.keyboard.press("Escape")


def test_legend_filters_where_no_sidebar_stands_beside_it(opened: Opener) -> None:
    page = opened(options={"standalone": True})
    unverified = page.locator(".cl-legend-row[data-status='unverified']")
    before = selection(page)
    unverified.click()
    settle(page)
    after = selection(page)
    assert after["counts"][2] == 0
    assert len(after["inView"]) == len(before["inView"]) - before["counts"][2]
    unverified.click()
    settle(page)
    assert selection(page) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_phone_layout_scrolls_downwards_only_and_fits_fingers(opened: Opener, theme: str) -> None:
    page = opened(size=(390, 844), has_touch=True, is_mobile=True)
    patch(page, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll('button, select, input, summary'))
        .filter(node => node.offsetParent !== null && node.getBoundingClientRect().height < 40)
        .map(node => node.textContent)"""
    )
    assert small == []
    tops = [page.locator(f".cl-{name}").bounding_box() for name in ("map", "timeline", "list")]
    places = [box["y"] for box in tops if box is not None]
    assert places == sorted(places)
    assert page.locator(".cl-map").bounding_box()["height"] >= 300  # type: ignore[index]
    assert page.locator(".cl-legend").get_attribute("open") is None


CONTRAST = """() => {
  const channel = value => { const s = value / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  const luminance = css => { const [r, g, b] = css.match(/[0-9.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const ground = node => { for (let at = node; at; at = at.parentElement) {
    const css = getComputedStyle(at).backgroundColor;
    if (!/rgba\\(.*, 0(\\.\\d+)?\\)/.test(css)) return css; } return 'rgb(255,255,255)'; };
  const bad = [];
  document.querySelectorAll('.cl-shell *').forEach(node => {
    const said = Array.from(node.childNodes).some(child => child.nodeType === 3 && child.textContent.trim());
    if (!said || node.closest('svg, :disabled, .cl-field, [hidden]') || node.offsetParent === null) return;
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(node.className + ' ' + node.textContent);
  });
  return bad;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_has_contrast(opened: Opener, theme: str) -> None:
    page = opened(reduced_motion="reduce")
    patch(page, theme=theme, selected=0)
    page.locator(".cl-legend-help > summary").click()
    assert page.evaluate(CONTRAST) == []
