"""The small graph on the card: who repeats whom, as drawn, as read aloud, and by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.mapapp.timemap.assets.dated_page import Payload, plain, report, with_reports
from tests.mapapp.timemap.assets.known_columns import step
from tests.mapapp.timemap.assets.panel_page import DAY, Opener, patch, seconds, settle

pytestmark = pytest.mark.browser

FIRST = date(2024, 10, 18)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def with_chain(reports: list[Payload]) -> Payload:
    """One claim with these reports, known since the first of them."""
    data = plain([(date(2024, 10, 8), date(2024, 10, 8))], [[step(seconds(FIRST), 2, reports=len(reports))]])
    return with_reports(data, reports)


def family() -> list[Payload]:
    """Two origins; the first, repeated, repeated again; a denial that is not independent of the second."""
    return [
        report(0, day(0)),
        report(2, day(3), **{"from": 2}),
        report(1, day(1), **{"from": 0}),
        report(4, day(5)),
        report(3, day(6), stance="denies", independent_of=3),
    ]


def nodes(page: Page) -> list[dict[str, Any]]:
    """The drawn reports from top to bottom: index, kind, middle of the dot, sign."""
    found: list[dict[str, Any]] = page.eval_on_selector_all(
        ".cl-node",
        """nodes => nodes.map(node => { const dot = node.querySelector('.cl-node-dot').getBoundingClientRect();
        return { index: Number(node.dataset.index), kind: node.getAttribute('class').split('cl-node-')[1],
          x: dot.left, y: dot.top, sign: node.querySelector('.cl-node-sign').textContent }; })""",
    )
    return found


def test_origins_stand_left_and_repeats_further_right_below_what_they_repeat(opened: Opener) -> None:
    page = opened(with_chain(family()))
    patch(page, selected=0)
    found = nodes(page)
    assert [each["index"] for each in found] == [0, 2, 1, 3, 4]
    assert [each["kind"] for each in found] == ["origin", "repeat", "repeat", "origin", "origin"]
    left = {each["index"]: each["x"] for each in found}
    assert left[0] == left[3] == left[4] < left[2] < left[1]
    assert all(one["y"] < other["y"] for one, other in pairwise(found))
    assert page.locator(".cl-repeat-line").count() == 2


def test_stance_shows_as_a_sign_and_dependence_as_a_dashed_line(opened: Opener) -> None:
    page = opened(with_chain(family()))
    patch(page, selected=0)
    assert [each["sign"] for each in nodes(page)] == ["+", "+", "+", "+", "−"]
    line = page.locator(".cl-kin-line")
    assert line.count() == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.cl-kin-line')).strokeDasharray") != "none"
    key = page.locator(".cl-provenance > .cl-note").last.inner_text()
    assert "− denies" in key
    assert "dashed: not independent of each other" in key
    assert "admits" not in key


def test_same_words_as_a_list_and_for_a_reader_who_hears_the_page(opened: Opener) -> None:
    page = opened(with_chain(family()))
    patch(page, selected=0)
    page.locator(".cl-lineage-list > summary").click()
    said = page.locator(".cl-lineage-list li").all_inner_texts()
    assert said[0] == "National Intelligence Service asserts it, 18 Oct 2024, origin."
    assert said[2] == "Reuters asserts it, 21 Oct 2024, repeats Yonhap."
    assert "Ministry of Defence of Russia denies it, 24 Oct 2024, origin, not independent of <b>Channel</b>" in said[4]
    labels = [node.get_attribute("aria-label") or "" for node in page.locator(".cl-node").all()]
    assert [f"{label}." for label in labels] == said


def test_arrows_walk_the_graph_and_enter_leads_to_the_report(opened: Opener) -> None:
    page = opened(with_chain(family()))
    patch(page, selected=0)
    stops = page.locator(".cl-node[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    at = "Number(document.activeElement.dataset.index)"
    walked = []
    for key in ("ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"):
        page.keyboard.press(key)
        walked.append(page.evaluate(at))
    assert walked == [2, 1, 4, 4, 3, 0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.report") == "2"
    assert page.evaluate("page.state.get().selected") == 0


def test_what_was_not_public_yet_is_a_nameless_origin(opened: Opener) -> None:
    reports = [report(0, day(9)), report(1, day(0), **{"from": 0}), report(2, day(1), **{"from": 1})]
    page = opened(with_chain(reports))
    patch(page, known=seconds(day(1)) + DAY, selected=0)
    found = nodes(page)
    assert [(each["index"], each["kind"], each["sign"]) for each in found] == [
        (-1, "hidden", "?"), (1, "repeat", "+"), (2, "repeat", "+"),
    ]  # fmt: skip
    graph = page.locator(".cl-provenance").text_content() or ""
    assert "National Intelligence Service" not in graph
    assert "Yonhap asserts it, 18 Oct 2024, repeats a report that was not public yet" in graph
    patch(page, known=seconds(day(9)) + DAY)
    assert [each["index"] for each in nodes(page)] == [0, 1, 2]


def test_link_that_was_not_public_yet_is_bridged_and_says_so(opened: Opener) -> None:
    reports = [report(0, day(0)), report(1, day(9), **{"from": 0}), report(2, day(1), **{"from": 1})]
    page = opened(with_chain(reports))
    patch(page, known=seconds(day(1)) + DAY, selected=0)
    assert [each["index"] for each in nodes(page)] == [0, 2]
    assert page.locator(".cl-repeat-hidden").count() == 1
    graph = page.locator(".cl-provenance").text_content() or ""
    assert "repeats National Intelligence Service through a report that was not public yet" in graph
    assert "Yonhap" not in graph


SIZES = [(1, 1, 0), (2, 2, 0), (7, 7, 0), (12, 12, 0), (30, 12, 18)]


@pytest.mark.parametrize(("count", "drawn", "left"), SIZES)
@pytest.mark.parametrize("width", [1120, 390])
def test_graph_fits_and_counts_what_it_leaves_out(
    opened: Opener, count: int, drawn: int, left: int, width: int
) -> None:
    reports = [report(number % 5, day(number), **({"from": number // 3} if number else {})) for number in range(count)]
    page = opened(with_chain(reports), size=(width, 844))
    patch(page, selected=0)
    settle(page)
    found = nodes(page)
    assert len(found) == drawn
    said = page.locator(".cl-provenance").inner_text()
    assert (f"and {left} reports more" in said) is (left > 0)
    # no name runs into a date, none leaves the card, rows do not touch
    overlaps = page.eval_on_selector_all(
        ".cl-node",
        """nodes => nodes.filter(node => node.querySelector('.cl-node-name').getBoundingClientRect().right + 2
        > node.querySelector('.cl-node-date').getBoundingClientRect().left).length""",
    )
    assert overlaps == 0
    assert page.evaluate("(() => { const b = document.querySelector('.cl-card-body');"
                         " return b.scrollWidth <= b.clientWidth; })()")  # fmt: skip
    assert all(other["y"] - one["y"] >= 20 for one, other in pairwise(found))


def test_of_many_reports_no_origin_is_left_out_for_a_repeat(opened: Opener) -> None:
    repeats = [report(1, day(number), **{"from": 0}) for number in range(1, 20)]
    late = [report(source, day(40 + source)) for source in (2, 3)]
    page = opened(with_chain([report(0, day(0)), *repeats, *late]))
    patch(page, selected=0)
    kinds = [each["kind"] for each in nodes(page)]
    assert kinds.count("origin") == 3
    assert len(kinds) == 12


def test_no_report_no_graph(opened: Opener) -> None:
    page = opened(with_chain([]))
    patch(page, selected=0)
    assert page.locator(".cl-lineage").count() == 0
    assert "No report is held." in page.locator(".cl-card-body").inner_text()
