"""What is said over a map without a mark, and the band that says what was collected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.mapapp.timemap.assets.dated_page import plain
from tests.mapapp.timemap.assets.known_columns import step
from tests.mapapp.timemap.assets.panel_page import DAY, Opener, patch, seconds, settle

pytestmark = pytest.mark.browser

ABSENCE = "An empty map is not evidence of absence."
# The panels' page: collected to February 2025, partly to June, not in July, collected again from August 2025.
SPANS: list[Any] = [
    (date(2024, 10, 8), date(2024, 10, 8)),
    (date(2025, 9, 9), date(2025, 9, 9)),
    (date(2025, 9, 10), date(2025, 9, 10)),
    (None, None),
]
HISTORIES = [[step(seconds(day), 2)] for day in (date(2024, 10, 9), *[date(2025, 9, 12)] * 2, date(2024, 10, 9))]


def mounted(opened: Opener, **more: Any) -> tuple[Page, Locator]:
    """The page with the note over its map."""
    page = opened(plain(SPANS, HISTORIES), **more)
    page.evaluate("Claimline.createEmpty(page.panels.shell.mapFrame, page.data, page.state)")
    return page, page.locator(".cl-empty-map")


def window(first: date, last: date) -> dict[str, int]:
    return {"from": seconds(first), "to": seconds(last) + DAY}


def test_map_with_a_claim_has_no_note(opened: Opener) -> None:
    page, note = mounted(opened)
    assert note.is_hidden()
    patch(page, **window(date(2024, 10, 8), date(2024, 10, 8)))
    assert note.is_hidden()
    patch(page, **window(date(2024, 10, 9), date(2024, 10, 9)))
    assert note.is_visible()
    patch(page, **window(date(2024, 10, 8), date(2024, 10, 9)))
    assert note.is_hidden()


COVERAGE = [
    (date(2025, 7, 5), date(2025, 7, 8), "Nothing was collected for 5 Jul to 8 Jul 2025. " + ABSENCE),
    (date(2025, 6, 20), date(2025, 7, 8), "For a part of 20 Jun to 8 Jul 2025 nothing was collected. " + ABSENCE),
    (
        date(2025, 4, 1),
        date(2025, 4, 30),
        "What was said of 1 Apr to 30 Apr 2025 was collected only in part. " + ABSENCE,
    ),
]


@pytest.mark.parametrize(("first", "last", "words"), COVERAGE)
def test_window_that_was_not_wholly_collected_says_that_absence_proves_nothing(
    opened: Opener, first: date, last: date, words: str
) -> None:
    page, note = mounted(opened)
    patch(page, **window(first, last))
    assert words in note.inner_text()


def test_window_that_was_collected_does_not_say_so(opened: Opener) -> None:
    page, note = mounted(opened)
    patch(page, **window(date(2025, 1, 1), date(2025, 1, 31)))
    assert "collected" not in note.inner_text()
    assert "3 claims lie here on other dates." in note.inner_text()


def test_not_known_yet_is_said_and_undone(opened: Opener) -> None:
    page, note = mounted(opened)
    patch(page, **window(date(2025, 9, 1), date(2025, 9, 30)), known=seconds(date(2025, 9, 11)) + DAY)
    text = note.inner_text()
    assert "2 claims of these dates became known only after 11 Sep 2025." in text
    assert "filter" not in text.lower()
    note.get_by_role("button", name="Show everything known").click()
    settle(page)
    assert page.evaluate("page.state.get().known") is None
    assert note.is_hidden()


def test_filters_dates_and_view_each_have_their_own_words(opened: Opener) -> None:
    page, note = mounted(opened)
    patch(page, **window(date(2025, 9, 1), date(2025, 9, 30)), statuses=["confirmed"])
    assert "The filters hide 2 claims here. Take one away." in note.inner_text()
    patch(page, statuses=None, bounds=[0, 0, 0.1, 0.1])
    assert "2 claims of these dates lie outside this part of the map. Zoom out or move it." in note.inner_text()
    assert "filters" not in note.inner_text()
    patch(page, **window(date(2024, 12, 1), date(2024, 12, 31)), bounds=None)
    assert "3 claims lie here on other dates." in note.inner_text()
    note.get_by_role("button", name="All dates").click()
    settle(page)
    assert note.is_hidden()


def test_claims_that_no_map_can_hold_are_pointed_to(opened: Opener) -> None:
    page, note = mounted(opened)
    patch(page, **window(date(2024, 12, 1), date(2024, 12, 31)))
    assert "In the list: 1 claim without a date." in note.inner_text()


def test_several_causes_at_once_still_say_what_to_do(opened: Opener) -> None:
    page, note = mounted(opened)
    patch(page, **window(date(2025, 1, 1), date(2025, 1, 31)), statuses=["confirmed"])
    assert "Several things together keep every claim away" in note.inner_text()


@pytest.mark.parametrize("size", [(1120, 820), (390, 844)])
def test_note_stays_inside_the_map_and_clear_of_the_legend(opened: Opener, size: tuple[int, int]) -> None:
    page, note = mounted(opened, size=size)
    patch(page, **window(date(2025, 7, 5), date(2025, 7, 8)), known=seconds(date(2025, 1, 1)))
    frame, box = page.locator(".cl-map").bounding_box(), note.bounding_box()
    assert frame is not None
    assert box is not None
    assert box["x"] >= frame["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert box["y"] >= frame["y"]
    assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_header_always_gives_two_counts(opened: Opener) -> None:
    page, _ = mounted(opened)
    counts = page.locator(".cl-counts")
    assert "3 certainly in these dates, 0 possibly" in counts.inner_text()
    patch(page, **window(date(2025, 1, 1), date(2025, 1, 31)))
    assert "0 certainly in these dates, 0 possibly" in counts.inner_text()


def test_coverage_band_reads_itself_under_pointer_and_focus(opened: Opener) -> None:
    page, _ = mounted(opened)
    parts, words = page.locator(".cl-coverage > span"), page.locator(".cl-coverage-words")
    assert words.is_hidden()
    parts.nth(1).hover()
    assert words.inner_text() == "Partly collected, 1 Mar to 30 Jun 2025: press only"
    page.mouse.move(5, 5)
    assert words.is_hidden()
    assert page.locator(".cl-coverage > span[tabindex='0']").count() == 1
    parts.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert words.inner_text() == "Not collected, 1 Jul to 31 Jul 2025: nobody was at work"
    looks = {part.evaluate("node => getComputedStyle(node).backgroundImage") for part in parts.all()}
    assert len(looks) == 3  # collected, partly, not: each a pattern of its own
    assert page.locator(".cl-coverage-key").inner_text().split("\n")[:3] == [
        "Collected",
        "Partly collected",
        "Not collected",
    ]


def test_what_nobody_can_date_is_no_claim_that_became_known_later(opened: Opener) -> None:
    """Two claims of a day: one was reported on the next, of the other nobody says when."""
    day = date(2025, 9, 9)
    page = opened(plain([(day, day)] * 2, [[step(seconds(date(2025, 9, 10)), 2)], [step(None, 2)]]))
    page.evaluate("Claimline.createEmpty(page.panels.shell.mapFrame, page.data, page.state)")
    note = page.locator(".cl-empty-map")
    assert note.is_hidden()
    patch(page, known=seconds(day) + DAY)
    text = note.inner_text()
    assert "1 claim of these dates became known only after 9 Sep 2025." in text
    assert "Of 1 claim of these dates nobody knows when it became public." in text
    note.get_by_role("button", name="Show everything known").last.click()
    settle(page)
    assert note.is_hidden()
    patch(page, known=seconds(date(2025, 9, 10)) + DAY)
    assert "1 left out: nobody knows when it became public" in page.locator(".cl-counts").inner_text()
