"""A file brought into the app by a reader with a browser: tried, mended, accepted, seen on the map, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.ingest import load_dataset
from geodata.ingest.importing.kept import list_imports
from tests.browser.conftest import serve
from tests.browser.reader import Reader
from tests.browser.test_pages import complaints, navigate
from tests.project import ROOT

UCDP = ROOT / "tests" / "data" / "ucdp_ged_ukraine_2014-2022.csv"
LONG_MS = 60_000  # on a busy machine
NOTES = (
    "text,date,place\n"
    "Troops <img src=x onerror=alert(1)> {{ 7*191 }} ![x](http://127.0.0.1:9/x.png),2024-10-18,Sudzha\n"
    "Roads are mended,2024-10-20,Korenevo\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where data sets of one's own lie; none does yet."""
    monkeypatch.setenv("CLAIMLINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """The app on its bundled data."""
    assert not home.exists()
    with serve() as found:
        yield found


def open_import(reader: Reader) -> Page:
    reader.page.goto(f"{reader.address}/import")
    expect(reader.page.locator(".cl-article h1")).to_have_text("Import", timeout=LONG_MS)
    return reader.page


def drop(page: Page, file: Path) -> None:
    page.locator(".st-key-import_drop input[type=file]").set_input_files(file)
    expect(page.locator(".cl-article-tile")).to_have_count(4, timeout=LONG_MS)


def heaps(page: Page) -> Locator:
    return page.locator(".cl-article-tile strong")


def expect_heaps(page: Page, *counts: str) -> None:
    expect(heaps(page)).to_have_text(list(counts), timeout=LONG_MS)


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def write_into_table(page: Page, row: int, right: int, text: str) -> None:
    """Write into a cell by the keyboard: so many rows below the first, so many columns right of the reasons.

    The grid is drawn on a canvas, and says nothing when it is not ready for keys: they are pressed until it holds them.
    """
    grid = page.locator("[data-testid=stDataFrame] canvas").first
    grid.scroll_into_view_if_needed()
    cell = page.locator(f"[data-testid=stDataFrame] [data-testid='glide-cell-{1 + right}-{row}']")
    for _try in range(5):
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 200, box["y"] + 52)
        for key in ["ArrowDown"] * row + ["ArrowRight"] * right:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        if cell.count() and cell.first.inner_text() == text:
            return
    raise AssertionError(f"the cell holds {cell.first.inner_text()!r}")


def test_a_file_is_mended_accepted_seen_on_the_map_and_taken_back(
    address: str, home: Path, open_reader: Callable[..., Reader]
) -> None:
    reader = open_reader(address)
    page = open_import(reader)
    drop(page, UCDP)
    expect_heaps(page, "3,064", "13", "0", "0")
    expect(page.locator("canvas.cl-preview-map[data-drawn]")).to_be_visible()
    write_into_table(page, 0, 2, "7")  # of 7, 6, 7 the middle one is the highest estimate
    press(page, "import_again")
    expect_heaps(page, "3,065", "12", "0", "0")
    expect(page.get_by_text("1 row corrected by you.")).to_be_visible()
    press(page, "import_accept_button")
    shown = page.get_by_role("link", name="Show on the map")
    shown.wait_for(timeout=LONG_MS)
    (made,) = home.iterdir()
    (kept,) = list_imports(made)
    assert (kept.counts.accepted, kept.counts.doubtful) == (3065, 12)
    assert not (ROOT / "geodata" / "datasets" / "nk-in-russia" / "imports").exists()
    shown.click()
    frame = page.frame_locator("iframe.claimline-frame")
    frame.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=LONG_MS)
    assert reader.link()["dataset"] == [made.name]
    assert reader.js("app.data.payload.claims.id.length") == 3065
    assert reader.js("app.data.payload.claims.id[0]") == f"i{kept.import_id}-2"
    take_back(reader)
    assert load_dataset(made).claims == ()
    assert list_imports(made) == ()
    assert complaints(reader) == []


def take_back(reader: Reader) -> None:
    navigate(reader, "Import")
    reader.page.wait_for_url("**/import**")
    reader.page.get_by_role("button", name="Take back …").click(timeout=LONG_MS)
    expect(reader.page.get_by_text("Take back 3,065 claims?")).to_be_visible()
    reader.page.get_by_role("button", name="Take back", exact=True).click()
    expect(reader.page.get_by_text("Taken back. Its claims are no longer")).to_be_visible(timeout=LONG_MS)


@pytest.mark.parametrize(("width", "height", "scheme"), [(390, 844, "light"), (1440, 900, "dark")])
def test_strangers_words_stay_words_and_everything_fits(
    address: str, tmp_path: Path, open_reader: Callable[..., Reader], width: int, height: int, scheme: str
) -> None:
    file = tmp_path / "notes {{ 7*191 }}.csv"
    file.write_text(NOTES, encoding="utf-8")
    reader = open_reader(address, width=width, height=height, scheme=scheme)
    page = open_import(reader)
    drop(page, file)
    expect_heaps(page, "1", "1", "0", "0")
    expect(page.get_by_text("Which “Korenevo” is meant?")).to_be_visible()
    article = (
        page.locator(".cl-article")
        .filter(has_text="The first")
        .or_(page.locator(".cl-article").filter(has_text="All claims"))
    )
    expect(article.first).to_contain_text("<img src=x onerror=alert(1)> {{ 7*191 }} ![x](")
    assert "1337" not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints(reader) == []


def test_every_step_is_reached_by_the_keyboard(
    address: str, tmp_path: Path, open_reader: Callable[..., Reader]
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text(NOTES, encoding="utf-8")
    page = open_import(open_reader(address))
    drop(page, file)
    wanted = ["Put away", "Answer to question 1", "Licence or terms of use", "Try these rows again",
              "Download these rows", "Title of the new data set"]  # fmt: skip
    for there in (".st-key-import_new_title input", "[data-testid=stDataFrame] canvas"):
        page.locator(there).first.wait_for(timeout=LONG_MS)
    page.locator(".st-key-import_put_away button").focus()
    found: list[str] = []
    for _stop in range(90):
        found.append(
            page.evaluate(
                "() => { const node = document.activeElement;"
                " return (node.getAttribute('aria-label') || '') + ' ' + (node.innerText || '') }"
            )
        )
        page.keyboard.press("Tab")
    missing = [name for name in wanted if not any(name in words for words in found)]
    assert missing == []
