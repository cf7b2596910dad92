"""The pages that the tests of the document's scripts open: the claims layer alone, and the panels around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.mapapp.timemap.assets.claims_page import browser_page
from tests.mapapp.timemap.assets.panel_page import Opener, chromium, opener


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens the panels' page; the test ends with no error and nothing asked of strangers."""
    with opener(browser) as open_page:
        yield open_page
