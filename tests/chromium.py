"""The one Chromium of a test process. Playwright's loop runs once a thread, so all browser tests share it."""

from __future__ import annotations

import atexit
import shutil
from functools import cache

from playwright.sync_api import Browser, sync_playwright

__all__ = ["shared_chromium"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@cache
def shared_chromium() -> Browser:
    """Debian's Chromium, started at the first call and closed when the process ends."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "Chromium is missing: apt-get install chromium"
    driver = sync_playwright().start()
    browser = driver.chromium.launch(executable_path=found, args=_ARGUMENTS)

    def end() -> None:
        browser.close()
        driver.stop()

    atexit.register(end)
    return browser
