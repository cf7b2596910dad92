"""Records that bring their own names, gathered into batches: the common end of JSON, KML and databases."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.ingest.reading.headers import RESERVED
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.rows import blank_to_null, mended
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.table import BATCH_ROWS, Table, text_array
from geodata.ingest.reading.wkb import Shape

__all__ = ["Features"]

_BATCH_CHARS = 20_000_000  # a batch ends earlier where its cells are long
_NAMELESS = "column 1"


class Features:
    """Takes records one by one and hands batches to a table.

    Parameters
    ----------
    job : Job
        Its limits count.
    shapes : Shapes or None
        Where the geometry goes; None for a table without any.
    """

    def __init__(self, job: Job, shapes: Shapes | None) -> None:
        self.table = Table(job, geometry=shapes is not None)
        self.geo = shapes is not None
        self.renamed = 0
        self._job = job
        self._shapes = shapes
        self._names: dict[str, str] = {}
        self._clear()

    def _clear(self) -> None:
        self._rows: list[int] = []
        self._cells: list[Mapping[str, str | None]] = []
        self._shape: list[Shape | None] = []
        self._why: list[str | None] = []
        self._raw: dict[int, str] = {}
        self._chars = 0

    def add(
        self,
        row: int,
        cells: Mapping[str, str | None],
        shape: Shape | None = None,
        why: str | None = None,
        raw: str = "",
    ) -> None:
        """Take a record.

        Parameters
        ----------
        row : int
            Its number, from 1.
        cells : mapping of str to str or None
            Text by name.
        shape : Shape or None
            Its geometry.
        why : str or None
            Why it cannot be read; ``raw`` is its text then.
        raw : str
            As it stands in the file; cut at the limit for a cell.
        """
        self._rows.append(row)
        self._cells.append(cells)
        self._shape.append(None if why else shape)
        self._why.append(why)
        if why:
            self._raw[len(self._rows) - 1] = mended(raw[: self._job.limits.field_chars])
        self._chars += sum(len(cell) for cell in cells.values() if cell) + len(raw) + 100
        self._chars += len(shape.wkb) if shape else 0
        if len(self._rows) >= BATCH_ROWS or self._chars > _BATCH_CHARS:
            self.flush()

    def flush(self) -> None:
        """Hand on what has been taken."""
        import pyarrow as pa

        if not self._rows:
            return
        names = {name: self._name(name) for cells in self._cells for name in cells} or {_NAMELESS: _NAMELESS}
        first = self.table.names[0] if self.table.names else next(iter(names.values()))
        columns: dict[str, pa.Array] = {}
        for name, own in names.items():
            column, bad = text_array([cells.get(name) for cells in self._cells])
            columns[own] = blank_to_null(column)
            for row in bad:
                self._why[row] = self._why[row] or "it holds half characters, which no text has"
                self._raw.setdefault(row, mended(" ".join(cell for cell in self._cells[row].values() if cell)))
        wkb = self._shapes.column(self._shape, self._why) if self._shapes else None
        self._set_aside(columns, first)
        self.table.add(self._rows, columns, pa.array(self._why, pa.string()), wkb)
        self._clear()

    def _set_aside(self, columns: dict[str, object], first: str) -> None:
        """Blank the cells of unreadable rows, and put their raw text first."""
        import pyarrow as pa
        import pyarrow.compute as pc

        torn = [row for row, why in enumerate(self._why) if why]
        if not torn:
            return
        mask = pa.array([why is not None for why in self._why])
        for name, column in columns.items():
            columns[name] = pc.if_else(mask, pa.scalar(None, pa.string()), column)
        column = columns.get(first, pa.nulls(len(self._rows), pa.string()))
        raw = [
            self._raw.get(row) or mended(" ".join(cell for cell in self._cells[row].values() if cell)) for row in torn
        ]
        columns[first] = pc.replace_with_mask(column, mask, pa.array(raw, pa.string()))

    def _name(self, name: str) -> str:
        if name not in self._names:
            taken = {*RESERVED, *self._names.values()}
            free = wanted = mended(name.encode("utf-8", "replace").decode()) if name.strip() else _NAMELESS
            count = 1
            while free in taken:
                count += 1
                free = f"{wanted} ({count})"
            self.renamed += free != name
            self._names[name] = free
        return self._names[name]
