"""Copy a pinned link with the button, open it on the same data and on newer ones, and walk to today's view and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.link import link_of, pinned_view
from mapapp.pin import check_of
from mapapp.view import parse_view
from tests.browser.conftest import serve
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder

VIEW = "Claimline.describeView(app.map, app.data, app.state.get())"
_TOLD = "from, to, mode, known, aspect, claim, zones, borders, panel"
SHOWN = f"(({{{_TOLD}}}) => [{_TOLD}])({VIEW})"


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a tiny data set."""
    with serve(DatasetBuilder(tmp_path_factory.mktemp("then")).write()) as address:
        yield address


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on the same data, to which one judgement and one claim of later days were added."""
    builder = DatasetBuilder(tmp_path_factory.mktemp("later"))
    builder.add(
        "assessments.csv", assessment_id="b1", claim_id="point", aspect="presence", status="refuted", basis="imagery",
        reason="**Pictures** of an empty field {{ 7*191 }}", evidence="r1", effective_at="2025-06-01",
        recorded_at="2025-06-02", by="tests",
    ).add(
        "claims.csv", claim_id="new", claim="More sappers work at Sudzha", claim_type="demining", modality="present",
        actor="sappers", place_id="sudzha", event_date="2024-12-01",
    ).add(
        "reports.csv", report_id="r9", claim_id="new", source_id="daily", published_at="2025-05-01", stance="asserts",
        title="More of them",
    )  # fmt: skip
    with serve(builder.write()) as address:
        yield address


def copied(reader: Reader) -> str:
    """The link that the button copies."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.doc.get_by_role("button", name="Copy link").click()
    expect(reader.page.frame_locator("iframe.claimline-frame").locator(".cl-copy-words")).to_contain_text("Link copied")
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


def strip(reader: Reader) -> Locator:
    return reader.page.get_by_role("region", name="Pinned view")


def query(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query)


def elsewhere(link: str) -> str:
    """The part of a link behind its host, for another server."""
    return f"?{urlsplit(link).query}"


def test_the_copied_link_holds_what_is_on_the_screen_at_that_moment(
    served: str, open_reader: Callable[..., Reader], bundled: Dataset
) -> None:
    reader = open_reader(served).open("?type=demining&type=combat&borders=defacto&text=Kursk")
    reader.set_window("2024-11-01", "2025-11-30")
    reader.js(
        "app.state.set({ known: Date.UTC(2025, 3, 1) / 1000 }), app.map.setView([51.6, 35.9], 6.5, {animate: false}), 1"
    )
    link = copied(reader)  # at once: nothing has come to rest, and nothing was told to the page
    assert link.startswith(f"{served}/?from=2024-11-01&to=2025-11-30&known=2025-03-31&data={bundled.digest[:12]}&n=")
    view = parse_view(query(link), bundled)
    assert view.pin is not None
    west, south, east, north = reader.js(f"{VIEW}.bounds")
    box = view.pin.box
    assert box is not None
    assert (box.west, box.south, box.east, box.north) == pytest.approx((west, south, east, north), abs=2e-4)
    found = select(bundled, view.query(box))
    assert view.pin.keeps(found)
    assert sorted(bundled.claims[row].claim_id for row in found.in_view) == reader.selection()["inView"] != []
    assert {key: query(link)[key] for key in ("type", "text", "borders")} == {
        "type": ["combat", "demining"], "text": ["Kursk"], "borders": ["defacto"],
    }  # fmt: skip


CHECKED: list[dict[str, Any]] = [
    {}, {"known": "2024-11-20"}, {"aspect": "place"}, {"mode": "cumulative", "to": "2025-01-01"},
    {"status": "confirmed"}, {"text": "Курск", "known": "2025-02-01"}, {"party": "Ukraine"},
    {"zones": "off"}, {"panel": "numbers"},
]  # fmt: skip


def test_the_browser_promises_what_the_library_promises(
    served: str, open_reader: Callable[..., Reader], bundled: Dataset
) -> None:
    """The same digits for the same view, in every kind of question; the link opens as the same view."""
    reader = open_reader(served)
    for asked in CHECKED:
        reader.open("?" + "&".join(f"{key}={value}" for key, value in asked.items()))
        link = copied(reader)
        view = parse_view(query(link), bundled)
        assert view.pin is not None
        ours = pinned_view(select(bundled, view.query(view.pin.box)), window_mode=view.map.mode.value)
        assert ours.pin == view.pin, asked
        assert view.map.known_on is not None
        assert (view.map.first_day, view.map.last_day) != (None, None)


def test_check_digits_are_those_of_python(reader: Reader, bundled: Dataset) -> None:
    found = select(bundled, ClaimQuery())
    lines = [f"{bundled.claims[row].claim_id} {found.verdicts[row].status}" for row in found.in_view]
    assert reader.js("Claimline.crc32(argument)", "\n".join(sorted(lines))) == check_of(found)
    assert reader.js("Claimline.crc32(argument)", "") == "00000000"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_copied_link_opens_the_same_view_on_the_same_screen(
    served: str, open_reader: Callable[..., Reader], width: int, height: int
) -> None:
    reader = open_reader(served, width=width, height=height).open("?type=demining&zones=off&at=51.5,36,5.5")
    link, shown = copied(reader), reader.js(SHOWN)
    again = open_reader(served, width=width, height=height).open(elsewhere(link))
    was, now = reader.js(VIEW), again.js(VIEW)
    assert again.js(SHOWN)[:3] == shown[:3]
    assert (now["known"], was["known"]) == (query(link)["known"][0], None)
    assert set(reader.selection()["inView"]) <= set(again.selection()["inView"])
    assert now["zoom"] == pytest.approx(was["zoom"], abs=0.26)
    assert (now["lat"], now["lon"]) == pytest.approx((was["lat"], was["lon"]), abs=0.5)
    assert again.page.evaluate("document.documentElement.scrollWidth") <= width
    assert again.doc.evaluate("() => document.documentElement.scrollWidth") <= width
    assert "unchanged since" in strip(again).inner_text()
    assert again.link() == {**query(link), "at": again.link()["at"]}, "the address stays pinned"
    assert reader.complaints + again.complaints == []


def test_the_box_of_a_saved_picture_is_seen_whole(
    then: str, open_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    tiny = load_dataset(DatasetBuilder(tmp_path).write())
    box = BBox(35, 51, 36, 51.5)
    reader = open_reader(then, width=700, height=900).open(link_of(select(tiny, ClaimQuery(bbox=box))))
    west, south, east, north = reader.js(f"{VIEW}.bounds")
    hair = 0.011
    assert west <= box.west + hair
    assert east >= box.east - hair
    assert south <= box.south + hair
    assert north >= box.north - hair
    assert east - west < 4, "and not much more"


def test_where_nothing_may_be_copied_the_link_can_be_selected(then: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(then).open()
    reader.doc.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    button = reader.doc.get_by_role("button", name="Copy link")
    button.focus()
    reader.page.keyboard.press("Enter")
    field = reader.doc.get_by_label("Pinned link")
    field.wait_for(state="visible")
    assert query(field.input_value())["known"] == ["2025-02-02"]
    assert field.evaluate("(node) => node.selectionEnd - node.selectionStart === node.value.length") is True
    assert "It is pinned to 2 February 2025, data" in reader.doc.locator(".cl-copy-words").inner_text()
    reader.page.keyboard.press("Escape")
    assert not field.is_visible()
    assert button.evaluate("(node) => node === document.activeElement") is True


def test_a_refused_clipboard_is_told(then: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(then).open()
    refuse = "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    reader.doc.evaluate(f"() => {{ navigator.clipboard.writeText = {refuse} }}")
    reader.doc.get_by_role("button", name="Copy link").click()
    reader.doc.get_by_label("Pinned link").wait_for(state="visible")
    assert reader.complaints == []


def test_a_document_on_its_own_has_no_button(then: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(then)
    reader.page.goto(f"{then}/timemap/document")
    reader.page.locator("html[data-ready]").wait_for(state="attached")
    assert reader.page.get_by_role("button", name="Then and now").count() == 1
    assert reader.page.get_by_role("button", name="Copy link").count() == 0


def test_on_newer_data_it_says_what_changed_and_walks_to_today_and_back(
    then: str, later: str, open_reader: Callable[..., Reader]
) -> None:
    link = copied(open_reader(then).open())
    reader = open_reader(later).open(elsewhere(link))
    said = strip(reader)
    assert said.locator(".cl-pinned-headline").inner_text() == (
        "1 of these 3 claims has changed since 2 February 2025. 1 more claim would be in this view today."
    )
    assert reader.selection()["inView"] == ["area", "point", "vague"], "as it was"
    map_top = reader.page.locator("iframe.claimline-frame").bounding_box()
    said.get_by_role("button", name="Show the list").click()
    words = said.locator("ol").inner_text()
    for part in (
        "Sappers work at Sudzha",
        "Corroborated",
        "now",
        "Refuted",
        "1 June 2025: From corroborated to refuted",
    ):
        assert part in words
    assert "**Pictures** of an empty field {{ 7*191 }}" in words, "shown as it is written"
    assert reader.page.locator("iframe.claimline-frame").bounding_box() == map_top, "the map stays where it is"
    reader.page.keyboard.press("Escape")
    expect(said.locator("ol")).to_be_hidden()

    said.get_by_role("button", name="Show as known today").click()
    expect(said.locator(".cl-pinned-where")).to_have_text("On the map now: what is known today.")
    reader.rest()
    assert reader.selection()["inView"] == ["area", "new", "point", "vague"]
    assert {"known", "data", "n", "sum", "box"}.isdisjoint(reader.link())
    assert reader.doc.locator(".cl-known-badge").is_hidden()

    said.get_by_role("button", name="Back to the view as it was").click()
    expect(said.locator(".cl-pinned-where")).to_have_count(0)
    reader.rest()
    assert reader.selection()["inView"] == ["area", "point", "vague"]
    assert {key: reader.link()[key] for key in query(link)} == query(link)
    assert reader.complaints == []


def test_the_way_back_restores_all_that_was_changed_meanwhile(
    then: str, later: str, open_reader: Callable[..., Reader]
) -> None:
    link = copied(open_reader(then).open("?type=demining&claim=point&at=51.2,35.3,8"))
    reader = open_reader(later).open(elsewhere(link))
    before, found = reader.js(SHOWN), reader.selection()
    reader.js(
        "app.state.set({ zones: false, borders: 'defacto', mode: 'cumulative', known: null, selected: -1,"
        " panel: 'says' })"
    )
    reader.js("app.map.setView([0, 0], 3, { animate: false }), 1")
    reader.rest()
    reader.choose("Status", "Refuted")
    assert "data" not in reader.link()
    strip(reader).get_by_role("button", name="Back to the view as it was").click()
    expect(strip(reader).locator(".cl-pinned-where")).to_have_count(0)
    reader.rest()
    assert reader.js(SHOWN) == before
    assert reader.selection() == found
    assert reader.link()["type"] == ["demining"]
    assert "status" not in reader.link()


def test_the_strip_works_by_keyboard_and_can_be_dismissed(
    then: str, later: str, open_reader: Callable[..., Reader]
) -> None:
    link = copied(open_reader(then).open())
    reader = open_reader(later, width=390, height=844).open(elsewhere(link))
    said, frame = strip(reader), reader.page.locator("iframe.claimline-frame")
    tall = frame.bounding_box()
    assert tall is not None
    unfold = said.get_by_role("button", name="Show the list")
    unfold.focus()
    reader.page.keyboard.press("Enter")
    expect(said.get_by_role("button", name="Hide the list")).to_have_attribute("aria-expanded", "true")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    for _ in range(2):
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(said).to_be_hidden()
    reader.page.wait_for_timeout(200)
    higher = frame.bounding_box()
    assert higher is not None
    assert higher["height"] > tall["height"]
    assert higher["y"] + higher["height"] == pytest.approx(844, abs=1)
    reader.js("app.state.set({ borders: 'defacto' })")
    reader.rest()
    expect(said).to_be_hidden()
    assert "data" in reader.link(), "the view is still the pinned one"


def test_other_data_are_called_other(then: str, served: str, open_reader: Callable[..., Reader]) -> None:
    link = copied(open_reader(then).open())
    words = strip(open_reader(served).open(elsewhere(link))).inner_text()
    assert words.startswith("Made from other data: on these data ")
    assert "there were 3 when the link was made." in words


def test_a_link_copied_from_a_data_set_of_ones_own_names_it(
    tmp_path: Path, open_reader: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = DatasetBuilder(tmp_path / "home" / "mine")
    monkeypatch.setenv("CLAIMLINE_HOME", str(made.write().parent))
    with serve() as address:
        reader = open_reader(address).open("?dataset=mine&text=Sudzha")
        link = copied(reader)
        assert query(link)["dataset"] == ["mine"]
        assert link.startswith(f"{address}/?dataset=mine&from=")
        again = open_reader(address).open(link.removeprefix(f"{address}/"))
        assert again.selection()["inView"] == reader.selection()["inView"] == ["point"]
        assert again.link()["dataset"] == ["mine"]
