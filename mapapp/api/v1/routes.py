"""The routes of the data API: each request is read against the table, answered, or refused with one sentence."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geodata.errors import BuildError, DatasetError, ExportError, QueryError
from mapapp.api.v1.asked import read_asked, read_values
from mapapp.api.v1.handlers import HANDLERS, PLAIN
from mapapp.api.v1.operations import OPERATIONS, Operation
from mapapp.api.v1.problems import RefusedError, damaged
from mapapp.api.v1.replies import headers_of_all, refusal

__all__ = ["V1_PATH", "V1_ROUTES"]

V1_PATH = "/api/v1"
"""Where the data API begins."""

_NO_BUILD = "The tables of this data set cannot be read: its keeper must build them again (geodata build --force)."
_LOOK_S = 0.1  # between two looks whether the asker is still there
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


Endpoint = Callable[[Request], Coroutine[None, None, Response]]
"""What a route calls."""


def _watched(answer: Callable[[Request], Response]) -> Endpoint:
    """The same in a thread of its own, with ``request.state.gone``: an event that is set when the asker has left."""

    async def watch(request: Request) -> None:
        while not request.state.gone.is_set():
            await asyncio.sleep(_LOOK_S)
            if await request.is_disconnected():
                request.state.gone.set()

    async def endpoint(request: Request) -> Response:
        request.state.gone = threading.Event()
        watching = asyncio.create_task(watch(request))
        try:
            return await run_in_threadpool(answer, request)
        finally:
            watching.cancel()

    return endpoint


def _answered(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The same with every refusal as problem details."""

    def answered(request: Request) -> Response:
        try:
            if request.method not in ("GET", "HEAD"):
                raise RefusedError(405, f"{request.method} is not answered here: use GET.")
            return answer(request)
        except RefusedError as error:
            return refusal(error)
        except DatasetError as error:
            return refusal(damaged(error))
        except BuildError:  # what it says may name folders of the server
            return refusal(RefusedError(503, _NO_BUILD))
        except (QueryError, ExportError) as error:
            return refusal(RefusedError(400, str(error)))

    return answered


def _answer_of(operation: Operation) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        params = {key: request.query_params.getlist(key) for key in request.query_params}
        if operation.path in PLAIN:
            read_values(operation, params)
            return PLAIN[operation.path]()
        return HANDLERS[operation.path](request, read_asked(operation, params))

    return answer


def _nothing_here(_request: Request) -> Response:
    raise RefusedError(404, f"There is nothing at this address: {V1_PATH}/ lists what there is.")


def _to_index(_request: Request) -> Response:
    return RedirectResponse("v1/", headers=headers_of_all())


def _route(path: str, answer: Callable[[Request], Response]) -> Route:
    return Route(path, _watched(_answered(answer)), methods=_METHODS)


V1_ROUTES = (
    *(_route(f"{V1_PATH}{operation.path}", _answer_of(operation)) for operation in OPERATIONS),
    _route(V1_PATH, _to_index),
    _route(f"{V1_PATH}/{{rest:path}}", _nothing_here),
)
"""Every route, the one that catches all other addresses last."""
