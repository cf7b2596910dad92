"""Columns of metres: never taken for degrees, asked about, and brought to the ground that was meant."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geodata.errors import QueryError
from geodata.ingest.places import PlaceDecision, PlaceFault, answered, decide, read_points
from geodata.ingest.places.grids import grid_of, read_metres

KURSK = (36.19, 51.73)
LIES_NEAR = 2e-5  # degrees: a metre or two, which is what was written


def table(**columns: list[str | None]) -> list[pa.RecordBatch]:
    return [pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})]


def decided(batches: list[pa.RecordBatch], **answers: str) -> PlaceDecision:
    found = decide(batches[0].schema.names, batches)
    return answered(found, {key.replace("_", ":"): value for key, value in answers.items()}, batches)


def metres(code: str, lon: float = KURSK[0], lat: float = KURSK[1]) -> tuple[str, str]:
    x, y = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(lon, lat)
    return f"{x:.0f}", f"{y:.0f}"


@pytest.mark.parametrize("code", ["EPSG:3857", "EPSG:32637", "EPSG:32636", "EPSG:28406", "EPSG:3035"])
def test_metres_wait_for_the_system_and_the_right_one_is_offered(code: str) -> None:
    x, y = metres(code)
    batches = table(x=[x, x, None], y=[y, y, None])
    open_ = decided(batches)
    (question,) = open_.questions
    assert question.key == "crs:y"
    assert code in [value for value, _words in question.options]
    waiting = read_points(batches[0], open_)
    assert waiting.bad.tolist() == [PlaceFault.PROJECTED, PlaceFault.PROJECTED, 0]
    assert np.isnan(waiting.lon).all()
    points = read_points(batches[0], decided(batches, crs_y=code))
    assert points.bad.tolist() == [0, 0, 0]
    assert points.lon[:2] == pytest.approx([KURSK[0]] * 2, abs=LIES_NEAR)
    assert points.lat[:2] == pytest.approx([KURSK[1]] * 2, abs=LIES_NEAR)
    assert points.uncertainty_m[:2] == pytest.approx([math.sqrt(2)] * 2)
    assert np.isnan(points.lon[2])


def test_the_northing_may_stand_in_the_column_called_x() -> None:
    east, north = metres("EPSG:28407")
    batches = table(X=[north], Y=[east])
    answer = "EPSG:28407 swapped"
    assert answer in [value for value, _words in decided(batches).questions[0].options]
    points = read_points(batches[0], decided(batches, crs_Y=answer))
    assert (points.lon[0], points.lat[0]) == pytest.approx(KURSK, abs=LIES_NEAR)


@pytest.mark.parametrize(("north", "east"), [("Northing", "Easting"), ("UTM_N", "UTM_E"), ("Hochwert", "Rechtswert")])
def test_grids_have_names_of_their_own(north: str, east: str) -> None:
    x, y = metres("EPSG:32637")
    assert [one.key for one in decided(table(**{east: [x], north: [y]})).questions] == [f"crs:{north}"]


def test_a_slip_among_degrees_asks_nothing_and_is_set_aside() -> None:
    batches = table(lon=["36.19", "36.2", "4028668"], lat=["51.73", "51.7", "6751234"])
    found = decided(batches)
    assert found.questions == ()
    assert read_points(batches[0], found).bad.tolist() == [0, 0, PlaceFault.PROJECTED]


@pytest.mark.parametrize("answer", ["EPSG:999999", "", "Krasovsky", "+proj=utm", "https://a.example/crs"])
def test_an_answer_that_names_no_system_is_refused(answer: str) -> None:
    with pytest.raises(QueryError, match="names no reference system that is known here; write its code"):
        grid_of("crs:y", answer)


def test_degrees_may_be_the_answer_and_what_is_beyond_them_stays_aside() -> None:
    batches = table(x=["4028668", "4028669"], y=["6751234", "51"])
    points = read_points(batches[0], decided(batches, crs_y="EPSG:4326"))
    assert points.bad.tolist() == [PlaceFault.PROJECTED] * 2


@pytest.mark.parametrize(
    ("text", "metre", "step", "bad"),
    [
        ("5735000", 5_735_000, 1, 0),
        (" 5 735 000,25 m", 5_735_000.25, 0.01, 0),
        ("5\u00a0735\u202f000.5", 5_735_000.5, 0.1, 0),
        ("−120", -120, 1, 0),
        ("12,345", math.nan, math.nan, PlaceFault.WHICH_COMMA),
        ("36U", math.nan, math.nan, PlaceFault.NOT_COORDINATES),
        ("", math.nan, math.nan, 0),
        (None, math.nan, math.nan, 0),
    ],
)
def test_metres_as_people_write_them(text: str | None, metre: float, step: float, bad: int) -> None:
    found = read_metres(pa.array([text], pa.string()))
    assert [column[0] for column in found] == pytest.approx([metre, step, bad], nan_ok=True)


@given(st.lists(st.one_of(st.none(), st.text(max_size=20)), max_size=6))
def test_any_text_is_read_or_set_aside(texts: list[str | None]) -> None:
    number, step, bad = read_metres(pa.array(texts, pa.string()))
    assert len(number) == len(step) == len(bad) == len(texts)
    assert (np.isnan(number) | (bad == 0)).all()


@given(st.floats(20, 60), st.floats(40, 70))
def test_what_is_brought_there_and_back_is_where_it_was(lon: float, lat: float) -> None:
    x, y = metres("EPSG:3857", lon, lat)
    batches = table(x=[x], y=[y])
    points = read_points(batches[0], decided(batches, crs_y="EPSG:3857"))
    assert (points.lon[0], points.lat[0]) == pytest.approx((lon, lat), abs=LIES_NEAR)
