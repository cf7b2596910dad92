"""The map document in one file: script, style and data inside, and a policy that lets it ask nobody for anything."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

from geodata.errors import ExportError
from mapapp.timemap.bundle import STANDALONE_SCRIPTS, STANDALONE_STYLES, assets, read_asset
from mapapp.timemap.document import render_document
from mapapp.timemap.policy import inline_hashes, policy_text

__all__ = ["standalone_document"]

# Behind the first such line ``mapapp.export.carriers`` puts the manifest; only constants stand before it
_ANCHOR = "<!-- What this file shows, and from which data: -->\n"
_START = "<!DOCTYPE html>\n"
_ABOUT = """\
<!--
A map of reported claims, not confirmed facts, made by Claimline. All it needs is inside; it asks nobody for anything.
Its data stand here in the head as JSON, times in seconds since 1970-01-01T00:00Z, coordinates in degrees (EPSG:4326):
claimline-manifest what the file shows and from which data; claimline-claims every claim with its place, time, reports
and judgements; claimline-basemap the ground under them, base64 of gzip of JSON.
-->
"""
_META = '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
_NO_SCRIPT = (
    "<noscript>This map is drawn by the scripts inside this file, and scripts are switched off. "
    "The claims can be read in its source, as JSON.</noscript>\n"
)
_CHARSET = '    <meta http-equiv="content-type" content="text/html; charset=UTF-8" />\n'
_FILE = re.compile(r"[\w-]+\s*:\s*url\((?!data:)[^)]*\);?")  # a declaration that would fetch a file
_END = re.compile(r"</(?:script|style)|<!--|<script", re.IGNORECASE)


def standalone_document(islands: str) -> str:
    """Put data islands into the document that has everything inside.

    Parameters
    ----------
    islands : str
        As :func:`mapapp.timemap.island.island` writes them.

    Returns
    -------
    str
        HTML that asks for nothing: no address in its markup, and a Content Security Policy that lets only its own
        scripts and styles run, by their hashes. The same islands give the same text.

    Raises
    ------
    ExportError
        If a script or a style of ours could not stand inside a page.
    """
    before, after = _frame()
    return f"{before}{islands}{after}"


@cache
def _frame() -> tuple[str, str]:
    """What stands before and behind the islands, without a policy that would have to know them: they are data."""
    html = render_document()
    own = assets()
    package = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text(encoding="utf-8")
    blocks = {
        f'<script src="assets/{own["leaflet.js"].name}"></script>': ("script", own["leaflet.js"].content.decode()),
        f'<script src="assets/{own["timemap.js"].name}"></script>': (
            "script", _joined(own["timemap.js"].content, STANDALONE_SCRIPTS),
        ),
        f'<link rel="stylesheet" href="assets/{own["leaflet.css"].name}"/>': ("style", _FILE.sub("", package)),
        f'<link rel="stylesheet" href="assets/{own["timemap.css"].name}"/>': (
            "style", _joined(own["timemap.css"].content, STANDALONE_STYLES),
        ),
    }  # fmt: skip
    for tag, (element, text) in blocks.items():
        html = html.replace(tag, _inline(element, text), 1)
    html = html.replace("<body>\n", "<body>\n" + _NO_SCRIPT, 1)
    head, tail = html.removeprefix(_START).split(_CHARSET, 1)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(html)}">\n'
    return f"{_START}{head}{_CHARSET}{policy}{_META}{_ABOUT}{_ANCHOR}", tail


def _joined(bundle: bytes, names: tuple[str, ...]) -> str:
    return b"\n".join((bundle, *(read_asset(name) for name in names))).decode()


def _inline(element: str, text: str) -> str:
    unix = text.replace("\r\n", "\n")  # as a browser reads it before it takes the hash
    if (found := _END.search(unix)) is not None:
        raise ExportError(f"The map cannot be put into one file: a {element} of it holds “{found[0]}”.")
    return f"<{element}>{unix}</{element}>"


def _policy(html: str) -> str:
    """The policy of the file; ``frame-ancestors`` would be ignored in markup, and is left out."""
    return policy_text(
        {
            "default-src": ["'none'"],
            "script-src": inline_hashes(html, "script"),
            "style-src": inline_hashes(html, "style"),
            "img-src": ["data:"],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
        }
    )
