"""Headers of every response: what a page may load, and who may frame it. No ``unsafe-inline``, no ``unsafe-eval``."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SecurityHeaders", "document_policy", "inline_hashes", "page_policy"]

# SHA-256 of nothing: Streamlit adds empty style elements and fills them through the CSSOM
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
# The one style sheet that Streamlit's front end adds as text (React Aria's touch-action rule)
_PRESSABLE_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _InlineBlocks(HTMLParser):
    """Collects the text of inline scripts (data blocks left out) and inline styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_data = "json" in (named.get("type") or "")
        if tag in self.blocks and "src" not in named and not is_data:
            self._open = tag
            self.blocks[tag].append("")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.blocks[self._open][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = None


def inline_hashes(html: str, tag: str) -> list[str]:
    """CSP sources for the inline blocks of a document.

    Parameters
    ----------
    html : str
        The document as it will be sent.
    tag : str
        ``script`` or ``style``.

    Returns
    -------
    list of str
        ``'sha256-…'`` in order, quoted as CSP wants them.
    """
    parser = _InlineBlocks()
    parser.feed(html)
    hashes = (hashlib.sha256(block.encode()).digest() for block in parser.blocks[tag])
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes]


def _policy(directives: dict[str, Iterable[str]]) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def document_policy(html: str, image_origins: Iterable[str] = ()) -> str:
    """CSP of the map document: its own files, the hash of its one inline script, nothing else.

    ``image_origins`` are the hosts of online tiles, empty unless the reader switched them on.
    """
    return _policy(
        {
            "default-src": ["'none'"],
            "script-src": ["'self'", *inline_hashes(html, "script")],
            "style-src": ["'self'", *inline_hashes(html, "style")],
            "img-src": ["'self'", "data:", *image_origins],
            "connect-src": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
            "frame-ancestors": ["'self'"],
        }
    )


@cache
def page_policy() -> str:
    """CSP of every other response: Streamlit's page with the hash of its own inline script.

    A component's script is imported from a blob, so ``blob:`` stands among the script sources.
    """
    found = importlib.util.find_spec("streamlit")
    hashes: list[str] = []
    if found is not None and found.origin is not None:
        html = (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
        hashes = inline_hashes(html, "script")
    return _policy(
        {
            "default-src": ["'self'"],
            "script-src": ["'self'", "blob:", *hashes],
            "style-src": ["'self'", _EMPTY_STYLE, _PRESSABLE_STYLE],
            "img-src": ["'self'", "data:", "blob:"],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'"],
            "worker-src": ["'self'", "blob:"],
            "frame-src": ["'self'"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'self'"],
        }
    )


class SecurityHeaders:
    """ASGI middleware that puts the headers on every HTTP response; a response's own policy is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and add headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", page_policy())
                for name, value in _FIXED.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
