"""Seconds from the choice of a file on the Import page until its preview is shown: counts, map and first claims.

The clock runs in the browser: from the moment in which the field takes the file to the frame in which the map of the
preview is drawn and the table of the first claims stands beneath it. Each round starts a server anew; the first file
meets a process that has read none, the later one comes with a reader of its own. Each waits on the open page before the
file is chosen, as a person does who looks for it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import defaultdict
from pathlib import Path

from playwright.async_api import Browser, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import (
    ROOT,
    free_port,
    launch,
    middle,
    print_machine,
    print_table,
    start_streamlit,
    stop,
    wait_for_port,
)

FILE = ROOT / "tests" / "data" / "ucdp_ged_ukraine_2014-2022.csv"  # 3,077 rows, 1.8 MB
GOAL = 2.0  # seconds
READERS = ("first", "later")
MOST_SECONDS = 1800.0  # for everything
_WAIT_MS = 60_000
_LOOKS_FOR_SECONDS = 3.0  # for the file, on the open page
_CLOCK = """
  addEventListener('change', (event) => {
    if (event.target.type !== 'file') return;
    const chosen = performance.now();
    const look = () => {
      const map = document.querySelector('canvas.cl-preview-map[data-drawn]');
      const tables = document.querySelectorAll('.cl-article table tbody tr');
      if (map && tables.length > 3) window.claimlineShown = (performance.now() - chosen) / 1000;
      else requestAnimationFrame(look);
    };
    look();
  }, true);
"""


async def shown_after(browser: Browser, address: str, file: Path) -> float:
    """Seconds from the choice of a file until a new reader sees its preview."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        await context.add_init_script(_CLOCK)
        page = await context.new_page()
        await page.goto(address)
        field = page.locator(".st-key-import_drop input[type=file]")
        await field.wait_for(state="attached", timeout=_WAIT_MS)
        await asyncio.sleep(_LOOKS_FOR_SECONDS)
        await field.set_input_files(file)
        await page.wait_for_function("() => window.claimlineShown", timeout=_WAIT_MS)
        seconds: float = await page.evaluate("() => window.claimlineShown")
        return seconds
    finally:
        await context.close()


async def measure(browser: Browser) -> dict[str, float]:
    """Start a server; give the seconds for its first file and for a later one."""
    port = free_port()
    process = start_streamlit("streamlit_app.py", port)
    try:
        await asyncio.to_thread(wait_for_port, port)
        address = f"http://127.0.0.1:{port}/import"
        return {reader: await shown_after(browser, address, FILE) for reader in READERS}
    finally:
        stop(process)


async def run(rounds: int) -> dict[str, list[float]]:
    """Measure; the round before the first, which fills the disk cache, is not counted."""
    found: dict[str, list[float]] = defaultdict(list)
    async with async_playwright() as driver:
        browser = await launch(driver)
        try:
            for turn in range(rounds + 1):
                taken = await measure(browser)
                for reader in READERS if turn else ():
                    found[reader].append(taken[reader])
        finally:
            await browser.close()
    return found


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="from the choice of a file to its preview, in a browser")
    parser.add_argument("--rounds", type=int, default=5, help="servers (default 5)")
    parser.add_argument("--quick", action="store_true", help="one round")
    chosen = parser.parse_args()
    rounds = 1 if chosen.quick else chosen.rounds
    print_machine(f"File chosen to preview shown, {FILE.name}, median of {rounds} rounds, seconds")
    found = asyncio.run(asyncio.wait_for(run(rounds), MOST_SECONDS))
    rows = [
        [
            f"{reader} file",
            f"{middle(found[reader]):.2f}",
            f"{GOAL:.1f}",
            " ".join(f"{one:.2f}" for one in found[reader]),
        ]
        for reader in READERS
    ]
    print_table(["", "median", "goal", "rounds"], rows)


if __name__ == "__main__":
    main()
