from __future__ import annotations

import json
from typing import Any

import pytest

from geodata.ingest.reading.facts import Facts

WHOLE = Facts(
    format="csv",
    encoding="cp1251",
    encoding_evidence="Seen.",
    delimiter=";",
    decimal_comma=True,
    layers=("a", "b"),
    layer="a",
    sheets=("s",),
    sheet="s",
    crs="EPSG:4326",
    header=("дата", "x"),
    header_row=3,
    notes=("One.",),
)


@pytest.mark.parametrize("facts", [Facts("kml"), WHOLE])
def test_facts_come_back_from_json_the_same(facts: Facts) -> None:
    assert Facts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 1), ("encoding", 1), ("delimiter", []), ("header", [1]), ("header_row", "1"), ("decimal_comma", 0),
        ("notes", [None]), ("encoding_evidence", None), ("crs", {}),
    ],
)  # fmt: skip
def test_a_fact_of_another_type_is_refused(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        Facts.from_json({**WHOLE.to_json(), key: value})
