"""Script and style of the document: our own files in one bundle, Leaflet out of its package.

Names carry the first twelve hex digits of the content's SHA-256, so that a browser may keep them for ever.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

__all__ = [
    "PAGE_STYLES",
    "SCRIPTS",
    "STANDALONE_SCRIPTS",
    "STANDALONE_STYLES",
    "STYLES",
    "Asset",
    "asset_named",
    "assets",
    "read_asset",
]

_FOLDER = Path(__file__).parent / "assets"
# In order: each file uses only what stands before it.
SCRIPTS = (
    "dom.js",
    "format.js",
    "geo.js",
    "data.js",
    "ends.js",
    "known.js",
    "state.js",
    "sentence.js",
    "entries.js",
    "fade.js",
    "mark.js",
    "spans.js",
    "glyphs.js",
    "still.js",
    "hatches.js",
    "interior.js",
    "scene.js",
    "tally.js",
    "stamp.js",
    "marks.js",
    "areas.js",
    "chips.js",
    "hit.js",
    "keys.js",
    "claims.js",
    "labels.js",
    "basemap.js",
    "moves.js",
    "playback.js",
    "ruler.js",
    "histogram.js",
    "bands.js",
    "handles.js",
    "timecontrols.js",
    "knowledge.js",
    "timeline.js",
    "list.js",
    "evidence.js",
    "lineage.js",
    "provenance.js",
    "aspects.js",
    "card.js",
    "legend.js",
    "empty.js",
    "positions.js",
    "says.js",
    "figures.js",
    "plot.js",
    "numbers.js",
    "views.js",
    "shell.js",
    "then.js",
    "bridge.js",
    "copylink.js",
    "main.js",
)
# In order: a later file may refine an earlier one
STYLES = ("timemap.css", "map.css", "panel.css", "timeline.css", "card.css", "doubt.css", "views.css", "copylink.css")
# Behind them in the file that holds everything, where no page stands beside the document
STANDALONE_SCRIPTS = (
    "standalone-fold.js",
    "standalone-search.js",
    "standalone-words.js",
    "standalone-panel.js",
    "standalone-about.js",
    "standalone.js",
)
# Behind the other styles in the same file
STANDALONE_STYLES = ("standalone.css",)
# For Streamlit's page around the document, and for the pages beside it
PAGE_STYLES = ("page.css", "article.css", "pinned.css", "saving.css", "importing.css")


@dataclass(frozen=True)
class Asset:
    """One file that the document or the page asks for.

    Parameters
    ----------
    role : str
        What it is: ``leaflet.js``, ``leaflet.css``, ``timemap.js``, ``timemap.css`` or ``page.css``.
    name : str
        File name with the digest in it.
    media_type : str
        For the Content-Type header.
    content : bytes
        UTF-8.
    """

    role: str
    name: str
    media_type: str
    content: bytes


def _asset(role: str, content: bytes) -> Asset:
    stem, suffix = role.rsplit(".", 1)
    digest = hashlib.sha256(content).hexdigest()[:12]
    media_type = "text/javascript; charset=utf-8" if suffix == "js" else "text/css; charset=utf-8"
    return Asset(role, f"{stem}.{digest}.{suffix}", media_type, content)


def _joined(names: tuple[str, ...]) -> bytes:
    return b"\n".join(read_asset(name) for name in names)


def read_asset(name: str) -> bytes:
    """Content of one file of ``assets/``."""
    return (_FOLDER / name).read_bytes()


@cache
def assets() -> dict[str, Asset]:
    """All assets by role."""
    package = Path(leaflet.BASE_DIR)
    # The bundle needs no source map, and a browser would ask for it
    script = (package / "leaflet.js").read_bytes().replace(b"//# sourceMappingURL=leaflet.js.map", b"")
    contents = {
        "leaflet.js": script,
        "leaflet.css": (package / "leaflet.css").read_bytes(),
        "timemap.js": _joined(SCRIPTS),
        "timemap.css": _joined(STYLES),
        "page.css": _joined(PAGE_STYLES),
    }
    return {role: _asset(role, content) for role, content in contents.items()}


def asset_named(name: str) -> Asset | None:
    """The asset of that file name, or None."""
    return next((asset for asset in assets().values() if asset.name == name), None)
