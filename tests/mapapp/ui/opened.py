"""Opens the pages without a browser and reads what stands on them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from mapapp.ui.server import PAGE

__all__ = ["articles", "blocks", "go", "open_page", "words"]

_SECONDS = 30


def open_page(path: str = "", **params: str | list[str]) -> AppTest:
    """Begin a session on a page; without a path on the map."""
    page = AppTest.from_file(str(PAGE), default_timeout=_SECONDS)
    for key, value in params.items():
        page.query_params[key] = value
    return go(page, path)


def go(page: AppTest, path: str) -> AppTest:
    """Go to a page as its link in the navigation does; ``switch_page`` finds only pages that are files."""
    page._page_hash = calc_hash(path or "map")
    page.run()
    page._page_hash = ""
    return page


def blocks(page: AppTest, kind: str = "") -> list[dict[str, Any]]:
    """All blocks of the page's articles, or those of one kind."""
    found = [block for article in articles(page) for block in article["blocks"]]
    return [block for block in found if kind in ("", block["kind"])]


def articles(page: AppTest) -> list[dict[str, Any]]:
    """What the page gives to its articles, in order."""
    protos = [element.proto for element in page.get("bidi_component")]
    found = []
    for proto in protos:
        data = json.loads(proto.json or proto.mixed.json)
        if "blocks" in data:
            found.append(data)
    return found


def words(page: AppTest) -> str:
    """Every word that the page's articles show, headings, cells and captions among them."""
    return "\n".join(_strings(blocks(page)))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in _strings(part)] if isinstance(value, list) else []
