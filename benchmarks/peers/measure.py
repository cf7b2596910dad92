"""The peers at work: st_folium by a key on Streamlit's slider, folium's Timeline by a drag of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Frame, Page
from playwright.async_api import Route as PageRoute
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from xstatic.pkg import leaflet

from benchmarks.kit import HERE, running_streamlit
from benchmarks.peers.timeline_document import SCRIPTS, timeline_html
from benchmarks.steps import Steps, drag, there_and_back

__all__ = ["install_scripts", "make_case", "measure_st_folium", "measure_timeline", "peer_routes"]

DAY = 86_400  # seconds
_WAIT_SECONDS = 30.0
_STEP_DAYS = range(1, 61)  # a step of the slider is the smallest of these that always changes what is shown
_MOVES = 300
_DRAG_PX = 140  # CSS pixels of the Timeline's slider


def install_scripts() -> bool:
    """Fetch the pinned script of the peers into ``benchmarks/node_modules``, if it is not there.

    Returns
    -------
    bool
        Whether it is there now.
    """
    wanted = [HERE / "node_modules" / path for path in SCRIPTS.values()]
    if not all(path.is_file() for path in wanted):
        options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        try:
            subprocess.run(["npm", "install", "--prefix", str(HERE), *options], check=True, timeout=180)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"npm could not fetch the script of folium's Timeline: {error}", file=sys.stderr)
    return all(path.is_file() for path in wanted)


def _rows(claims: Sequence[dict[str, Any]], first: float, days: int, end_day: int) -> set[int]:
    until, since = first + end_day * DAY, first + (end_day - days) * DAY
    return {row for row, claim in enumerate(claims) if claim["t0"] < until and claim["t1"] > since}


def make_case(claims: Sequence[dict[str, Any]], extent: Sequence[float], percent: int, steps: int) -> dict[str, Any]:
    """What both peers show: the claims, the window's length in days, the steps of the slider.

    Parameters
    ----------
    claims : sequence of dict
        As :func:`benchmarks.ours.made_claims` gives them.
    extent : pair of float
        Of the data, seconds UTC, half-open.
    percent : int
        Share of the extent that the window takes.
    steps : int
        How many steps of the slider must each show another set.

    Raises
    ------
    ValueError
        If there are too few claims for that.
    """
    last = round((extent[1] - extent[0]) / DAY)
    days = max(1, round(last * percent / 100))
    for step in _STEP_DAYS:
        # A part of the extent moves from its beginning; the whole of it can only grow, up to its end
        start = min(days, last - step * steps)
        ends = [start + step * index for index in range(steps + 1)]
        sets = [_rows(claims, extent[0], days, end) for end in ends]
        if start > 0 and all(before != after for before, after in pairwise(sets)):
            return {
                "name": f"{len(claims)}-{percent}", "claims": list(claims),
                "extent": list(extent), "centre": [55, 80], "zoom": 3,
                "days": days, "first_day": 0 if days == last else days, "start_day": start, "last_day": last,
                "step": step,
                "counts": [len(found) for found in sets[1:]],
            }  # fmt: skip
    raise ValueError(f"{steps} steps of {percent} % do not each change what {len(claims)} claims show")


def peer_routes(cases: dict[str, dict[str, Any]]) -> list[BaseRoute]:
    """Serve the Timeline document of each case at ``/timeline/NAME`` and the scripts that it asks for."""
    package = Path(leaflet.BASE_DIR)
    files = {name: HERE / "node_modules" / path for name, path in SCRIPTS.items()}
    files |= {name: package / name for name in ("leaflet.js", "leaflet.css")}

    def document(request: Request) -> Response:
        return HTMLResponse(timeline_html(cases[request.path_params["name"]]))

    def script(request: Request) -> Response:
        return FileResponse(files[request.path_params["name"]])

    return [Route("/timeline/peer/{name:str}", script), Route("/timeline/{name:str}", document)]


async def measure_timeline(browser: Browser, address: str, case: dict[str, Any], rounds: int) -> Steps:
    """Drag folium's TimelineSlider there and back where the case's window is."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{address}/timeline/{case['name']}")
    await page.wait_for_selector(".time-slider")
    await page.evaluate(
        "() => { ClaimlineProbe.watch('pointermove');"
        " document.querySelector('.time-slider').addEventListener('input', () => ClaimlineProbe.stepped()) }"
    )
    box = await page.locator(".time-slider").bounding_box()
    assert box is not None
    low = box["x"] + (8 if case["first_day"] else box["width"] - 8 - _DRAG_PX)
    y = box["y"] + box["height"] / 2
    steps = Steps()
    for turn in range(rounds + 1):
        await drag(page, (low, y), there_and_back(low, low + _DRAG_PX, _MOVES if turn else 60))
        taken = await page.evaluate("() => ClaimlineProbe.take()")
        if turn:
            steps.add(taken)
        await page.wait_for_timeout(300)
    await context.close()
    return steps


_WATCH = """() => {
  const seen = { at: 0, count: -1 };
  const channel = new MessageChannel();
  const pane = document.querySelector('.leaflet-overlay-pane');
  channel.port1.onmessage = () => {
    seen.at = performance.timeOrigin + performance.now();
    seen.count = pane.querySelectorAll('path').length;
  };
  new MutationObserver(() => requestAnimationFrame(() => channel.port2.postMessage(0)))
    .observe(pane, { childList: true, subtree: true });
  window.claimlineSeen = seen;
}"""


async def measure_st_folium(browser: Browser, case: dict[str, Any]) -> list[float]:
    """Press the right arrow on Streamlit's slider, wait for the new markers, again and again.

    Returns
    -------
    list of float
        Milliseconds from each key press to the end of the frame in which the map shows the new set; the first
        step is not counted.

    Raises
    ------
    TimeoutError
        If a step's markers do not come within half a minute.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.json"
        file.write_text(json.dumps(case), encoding="utf-8")
        script = "benchmarks/peers/st_folium_app.py"
        with running_streamlit(script, CLAIMLINE_BENCH_CLAIMS=str(file)) as address:
            context = await browser.new_context(viewport={"width": 1440, "height": 900})
            try:
                for name in ("leaflet.js", "leaflet.css"):
                    await context.route(f"**/component/**/{name}", partial(_answer, Path(leaflet.BASE_DIR) / name))
                page = await context.new_page()
                frame = await _open_st_folium(page, address, address_count=len(case["claims"]))
                return [await _step(page, frame, count) for count in case["counts"]][1:]
            finally:
                await context.close()


async def _answer(file: Path, asked: PageRoute) -> None:
    await asked.fulfill(path=file)


async def _open_st_folium(page: Page, address: str, address_count: int) -> Frame:
    await page.goto(address)
    handle = await page.wait_for_selector("iframe[title*=folium]", timeout=_WAIT_SECONDS * 1000)
    frame = await handle.content_frame() if handle else None
    assert frame is not None
    await frame.wait_for_selector(".leaflet-overlay-pane path", timeout=_WAIT_SECONDS * 1000, state="attached")
    await page.wait_for_timeout(1000 + address_count)  # the first run comes to rest
    await frame.evaluate(_WATCH)
    await page.locator("[data-testid=stSlider] input").focus()
    await page.evaluate(
        "() => window.addEventListener('keydown',"
        " (event) => { window.claimlineKey = performance.timeOrigin + event.timeStamp }, true)"
    )
    return frame


async def _step(page: Page, frame: Frame, count: int) -> float:
    before = await frame.evaluate("() => claimlineSeen.at")
    await page.keyboard.press("ArrowRight")
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        seen = await frame.evaluate("() => claimlineSeen")
        if seen["at"] > before and seen["count"] == count:
            pressed: float = await page.evaluate("() => claimlineKey")
            await page.wait_for_timeout(400)
            return float(seen["at"] - pressed)
        await asyncio.sleep(0.02)
    raise TimeoutError(f"st_folium did not show {count} markers")
