"""The OpenAPI document and the printed reference say what the table says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mapapp.api.v1 import document, reference
from mapapp.api.v1.handlers import HANDLERS, PLAIN
from mapapp.api.v1.operations import OPERATIONS
from mapapp.api.v1.parameters import PARAMETERS, Parameter
from tests.mapapp.api.v1.asked_things import get

ALL = [parameter for operation in OPERATIONS for parameter in operation.parameters]


def test_it_is_served() -> None:
    answer = get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body) == json.loads(json.dumps(document()))
    assert document()["openapi"].startswith("3.1.")


def test_every_operation_stands_in_it_and_has_a_handler() -> None:
    assert list(document()["paths"]) == [one.path for one in OPERATIONS]
    assert {*HANDLERS, *PLAIN} == {one.path for one in OPERATIONS}
    assert not set(HANDLERS) & set(PLAIN)
    for one in OPERATIONS:
        told = document()["paths"][one.path]["get"]
        keys = [parameter["name"] for parameter in told["parameters"] if parameter["in"] == "query"]
        assert keys == [parameter.name for parameter in one.parameters]
        in_path = [parameter["name"] for parameter in told["parameters"] if parameter["in"] == "path"]
        assert in_path == re.findall(r"{(\w+)}", one.path)


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document())))
    assert named == set(document()["components"]["schemas"])


@pytest.mark.parametrize("parameter", ALL, ids=lambda one: one.name)
def test_an_example_can_be_read_and_fits_its_schema(parameter: Parameter) -> None:
    parameter.read(parameter.example)
    schema = parameter.schema
    assert re.fullmatch(schema.get("pattern", ".*").strip("^$"), parameter.example)
    assert parameter.example in schema.get("enum", [parameter.example])
    assert parameter.words.endswith((".", ")."))


def test_the_docs_print_the_table(root: Path) -> None:
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    printed = text.partition("<!-- reference -->\n")[2].partition("<!-- end of reference -->")[0]
    assert printed.strip() == reference().strip(), "docs/api.md: print mapapp.api.v1.reference() between the two marks"
    assert all(f"| `{name}` |" in printed for name in PARAMETERS)
