"""The dialog that saves, in a browser: every format, a long one cancelled, the keyboard alone, a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.model import Dataset
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.save import SIDECAR
from mapapp.export.verify import verify
from tests.browser.reader import Reader

# What a file of each format begins with, and where
MARKS = {
    ".png": (0, b"\x89PNG"), ".svg": (0, b"<?xml"), ".pdf": (0, b"%PDF-"), ".geojson": (0, b'{"type"'),
    ".csv": (0, b"\xef\xbb\xbf"), ".xlsx": (0, b"PK"), ".gpkg": (0, b"SQLite"), ".parquet": (0, b"PAR1"),
    ".kml": (0, b"<?xml"), ".zip": (0, b"PK"), ".html": (0, b"<!DOCTYPE"), ".gif": (0, b"GIF8"), ".webp": (8, b"WEBP"),
    ".mp4": (4, b"ftyp"),
}  # fmt: skip


MAKE_MS = 120_000  # on a busy machine


def buttons(dialog: Locator) -> Locator:
    return dialog.get_by_role("button", name="Make file")


def focused(page: Page) -> str:
    text = page.evaluate("() => document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
    return str(text).strip()


def go_to(page: Page, end: str, key: str = "Tab") -> None:
    """Go on by a key to what is called so at its end; a round through the dialog has fewer stops."""
    for _stop in range(25):
        if focused(page).endswith(end):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{end} cannot be reached; the focus is at {focused(page)}")


def test_every_format_is_made_and_fetched_while_the_map_stays_as_it_is(
    served: str, open_reader: Callable[..., Reader], bundled: Dataset
) -> None:
    reader = open_reader(served).open("?from=2024-11-04&to=2024-11-07")  # a film of so few days has few frames
    reader.js("(window.__same = document.querySelector('canvas'))")
    dialog = reader.open_saving()
    for suffix in FORMATS:
        saved = reader.make(dialog, suffix)
        assert saved.suggested_filename.endswith(suffix)
        content = Path(saved.path()).read_bytes()
        at, mark = MARKS[suffix]
        assert content[at:].startswith(mark), suffix
        beside = dialog.get_by_role("button", name="Download its manifest")
        if beside.count():
            with reader.page.expect_download() as fetched:
                beside.click()
            assert fetched.value.suggested_filename == saved.suggested_filename + SIDECAR
        manifest = Path(fetched.value.path()).read_bytes() if beside.count() else None
        assert verify(content, bundled, suffix=suffix, beside=manifest).code == 0, suffix
    reader.close_dialog(dialog)
    assert reader.js("window.__same === document.querySelector('canvas')"), "the document was loaded anew"
    assert reader.complaints == []


def test_a_choice_and_a_press_right_after_it_make_what_was_chosen(reader: Reader) -> None:
    dialog = reader.open_saving()
    dialog.get_by_role("radio", name=Kind.DATA.value, exact=True).click()
    dialog.get_by_role("radio", name="KML", exact=True).click()
    buttons(dialog).click()
    dialog.get_by_role("button", name="Download nk-in-russia").filter(has_text=".kml (").wait_for(timeout=MAKE_MS)


def test_a_long_one_shows_how_far_it_is_and_can_be_cancelled(reader: Reader) -> None:
    dialog = reader.open_saving()
    dialog.get_by_role("radio", name=Kind.FILM.value, exact=True).click()
    dialog.get_by_text(FORMATS[".gif"].note).wait_for()
    buttons(dialog).click()
    bar = dialog.get_by_role("progressbar")
    bar.wait_for()
    reader.page.wait_for_function(
        "() => Number(document.querySelector('[role=dialog] [role=progressbar]')?.getAttribute('aria-valuenow')) > 0",
        timeout=MAKE_MS,
    )
    expect(dialog).to_contain_text("Making the file: ")
    dialog.get_by_role("button", name="Cancel").click()
    dialog.get_by_text("Cancelled: nothing was saved.").wait_for(timeout=MAKE_MS)
    assert bar.count() == 0
    buttons(dialog).wait_for()
    name = reader.make(dialog, ".csv").suggested_filename
    assert name.endswith(".csv"), "the next one is made at once"


def test_a_view_that_comes_late_leaves_the_dialog_open_and_is_what_it_saves(reader: Reader) -> None:
    dialog = reader.open_saving()
    expect(dialog).to_contain_text("All claims, 19 June 2024")
    reader.js("app.state.set({from: argument})", 1730419200)  # 1 November 2024
    expect(dialog).to_contain_text("All claims, 1 November 2024")
    assert reader.make(dialog, ".csv").suggested_filename.startswith("nk-in-russia_2024-11-01_")


def test_closed_and_opened_again_it_has_the_last_choices_and_the_file(reader: Reader) -> None:
    dialog = reader.open_saving()
    name = reader.make(dialog, ".kml").suggested_filename
    reader.close_dialog(dialog)
    dialog = reader.open_saving()
    expect(dialog.get_by_role("radio", name="KML")).to_have_attribute("aria-checked", "true")
    assert reader.page.get_by_test_id("stAlert").count() == 0
    with reader.page.expect_download() as again:
        dialog.get_by_role("button", name=f"Download {name}").click()
    assert again.value.suggested_filename == name


def test_the_keyboard_alone_saves_and_comes_back(reader: Reader) -> None:
    page = reader.page
    opener = reader.sidebar().get_by_role("button", name="Save or cite")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Claimline: ").wait_for()
    order = []
    for _stop in range(8):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert [*order[:4], order[-1]] == ["Close", "Picture", "PNG", "Title", "Make file"]
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_text("Claimline: ").wait_for()
    go_to(page, "Picture")
    go_to(page, "Data", "ArrowRight")
    page.keyboard.press("Space")
    dialog.get_by_text(FORMATS[".geojson"].note).wait_for()
    go_to(page, "Make file")
    page.keyboard.press("Enter")
    fetch = dialog.get_by_role("button", name="Download nk-in-russia")
    fetch.wait_for(timeout=MAKE_MS)
    with page.expect_download() as saved:
        go_to(page, "B)")
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".geojson")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_whole(served: str, open_reader: Callable[..., Reader], scheme: str) -> None:
    reader = open_reader(served, width=390, height=844, scheme=scheme).open()
    reader.page.get_by_test_id("stExpandSidebarButton").tap()
    dialog = reader.open_saving()
    wide = "() => [...document.querySelectorAll('[role=dialog] *')].filter((n) => n.scrollWidth > 391).length"
    assert reader.page.evaluate(wide) == 0
    for suffix in (".png", ".csv"):
        name = reader.make(dialog, suffix).suggested_filename
        box = dialog.get_by_role("button", name=f"Download {name}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 844, "what matters stands above the fold"
    small = dialog.get_by_role("radio").evaluate_all("(all) => all.filter((n) => n.offsetHeight < 36).length")
    assert small == 0
    assert reader.complaints == []


def test_the_citation_can_be_copied(reader: Reader) -> None:
    dialog = reader.open_saving()
    line = dialog.locator(".st-key-save_citation code").inner_text()
    assert line.startswith("Claimline: North Korean forces in Russia")
    assert f"view {reader.address}/?from=" in line
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.locator(".st-key-save_citation").hover()
    dialog.get_by_role("button", name="Copy to clipboard").click()
    assert reader.page.evaluate("() => navigator.clipboard.readText()") == line
