"""Markup of a description turned into the words that it shows; nothing of it is ever rendered."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["plain_text"]

_LOOKS_LIKE_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_BREAKS = frozenset("br p div tr table ul ol li h1 h2 h3 h4 h5 h6 hr blockquote".split())
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "title"))
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r" ?\n[ \n]*")


class _Words(HTMLParser):
    """Collects what a reader would see, and where links and pictures lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in _CELLS:
            self.parts.append(" ")
        known = dict(attrs)
        if tag == "a":
            self._links.append(known.get("href") or "")
        if tag == "img" and known.get("src"):
            self.parts.append(f" {known['src']} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag == "a" and self._links and (link := self._links.pop()) and link not in "".join(self.parts[-3:]):
            self.parts.append(f" {link} ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(text: str) -> str:
    """The words of a text that may hold markup.

    Parameters
    ----------
    text : str
        A description as KML has it.

    Returns
    -------
    str
        Without tags; addresses of links and pictures stand behind their words. Text without markup comes back as it is,
        without white space around it.
    """
    if not _LOOKS_LIKE_MARKUP.search(text):
        return text.strip()
    words = _Words()
    words.feed(text)
    words.close()
    return _LINES.sub("\n", _BLANKS.sub(" ", "".join(words.parts))).strip()
