"""Columns of places: which they are, how they are read, and what is asked; whole columns equal single cells."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.ingest.places import PlaceDecision, PlaceFault, PlaceKind, PointForm, answered, decide, read_points
from geodata.ingest.places.written import read_pair, read_point


def table(**columns: Sequence[str | None]) -> list[pa.RecordBatch]:
    return [pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})]


def decided(batches: list[pa.RecordBatch]) -> PlaceDecision:
    return decide(batches[0].schema.names, batches)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("lat", "lon"),
        ("Latitude", "Longitude"),
        ("LAT", "LNG"),
        ("latitude", "long"),
        ("y", "x"),
        ("Y_COORD", "X_COORD"),
        ("decimalLatitude", "decimalLongitude"),
        ("geo_lat", "geo_lon"),
        ("event_lat", "event_lon"),
        ("location.latitude", "location.longitude"),
        ("Широта", "Долгота"),
        ("широта", "довгота"),
        ("위도", "경도"),
        ("Breite", "Länge"),
        ("Breitengrad", "Längengrad"),
        ("latitud", "longitud"),
        ("latitudine", "longitudine"),
        ("szerokość", "długość"),
        ("Enlem", "Boylam"),
        ("Latitude (WGS84)", "Longitude (WGS84)"),
        ("lat_wgs84", "lon_wgs84"),
        ("startLat", "startLng"),
    ],
)
def test_columns_are_found_by_their_names(lat: str, lon: str) -> None:
    found = decided(table(**{"id": ["1"], lat: ["51.19"], lon: ["35.27"]}))
    assert (found.kind, found.columns, found.swapped, found.questions) == (PlaceKind.PAIR, (lon, lat), False, ())


def test_two_pairs_are_asked_about_and_wait() -> None:
    batches = table(start_lat=["51.19"], start_lon=["35.27"], end_lat=["39.03"], end_lon=["125.75"])
    found = decided(batches)
    assert [question.key for question in found.questions] == ["place_columns"]
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.WHICH_COLUMNS]
    given_ = answered(found, {"place_columns": "end_lon,end_lat"}, batches)
    assert read_points(batches[0], given_).lat.tolist() == [39.03]
    with pytest.raises(QueryError, match="is no answer"):
        answered(found, {"place_columns": "elsewhere"}, batches)


def test_latitudes_beyond_ninety_prove_swapped_axes() -> None:
    batches = table(lat=["125.75", "131.9", "130.1", "35.27"], lon=["39.03", "43.1", "42.2", "51.19"])
    found = decided(batches)
    assert found.swapped
    assert "beyond 90" in found.evidence
    assert read_points(batches[0], found).lat.tolist() == [39.03, 43.1, 42.2, 51.19]


def test_a_few_latitudes_beyond_ninety_are_asked_about() -> None:
    batches = table(lat=["125.75", "2.35"], lon=["39.03", "48.85"])
    found = decided(batches)
    assert not found.swapped
    assert "1 value of “lat” beyond 90" in found.questions[0].evidence
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.WHICH_AXIS] * 2


def test_points_that_lie_on_known_ground_only_the_other_way_round_are_asked_about() -> None:
    batches = table(lat=["35.27", "36.19"], lon=["51.19", "51.73"])
    found = decided(batches)
    assert (
        "2 of 2 points lie in Russia, Ukraine, Belarus or Korea only the other way round" in found.questions[0].evidence
    )
    told = table(lat=["35.27", "36.19"], lon=["51.19", "51.73"], country=["Iran", "Iran"])
    assert decided(told).questions == ()


def test_some_slips_among_very_many_rows_are_slips() -> None:
    batches = table(lat=["125.75"] * 20 + ["51.19"] * 2_000, lon=["39.03"] * 20 + ["35.27"] * 2_000)
    found = decided(batches)
    assert (found.swapped, found.questions) == (False, ())


def test_one_slip_in_a_small_table_turns_no_axes() -> None:
    batches = table(lat=["95.1", "8.98", "9.03", "8.54"], lon=["38.7", "38.75", "38.74", "39.27"])
    assert decided(batches).questions == ()
    assert read_points(batches[0], decided(batches)).bad.tolist() == [PlaceFault.OUT_OF_RANGE, 0, 0, 0]


def test_ground_that_is_known_outweighs_some_slips() -> None:
    batches = table(lat=["95.1", "91.2", *["51.19", "51.73", "50.6"] * 2], lon=["35.2"] * 8)
    assert decided(batches).questions == ()
    elsewhere = table(lat=["95.1", "91.2", *["8.98", "9.03", "8.54"] * 2], lon=["38.7"] * 8)
    assert [question.key for question in decided(elsewhere).questions] == ["axes:lat"]


def test_one_slip_among_many_is_a_slip() -> None:
    batches = table(lat=["125.75", *["51.19"] * 60], lon=["39.03", *["35.27"] * 60])
    found = decided(batches)
    assert (found.swapped, found.questions) == (False, ())
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.OUT_OF_RANGE, *[0] * 60]


def test_a_latitude_beyond_ninety_beside_a_far_longitude_is_a_slip() -> None:
    batches = table(lat=["125.75", "43.1"], lon=["39.03", "131.9"])
    found = decided(batches)
    assert not found.swapped
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.OUT_OF_RANGE, 0]


def test_a_country_that_agrees_only_with_the_swap_is_asked_about() -> None:
    batches = table(lat=["37.8", "36.2"], lon=["48.0", "50.0"], country=["Ukraine", "Украина"])
    found = decided(batches)
    assert [question.key for question in found.questions] == ["axes:lat"]
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.WHICH_AXIS] * 2
    assert read_points(batches[0], answered(found, {"axes:lat": "swapped"}, batches)).lat.tolist() == [48.0, 50.0]
    assert read_points(batches[0], answered(found, {"axes:lat": "as named"}, batches)).lat.tolist() == [37.8, 36.2]


def test_a_country_that_agrees_as_named_asks_nothing() -> None:
    assert decided(table(lat=["48.0"], lon=["37.8"], country=["Ukraine"])).questions == ()


def test_a_decimal_comma_is_decided_by_the_column() -> None:
    batches = table(lat=["51,19", "50,45"], lon=["35,27", "30"])
    found = decided(batches)
    assert found.form.decimal_comma
    assert read_points(batches[0], found).lat.tolist() == [51.19, 50.45]
    mixed = table(lat=["51,19", "50.45"], lon=["35.27", "30.52"])
    assert read_points(mixed[0], decided(mixed)).bad.tolist() == [PlaceFault.WHICH_COMMA, 0]


@pytest.mark.parametrize(
    ("name", "cells", "lat"),
    [
        ("latlon", ["51.19, 35.27"], [51.19]),
        ("lonlat", ["35.27 51.19"], [51.19]),
        ("coordinates", ["39.03, 125.75", "51.19, 35.27"], [39.03, 51.19]),
        ("координаты", ["125.75, 39.03", "35.27, 51.19"], [39.03, 51.19]),
        ("geom_wkt", ["POINT (35.27 51.19)"], [51.19]),
        ("whatever", ["51°11'24\"N 35°16'12\"E"], [51.19]),
        ("link", ["https://maps.google.com/?q=51.19,35.27"], [51.19]),
        ("MGRS", ["37UDQ1234567890"], [49.357422]),
        ("place", ["51,19; 35,27 ", "39,03; 125,75"], [51.19, 39.03]),
    ],
)
def test_one_column_of_whole_places(name: str, cells: list[str], lat: list[float]) -> None:
    batches = table(**{"text": ["At 5, 6 and 7 o'clock"] * len(cells), name: cells})
    found = decided(batches)
    assert (found.kind, found.columns, found.questions) == (PlaceKind.TEXT, (name,), ())
    assert read_points(batches[0], found).lat.tolist() == pytest.approx(lat, abs=1e-5)


def test_an_open_order_is_asked_about() -> None:
    batches = table(coordinates=["15.50, 32.56", "13.63, 25.35"])
    found = decided(batches)
    assert [question.key for question in found.questions] == ["axes:coordinates"]
    assert read_points(batches[0], found).bad.tolist() == [PlaceFault.WHICH_AXIS] * 2
    assert read_points(batches[0], answered(found, {"axes:coordinates": "lat first"}, batches)).lat[1] == 13.63


def test_known_ground_decides_an_order_that_nothing_else_does() -> None:
    batches = table(coordinates=["51.19, 35.27", "50.45, 30.52"])
    found = decided(batches)
    assert (found.questions, found.form.lat_first) == ((), True)
    assert "2 of 2 places lie in Russia, Ukraine" in found.evidence
    turned = decided(table(coordinates=["35.27, 51.19", "30.52, 50.45"]))
    assert [question.key for question in turned.questions] == ["axes:coordinates"]


@pytest.mark.parametrize(
    "cells", [["Kursk"], ["12, 14"], ["18.10.2024"], ["2024-10-18"], ["14:30"], ["5000"], [None], ["1,200 men"]]
)
def test_other_columns_hold_no_places(cells: list[str | None]) -> None:
    batches = table(place=cells, text=cells)
    found = decided(batches)
    assert found.kind is PlaceKind.NONE
    assert read_points(batches[0], found).bad.tolist() == [0]


def test_geometries_go_first() -> None:
    shapes = [shapely.Point(35.27, 51.19), None, shapely.box(1, 1, 2, 2), shapely.Point(0, 0), shapely.Point()]
    shapes += [shapely.Point(500000, 5600000), shapely.Point(35, 95), shapely.MultiPoint([(35.5, 51.5)])]
    wkb = [None if shape is None else shape.wkb for shape in shapes]
    batch = pa.record_batch(
        {"#wkb": pa.array(wkb, pa.binary()), "lat": pa.array(["1"] * 8), "lon": pa.array(["1"] * 8)}
    )
    found = read_points(batch, decided([batch]))
    fault = PlaceFault
    assert found.bad.tolist() == [
        0, 0, fault.OUTLINE, fault.NULL_ISLAND, fault.NOT_COORDINATES, fault.PROJECTED, fault.OUT_OF_RANGE, 0
    ]  # fmt: skip
    assert found.lon[[0, 7]].tolist() == [35.27, 35.5]


def test_beyond_the_edge_of_the_map_is_accepted_and_noted() -> None:
    batches = table(lat=["88.5", "51"], lon=["35", "35"])
    assert read_points(batches[0], decided(batches)).is_off_the_map.tolist() == [True, False]


CELLS = st.none() | st.sampled_from(
    ["", " ", "51.19", "-35.270", "51,19", "0", "0.0", "181", "95", "400", "51N", "35°16'12\"E", "x", "nan", "+5.1",
     "5.",     ".5", "1e1", "51.19 ", "\x1f5", "５"]
) | st.floats(-200, 200).map(str) | st.text(max_size=5)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20), st.booleans())
def test_a_column_reads_as_its_cells_do(rows: list[tuple[str | None, str | None]], comma: bool) -> None:
    form = PointForm(decimal_comma=comma)
    batch = table(lon=[lon for lon, _ in rows], lat=[lat for _, lat in rows])[0]
    found = read_points(batch, PlaceDecision(PlaceKind.PAIR, ("lon", "lat"), False, form))
    expected = [read_pair(lon, lat, form) for lon, lat in rows]
    assert found.bad.tolist() == [one.fault for one in expected]
    np.testing.assert_array_equal(found.lon, [one.lon for one in expected])
    np.testing.assert_array_equal(found.lat, [one.lat for one in expected])
    np.testing.assert_allclose(found.uncertainty_m, [one.uncertainty_m for one in expected], rtol=1e-12)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=20))
def test_a_column_of_places_reads_as_its_cells_do(cells: list[str | None]) -> None:
    form = PointForm(lat_first=True)
    found = read_points(table(at=cells)[0], PlaceDecision(PlaceKind.TEXT, ("at",), False, form))
    assert found.bad.tolist() == [read_point(cell, form).fault for cell in cells]


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20), st.randoms())
def test_the_order_of_rows_decides_nothing(rows: list[tuple[str | None, str | None]], chance: random.Random) -> None:
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    for names in (("lon", "lat"), ("coordinates", "text")):
        one, other = (
            decided(table(**dict(zip(names, map(list, zip(*some, strict=True)), strict=True))))
            for some in (rows, shuffled)
        )
        assert one == other
