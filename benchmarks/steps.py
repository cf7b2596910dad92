"""One step of a slider: how the pointer is moved, and what the probe in the page tells of it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playwright.async_api import CDPSession, Page

from benchmarks.kit import middle, quantile

__all__ = ["Steps", "drag", "there_and_back"]

_MOUSE_SECONDS = 0.008  # a usual mouse reports 125 times a second


@dataclass(slots=True)
class Steps:
    """What was measured, in milliseconds.

    Parameters
    ----------
    latency : list of float
        From the time stamp of the input to the end of the frame that shows its effect.
    work : list of float
        Of that, from the moment the page began to handle the input.
    intervals : list of float
        Between the beginnings of two such frames that follow each other.
    cpu : list of float
        Processor time of the page's main thread a step, one mean a drag: waiting for other processes is not in it.
    """

    latency: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    intervals: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, taken: Sequence[dict[str, float]], worked: float = math.nan) -> None:
        """Take in what ``ClaimlineProbe.take()`` gave for one drag, and the seconds the main thread worked in it."""
        self.latency += [step["painted"] - step["input"] for step in taken]
        self.work += [step["painted"] - step["began"] for step in taken]
        self.intervals += [after["frame"] - before["frame"] for before, after in pairwise(taken)]
        self.cpu += [worked * 1000 / len(taken)] if taken else []

    def cells(self) -> list[object]:
        """Number of steps; median and p95 of latency, of work and of intervals; processor time a step."""
        shown: list[object] = [len(self.latency)]
        for values in (self.latency, self.work, self.intervals):
            shown += [middle(values), quantile(values, 0.95)]
        return [*shown, middle(self.cpu)]


def there_and_back(low: float, high: float, count: int, step: float = 1.0) -> list[float]:
    """Positions from ``low`` towards ``high`` and back, again and again, ``count`` in all; CSS pixels."""
    span = max(high - low, step)
    return [low + span - abs((index * step) % (2 * span) - span) for index in range(count)]


async def _worked(cdp: CDPSession) -> float:
    metrics = (await cdp.send("Performance.getMetrics"))["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


async def drag(page: Page, start: tuple[float, float], path: Sequence[float]) -> float:
    """Take hold with a real pointer, move along ``path`` (x, CSS pixels) as fast as a mouse reports, and let go.

    No move waits for the one before to be handled: a mouse does not, either.

    Returns
    -------
    float
        Seconds of processor time that the page's main thread took meanwhile.
    """
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = await _worked(cdp)
    x, y = start
    held: dict[str, Any] = {"y": y, "button": "left", "buttons": 1, "pointerType": "mouse"}
    await cdp.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    await cdp.send("Input.dispatchMouseEvent", {"type": "mousePressed", "x": x, "clickCount": 1, **held})
    clock = asyncio.get_running_loop().time
    due = clock()
    sent = []
    for at in path:
        sent.append(
            asyncio.ensure_future(cdp.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": at, **held}))
        )
        due += _MOUSE_SECONDS
        await asyncio.sleep(max(0.0, due - clock()))
    await asyncio.gather(*sent)
    last = path[-1] if path else x
    await cdp.send("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": last, "clickCount": 1, **held})
    worked = await _worked(cdp) - before
    await cdp.detach()
    return worked
