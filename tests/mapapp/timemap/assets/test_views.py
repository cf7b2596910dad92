"""The tabs, "Who says what" and "Numbers", driven in a real Chromium under our own content security policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.mapapp.timemap.assets.claims_page import browser_page, claim, make_payload, point, show
from tests.mapapp.timemap.assets.panel_page import HOSTILE, Opener, chromium, opener, patch, seconds, settle
from tests.mapapp.timemap.assets.test_panels import BAD, CONTRAST
from tests.mapapp.timemap.assets.views_page import (
    FIGURES,
    TOPICS,
    cell,
    end_of,
    figures_drawn,
    open_view,
    party_names,
    payload,
    rows_said,
)

pytestmark = pytest.mark.browser
RESIZES = "window.resizes = 0; window.addEventListener('resize', () => { window.resizes += 1; })"
SHOWN = """() => Array.from(document.querySelectorAll('[role=tabpanel]'))
.filter(node => getComputedStyle(node).visibility === 'visible' && node.offsetParent !== null).map(node => node.id)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    with opener(browser) as open_page:
        yield open_page


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


KNOWN_FIGURES: list[tuple[date | None, list[int], int]] = [
    (None, [0, 1, 2, 3, 4, 5, 7], 1),
    (date(2025, 9, 2), [0, 1, 2, 3, 4, 5], 1),
    (date(2024, 12, 1), [0, 1, 2], 0),
    (date(2024, 11, 4), [0, 1], 0),
]


@pytest.mark.parametrize(("known", "drawn", "undated"), KNOWN_FIGURES)
def test_chart_and_table_hold_the_figures_public_by_then(
    opened: Opener, known: date | None, drawn: list[int], undated: int
) -> None:
    made = payload()
    day = seconds(date(2024, 10, 1))
    made["steps"]["at"] = [None if at is None else day for at in made["steps"]["at"]]
    page = opened(made)
    open_view(page, "numbers", known=None if known is None else end_of(known))
    assert figures_drawn(page) == drawn
    rows = page.eval_on_selector_all(".cl-numbers-table tbody tr", "nodes => nodes.map(n => Number(n.dataset.figure))")
    assert sorted(rows) == sorted(drawn + [6] * undated)
    faded = known is None or known >= date(2025, 9, 2)
    assert (
        page.locator(".cl-figure.cl-faded").evaluate_all("nodes => nodes.map(n => n.dataset.figure)") == ["0"] * faded
    )
    assert ("superseded 2 Sep 2025" in page.locator(".cl-numbers-table").inner_text()) == faded


def test_figures_stand_at_their_time_and_number(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "numbers")
    lines = page.locator(".cl-plot-number").all_text_contents()
    assert lines == ["0", "5,000", "10,000", "15,000", "20,000"]
    places = page.evaluate(
        """() => Object.fromEntries(Array.from(document.querySelectorAll('.cl-figure'), node => {
        const box = node.querySelector('.cl-target').getBBox();
        return [node.dataset.figure, [box.x + 12, box.y + 12]]; }))"""
    )
    y = page.evaluate("Array.from(document.querySelectorAll('.cl-line, .cl-base')).map(n => n.getBBox().y).slice(0, 5)")
    height = (y[0] - y[4]) / 20000
    best = {"0": 10000, "1": 11000, "2": 10000, "3": 1200, "4": 5000, "5": 4000, "7": 20000}
    for figure, number in best.items():
        assert places[figure][1] == pytest.approx(y[0] - number * height, abs=0.6)
    day = (places["2"][0] - places["0"][0]) / 17
    assert places["1"][0] == pytest.approx(places["0"][0] + 3 * day, abs=0.6)
    span = page.evaluate(
        """() => { const box = document.querySelector("[data-figure='3'] .cl-span").getBBox();
        return [box.x, box.width]; }"""
    )
    assert span[1] == pytest.approx(91 * day, abs=1)
    assert span[0] == pytest.approx(places["0"][0] + 303.5 * day, abs=1.5)


SENTENCES = [
    (0, "National Intelligence Service: 10,000 (8,000 to 12,000) persons", "superseded 2 Sep 2025"),
    (1, "Yonhap: 11,000 persons", "public since 4 Nov 2024"),
    (2, "Reuters: at least 10,000 persons", "public since 18 Nov 2024"),
    (5, "National Intelligence Service: 4,000 persons", "withdrawn"),
    (7, "Yonhap: at most 20,000 persons", "public on a day that is not stated"),
]


def test_figures_say_themselves_and_open_the_card(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "numbers")
    for number, begin, part in SENTENCES:
        figure = page.locator(f".cl-figure[data-figure='{number}']")
        figure.focus()
        said = page.locator(".cl-plot-readout").inner_text()
        assert said.startswith(begin)
        assert part in said
        assert figure.get_attribute("aria-label") == said
        page.keyboard.press("Enter")
        assert page.evaluate("page.state.get().selected") == FIGURES[number]["claim"]
        page.keyboard.press("Escape")
    page.locator(".cl-figure[data-figure='1'] .cl-symbol").hover()
    assert page.locator(".cl-plot-readout").inner_text().startswith("Yonhap: 11,000")
    page.locator(".cl-source").first.click()
    assert page.locator(".cl-card").is_visible()


def test_open_ends_and_withdrawals_are_drawn(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "numbers")
    arrows = page.locator(".cl-figure:has(.cl-arrow)").evaluate_all("nodes => nodes.map(n => n.dataset.figure)")
    assert sorted(arrows) == ["2", "7"]
    paths = {n: page.locator(f"[data-figure='{n}'] .cl-arrow").get_attribute("d") or "" for n in ("2", "7")}
    assert "v-20" in paths["2"]
    assert "v20" in paths["7"]
    assert page.locator(".cl-struck").evaluate_all("nodes => nodes.map(n => n.dataset.figure)") == ["5"]
    assert page.locator("[data-figure='5'] .cl-strike").count() == 1
    assert page.locator("[data-figure='4'] .cl-open").count() == 1


def test_figures_are_never_summed_and_the_view_says_so(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "numbers")
    text = page.locator(".cl-numbers-view").inner_text()
    assert "never added up" in text
    stated = [figure[key] for figure in FIGURES if figure["topic"] == 0 for key in ("low", "best", "high")]
    assert f"{sum(number or 0 for number in stated):,}" not in text
    assert f"{sum(figure['best'] or 0 for figure in FIGURES if figure['topic'] == 0):,}" not in text


def test_empty_chart_says_why_and_what_to_do(opened: Opener) -> None:
    page = opened(payload())
    open_view(page, "numbers", known=end_of(date(2024, 10, 31)))
    empty = page.locator(".cl-numbers-view .cl-empty")
    assert empty.inner_text().startswith("No figure on this topic was public as known on 31 Oct 2024. Choose")
    assert page.locator(".cl-strength").is_hidden()
    patch(page, known=None)
    page.locator("#cl-topic").select_option(index=1)
    assert figures_drawn(page) == [8]
    patch(page, to=seconds(date(2024, 12, 1)))
    assert empty.inner_text().endswith("press All dates.")
    patch(page, to=seconds(date(2026, 3, 1)))
    page.evaluate("page.state.set({mask: new Uint8Array(34)})")
    settle(page)
    assert empty.inner_text() == "The filters hide every figure on this topic. Take one away."
    page.locator("#cl-topic").select_option(index=2)
    assert empty.inner_text() == "No figure on this topic is held. Choose another topic."


def test_data_without_topics_says_so(opened: Opener) -> None:
    page = opened(payload() | {"topics": [], "figures": []})
    open_view(page, "numbers")
    assert "names no topic of numbers" in page.locator(".cl-numbers-view").inner_text()


def test_no_label_hides_a_symbol_or_another_label(opened: Opener) -> None:
    page = opened(payload(), size=(1440, 900))
    open_view(page, "numbers")
    boxes = page.evaluate(
        """() => ['.cl-plot-label', '.cl-figure .cl-symbol'].map(name => Array.from(document.querySelectorAll(name),
        node => { const b = node.getBBox(); return [b.x, b.y + 2, b.x + b.width, b.y + b.height - 3]; }))"""
    )
    labels, symbols = boxes
    assert len(labels) >= 4

    def apart(a: list[float], b: list[float]) -> bool:
        return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]

    for number, label in enumerate(labels):
        assert all(apart(label, other) for other in labels[number + 1 :] + symbols)
    names = set(page.locator(".cl-plot-key li").all_inner_texts())
    assert len(names) == 5


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
