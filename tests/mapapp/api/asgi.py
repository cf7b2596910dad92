"""Asks the routes as a server would, headers included, without a server."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message

from mapapp.api import ROUTES, SecurityHeaders

__all__ = ["Answer", "ask"]

APP = Starlette(routes=list(ROUTES), middleware=[Middleware(SecurityHeaders)])


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body of a response, the body unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def policy(self) -> dict[str, list[str]]:
        """Sources of each directive of the Content-Security-Policy."""
        parts = [directive.split() for directive in self.headers["content-security-policy"].split(";")]
        return {name: sources for name, *sources in parts}


def ask(
    path: str, query: str = "", *, app: ASGIApp = APP, method: str = "GET", headers: dict[str, str] | None = None
) -> Answer:
    """Send one request and wait for the whole answer."""
    sent_headers = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), *sent_headers], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def answer() -> None:
        await app(scope, receive, send)

    # in a thread of its own: a browser test of the same worker leaves an event loop behind in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answer()).result()
    answered = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    packed = answered.get("content-encoding") == "gzip" and body
    return Answer(sent[0]["status"], answered, gzip.decompress(body) if packed else body)
