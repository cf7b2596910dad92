"""The routes below ``/ogc``: each answers with JSON, and refuses with JSON of one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geodata.errors import DatasetError, QueryError, visible
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
    collections,
    landing,
)
from mapapp.api.ogc.features import one_feature, page_of

__all__ = ["OGC_ROUTES"]

_PREFIX = "/ogc"
_HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}

Words = Mapping[str, Sequence[str]]
Told = tuple[dict[str, Any], str]  # a document and its media type


def _base(request: Request) -> str:
    """Absolute address of the landing page, without a slash at its end."""
    path = request.url.path
    at = re.search(rf"{_PREFIX}(?=/|$)", path)
    before = path[: at.start()] if at else ""
    return str(request.url.replace(path=f"{before}{_PREFIX}", query="", fragment=""))


def _answer(content: dict[str, Any], media_type: str = "application/json", status: int = 200) -> Response:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    body = text.encode("utf-8", "backslashreplace")  # half a character, as JSON escapes it
    return Response(body, status_code=status, media_type=media_type, headers=_HEADERS)


def _refuse(code: str, words: str, status: int) -> Response:
    return _answer({"code": code, "description": words}, status=status)


def _serve(tell: Callable[[Request, Words], Told]) -> Callable[[Request], Response]:
    """Make a handler of what tells a document: its refusals become exceptions as the standard has them."""

    def handler(request: Request) -> Response:
        words = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            content, media_type = tell(request, words)
        except NoSuchResourceError as error:
            return _refuse("NotFound", str(error), 404)
        except QueryError as error:
            return _refuse("InvalidParameterValue", str(error), 400)
        except DatasetError as error:
            first, more = str(error.problems[0]), len(error.problems) - 1
            return _refuse("NotAvailable", f"{first[:-1]}, and {more} more." if more else first, 503)
        return _answer(content, media_type)

    return handler


def _tail(words: Words) -> str:
    """The filters of a request as the end of an address; links to data carry them on."""
    kept = {name: values for name, values in words.items() if name in FILTERS}
    return f"?{urlencode(kept, doseq=True)}" if kept else ""


def _landing(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    return landing(_base(request), _tail(words)), "application/json"


def _conformance(_request: Request, words: Words) -> Told:
    check_names(words, ("f",))
    return CONFORMANCE, "application/json"


def _definition(request: Request, words: Words) -> Told:
    check_names(words, ("f",))
    return definition(_base(request)), OPENAPI


def _collections(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    return collections(_base(request), _tail(words)), "application/json"


def _collection(request: Request, words: Words) -> Told:
    check_names(words, (*FILTERS, "f"))
    return collection(_base(request), request.path_params["collection"], words, _tail(words)), "application/json"


def _items(request: Request, words: Words) -> Told:
    name = request.path_params["collection"]
    dataset_id, kind = collection_name(name)
    dataset = open_dataset(dataset_id)
    address = f"{_base(request)}/collections/{name}/items"
    given = request.query_params.multi_items()
    return page_of(dataset, kind, read_asked(dataset, words), address, given, _tail(words)), GEOJSON


def _item(request: Request, words: Words) -> Told:
    name = request.path_params["collection"]
    dataset_id, kind = collection_name(name)
    check_names(words, (*FILTERS, "f"))
    dataset = open_dataset(dataset_id)
    address, asked = f"{_base(request)}/collections/{name}/items", read_asked(dataset, words)
    return one_feature(dataset, dataset_id, kind, asked, address, request.path_params["feature"], _tail(words)), GEOJSON


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
OGC_ROUTES = tuple(Route(f"{_PREFIX}{path}", _serve(tell)) for path, tell in _TOLD.items())
