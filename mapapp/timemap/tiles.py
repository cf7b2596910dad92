"""Online tiles that a reader may switch on: off by default, because a tile server learns which area is studied.

Addresses and credits come from ``xyzservices``, as constants and plain text.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

__all__ = ["CARTO_KEY_VARIABLE", "TileChoice", "tile_layers"]

# Environment variable that holds the reader's own key for CARTO's tiles.
CARTO_KEY_VARIABLE = "CLAIMLINE_CARTO_KEY"

_CHOICES = (
    ("osm", "OpenStreetMap", "OpenStreetMap.Mapnik"),
    ("carto", "CARTO Positron", "CartoDB.Positron"),
    ("esri", "Esri World Imagery", "Esri.WorldImagery"),
)
_DEFAULT_MAX_ZOOM = 19


@dataclass(frozen=True, slots=True)
class TileChoice:
    """One set of online tiles.

    Parameters
    ----------
    id : str
        Short and stable: the word that stands in links.
    label : str
        What the reader chooses by.
    url : str
        Template with ``{z}``, ``{x}``, ``{y}`` and, with several servers, ``{s}``; https. Web Mercator tiles.
    subdomains : str
        One letter a server, for ``{s}``; empty where there is one server.
    max_zoom : int
        Last zoom that has tiles.
    attribution : str
        Credit as plain text, without markup.
    origins : tuple of str
        Every origin the tiles come from, for the ``img-src`` of the content security policy.
    """

    id: str
    label: str
    url: str
    subdomains: str
    max_zoom: int
    attribution: str
    origins: tuple[str, ...]


def tile_layers() -> tuple[TileChoice, ...]:
    """The online tiles on offer: OpenStreetMap, CARTO, Esri imagery, in this order.

    CARTO asks for a key of its own. It is read from the environment variable ``CLAIMLINE_CARTO_KEY``; without
    it the label says so, since CARTO may refuse the tiles.
    """
    return _layers(os.environ.get(CARTO_KEY_VARIABLE, ""))


@lru_cache(maxsize=4)
def _layers(carto_key: str) -> tuple[TileChoice, ...]:
    from xyzservices import providers

    flat = providers.flatten()
    return tuple(_choice(word, label, dict(flat[name]), carto_key) for word, label, name in _CHOICES)


def _choice(word: str, label: str, provider: dict[str, object], carto_key: str) -> TileChoice:
    url = str(provider["url"])
    if "{apikey}" in url and not carto_key:
        url = url.replace("?key={apikey}", "")
        label = f"{label} (asks for a key: {CARTO_KEY_VARIABLE})"
    url = url.replace("{apikey}", quote(carto_key, safe=""))
    url = url.replace("{variant}", str(provider.get("variant", ""))).replace("{r}", "")
    subdomains = str(provider.get("subdomains", "")) if "{s}" in url else ""
    zoom = provider.get("max_zoom", _DEFAULT_MAX_ZOOM)
    max_zoom = zoom if isinstance(zoom, int) else _DEFAULT_MAX_ZOOM
    return TileChoice(word, label, url, subdomains, max_zoom, _plain(provider), _origins(url, subdomains))


def _plain(provider: dict[str, object]) -> str:
    text = re.sub(r"<[^>]*>", "", str(provider["attribution"]))
    return text.replace("(C)", "©").replace("--", "–").strip()


def _origins(url: str, subdomains: str) -> tuple[str, ...]:
    origin = "/".join(url.split("/")[:3])
    return tuple(origin.replace("{s}", letter) for letter in subdomains) or (origin,)
