"""Claims dated to a span only: bands under the histogram, one strip where there are many, and possible in every bar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.mapapp.timemap.assets.dated_page import plain, report, with_reports
from tests.mapapp.timemap.assets.known_columns import step
from tests.mapapp.timemap.assets.panel_page import DAY, Opener, patch, seconds, settle

pytestmark = pytest.mark.browser

SPANS: list[Any] = [
    (date(2024, 11, 1), date(2024, 11, 30)),  # a month
    (date(2024, 11, 11), date(2024, 11, 17)),  # a week inside it
    (date(2025, 1, 1), date(2025, 12, 31)),  # a year
    (date(2025, 3, 3), date(2025, 3, 3)),  # a day: no band
    (date(2025, 2, 1), None),  # no end stated
    (None, None),
]
BANDS = "page.panels.timeline.bands.bands().map(band => [band.row, band.from, band.to, band.lane])"


def bands(page: Page) -> dict[int, list[int]]:
    """Row -> [first second, last second, lane] of the bands drawn one by one."""
    return {row: rest for row, *rest in page.evaluate(BANDS)}


def ink(page: Page, first: date, last: date) -> list[float]:
    """Alpha of the strip's pixels between two days, summed over each column, from left to right."""
    found: list[float] = page.evaluate(
        """([first, last]) => { const canvas = document.querySelector('.cl-bands'); const extent = page.data.extent;
        const at = seconds => Math.round((seconds - extent[0]) / (extent[1] - extent[0]) * canvas.width);
        const [from, to] = [at(first), at(last)];
        const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
        copy.getContext('2d').drawImage(canvas, 0, 0);
        const pixels = copy.getContext('2d').getImageData(from, 0, to - from, canvas.height).data;
        return Array.from({ length: to - from }, (_, x) => { let sum = 0;
          for (let y = 0; y < canvas.height; y += 1) sum += pixels[(y * (to - from) + x) * 4 + 3]; return sum; }); }""",
        [seconds(first), seconds(last) + DAY],
    )
    return found


def test_band_runs_from_the_first_possible_day_to_the_last_and_kin_do_not_overlap(opened: Opener) -> None:
    page = opened(plain(SPANS))
    settle(page)
    found = bands(page)
    assert set(found) == {0, 1, 2, 4}
    for row in (0, 1, 2):
        first, last = SPANS[row]
        assert found[row][:2] == [seconds(first), seconds(last) + DAY]
    assert found[0][2] != found[1][2]
    assert found[0][2] == found[2][2]  # over long before: the lane is free again


def test_month_is_drawn_over_the_whole_month_and_not_on_its_first_day(opened: Opener) -> None:
    page = opened(plain(SPANS[:1]))
    settle(page)
    columns = ink(page, date(2024, 10, 1), date(2024, 12, 31))
    drawn = [x for x, alpha in enumerate(columns) if alpha > 0]
    width = len(columns) * 30 / 92
    assert drawn[-1] - drawn[0] == pytest.approx(width, abs=4)
    middle = [columns[x] for x in drawn[3:-3]]
    assert max(middle) < max(columns)  # hollow: the ends have an edge that the inside has not
    assert max(middle) == min(middle)  # and no day inside is likelier than another


def test_band_without_a_stated_end_fades_out_after_the_last_report_of_the_day(opened: Opener) -> None:
    spans: list[Any] = [(date(2024, 8, 1), None)]
    reports = [report(0, date(2024, 8, 5)), report(1, date(2025, 2, 1), **{"from": 0})]
    page = opened(with_reports(plain(spans), reports))
    settle(page)
    assert bands(page)[0][1] == seconds(date(2025, 2, 1)) + 183 * DAY
    fading = ink(page, date(2025, 2, 10), date(2025, 7, 20))
    assert fading[0] > fading[len(fading) // 2] > fading[-1]
    assert min(ink(page, date(2024, 8, 10), date(2025, 1, 25))) >= fading[0]
    patch(page, known=seconds(date(2024, 9, 1)) + DAY)
    assert bands(page)[0][1] == seconds(date(2024, 8, 5)) + 183 * DAY
    assert max(ink(page, date(2025, 3, 1), date(2025, 12, 31))) == 0


def test_bands_follow_the_filters_and_the_day(opened: Opener) -> None:
    histories = [[step(seconds(date(2024, 12, 1)) + number * 30 * DAY, 2)] for number in range(len(SPANS))]
    page = opened(plain(SPANS, histories))
    patch(page, known=seconds(date(2025, 1, 5)))
    assert set(bands(page)) == {0, 1}
    patch(page, known=None, statuses=["confirmed"])
    assert bands(page) == {}
    assert page.locator(".cl-bands").get_attribute("aria-label") == (
        "0 claims dated to a span only, each a band from its first possible day to its last"
    )


def test_pointer_on_a_band_reads_it_and_a_click_opens_its_card(opened: Opener) -> None:
    page = opened(plain(SPANS))
    settle(page)
    box = page.locator(".cl-bands").bounding_box()
    assert box is not None
    extent = page.evaluate("page.data.extent")
    x = (seconds(date(2025, 7, 1)) - extent[0]) / (extent[1] - extent[0]) * box["width"]
    y = bands(page)[2][2] * 6 + 3
    page.mouse.move(box["x"] + x, box["y"] + y)
    assert "unverified, Claim number 2" in page.locator(".cl-readout").inner_text()
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert page.evaluate("page.state.get().selected") == 2


def many(count: int) -> list[Any]:
    return [(date(2024, 7, 1) + timedelta(days=number % 300), date(2025, 6, 30)) for number in range(count)]


def test_too_many_bands_become_one_strip_that_says_how_many(opened: Opener) -> None:
    page = opened(plain(many(1200)))
    settle(page)
    assert bands(page) == {}
    assert page.locator(".cl-bands-count").inner_text() == "1,200 claims dated to a span only"
    assert "drawn as one strip" in (page.locator(".cl-bands").get_attribute("aria-label") or "")
    early, late = ink(page, date(2024, 7, 10), date(2024, 7, 20)), ink(page, date(2025, 5, 1), date(2025, 5, 20))
    assert max(early) < min(late)  # darker where more claims may lie
    assert max(ink(page, date(2025, 7, 10), date(2025, 12, 31))) == 0


@pytest.mark.parametrize(("count", "apart", "merged"), [(40, 12, 0), (41, 12, 41), (6, 0, 0), (7, 0, 7)])
def test_bands_stay_apart_up_to_forty_in_six_lanes(opened: Opener, count: int, apart: int, merged: int) -> None:
    first = date(2024, 6, 10)
    spans: list[Any] = [
        (first + timedelta(days=apart * number), first + timedelta(days=apart * number + 9)) for number in range(count)
    ]
    page = opened(plain(spans))
    settle(page)
    assert len(bands(page)) == count - merged
    assert page.evaluate("page.panels.timeline.bands.merged()") == merged


def test_strip_keeps_its_height_whatever_is_filtered(opened: Opener) -> None:
    page = opened(plain(many(60)))
    settle(page)
    before = page.locator(".cl-bands").bounding_box()
    page.evaluate("page.state.set({mask: Uint8Array.from({length: 60}, (_, row) => (row < 2 ? 1 : 0))})")
    settle(page)
    after = page.locator(".cl-bands").bounding_box()
    assert len(bands(page)) == 2
    assert before == after


def test_no_loosely_dated_claim_no_strip(opened: Opener) -> None:
    page = opened(plain([SPANS[3]]))
    assert page.locator(".cl-bands").count() == 0


def test_bar_tells_definite_from_possible_claims(opened: Opener) -> None:
    page = opened(plain(SPANS))
    settle(page)
    say = "at => page.panels.timeline.histogram.describeAt(at)"
    assert page.evaluate("page.panels.timeline.histogram.unit()") == "week"
    # the week of 11 to 17 November holds the claim of that week for certain and the month's perhaps
    assert page.evaluate(say, seconds(date(2024, 11, 13))).endswith(": 1 unverified; possibly 1 unverified")
    assert page.evaluate(say, seconds(date(2024, 11, 4))).endswith(": possibly 1 unverified")
    assert page.evaluate(say, seconds(date(2024, 7, 3))).endswith(": no claim")


def test_counting_and_banding_thirty_five_thousand_claims_is_quick(opened: Opener) -> None:
    page = opened(plain(many(35_000)))
    page.wait_for_function("() => page.panels.timeline.bands.merged() === 35000")
    took = page.evaluate(
        """() => { const times = []; for (let i = 0; i < 9; i += 1) { const began = performance.now();
        page.state.set({mask: page.state.get().mask.map((keep, row) => (row % 9 === i ? 1 - keep : keep))});
        times.push(performance.now() - began); } return times.sort((a, b) => a - b)[4]; }"""
    )
    assert took < 60, took
