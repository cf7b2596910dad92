"""News and track records: nothing of tomorrow among them, and few cases are no rate."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, expect

from geodata.cli import main as geodata
from tests.browser.reader import Reader
from tests.misreadings.case import LATER, TEXT

SINCE, UNTIL = "2024-10-31", "2025-01-31"
_ATOM = "{http://www.w3.org/2005/Atom}"
# What became public after the end of January
TOMORROW = (
    *LATER,
    "2025-02",
    "2025-03",
    "2025-04",
    "February",
    "March",
    "April",
    "Mar 2025",
    TEXT["bridge"].rstrip("."),
)


@pytest.fixture(scope="module")
def pages(case_reader: Reader) -> Reader:
    """A second window of the same reader, for the pages beside the map."""
    reader = Reader(case_reader.page.context.browser, case_reader.address)  # type: ignore[arg-type]
    yield reader
    reader.close()
    assert reader.outside == []


def article(reader: Reader, path: str, title: str) -> Locator:
    reader.page.goto(f"{reader.address}/{path}")
    expect(reader.page.locator(".cl-article h1")).to_have_text(title, timeout=30_000)
    last = reader.page.locator(".cl-article").last
    expect(last.locator("p, td").first).to_be_visible(timeout=30_000)
    return last


def test_news_of_tomorrow_stands_in_the_page_of_what_changed(pages: Reader) -> None:
    """The page of what changed up to a day names no claim, word or day that came after it."""
    shown = article(pages, f"changes?from={SINCE}&to={UNTIL}", "What changed")
    entries = shown.locator(".cl-article-entries")
    text = " ".join(entries.all_inner_texts())
    assert TEXT["mill"].rstrip(".") in text
    assert [words for words in TOMORROW if words in text] == []
    links = [node.get_attribute("href") or "" for node in entries.get_by_role("link").all()]
    days = [re.search(r"known=([\d-]+)", link) for link in links]
    assert all(day is not None and SINCE < day[1] <= UNTIL for day in days)


def test_news_of_tomorrow_stands_in_the_changes_of_the_shell(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command tells what changed up to a day without a word of later, and with it one day further on."""
    asked = ["changes", "--dataset", str(case), "--from", SINCE]
    assert geodata([*asked, "--to", UNTIL]) == 0
    told = capsys.readouterr().out
    assert TEXT["mill"].rstrip(".") in told
    assert [words for words in TOMORROW if words in told] == []
    geodata([*asked, "--to", "2025-02-01"])
    assert f"{TEXT['mill'].rstrip('.')}: denied by Southland; the claim is unverified." in capsys.readouterr().out


def test_news_of_tomorrow_stands_in_the_feed(case_address: str) -> None:
    """The Atom feed up to a day holds no entry, link or time of later."""
    with urlopen(f"{case_address}/feed/changes.atom?from={SINCE}&to={UNTIL}") as answer:
        document = answer.read().decode("utf-8")
    entries = ET.fromstring(document).findall(f"{_ATOM}entry")
    assert len(entries) > 5
    said = " ".join(ET.tostring(entry, encoding="unicode") for entry in entries)
    assert [words for words in TOMORROW if words in said] == []
    assert max(ET.fromstring(document).findtext(f"{_ATOM}updated", "")[:10], "") <= UNTIL


def test_a_denial_looks_like_a_refutation_among_the_news(pages: Reader) -> None:
    """News of a denial is called so, and the same line says that the status has not moved."""
    shown = article(pages, "changes?from=2025-01-31&to=2025-02-01", "What changed")
    entry = shown.locator(".cl-article-entries li")
    assert entry.locator(".cl-article-kind").all_inner_texts() == ["Denied"]
    assert "denied by Southland; the claim is unverified." in entry.inner_text()


def test_a_claim_that_was_replaced_looks_refuted_among_the_news(pages: Reader) -> None:
    """A total that a later total took over is told as superseded, not as less sure or false."""
    shown = article(pages, "changes?from=2025-03-19&to=2025-03-20", "What changed")
    entry = shown.locator(".cl-article-entries li", has_text=TEXT["toll"].rstrip("."))
    assert entry.locator(".cl-article-kind").inner_text() == "Superseded"
    assert "replaced by another claim, unverified until then" in entry.inner_text()
    assert "refuted" not in shown.inner_text().lower()


def test_few_settled_claims_look_like_a_track_record(pages: Reader) -> None:
    """Above the table and in every row of it stands that so few settled claims are no rate and no comparison."""
    shown = article(pages, "rumours", "Life of a rumour")
    warning = shown.locator(".cl-article-warning").inner_text()
    assert "too few for a rate, and too few to compare one claimant with another" in warning
    assert shown.locator("tbody tr").count() > 0
    assert set(shown.locator("tbody tr td:last-child").all_inner_texts()) == {"too few"}
    assert "%" not in shown.inner_text()


def test_a_statement_on_record_makes_its_speaker_look_reliable(pages: Reader) -> None:
    """Official statements, confirmed as soon as they are on record, count for nobody; the page says so."""
    shown = article(pages, "rumours", "Life of a rumour")
    assert shown.locator("tbody tr", has_text="Northland Ministry of Defence").count() == 1
    assert shown.locator("tbody tr", has_text="Southland General Staff").count() == 0
    assert "Official statements are left out" in pages.page.locator(".cl-article").first.inner_text()
