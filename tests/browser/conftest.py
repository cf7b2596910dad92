"""A real server and a real Chromium; every request that would leave the machine is blocked and counted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.model import Dataset
from tests.browser.reader import Reader
from tests.chromium import shared_chromium

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one worker, one server


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serve(dataset: Path | None = None) -> Iterator[str]:
    """Run the app as the README says, on a free port; give back its address."""
    port = _free_port()
    environment = {**os.environ, **({"CLAIMLINE_DATASET": str(dataset)} if dataset else {})}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(f"{address}/_stcore/health"):
            assert process.poll() is None, "the app ended while it started"
            assert time.monotonic() < deadline, "the app did not start"
            time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Address of the app on its bundled data."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def bundled() -> Dataset:
    """The data set that the app serves."""
    return load_dataset(bundled_path())


@pytest.fixture(scope="session")
def browser() -> Browser:
    return shared_chromium()


@pytest.fixture
def open_reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Make readers, each with a browser context of its own; at the end none of them may have gone outside."""
    readers: list[Reader] = []

    def make(address: str, **options: object) -> Reader:
        readers.append(Reader(browser, address, **options))  # type: ignore[arg-type]
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()
    assert [reader.outside for reader in readers] == [[] for _ in readers], "a request left the machine"


@pytest.fixture
def reader(served: str, open_reader: Callable[..., Reader]) -> Reader:
    """A reader with a desk-sized window who has just opened the app."""
    return open_reader(served).open()
