"""One slider step from input to painted frame: Claimline at many sizes, st_folium and folium's Timeline beside it.

A real pointer drags in headless Chromium at 1440 x 900. The clock starts at the time stamp of the input event and
stops when the frame that shows its effect has been painted. All of the points lie in view; a window of 3 and of 50 %
is moved as a whole, of the full one the end is moved. The bare page, one box that follows the pointer, is what the
machine takes for itself.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import launch, middle, print_machine, print_table, quantile, serving
from benchmarks.ours import ROUTES_OF_OURS, made_claims, measure_floor, measure_ours, open_ours
from benchmarks.peers.measure import install_scripts, make_case, measure_st_folium, measure_timeline, peer_routes

WINDOWS = (3, 50, 100)  # per cent of the extent
PEER_WINDOWS = (50, 100)  # per cent; in the full one every claim is a marker
MOST_SECONDS = 1800.0  # for everything; nothing here waits for ever
_PEER_STEPS = 9
_COLUMNS = [
    "points", "window %", "drawn", "steps", "input to frame: median", "p95", "work: median", "p95",
    "frame to frame: median", "p95", "CPU", "goal",
]  # fmt: skip
_PEER_COLUMNS = [
    "claims", "window %", "shown", "", "steps", "input to frame: median", "p95", "of Claimline's median",
]  # fmt: skip


async def our_rows(browser: Browser, address: str, sizes: Sequence[int], rounds: int) -> list[list[object]]:
    """One row a size and window, times in milliseconds."""
    rows: list[list[object]] = []
    floor = await measure_floor(browser, address, rounds)
    rows.append(["a bare page", "", "", *floor.cells(), ""])
    for size in sizes:
        page = await open_ours(browser, address, size)
        for window in WINDOWS:
            steps, drawn = await measure_ours(page, window, rounds)
            met = middle(steps.latency) <= 17 and quantile(steps.latency, 0.95) <= 25
            rows.append([size, window, drawn, *steps.cells(), "met" if met else "missed"])
        await page.context.close()
    return rows


async def peer_rows(
    browser: Browser, address: str, cases: dict[str, Any], size: int, rounds: int
) -> list[list[object]]:
    """Claimline, st_folium and folium's Timeline with the same claims and windows, one row each."""
    rows: list[list[object]] = []
    for window in PEER_WINDOWS:
        page = await open_ours(browser, address, size)
        ours, _ = await measure_ours(page, window, rounds)
        claims = await made_claims(page)
        extent = await page.evaluate("() => Claimline.app.data.extent")
        await page.context.close()
        case = make_case(claims, extent, window, _PEER_STEPS)
        cases[case["name"]] = case
        latencies = {"Claimline": ours.latency, "st_folium": await measure_st_folium(browser, case)}
        if install_scripts():
            latencies["folium Timeline"] = (await measure_timeline(browser, address, case, rounds)).latency
        mine = middle(ours.latency)
        rows += [[size, window, case["counts"][-1], *_peer_cells(*item, mine)] for item in latencies.items()]
    return rows


def _peer_cells(name: str, latency: Sequence[float], ours: float) -> list[object]:
    its = middle(latency)
    ratio = "-" if math.isnan(its) else f"{its / ours:.1f} x"
    return [name, len(latency), its, quantile(latency, 0.95), ratio]


async def run(chosen: argparse.Namespace) -> None:
    """Measure what was asked for and print it as it comes."""
    cases: dict[str, Any] = {}
    with serving([*ROUTES_OF_OURS, *peer_routes(cases)]) as address:
        async with async_playwright() as driver:
            browser = await launch(driver)
            try:
                rows = await our_rows(browser, address, chosen.sizes, chosen.rounds)
                print_table(_COLUMNS, rows)
                peers: list[list[object]] = []
                for size in chosen.peers:
                    peers += await peer_rows(browser, address, cases, size, chosen.rounds)
                if peers:
                    print("The same claims in the same window")
                    print_table(_PEER_COLUMNS, peers)
            finally:
                await browser.close()


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="one slider step, from input to painted frame, in milliseconds")
    parser.add_argument("--sizes", type=int, nargs="*", default=[35_000, 1_000_000], help="points (35000 1000000)")
    parser.add_argument(
        "--peers", type=int, nargs="*", default=[50, 500, 3_000], help="claims beside the peers (50 500 3000)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="drags of 400 pointer moves each (default 3)")
    parser.add_argument("--quick", action="store_true", help="small sizes, one drag: to see that it works")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.peers, chosen.rounds = [3_000], [50], 1
    print_machine("One slider step, milliseconds (goal: median 17 or less, p95 25 or less)")
    asyncio.run(asyncio.wait_for(run(chosen), MOST_SECONDS))
    print_machine("End")


if __name__ == "__main__":
    main()
