"""Where the claims of an answer are, each place's shape made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.model import Place
from geodata.store import Selection

if TYPE_CHECKING:
    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

__all__ = ["Shapes", "shapes_of", "wkb_of"]

_MOST_BYTES = 2**31 - 1  # of a column of Arrow's type binary, whose offsets have 32 bits


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of an answer.

    Parameters
    ----------
    each : tuple of shapely geometry or None
        The different ones, EPSG:4326 degrees, longitude first: a point, or the union of an area's regions; the first is
        None, which stands for no place.
    at : tuple of int
        For each row of the answer, which of them is its.
    """

    each: tuple[BaseGeometry | None, ...]
    at: tuple[int, ...]


def shapes_of(selection: Selection) -> Shapes:
    """The shapes of the ``chosen`` claims, in file order; an area that many claims share is held once."""
    each: list[BaseGeometry | None] = [None]
    number: dict[str | None, int] = {None: 0}
    at = []
    for row in selection.chosen:
        claim = selection.dataset.claims[row]
        if claim.place_id not in number:
            place = selection.dataset.place(claim)
            number[claim.place_id] = len(each)
            each.append(None if place is None else _shape(place))
        at.append(number[claim.place_id])
    return Shapes(tuple(each), tuple(at))


def _shape(place: Place) -> BaseGeometry | None:
    import shapely  # a third of a second: only for who wants a table

    from geodata.basemap import union_geometry

    if place.position is not None:
        return shapely.Point(place.position.lon, place.position.lat)
    if not place.regions:
        return None
    return union_geometry(place.regions)


def wkb_of(shapes: Shapes, most_bytes: int = _MOST_BYTES) -> pa.Array:
    """The shapes as little-endian WKB, one a row.

    Returns
    -------
    pyarrow.Array
        Of type binary; of type large_binary where they come to more than ``most_bytes``. Null where there is no place.
    """
    import numpy as np  # a tenth of a second each: only for who wants a table
    import pyarrow as pa
    import shapely

    written = [b"" if one is None else bytes(shapely.to_wkb(one, byte_order=1)) for one in shapes.each]
    ends = np.cumsum([0, *(len(written[number]) for number in shapes.at)], dtype=np.int64)
    is_long = int(ends[-1]) > most_bytes
    kind, offsets = (pa.large_binary(), ends) if is_long else (pa.binary(), ends.astype(np.int32))
    there = pa.array([shapes.each[number] is not None for number in shapes.at], type=pa.bool_()).buffers()[1]
    # joined once: Arrow's own way of repeating long values takes four times as long
    content = pa.py_buffer(b"".join([written[number] for number in shapes.at]))
    return pa.Array.from_buffers(kind, len(shapes.at), [there, pa.py_buffer(offsets), content])
