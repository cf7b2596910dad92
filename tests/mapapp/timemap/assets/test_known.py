"""What is known on a day: which claims, how they stand, and that nothing later is told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.model import Status
from tests.mapapp.timemap.assets import panel_page as panels
from tests.mapapp.timemap.assets.claims_page import Payload, box_area, claim, make_payload, point, show, within
from tests.mapapp.timemap.assets.known_columns import DAY, Step, known_parts, step
from tests.mapapp.timemap.assets.panel_page import seconds

STATUSES = list(Status)
CENTER = (51.5, 36.0)


@pytest.fixture(scope="module")
def opened() -> Iterator[panels.Opener]:
    with panels.chromium() as browser, panels.opener(browser) as open_page:
        yield open_page


def known_on(day: date) -> int:
    """What the state holds for a day: its end, exclusive."""
    return seconds(day) + DAY


def of_row(page: Page, row: int) -> list[Any]:
    """Status, denied, reports, origins and whether it is known."""
    found: list[Any] = page.evaluate(
        """row => { const d = page.data; return [d.payload.statuses[d.status[row]].id, d.denied[row],
        d.reportCount[row], d.originCount[row], d.publicNow[row]]; }""",
        row,
    )
    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 10, 17), ["unverified", 0, 0, 0, 0]),
        (date(2024, 10, 18), ["unverified", 0, 2, 1, 1]),
        (date(2024, 10, 19), ["unverified", 1, 2, 1, 1]),
        (date(2024, 11, 1), ["unverified", 1, 2, 1, 1]),
        (date(2024, 11, 2), ["confirmed", 1, 3, 2, 1]),
        (None, ["confirmed", 1, 3, 2, 1]),
    ],
)
def test_a_claim_stands_as_it_stood_at_the_end_of_the_day(
    opened: panels.Opener, day: date | None, expected: list[Any]
) -> None:
    page = opened()
    panels.patch(page, known=known_on(day) if day else None)
    assert of_row(page, 0) == expected
    if expected[-1]:
        words = page.locator('.cl-item[data-row="0"]').text_content() or ""
        assert ("3 reports, 2 origins" if expected[2] == 3 else "2 reports, 1 origin") in words
        assert ("denied" in words) == bool(expected[1])
    else:
        assert page.locator('.cl-item[data-row="0"]').count() == 0


def test_what_is_not_known_is_on_no_other_heap(opened: panels.Opener) -> None:
    page = opened()
    everything = panels.selection(page)
    panels.patch(page, known=known_on(date(2024, 11, 15)))  # five claims were reported by then
    page.evaluate("page.state.set({ mask: Uint8Array.from({ length: page.data.n }, (_, row) => (row === 1 ? 0 : 1)) })")
    found = panels.selection(page)
    rows = [*found["inView"], *found["unlocated"], *found["undated"]]
    assert sorted(rows) == [0, 2, 3, 4]
    assert found["filtered"] == 1
    assert page.evaluate("page.state.selection().notKnown") == 34 - 5
    panels.settle(page)
    left_out = "1 left out: nobody knows when it became public"
    assert f"28 not yet reported · {left_out} · 1 hidden by filters" in page.inner_text(".cl-rest")
    assert f"28 not known yet · {left_out}" in page.inner_text(".cl-counts")
    panels.patch(page, known=None)
    panels.settle(page)
    assert "left out" not in page.inner_text(".cl-rest") + page.inner_text(".cl-counts")
    page.evaluate("page.state.set({ known: null, mask: new Uint8Array(page.data.n).fill(1) })")
    assert panels.selection(page) == everything


def test_a_day_before_everything_says_so(opened: panels.Opener) -> None:
    page = opened()
    panels.patch(page, known=known_on(date(2024, 10, 1)))
    assert "Nothing had been reported by 1 October 2024" in page.inner_text(".cl-empty")
    assert page.evaluate("page.state.selection().notKnown") == 34
    assert panels.listed(page) == []


# ---------------------------------------------------------------------------------------------------- brute force


def _random_history(chance: random.Random) -> list[Step]:
    days = sorted(chance.sample(range(100), chance.randint(0, 4)))
    steps = [
        step(day * DAY, chance.randrange(7), reports=chance.randint(1, 9), origins=chance.randint(1, 4),
             independent=chance.randint(0, 3), denied=chance.randint(0, 1))
        for day in days
    ]  # fmt: skip
    if not steps or chance.random() < 0.3:
        steps.append(step(None, chance.randrange(7), reports=9))
    return steps


def _random_payload(chance: random.Random, count: int) -> Payload:
    data = panels.payload(count)
    histories = [_random_history(chance) for _ in range(count)]
    aspect_rows = [
        (row, aspect, at, chance.randrange(7))
        for row in range(count)
        for aspect in (1, 2)
        for at in (*(day * DAY for day in sorted(chance.sample(range(100), 2))), None)
        if chance.random() < 0.6
    ]
    return data | known_parts(histories, aspect_rows)


# What the contract says, read straight from the payload for one row at a time
BRUTE = """
(trial) => {
  const { state, data } = page;
  const { steps, aspectSteps, statuses, claims } = data.payload;
  const since = trial.since && Int32Array.from(trial.since);
  const problems = [];
  page.state.set({ known: trial.known, aspect: trial.aspect, from: trial.from, to: trial.to, statuses: trial.statuses,
    since, mask: Uint8Array.from(trial.mask) });
  const isPublic = (at) => trial.known === null || (at !== null && at < trial.known);
  const heaps = { inView: [], unlocated: [], undated: [], filtered: 0, outsideWindow: 0, notKnown: 0, definite: 0 };
  const counts = statuses.map(() => 0);
  for (let row = 0; row < data.n; row += 1) {
    let at = -1;
    steps.claim.forEach((owner, i) => { if (owner === row && isPublic(steps.at[i])) at = i; });
    if (at < 0) { heaps.notKnown += 1; if (data.publicNow[row]) problems.push(['known', row]); continue; }
    let status = steps.status[at];
    if (trial.aspect >= 0) {
      status = statuses.findIndex((each) => each.id === 'unverified');
      aspectSteps.claim.forEach((owner, i) => {
        const isAsked = owner === row && aspectSteps.aspect[i] === trial.aspect;
        if (isAsked && isPublic(aspectSteps.at[i])) status = aspectSteps.status[i];
      });
    }
    const expected = [1, status, steps.denied[at], steps.reports[at], steps.origins[at], steps.independent[at], at];
    const got = ['publicNow', 'status', 'denied', 'reportCount', 'originCount', 'independentCount', 'step']
      .map((column) => data[column][row]);
    if (expected.join() !== got.join()) problems.push([row, expected, got]);
    const day = trial.known === null ? 2147483646 : trial.known / 86400 - 1;
    const kept = trial.mask[row] === 1 && (since === null || since[row] <= day)
      && (trial.statuses === null || trial.statuses.includes(statuses[status].id));
    const place = data.payload.places[claims.place[row]];
    const t0 = claims.t0[row];
    const t1 = claims.t1[row] === null ? Infinity : claims.t1[row];
    if (!kept) heaps.filtered += 1;
    else if (!place || (place.area === null && place.lon === null)) heaps.unlocated.push(row);
    else if (t0 === null) heaps.undated.push(row);
    else if (t0 >= trial.to || t1 <= trial.from) heaps.outsideWindow += 1;
    else {
      heaps.inView.push(row);
      counts[status] += 1;
      if (t0 >= trial.from && t1 <= trial.to) heaps.definite += 1;
    }
  }
  const found = state.selection();
  const got = { inView: Array.from(found.inView), unlocated: Array.from(found.unlocated),
    undated: Array.from(found.undated), filtered: found.filtered, outsideWindow: found.outsideWindow,
    notKnown: found.notKnown, definite: found.definite };
  if (JSON.stringify(got) !== JSON.stringify(heaps)) problems.push([got, heaps]);
  if (counts.join() !== Array.from(found.counts).join()) problems.push([counts, Array.from(found.counts)]);
  return { problems: problems.slice(0, 3), shown: found.inView.length };
}
"""


def _trial(chance: random.Random, count: int) -> Payload:
    first, last = seconds(date(2024, 6, 1)), seconds(date(2026, 3, 1))
    start = first + chance.randrange((last - first) // DAY - 1) * DAY
    ids = [status.value for status in chance.sample(STATUSES, 4)]
    return {
        "known": chance.choice([None, chance.randint(0, 101) * DAY, chance.randint(40, 60) * DAY]),
        "aspect": chance.choice([-1, -1, 1, 2, 3]),
        "from": chance.choice([first, start]),
        "to": chance.choice([last, min(last, start + 90 * DAY)]),
        "statuses": chance.choice([None, None, ids]),
        "since": chance.choice([None, [chance.choice([-99999, 40, 70, 2**31 - 2, 2**31 - 1]) for _ in range(count)]]),
        "mask": [int(chance.random() < 0.8) for _ in range(count)],
    }


def test_every_day_selects_what_a_plain_reading_of_the_payload_selects(opened: panels.Opener) -> None:
    chance = random.Random(3)
    page = opened(_random_payload(chance, 120))
    shown = 0
    for _ in range(150):
        trial = _trial(chance, 120)
        found = page.evaluate(BRUTE, trial)
        assert found["problems"] == [], trial
        shown += found["shown"]
    assert shown > 1000  # and the trials were not empty


def test_small_moves_of_the_day_find_the_same_as_large_ones(opened: panels.Opener) -> None:
    chance = random.Random(4)
    page = opened(_random_payload(chance, 120))
    trial = _trial(chance, 120) | {"aspect": -1, "statuses": None}
    days = [*range(0, 101, 3), *range(100, 0, -1)]
    for day in days:
        assert page.evaluate(BRUTE, trial | {"known": day * DAY})["problems"] == [], day


def test_no_listener_sees_one_half_of_a_change(opened: panels.Opener) -> None:
    page = opened()
    page.evaluate(
        """() => {
        window.seen = [];
        page.state.on((changed, state) => {
          const { data } = page;
          const sum = (values) => values.reduce((all, value) => all + value, 0);
          window.seen.push([data.knownNow === state.known, data.aspectNow === state.aspect,
            sum(state.keep) <= sum(data.publicNow),
            page.state.selection().notKnown === data.n - sum(data.publicNow), changed.has('keep'),
            state.selected < 0 || data.publicNow[state.selected] === 1]);
        });
      }"""
    )
    for day in (date(2024, 11, 1), date(2025, 3, 1), date(2024, 10, 20)):
        page.evaluate("known => page.state.set({ known, selected: 20 })", known_on(day))
        page.evaluate("page.state.set({ aspect: 1 })")
        page.evaluate("page.state.set({ known: null, aspect: -1 })")
    seen = page.evaluate("window.seen")
    assert len(seen) == 9
    assert all(all(each) for each in seen), seen


def test_keep_is_another_array_whenever_the_picture_changes(opened: panels.Opener) -> None:
    page = opened()
    changes = [
        "{ aspect: 1 }",
        "{ known: 1731628800 }",
        "{ known: null }",
        "{ statuses: ['confirmed'] }",
        "{ aspect: -1 }",
    ]
    for change in changes:
        assert page.evaluate(
            f"() => {{ const {{ state }} = page; const before = state.get().keep; state.set({change}); "
            "return before !== state.get().keep; }"
        ), change
    assert page.evaluate(
        "() => { try { page.state.set({ keep: null }); return ''; } catch (e) { return e.message; } }"
    ) == ("unknown state key keep")


def test_the_card_of_a_claim_closes_when_the_day_moves_before_it(opened: panels.Opener) -> None:
    page = opened()
    page.evaluate("page.state.set({ selected: 5, group: [5, 0, 6] })")
    panels.patch(page, known=known_on(date(2024, 12, 1)))
    assert page.evaluate("[page.state.get().selected, page.state.get().group]") == [5, [5, 0, 6]]
    panels.patch(page, known=known_on(date(2024, 11, 25)))  # 6 is not known yet
    assert page.evaluate("[page.state.get().selected, page.state.get().group]") == [5, [5, 0]]
    panels.patch(page, known=known_on(date(2024, 11, 20)))
    assert page.evaluate("[page.state.get().selected, page.state.get().group]") == [-1, None]
    assert page.locator(".cl-card").is_hidden()
    panels.patch(page, selected=5)  # a link or a click that comes late
    assert page.evaluate("page.state.get().selected") == -1


def test_a_twin_stands_at_its_own_day(opened: panels.Opener) -> None:
    page = opened()
    panels.patch(page, known=known_on(date(2024, 10, 18)))
    assert page.evaluate(
        """() => {
        const { data } = page;
        const twin = Claimline.dataAt(data, null);
        const before = [data.status[0], twin.status[0], data.publicNow[9], twin.publicNow[9]];
        twin.knowAt(1730000000 - 1730000000 % 86400, -1);
        return [before, [data.knownNow, data.status[0], data.reportCount[0], twin.t0 === data.t0, twin.n === data.n]];
      }"""
    ) == [[2, 0, 0, 1], [known_on(date(2024, 10, 18)), 2, 2, True, True]]


# ---------------------------------------------------------------------------------------------------- the map


def _drawn(page: Page) -> dict[str, int]:
    return {
        STATUSES[index].value: count
        for index, count in enumerate(
            page.evaluate(
                "() => { const s = claims.stats(); return Array.from(s.counts, (n, i) => n + s.areaCounts[i]); }"
            )
        )
        if count
    }


def test_the_map_draws_points_and_areas_as_they_stood(page: Page) -> None:
    index = {status: STATUSES.index(status) for status in STATUSES}
    rising = [step(10 * DAY, index[Status.UNVERIFIED]), step(20 * DAY, index[Status.CONFIRMED], denied=1)]
    later = [step(15 * DAY, index[Status.DISPUTED])]
    places = [point(36, 51.5, 100), within(0)]
    made = make_payload(
        places,
        [claim(place, Status.CONFIRMED, history=history) for place in (0, 1) for history in (rising, rising, later)],
        [box_area(34, 50, 38, 53, "Region")],
    )
    show(page, made, center=CENTER, zoom=6)
    for day, expected in [
        (10, {}),
        (11, {"unverified": 4}),
        (16, {"unverified": 4, "disputed": 2}),
        (21, {"confirmed": 4, "disputed": 2}),
        (12, {"unverified": 4}),
    ]:
        page.evaluate("known => state.set({ known })", day * DAY)
        assert _drawn(page) == expected, day
    assert page.evaluate("claims.hitTest(map.latLngToContainerPoint([51.5, 36])).length") == 1


def test_the_walk_over_the_map_leaves_a_claim_that_is_not_known_any_more(page: Page) -> None:
    made = make_payload([point(36, 51.5, 100)], [claim(0, history=[step(10 * DAY, 0)])])
    show(page, made, center=CENTER, zoom=6)
    assert page.evaluate("claims.next()") == 0
    assert "1 of 1" in page.inner_text(".cl-live")
    page.evaluate("state.set({ known: 5 * 86400 })")
    assert page.inner_text(".cl-live") == ""
    assert page.evaluate("claims.focusables()") == []
    assert page.evaluate("claims.next()") == -1
    page.focus("#map")
    page.keyboard.press("Enter")
    assert page.evaluate("state.get().selected") == -1
