"""The slider that sets the day as of which things are known, and the messages that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from tests.mapapp.timemap.assets import panel_page as panels
from tests.mapapp.timemap.assets.known_columns import DAY
from tests.mapapp.timemap.assets.panel_page import seconds


@pytest.fixture(scope="module")
def opened() -> Iterator[panels.Opener]:
    with panels.chromium() as browser, panels.opener(browser) as open_page:
        yield open_page


def known_on(day: date) -> int:
    """What the state holds for a day: its end, exclusive."""
    return seconds(day) + DAY


# ---------------------------------------------------------------------------------------------------- the control

FIRST, LAST = date(2024, 10, 18), date(2025, 6, 6)  # first and last day on which anything was public (34 claims)


def known_day(page: Page) -> date | None:
    """The day as of which the state stands."""
    known = page.evaluate("page.state.get().known")
    return None if known is None else date(1970, 1, 1) + timedelta(seconds=known - DAY)


@pytest.mark.parametrize(
    ("start", "keys", "expected"),
    [
        (None, ["ArrowLeft"], LAST),
        (None, ["ArrowLeft", "ArrowLeft"], LAST - timedelta(1)),
        (None, ["ArrowRight"], None),
        (date(2024, 12, 1), ["ArrowRight"], date(2024, 12, 2)),
        (date(2024, 12, 1), ["Shift+ArrowLeft"], date(2024, 11, 24)),
        (date(2024, 12, 1), ["PageUp"], date(2024, 12, 31)),
        (date(2024, 12, 1), ["Home"], FIRST),
        (date(2024, 10, 20), ["PageDown"], FIRST),
        (date(2024, 12, 1), ["End"], None),
        (LAST, ["ArrowRight"], None),
        (date(2024, 12, 1), ["Control+ArrowLeft"], date(2024, 12, 1)),
    ],
)
def test_keys_move_the_day(opened: panels.Opener, start: date | None, keys: list[str], expected: date | None) -> None:
    page = opened()
    assert page.evaluate("page.data.payload.knowledge") == [seconds(FIRST), known_on(LAST)]
    panels.patch(page, known=known_on(start) if start else None)
    page.focus(".cl-known-handle")
    for key in keys:
        page.keyboard.press(key)
    assert known_day(page) == expected


def test_the_slider_says_in_words_where_it_stands(opened: panels.Opener) -> None:
    page = opened()
    handle = page.get_by_role("slider", name="As known on")
    assert handle.get_attribute("aria-valuetext") == "everything known"
    assert handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
    assert page.get_by_role("button", name="Everything known").is_disabled()
    panels.patch(page, known=known_on(date(2024, 12, 1)))
    assert handle.get_attribute("aria-valuetext") == "1 Dec 2024"
    assert int(handle.get_attribute("aria-valuenow") or 0) * DAY == seconds(date(2024, 12, 1))
    assert page.inner_text(".cl-known-said") == "As known on: 1 Dec 2024"
    assert page.input_value('input[name="known"]') == "2024-12-01"
    panels.patch(page, known=known_on(date(2020, 1, 1)))  # a link may ask for any day
    assert handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemin")
    assert handle.get_attribute("aria-valuetext") == "1 Jan 2020"
    page.get_by_role("button", name="Everything known").click()
    assert known_day(page) is None


def test_a_drag_moves_the_day_and_leaves_the_window_alone(opened: panels.Opener) -> None:
    page = opened()
    window = panels.window(page)
    page.evaluate("() => { window.busy = []; page.panels.timeline.onBusy((value) => window.busy.push(value)); }")
    box = page.locator(".cl-known-track").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 15)
    page.mouse.down()
    days: list[date] = []
    for part in (0.75, 0.5, 0.25, 0.0):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + 15)
        day = known_day(page)
        assert day is not None
        days.append(day)
    page.mouse.move(box["x"] + box["width"] + 40, box["y"] + 15)
    assert known_day(page) is None
    page.mouse.up()
    assert days[-1] == FIRST
    assert days == sorted(days, reverse=True)
    assert abs((days[1] - FIRST) / (LAST - FIRST) - 0.5) < 0.02
    assert panels.window(page) == window
    assert page.evaluate("window.busy") == [True, False]


def test_a_day_that_is_written_is_used_at_once_and_nonsense_is_refused_in_words(opened: panels.Opener) -> None:
    page = opened()
    field = page.locator('input[name="known"]')
    field.fill("2024-12-24")
    assert known_day(page) == date(2024, 12, 24)
    field.fill("2031-01-01")
    field.blur()
    refusal = "Nothing is recorded for that day: write a day from 18 Oct 2024 to 6 Jun 2025."
    assert page.inner_text(".cl-known-refusal") == refusal
    assert known_day(page) == date(2024, 12, 24)
    assert field.input_value() == "2024-12-24"
    field.fill("")
    field.blur()
    assert page.inner_text(".cl-known-refusal").startswith("That is not a day of the calendar: write a day from")
    assert known_day(page) == date(2024, 12, 24)
    field.fill("2024-12-25")
    assert page.locator(".cl-known-refusal").is_hidden()


@pytest.mark.parametrize("width", [390, 1120])
def test_the_control_fits_the_screen(opened: panels.Opener, width: int) -> None:
    page = opened(size=(width, 820))
    panels.patch(page, known=known_on(date(2024, 12, 1)))
    page.evaluate("Claimline.createKnownBadge(page.panels.shell.mapFrame, page.state)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    parts = (
        ".cl-known-track", ".cl-known .cl-date", ".cl-known-all", ".cl-known-said", ".cl-known-badge",
        ".cl-known-first", ".cl-known-last",
    )  # fmt: skip
    for selector in parts:
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["x"] >= 0, selector
        assert box["x"] + box["width"] <= width, selector


@pytest.mark.parametrize("width", [390, 1120])
def test_the_first_and_last_day_are_written_at_the_ends_of_the_track(opened: panels.Opener, width: int) -> None:
    page = opened(size=(width, 820))
    field, handle = page.locator(".cl-known .cl-date"), page.locator(".cl-known-handle")
    for end, name, key in (("first", "min", "Home"), ("last", "max", "End")):
        day = date.fromisoformat(field.get_attribute(name) or "")
        label = page.locator(f".cl-known-{end}")
        assert label.inner_text() == f"{day.day} {day:%b %Y}"
        handle.press(key)
        words, grip = label.bounding_box(), handle.bounding_box()
        assert words is not None
        assert grip is not None
        beside = words["x"] + words["width"] <= grip["x"] or grip["x"] + grip["width"] <= words["x"]
        assert beside or words["y"] >= grip["y"] + grip["height"] - 2, "the handle covers the date"


def test_what_comes_after_the_day_is_shaded(opened: panels.Opener) -> None:
    page = opened()
    shade, handle = page.locator(".cl-known-after"), page.locator(".cl-known-handle")
    track = page.locator(".cl-known-track").bounding_box()
    panels.patch(page, known=known_on(date(2025, 2, 10)))
    box, grip = shade.bounding_box(), handle.bounding_box()
    assert box is not None
    assert grip is not None
    assert track is not None
    assert abs(box["x"] - (grip["x"] + grip["width"] / 2)) < 1.5
    end = track["x"] + track["width"]
    assert 0.45 < (end - box["x"]) / track["width"] < 0.55
    assert box["x"] + box["width"] >= end - 1.5
    assert page.locator(".cl-known-clip").bounding_box() == track  # and nothing of it beyond the track


def test_the_badge_stands_over_the_map_while_a_day_is_set(opened: panels.Opener) -> None:
    page = opened()
    page.evaluate("Claimline.createKnownBadge(page.panels.shell.mapFrame, page.state)")
    badge = page.locator(".cl-known-badge")
    assert badge.is_hidden()
    panels.patch(page, known=known_on(date(2024, 11, 1)))
    assert "As known on 1 November 2024" in badge.inner_text()
    badge.get_by_role("button").click()
    assert known_day(page) is None
    badge.wait_for(state="hidden")


def test_the_sentence_ends_with_the_day(opened: panels.Opener) -> None:
    page = opened()
    said = """state => Claimline.sentence('All claims', Object.assign({}, page.state.get(), state),
        page.data.payload.aspects)"""
    assert page.evaluate(said, {}) == "All claims, June 2024 to February 2026"
    assert page.evaluate(said, {"known": known_on(date(2024, 11, 1)), "aspect": 2}) == (
        "All claims, June 2024 to February 2026, status of the place alone, as known on 1 November 2024"
    )


def test_the_histogram_counts_what_was_known(opened: panels.Opener) -> None:
    page = opened()
    total = "() => page.panels.timeline.histogram.totals().reduce((sum, n) => sum + n, 0)"
    panels.settle(page)
    everything = page.evaluate(total)
    panels.patch(page, known=known_on(date(2024, 10, 25)))
    assert 0 < page.evaluate(total) < everything
    panels.patch(page, known=None)
    assert page.evaluate(total) == everything


def test_a_row_of_the_list_keeps_the_focus_while_its_status_changes(opened: panels.Opener) -> None:
    page = opened()
    panels.patch(page, known=known_on(date(2024, 11, 1)))
    page.focus('.cl-item[data-row="0"]')
    panels.patch(page, known=known_on(date(2024, 11, 3)))
    assert page.evaluate("document.activeElement.dataset.row") == "0"
    assert "Confirmed" in page.evaluate("document.activeElement.textContent")


# ---------------------------------------------------------------------------------------------------- messages


def test_a_view_is_told_and_restored_with_its_day_and_aspect(opened: panels.Opener) -> None:
    page = opened()
    patch = page.evaluate(
        "view => Claimline.viewPatch(view, page.data)", {"known": "2024-11-01", "aspect": "quantity", "panel": "says"}
    )
    asked = ("known", "aspect", "panel")
    assert {key: patch[key] for key in asked} == {"known": known_on(date(2024, 11, 1)), "aspect": 4, "panel": "says"}
    whole = page.evaluate("page.data.extent")
    assert page.evaluate("Claimline.viewPatch({}, page.data)") == {
        "from": whole[0], "to": whole[1], "mode": "window", "known": None, "aspect": -1, "panel": "map", "selected": -1,
        "group": None, "zones": True, "borders": "recognised",
    }  # fmt: skip
    map_stub = """{ getBounds: () => ({ getWest: () => 0, getEast: () => 1, getSouth: () => 0, getNorth: () => 1 }),
        getCenter: () => ({ lat: 0, lng: 0 }), getZoom: () => 4 }"""
    told = page.evaluate(
        f"patch => Claimline.describeView({map_stub}, page.data, Object.assign({{}}, page.state.get(), patch))", patch
    )
    assert (told["known"], told["aspect"], told["panel"]) == ("2024-11-01", "quantity", "says")
    told = page.evaluate(f"Claimline.describeView({map_stub}, page.data, page.state.get())")
    assert (told["known"], told["aspect"], told["panel"]) == (None, None, "map")


def test_days_come_as_little_endian_integers(opened: panels.Opener) -> None:
    page = opened()
    assert page.evaluate("Array.from(Claimline.decodeSince(btoa('\\x00\\x01\\x00\\x00\\xff\\xff\\xff\\x7f'), 2))") == [
        256,
        2**31 - 1,
    ]
    assert page.evaluate("Claimline.decodeSince(null, 2)") is None
    refused = page.evaluate(
        "() => { try { Claimline.decodeSince(btoa('abc'), 2); return ''; } catch (e) { return e.message; } }"
    )
    assert refused == "days of 3 bytes for 2 claims"
