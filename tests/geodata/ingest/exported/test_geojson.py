from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest import read_export
from geodata.store import ClaimQuery
from tests.geodata.ingest.exported.samples import WRITERS, altered_json, refusals, selected


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return WRITERS["geojson"](selected(tmp_path_factory.mktemp("saved")))


def put(*path: str | int, value: object) -> Callable[[Any], None]:
    def change(found: Any) -> None:
        for step in path[:-1]:
            found = found[step]
        if value is ...:
            del found[path[-1]]
        else:
            found[path[-1]] = value

    return change


POINT = ("features", 0, "properties")
ALTERED: list[tuple[tuple[str | int, ...], object, str]] = [
    ((*POINT, "modality"), "there", "f: features, row 1, field modality: “there” cannot be used; use one of planned"),
    ((*POINT, "event_date"), "2024-13", "f: features, row 1, field event_date: “2024-13” cannot be used; write a date"),
    ((*POINT, "quantity_low"), 10.5, "f: features, row 1, field quantity_low: “10.5” cannot be used; write a whole"),
    ((*POINT, "quantity_low"), True, "field quantity_low: “true” cannot be used; write a whole number"),
    ((*POINT, "claim"), ["a", 1], "field claim: “['a', 1]” cannot be used; write it as text, a number or nothing."),
    ((*POINT, "claim"), "half \ud800", "field claim: “half �” cannot be used; remove the half characters"),
    ((*POINT, "claim"), "bell \x07", "field claim: “bell �” cannot be used; remove the control characters"),
    ((*POINT, "claim"), ..., "f: features, row 1, field claim: the field is missing, add it; it may be blank."),
    ((*POINT, "place"), "Kursk", "field place: “Kursk” cannot be used; it is “Sudzha” in the table places, as name_en"),
    ((*POINT, "place_id"), "x", "field place_id: “x” cannot be used; name an id that the table places holds."),
    ((*POINT, "claim_id"), "area", "f: features, row 2, field claim_id: “area” cannot be used; row 2 has the same id"),
    ((*POINT, "topic"), "t", "field topic: “t” cannot be used; name the id of a row of the table topics."),
    ((*POINT, "reports"), None, "f: feature 1, field reports: a list belongs here, and there is none."),
    (
        (*POINT, "reports", 1, "derived_from"), "r9",
        "f: feature 1: reports, row 2, field derived_from: “r9” cannot be used; name an id that the table reports",
    ),
    (
        (*POINT, "reports", 1, "source"), "Times",
        "f: feature 1: reports, row 2, field source: “Times” cannot be used; it is “Daily paper” in the table sources",
    ),
    ((*POINT, "reports", 1), "r2", "f: feature 1: reports, row 2: “'r2'” cannot be used; write a record with named"),
    ((*POINT, "reports", 0, "url"), "ftp://x", "field url: “ftp://x” cannot be used; write a whole http or https"),
    ((*POINT, "positions", 0, "party"), "Nobody", "field party: “Nobody” cannot be used; name an id that the party"),
    ((*POINT, "assessments", 1, "evidence"), ["r1"], "field evidence: “r1” cannot be used; the status corroborated"),
    ((*POINT, "assessments", 1, "effective_at"), "soon", "field effective_at: “soon” cannot be used; write one day"),
    (("features", 0, "properties"), None, "f: features, row 1: “None” cannot be used; write a record with named"),
    (("features",), {}, "f, field features: a list belongs here, and there is none."),
    (("dataset", "licence"), "", "f: what it says of itself, field licence: “” cannot be used; write it as text"),
    (("dataset",), 7, "f: what it says of itself, field title: “” cannot be used; write it as text in quotes."),
    (("records", "layout"), 2, "its records have the layout “2”, and this version of Claimline knows layout 1: use"),
    (("records", "layout"), ..., "it does not say their layout, and this version of Claimline knows layout 1"),
    (("records", "excerpt"), None, "field excerpt.digest: “” cannot be used; write the 64 hexadecimal digits"),
    (("records", "places", 0, "lon"), 200, "f: places, row 1, field lon: “200” cannot be used; write a number from"),
    (("records", "places", 0, "lon"), 10**400, "field lon: “a number without measure” cannot be used"),
    (("records", "places", 0, "zone"), "maybe", "field zone: “maybe” cannot be used; write yes or leave it blank."),
    (("records", "places", 1, "regions"), "RU-XXX", "field regions: “RU-BEL” cannot be used; it is “RU-XXX” in the"),
    (("records", "sources", 0, "source"), "", "f: sources, row 1, field source: fill it in, it may not be blank."),
    (("records", "parties", 0, "unaligned"), "?", "f: parties, row 1, field unaligned: “?” cannot be used; write true"),
    (("records", "coverage", 0, "last"), "2024", "f: coverage, row 1, field last: “2024” cannot be used; write one"),
    (("records", "coverage", 0, "last"), "2023-01-01", "field coverage[1].last: “2023-01-01” cannot be used; put it"),
    (("records", "topics"), "none", "f, field records.topics: a list belongs here, and there is none."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "words"), ALTERED)
def test_an_altered_value_is_refused_where_it_stands(
    saved: bytes, path: tuple[str | int, ...], value: object, words: str
) -> None:
    said = refusals(altered_json(saved, put(*path, value=value)))
    assert any(words in sentence for sentence in said), said


def test_every_problem_is_told_at_once(saved: bytes) -> None:
    def change(found: Any) -> None:
        put(*POINT, "modality", value="there")(found)
        put("records", "places", 0, "lat", value="north")(found)

    assert len(refusals(altered_json(saved, change))) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it nests too deeply"),
        (b'{"a": 1, "a": 2}', "an object names a member twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": "\xff"}', "byte 8 is not UTF-8"),
        (b'{"a": 1' + b"0" * 9000 + b"}", "it is not JSON that can be read"),
    ],
)
def test_json_that_is_made_to_harm(content: bytes, words: str) -> None:
    (said,) = refusals(content)
    assert words in said


def test_what_follows_from_the_records_is_not_read(saved: bytes) -> None:
    def change(found: Any) -> None:
        put(*POINT, "status", value="refuted")(found)
        put("features", 0, "geometry", value=None)(found)
        put("counts", value=...)(found)
        put(*POINT, "event_start", value="1900-01-01T00:00:00Z")(found)

    assert read_export(altered_json(saved, change)) == read_export(saved)


def spots(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value, but for coordinates."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in steps:
        if step not in ("geometry", "counts"):
            yield (*path, step)
            yield from spots(held, (*path, step))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("small")
    return json.loads(WRITERS["geojson"](selected(folder, ClaimQuery(text="sudzha"))))


@given(st.data())
@settings(deadline=None, max_examples=250)
def test_any_value_in_any_place(small: Any, data: st.DataObject) -> None:
    scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2024-10-01")
    value = data.draw(st.recursive(scalar, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=4))
    path = data.draw(st.sampled_from(list(spots(small))))
    content = altered_json(json.dumps(small).encode(), put(*path, value=value))
    assert all(sentence.isprintable() for sentence in refusals(content))
