"""The timeline, driven in a real Chromium under our own content security policy."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.mapapp.timemap.assets.panel_page import (
    DAY,
    Opener,
    patch,
    payload,
    seconds,
    settle,
    window,
)

pytestmark = pytest.mark.browser


KEYS = [
    ("from", ["ArrowRight"], 1, 0), ("from", ["ArrowLeft"], -1, 0), ("from", ["Shift+ArrowRight"], 7, 0),
    ("from", ["PageUp"], 7, 0), ("from", ["PageDown"], -7, 0), ("to", ["ArrowLeft", "ArrowLeft"], 0, -2),
    ("to", ["PageDown"], 0, -7), ("to", ["ArrowUp"], 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("side", "keys", "first", "last"), KEYS)
def test_keys_on_a_handle_move_it_by_days(opened: Opener, side: str, keys: list[str], first: int, last: int) -> None:
    page = opened()
    start, end = seconds(date(2024, 10, 1)), seconds(date(2025, 2, 1))
    patch(page, **{"from": start, "to": end})
    page.locator(f".cl-handle-{side}").focus()
    for key in keys:
        page.keyboard.press(key)
    assert window(page) == (start + first * DAY, end + last * DAY)


def test_handle_goes_to_the_extremes_but_never_past_the_other(opened: Opener) -> None:
    page = opened()
    extent = tuple(page.evaluate("page.data.extent"))
    start, end = seconds(date(2024, 10, 1)), seconds(date(2025, 2, 1))
    patch(page, **{"from": start, "to": end})
    page.locator(".cl-handle-from").focus()
    page.keyboard.press("End")
    assert window(page) == (end - DAY, end)
    page.keyboard.press("Home")
    assert window(page) == (extent[0], end)
    page.locator(".cl-handle-to").focus()
    page.keyboard.press("End")
    assert window(page) == extent
    page.keyboard.press("Home")
    assert window(page) == (extent[0], extent[0] + DAY)


def test_handles_say_their_day_in_words(opened: Opener) -> None:
    page = opened()
    patch(page, **{"from": seconds(date(2024, 10, 18)), "to": seconds(date(2025, 2, 1))})
    first, last = page.get_by_role("slider", name="First day"), page.get_by_role("slider", name="Last day")
    assert first.get_attribute("aria-valuetext") == "18 Oct 2024"
    assert last.get_attribute("aria-valuetext") == "31 Jan 2025"
    for handle in (first, last):
        low, now, high = (int(handle.get_attribute(f"aria-value{name}") or "x") for name in ("min", "now", "max"))
        assert low <= now <= high
    assert int(first.get_attribute("aria-valuenow") or 0) * DAY == seconds(date(2024, 10, 18))


def test_drag_moves_a_handle_and_the_body_in_whole_days_without_counting_again(opened: Opener) -> None:
    page = opened()
    start, end = seconds(date(2024, 10, 1)), seconds(date(2025, 2, 1))
    patch(page, **{"from": start, "to": end})
    page.evaluate("() => { window.drawn = 0; const c = CanvasRenderingContext2D.prototype; const f = c.fillRect;"
                  " c.fillRect = function (...a) { window.drawn += 1; return f.apply(this, a); }; }")  # fmt: skip
    for part, width_kept in ((".cl-window-grip", True), (".cl-handle-to", False)):
        before = window(page)
        box = page.locator(part).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 5, steps=9)
        page.mouse.up()
        after = window(page)
        assert after[1] > before[1]
        assert after[0] % DAY == after[1] % DAY == 0
        assert (after[1] - after[0] == before[1] - before[0]) is width_kept
    settle(page)
    assert page.evaluate("window.drawn") == 0


def test_date_fields_include_the_last_day(opened: Opener) -> None:
    page = opened()
    page.get_by_label("From", exact=True).fill("2024-10-18")
    page.get_by_label("To", exact=True).fill("2024-10-31")
    assert window(page) == (seconds(date(2024, 10, 18)), seconds(date(2024, 11, 1)))
    expect(page.locator(".cl-window-words")).to_have_text("18 Oct to 31 Oct 2024")
    page.get_by_label("To", exact=True).fill("2024-09-01")
    assert window(page) == (seconds(date(2024, 9, 1)), seconds(date(2024, 9, 2)))
    settle(page)
    assert page.get_by_label("From", exact=True).input_value() == "2024-09-01"
    page.get_by_label("From", exact=True).fill("0002-01-01")
    assert window(page) == (seconds(date(2024, 9, 1)), seconds(date(2024, 9, 2)))


def test_steps_keep_the_width_and_all_dates_resets(opened: Opener) -> None:
    page = opened()
    start, end = seconds(date(2024, 10, 1)), seconds(date(2025, 2, 1))
    patch(page, **{"from": start, "to": end})
    for name, days in (("A day on", 1), ("A week on", 7), ("A day back", -1), ("A week back", -7)):
        before = window(page)
        page.get_by_role("button", name=name, exact=True).click()
        assert window(page) == (before[0] + days * DAY, before[1] + days * DAY)
    page.get_by_role("button", name="All dates").click()
    assert window(page) == tuple(page.evaluate("page.data.extent"))
    settle(page)
    assert page.get_by_role("button", name="A day on", exact=True).is_disabled()


def test_next_change_brings_the_window_to_where_a_claim_begins_or_ends(opened: Opener) -> None:
    page = opened()
    begins, ends = page.evaluate("[Array.from(page.data.t0), Array.from(page.data.t1)]")
    known = [(a, b) for a, b in zip(begins, ends, strict=True) if isinstance(a, (int, float)) and a == a]
    days = sorted({a for a, _ in known} | {b for _, b in known if b != float("inf")})
    page.get_by_role("button", name="Cumulative").click()
    patch(page, to=days[3])
    for step in range(3):
        page.get_by_role("button", name="On to the next day").click()
        assert window(page)[1] == next(day for day in days if day >= days[3 + step]) + DAY
    page.get_by_role("button", name="Back to the last day").click()
    assert window(page)[1] == days[4] + DAY
    page.evaluate("page.state.set({mask: new Uint8Array(34)})")
    settle(page)
    assert page.get_by_role("button", name="On to the next day").is_disabled()


def test_space_plays_and_pauses_but_not_in_a_field(opened: Opener) -> None:
    page = opened()
    start, end = seconds(date(2024, 10, 1)), seconds(date(2024, 11, 1))
    patch(page, **{"from": start, "to": end})
    page.keyboard.press("Space")
    page.wait_for_function("([from]) => page.state.get().from > from", arg=[start])
    page.keyboard.press("Space")
    resting = window(page)
    assert resting[1] - resting[0] == end - start
    page.wait_for_timeout(200)
    assert window(page) == resting
    page.get_by_label("From", exact=True).focus()
    page.keyboard.press("Space")
    assert not page.evaluate("page.panels.timeline.playback.isPlaying()")


def test_play_from_all_dates_narrows_the_window_and_stops_or_loops_at_the_end(opened: Opener) -> None:
    page = opened()
    extent = page.evaluate("page.data.extent")
    page.get_by_role("button", name="Play").click()
    assert window(page)[1] < extent[1]
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Speed").select_option("90")
    patch(page, **{"from": extent[1] - 40 * DAY, "to": extent[1] - 20 * DAY})
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => !page.panels.timeline.playback.isPlaying()")
    assert window(page) == (extent[1] - 20 * DAY, extent[1])
    page.get_by_role("button", name="Loop").click()
    patch(page, **{"from": extent[1] - 21 * DAY, "to": extent[1] - 1 * DAY})
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("([first]) => page.state.get().from < first + 100 * 86400", arg=[extent[0]])
    page.get_by_role("button", name="Pause").click()


def test_reduced_motion_plays_in_steps_of_a_second(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    start = seconds(date(2024, 10, 1))
    patch(page, **{"from": start, "to": seconds(date(2024, 11, 1))})
    page.evaluate("""() => { window.steps = []; page.state.on(changed => {
        if (changed.has('from')) window.steps.push([performance.now(), page.state.get().from]); }); }""")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.steps.length >= 2")
    steps = page.evaluate("window.steps")
    assert steps[1][0] - steps[0][0] > 700
    assert steps[0][1] >= start + 29 * DAY


def test_histogram_counts_a_month_in_every_bar_it_touches(opened: Opener) -> None:
    data = payload(3)
    claims = data["claims"]
    claims["t0"] = [seconds(date(2025, 1, 1)), seconds(date(2025, 1, 15)), None]
    claims["t1"] = [seconds(date(2025, 2, 1)), seconds(date(2025, 1, 16)), None]
    page = opened(data)
    totals = page.evaluate("page.panels.timeline.histogram.totals()")
    assert page.evaluate("page.panels.timeline.histogram.unit()") == "week"
    assert sum(totals) == 5 + 1
    assert max(totals) == 2
    assert "2025: 1 unverified; possibly 1 confirmed" in page.evaluate(
        "at => page.panels.timeline.histogram.describeAt(at)", seconds(date(2025, 1, 15))
    )


def test_coverage_band_says_what_was_collected(opened: Opener) -> None:
    page = opened()
    labels = [node.get_attribute("aria-label") for node in page.locator(".cl-coverage > span").all()]
    assert labels[1] == "Partly collected, 1 Mar to 30 Jun 2025: press only"
    assert labels[2] == "Not collected, 1 Jul to 31 Jul 2025: nobody was at work"
    assert page.locator(".cl-gap").count() == 1
