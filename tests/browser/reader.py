"""One reader with a browser: opens the app, touches it, and tells what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Download, Frame, Locator, Page, Route
from playwright.sync_api import TimeoutError as NotInTime

from mapapp.export.formats import FORMATS

__all__ = ["Reader"]

_REST_MS = 400  # as in assets/bridge.js
_WAIT_MS = 30_000
_HEARD_MS = 8_000  # after which a press counts as not heard
_MAKE_MS = 120_000  # the first picture of a server loads what draws it, perhaps on a busy machine


class Reader:
    """Drives one page.

    Parameters
    ----------
    browser : Browser
        A running Chromium.
    address : str
        Of the app, without a path.
    width, height : int
        Of the window, in CSS pixels.
    scheme : str
        ``light`` or ``dark``.
    """

    def __init__(
        self, browser: Browser, address: str, *, width: int = 1440, height: int = 900, scheme: str = "light"
    ) -> None:
        self.address = address
        self.outside: list[str] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.sent = 0
        self.received_bytes = 0
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
            has_touch=width < 500,
            is_mobile=width < 500,
        )
        self.page: Page = self._context.new_page()
        self.page.route("**/*", self._guard)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", self._count)

    def _guard(self, route: Route) -> None:
        url = route.request.url
        self.requests.append(url)
        if url.startswith((self.address, "blob:", "data:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning") or "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _count(self, socket: Any) -> None:
        def received(payload: str | bytes) -> None:
            self.received_bytes += len(payload)

        def sent(_payload: str | bytes) -> None:
            self.sent += 1

        socket.on("framereceived", received)
        socket.on("framesent", sent)

    def open(self, query: str = "") -> Reader:
        """Open the app and wait until its claims and its basemap are drawn and everything rests."""
        self.page.goto(f"{self.address}/{query}")
        self.page.wait_for_selector("iframe.claimline-frame", timeout=_WAIT_MS)
        self.page.wait_for_function(
            "() => { const d = document.querySelector('iframe.claimline-frame')?.contentDocument?.documentElement;"
            " return d && d.dataset.ready && d.dataset.basemap }",
            timeout=_WAIT_MS,
        )
        self.rest()
        return self

    @property
    def doc(self) -> Frame:
        """The map document."""
        frame = self.page.query_selector("iframe.claimline-frame")
        assert frame is not None
        content = frame.content_frame()
        assert content is not None
        return content

    def js(self, expression: str, argument: object = None) -> Any:
        """Evaluate in the document; ``app`` is what ``main.js`` put together."""
        return self.doc.evaluate(f"(argument) => {{ const app = Claimline.app; return ({expression}) }}", argument)

    def rest(self) -> None:
        """Wait until the document has told the page, and the page has run its script."""
        self.page.wait_for_timeout(_REST_MS + 150)
        self.page.wait_for_function(
            "() => !document.querySelector('[data-testid=stStatusWidget]') && "
            "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'",
            timeout=_WAIT_MS,
        )
        self.page.wait_for_timeout(100)

    def selection(self) -> dict[str, Any]:
        """Heaps of the document: ids in view and in trays, counts of the rest."""
        found: dict[str, Any] = self.js(
            "(({inView, unlocated, undated, filtered, outsideWindow, outsideView, definite, possible, counts}) => {"
            " const ids = (rows) => Array.from(rows, (row) => app.data.payload.claims.id[row]).sort();"
            " return {inView: ids(inView), unlocated: ids(unlocated), undated: ids(undated), filtered, outsideWindow,"
            " outsideView, definite, possible, counts: Array.from(counts)} })(app.state.selection())"
        )
        return found

    def set_window(self, first: str, last: str) -> None:
        """Type exact dates, both inclusive."""
        inputs = self.doc.locator("input[type=date]")
        for box, value in ((inputs.nth(0), first), (inputs.nth(1), last)):
            box.fill(value)
            box.blur()

    def spot(self, lat: float, lon: float, zoom: float) -> tuple[float, float]:
        """Bring the map to a zoom around a place; give back where the place is in the window, CSS pixels."""
        x, y = self.js(
            "(([lat, lon, zoom]) => { app.map.setView([lat, lon], zoom, {animate: false});"
            " const at = app.map.latLngToContainerPoint([lat, lon]);"
            " const box = app.map.getContainer().getBoundingClientRect();"
            " return [box.left + at.x, box.top + at.y] })(argument)",
            [lat, lon, zoom],
        )
        frame = self.page.locator("iframe.claimline-frame").bounding_box()
        assert frame is not None
        return frame["x"] + x, frame["y"] + y

    def sidebar(self) -> Locator:
        """The filters."""
        return self.page.locator("[data-testid=stSidebar]")

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a filter by its labels."""
        box = self.sidebar().locator("[data-testid=stMultiSelect]", has_text=label).first
        box.locator("input").first.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")
        self.rest()

    def open_saving(self) -> Locator:
        """Open the dialog that saves, and wait until it stands there whole: the citation is its last part."""
        dialog = self.page.get_by_role("dialog")
        self.insist(lambda: self.sidebar().get_by_role("button", name="Save or cite").click(), dialog, "visible")
        dialog.get_by_text("Claimline: ").wait_for(timeout=_MAKE_MS)
        return dialog

    def insist(self, act: Callable[[], None], target: Locator, state: Literal["visible", "detached"]) -> None:
        """Do something as a person does: once more where the page was being drawn anew and did not hear it."""
        for patience in (_HEARD_MS, _HEARD_MS, _WAIT_MS):
            if bool(target.count()) != (state == "visible"):
                act()
            try:
                target.wait_for(state=state, timeout=patience)
                self.rest()
                target.wait_for(state=state, timeout=patience)
            except NotInTime:
                continue
            return
        raise AssertionError(f"{target} is not {state}")

    def make(self, dialog: Locator, suffix: str) -> Download:
        """Choose a format in the open dialog, have the file made and fetch it."""
        chosen = FORMATS[suffix]
        for name in (chosen.kind.value, chosen.label):
            dialog.get_by_role("radio", name=name, exact=True).click()
        dialog.get_by_text(chosen.note, exact=True).wait_for(timeout=_WAIT_MS)
        dialog.get_by_role("button", name="Make file").click()
        fetch = dialog.get_by_role("button", name=re.compile(rf"^Download .*{re.escape(suffix)} \("))
        fetch.wait_for(timeout=_MAKE_MS)
        with self.page.expect_download(timeout=_WAIT_MS) as saved:
            fetch.click()
        return saved.value

    def close_dialog(self, dialog: Locator) -> None:
        """Leave the dialog by the keyboard."""
        self.insist(lambda: self.page.keyboard.press("Escape"), dialog, "detached")

    def save(self, suffix: str) -> Download:
        """Save what the map shows in a format."""
        dialog = self.open_saving()
        saved = self.make(dialog, suffix)
        self.close_dialog(dialog)
        return saved

    def link(self) -> dict[str, list[str]]:
        """The query of the address bar."""
        return parse_qs(urlsplit(self.page.url).query)

    def close(self) -> None:
        """Close the window and all it held."""
        self._context.close()
