"""The routes of the data API: each request is read against the table, answered, or refused with one sentence."""

from __future__ import annotations

from collections.abc import Callable

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
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def _answered(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The same with every refusal as problem details."""

    def endpoint(request: Request) -> Response:
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

    return endpoint


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
    return Route(path, _answered(answer), methods=_METHODS)


V1_ROUTES = (
    *(_route(f"{V1_PATH}{operation.path}", _answer_of(operation)) for operation in OPERATIONS),
    _route(V1_PATH, _to_index),
    _route(f"{V1_PATH}/{{rest:path}}", _nothing_here),
)
"""Every route, the one that catches all other addresses last."""
