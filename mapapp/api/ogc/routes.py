"""The routes below ``/ogc``: each answers with JSON, and refuses with JSON of one sentence."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.routing import Route

from geodata.errors import visible
from geodata.store import read_question
from mapapp.api.library import open_dataset
from mapapp.api.ogc.asked import FILTERS, check_names, read_asked
from mapapp.api.ogc.definition import definition
from mapapp.api.ogc.documents import (
    CONFORMANCE,
    GEOJSON,
    OPENAPI,
    NoSuchResourceError,
    collection,
    collection_name,
    collection_names,
    collections,
    landing,
)
from mapapp.api.ogc.features import find_feature, one_feature, page_of
from mapapp.api.ogc.replies import Told, Words, serve

__all__ = ["OGC_ROUTES"]

_PREFIX = "/ogc"


def _base(request: Request) -> str:
    """Absolute address of the landing page, without a slash at its end."""
    path = request.url.path
    at = re.search(rf"{_PREFIX}(?=/|$)", path)
    before = path[: at.start()] if at else ""
    return str(request.url.replace(path=f"{before}{_PREFIX}", query="", fragment=""))


def _tail(words: Words) -> str:
    """The filters of a request as the end of an address; links to data carry them on.

    Raises
    ------
    QueryError
        If one has a value that no data set has.
    """
    kept = {name: values for name, values in words.items() if name in FILTERS}
    read_question(None, kept)
    return f"?{urlencode(kept, doseq=True)}" if kept else ""


def _landing(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    tail = _tail(words)
    return Told(lambda: landing(_base(request), tail))


def _conformance(_request: Request, words: Words) -> Told:
    check_names(words, ("f",))
    return Told(lambda: CONFORMANCE)


def _definition(request: Request, words: Words) -> Told:
    check_names(words, ("f",))
    return Told(lambda: definition(_base(request), collection_names()), OPENAPI)


def _collections(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    return Told(lambda: collections(_base(request), _tail(words)))


def _collection(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    return Told(lambda: collection(_base(request), request.path_params["collection"], words, _tail(words)))


def _items(request: Request, words: Words) -> Told:
    name = request.path_params["collection"]
    dataset_id, kind = collection_name(name)
    dataset = open_dataset(dataset_id)
    asked, address = read_asked(dataset, words), f"{_base(request)}/collections/{name}/items"
    given = request.query_params.multi_items()
    return Told(lambda: page_of(dataset, kind, asked, address, given, _tail(words)), GEOJSON, dataset.digest)


def _item(request: Request, words: Words) -> Told:
    name, feature_id = request.path_params["collection"], request.path_params["feature"]
    dataset_id, kind = collection_name(name)
    check_names(words, (*FILTERS, "f"))
    dataset = open_dataset(dataset_id)
    asked, address = read_asked(dataset, words), f"{_base(request)}/collections/{name}/items"
    find_feature(dataset, kind, asked, feature_id)
    return Told(
        lambda: one_feature(dataset, dataset_id, kind, asked, address, feature_id, _tail(words)),
        GEOJSON,
        dataset.digest,
    )


def _nothing(request: Request, _words: Words) -> Told:
    raise NoSuchResourceError(f"There is nothing at {visible(request.url.path)}: begin at {_PREFIX}.")


_TOLD = {
    "": _landing,
    "/": _landing,
    "/conformance": _conformance,
    "/api": _definition,
    "/collections": _collections,
    "/collections/{collection:str}": _collection,
    "/collections/{collection:str}/items": _items,
    "/collections/{collection:str}/items/{feature:str}": _item,
    "/{rest:path}": _nothing,
}
# Everything below /ogc; what is not there is said in JSON too
OGC_ROUTES = tuple(Route(f"{_PREFIX}{path}", serve(tell)) for path, tell in _TOLD.items())
