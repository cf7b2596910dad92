"""What a slider move costs the server: messages sent while a slider is dragged for two seconds, and after.

Streamlit reruns the script once for each message that its page sends; a drag that sends none costs no rerun.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from playwright.async_api import Page, WebSocket, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import launch, print_machine, print_table, running_streamlit

MOST_SECONDS = 600.0  # for everything
SLIDERS = {"window": ".cl-handle-to", "as known on": ".cl-known-handle"}
_MOVES = 60
_MOVE_SECONDS = 2.0 / _MOVES
_REST_SECONDS = 3.0  # the document waits 0.4 s before it tells


async def opened(page: Page, address: str, handle: str) -> tuple[float, float]:
    """Open the app, wait until it rests; where a slider's handle is, in CSS pixels."""
    await page.goto(address)
    frame = page.frame_locator("iframe.claimline-frame")
    await frame.locator("html[data-ready][data-basemap]").wait_for(timeout=60_000)
    await page.wait_for_timeout(_REST_SECONDS * 1000)
    box = await frame.locator(handle).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def count(address: str, slider: str, rounds: int) -> list[list[object]]:
    """Drag a slider there and back; rows of messages sent during each drag and after it."""
    sent: list[int] = []
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: sent.append(len(payload)))
        socket.on("framereceived", lambda payload: received.append(len(payload)))

    async with async_playwright() as driver:
        browser = await launch(driver)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("websocket", listen)
        x, y = await opened(page, address, SLIDERS[slider])
        rows: list[list[object]] = []
        for turn in range(rounds):
            sent.clear()
            received.clear()
            moved = -5 if turn % 2 == 0 else 5
            await page.mouse.move(x, y)
            await page.mouse.down()
            for _ in range(_MOVES):
                x += moved
                await page.mouse.move(x, y)
                await page.wait_for_timeout(_MOVE_SECONDS * 1000)
            during = len(sent)
            await page.mouse.up()
            await page.wait_for_timeout(_REST_SECONDS * 1000)
            rows.append([slider, turn + 1, _MOVES, during, len(sent) - during, sum(sent), sum(received)])
        await browser.close()
    return rows


def main() -> None:
    """Run the app, drag, print."""
    parser = argparse.ArgumentParser(description="messages that a drag of a slider sends to the server")
    parser.add_argument("--rounds", type=int, default=3, help="drags (default 3)")
    parser.add_argument("--quick", action="store_true", help="one drag")
    chosen = parser.parse_args()
    print_machine("Messages of a two-second drag of 60 moves (goal: 0 while it moves, 1 when it rests)")
    with running_streamlit("streamlit_app.py") as address:
        drags = 1 if chosen.quick else chosen.rounds
        rows = []
        for slider in SLIDERS:
            rows += asyncio.run(asyncio.wait_for(count(address, slider, drags), MOST_SECONDS))
    print_table(["slider", "drag", "moves", "sent during", "sent after", "bytes sent", "bytes received"], rows)


if __name__ == "__main__":
    main()
