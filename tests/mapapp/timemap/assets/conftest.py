"""The page that the tests of the claims layer draw on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.mapapp.timemap.assets.claims_page import browser_page


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as made:
        yield made
