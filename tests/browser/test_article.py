"""Every claim of the press article: on the map or in a tray, at the right date, with the right status."""

from __future__ import annotations

import pytest

from tests.browser.reader import Reader

# article's number, claim id, heap, when, status, denied by a party
ARTICLE = [
    ("A1", "repair-troops-smo-zone", "undated", "date not stated", "Unverified"),
    ("A2", "builders-5000-moving", "inView", "September 2025 to November 2025", "Unverified"),
    ("A3", "sappers-1000-demining", "inView", "September 2025 to November 2025", "Confirmed"),
    ("A4", "total-could-reach-10000", "undated", "date not stated", "Unverified"),
    ("A5", "kursk-combat", "inView", "October 2024 to 26 Apr 2025", "Confirmed"),
    ("A6", "mfa-praises-support", "inView", "July 2025", "Confirmed"),
    ("A7", "lavrov-thanks-wonsan", "inView", "12 Jul 2025 to 13 Jul 2025", "Confirmed"),
    ("A8", "artillery-units-possible", "undated", "date not stated", "Speculative"),
    ("A9", "cyber-teams-possible", "unlocated", "date not stated", "Speculative"),
]


@pytest.mark.parametrize(("number", "claim_id", "heap", "when", "status"), ARTICLE, ids=[row[0] for row in ARTICLE])
def test_claim_of_the_article(reader: Reader, number: str, claim_id: str, heap: str, when: str, status: str) -> None:
    reader.doc.get_by_role("button", name="Zoom to all").click()
    reader.page.wait_for_timeout(900)
    found = reader.selection()
    assert claim_id in found[heap], number
    if heap != "inView":
        tray = "No place on the map" if heap == "unlocated" else "No date stated"
        reader.doc.locator(".cl-tray summary", has_text=tray).click()
    row = reader.js("app.data.payload.claims.id.indexOf(argument)", claim_id)
    item = reader.doc.locator(f".cl-list .cl-item[data-row='{row}']")
    item.scroll_into_view_if_needed()
    text = item.text_content() or ""
    assert status in text
    assert when.lower() in text.lower()
    item.click()
    card = reader.doc.locator(".cl-card")
    card.wait_for(state="visible")
    assert "press article" in card.inner_text().lower()


def test_an_article_claim_leaves_the_map_outside_its_dates(reader: Reader) -> None:
    reader.set_window("2024-08-01", "2024-09-30")
    reader.page.wait_for_timeout(150)
    found = reader.selection()
    assert "kursk-combat" not in found["inView"]
    assert "sappers-1000-demining" not in found["inView"]
    assert "cyber-teams-possible" in found["unlocated"]
