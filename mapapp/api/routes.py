"""Routes beside the page: the map document, its script and style, the basemap, the feed of changes, the data API."""

from __future__ import annotations

import gzip
import threading
from functools import lru_cache
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from geodata import basemap
from geodata.errors import DatasetError, QueryError
from mapapp.api.feed import serve_feed
from mapapp.api.library import open_dataset, usual_id
from mapapp.api.links import FEED_PATH
from mapapp.api.ogc import OGC_ROUTES
from mapapp.api.security import document_policy
from mapapp.api.v1 import V1_ROUTES
from mapapp.timemap.bundle import Asset, asset_named, assets
from mapapp.timemap.island import fill_document
from mapapp.timemap.payload import claims_payload
from mapapp.timemap.tiles import tile_layers

__all__ = ["ROUTES", "basemap_address", "document_address", "page_style_address", "warm"]

_FOREVER = "public, max-age=31536000, immutable"
_PREFIX = "timemap"


def document_address(digest: str, tiles: str | None = None, dataset_id: str | None = None) -> str:
    """Address of the document for a data set, relative to the page.

    ``tiles`` is the id of a :class:`TileChoice`, ``dataset_id`` that of the data set (None: it stands there without).
    """
    address = f"{_PREFIX}/document?data={digest[:12]}&build={assets()['timemap.js'].name.split('.')[1]}"
    address = f"{address}&dataset={quote(dataset_id)}" if dataset_id else address
    return f"{address}&tiles={tiles}" if tiles else address


def basemap_address() -> str:
    """Address of the basemap's shapes and names, relative to the page."""
    return f"{_PREFIX}/basemap/{basemap.digest()[:12]}.json"


def page_style_address() -> str:
    """Address of the page's own style sheet, relative to the page."""
    return f"{_PREFIX}/assets/{assets()['page.css'].name}"


@lru_cache(maxsize=8)
def _document(dataset_id: str | None, digest: str, tiles: str | None) -> tuple[bytes, str]:  # noqa: ARG001 - a key
    # folium takes most of a second to import: late, and in the background (see `warm`)
    from mapapp.timemap.document import render_document

    choice = next((layer for layer in tile_layers() if layer.id == tiles), None)
    html = fill_document(
        render_document(),
        claims_payload(open_dataset(dataset_id)),
        basemap_address=f"basemap/{basemap.digest()[:12]}.json",
        tiles=choice,
    )
    policy = document_policy(html, choice.origins if choice else ())
    return gzip.compress(html.encode("utf-8", "backslashreplace"), compresslevel=6, mtime=0), policy


_document_lock = threading.Lock()


def _ready_document(dataset_id: str | None, tiles: str | None) -> tuple[bytes, str]:
    digest = open_dataset(dataset_id).digest
    with _document_lock:  # two readers at the start must not both pay for it
        return _document(dataset_id, digest, tiles)


def warm(dataset_id: str | None = None) -> None:
    """Make what the first reader of a data set will ask for; one that cannot be used is left for the page to tell."""
    try:
        _ready_document(dataset_id, None)
    except (DatasetError, QueryError):
        return
    basemap.payload_gzip()


def _packed(content: bytes, media_type: str, *, cache: str, policy: str | None = None) -> Response:
    headers = {"Content-Encoding": "gzip", "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if policy is not None:
        headers["Content-Security-Policy"] = policy
    return Response(content, media_type=media_type, headers=headers)


def _serve_document(request: Request) -> Response:
    tiles = request.query_params.get("tiles")
    if tiles is not None and tiles not in {layer.id for layer in tile_layers()}:
        return PlainTextResponse("There is no such tile layer.", status_code=404)
    try:
        content, policy = _ready_document(usual_id(request.query_params.get("dataset")), tiles)
    except QueryError as error:
        return PlainTextResponse(str(error), status_code=404)
    except DatasetError as error:
        return PlainTextResponse(str(error), status_code=503)
    return _packed(content, "text/html; charset=utf-8", cache="private, no-cache", policy=policy)


def _serve_asset(request: Request) -> Response:
    asset = asset_named(request.path_params["name"])
    if asset is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    return _packed(_packed_asset(asset), asset.media_type, cache=_FOREVER)


@lru_cache(maxsize=16)
def _packed_asset(asset: Asset) -> bytes:
    return gzip.compress(asset.content, compresslevel=9, mtime=0)


def _serve_basemap(request: Request) -> Response:
    if request.path_params["digest"] != basemap.digest()[:12]:
        return PlainTextResponse("There is no such basemap.", status_code=404)
    return _packed(basemap.payload_gzip(), "application/json", cache=_FOREVER)


# What stands beside the page on the same port
ROUTES = (
    Route(f"/{_PREFIX}/document", _serve_document),
    Route(f"/{_PREFIX}/assets/{{name:str}}", _serve_asset),
    Route(f"/{_PREFIX}/basemap/{{digest:str}}.json", _serve_basemap),
    Route(f"/{FEED_PATH}", serve_feed),
    *V1_ROUTES,
    *OGC_ROUTES,
)
