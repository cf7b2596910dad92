"""A real server and a real Chromium; every request that would leave the machine is blocked and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.model import Dataset
from tests.browser.reader import Reader
from tests.chromium import shared_chromium
from tests.serving import serve


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one worker, one server


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
