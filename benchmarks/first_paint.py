"""Seconds until a reader sees something, beside the least that Streamlit can show, in turns.

Each round starts a server anew, for the one-line page of ``peers/hello.py`` and for Claimline. The first reader's clock
starts with the process, a later reader's (a browser that has kept nothing) with the address. It stops at the end of
the frame that shows the first word, or the first claim.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import defaultdict
from pathlib import Path

from playwright.async_api import Browser, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import (
    HERE,
    free_port,
    launch,
    middle,
    print_machine,
    print_table,
    start_streamlit,
    stop,
    wait_for_port,
)

PAGES = {"hello": "benchmarks/peers/hello.py", "claimline": "streamlit_app.py"}
READERS = ("first", "later")
GOALS = {"first": 1.5, "later": 0.7}  # seconds after the hello
MOST_SECONDS = 1800.0  # for everything
_WAIT_MS = 60_000
_QUIET_SECONDS = 1.0  # between two rounds, and before the later reader comes


async def seen_after(browser: Browser, address: str, since: float) -> float:
    """Seconds from ``since`` (seconds of ``time.time()``) until a new reader sees something."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        await context.add_init_script(path=HERE / "assets" / "paint.js")
        page = await context.new_page()
        await page.goto(address, wait_until="commit")
        await page.wait_for_function("() => window.claimlinePainted", timeout=_WAIT_MS)
        painted: float = await page.evaluate("() => window.claimlinePainted")
        return painted / 1000 - since
    finally:
        await context.close()


async def measure(browser: Browser, script: str) -> dict[str, float]:
    """Start a server; give the seconds for its first reader and for a later one."""
    port = free_port()
    since = time.time()
    process = start_streamlit(script, port)
    try:
        await asyncio.to_thread(wait_for_port, port)
        address = f"http://127.0.0.1:{port}/"
        first = await seen_after(browser, address, since)
        await asyncio.sleep(_QUIET_SECONDS)
        return {"first": first, "later": await seen_after(browser, address, time.time())}
    finally:
        stop(process)


async def run(rounds: int) -> dict[tuple[str, str], list[float]]:
    """Measure both pages in turns; the round before the first, which fills the disk cache, is not counted."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    async with async_playwright() as driver:
        browser = await launch(driver)
        try:
            for turn in range(rounds + 1):
                for name, script in PAGES.items():
                    taken = await measure(browser, script)
                    for reader in READERS if turn else ():
                        found[name, reader].append(taken[reader])
                    await asyncio.sleep(_QUIET_SECONDS)
        finally:
            await browser.close()
    return found


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="first paint beside a Streamlit hello-world, in turns")
    parser.add_argument("--rounds", type=int, default=5, help="servers of each kind (default 5)")
    parser.add_argument("--quick", action="store_true", help="one round")
    chosen = parser.parse_args()
    rounds = 1 if chosen.quick else chosen.rounds
    print_machine(f"First paint, median of {rounds} rounds, seconds")
    found = asyncio.run(asyncio.wait_for(run(rounds), MOST_SECONDS))
    rows = []
    for reader in READERS:
        hello, ours = middle(found["hello", reader]), middle(found["claimline", reader])
        spread = " ".join(f"{value:.1f}" for value in found["claimline", reader])
        rows.append(
            [f"{reader} reader", f"{hello:.2f}", f"{ours:.2f}", f"{ours - hello:.2f}", f"{GOALS[reader]:.1f}", spread]
        )
    print_table(["", "hello", "claimline", "later by", "goal", "claimline's rounds"], rows)


if __name__ == "__main__":
    main()
