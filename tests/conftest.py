"""What every test gets: a clean environment, a time zone that betrays local time, and no network."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

from tests.geodata.scale.spark.cluster import missing

# No test is timed: a busy machine must not make one fail
settings.register_profile("claimline", deadline=None)
settings.load_profile("claimline")

ROOT = Path(__file__).resolve().parent.parent

# A test that passes only in UTC, or only where the machine is configured so, hides a bug.
_SCRUBBED_PREFIXES = ("CLAIMLINE_", "STREAMLIT_", "MAKE", "MFLAGS", "MPL", "GDAL_", "PROJ_", "PYTHON")
_SCRUBBED_SUFFIXES = ("_proxy", "_PROXY")
_CHATHAM = "Pacific/Chatham" if Path("/usr/share/zoneinfo/Pacific/Chatham").exists() else "<+1245>-12:45"
_SET = {"TZ": _CHATHAM, "LC_ALL": "C.UTF-8", "MPLBACKEND": "Agg", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        "XDG_DATA_HOME": str(ROOT / "tests" / "nowhere")}  # fmt: skip


class NetworkForbiddenError(AssertionError):
    """A test tried to leave the machine."""


def is_local(host: object) -> bool:
    """Whether a host is this machine: a loopback address, ``localhost``, or nothing (listening)."""
    if host in (None, "", b"", "localhost", "0.0.0.0"):
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse_strangers(address: object) -> None:
    """Let paths (Unix sockets) and loopback addresses through; raise for anything else."""
    if isinstance(address, tuple) and not is_local(address[0]):
        raise NetworkForbiddenError(f"a test may not connect to {address[0]!r}: Claimline works with no network")


@pytest.fixture(autouse=True, scope="session")
def clean_environment() -> Iterator[None]:
    """Take away what a machine's configuration could change, and set a time zone 12:45 h from UTC."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_SCRUBBED_PREFIXES) or name.endswith(_SCRUBBED_SUFFIXES):
                patch.delenv(name)
        for name, value in _SET.items():
            patch.setenv(name, value)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection and every name look-up that would leave the machine."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_strangers(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_strangers(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        _refuse_strangers((host,))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


_left_out: list[pytest.Item] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a Spark where there is none."""
    marked = [item for item in items if item.get_closest_marker("spark")]
    if marked and missing():
        _left_out.extend(marked)
        items[:] = [item for item in items if item not in marked]
        config.hook.pytest_deselected(items=marked)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why tests were left out; of several processes, those that run tests cannot."""
    why = missing() if _left_out or config.getoption("numprocesses", None) else ""
    if why:
        terminalreporter.write_line(f"Tests marked spark were left out: {why}.")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def bundled_dataset(root: Path) -> Path:
    """The folder of the bundled data set."""
    return root / "geodata" / "datasets" / "nk-in-russia"
