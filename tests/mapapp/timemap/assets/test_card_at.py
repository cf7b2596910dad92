"""The claim card as of a day: nothing on it was public later, and it says which rule gave the status."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.model import Aspect, Status
from tests.mapapp.timemap.assets.dated_page import plain, report, with_reports
from tests.mapapp.timemap.assets.known_columns import known_parts, step
from tests.mapapp.timemap.assets.panel_page import DAY, Opener, patch, seconds, settle

pytestmark = pytest.mark.browser

LATE = "LATER WORDS"
STATUSES = list(Status)
PLACE = list(Aspect).index(Aspect.PLACE)


def end_of(day: date) -> int:
    """The state's ``known`` for a day: its end, exclusive, in seconds UTC."""
    return seconds(day) + DAY


def assessment(day: date, status: Status, aspect: Aspect, reason: str, evidence: list[int]) -> dict[str, Any]:
    return {
        "claim": 0, "aspect": aspect.label, "aspectIndex": list(Aspect).index(aspect),
        "status": STATUSES.index(status), "basis": "Imagery", "reason": reason, "evidence": evidence,
        "effective": f"{day.day} {day:%b %Y}", "at": seconds(day), "recorded": "23 Nov 2026", "by": "desk",
    }  # fmt: skip


def dated() -> dict[str, Any]:
    """One claim: reported 18 and 20 October, confirmed, denied and quoted on 5 November 2024; and an unassessed one."""
    first, later = date(2024, 10, 18), date(2024, 11, 5)
    spans: list[Any] = [(date(2024, 10, 8), date(2024, 10, 13)), (date(2024, 10, 9), date(2024, 10, 9))]
    histories = [
        [
            step(seconds(first), 2, rule=0, reports=1, origins=1),
            step(seconds(date(2024, 10, 20)), 2, rule=0, reports=2, origins=2, independent=1),
            step(seconds(later), 0, rule=1, reports=4, origins=3, independent=1, denied=1),
        ],
        [step(seconds(first), 2)],
    ]
    data = plain(spans, histories)
    data |= known_parts(histories, [(0, 0, seconds(later), 0), (0, PLACE, seconds(date(2024, 10, 20)), 4)])
    data["rules"] = [
        {"id": "default", "status": 2, "words": "Nobody has assessed it."},
        {"id": "assessed", "status": 0, "words": f"{LATE} imagery shows it."},
    ]
    data = with_reports(
        data,
        [
            report(0, later, title=f"{LATE} origin"),
            report(1, first, title="Early repeat", remark="Our own remark", **{"from": 0}),
            report(2, date(2024, 10, 20), title="Second origin", independent_of=0),
            report(3, later, title=f"{LATE} denial", stance="denies"),
            report(4, None, title=f"{LATE} undated"),
        ],
    )
    data["positions"] = [
        {"claim": 0, "party": 2, "position": "asserts", "date": "20 Oct 2024", "at": seconds(date(2024, 10, 20)),
         "report": 0},
        {"claim": 0, "party": 1, "position": "denies", "date": "5 Nov 2024", "at": seconds(later), "report": 3},
    ]  # fmt: skip
    data["assessments"] = [
        assessment(date(2024, 10, 20), Status.DISPUTED, Aspect.PLACE, "Two places are named.", [1, 0]),
        assessment(later, Status.CONFIRMED, Aspect.PRESENCE, f"{LATE} seen from above.", [0]),
    ]
    data["claims"]["remark"] = [f"{LATE} remark", ""]
    return data


def card(page: Page) -> str:
    return page.locator(".cl-card-body").inner_text()


def test_card_at_a_day_holds_nothing_of_a_later_day(opened: Opener) -> None:
    page = opened(dated())
    patch(page, known=end_of(date(2024, 10, 20)), selected=0)
    text = page.locator(".cl-card-body").text_content() or ""
    for late in (LATE, "National Intelligence Service", "Ministry of Defence of Russia", "5 Nov", "2026", "denie"):
        assert late not in text, late
    assert "Early repeat" in text
    assert "Second origin" in text


def test_everything_known_shows_what_has_no_date(opened: Opener) -> None:
    page = opened(dated())
    patch(page, selected=0)
    text = card(page)
    for words in (f"{LATE} undated", f"{LATE} remark", "Our own remark", "written down 23 Nov 2026", f"{LATE} denial"):
        assert words in text, words
    patch(page, known=end_of(date(2030, 1, 1)))
    text = card(page)
    assert f"{LATE} denial" in text
    assert f"{LATE} undated" not in text


def test_card_follows_the_day_and_leaves_the_reader_where_they_were(opened: Opener) -> None:
    page = opened(dated())
    patch(page, selected=0)
    page.evaluate("document.querySelector('.cl-card-body').scrollTop = 120")
    chip, fired = page.locator(".cl-chip"), page.locator(".cl-fired")
    assert (chip.inner_text(), fired.inner_text()) == ("Confirmed", f"{LATE} imagery shows it.")
    patch(page, known=end_of(date(2024, 11, 4)))
    assert (chip.inner_text(), fired.inner_text()) == ("Unverified", "Nobody has assessed it.")
    assert page.locator(".cl-as-of").inner_text() == "as known on 4 Nov 2024"
    assert page.locator(".cl-card-status .cl-badge").count() == 0
    assert page.evaluate("document.querySelector('.cl-card-body').scrollTop") == 120
    patch(page, known=end_of(date(2024, 11, 5)))
    assert chip.inner_text() == "Confirmed"
    assert page.locator(".cl-card-status .cl-badge").inner_text() == "denied by a party"


COUNTS = [
    (date(2024, 10, 18), "1 report, 1 origin"),
    (date(2024, 10, 20), "2 reports, 2 origins, 1 of them independent"),
    (date(2024, 11, 5), "4 reports, 3 origins, 1 of them independent"),
]


@pytest.mark.parametrize(("day", "words"), COUNTS)
def test_counts_are_of_the_day_and_tell_origins_from_independent_ones(opened: Opener, day: date, words: str) -> None:
    page = opened(dated())
    patch(page, known=end_of(day), selected=0)
    assert page.locator("h3", has_text="Who repeats whom").locator("span").inner_text() == words


def test_origin_that_was_not_public_yet_is_not_named(opened: Opener) -> None:
    page = opened(dated())
    patch(page, known=end_of(date(2024, 10, 18)), selected=0)
    group = page.locator(".cl-origin")
    assert group.count() == 1
    assert "1 report repeats a report that was not public yet" in group.inner_text()
    assert group.locator(".cl-report b").all_inner_texts() == ["Yonhap"]
    patch(page, known=None)
    assert "1 report repeats it" in page.locator(".cl-origin").first.inner_text()


def test_evidence_that_was_not_public_yet_is_counted_and_not_named(opened: Opener) -> None:
    page = opened(dated())
    patch(page, known=end_of(date(2024, 10, 20)), selected=0)
    assert "Basis: imagery (Yonhap; 1 report not public yet)" in page.locator(".cl-history").inner_text()
    # nor is a position's report linked before it was public
    assert page.locator(".cl-positions .cl-report-title").count() == 0


def test_aspects_are_those_of_the_day(opened: Opener) -> None:
    page = opened(dated())
    patch(page, known=end_of(date(2024, 10, 19)), selected=0)
    assert "No aspect has been assessed." in card(page)
    for day, names in ((date(2024, 10, 20), ["Place Disputed"]), (date(2024, 11, 5), ["Presence", "Place"])):
        patch(page, known=end_of(day))
        rows = [" ".join(node.inner_text().split()) for node in page.locator(".cl-aspects li").all()]
        assert len(rows) == len(names)
        assert all(row.startswith(name.split()[0]) for row, name in zip(rows, names, strict=True))
    assert "Not assessed: actor, time, quantity, activity." in card(page)


def test_status_of_the_card_stays_that_of_presence_when_the_map_is_coloured_by_place(opened: Opener) -> None:
    page = opened(dated())
    patch(page, selected=0)
    page.get_by_label("Colour by").select_option(label="Place")
    settle(page)
    assert page.locator(".cl-chip").inner_text() == "Confirmed"
    assert "The map is coloured by place: disputed." in card(page)
    patch(page, selected=1)
    assert "The map is coloured by place: not assessed." in card(page)


def test_legend_offers_assessed_aspects_and_owns_up_to_the_unassessed(opened: Opener) -> None:
    page = opened(dated())
    options = page.get_by_label("Colour by").locator("option").all_inner_texts()
    assert options == ["Presence and activity", "Presence", "Place"]
    note = page.locator(".cl-legend-unassessed")
    assert note.inner_text() == ""
    page.get_by_label("Colour by").select_option(label="Place")
    settle(page)
    assert page.evaluate("page.state.get().aspect") == PLACE
    assert page.locator(".cl-legend > summary").inner_text().startswith("Status: place")
    assert note.inner_text() == "1 claim in view is not assessed for place and looks unverified for that."
    patch(page, known=end_of(date(2024, 10, 19)))
    assert note.inner_text().startswith("2 claims in view are not assessed for place")
    patch(page, aspect=-1)
    assert page.get_by_label("Colour by").input_value() == "-1"
    assert note.inner_text() == ""


def test_no_aspect_assessed_no_choice_of_colours(opened: Opener) -> None:
    page = opened(plain([(date(2024, 10, 8), date(2024, 10, 8))]))
    assert page.get_by_label("Colour by").count() == 0


def test_every_day_shows_only_what_was_public_by_then(opened: Opener) -> None:
    data = dated()
    page = opened(data)
    titles = {index: (entry["title"], entry["at"]) for index, entry in enumerate(data["reports"])}
    for offset in range(0, 24, 3):
        known = end_of(date(2024, 10, 17) + timedelta(days=offset))
        patch(page, known=known, selected=0)
        if page.locator(".cl-card").is_hidden():
            assert known <= seconds(date(2024, 10, 18))
            continue
        text = page.locator(".cl-origins").inner_text()
        for title, at in titles.values():
            assert (title in text) is (at is not None and at < known)


def test_the_card_counts_in_the_order_of_the_day_at_once(opened: Opener) -> None:
    """The day and the claim of a link come in one message; the list is built a frame later."""
    data = dated()
    histories = [[step(seconds(date(2024, 10, 18)), 2)], [step(seconds(date(2024, 12, 1)), 2)]]
    page = opened(data | known_parts(histories))
    known = end_of(date(2024, 11, 10))
    where = page.evaluate(
        "known => { page.state.set({known, selected: 0});"
        " return document.querySelector('.cl-card-where').textContent }",
        known,
    )
    assert where == "1 of 1"


def elsewhere() -> dict[str, Any]:
    """The first claim is confirmed from 5 November 2024, by a report of the second and one of its own."""
    data = dated()
    data["reports"][0] |= {"claim": 1}
    data["steps"]["assessment"][2] = 1
    data["assessments"][1] |= {"evidence": [0, 3]}
    return data


def test_a_status_that_rests_on_a_report_of_another_claim_says_so(opened: Opener) -> None:
    page = opened(elsewhere())
    patch(page, selected=0)
    note = page.locator(".cl-card .cl-elsewhere")
    assert "rests on a report of another claim, which the counts below leave out" in note.inner_text()
    assert "5 Nov 2024" in note.inner_text()
    assert note.locator("li").count() == 1, "the other report is the claim's own"
    assert "and 1 report of another claim" in page.locator('.cl-item[data-row="0"] .cl-item-foot').inner_text()
    assert "another claim" not in page.locator('.cl-item[data-row="1"] .cl-item-foot').inner_text()
    note.get_by_role("button", name="Claim number 1").click()
    assert page.evaluate("page.state.get().selected") == 1
    assert page.evaluate("document.activeElement.className") == "cl-claim"
    assert note.count() == 0


def test_before_that_judgement_no_other_claim_is_named(opened: Opener) -> None:
    page = opened(elsewhere())
    patch(page, known=end_of(date(2024, 11, 4)), selected=0)
    assert page.locator(".cl-elsewhere").count() == 0
    assert "another claim" not in page.locator('.cl-item[data-row="0"]').inner_text()


@pytest.mark.parametrize(("width", "covered"), [(1120, True), (390, False)])
def test_the_list_under_an_open_card_takes_no_focus(opened: Opener, width: int, covered: bool) -> None:
    page = opened(dated(), size=(width, 820))
    first = page.locator('.cl-item[data-row="0"]')
    first.focus()
    first.press("Enter")
    assert page.locator(".cl-card").is_visible()
    assert page.evaluate("document.querySelector('.cl-list').inert") is covered
    page.set_viewport_size({"width": 390, "height": 820})
    page.wait_for_function("document.querySelector('.cl-list').inert === false")
    page.set_viewport_size({"width": width, "height": 820})
    page.wait_for_function("(covered) => document.querySelector('.cl-list').inert === covered", arg=covered)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.row") == "0"


def foreign(value: str, day: date | None, **more: Any) -> dict[str, Any]:
    words = "" if day is None else f"{day.day} {day:%b %Y}"
    return {
        "claim": 0, "by": "An archive", "scheme": "", "value": value, "date": words,
        "at": None if day is None else seconds(day), **more,
    }  # fmt: skip


def test_what_others_call_it_stands_as_their_word_on_its_day(opened: Opener) -> None:
    data = dated()
    data["foreign"] = [
        foreign("Verified", date(2024, 10, 19), scheme="status"),
        foreign(f"{LATE} <b>Confirmed</b>", None, by="<i>Another</i>"),
        foreign("Seen", None, by="not stated"),
        foreign("Of another claim", None, claim=1),
    ]
    page = opened(data)
    patch(page, selected=0)
    text = " ".join(card(page).split())
    assert (
        "An archive calls it “Verified” (their word, not our status) Their scale: status · public 19 Oct 2024" in text
    )
    said = f"<i>Another</i> calls it “{LATE} <b>Confirmed</b>” (their word, not our status) Nobody knows since when"
    assert said in text
    assert "Somebody, not stated who, calls it “Seen” (their word, not our status)" in text
    assert "Of another claim" not in text
    patch(page, known=end_of(date(2024, 10, 19)))
    text = card(page)
    assert "Verified" in text
    assert LATE not in text
    assert "Verified" not in page.locator(".cl-card-status").inner_text()
    patch(page, known=end_of(date(2024, 10, 18)))
    assert "calls it" not in card(page)
    assert "What others call it" not in card(page)
