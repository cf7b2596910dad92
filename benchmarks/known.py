"""One move of the day as of which things are known, from input to painted frame.

Every made claim has three assessments on days of their own, so that each move of that day recolours some of them, lets
others appear or go, and everything that counts them follows. The hand and the clock are those of ``slider.py``.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import launch, print_machine, print_table, quantile, serving
from benchmarks.ours import ROUTES_OF_OURS, measure_floor, measure_known, open_ours, window_of

WINDOWS = (3, 50, 100)  # per cent of the extent
GOAL_MS = 25.0  # p95
MOST_SECONDS = 1200.0  # for everything
_COLUMNS = [
    "claims", "window %", "steps", "input to frame: median", "p95", "work: median", "p95", "frame to frame: median",
    "p95", "CPU", "goal",
]  # fmt: skip


async def run(sizes: Sequence[int], rounds: int) -> None:
    """Measure, print."""
    with serving(ROUTES_OF_OURS) as address:
        async with async_playwright() as driver:
            browser = await launch(driver)
            try:
                floor = await measure_floor(browser, address, rounds)
                rows: list[list[object]] = [["a bare page", "", *floor.cells(), ""]]
                for size in sizes:
                    page = await open_ours(browser, address, size)
                    for window in WINDOWS:
                        await window_of(page, window)
                        steps = await measure_known(page, rounds)
                        met = "met" if quantile(steps.latency, 0.95) <= GOAL_MS else "missed"
                        rows.append([size, window, *steps.cells(), met])
                    await page.context.close()
                print_table(_COLUMNS, rows)
            finally:
                await browser.close()


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="one move of the day as of which things are known, in milliseconds")
    parser.add_argument("--sizes", type=int, nargs="*", default=[35_000], help="claims of 3 assessments each (35000)")
    parser.add_argument("--rounds", type=int, default=3, help="drags of 400 pointer moves each (default 3)")
    parser.add_argument("--quick", action="store_true", help="few claims, one drag: to see that it works")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.rounds = [3_000], 1
    print_machine("One move of the day of knowledge, milliseconds (goal: p95 25 or less)")
    asyncio.run(asyncio.wait_for(run(chosen.sizes, chosen.rounds), MOST_SECONDS))
    print_machine("End")


if __name__ == "__main__":
    main()
