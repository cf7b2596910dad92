"""How a document becomes an answer: packed and tagged, or a refusal as the standard has it."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from geodata.errors import DatasetError, QueryError
from mapapp.api.ogc.documents import NoSuchResourceError
from mapapp.api.security import DATA_POLICY

__all__ = ["Told", "Words", "serve"]

_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": DATA_POLICY,
    "Vary": "Accept-Encoding",
}
_FORMAT = "1"  # of the documents: part of their tags, so that a change of layout is noticed
_WORTH_PACKING = 1000  # bytes

Words = Mapping[str, Sequence[str]]
"""The parameters of a request: the values of each."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a request is answered with.

    Parameters
    ----------
    content : callable
        Makes the document; not called for a client that holds it already.
    media_type : str
        Of the document.
    digest : str
        Of the data that it is made of; empty where it has no tag.
    """

    content: Callable[[], Mapping[str, Any]]
    media_type: str = "application/json"
    digest: str = ""


def _answer(request: Request, told: Told) -> Response:
    headers = dict(_HEADERS)
    if told.digest:
        # weak: the time stamp in it differs, the claims do not
        asked = hashlib.sha256(f"{_FORMAT} {request.url}".encode("utf-8", "backslashreplace")).hexdigest()[:12]
        headers["ETag"] = f'W/"{told.digest[:12]}-{asked}"'
        if headers["ETag"] in (request.headers.get("if-none-match") or "").split(", "):
            return Response(status_code=304, headers=headers)
    return _packed(request, told.content(), told.media_type, headers)


def _packed(
    request: Request, content: Mapping[str, Any], media_type: str, headers: dict[str, str], status: int = 200
) -> Response:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    body = text.encode("utf-8", "backslashreplace")  # half a character, as JSON escapes it
    if len(body) > _WORTH_PACKING and re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", _accepted(request)):
        body, headers = gzip.compress(body, compresslevel=5, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return Response(body, status_code=status, media_type=media_type, headers=headers)


def _accepted(request: Request) -> str:
    return (request.headers.get("accept-encoding") or "").lower()


def _refuse(request: Request, code: str, words: str, status: int) -> Response:
    told = {"code": code, "description": words}
    return _packed(request, told, "application/json", dict(_HEADERS), status)


def serve(tell: Callable[[Request, Words], Told]) -> Callable[[Request], Response]:
    """Make a handler of what tells a document: its refusals become exceptions as the standard has them."""

    def handler(request: Request) -> Response:
        words = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            return _answer(request, tell(request, words))
        except NoSuchResourceError as error:
            return _refuse(request, "NotFound", str(error), 404)
        except QueryError as error:
            return _refuse(request, "InvalidParameterValue", str(error), 400)
        except DatasetError as error:
            first, more = str(error.problems[0]), len(error.problems) - 1
            return _refuse(request, "NotAvailable", f"{first[:-1]}, and {more} more." if more else first, 503)

    return handler
