"""Data islands: claims and settings beside the folium document, as data and never as markup."""

from __future__ import annotations

import json
from typing import Any

from mapapp.timemap.bundle import read_asset
from mapapp.timemap.tiles import TileChoice

__all__ = ["fill_document", "island"]

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def island(element_id: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A data block that no parser can leave: ``<``, ``>`` and ``&`` stand as JSON escapes.

    Parameters
    ----------
    element_id : str
        A constant of ours, never text of a claim.
    value : JSON value
        What the block holds.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return f'<script type="application/json" id="{element_id}">{text}</script>\n'


def fill_document(html: str, claims: dict[str, Any], *, basemap_address: str, tiles: TileChoice | None = None) -> str:
    """Put the islands into a rendered document, after folium has done with it.

    Parameters
    ----------
    html : str
        As :func:`mapapp.timemap.document.render_document` gives it.
    claims : dict
        As :func:`mapapp.timemap.payload.claims_payload` gives it.
    basemap_address : str
        Where the basemap is fetched, relative to the document.
    tiles : TileChoice or None
        Online tiles that the reader switched on.
    """
    settings: dict[str, Any] = {"basemap": basemap_address, "style": basemap_style(), "tiles": None}
    if tiles is not None:
        settings["tiles"] = {
            "url": tiles.url,
            "subdomains": tiles.subdomains,
            "maxZoom": tiles.max_zoom,
            "attribution": tiles.attribution,
        }
    islands = island("claimline-claims", claims) + island("claimline-settings", settings)
    return html.replace("<body>\n", "<body>\n" + islands, 1)


def basemap_style() -> dict[str, Any]:
    """Colours and words of the basemap, one table for the browser and the picture."""
    style: dict[str, Any] = json.loads(read_asset("basemap-style.json"))
    return style
