"""The guards of conftest.py guard."""

from __future__ import annotations

import socket
import time

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443), ("example.invalid", 80)])
def test_a_connection_that_leaves_the_machine_is_refused(address: tuple[str, int]) -> None:
    with pytest.raises(AssertionError, match="no network"):
        socket.create_connection(address, timeout=0.1)
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as plain, pytest.raises(AssertionError, match="no network"):
        plain.connect(address)


def test_a_connection_inside_the_machine_is_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_local_time_is_not_utc() -> None:
    assert time.localtime(0).tm_gmtoff != 0
