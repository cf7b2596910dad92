"""The reading child's result: batches of text columns in one Arrow file, within the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.job import Job

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BATCH_ROWS", "Table", "rows_in", "text_array"]

BATCH_ROWS = 50_000  # rows in a batch, about
_FINAL = "data.arrow"


def text_array(values: Sequence[str | None]) -> tuple[pa.Array, list[int]]:
    """Make a column of text.

    Parameters
    ----------
    values : sequence of str or None
        One a row.

    Returns
    -------
    pa.Array
        Strings of the same length; half characters (lone surrogates) are replaced by U+FFFD.
    list of int
        Positions where that happened.
    """
    import pyarrow as pa

    try:
        return pa.array(values, pa.string()), []
    except UnicodeEncodeError:
        bad = [place for place, value in enumerate(values) if value is not None and not _whole(value)]
        mended = list(values)
        for place in bad:
            mended[place] = str(values[place]).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return pa.array(mended, pa.string()), bad


def _whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def rows_in(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow IPC file, one in memory at a time.

    Raises
    ------
    pa.ArrowInvalid, pa.ArrowMemoryError, OSError
        If the file is damaged.
    """
    import pyarrow as pa

    with pa.OSFile(str(path)) as source:
        reader = pa.ipc.open_file(source)
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


class Table:
    """Collects batches; columns may turn up late, and are blank before.

    Parameters
    ----------
    job : Job
        Names the folder, the limits and how many rows are wanted.
    geometry : bool
        Whether there is a column ``#wkb``.
    """

    def __init__(self, job: Job, *, geometry: bool = False) -> None:
        self.rows = 0
        self.names: list[str] = []
        self._job = job
        self._geometry = geometry
        self._most = min(job.limits.features, job.limits.rows) if geometry else job.limits.rows
        self._parts: list[Path] = []
        self._writer: Any = None
        self._schema: Any = None

    @property
    def full(self) -> bool:
        """Whether as many rows are there as were asked for."""
        return self._job.wishes.head is not None and self.rows >= self._job.wishes.head

    def add(
        self,
        rows: Sequence[int] | pa.Array,
        columns: Mapping[str, pa.Array],
        torn: pa.Array | None = None,
        wkb: pa.Array | None = None,
    ) -> None:
        """Add a batch.

        Parameters
        ----------
        rows : sequence of int
            Numbers of the rows as a spreadsheet counts them, or of the features from 1.
        columns : mapping of str to pa.Array
            Strings, null where blank; all of one length. Columns of earlier batches that are missing here are blank.
        torn : pa.Array or None
            Strings: why a row could not be read; its raw text stands in the first column then.
        wkb : pa.Array or None
            Binary, EPSG:4326.

        Raises
        ------
        ImportRefusedError
            If a limit on rows or columns is passed.
        """
        import pyarrow as pa

        numbers = pa.array(rows, pa.int64())
        self._check_width(columns)
        self._names(columns)
        count = len(numbers)
        torn = torn if torn is not None else pa.nulls(count, pa.string())
        texts = {name: columns[name] if name in columns else pa.nulls(count, pa.string()) for name in self.names}
        texts, torn = _short_cells(texts, torn, self._job.limits.field_chars)
        shapes = [wkb if wkb is not None else pa.nulls(count, pa.binary())] if self._geometry else []
        batch = pa.record_batch([numbers, *shapes, torn, *texts.values()], schema=self._schema)
        if self._job.wishes.head is not None:
            batch = batch.slice(0, max(self._job.wishes.head - self.rows, 0))
        self.rows += batch.num_rows
        if self.rows > self._most:
            raise ImportRefusedError(
                f"{visible(self._job.name)}: it has more than {self._most} rows, which is the most that is read here; "
                "split the file, or import it from the shell."
            )
        if batch.num_rows:
            self._writer.write_batch(batch)

    def _check_width(self, columns: Mapping[str, pa.Array]) -> None:
        most = self._job.limits.columns
        if len(columns) > most or len(set(self.names).union(columns)) > most:
            raise ImportRefusedError(
                f"{visible(self._job.name)}: it has more than {most} columns; remove those that are not needed."
            )

    def _names(self, columns: Mapping[str, pa.Array]) -> None:
        """Open another part where a batch brings new columns."""
        import pyarrow as pa

        new = [name for name in columns if name not in set(self.names)]
        if self._writer is not None and not new:
            return
        self.names += new
        own = [pa.field("#row", pa.int64()), pa.field("#wkb", pa.binary()), pa.field("#torn", pa.string())]
        own = own if self._geometry else [own[0], own[2]]
        self._schema = pa.schema([*own, *(pa.field(name, pa.string()) for name in self.names)])
        self._close_part()
        self._parts.append(self._job.out / f"part-{len(self._parts)}.arrow")
        self._writer = pa.ipc.new_file(str(self._parts[-1]), self._schema)

    def _close_part(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def finish(self, header: Sequence[str] = ()) -> tuple[str, ...]:
        """Write the one file that the parent reads.

        Parameters
        ----------
        header : sequence of str
            Columns that are there even where no row came.

        Returns
        -------
        tuple of str
            The names of the columns, in order.
        """
        import pyarrow as pa

        self.add([], {name: pa.array([], pa.string()) for name in (*header, *self.names)})
        self._close_part()
        final = self._job.out / _FINAL
        if len(self._parts) == 1:
            self._parts[0].rename(final)
            return tuple(self.names)
        with pa.ipc.new_file(str(final), self._schema) as writer:
            for path in self._parts:
                _copy(path, writer, self._schema)
                path.unlink()
        return tuple(self.names)


def _copy(path: Path, writer: pa.RecordBatchWriter, schema: pa.Schema) -> None:
    """Add the batches of a part to the final file, columns that came later blank."""
    import pyarrow as pa

    for batch in rows_in(path):
        have = set(batch.schema.names)
        columns = [
            batch.column(field.name) if field.name in have else pa.nulls(batch.num_rows, field.type) for field in schema
        ]
        writer.write_batch(pa.record_batch(columns, schema=schema))


def _short_cells(texts: dict[str, pa.Array], torn: pa.Array, most: int) -> tuple[dict[str, pa.Array], pa.Array]:
    """Set rows aside that hold a cell longer than the limit; their cells become one text, cut."""
    import pyarrow as pa
    import pyarrow.compute as pc

    long: dict[int, str] = {}
    for name, column in texts.items():
        if (pc.max(pc.binary_length(column)).as_py() or 0) > most:
            lengths = pc.fill_null(pc.utf8_length(column), 0)
            long.update(dict.fromkeys(pc.indices_nonzero(pc.greater(lengths, most)).to_pylist(), name))
    if not long:
        return texts, torn
    changed = {name: column.to_pylist() for name, column in texts.items()}
    why = torn.to_pylist()
    first = next(iter(changed))
    for row, name in long.items():
        whole = " ".join(column[row] for column in changed.values() if column[row])
        for column in changed.values():
            column[row] = None
        changed[first][row] = whole[: most - 1] + "…"
        why[row] = why[row] or f"the cell under “{visible(name)}” is longer than {most} characters"
    return {name: pa.array(column, pa.string()) for name, column in changed.items()}, pa.array(why, pa.string())
