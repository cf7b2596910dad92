"""Text of strangers stays text: in card, list, tooltip and files, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import serve
from tests.browser.payloads import PAYLOADS, hostile_folder
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(hostile_folder(tmp_path_factory.mktemp("hostile") / "data")) as address:
        yield address


def _assert_inert(reader: Reader) -> None:
    assert reader.doc.evaluate("() => window.__ran") is None
    assert reader.page.evaluate("() => window.__ran") is None
    assert "1337" not in reader.page.content()
    assert "1337" not in reader.doc.content()
    assert reader.complaints == []


def test_list_card_and_tooltip_show_it_verbatim(hostile: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(hostile).open()
    reader.doc.get_by_role("button", name="Zoom to all").click()
    reader.page.wait_for_timeout(900)
    listed = reader.doc.locator(".cl-list").evaluate("(node) => node.textContent")
    for payload in PAYLOADS:
        assert payload in listed, payload
    for row in range(6):
        reader.js("app.state.set({selected: argument})", row)
        card = reader.doc.locator(".cl-card").evaluate("(node) => node.textContent")
        for payload in PAYLOADS:
            assert payload in card, payload
        assert reader.doc.locator(".cl-card a[href^='javascript']").count() == 0
    reader.js("app.state.set({selected: -1})")
    reader.page.mouse.move(*reader.spot(51.19, 35.27, 11))
    reader.page.wait_for_timeout(200)
    assert "<script>window.__ran=1" in reader.doc.locator(".cl-map").evaluate("(node) => node.textContent")
    _assert_inert(reader)


def test_sidebar_and_sentence_show_it_verbatim(hostile: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(hostile).open()
    box = reader.sidebar().get_by_label("Search", exact=True)
    box.fill("{{ 7*191 }}")
    box.press("Enter")
    reader.rest()
    assert "{{ 7*191 }}" in reader.doc.locator(".cl-sentence").inner_text()
    reader.sidebar().locator("[data-testid=stMultiSelect]", has_text="Source").first.locator("input").first.click()
    reader.page.wait_for_timeout(300)
    _assert_inert(reader)


def test_saved_files_hold_it_as_text(hostile: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(hostile).open()
    dialog = reader.open_saving()
    assert "".join(PAYLOADS[0].split()) in "".join(dialog.inner_text().split()), "the citation shows it"
    claims = Path(reader.make(dialog, ".geojson").path()).read_bytes()
    assert all(PAYLOADS[0] in feature["properties"]["claim"] for feature in json.loads(claims)["features"])
    assert b"1337" not in claims
    assert len(Path(reader.make(dialog, ".png").path()).read_bytes()) > 1000
    dialog.get_by_label("Title", exact=True).fill("{{ 7*191 }} ![](http://example.org/beacon.png)")
    dialog.get_by_label("Title", exact=True).press("Enter")
    dialog.get_by_text("Claimline: {{ 7*191 }} ![](http").wait_for()
    _assert_inert(reader)


def test_a_broken_data_set_shows_its_sentence_and_no_traceback(
    tmp_path: Path, open_reader: Callable[..., Reader]
) -> None:
    folder = DatasetBuilder(tmp_path / "broken").put("claims.csv", 3, "event_date", "2024-02-30").write()
    with serve(folder) as address:
        reader = open_reader(address)
        reader.page.goto(address)
        reader.page.get_by_text("claims.csv, row 3, field event_date").wait_for()
        text = reader.page.locator("[data-testid=stMain]").inner_text()
        assert "“2024-02-30” cannot be used" in text
        assert "Traceback" not in text
        assert 'File "' not in text
        reader.close()
