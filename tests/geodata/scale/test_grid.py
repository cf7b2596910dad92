from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.scale.grid import (
    SIDE,
    cell_of,
    cell_sql,
    grid_of_cell,
    lat_of,
    lon_of,
    mx_of,
    mx_sql,
    my_of,
    my_sql,
)

LON = st.floats(-180, 191, allow_nan=False)
LAT = st.floats(-90, 90, allow_nan=False)
STEP = st.integers(0, SIDE - 1)


def in_sql(lon: float, lat: float) -> tuple[int, int, int]:
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT mx, my, {cell_sql('mx', 'my')} FROM (SELECT {mx_sql('lon')} AS mx, {my_sql('lat')} AS my "
            "FROM (SELECT CAST(? AS DOUBLE) AS lon, CAST(? AS DOUBLE) AS lat))",
            [lon, lat],
        ).fetchone()
    assert row is not None
    return row


@settings(deadline=None)  # the first question opens DuckDB
@given(LON, LAT)
def test_sql_and_arrays_say_the_same(lon: float, lat: float) -> None:
    mx, my = int(mx_of(lon)), int(my_of(lat))
    assert in_sql(lon, lat) == (mx, my, int(cell_of(mx, my)))


def test_sql_and_arrays_say_the_same_of_very_many() -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(-180, 180, 300_000), random.uniform(-86, 86, 300_000)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE points (lon DOUBLE, lat DOUBLE)")
        connection.register("given", {"lon": lon, "lat": lat})
        told = connection.execute(f"SELECT {mx_sql('lon')} AS mx, {my_sql('lat')} AS my FROM given").fetchnumpy()
        connection.register("grid", {"mx": told["mx"], "my": told["my"]})
        cells = connection.execute(f"SELECT {cell_sql('mx', 'my')} AS cell FROM grid").fetchnumpy()["cell"]
    assert (told["mx"] == mx_of(lon)).all()
    assert (told["my"] == my_of(lat)).all()
    assert (cells == cell_of(mx_of(lon), my_of(lat))).all()


@given(STEP, STEP)
def test_a_cell_gives_back_what_it_was_made_of(mx: int, my: int) -> None:
    cell = int(cell_of(mx, my))
    assert 0 <= cell < 2**52
    assert tuple(map(int, grid_of_cell(cell))) == (mx, my)
    assert int(cell_of(mx >> 5, my >> 5)) == cell >> 10


@given(STEP, STEP)
def test_the_middle_of_a_step_lies_in_it(mx: int, my: int) -> None:
    assert int(mx_of(lon_of(mx + 0.5))) == mx
    assert int(my_of(lat_of(my + 0.5))) == my


@pytest.mark.parametrize(
    ("lon", "lat", "mx", "my"),
    [
        (-180, 85.0511287798066, 0, 0),
        (0, 0, SIDE // 2, SIDE // 2),
        (180, -85.0511287798066, SIDE - 1, SIDE - 1),
        (191, -90, SIDE - 1, SIDE - 1),
        (-90, 90, SIDE // 4, 0),
    ],
)
def test_known_places(lon: float, lat: float, mx: int, my: int) -> None:
    assert (int(mx_of(lon)), int(my_of(lat))) == (mx, my)
    assert in_sql(lon, lat)[:2] == (mx, my)


def test_bits_interleave() -> None:
    assert [int(cell_of(mx, my)) for mx, my in [(1, 0), (0, 1), (3, 0), (0, 3), (SIDE - 1, SIDE - 1)]] == [
        1, 2, 5, 10, 2**52 - 1,
    ]  # fmt: skip


def test_grid_counts_to_the_south_and_east() -> None:
    assert (np.diff(mx_of([-179, -10, 30, 170])) > 0).all()
    assert (np.diff(my_of([80, 51, 0, -40])) > 0).all()
