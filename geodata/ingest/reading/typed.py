"""What formats with typed columns share: their geometry columns, and rows set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.ingest.reading.job import Job
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.wkb import GeometryError, Shape, shape_of_coordinates, shape_of_wkb

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["set_aside", "wkb_column"]

_POINT_BYTES = 21
_NATIVE = {
    "point": "Point", "linestring": "LineString", "polygon": "Polygon", "multipoint": "MultiPoint",
    "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon",
}  # fmt: skip


def set_aside(texts: dict[str, pa.Array], why: list[str | None]) -> dict[str, pa.Array]:
    """Blank the cells of rows that cannot be read and put what they held into the first column."""
    import pyarrow as pa

    torn = [row for row, reason in enumerate(why) if reason]
    if not torn:
        return texts
    lists = {name: column.to_pylist() for name, column in texts.items()}
    first = next(iter(lists))
    for row in torn:
        raw = " ".join(column[row] for column in lists.values() if column[row])
        for column in lists.values():
            column[row] = None
        lists[first][row] = raw or "(nothing but a geometry)"
    return {name: pa.array(column, pa.string()) for name, column in lists.items()}


def wkb_column(job: Job, column: pa.Array, encoding: str, shapes: Shapes, why: list[str | None]) -> pa.Array:
    """A column of geometry as WKB in EPSG:4326.

    Parameters
    ----------
    job : Job
        Its limits count.
    column : pa.Array
        Binary where the encoding is ``wkb``, else nested lists of structs with x and y (GeoArrow).
    encoding : str
        As GeoParquet names it, in lower case.
    shapes : Shapes
        The way to EPSG:4326.
    why : list of str or None
        Reasons are added.

    Returns
    -------
    pa.Array
        Binary.
    """
    import pyarrow as pa

    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if encoding == "wkb" and (xy := _all_points(column)) is not None:
        return shapes.points(xy, why)
    found: list[Shape | None] = []
    for row, value in enumerate(column.to_pylist()):
        try:
            found.append(_shape(job, value, encoding))
        except GeometryError as error:
            found.append(None)
            why[row] = why[row] or f"its geometry cannot be read: {error}"
    return shapes.column(found, why)


def _shape(job: Job, value: object, encoding: str) -> Shape | None:
    limits = job.limits
    if value is None:
        return None
    if encoding == "wkb":
        if not isinstance(value, bytes):
            raise GeometryError("it is no well-known binary")
        return shape_of_wkb(value, limits.depth, limits.feature_vertices)
    return shape_of_coordinates(_NATIVE[encoding], _lists(value), limits.depth, limits.feature_vertices)


def _lists(value: object) -> object:
    """Structs of x and y as pairs, however deep they lie."""
    if isinstance(value, dict):
        return [value.get("x"), value.get("y")]
    return [_lists(part) for part in value] if isinstance(value, list) else value


def _all_points(column: pa.Array) -> np.ndarray[Any, Any] | None:
    """The points of a column of nothing but little-endian points, shape (n, 2); None for any other column."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    there = column.drop_null()
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)) or not len(there):
        return None
    lengths = pc.min_max(pc.binary_length(there)).as_py()
    if set(lengths.values()) != {_POINT_BYTES}:
        return None
    raw = np.frombuffer(b"".join(there.to_pylist()), [("order", "u1"), ("kind", "<u4"), ("xy", "<f8", 2)])
    if (raw["order"] != 1).any() or (raw["kind"] != 1).any():
        return None
    if not (np.isfinite(raw["xy"]).all(axis=1) | np.isnan(raw["xy"]).all(axis=1)).all():
        return None  # a coordinate that is half a number has to be told row by row
    xy = np.full((len(column), 2), np.nan)
    xy[pc.is_valid(column).to_numpy(zero_copy_only=False)] = raw["xy"]
    return xy
