"""Two maps side by side: as of a day, and with everything known."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.model import Status
from tests.mapapp.timemap.assets.claims_page import ASSETS, claim, make_payload, point, show
from tests.mapapp.timemap.assets.known_columns import DAY, step

STATUSES = list(Status)
CONFIRMED, UNVERIFIED, DISPUTED = (
    STATUSES.index(each) for each in (Status.CONFIRMED, Status.UNVERIFIED, Status.DISPUTED)
)
LOOK = "#map { height: 300px !important } .cl-second { height: 300px; width: 900px }"
BEGIN = """() => {
  window.grounds = [];
  window.then = Claimline.createThen(map, data, state, {
    frame: document.body, actions: document.body, over: () => [],
    addGround: (second, twin) => window.grounds.push([second, twin]),
    openGroup: (target, rows) => target.set({ selected: rows[0], group: rows }),
  });
}"""


@pytest.fixture
def pair(page: Page) -> Page:
    """Two claims known from day 10 and confirmed from day 20, and one known from day 30 on."""
    rising = [step(10 * DAY, UNVERIFIED), step(20 * DAY, CONFIRMED)]
    places = [point(35, 51, 100), point(36, 51.5, 100), point(37, 52, 100)]
    histories = [rising, rising, [step(30 * DAY, DISPUTED)]]
    claims = [claim(place, history=history) for place, history in enumerate(histories)]
    show(page, make_payload(places, claims), center=(51.5, 36), zoom=6)
    page.add_style_tag(content=LOOK)
    page.evaluate("map.invalidateSize({ animate: false })")
    page.add_script_tag(content=(ASSETS / "then.js").read_text("utf-8"))
    page.evaluate(BEGIN)
    return page


def turn(page: Page) -> None:
    """Press the switch and let everything be drawn."""
    page.get_by_role("button", name="Then and now").click()
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))")


def drawn(page: Page, layer: str) -> dict[str, int]:
    """How many marks of each status a layer shows."""
    counts = page.evaluate(f"Array.from({layer}.stats().counts)")
    return {STATUSES[index].value: count for index, count in enumerate(counts) if count}


NOW = {"confirmed": 2, "disputed": 1}


def test_the_left_map_stands_at_the_day_and_the_right_one_never_does(pair: Page) -> None:
    turn(pair)
    for day, expected in [(10, {}), (11, {"unverified": 2}), (21, {"confirmed": 2}), (31, NOW)]:
        pair.evaluate("known => state.set({ known })", day * DAY)
        assert drawn(pair, "claims") == expected, day
        assert drawn(pair, "then.pair().claims") == NOW, day


def test_the_switch_sets_the_middle_of_what_was_known_and_takes_it_back(pair: Page) -> None:
    assert pair.evaluate("data.payload.knowledge") == [10 * DAY, 31 * DAY]
    turn(pair)
    assert pair.evaluate("state.get().known") == 21 * DAY  # as known on day 20
    assert "As known on 21 January 1970 · 2 claims in view" in pair.inner_text(".cl-then-left")
    assert "Everything known · 3 claims in view" in pair.inner_text(".cl-then-right")
    turn(pair)
    assert pair.evaluate("state.get().known") is None


def test_a_day_that_the_reader_has_set_stays(pair: Page) -> None:
    pair.evaluate("known => state.set({ known })", 12 * DAY)
    turn(pair)
    turn(pair)
    assert pair.evaluate("state.get().known") == 12 * DAY


@pytest.mark.parametrize(
    ("change", "left", "right"),
    [
        ("{ statuses: ['confirmed'] }", {"confirmed": 2}, {"confirmed": 2}),
        ("{ mask: Uint8Array.of(1, 0, 1) }", {"confirmed": 1}, {"confirmed": 1, "disputed": 1}),
        ("{ since: Int32Array.of(25, 0, 0) }", {"confirmed": 1}, NOW),
        ("{ from: 0, to: 5 * 86400 }", {}, {}),
        ("{ aspect: 2 }", {"unverified": 2}, {"unverified": 3}),
    ],
)
def test_filters_window_and_aspect_hold_for_both(
    pair: Page, change: str, left: dict[str, int], right: dict[str, int]
) -> None:
    turn(pair)
    pair.evaluate(f"state.set({change})")
    assert drawn(pair, "claims") == left
    assert drawn(pair, "then.pair().claims") == right


def test_what_changed_while_the_second_map_was_away_is_there_when_it_comes_back(pair: Page) -> None:
    turn(pair)
    turn(pair)
    pair.evaluate("state.set({ statuses: ['disputed'] })")
    turn(pair)
    assert drawn(pair, "then.pair().claims") == {"disputed": 1}


@pytest.mark.parametrize(("mover", "other"), [("map", "then.pair().map"), ("then.pair().map", "map")])
def test_the_maps_move_in_step(pair: Page, mover: str, other: str) -> None:
    turn(pair)
    for move in ("setView([50, 34], 7, { animate: false })", "panBy([120, -40], { animate: false })", "setZoom(5)"):
        pair.evaluate(f"() => {{ {mover}.{move}; }}")
        views: list[Any] = pair.evaluate(
            f"[{mover}, {other}].map((m) => [m.getCenter().lat, m.getCenter().lng, m.getZoom()])"
        )
        assert views[0] == pytest.approx(views[1], abs=0.02), move


def test_a_claim_that_was_not_known_then_has_no_card_and_says_since_when(pair: Page) -> None:
    turn(pair)
    pair.evaluate("then.pair().state.set({ selected: 2 })")
    assert pair.evaluate("state.get().selected") == -1
    assert "first reported on 31 January 1970" in pair.inner_text(".cl-then-right")
    pair.evaluate("then.pair().state.set({ selected: 1 })")
    assert pair.evaluate("state.get().selected") == 1


def test_the_second_map_is_made_once_and_gets_the_same_ground(pair: Page) -> None:
    for _ in range(3):
        turn(pair)
    assert pair.evaluate("grounds.length") == 1
    assert pair.evaluate("grounds[0][0] === then.pair().map")
    assert pair.evaluate("[grounds[0][1].get().borders, grounds[0][1].get().known]") == ["recognised", None]
