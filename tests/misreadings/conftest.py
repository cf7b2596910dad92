"""The app as it is served, shared by all tests of this folder; each opens it, looks, and leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser, bundled, open_reader, serve, served
from tests.browser.reader import Reader
from tests.misreadings.case import told_case
from tests.misreadings.desk import Desk
from tests.misreadings.doubtful import write_doubtful
from tests.misreadings.screen import Screen

__all__ = ["browser", "bundled", "open_reader", "served"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one worker, one server


def _reading(browser: Browser, address: str) -> Iterator[Reader]:
    """One reader of an app; nothing may leave the machine meanwhile."""
    reader = Reader(browser, address)
    yield reader.open()
    reader.close()
    assert reader.outside == [], "a request left the machine"


@pytest.fixture(scope="session")
def doubtful_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set in which every kind of doubt has days of its own."""
    return write_doubtful(tmp_path_factory.mktemp("doubtful"))


@pytest.fixture(scope="session")
def doubtful(doubtful_folder: Path) -> Iterator[str]:
    """Address of the app on that data set."""
    with serve(doubtful_folder) as address:
        yield address


@pytest.fixture(scope="session")
def doubtful_reader(doubtful: str, browser: Browser) -> Iterator[Reader]:
    yield from _reading(browser, doubtful)


@pytest.fixture
def screen(doubtful_reader: Reader) -> Screen:
    """One reader in front of that data set, as when it was opened."""
    return Screen(doubtful_reader).reset()


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set of what becomes public bit by bit."""
    return told_case(tmp_path_factory.mktemp("case") / "data")


@pytest.fixture(scope="session")
def case_address(case: Path) -> Iterator[str]:
    """Address of the app on that data set."""
    with serve(case) as address:
        yield address


@pytest.fixture(scope="session")
def case_reader(case_address: str, browser: Browser) -> Iterator[Reader]:
    yield from _reading(browser, case_address)


@pytest.fixture
def desk(case_reader: Reader) -> Desk:
    """One reader in front of that data set, with everything known, all dates and no card open."""
    desk = Desk(case_reader)
    desk.clear()
    return desk
