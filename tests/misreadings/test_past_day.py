"""A past day of knowledge is never taken for today, nor for the days on which things are said to have happened."""

from __future__ import annotations

from playwright.sync_api import expect

from geodata.model import Status
from tests.misreadings.case import AT, TEXT
from tests.misreadings.desk import Desk, status_in

DAY, WORDS = "2025-01-31", "As known on 31 January 2025"


def test_a_past_day_is_taken_for_today(desk: Desk) -> None:
    """A badge over the map, the sentence above it and the open card say as of which day."""
    badge, sentence = desk.doc.locator(".cl-known-badge"), desk.doc.locator(".cl-sentence")
    card = desk.open(TEXT["mill"])
    expect(badge).to_be_hidden()
    assert "known on" not in sentence.inner_text() + card.inner_text()
    desk.know(DAY)
    expect(badge).to_be_visible()
    assert badge.inner_text().startswith(WORDS)
    assert sentence.inner_text().endswith(", as known on 31 January 2025")
    assert card.locator(".cl-as-of").inner_text() == "as known on 31 Jan 2025"
    badge.get_by_role("button", name="Everything known").click()
    desk.settle()
    expect(badge).to_be_hidden()
    assert card.locator(".cl-chip").inner_text() == "Confirmed"


def test_who_says_what_on_a_past_day_is_taken_for_today(desk: Desk) -> None:
    """The table of positions names its day, and has no column for a party that had not spoken by then."""
    desk.know("2024-11-24")
    desk.doc.get_by_role("tab", name="Who says what").click()
    desk.settle()
    assert (
        desk.doc.locator(".cl-says-view .cl-note")
        .first.inner_text()
        .startswith("2 claims, 0 parties as known on 24 Nov")
    )
    desk.know("2024-11-25")
    assert desk.doc.locator(".cl-says-view .cl-party").all_inner_texts() == ["Southland"]


def test_a_reloaded_page_turns_a_past_day_into_today(desk: Desk) -> None:
    """The day stands in the address, so that reload, bookmark and a link that is passed on show that same day."""
    desk.know(DAY)
    desk.reader.rest()
    assert desk.reader.link()["known"] == [DAY]
    desk.reader.page.reload()
    frame = desk.reader.page.frame_locator("iframe.claimline-frame")
    frame.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=30_000)
    desk.reader.rest()
    assert desk.doc.get_by_label("As known on, the day").input_value() == DAY
    assert desk.doc.locator(".cl-known-badge").inner_text().startswith(WORDS)
    assert desk.status(*AT["mill"]) is Status.UNVERIFIED


def test_the_maps_of_then_and_now_look_like_one_day(desk: Desk) -> None:
    """Side by side each map says its day, and the claim has on each the colour of the status of that day."""
    switch = desk.doc.get_by_role("button", name="Then and now")
    desk.know(DAY)
    switch.click()
    desk.settle()
    try:
        left, right = desk.doc.locator(".cl-then-left"), desk.doc.locator(".cl-then-right")
        assert left.inner_text().startswith(WORDS)
        assert right.inner_text().startswith("Everything known")
        lon, lat = AT["mill"]
        desk.reader.spot(lat, lon, 9)
        desk.settle()
        assert desk.status(lon, lat) is Status.UNVERIFIED
        assert status_in(desk.around(lon, lat, "app.then.pair().map", ".cl-second")) is Status.CONFIRMED
    finally:
        switch.click()
        desk.settle()


def test_moving_the_day_of_knowledge_seems_to_move_the_window(desk: Desk) -> None:
    """The second slider moves one day of knowledge; window, its words and the link's window stay as they were."""
    words = desk.doc.locator(".cl-window-words")
    before, said = desk.window(), words.inner_text()
    handle = desk.doc.get_by_role("slider", name="As known on")
    handle.focus()
    for key in ("End", "PageDown", "ArrowLeft"):
        handle.press(key)
    desk.reader.rest()
    assert handle.get_attribute("aria-valuetext") == desk.doc.locator(".cl-known-value").inner_text()
    assert "2025" in (handle.get_attribute("aria-valuetext") or "")
    assert (desk.window(), words.inner_text()) == (before, said)
    assert "known" in desk.reader.link()
    link = desk.reader.link()
    assert tuple(link[key][0] for key in ("from", "to") if key in link) in ((), before)


def test_moving_the_window_seems_to_move_the_day_of_knowledge(desk: Desk) -> None:
    """A window of other days changes which claims are shown and not what was known of them."""
    desk.know(DAY)
    desk.reader.set_window("2024-11-01", "2024-12-31")
    desk.settle()
    assert desk.window() == ("2024-11-01", "2024-12-31")
    assert desk.doc.get_by_label("As known on, the day").input_value() == DAY
    assert desk.doc.locator(".cl-sentence").inner_text().endswith(", as known on 31 January 2025")
    assert desk.status(*AT["mill"]) is Status.UNVERIFIED
    desk.know(None)
    assert desk.window() == ("2024-11-01", "2024-12-31")
    assert desk.status(*AT["mill"]) is Status.CONFIRMED, "what became known after the window counts"


def test_the_two_sliders_are_taken_for_each_other(desk: Desk) -> None:
    """Each slider has a name of its own, seen and spoken, and they stand in different rows of the timeline."""
    names = [node.get_attribute("aria-label") for node in desk.doc.get_by_role("slider").all()]
    assert names == ["First day of the window", "Last day of the window", "As known on"]
    assert desk.doc.locator(".cl-known-said").inner_text() == "As known on: everything known"
    boxes = [desk.doc.get_by_role("slider", name=name).bounding_box() for name in names]
    window, _last, known = ((box["y"], box["y"] + box["height"]) for box in boxes if box is not None)
    assert window[1] <= known[0] or known[1] <= window[0]
