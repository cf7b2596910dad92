"""What the benchmarks share: a browser, servers on 127.0.0.1, medians, tables, and a word on the machine."""

from __future__ import annotations

import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.error import URLError

import uvicorn
from playwright.async_api import Browser, Playwright
from starlette.applications import Starlette
from starlette.routing import BaseRoute

__all__ = [
    "HERE", "ROOT", "free_port", "launch", "middle", "print_machine", "print_table", "quantile", "running_streamlit",
    "serving", "start_streamlit", "stop", "wait_for_port",
]  # fmt: skip

HERE = Path(__file__).resolve().parent
"""Folder of the benchmarks."""
ROOT = HERE.parent
"""The project's folder."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_START_SECONDS = 60.0


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def launch(driver: Playwright) -> Browser:
    """Start the machine's own Chromium, headless and without GPU.

    Raises
    ------
    SystemExit
        If there is none.
    """
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    return await driver.chromium.launch(executable_path=found, args=_BROWSER_ARGS)


@contextmanager
def serving(routes: Sequence[BaseRoute]) -> Iterator[str]:
    """Serve routes from a thread of this process; yields the address on 127.0.0.1."""
    port = free_port()
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="benchmark-server", daemon=True)
    thread.start()
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def start_streamlit(script: str, port: int, **environment: str) -> subprocess.Popen[bytes]:
    """Start ``streamlit run`` on a script, named from the project's folder, with the project's configuration."""
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, gently first."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


@contextmanager
def running_streamlit(script: str, **environment: str) -> Iterator[str]:
    """Run a Streamlit script while the block runs; yields the address, answering.

    Raises
    ------
    TimeoutError
        If it does not answer within a minute.
    """
    port = free_port()
    process = start_streamlit(script, port, **environment)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(f"{address}/_stcore/health"):
            if time.monotonic() > deadline or process.poll() is not None:
                raise TimeoutError(f"{script} did not start")
            time.sleep(0.1)
        yield address
    finally:
        stop(process)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def wait_for_port(port: int) -> None:
    """Return as soon as something listens on a port of 127.0.0.1.

    Raises
    ------
    TimeoutError
        If nothing does within a minute.
    """
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"nothing listens on port {port}")


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed; NaN where there is none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def print_machine(what: str) -> None:
    """Say what was measured when and on what; the load tells whether others were working."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    print(f"{what}\n{now}, {os.cpu_count()} cores, load average {load}, Python {sys.version.split()[0]}")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as aligned text; numbers with one decimal."""
    shown = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[index]) for row in [list(columns), *shown]) for index in range(len(columns))]
    for row in [list(columns), ["-" * width for width in widths], *shown]:
        print("  ".join(_aligned(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _aligned(cell: str, width: int) -> str:
    return cell.rjust(width) if cell[:1].isdigit() or cell in "-" else cell.ljust(width)


def middle(values: Sequence[float]) -> float:
    """Median, NaN where there is no value."""
    return median(values) if values else math.nan
