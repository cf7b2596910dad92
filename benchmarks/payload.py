"""What the page costs on the wire: every response of one visit, as bytes of the body with ``Accept-Encoding: gzip``."""

from __future__ import annotations

import argparse
import asyncio
import http.client
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import launch, print_machine, print_table, running_streamlit

MOST_SECONDS = 120.0  # for the visit
_OURS = "/timemap/"
_LIGHT = 25_000  # bytes; what is lighter of Streamlit's own is shown as one sum
_GOALS = (("our document, script, style, basemap", 1000), ("basemap alone", 700))  # kilobytes of 1,000 bytes


async def visited(address: str) -> list[str]:
    """Paths of everything that a reader's browser fetches until the claims and the basemap are drawn."""
    asked: list[str] = []
    async with async_playwright() as driver:
        browser = await launch(driver)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(address)
        await page.wait_for_function(
            "() => { const d = document.querySelector('iframe.claimline-frame')?.contentDocument?.documentElement;"
            " return d && d.dataset.ready && d.dataset.basemap }",
            timeout=60_000,
        )
        await page.wait_for_timeout(1500)
        await browser.close()
    local = [url for url in asked if url.startswith(address)]
    return list(dict.fromkeys(url.removeprefix(address) or "/" for url in local))


def body_bytes(address: str, path: str) -> tuple[int, str]:
    """Length of a body as it travels, and its encoding.

    Raises
    ------
    OSError
        If the server does not answer.
    """
    host = urlsplit(address).netloc
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        return len(answer.read()), answer.headers.get("Content-Encoding", "none")
    finally:
        connection.close()


def main() -> None:
    """Visit the app, weigh what it fetched, print."""
    parser = argparse.ArgumentParser(description="gzipped bytes of the page, our own and Streamlit's")
    parser.add_argument("--quick", action="store_true", help="our own files only, not Streamlit's")
    chosen = parser.parse_args()
    print_machine("Page payload, kilobytes (1,000 bytes) of body as sent with Accept-Encoding: gzip")
    with running_streamlit("streamlit_app.py") as address:
        paths = asyncio.run(asyncio.wait_for(visited(address), MOST_SECONDS))
        ours = [path for path in paths if path.startswith(_OURS)]
        others = [] if chosen.quick else [path for path in paths if not path.startswith(_OURS)]
        weights = {path: body_bytes(address, path) for path in [*ours, *others]}
    basemap = sum(weights[path][0] for path in ours if path.startswith(f"{_OURS}basemap/")) / 1000
    total = sum(weights[path][0] for path in ours) / 1000
    print_table(["ours", "kB", "encoding"], [_row(path, weights[path]) for path in ours])
    goals = [[name, value, float(goal)] for (name, goal), value in zip(_GOALS, (total, basemap), strict=True)]
    print_table(["", "kB", "goal kB"], goals)
    if others:
        print_table(["Streamlit's own", "kB", "encoding"], _heaviest(others, weights))


def _heaviest(paths: Sequence[str], weights: Mapping[str, tuple[int, str]]) -> list[list[object]]:
    """Rows of what is heavier than ``_LIGHT`` bytes, heaviest first, then one for the rest and one for the sum."""
    ordered = sorted(paths, key=lambda path: -weights[path][0])
    heavy = [path for path in ordered if weights[path][0] >= _LIGHT]
    rest = sum(weights[path][0] for path in ordered[len(heavy) :])
    rows = [_row(path, weights[path]) for path in heavy]
    rows.append([f"{len(ordered) - len(heavy)} lighter ones", rest / 1000, ""])
    return [*rows, ["together", sum(weights[path][0] for path in ordered) / 1000, ""]]


def _row(path: str, weight: tuple[int, str]) -> list[object]:
    return [path.split("?", maxsplit=1)[0], weight[0] / 1000, weight[1]]


if __name__ == "__main__":
    main()
