"""A view that somebody cited is never taken for today's, nor today's for the one that was cited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geodata.ingest import load_dataset
from geodata.model import Dataset, Status
from geodata.store import ClaimQuery, select
from mapapp.export.link import link_of
from tests.browser.reader import Reader
from tests.misreadings.case import AT, TEXT
from tests.misreadings.desk import Desk

DAY = ClaimQuery(known_on=date(2025, 1, 31))


@pytest.fixture
def told(case: Path) -> Dataset:
    return load_dataset(case)


def test_a_cited_view_is_silently_replaced_by_todays(
    case_address: str, told: Dataset, open_reader: Callable[..., Reader]
) -> None:
    """It opens as it was known then and says how much has changed since; today's view comes on demand and says so."""
    desk = Desk(open_reader(case_address).open(link_of(select(told, DAY))))
    desk.reader.js("app.map.setView([51.5, 35.8], 8, { animate: false }), null")
    desk.settle()
    strip = desk.reader.page.get_by_role("region", name="Pinned view")
    headline = strip.locator(".cl-pinned-headline")
    assert headline.inner_text().startswith("3 of these 9 claims have changed since 31 January 2025.")
    assert desk.doc.locator(".cl-known-badge").inner_text().startswith("As known on 31 January 2025")
    assert desk.status(*AT["mill"]) is Status.UNVERIFIED
    strip.get_by_role("button", name="Show the list").click()
    assert strip.locator(".cl-pinned-text").all_inner_texts() == [TEXT["mill"], TEXT["hospital"], TEXT["toll"]]
    strip.get_by_role("button", name="Hide the list").click()
    where = strip.locator(".cl-pinned-where")
    desk.reader.insist(strip.get_by_role("button", name="Show as known today").click, where, "visible")
    expect(where).to_have_text("On the map now: what is known today.", timeout=20_000)
    desk.reader.rest()
    desk.reader.js("app.map.setView([51.5, 35.8], 8, { animate: false }), null")  # a script's move is no reader's
    desk.settle()
    assert desk.status(*AT["mill"]) is Status.CONFIRMED
    assert "data" not in desk.reader.link(), "today's view is not passed on as the cited one"


def test_a_past_that_was_written_anew_passes_for_the_cited_one(
    case_address: str, told: Dataset, open_reader: Callable[..., Reader]
) -> None:
    """Where the data tell that day otherwise than the link promises, the page says so above everything else."""
    link = link_of(select(told, DAY)).replace(f"data={told.digest[:12]}", "data=0123456789ab").replace("n=9", "n=10")
    reader = open_reader(case_address).open(link)
    strip = reader.page.get_by_role("region", name="Pinned view")
    assert strip.locator(".cl-pinned-headline").inner_text() == (
        "Made from other data: on these data 9 claims are in that view; there were 10 when the link was made."
    )
