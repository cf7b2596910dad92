"""The map document as it ships, with many times its data, and its window dragged by a pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.async_api import Browser, Page
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from benchmarks.kit import HERE
from benchmarks.steps import Steps, drag, there_and_back
from geodata import basemap
from mapapp.api import ROUTES, open_dataset
from mapapp.timemap.document import render_document
from mapapp.timemap.island import fill_document
from mapapp.timemap.payload import claims_payload

__all__ = [
    "ROUTES_OF_OURS",
    "SEED",
    "made_claims",
    "measure_floor",
    "measure_known",
    "measure_ours",
    "open_ours",
    "window_of",
]

SEED = 20250618
"""Of every data set that the benchmarks make."""

_SCRIPTS = ("multiply.js", "enlarge.js", "probe.js")
_READY = "() => document.documentElement.dataset.ready && document.documentElement.dataset.basemap"
_WAIT_MS = 60_000
_MOVES = 400  # positions of one drag, 8 ms apart
_MOVE_PX = 3.0  # CSS pixels from one to the next: more than a day a frame, so that each frame is a step
_WARM_MOVES = 120
_REST_MS = 600  # longer than the document's own pause before it tells what was chosen


def _document(_request: Request) -> Response:
    html = fill_document(
        render_document(),
        claims_payload(open_dataset()),
        basemap_address=f"basemap/{basemap.digest()[:12]}.json",
    )
    scripts = "".join(f'<script src="/bench/{name}"></script>\n' for name in _SCRIPTS)
    return HTMLResponse(html.replace("</head>", f"{scripts}</head>", 1))


def _script(request: Request) -> Response:
    return FileResponse(HERE / "assets" / request.path_params["name"], media_type="text/javascript")


def _floor(_request: Request) -> Response:
    scripts = "".join(f'<script src="/bench/{name}"></script>\n' for name in ("probe.js", "floor.js"))
    return HTMLResponse(f"<!DOCTYPE html><html><body>{scripts}</body></html>")


ROUTES_OF_OURS: list[BaseRoute] = [
    Route("/floor", _floor),
    Route("/timemap/large", _document),
    Route("/bench/{name:str}", _script),
    *ROUTES,
]
"""The application's own routes, the same document with the generator between bundle and start, and a bare page."""


async def open_ours(browser: Browser, address: str, rows: int) -> Page:
    """Open the document with ``rows`` made points and bring all of them into view."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{address}/timemap/large?rows={rows}&seed={SEED}", timeout=_WAIT_MS)
    await page.wait_for_function(_READY, timeout=_WAIT_MS)
    await page.locator(".cl-jumps button").last.click()
    await page.wait_for_timeout(1500)
    await page.evaluate(
        "() => { Claimline.app.state.on((c) => ['from', 'to', 'known'].some((key) => c.has(key))"
        " && ClaimlineProbe.stepped()) }"
    )
    await page.evaluate("() => ClaimlineProbe.watch('pointermove')")
    return page


async def made_claims(page: Page) -> list[dict[str, Any]]:
    """The made points for a peer: degrees EPSG:4326, seconds UTC (half-open; an open end is the extent's), colour."""
    found: list[dict[str, Any]] = await page.evaluate(
        "() => { const { data } = Claimline.app; const degrees = 180 / Math.PI;"
        " return Array.from({ length: data.n }, (_, row) => ({"
        "  lon: data.x[row] * 360 - 180, lat: Math.atan(Math.sinh(Math.PI * (1 - 2 * data.y[row]))) * degrees,"
        "  t0: data.t0[row], t1: Math.min(data.t1[row], data.extent[1]),"
        "  colour: data.payload.statuses[data.status[row]].colour })) }"
    )
    return found


async def measure_floor(browser: Browser, address: str, rounds: int) -> Steps:
    """Drag over a page with one moving box: what a step costs here before anything is drawn."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{address}/floor")
    steps = Steps()
    for count in [_WARM_MOVES, *[_MOVES] * rounds]:
        await page.evaluate("() => { ClaimlineProbe.take() }")
        worked = await drag(page, (100, 400), there_and_back(100, 1300, count, _MOVE_PX))
        taken = await page.evaluate("() => ClaimlineProbe.take()")
        if count != _WARM_MOVES:
            steps.add(taken, worked)
    await context.close()
    return steps


async def window_of(page: Page, percent: int) -> None:
    """Set a window of that share of the extent, from its beginning."""
    await page.evaluate(
        "(share) => { const { state, data } = Claimline.app; const [first, end] = data.extent;"
        " const days = Math.max(1, Math.round((end - first) / 86400 * share / 100));"
        " state.set({ from: first, to: first + days * 86400 }) }",
        percent,
    )
    await page.wait_for_timeout(_REST_MS)


async def _take_hold(page: Page, percent: int) -> tuple[tuple[float, float], Callable[[int], list[float]]]:
    """Set a window of that share of the extent; give the point to hold and the path of a drag."""
    await window_of(page, percent)
    part = ".cl-window-grip" if percent < 100 else ".cl-handle-to"
    box = await page.locator(part).bounding_box()
    chart = await page.locator(".cl-brush").bounding_box()
    assert box is not None
    assert chart is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if percent < 100:
        room = chart["width"] * (1 - percent / 100)
        return (x, y), lambda count: there_and_back(x, x + room, count, _MOVE_PX)
    room = chart["width"] * 0.04  # the end moves, and nearly everything stays in the window
    return (x, y), lambda count: there_and_back(x - room, x, count, _MOVE_PX)


async def measure_ours(page: Page, percent: int, rounds: int) -> tuple[Steps, int]:
    """Drag the window, or at 100 % its end, ``rounds`` times; the first, shorter drag is not counted.

    Returns
    -------
    tuple of Steps and int
        The times, and how many points the last frame showed.
    """
    steps = Steps()
    for count in [_WARM_MOVES, *[_MOVES] * rounds]:
        hold, path = await _take_hold(page, percent)
        await page.evaluate("() => { ClaimlineProbe.take() }")
        worked = await drag(page, hold, path(count))
        taken = await page.evaluate("() => ClaimlineProbe.take()")
        if count != _WARM_MOVES:
            steps.add(taken, worked)
        await page.wait_for_timeout(_REST_MS)
    drawn: int = await page.evaluate("() => Claimline.app.claims.stats().drawn")
    return steps, drawn


async def measure_known(page: Page, rounds: int) -> Steps:
    """Drag the day as of which things are known over its whole track, as :func:`measure_ours` does with the window."""
    steps = Steps()
    for count in [_WARM_MOVES, *[_MOVES] * rounds]:
        await page.evaluate("() => Claimline.app.state.set({ known: Claimline.app.data.payload.knowledge[1] })")
        await page.wait_for_timeout(_REST_MS)
        handle = await page.locator(".cl-known-handle").bounding_box()
        track = await page.locator(".cl-known-track").bounding_box()
        assert handle is not None
        assert track is not None
        x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
        await page.evaluate("() => { ClaimlineProbe.take() }")
        worked = await drag(page, (x, y), there_and_back(track["x"], x, count, _MOVE_PX))
        taken = await page.evaluate("() => ClaimlineProbe.take()")
        if count != _WARM_MOVES:
            steps.add(taken, worked)
    return steps
