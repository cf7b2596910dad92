"""What the tests of the data API share: asking an address, and reading what it answers."""

from __future__ import annotations

import json
from typing import Any

from tests.mapapp.api.asgi import Answer, ask

__all__ = ["V1", "get", "json_of", "refused"]

V1 = "/api/v1"


def get(path: str, query: str = "", **headers: str) -> Answer:
    """Ask an address below the root of the data API."""
    return ask(f"{V1}{path}", query, headers={name.replace("_", "-"): value for name, value in headers.items()})


def json_of(path: str, query: str = "") -> Any:
    """What an address answers, which must be JSON."""
    answer = get(path, query)
    assert answer.status == 200, answer.text
    return json.loads(answer.body)


def refused(path: str, query: str = "", *, status: int = 400) -> str:
    """The sentence with which a request is refused."""
    answer = get(path, query)
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    detail = str(problem["detail"])
    assert detail.endswith(".")
    assert "\n" not in detail
    return detail
