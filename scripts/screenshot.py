"""Take the README's picture of the running app: ``python scripts/screenshot.py [OUT.png]``.

Starts Streamlit on a free port of 127.0.0.1, opens the app in Chromium with every other host blocked, waits until
the map has drawn, and saves what a reader would see.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_OUT = ROOT / "docs" / "screenshot.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60
DRAW_MS = 30_000
SETTLE_MS = 1_500  # fonts, transitions and the last debounced message


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def running_app(port: int) -> Iterator[str]:
    """Run the app while the block runs.

    Parameters
    ----------
    port : int
        A free TCP port.

    Yields
    ------
    str
        The app's address, answering.

    Raises
    ------
    SystemExit
        If the app stops or does not answer within ``START_SECONDS`` seconds.
    """
    address = f"http://127.0.0.1:{port}"
    options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options]
    app = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(app, address)
        yield address
    finally:
        app.terminate()
        app.wait(timeout=10)


def wait_for(app: subprocess.Popen[bytes], address: str) -> None:
    """Return once the app answers; end the script where it stops or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and app.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own http address
                return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    sys.exit("The app did not start: run `make run` and read what it says.")


def local_only(route: Route) -> None:
    """Let requests to 127.0.0.1 through and refuse all others."""
    url = urlsplit(route.request.url)
    if url.hostname == "127.0.0.1" or url.scheme in ("blob", "data"):
        route.continue_()
    else:
        route.abort()


def wait_for_map(page: Page) -> None:
    """Return once the map document in the page has drawn its canvas."""
    document = page.frame_locator("iframe.claimline-frame")
    document.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=DRAW_MS)
    page.wait_for_timeout(SETTLE_MS)


def take(address: str, out: Path, width: int, height: int) -> None:
    """Save what a reader sees.

    Parameters
    ----------
    address : str
        The app's address.
    out : Path
        PNG file to write; its folder is made.
    width, height : int
        The window, CSS pixels.

    Raises
    ------
    SystemExit
        If there is no Chromium.
    """
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("There is no Chromium here: `sh scripts/need_chromium.sh` installs it.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_ARGS)
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        page.route("**/*", local_only)
        page.goto(address)
        wait_for_map(page)
        page.screenshot(path=out)
        browser.close()


def main() -> None:
    """Read the command line, run the app, take the picture."""
    parser = argparse.ArgumentParser(description="Take a picture of the running app.")
    parser.add_argument(
        "out", nargs="?", type=Path, default=DEFAULT_OUT, help="PNG file (default: docs/screenshot.png)"
    )
    parser.add_argument("--width", type=int, default=1440, help="window width in CSS pixels (default: 1440)")
    parser.add_argument("--height", type=int, default=900, help="window height in CSS pixels (default: 900)")
    given = parser.parse_args()
    with running_app(free_port()) as address:
        take(address, given.out, given.width, given.height)
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
