"""All rows of a file as standard columns, laid out once in a private file and read from there as often as needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.ingest.importing.choice import Choice
from geodata.ingest.profiles import STANDARD, Tally, standard

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.reading import Reading

__all__ = ["EMPTY", "Laid", "fixed", "lay_out"]

EMPTY = "#empty"
"""Column that says whether nothing at all stands in a row of the file."""
# What programs write where a date, a coordinate or a number is missing (R, pandas, SQL, spreadsheets)
_MISSING = ("na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?")
_BLANKED = (
    "date", "date_end", "time", "verdict_on", "lon", "lat", "latlon", "wkt", "uncertainty_m", "quantity_low",
    "quantity_best", "quantity_high",
)  # fmt: skip
_CLOCK = r"^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
Fixes = Mapping[int, Mapping[str, str]]


class Laid:
    """The rows of a file in standard columns.

    Parameters
    ----------
    path : Path
        Arrow IPC file.
    tally : Tally
        What found no word of ours.
    rows : int
        How many there are.
    filled : frozenset of str
        Columns in which anything stands, ``#wkb`` among them.
    lost_clocks : int
        Rows whose time of day could not be read; their day stands without it.
    absent : int
        Cells for a date, a place or a number that say that there is none, as in ``NA``, and count as blank.
    """

    def __init__(
        self, path: Path, tally: Tally, rows: int, filled: frozenset[str], lost_clocks: int, absent: int
    ) -> None:
        self.path = path
        self.tally = tally
        self.rows = rows
        self.filled = filled
        self.lost_clocks = lost_clocks
        self.absent = absent

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in file order: ``#row``, ``#wkb``, ``#torn``, the columns of ``STANDARD``, and ``EMPTY`` (bool)."""
        import pyarrow as pa

        with pa.memory_map(str(self.path)) as source:
            reader = pa.ipc.open_file(source)
            for index in range(reader.num_record_batches):
                yield reader.get_batch(index)

    def column(self, name: str) -> Iterator[pa.Array]:
        """One column, a batch at a time."""
        for batch in self.batches():
            yield batch.column(name)


def lay_out(
    reading: Reading | Waiting, choice: Choice, fixes: Fixes, path: Path, each: Callable[[pa.RecordBatch], None]
) -> Laid:
    """Lay a file out.

    Parameters
    ----------
    reading : Reading or Waiting
        The file.
    choice : Choice
        What its columns mean.
    fixes : dict of int to dict of str to str
        What to read instead of what stands in a row.
    path : Path
        Where the file is made.
    each : callable
        Called with every batch in its order, as soon as it is laid out.

    Returns
    -------
    Laid
        A row that has a time of day of its own has it behind its date, where it can be read.
    """
    import pyarrow as pa

    tally, rows, lost, absent = Tally(), 0, 0, 0
    filled: set[str] = set()
    writer = None
    with pa.OSFile(str(path), "wb") as sink:
        for raw in reading.batches():
            blanked, missing = _without_missing(standard(fixed(raw, fixes), choice.profile, tally=tally))
            batch, unread = _timed(blanked)
            batch = batch.append_column(EMPTY, _empty(raw))
            writer = writer or pa.ipc.new_file(sink, batch.schema)
            each(batch)
            writer.write_batch(batch)
            rows, lost, absent = rows + batch.num_rows, lost + unread, absent + missing
            filled |= {name for name in batch.schema.names if batch.column(name).null_count < batch.num_rows}
        writer = writer or pa.ipc.new_file(sink, _blank_schema())
        writer.close()
    return Laid(path, tally, rows, frozenset(filled), lost, absent)


def _blank_schema() -> pa.Schema:
    import pyarrow as pa

    ours = [("#row", pa.int64()), ("#wkb", pa.binary()), ("#torn", pa.string())]
    return pa.schema([*ours, *((name, pa.string()) for name in STANDARD), (EMPTY, pa.bool_())])


def fixed(batch: pa.RecordBatch, fixes: Fixes) -> pa.RecordBatch:
    """A batch with the cells that somebody corrected; a correction to nothing leaves the cell blank."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not fixes:
        return batch
    rows = batch.column("#row").to_numpy()
    at = {int(row): int(place) for place, row in enumerate(rows) if int(row) in fixes}
    wanted: dict[str, dict[int, str]] = {}
    for row, place in at.items():
        for name, text in fixes[row].items():
            wanted.setdefault(name, {})[place] = text
    for name, cells in wanted.items():
        if name not in batch.schema.names:
            continue
        mask = np.zeros(batch.num_rows, np.bool_)
        places = sorted(cells)
        mask[places] = True
        instead = pa.array([cells[place] or None for place in places], batch.column(name).type)
        column = pc.replace_with_mask(batch.column(name), pa.array(mask), instead)
        batch = batch.set_column(batch.schema.get_field_index(name), name, column)
    return batch


def _empty(raw: pa.RecordBatch) -> pa.Array:
    """Whether nothing at all stands in a row, shape (n,)."""
    import numpy as np
    import pyarrow as pa

    empty = np.ones(raw.num_rows, np.bool_)
    for name in raw.schema.names:
        if name != "#row" and empty.any():
            empty &= raw.column(name).is_null().to_numpy(zero_copy_only=False)
    return pa.array(empty)


def _without_missing(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, int]:
    """Blank the cells that say that nothing is known; also how many there were."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words, found = pa.array(_MISSING, pa.string()), 0
    for name in _BLANKED:
        column = batch.column(name)
        if column.null_count == len(column):
            continue
        absent = pc.is_in(pc.utf8_lower(column), value_set=words, skip_nulls=True)
        count = int(pc.sum(absent).as_py() or 0)
        if count:
            at = batch.schema.get_field_index(name)
            batch = batch.set_column(at, name, pc.if_else(absent, pa.scalar(None, pa.string()), column))
            found += count
    return batch, found


def _timed(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, int]:
    """Put the time of day behind the date; also how many times could not be read."""
    import pyarrow.compute as pc

    clock, date = batch.column("time"), batch.column("date")
    if clock.null_count == len(clock):
        return batch, 0
    can = pc.fill_null(pc.match_substring_regex(clock, _CLOCK), fill_value=False)
    bare = pc.fill_null(pc.invert(pc.match_substring(date, ":")), fill_value=False)
    joined = pc.if_else(pc.and_(can, bare), pc.binary_join_element_wise(date, clock, " "), date)
    lost = int(pc.sum(pc.and_(pc.is_valid(clock), pc.invert(can))).as_py() or 0)
    return batch.set_column(batch.schema.get_field_index("date"), "date", joined), lost
