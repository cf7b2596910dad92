"""Headers of every response: what a page may load, and who may frame it. No ``unsafe-inline``, no ``unsafe-eval``."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.timemap.policy import inline_hashes, policy_text

__all__ = ["DATA_POLICY", "SecurityHeaders", "document_policy", "page_policy"]

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Content Security Policy of an answer that is data: nothing in it runs or loads, and no page may frame it."""

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


def document_policy(html: str, image_origins: Iterable[str] = ()) -> str:
    """CSP of the map document: its own files, the hash of its one inline script, nothing else.

    ``image_origins`` are the hosts of online tiles, empty unless the reader switched them on.
    """
    return policy_text(
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
    return policy_text(
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
