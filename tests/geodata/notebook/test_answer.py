"""Tables of an answer: the same claims and values as in every saved file, nothing lost, nothing too early."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import Int64Dtype, isna
from shapely.geometry import shape

import geodata
from geodata.model import Dataset
from geodata.notebook import CAVEAT, Answer
from geodata.notebook.columns import KINDS
from geodata.notebook.shapes import shapes_of, wkb_of
from geodata.store import ClaimQuery, excerpt_of, select
from mapapp.export.evidence import evidence_of
from mapapp.export.properties import claim_properties, geometry_of
from tests.builders import DatasetBuilder
from tests.worlds import DAYS, QUERIES, WORLDS


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(Path(tmp_path_factory.mktemp("tiny"))).load()


def plain(value: Any) -> Any:
    """A value as the files write it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    return value.isoformat() if isinstance(value, date) else value


@settings(max_examples=60, deadline=None)
@given(WORLDS, QUERIES)
def test_rows_say_what_the_files_say(dataset: Dataset, query: ClaimQuery) -> None:
    selection = select(dataset, query)
    answer = Answer(selection)
    table = answer.to_arrow()
    table.validate(full=True)
    assert table.column_names == [*KINDS, "geometry"]
    assert table.num_rows == len(answer) == len(selection.chosen)
    for row, found in zip(selection.chosen, table.to_pylist(), strict=True):
        claim = dataset.claims[row]
        evidence = evidence_of(selection, claim)
        said = {**claim_properties(selection, row), **evidence, "reports": len(evidence["reports"])}
        said |= {"remark": said["remark"] or None, "end_is_open": claim.time_on(query.known_on).is_open}
        said["shown_as"] = "unlocated" if row in selection.unlocated else said["shown_as"]
        assert {name: plain(found[name]) for name in KINDS} == {name: said[name] for name in KINDS}
        written = geometry_of(dataset.place(claim), {})
        assert (found["geometry"] is None) == (written is None)
        if written is not None:
            drawn = shapely.from_wkb(found["geometry"])
            assert drawn.is_valid
            assert drawn.hausdorff_distance(shape(written)) < 2e-5


@settings(max_examples=40, deadline=None)
@given(WORLDS, QUERIES)
def test_the_frame_holds_the_same(dataset: Dataset, query: ClaimQuery) -> None:
    answer = Answer(select(dataset, query))
    table, frame = answer.to_arrow(), answer.to_geopandas()
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == table.column_names
    assert frame.attrs == {"claimline": answer.about()}
    for name in KINDS:
        blank_to_none = [None if isna(value) else value for value in frame[name]]
        assert blank_to_none == table.column(name).to_pylist()
    wkb = [None if one is None else shapely.to_wkb(one, byte_order=1) for one in frame.geometry]
    assert wkb == table.column("geometry").to_pylist()


@settings(max_examples=60, deadline=None)
@given(WORLDS, st.sampled_from(DAYS))
def test_nothing_of_later_days_is_in_it(dataset: Dataset, day: date) -> None:
    """What was not public can be cut away before it is asked, and the answer is the same."""
    query = ClaimQuery(known_on=day)
    whole = select(dataset, query)
    cut = Answer(select(excerpt_of(whole), query)).to_arrow()
    assert Answer(whole).to_arrow().replace_schema_metadata(None).equals(cut.replace_schema_metadata(None))


@settings(max_examples=40, deadline=None)
@given(WORLDS, QUERIES)
def test_counts_are_those_of_the_selection(dataset: Dataset, query: ClaimQuery) -> None:
    answer = Answer(select(dataset, query))
    counts = answer.counts()
    assert sum(counts.values()) == len(dataset.claims)
    assert sum(counts[heap] for heap in ("definite", "possible", "unlocated", "undated")) == len(answer)
    assert sum(answer.by_status().values()) == counts["definite"] + counts["possible"]
    shown = answer.to_arrow().column("shown_as").to_pylist()
    assert all(shown.count(heap) == counts[heap] for heap in ("definite", "possible", "unlocated", "undated"))


def test_types_and_metadata(tiny: Dataset) -> None:
    answer = Answer(select(tiny, ClaimQuery(known_on=date(2025, 12, 31))))
    schema = answer.to_arrow().schema
    assert schema.field("event_start").type == pa.timestamp("us", tz="UTC")
    assert schema.field("geometry").metadata[b"ARROW:extension:name"] == b"geoarrow.wkb"
    assert not schema.field("status").nullable
    assert json.loads(schema.metadata[b"claimline"]) == answer.about()
    assert answer.about()["caveat"] == CAVEAT
    assert answer.about()["known_on"] == "2025-12-31"
    assert answer.about()["licence"] == "CC0-1.0"
    assert CAVEAT in repr(answer)


def test_shapes_are_shared_and_large_columns_have_long_offsets(tiny: Dataset) -> None:
    shapes = shapes_of(select(tiny, ClaimQuery()))
    assert len({id(shapes.each[number]) for number in shapes.at}) < len(shapes.at) == 6
    short, long = wkb_of(shapes), wkb_of(shapes, most_bytes=100)
    assert (short.type, long.type) == (pa.binary(), pa.large_binary())
    assert short.to_pylist() == long.to_pylist()
    for column in (short, long):
        column.validate(full=True)
        assert column.null_count == 2


def test_half_open_days_blank_ends_and_missing_places(tiny: Dataset) -> None:
    frame = Answer(select(tiny, ClaimQuery())).to_geopandas().set_index("claim_id")
    assert frame.loc["point", "event_start"] == datetime(2024, 10, 8, tzinfo=UTC)
    assert frame.loc["point", "event_end_exclusive"] == datetime(2024, 10, 14, tzinfo=UTC)
    assert isna(frame.loc["vague", "event_end_exclusive"])
    assert frame.loc["vague", "end_is_open"]
    assert frame["quantity_low"].dtype == Int64Dtype()
    assert frame.loc["point", "coordinate_uncertainty_m"] == 5000
    assert frame.loc["unlocated"].geometry is None
    assert frame.loc["area"].geometry.geom_type in ("Polygon", "MultiPolygon")
    assert frame.loc["undated"].geometry is not None
    assert frame.loc["undated", "shown_as"] == "undated"


def test_no_claims_make_an_empty_table() -> None:
    answer = geodata.open().query(text="there is no such word anywhere")
    assert len(answer) == answer.to_arrow().num_rows == len(answer.to_geopandas()) == 0
    assert answer.to_geopandas().crs.to_epsg() == 4326
    assert list(answer.to_geopandas().columns) == [*KINDS, "geometry"]
