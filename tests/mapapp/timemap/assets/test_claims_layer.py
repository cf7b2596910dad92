"""What the claims layer draws, counts and answers, in a real Chromium, from pixels and from its own functions."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.model import Modality, Status
from tests.mapapp.timemap.assets.claims_page import (
    DAY,
    STATUSES,
    box_area,
    claim,
    make_payload,
    point,
    show,
    within,
)
from tests.mapapp.timemap.assets.pixels import (
    CENTER,
    MIDDLE,
    WHITE,
    around,
    chips,
    container_point,
    near,
    picture,
    pixel_at,
    rgb,
    share_of,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("status", STATUSES)
def test_a_mark_stands_at_its_place_in_the_colour_of_its_status(page: Page, status: Status) -> None:
    show(page, make_payload([point(36.5, 51.1, 10)], [claim(0, status)]), center=CENTER, zoom=9)
    x, y = container_point(page, 36.5, 51.1)
    image = picture(page)
    assert share_of(image, rgb(status), around(x, y, 9)) > 0.25
    assert share_of(image, rgb(status), around(x + 60, y, 9)) == 0


@pytest.mark.parametrize("modality", list(Modality))
def test_plans_and_inferences_are_hollow(page: Page, modality: Modality) -> None:
    status = Status.CORROBORATED
    show(page, make_payload([point(36.0, 51.0, 10)], [claim(0, status, modality=modality)]), center=CENTER, zoom=9)
    filled = share_of(picture(page), rgb(status), around(*MIDDLE, 6))
    assert filled < 0.05 if modality.is_hollow else filled > 0.5


def test_shapes_differ_between_statuses(page: Page) -> None:
    outlines = set()
    for status in STATUSES:
        show(page, make_payload([point(36.0, 51.0, 10)], [claim(0, status)]), center=CENTER, zoom=9)
        image = picture(page)
        cells = [(x, y) for x in range(436, 465) for y in range(286, 315)]
        outlines.add(tuple(pixel_at(image, *cell) == WHITE for cell in cells))
    assert len(outlines) == len(STATUSES)


def test_a_denial_is_a_red_badge_at_the_upper_right(page: Page) -> None:
    red = (209, 26, 42)
    for denied in (0, 1):
        show(
            page, make_payload([point(36, 51, 10)], [claim(0, Status.CONFIRMED, denied=denied)]), center=CENTER, zoom=9
        )
        image = picture(page)
        assert (share_of(image, red, (453, 284, 465, 297)) > 0.08) is bool(denied)
        assert share_of(image, red, (434, 302, 448, 314)) == 0


@pytest.mark.parametrize(("lat", "zoom"), [(0.0, 9), (51.0, 9), (51.0, 10), (65.0, 9)])
def test_the_ring_is_the_uncertainty_in_metres(page: Page, lat: float, zoom: int) -> None:
    radius_m = 20_000
    expected = radius_m * 256 * 2**zoom / (40_075_016.686 * math.cos(math.radians(lat)))
    show(page, make_payload([point(36, lat, radius_m)], [claim(0, Status.CORROBORATED)]), center=(lat, 36), zoom=zoom)
    image = picture(page)
    row = [pixel_at(image, x, MIDDLE[1]) for x in range(MIDDLE[0], 900)]
    outside = next(x for x in range(len(row) - 1, -1, -1) if row[x] != WHITE)
    assert abs(outside - expected) <= 1.5
    assert near(row[outside - 4], tuple(round(255 - 0.13 * (255 - c)) for c in rgb(Status.CORROBORATED)), 4)


def test_a_ring_smaller_than_its_mark_is_left_out(page: Page) -> None:
    show(page, make_payload([point(36, 51, 100)], [claim(0)]), center=CENTER, zoom=9)
    assert share_of(picture(page), WHITE, (470, 290, 500, 310)) == 1


def test_claims_at_one_place_do_not_hide_each_other(page: Page) -> None:
    show(page, make_payload([point(36, 51, 10)], [claim(0, status) for status in STATUSES]), center=CENTER, zoom=9)
    image = picture(page)
    for status in STATUSES:
        assert share_of(image, rgb(status), around(*MIDDLE, 50)) > 0.006, status
    found = {page.evaluate(f"claims.hitTest([{450 + dx}, {300 + dy}])")[0]["row"]
             for dx in range(-40, 41, 4) for dy in range(-40, 41, 4)
             if page.evaluate(f"claims.hitTest([{450 + dx}, {300 + dy}]).length === 1")}  # fmt: skip
    assert found == set(range(len(STATUSES)))


KURSK = box_area(35, 50.5, 37, 51.5, "Kursk Oblast")

HIT_PLACES = [point(36, 51, 10), point(36.3, 51, 10), within(0), within(1, "country")]
HIT_AREAS = [KURSK, box_area(30, 45, 45, 60, "Country")]


def test_hits_are_the_nearest_mark_then_the_chip_then_the_smallest_area(page: Page) -> None:
    show(page, make_payload(HIT_PLACES, [claim(i) for i in range(4)], HIT_AREAS), center=CENTER, zoom=8)
    x, y = container_point(page, 36.3, 51)
    west, north = container_point(page, 35, 51.5)

    def hit(px: float, py: float) -> Any:
        return page.evaluate("(p) => claims.hitTest(p)", [px, py])

    assert hit(x + 7, y + 7) == [{"row": 1}]
    assert hit(*MIDDLE) == [{"row": 0}]
    assert hit(x + 40, y + 40) == [{"area": 0, "rows": [2]}]
    assert hit(west - 30, north + 10) == [{"area": 1, "rows": [3]}]
    for chip, area in zip(chips(page), (0, 1), strict=True):
        assert hit(chip["x"] + 4, chip["y"] + 4)[0]["area"] == area


def test_a_click_selects_one_claim_or_offers_the_group(page: Page) -> None:
    places = [point(36, 51, 10), within(0)]
    show(page, make_payload(places, [claim(0), claim(1), claim(1)], [KURSK]), center=CENTER, zoom=8)
    page.mouse.click(*MIDDLE)
    assert page.evaluate("state.get().selected") == 0
    page.mouse.click(MIDDLE[0] - 60, MIDDLE[1] + 60)
    assert page.evaluate("window.groups") == [[[1, 2], {"area": 0}]]


def test_the_tooltip_shows_text_as_text(page: Page) -> None:
    text = "<img src=x onerror=document.title=1> ${7*191} " + "long " * 40
    show(page, make_payload([point(36, 51, 10)], [claim(0, text=text)]), center=CENTER, zoom=8)
    page.mouse.move(*MIDDLE)
    page.wait_for_selector(".cl-tip:not([hidden])")
    shown = page.inner_text(".cl-tip-text")
    assert shown.startswith("<img src=x onerror=document.title=1> ${7*191} long")
    assert len(shown) <= 90
    assert shown.endswith("…")
    assert page.inner_text(".cl-tip-status") == "Unverified"
    assert page.locator(".cl-tip img").count() == 0
    assert page.evaluate("map.getContainer().style.cursor") == "pointer"


def test_keys_walk_through_what_is_in_view_and_say_it(page: Page) -> None:
    places = [point(36, 51, 10), point(36.3, 51, 10), point(80, 51, 10)]
    claims = [claim(0, text="Later", t0=12 * DAY), claim(1, Status.CONFIRMED, text="Earlier"), claim(2)]
    show(page, make_payload(places, claims), center=CENTER, zoom=8)
    page.focus("#map")
    said = []
    for key in ("n", "n", "n", "p"):
        page.keyboard.press(key)
        said.append(page.inner_text(".cl-live"))
    assert said == ["1 of 2: Earlier, Confirmed", "2 of 2: Later, Unverified", "1 of 2: Earlier, Confirmed",
                    "2 of 2: Later, Unverified"]  # fmt: skip
    page.keyboard.press("Enter")
    assert page.evaluate("state.get().selected") == 0


def test_a_selected_claim_is_outlined_even_outside_the_window_or_without_a_date(page: Page) -> None:
    accent = (217, 72, 15)
    places = [point(36, 51, 10)]
    for more in ({"t0": 500 * DAY, "t1": 501 * DAY}, {"t0": None, "t1": None}):
        patch = {"to": 30 * DAY}
        show(page, make_payload(places, [claim(0, **more)]), center=CENTER, zoom=8, patch=patch)
        assert share_of(picture(page), WHITE, around(*MIDDLE, 40)) == 1
        page.evaluate("state.set({ selected: 0 })")
        image = picture(page)
        assert share_of(image, accent, around(*MIDDLE, 18)) > 0.1
        assert share_of(image, rgb(Status.UNVERIFIED), around(*MIDDLE, 18)) == 0


@pytest.mark.parametrize("stamp_from", [2500, -1], ids=["marks", "stamps"])
def test_interval_ends_are_half_open(page: Page, stamp_from: int) -> None:
    spans = [
        (10, 20, True),
        (5, 10, False),
        (20, 30, False),
        (0, 11, True),
        (19, 400, True),
        (0, None, True),
        (25, None, False),
    ]
    claims = [claim(0, t0=a * DAY, t1=None if b is None else b * DAY) for a, b, _ in spans]
    patch = {"from": 10 * DAY, "to": 20 * DAY}
    options = {"stampFrom": stamp_from}
    show(page, make_payload([point(36, 51, 10)], claims), center=CENTER, zoom=8, patch=patch, options=options)
    assert sorted(page.evaluate("claims.focusables()")) == [row for row, span in enumerate(spans) if span[2]]
    assert page.evaluate("claims.stats().drawn") == sum(span[2] for span in spans)


def random_claims(count: int, seed: int) -> dict[str, Any]:
    """Claims of every length at random places, a fifth of them in areas, some undated, some without a place."""
    dice = random.Random(seed)
    places = [point(dice.uniform(30, 42), dice.uniform(47, 55), 100) for _ in range(400)]
    places += [within(0), within(1)]
    claims = []
    for _ in range(count):
        t0 = dice.choice([None, *(dice.randrange(1000) * DAY + dice.choice([0, 3600]) for _ in range(9))])
        length = dice.choice([3600, DAY, 30 * DAY, 92 * DAY, 365 * DAY, None])
        where = dice.choice([-1, 400, 401, *(dice.randrange(400) for _ in range(7))])
        t1 = None if t0 is None or length is None else t0 + length
        modality = dice.choice([Modality.PRESENT, Modality.PLANNED])
        claims.append(claim(where, dice.choice(STATUSES), t0=t0, t1=t1, modality=modality))
    areas = [KURSK, box_area(60, 45, 70, 50, "Elsewhere")]
    return make_payload(places, claims, areas)


COUNTS = """
([from, to, mode, seed]) => {
  const mask = new Uint8Array(data.n).map((_, row) => ((row * 7919 + seed) % 5 === 0 ? 0 : 1));
  state.set({ from, to, mode, mask });
  const shown = claims.stats();
  const rule = state.selection();
  return {
    stamped: shown.stamped, drawn: shown.drawn, here: Array.from(shown.counts, (n, i) => n + shown.areaCounts[i]),
    rule: Array.from(rule.counts), rows: rule.inView.filter((row) => data.area[row] < 0).length,
  };
}
"""


@pytest.mark.parametrize("stamp_from", [10**9, -1], ids=["marks", "stamps"])
def test_what_is_drawn_is_what_the_state_selects(page: Page, stamp_from: int) -> None:
    show(page, random_claims(4000, 5), center=CENTER, zoom=7, options={"stampFrom": stamp_from})
    dice = random.Random(9)
    for turn in range(25):
        start = dice.randrange(1000)
        length = dice.choice([0.5, 1, 7, 30, 200, 900])
        mode = dice.choice(["window", "cumulative"])
        found = page.evaluate(COUNTS, [start * DAY, (start + length) * DAY, mode, turn])
        assert found["here"] == found["rule"]
        assert found["drawn"] == found["rows"]
        assert found["stamped"] is (stamp_from < 0)


def test_stamps_are_shapes_at_the_right_pixels(page: Page) -> None:
    places = [point(36 + i / 2 - 1.5, 51, 10) for i in range(7)]
    claims = [claim(i, status) for i, status in enumerate(STATUSES)]
    show(page, make_payload(places, claims), center=CENTER, zoom=8, options={"stampFrom": 0})
    image = picture(page)
    for i, status in enumerate(STATUSES):
        x, y = container_point(page, 36 + i / 2 - 1.5, 51)
        assert share_of(image, rgb(status), around(x, y, 4)) > 0.4, status
        assert share_of(image, WHITE, around(x + 20, y, 6)) == 1


def test_steps_of_one_frame_are_drawn_once_and_in_that_frame(page: Page) -> None:
    show(page, make_payload([point(36, 51, 10)], [claim(0)]), center=CENTER, zoom=8)
    steps = page.evaluate("""() => new Promise((done) => setTimeout(() => {
      const canvas = document.querySelector('.cl-marks');
      const ctx = canvas.getContext('2d');
      const lit = () => ctx.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3];
      let painted = 0;
      const clear = ctx.clearRect.bind(ctx);
      ctx.clearRect = (...box) => { painted += 1; clear(...box); };
      const seen = [lit()];
      state.set({ to: 900 * 86400 });
      state.set({ to: 5 * 86400 });
      requestAnimationFrame(() => { seen.push(lit()); done([seen, painted]); });
    }))""")
    assert steps == [[255, 0], 1]


def test_what_is_asked_of_the_layer_is_never_older_than_the_state(page: Page) -> None:
    show(page, make_payload([point(36, 51, 10)], [claim(0)]), center=CENTER, zoom=8)
    found = page.evaluate("() => { state.set({ to: 5 * 86400 }); return claims.stats().drawn }")
    assert found == 0


def test_marks_follow_the_map(page: Page) -> None:
    show(
        page,
        make_payload([point(36, 51, 10), within(0)], [claim(0, Status.CORROBORATED), claim(1)], [KURSK]),
        center=CENTER,
        zoom=9,
    )
    page.evaluate("map.panBy([200, -120], { animate: false })")
    assert share_of(picture(page), rgb(Status.CORROBORATED), around(250, 420, 8)) > 0.3
    page.evaluate("map.setZoom(7, { animate: false })")
    x, y = container_point(page, 36, 51)
    assert share_of(picture(page), rgb(Status.CORROBORATED), around(x, y, 8)) > 0.3


ZOOMED = """
() => {
  const before = map.latLngToContainerPoint([51.2, 36.2]);
  const center = L.latLng(51.1, 36.1);
  map.fire('zoomanim', { center, zoom: 10 });
  const end = new DOMMatrix(document.querySelector('.cl-claims').style.transform);
  const wanted = map.project([51.2, 36.2], 10).subtract(map._getNewPixelOrigin(center, 10));
  return [end.a * before.x + end.e, end.d * before.y + end.f, wanted.x, wanted.y, end.a];
}
"""


def test_the_canvas_goes_with_a_zoom_while_it_runs(page: Page) -> None:
    show(page, make_payload([point(36.2, 51.2, 10)], [claim(0)]), center=CENTER, zoom=9)
    x, y, wanted_x, wanted_y, scale = page.evaluate(ZOOMED)
    assert scale == 2
    assert abs(x - wanted_x) <= 2
    assert abs(y - wanted_y) <= 2
