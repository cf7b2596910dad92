"""Geometries of a batch: read, counted, brought to EPSG:4326, and set aside where they cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.wkb import Shape

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["Shapes"]

_NOWHERE = "its coordinates lie outside the reference system of the file"


class Shapes:
    """Counts the points of a file and turns shapes into columns.

    Parameters
    ----------
    job : Job
        Its limits count.
    place : Place
        The way to EPSG:4326.
    """

    def __init__(self, job: Job, place: Place) -> None:
        self._job = job
        self._place = place
        self._points = 0
        self._closed = 0
        self._heights = False

    def column(self, shapes: Sequence[Shape | None], why: list[str | None]) -> pa.Array:
        """The shapes as WKB in EPSG:4326, two dimensions, little-endian.

        Parameters
        ----------
        shapes : sequence of Shape or None
            One a row.
        why : list of str or None
            One a row: a reason is added where a shape has no place on the globe.

        Returns
        -------
        pa.Array
            Binary, null where there is no geometry.

        Raises
        ------
        ImportRefusedError
            If the file has more points than may be read.
        """
        import numpy as np
        import pyarrow as pa

        self._points += sum(shape.points for shape in shapes if shape)
        self._heights = self._heights or any(shape.heights for shape in shapes if shape)
        self._closed += sum(shape.closed for shape in shapes if shape)
        self._check()
        blocks = [
            np.frombuffer(bytes(shape.wkb[at : at + 16 * count]), "<f8").reshape(count, 2)
            for shape in shapes
            if shape
            for at, count in shape.blocks
        ]
        moved = self._place.move(np.concatenate(blocks)) if blocks else np.empty((0, 2))
        column: list[bytes | None] = []
        taken = 0
        for row, shape in enumerate(shapes):
            if shape is None:
                column.append(None)
                continue
            points = moved[taken : taken + shape.points]
            taken += shape.points
            column.append(_with_points(shape, points))
            if column[-1] is None:
                why[row] = why[row] or _NOWHERE
        return pa.array(column, pa.binary())

    def points(self, xy: np.ndarray[Any, Any], why: list[str | None]) -> pa.Array:
        """Single points as WKB in EPSG:4326, many at once.

        Parameters
        ----------
        xy : array of float, shape (n, 2)
            x before y; not a number where a row has no point.
        why : list of str or None
            One a row: a reason is added where a point has no place on the globe.

        Returns
        -------
        pa.Array
            Binary, null where there is no point.
        """
        import numpy as np
        import pyarrow as pa

        there = np.isfinite(xy).all(axis=1)
        moved = self._place.move(xy[there])
        self._points += len(moved)
        self._check()
        wkb = np.zeros(len(moved), [("order", "u1"), ("kind", "<u4"), ("xy", "<f8", 2)])
        wkb["order"], wkb["kind"], wkb["xy"] = 1, 1, moved
        ends = pa.array(np.arange(len(moved) + 1, dtype=np.int32) * wkb.itemsize)
        column = pa.Array.from_buffers(pa.binary(), len(moved), [None, ends.buffers()[1], pa.py_buffer(wkb.tobytes())])
        place = np.where(there, np.cumsum(there) - 1, -1)
        lost = np.flatnonzero(there)[~np.isfinite(moved).all(axis=1)]
        for row in lost.tolist():
            why[row] = why[row] or _NOWHERE
        there[lost] = False
        return column.take(pa.array(place, pa.int64(), mask=~there))

    def _check(self) -> None:
        if self._points > self._job.limits.vertices:
            raise ImportRefusedError(
                f"{visible(self._job.name)}: its outlines have more than {self._job.limits.vertices} points; "
                "simplify them, or import the file from the shell."
            )

    def notes(self) -> list[str]:
        """What to tell, once all shapes have come by; asks where the reference system is open."""
        closed = (
            [f"Outlines that did not end where they begin, and were closed: {self._closed}."] if self._closed else []
        )
        heights = ["Heights of points were left out."] if self._heights else []
        return [*self._place.finish(), *closed, *heights]


def _with_points(shape: Shape, points: np.ndarray[Any, Any]) -> bytes | None:
    import numpy as np

    array = np.asarray(points, "<f8")
    if not np.isfinite(array).all():
        return None
    at = 0
    for offset, count in shape.blocks:
        shape.wkb[offset : offset + 16 * count] = array[at : at + count].tobytes()
        at += count
    return bytes(shape.wkb)
