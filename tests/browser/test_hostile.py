"""Text of strangers stays text: in card, list, tooltip and files, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import serve
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder

# Harmless if it runs: it would set window.__ran. `{{ 7*191 }}` must never become 1337.
PAYLOADS = [
    "<script>window.__ran=1</script>",
    "</script><script>window.__ran=2</script>",
    "<img src=x onerror=window.__ran=3>",
    "${window.__ran=4}",
    "`;window.__ran=5;//",
    "\\u003cimg src=x onerror=window.__ran=6\\u003e",
    "\\x3cscript\\x3ewindow.__ran=7\\x3c/script\\x3e",
    "C:\\users\\xander\\x",
    "{{ 7*191 }}",
    "{% if x %}",
    "{# tag",
    "<!--<script>",
    "javascript:window.__ran=8",
    "'\"><svg onload=window.__ran=9>",
    "![](http://example.org/beacon.png)",
    "=HYPERLINK(1)",
]


def _hostile(folder: Path) -> Path:
    builder = DatasetBuilder(folder)
    text = " ¦ ".join(PAYLOADS)
    for row in range(2, 2 + len(builder.tables["claims.csv"])):
        builder.put("claims.csv", row, "claim", f"claim {row}: {text}")
        builder.put("claims.csv", row, "actor", text)
        builder.put("claims.csv", row, "remark", text)
    for row in range(2, 2 + len(builder.tables["places.csv"])):
        for field in ("name_en", "name_ru", "name_uk", "name_ko", "remark"):
            builder.put("places.csv", row, field, text)
    for row in range(2, 2 + len(builder.tables["reports.csv"])):
        builder.put("reports.csv", row, "title", text).put("reports.csv", row, "remark", text)
        builder.put("reports.csv", row, "url", "http://example.org/?q=javascript:window.__ran=8")
    for row in range(2, 2 + len(builder.tables["assessments.csv"])):
        builder.put("assessments.csv", row, "reason", text).put("assessments.csv", row, "by", text)
    for row in range(2, 2 + len(builder.tables["sources.csv"])):
        builder.put("sources.csv", row, "name", f"{row} {text}")
    builder.info = builder.info.replace('title = "A tiny data set"', f"title = {json.dumps(text)}")
    return builder.write()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(_hostile(tmp_path_factory.mktemp("hostile") / "data")) as address:
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
    reader.page.wait_for_timeout(3_000)  # a rerun that is still to come would take the button away under the pointer
    reader.rest()
    for name in ("Save claims", "Save picture"):
        with reader.page.expect_download(timeout=60_000) as saved:
            reader.sidebar().get_by_role("button", name=name).click()
        content = Path(saved.value.path()).read_bytes()
        assert len(content) > 1000
        if name == "Save claims":
            claims = json.loads(content)["features"]
            assert all(PAYLOADS[0] in feature["properties"]["claim"] for feature in claims)
            assert b"1337" not in content
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
