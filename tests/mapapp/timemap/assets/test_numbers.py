"""The chart and the table of "Numbers", driven in a real Chromium under our own content security policy."""

from __future__ import annotations

from datetime import date

import pytest

from tests.mapapp.timemap.assets.panel_page import Opener, patch, seconds, settle
from tests.mapapp.timemap.assets.views_page import FIGURES, end_of, figures_drawn, open_view, payload

pytestmark = pytest.mark.browser


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
