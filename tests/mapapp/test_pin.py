from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Aspect, Dataset
from geodata.store import BBox, ClaimQuery, select
from mapapp.pin import Pin, check_of, outward, pin_of, pin_params, read_box
from tests.builders import DatasetBuilder

NOVEMBER = ClaimQuery(known_on=date(2024, 11, 30))


@pytest.fixture
def builder(tmp_path: Path) -> DatasetBuilder:
    return DatasetBuilder(tmp_path / "tiny")


@pytest.fixture
def tiny(builder: DatasetBuilder) -> Dataset:
    return builder.load()


def test_what_a_pin_promises(tiny: Dataset) -> None:
    found = select(tiny, NOVEMBER)
    check = f"{zlib.crc32(b'area confirmed' + bytes([10]) + b'point corroborated'):08x}"
    assert pin_of(found) == Pin(tiny.digest[:12], 2, check)
    assert pin_of(found).keeps(found)
    assert pin_params(pin_of(found)) == {"data": [tiny.digest[:12]], "n": ["2"], "sum": [check]}


def test_the_order_of_the_file_does_not_matter(builder: DatasetBuilder, tiny: Dataset) -> None:
    builder.tables["claims.csv"].reverse()
    assert check_of(select(builder.load(), NOVEMBER)) == check_of(select(tiny, NOVEMBER))


@pytest.mark.parametrize(
    "other",
    [
        ClaimQuery(known_on=date(2024, 11, 29)),  # another status
        ClaimQuery(known_on=date(2024, 12, 31)),  # another claim
        replace(NOVEMBER, bbox=BBox(35, 51, 36, 52), text="sappers"),  # one less
        replace(NOVEMBER, aspect=Aspect.QUANTITY),
    ],
)
def test_another_view_does_not_keep_the_promise(tiny: Dataset, other: ClaimQuery) -> None:
    assert not pin_of(select(tiny, NOVEMBER)).keeps(select(tiny, other))


def test_a_judgement_written_into_the_past_breaks_the_promise(builder: DatasetBuilder, tiny: Dataset) -> None:
    pin = pin_of(select(tiny, NOVEMBER))
    builder.put("assessments.csv", 3, "effective_at", "2024-12-01")
    found = select(builder.load(), NOVEMBER)
    assert len(found.in_view) == pin.claims
    assert not pin.keeps(found)


@given(st.floats(-180, 179.9), st.floats(-90, 89.9), st.floats(1e-6, 0.1))
def test_a_rounded_box_holds_the_whole_box_and_reads_as_written(west: float, south: float, side: float) -> None:
    box = BBox(west, south, min(180, west + side), min(90, south + side))
    wide = outward(box)
    assert wide.west <= box.west <= box.east <= wide.east
    assert wide.south <= box.south <= box.north <= wide.north
    assert max(box.west - wide.west, wide.north - box.north) <= 1e-4
    assert outward(wide) == wide
    written = pin_params(Pin("0" * 12, 0, "0" * 8, wide))["box"][0]
    assert read_box(written) == wide
    assert "-0," not in written + ","


@pytest.mark.parametrize("value", ["", "1,2,3", "1,2,3,4,5", "3,2,1,4", "1,2,3,91", "1e0,2,3,4", "1, 2,3,4", "a,b,c,d"])
def test_what_is_no_box(value: str) -> None:
    assert read_box(value) is None
