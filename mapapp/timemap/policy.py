"""Content Security Policies: how they are written, and the hashes of a document's own inline blocks."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

__all__ = ["inline_hashes", "policy_text"]


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


def policy_text(directives: Mapping[str, Iterable[str]]) -> str:
    """Write a policy: each directive with its sources, in the order given."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
