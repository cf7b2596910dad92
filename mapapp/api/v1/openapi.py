"""The OpenAPI 3.1 document of the data API, and the same as tables for people: both made from ``OPERATIONS``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from mapapp import __version__
from mapapp.api.v1.operations import OPERATIONS, QUESTION, Operation
from mapapp.api.v1.parameters import Parameter
from mapapp.api.v1.problems import PROBLEM_TYPE
from mapapp.api.v1.schemas import SCHEMAS, referred

__all__ = ["document", "reference"]

_REFUSED = {
    400: "A key or a value that cannot be used; the sentence names it and the mend.",
    404: "There is no such data set or no such claim, or the data are others than those named.",
    405: "Only GET and HEAD are answered.",
    503: "The data set cannot be used, or too many wait.",
}
_ID = "Id of the claim."


@cache
def document() -> dict[str, Any]:
    """The whole document (OpenAPI 3.1.0), ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Claimline data API",
            "version": __version__,
            "summary": "Reported claims, not confirmed facts: each with its status, the rule that gave it, its place "
            "and its time as exactly as they were said.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "../v1"}],
        "paths": {one.path: {"get": _operation(one)} for one in OPERATIONS},
        "components": {"schemas": dict(SCHEMAS)},
    }


def _operation(one: Operation) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "description": _ID,
         "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,200}$"}}
        for name in re.findall(r"{(\w+)}", one.path)
    ]  # fmt: skip
    content = {media.type: {"schema": referred(media.schema)} if media.schema else {} for media in one.media}
    refused = {str(status): _refusal(status) for status in sorted({*one.errors, 405})}
    return {
        "operationId": re.sub(r"\W+", "_", one.path).strip("_") or "index",
        "summary": one.title,
        "description": one.words,
        "parameters": [*in_path, *(_parameter(parameter) for parameter in one.parameters)],
        "responses": {"200": {"description": one.title, "content": content}, **refused},
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": dict(one.schema)} if one.repeats else dict(one.schema)
    many = {"style": "form", "explode": True} if one.repeats else {}
    return {"name": one.name, "in": "query", "required": False, "description": one.words, "schema": schema, **many}


def _refusal(status: int) -> dict[str, Any]:
    return {"description": _REFUSED[status], "content": {PROBLEM_TYPE: {"schema": referred("Problem")}}}


def reference() -> str:
    """The operations and their keys in Markdown, as docs/api.md prints them."""
    shared = ["### The keys of a question", "", *_table(QUESTION), ""]
    return "\n".join([*shared, *(line for one in OPERATIONS for line in _section(one))])


def _section(one: Operation) -> Iterator[str]:
    yield f"### `GET /api/v1{one.path}`: {one.title[0].lower()}{one.title[1:]}"
    yield ""
    yield one.words
    yield ""
    yield f"Answers: {', '.join(f'`{media.type}`' for media in one.media)}."
    yield ""
    asked = [parameter for parameter in one.parameters if parameter in QUESTION]
    if asked:
        named = ", ".join(f"`{parameter.name}`" for parameter in asked)
        yield f"Keys of a question: {'all' if len(asked) == len(QUESTION) else named}."
        yield ""
    own = [parameter for parameter in one.parameters if parameter not in QUESTION]
    if own:
        yield from _table(own)
        yield ""


def _table(parameters: Sequence[Parameter]) -> Iterator[str]:
    yield "| key | what it asks | values |"
    yield "|---|---|---|"
    for one in parameters:
        yield f"| `{one.name}` | {one.words}{' May repeat.' if one.repeats else ''} | {_values(one)} |"


def _values(one: Parameter) -> str:
    schema = one.schema
    usual = f", usually {schema['default']}" if "default" in schema else ""
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"]) + usual
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']}{usual}"
    return f"as in `{one.example}`"
