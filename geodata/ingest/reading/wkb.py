"""Geometry as well-known binary (OGC 06-103r4), walked with bounded depth before any geometry library sees it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, SupportsFloat

if TYPE_CHECKING:
    import numpy as np

__all__ = ["GeometryError", "Shape", "shape_of_coordinates", "shape_of_wkb"]

_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
_PARTS = {4: _POINT, 5: _LINE, 6: _POLYGON}  # what a multipoint, multiline or multipolygon is made of
_NAMES = {
    "Point": 1, "LineString": 2, "Polygon": 3, "MultiPoint": 4, "MultiLineString": 5, "MultiPolygon": 6,
    "GeometryCollection": 7,
}  # fmt: skip
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000  # the flags of PostGIS
_FEWEST = {_LINE: 2, _POLYGON: 4}


class GeometryError(ValueError):
    """A geometry that cannot be read; its text ends a sentence."""


class Shape:
    """One geometry, two-dimensional, as little-endian WKB under construction.

    Parameters
    ----------
    depth : int
        How deep collections may go.
    vertices : int
        How many points there may be.
    """

    def __init__(self, depth: int, vertices: int) -> None:
        self.wkb = bytearray()
        self.blocks: list[tuple[int, int]] = []  # where coordinates stand: offset and number of points
        self.closed = 0  # rings that were open
        self.heights = False  # whether a third coordinate was left out
        self._depth = depth
        self._left = vertices

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(count for _offset, count in self.blocks)

    def begin(self, kind: int, count: int | None, level: int) -> None:
        """Write the head of a geometry: its kind, and how many parts or points follow (None for a point)."""
        if level > self._depth:
            raise GeometryError(f"it has collections more than {self._depth} deep")
        self.wkb += struct.pack("<BI", 1, kind)
        if count is not None:
            self.wkb += struct.pack("<I", count)

    def put(self, xy: np.ndarray[Any, Any], kind: int, *, counted: bool) -> None:
        """Write the points of one point, line or ring, after their number where it is counted."""
        import numpy as np

        if not np.isfinite(xy).all():
            raise GeometryError("a coordinate is not a number")
        if kind == _POLYGON and len(xy) > 2 and not np.array_equal(xy[0], xy[-1]):
            xy = np.concatenate([xy, xy[:1]])
            self.closed += 1
        if len(xy) < _FEWEST.get(kind, 1):
            raise GeometryError("a line or an outline has too few points")
        self._left -= len(xy)
        if self._left < 0:
            raise GeometryError("it has more points than may be read")
        if counted:
            self.wkb += struct.pack("<I", len(xy))
        self.blocks.append((len(self.wkb), len(xy)))
        self.wkb += xy.astype("<f8").tobytes()


def shape_of_wkb(wkb: bytes, depth: int, vertices: int) -> Shape | None:
    """Read WKB, of either byte order, ISO or PostGIS, with or without heights.

    Parameters
    ----------
    wkb : bytes
        Anything.
    depth, vertices : int
        Limits.

    Returns
    -------
    Shape or None
        None where the geometry is empty.

    Raises
    ------
    GeometryError
        If it is no WKB, curved, or passes a limit.
    """
    shape = Shape(depth, vertices)
    try:
        _walk(memoryview(wkb), 0, shape, 1)
    except struct.error:
        raise GeometryError("it breaks off") from None
    return shape if shape.blocks else None


def _walk(wkb: memoryview, at: int, shape: Shape, level: int, expected: int | None = None) -> int:
    """Copy the geometry that begins at a byte; gives back the byte after it."""
    order = {0: ">", 1: "<"}.get(wkb[at]) if at < len(wkb) else None
    if order is None:
        raise GeometryError("it is no well-known binary")
    code = struct.unpack_from(f"{order}I", wkb, at + 1)[0]
    at += 9 if code & _SRID else 5
    kind, high = (code & 0x0FFFFFFF) % 1000, (code & 0x0FFFFFFF) // 1000
    width = 2 + bool(code & _Z) + bool(code & _M) + {0: 0, 1: 1, 2: 1, 3: 2}.get(high, 99)
    if kind not in range(1, 8) or width > 4 or (expected is not None and kind != expected):
        raise GeometryError("it is of a kind that is not read, curved perhaps; save it with straight lines")
    shape.heights = shape.heights or width > 2
    if kind == _POINT:
        return _point(wkb, at, shape, level, order, width)
    count = struct.unpack_from(f"{order}I", wkb, at)[0]
    at += 4
    if kind == _LINE:
        at, xy = _coordinates(wkb, at, order, width, count)
        if count:
            shape.begin(kind, None, level)
            shape.put(xy, kind, counted=True)
        return at
    shape.begin(kind, count, level)
    for _part in range(count):
        if kind == _POLYGON:
            size = struct.unpack_from(f"{order}I", wkb, at)[0]
            at, xy = _coordinates(wkb, at + 4, order, width, size)
            shape.put(xy, kind, counted=True)
        else:
            at = _walk(wkb, at, shape, level + 1, _PARTS.get(kind))
    return at


def _point(wkb: memoryview, at: int, shape: Shape, level: int, order: str, width: int) -> int:
    import numpy as np

    at, xy = _coordinates(wkb, at, order, width, 1)
    if not np.isnan(xy).all():  # WKB's way to write an empty point
        shape.begin(_POINT, None, level)
        shape.put(xy, _POINT, counted=False)
    elif level > 1:
        raise GeometryError("one of its parts is empty")
    return at


def _coordinates(wkb: memoryview, at: int, order: str, width: int, count: int) -> tuple[int, np.ndarray[Any, Any]]:
    import numpy as np

    end = at + 8 * width * count
    if end > len(wkb):
        raise GeometryError("it breaks off")
    return end, np.frombuffer(wkb[at:end], f"{order}f8").reshape(count, width)[:, :2].astype("<f8")


def shape_of_coordinates(kind: str, value: object, depth: int, vertices: int) -> Shape | None:
    """Make a shape of coordinates nested as GeoJSON nests them (RFC 7946).

    Parameters
    ----------
    kind : str
        ``Point`` to ``GeometryCollection``.
    value : list
        Its coordinates, longitude or x first; of a collection a list of (kind, coordinates).
    depth, vertices : int
        Limits.

    Returns
    -------
    Shape or None
        None where there are no coordinates.

    Raises
    ------
    GeometryError
        If the nesting or a coordinate is wrong.
    """
    shape = Shape(depth, vertices)
    try:
        _write(shape, kind, value, 1)
    except (TypeError, ValueError, LookupError) as error:
        if isinstance(error, GeometryError):
            raise
        raise GeometryError("its coordinates are not written as its kind needs them") from None
    return shape if shape.blocks else None


def _write(shape: Shape, name: str, value: object, level: int) -> None:
    kind = _NAMES[name]
    if not isinstance(value, list | tuple):
        raise GeometryError("its coordinates are no list")
    if not value and level == 1:
        return
    if kind == _POINT:
        shape.begin(kind, None, level)
        shape.put(_pairs(shape, [value]), kind, counted=False)
    elif kind == _LINE:
        shape.begin(kind, None, level)
        shape.put(_pairs(shape, value), kind, counted=True)
    elif kind == _POLYGON:
        shape.begin(kind, len(value), level)
        for ring in value:
            shape.put(_pairs(shape, ring), kind, counted=True)
    else:
        shape.begin(kind, len(value), level)
        single = {4: "Point", 5: "LineString", 6: "Polygon"}.get(kind)
        for part in value:
            inner, coordinates = (single, part) if single else part
            _write(shape, inner, coordinates, level + 1)


def _pairs(shape: Shape, positions: Sequence[Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    shape.heights = shape.heights or any(len(position) > 2 for position in positions)
    pairs = [(_number(position[0]), _number(position[1])) for position in positions]
    return np.array(pairs, "<f8").reshape(len(pairs), 2)


def _number(value: object) -> float:
    if isinstance(value, bool | str) or not isinstance(value, SupportsFloat):
        raise GeometryError("a coordinate is no number")
    return float(value)
