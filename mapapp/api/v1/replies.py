"""The responses of the data API: headers, tags, and what is sent where nothing is new."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from mapapp import __version__
from mapapp.api.security import DATA_POLICY
from mapapp.api.v1.asked import Asked
from mapapp.api.v1.problems import PROBLEM_TYPE, RefusedError, problem_of

__all__ = ["PUBLIC_VARIABLE", "headers_of_all", "is_known_already", "json_bytes", "json_reply", "next_link", "refusal",
           "tagged"]  # fmt: skip

PUBLIC_VARIABLE = "CLAIMLINE_API_PUBLIC"
"""Environment variable that, set to 1, lets the pages of every other site read the data API."""

_KEEP_S = 86400  # an answer about named data may be kept for a day: a new release of the program may write another one
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": DATA_POLICY,
}


def headers_of_all() -> dict[str, str]:
    """Headers of every answer, refusals too.

    Only where the operator says that the data are public may a page of another site read them. The app has no
    accounts, so whoever reaches the port may read: on a desk that is the reader's own browser, and any page that is
    open in it could then read unpublished claims through it.
    """
    if os.environ.get(PUBLIC_VARIABLE) == "1":
        shared = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
        return {**_FIXED, **shared, "Cross-Origin-Resource-Policy": "cross-origin"}
    return {**_FIXED, "Cross-Origin-Resource-Policy": "same-origin"}


def json_bytes(value: object) -> bytes:
    """JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def json_reply(value: object, headers: Mapping[str, str], media_type: str = "application/json") -> Response:
    """A value as JSON."""
    return Response(json_bytes(value), headers=dict(headers), media_type=media_type)


def refusal(error: RefusedError) -> Response:
    """A refusal as problem details; it is never kept."""
    headers = {**headers_of_all(), "Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.status == 405:
        headers["Allow"] = "GET, HEAD"
    return Response(json_bytes(problem_of(error)), error.status, headers, PROBLEM_TYPE)


def tagged(asked: Asked, form: str = "") -> dict[str, str]:
    """Headers of an answer: its tag, and for how long it may be kept.

    The tag is weak, because the same answer may be sent compressed or not. It hangs on the digest of the data, on the
    question, on the form of the answer and on the version of the program.
    """
    cache = f"private, max-age={_KEEP_S}" if asked.is_pinned else "private, no-cache"
    tag = f'W/"{asked.dataset.digest[:12]}-{asked.answer_key}-{form or "json"}-{__version__}"'
    return {**headers_of_all(), "ETag": tag, "Cache-Control": cache}


def is_known_already(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the asker holds the answer with this tag (weak comparison, RFC 9110, section 8.8.3.2)."""
    told = request.headers.get("if-none-match", "")
    held = {one.strip().removeprefix("W/") for one in told.split(",")}
    return "*" in held or headers["ETag"].removeprefix("W/") in held


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """The header ``Link`` (RFC 8288) to the next page, at the address that was asked; nothing on the last page."""
    if cursor is None:
        return {}
    pairs: list[tuple[str, Any]] = [pair for pair in request.query_params.multi_items() if pair[0] != "after"]
    address = f"{str(request.url).partition('?')[0]}?{urlencode([*pairs, ('after', cursor)])}"
    return {"Link": f'<{address}>; rel="next"'}
