from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading.headers import RESERVED
from tests.geodata.ingest.reading.texts import read_here

POINT = '{"type": "Point", "coordinates": [36.19, 51.73]}'


def feature(properties: str, geometry: str = POINT, more: str = "") -> str:
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}{more}}}'


def collection(*features: str, crs: str = "") -> bytes:
    return f'{{"type": "FeatureCollection", {crs}"features": [{", ".join(features)}]}}'.encode()


def read(folder: Path, content: bytes, name: str = "a.geojson", **wishes: Any) -> tuple[Any, list[dict[str, Any]]]:
    facts, rows = read_here(folder, name, content, **wishes)
    for row in rows:
        if row.get("#wkb") is not None:
            row["#wkb"] = shapely.from_wkb(row["#wkb"]).wkt
    return facts, rows


def test_values_stay_as_they_were_written(tmp_path: Path) -> None:
    properties = '{"a": "0012", "b": 1.50, "c": 1e3, "d": true, "e": null, "f": {"x": [1.0, "й"]}, "a": "again", "": 1}'
    facts, rows = read(tmp_path, collection(feature(properties, more=', "id": "k-7", "when": {"start": "2024"}')))
    assert facts.header == ("a", "b", "c", "d", "e", "f", "a (2)", "column 1", "id", "when")
    assert rows == [
        {
            "#row": 1, "#wkb": "POINT (36.19 51.73)", "#torn": None, "a": "0012", "b": "1.50", "c": "1e3", "d": "true",
            "e": None, "f": '{"x": [1.0, "й"]}', "a (2)": "again", "column 1": "1", "id": "k-7",
            "when": '{"start": "2024"}',
        }
    ]  # fmt: skip


LINES = [feature('{"n": 1}'), feature('{"n": 2, "m": "x"}', "null"), feature('{"n": 3}')]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", collection(*LINES)),
        ("a.json", f"[{','.join(LINES)}]".encode()),
        ("a.geojsonl", "\n".join(LINES).encode()),
        ("a.ndjson", ("\r\n".join(LINES) + "\r\n\r\n").encode()),
        ("a.geojsons", "".join(f"\x1e{line}\n" for line in LINES).encode()),
        ("a.geojson", ("\ufeff" + collection(*LINES).decode()).encode()),
        ("a.geojson", collection(*LINES).decode().encode("utf-16")),
        ("a.json", "\n".join(json.dumps(json.loads(line), indent=1) for line in LINES).encode()),
        ("a.geojson", b'{"features": [' + ",".join(LINES).encode() + b'], "type": "FeatureCollection"}'),
    ],
)
def test_features_are_found_however_they_are_strung_together(tmp_path: Path, name: str, content: bytes) -> None:
    facts, rows = read(tmp_path, content, name)
    assert facts.format == "geojson"
    assert [(row["#row"], row["#wkb"], row["n"], row["m"]) for row in rows] == [
        (1, "POINT (36.19 51.73)", "1", None), (2, None, "2", "x"), (3, "POINT (36.19 51.73)", "3", None),
    ]  # fmt: skip


SHAPES = [
    "POINT (36.5 51.7)",
    "LINESTRING (1 2, 3 4)",
    "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.5 0.2, 0.6 0.2, 0.6 0.3, 0.5 0.2))",
    "MULTIPOINT ((1 2), (3 4))",
    "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
]


@pytest.mark.parametrize("wkt", SHAPES)
def test_every_kind_of_shape_is_read(tmp_path: Path, wkt: str) -> None:
    geometry = shapely.to_geojson(shapely.from_wkt(wkt))
    _facts, rows = read(tmp_path, collection(feature("{}", geometry)))
    assert rows[0]["#wkb"] == wkt


BAD = [
    ('{"type": "Point", "coordinates": ["36.5", 51]}', "no number"),
    ('{"type": "Point", "coordinates": [36.5]}', "not written as"),
    ('{"type": "Point", "coordinates": 5}', "no list"),
    ('{"type": "Point", "coordinates": [NaN, 1]}', "not a number"),
    ('{"type": "Point", "coordinates": [1e999, 1]}', "not a number"),
    ('{"type": "LineString", "coordinates": [[1, 2]]}', "too few points"),
    ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}', "too few points"),
    ('{"type": "Circle", "coordinates": [1, 2]}', "no kind"),
    ('{"type": "GeometryCollection"}', "no list"),
    ("7", "no kind"),
]


@pytest.mark.parametrize(("geometry", "reason"), BAD)
def test_a_broken_shape_costs_its_own_row_only(tmp_path: Path, geometry: str, reason: str) -> None:
    _facts, rows = read(tmp_path, collection(feature('{"n": 1}'), feature('{"n": 2}', geometry), feature('{"n": 3}')))
    assert [row["#torn"] is None for row in rows] == [True, False, True]
    assert reason in rows[1]["#torn"]
    assert rows[1]["#wkb"] is None
    assert '"n": 2' in rows[1]["n"]


@pytest.mark.parametrize(
    "line", ["{broken", "17", '"text"', "[1]", '{"type": "Other"}', '{"type": "Feature", "properties": 3}']
)
def test_a_broken_line_costs_itself_only(tmp_path: Path, line: str) -> None:
    _facts, rows = read(tmp_path, "\n".join([LINES[0], line, LINES[2]]).encode(), "a.ndjson")
    assert [row["#torn"] is None for row in rows] == [True, False, True]
    assert rows[1]["n"].replace(" ", "")[:4] == line.replace(" ", "")[:4]


def test_open_outlines_are_closed_and_heights_left_out_and_both_are_said(tmp_path: Path) -> None:
    ring = '{"type": "Polygon", "coordinates": [[[0, 0, 9], [1, 0, 9], [1, 1, 9]]]}'
    facts, rows = read(tmp_path, collection(feature("{}", ring)))
    assert rows[0]["#wkb"] == "POLYGON ((0 0, 1 0, 1 1, 0 0))"
    assert [note.split()[0] for note in facts.notes] == ["Outlines", "Heights"]


def named(crs: str) -> str:
    return f'"crs": {{"type": "name", "properties": {{"name": "{crs}"}}}}, '


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::32637", "EPSG:32637"])
def test_a_named_system_is_brought_to_degrees(tmp_path: Path, crs: str) -> None:
    place = '{"type": "Point", "coordinates": [500000, 0]}'
    facts, rows = read(tmp_path, collection(feature("{}", place), crs=named(crs)))
    assert facts.crs == "EPSG:32637"
    assert shapely.from_wkt(rows[0]["#wkb"]).equals_exact(shapely.Point(39, 0), 1e-9)  # where the zone's axis begins


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_stay_as_they_are(tmp_path: Path, crs: str) -> None:
    _facts, rows = read(tmp_path, collection(feature("{}"), crs=named(crs)))
    assert rows[0]["#wkb"] == "POINT (36.19 51.73)"


LINK = '"crs": {"type": "link", "properties": {"href": "/etc/hostname"}}, '


def test_a_link_to_a_system_is_not_followed(tmp_path: Path) -> None:
    facts, rows = read(tmp_path, collection(feature("{}"), crs=LINK))
    assert rows[0]["#wkb"] == "POINT (36.19 51.73)"
    assert any("look like degrees" in note for note in facts.notes)
    metres = collection(feature("{}", '{"type": "Point", "coordinates": [305878, 5734716]}'), crs=LINK)
    with pytest.raises(NeedsAnswerError) as caught:
        read(tmp_path, metres)
    assert [question.key for question in caught.value.questions] == ["crs"]
    facts, rows = read(tmp_path, metres, crs="32637")
    assert (facts.crs, rows[0]["#wkb"][:9]) == ("EPSG:32637", "POINT (36")


def test_plain_lists_of_records_are_tables(tmp_path: Path) -> None:
    content = b'{"version": 2, "events": [{"id": 1, "lat": "51.5"}, {"id": 2, "tags": ["a"]}]}'
    facts, rows = read(tmp_path, content, "api.json")
    assert (facts.format, facts.crs, facts.header) == ("json", None, ("id", "lat", "tags"))
    assert "#wkb" not in rows[0]
    assert rows[1]["tags"] == '["a"]'


def test_several_lists_are_asked_about(tmp_path: Path) -> None:
    content = b'{"events": [{"id": 1}], "sources": [{"id": "s"}, {"id": "t"}]}'
    with pytest.raises(NeedsAnswerError) as caught:
        read(tmp_path, content, "api.json")
    assert caught.value.questions[0].options == (("events", "1 records"), ("sources", "2 records"))
    facts, rows = read(tmp_path, content, "api.json", layer="sources")
    assert (facts.layer, facts.layers, len(rows)) == ("sources", ("events", "sources"), 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b'{"spatialReference": {}, "features": []}', "ESRI"),
        (b'{"a": 1}', "no list of records"),
        (b'{"type": "FeatureCollection", "features": [{}', "breaks off|missing"),
        (b"{", "breaks off|no JSON"),
        (b"nonsense", "is missing"),
        (b"[" * 100_000, "nested too deep|no JSON"),
    ],
)
def test_what_is_no_json_of_ours_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        read(tmp_path, content)


def test_nesting_is_bounded(tmp_path: Path) -> None:
    deep = "[" * 40 + "]" * 40
    many = '{"type": "GeometryCollection", "geometries": [' * 40 + POINT + "]}" * 40
    _facts, rows = read(tmp_path, collection(feature(f'{{"n": {deep}}}'), feature('{"n": 1}', many)))
    assert all("nested too deep" in row["#torn"] for row in rows)


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=6)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), NAMES,
    st.lists(st.integers(), max_size=3),
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=5), st.booleans())
def test_any_features_come_back(tmp_path: Path, records: list[dict[str, Any]], lines: bool) -> None:
    texts = [feature(json.dumps(record, ensure_ascii=False)) for record in records]
    content = "\n".join(texts).encode() if lines else collection(*texts)
    _facts, rows = read(tmp_path, content, encoding="utf-8")
    assert len(rows) == len(records)
    for record, row in zip(records, rows, strict=True):
        written = {
            value if isinstance(value, str) else json.dumps(value) for value in record.values() if value is not None
        }
        read_back = {value for name, value in row.items() if name not in RESERVED and value is not None}
        assert read_back | {None} >= {value for value in written if value.strip()}
