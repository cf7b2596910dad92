"""Where claims stand on the grid: columns of a table of claims out of a table of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geodata.model import GeoPrecision, Place
from geodata.scale.grid import cell_of, mx_of, my_of
from geodata.scale.tables import schema_of
from geodata.store import place_bbox

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["AREA", "GEOGRAPHY", "NOWHERE", "POINT", "place_table", "where_columns"]

POINT = 0  # what ``kind`` says of a claim: it stands at a point
AREA = 1  # somewhere in an area
NOWHERE = 2  # in no place that a map can show

_GRID = ("cell", "mx", "my", "bx0", "by0", "bx1", "by1")
_BOX = ("west", "south", "east", "north")
GEOGRAPHY = ["kind", "lon", "lat", *_BOX]
"""Columns of a table of places that say where they are."""
_LEVELS = {word: number for number, word in enumerate(GeoPrecision)}


def place_table(places: Iterable[Place], first: int = 0) -> pa.Table:
    """The table ``places`` of :data:`geodata.scale.tables.TABLES`, numbered from ``first``."""
    import pyarrow as pa

    rows = [_place(number, place) for number, place in enumerate(places, first)]
    return pa.Table.from_pylist(rows, schema_of("places"))


def _place(number: int, place: Place) -> dict[str, Any]:
    box, point = place_bbox(place), place.position
    west, south, east, north = box or (None,) * 4
    kind = NOWHERE if box is None else AREA if point is None else POINT
    return {
        "place": number, "place_id": place.place_id, "name_en": place.names.en, "name_ru": place.names.ru,
        "name_uk": place.names.uk, "name_ko": place.names.ko, "precision": _LEVELS[place.precision],
        "lon": None if point is None else point.lon, "lat": None if point is None else point.lat,
        "uncertainty_m": place.uncertainty_m, "regions": " ".join(place.regions), "vague": place.vague,
        "zone": place.zone, "remark": place.remark, "kind": kind,
        "west": west, "south": south, "east": east, "north": north,
    }  # fmt: skip


def where_columns(places: pa.Table, index: NDArray[np.int64]) -> dict[str, pa.Array]:
    """The columns of claims that follow from their place, from ``cell`` to ``north`` and ``kind``.

    Parameters
    ----------
    places : pyarrow.Table
        With the columns ``GEOGRAPHY``, as :func:`place_table` makes them.
    index : array of int64, shape (n,)
        For each claim the position of its place in the table, -1 where it has none.

    Returns
    -------
    dict of str to pyarrow.Array
        Of n values each.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if places.num_rows > len(index):  # of very many places only those that are asked for
        asked, index = np.unique(index, return_inverse=True)
        places, index = places.take(pa.array(asked[asked >= 0])), index - int((asked < 0).any())
    taken = pa.array(np.where(index < 0, 0, index), mask=index < 0)
    kind = places["kind"].to_numpy()
    columns: dict[str, pa.Array] = {}
    for name, values in zip(_GRID, _grid(places), strict=True):
        columns[name] = pa.array(values, mask=kind == NOWHERE).take(taken)
    for name in ("lon", "lat"):
        columns[name] = pa.array(_degrees(places[name]), mask=kind != POINT).take(taken)
    for name in _BOX:
        columns[name] = pa.array(_degrees(places[name]), mask=kind == NOWHERE).take(taken)
    columns["kind"] = pc.fill_null(pa.array(kind).take(taken), pa.scalar(NOWHERE, pa.int8()))
    return columns


def _grid(places: pa.Table) -> tuple[NDArray[Any], ...]:
    west, south, east, north = (np.nan_to_num(_degrees(places[name])) for name in _BOX)
    bx0, bx1, by0, by1 = mx_of(west), mx_of(east), my_of(north), my_of(south)
    mx, my = bx0 + (bx1 - bx0) // 2, by0 + (by1 - by0) // 2
    return cell_of(mx, my), mx, my, bx0, by0, bx1, by1


def _degrees(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
