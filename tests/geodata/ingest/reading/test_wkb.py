from __future__ import annotations

import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest.reading.wkb import GeometryError, shape_of_wkb

SHAPES = [
    "POINT (1 2)", "LINESTRING (1 2, 3 4)", "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.5 0.1, 0.6 0.1, 0.6 0.2, 0.5 0.1))",
    "MULTIPOINT ((1 2), (3 4))", "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (1 2, 3 4)))",
]  # fmt: skip


@pytest.mark.parametrize("wkt", SHAPES)
@pytest.mark.parametrize("heights", [False, True])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("order", [0, 1])
def test_every_flavour_becomes_two_dimensional_and_little_endian(
    wkt: str, heights: bool, flavor: str, order: int
) -> None:
    geometry = shapely.from_wkt(wkt)
    written = shapely.set_srid(shapely.force_3d(geometry, 7) if heights else geometry, 4326)
    wkb = shapely.to_wkb(
        written, flavor=flavor, byte_order=order, output_dimension=3, include_srid=flavor == "extended"
    )
    shape = shape_of_wkb(wkb, 8, 100)
    assert shape is not None
    assert bytes(shape.wkb) == shapely.to_wkb(geometry, byte_order=1)
    assert (shape.points, shape.heights) == (shapely.get_num_coordinates(geometry), heights)


@pytest.mark.parametrize("wkt", ["POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"])
def test_what_is_empty_is_no_shape(wkt: str) -> None:
    assert shape_of_wkb(shapely.to_wkb(shapely.from_wkt(wkt)), 8, 100) is None


def nested(depth: int) -> bytes:
    return b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * depth + shapely.to_wkb(shapely.Point(1, 2))


BAD = [
    (b"", "no well-known binary"),
    (b"\x05\x01\x00\x00\x00", "no well-known binary"),
    (b"\x01\x01", "breaks off"),
    (shapely.to_wkb(shapely.Point(1, 2))[:-1], "breaks off"),
    (struct.pack("<BII", 1, 2, 0xFFFFFFFF), "breaks off"),
    (struct.pack("<BII", 1, 4, 0xFFFFFFFF), "no well-known binary"),
    (struct.pack("<BII", 1, 8, 0), "curved"),
    (struct.pack("<BII", 1, 10, 0), "curved"),
    (struct.pack("<BII", 1, 6, 1) + shapely.to_wkb(shapely.Point(1, 2)), "kind"),
    (struct.pack("<BIdd", 1, 1, float("inf"), 2), "not a number"),
    (struct.pack("<BIIdd", 1, 2, 1, 1, 2), "too few points"),
    (nested(9), "8 deep"),
    (nested(30_000), "8 deep"),
    (shapely.to_wkb(shapely.Point(1, 2).buffer(1, 100)), "more points"),
]


@pytest.mark.parametrize(("wkb", "words"), BAD)
def test_what_cannot_be_read_says_why(wkb: bytes, words: str) -> None:
    with pytest.raises(GeometryError, match=words):
        shape_of_wkb(wkb, 8, 100)


@given(st.binary(max_size=200), st.integers(0, 3))
def test_garbage_never_gets_further_than_our_error(garbage: bytes, kind: int) -> None:
    try:
        shape = shape_of_wkb(struct.pack("<BI", 1, kind + 4) + garbage, 8, 100)
    except GeometryError:
        return
    assert shape is None or not shapely.is_empty(shapely.from_wkb(bytes(shape.wkb)))
