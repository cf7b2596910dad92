from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from mapapp.api.security import SecurityHeaders, document_policy, page_policy
from tests.mapapp.api.asgi import ask


def source_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (directive.split() for directive in policy.split(";"))}


def test_page_policy_lets_streamlits_own_script_run() -> None:
    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    blocks = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert blocks
    assert directives(page_policy())["script-src"] == ["'self'", "blob:", *map(source_of, blocks)]


POLICIES = [page_policy(), document_policy("<script>a()</script><style>p{}</style>")]


@pytest.mark.parametrize("policy", POLICIES)
def test_policies_name_no_stranger_and_allow_nothing_unsafe(policy: str) -> None:
    sources = {source for listed in directives(policy).values() for source in listed}
    known = {"'self'", "'none'", "data:", "blob:"}
    assert all(source in known or re.fullmatch(r"'sha256-[\w+/]{43}='", source) for source in sources)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "directive", ["script-src", "style-src", "connect-src", "frame-ancestors", "base-uri", "form-action"]
)
def test_policies_say_what_the_default_does_not_reach(policy: str, directive: str) -> None:
    """``base-uri``, ``form-action`` and ``frame-ancestors`` do not fall back on ``default-src``."""
    assert directives(policy)[directive]


def test_document_policy_starts_from_nothing() -> None:
    found = directives(document_policy("<script>a()</script>", ("https://tiles.example",)))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'", source_of("a()")]
    assert found["img-src"] == ["'self'", "data:", "https://tiles.example"]
    assert [name for name, sources in found.items() if "https://tiles.example" in sources] == ["img-src"]


def test_every_response_gets_the_headers() -> None:
    answer = ask("/", app=SecurityHeaders(PlainTextResponse("Hello")))
    assert answer.text == "Hello"
    assert answer.headers["content-security-policy"] == page_policy()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


def test_a_policy_of_its_own_is_kept() -> None:
    own = PlainTextResponse("Hello", headers={"Content-Security-Policy": "default-src 'none'"})
    answer = ask("/", app=SecurityHeaders(own))
    assert answer.policy == {"default-src": ["'none'"]}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_not_http_is_passed_on_untouched() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(scope)
        await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(StopIteration):
        SecurityHeaders(app)({"type": "websocket"}, receive, send).send(None)
    assert (seen, sent) == ([{"type": "websocket"}], [{"type": "websocket.accept"}])
