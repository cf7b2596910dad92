"""Claims without a stated end fade with the days since the last report, as of the day, and say so."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from geodata.model import Status
from tests.mapapp.timemap.assets.claims_page import box_area, claim, make_payload, point, show, within
from tests.mapapp.timemap.assets.dated_page import Payload, plain, report, with_reports
from tests.mapapp.timemap.assets.known_columns import step
from tests.mapapp.timemap.assets.panel_page import DAY, ROOT, Opener, patch, seconds, settle
from tests.mapapp.timemap.assets.pixels import CENTER, MIDDLE, around, picture, pixel_at

pytestmark = pytest.mark.browser

LAST = date(2024, 11, 1)
END = date(2026, 2, 28)  # the last day collected in the panels' page


def open_ended() -> Payload:
    """Claim 0 without an end, reported twice, denied later and once more at an unknown date; claim 1 with an end."""
    data = plain([(date(2024, 10, 1), None), (date(2024, 10, 1), date(2024, 10, 5)), (date(2024, 10, 1), None)])
    reports = [
        report(0, date(2024, 10, 3)),
        report(1, LAST, **{"from": 0}),
        report(3, date(2024, 12, 20), stance="denies"),
        report(2, None),
        report(2, date(2024, 10, 4), claim=1),
    ]
    return with_reports(data, reports)


def known(days: int) -> int:
    """End of the day so many days after the last report, seconds UTC."""
    return seconds(LAST + timedelta(days=days)) + DAY


STEPS = [(0, 0), (30, 0), (31, 0.35), (91, 0.35), (92, 0.6), (182, 0.6), (183, 0.8), (400, 0.8)]


@pytest.mark.parametrize(("days", "fade"), STEPS)
def test_fade_grows_by_steps_with_the_days_since_the_last_report(opened: Opener, days: int, fade: float) -> None:
    page = opened(open_ended())
    patch(page, known=known(days))
    fades = page.evaluate("Array.from(Claimline.fadeOf(page.data, page.data.knownNow))")
    assert fades[0] == pytest.approx(fade, abs=1e-6)
    assert fades[1] == 0  # an end was stated
    assert fades[2] == pytest.approx(0.8, abs=1e-6)  # no report with a date: nobody knows that it goes on


def test_fade_never_shrinks_as_days_pass_without_a_report_and_falls_with_one(opened: Opener) -> None:
    page = opened(open_ended())
    script = "known => Claimline.fadeOf(page.data, known)[0]"
    fades = [page.evaluate(script, known(days)) for days in range(0, 300, 9)]
    assert fades == sorted(fades)
    assert page.evaluate(script, seconds(date(2024, 10, 31)) + DAY) == 0  # as of then it had been reported on 3 October
    assert page.evaluate(script, seconds(LAST) + DAY) == 0


WORDS = [
    (known(0), "No end was stated. Last reported on 1 Nov 2024."),
    (known(1), "No end was stated. Last reported a day before 2 Nov 2024."),
    (known(61), "No end was stated. Last reported 61 days before 1 Jan 2025. Its mark is drawn paler for that."),
    (None, "Last reported 484 days before 28 Feb 2026, the last day of these data. Its mark is drawn paler for that."),
    (seconds(date(2031, 1, 1)), "Last reported 484 days before 28 Feb 2026, the last day of these data."),
]


@pytest.mark.parametrize(("moment", "words"), WORDS)
def test_card_says_how_long_it_has_been_silent(opened: Opener, moment: int | None, words: str) -> None:
    assert (END - LAST).days == 484
    page = opened(open_ended())
    patch(page, known=moment, selected=0)
    assert words in page.locator(".cl-facts").inner_text()


def test_card_of_a_claim_with_an_end_says_nothing_of_it(opened: Opener) -> None:
    page = opened(open_ended())
    patch(page, selected=1)
    assert "Still so?" not in page.locator(".cl-facts").inner_text()
    patch(page, selected=2)
    assert "No end was stated. No report of it has a date." in page.locator(".cl-facts").inner_text()


def test_list_notes_it_and_follows_the_day(opened: Opener) -> None:
    page = opened(open_ended())
    note = page.locator("[data-row='0'] .cl-item-fading")
    for days, words in ((61, "last reported 61 days earlier"), (0, "last reported on the last day")):
        patch(page, known=known(days))
        assert note.inner_text() == f"No end stated, {words}"
    assert page.locator("[data-row='1'] .cl-item-fading").count() == 0
    assert page.locator("[data-row='2'] .cl-item-fading").inner_text() == "No end stated, no dated report"


def test_legend_tells_the_steps_that_the_code_uses(opened: Opener) -> None:
    page = opened(open_ended())
    page.locator(".cl-legend-help > summary").click()
    settle(page)
    said = page.locator(".cl-samples").inner_text()
    for number in (31, 92, 183):
        assert f"from day {number}" in said


def test_methodology_names_the_same_days() -> None:
    words = (ROOT / "docs" / "methodology.md").read_text("utf-8").split("## Fading and empty maps")[1]
    for number in sorted({days for days, fade in STEPS if fade and days in (31, 92, 183)}):
        assert f"from day {number}" in " ".join(words.split())


def on_map(page: Page, claims: list[Payload], reported: list[int]) -> int:
    """Draw claims of one place, the last report of each on its day since 1970; how dark the middle of the map is."""
    horizon = claim(1, history=[step(400 * DAY, 2)])  # something became public on day 400, so the data end there
    reports = [{"claim": row, "at": on * DAY, "stance": "asserts"} for row, on in enumerate(reported)]
    places = [point(36, 51, 100), point(0, 0, 100), within(0)]
    areas = [box_area(35, 50.5, 37, 51.5, "Kursk Oblast")]
    show(page, make_payload(places, [*claims, horizon], areas, reports), center=CENTER, zoom=8)
    page.evaluate("claims.stats()")
    image = picture(page)
    box = around(*MIDDLE, 6) if claims[0]["place"] == 0 else (300, 340, 400, 400)
    pixels = [pixel_at(image, x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])]
    return sum(255 * 3 - sum(pixel) for pixel in pixels) // len(pixels)


def lasting(place: int) -> Payload:
    return claim(place, Status.CONFIRMED, t0=5 * DAY, t1=None)


@pytest.mark.parametrize("place", [0, 2])
def test_marks_and_areas_pale_with_the_silence(page: Page, place: int) -> None:
    inks = [on_map(page, [lasting(place)], [on]) for on in (400, 340, 300, 100)]
    assert inks == sorted(inks, reverse=True)
    assert all(one > other * 1.1 for one, other in pairwise(inks)), inks
    assert inks[-1] > 0


def test_area_with_a_fresh_claim_or_one_with_an_end_is_not_paled(page: Page) -> None:
    fresh = on_map(page, [lasting(2)], [400])
    assert on_map(page, [lasting(2), lasting(2)], [400, 100]) == fresh
    ended = claim(2, Status.CONFIRMED, t0=5 * DAY, t1=900 * DAY)
    assert on_map(page, [lasting(2), ended], [100, 100]) == fresh
