"""A reader who opened a saved map from the disk, with the network off; every request is counted in two ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

__all__ = ["FileReader"]

_WAIT_MS = 30_000


class FileReader:
    """Drives one saved map.

    Parameters
    ----------
    browser : Browser
        A running Chromium.
    path : Path or str
        The file, or an address to open it from.
    width, height : int
        Of the window, in CSS pixels.
    """

    def __init__(self, browser: Browser, path: Path | str, *, width: int = 1440, height: int = 900) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=width < 500, is_mobile=width < 500
        )
        self.page: Page = self._context.new_page()
        self._listen()
        address = path.as_uri() if isinstance(path, Path) else path
        self._context.set_offline(isinstance(path, Path))
        self.page.goto(address)
        self.page.locator("html[data-ready][data-basemap=drawn]").wait_for(state="attached", timeout=_WAIT_MS)
        self.rest()

    def _listen(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        session = self._context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Log.enable")
        session.on("Network.requestWillBeSent", lambda event: self.requests.append(event["request"]["url"]))
        session.on("Network.webSocketCreated", lambda event: self.requests.append(event["url"]))
        session.on("Log.entryAdded", lambda event: self.complaints.append(event["entry"]["text"]))

    def rest(self) -> None:
        """Wait until panels and map have followed."""
        self.page.wait_for_timeout(300)

    def js(self, expression: str, argument: object = None) -> Any:
        """Evaluate in the document; ``app`` is what ``main.js`` put together."""
        return self.page.evaluate(f"(argument) => {{ const app = Claimline.app; return ({expression}) }}", argument)

    def sentence(self) -> str:
        """What the header says."""
        return self.page.locator(".cl-sentence").inner_text()

    def in_view(self) -> list[str]:
        """Ids of the claims in view, sorted."""
        found: list[str] = self.js(
            "Array.from(app.state.selection().inView, (row) => app.data.payload.claims.id[row]).sort()"
        )
        return found

    def choose(self, group: str, option: str) -> None:
        """Tick or untick a choice of a filter by its label, opening its list where it is closed."""
        box = self.page.locator(".cl-filter", has=self.page.locator(".cl-filter-name", has_text=group)).first
        if box.locator("details[open]").count() == 0:
            box.locator("summary").click()
        box.locator("label", has_text=option).first.click()
        self.rest()

    def close(self) -> None:
        """Close the window and all it held."""
        self._context.close()
