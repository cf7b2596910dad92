"""Records of a text table into columns: by Arrow's parser where they are certainly sound, by the careful one elsewhere.

One thread looks for sound records and reads the others, a second one makes columns and writes them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geodata.ingest.reading.flow import Flow
from geodata.ingest.reading.lines import Batch, Records, cells_up_to
from geodata.ingest.reading.rows import Texts, columns_of, even_out, finished
from geodata.ingest.reading.soundness import Form, Sound, sound_rows
from geodata.ingest.reading.table import BATCH_ROWS, Table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["can_be_quick", "read_carefully", "read_quickly"]

_BATCH_BYTES = 1 << 25  # a batch ends earlier where its rows are long
_MARK = "\ufeff".encode()  # Arrow's parser leaves one out at the start
_FEWEST, _CLEARED = 500, 8  # records read with care at a time; after so many times as many sound ones it is few again


def can_be_quick(form: Form) -> bool:
    """Whether Arrow's parser can split records of such a form: a separator of one byte, and cells at all."""
    one_byte = form.delimiter.isascii() and form.delimiter not in '"\r\n\0' and not form.delimiter.isalnum()
    return one_byte and form.width > 0


@dataclass(slots=True)
class _Block:
    """Sound records that follow each other, with what was put in the place of odd ones, and why those are torn."""

    rows: int = 0
    pieces: list[bytes] = field(default_factory=list)
    torn: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """What will be one batch: sound records and those that were read with care, in order."""

    first: int
    rows: int = 0
    size: int = 0
    parts: list[_Block | Batch] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.rows >= BATCH_ROWS or self.size >= _BATCH_BYTES

    def block(self) -> _Block:
        """The block that the next sound records belong to."""
        if not self.parts or isinstance(self.parts[-1], Batch):
            self.parts.append(_Block())
        last = self.parts[-1]
        return last if isinstance(last, _Block) else _Block()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where batches go to, and how their records look."""

    table: Table
    form: Form
    names: Sequence[str]

    def add(self, batch: _Batch) -> int:
        """Make columns and add them; gives back how many blank rows were left out."""
        if self.table.full or not batch.rows:
            return 0
        made, first = [], batch.first
        for part in batch.parts:
            if isinstance(part, _Block):
                made += [_columns_of_block(part, first, self.form)] if part.rows else []
                first += part.rows
            else:
                made.append(columns_of(part, first, self.form.width, nuls=self.form.nuls))
                first += len(part.rows)
        texts = _joined(made)
        self.table.add(texts.rows, dict(zip(self.names, texts.columns, strict=True)), texts.torn)
        return texts.blank


def read_carefully(
    table: Table, flow: Flow, form: Form, names: Sequence[str], first: int, tell: Callable[[], None]
) -> int:
    """Do what :func:`read_quickly` does, record by record."""
    records, target, blank = Records(flow, form.delimiter, form.field_chars), _Target(table, form, names), 0
    while not table.full:
        batch = records.batch(form.width)
        if not batch.rows:
            break
        blank += target.add(_Batch(first, len(batch.rows), parts=[batch]))
        first += len(batch.rows)
        tell()
    return blank


def read_quickly(
    table: Table, flow: Flow, form: Form, names: Sequence[str], first: int, tell: Callable[[], None]
) -> int:
    """Read all rows into the table.

    Parameters
    ----------
    table : Table
        Gets the batches.
    flow : Flow
        Stands where a record begins.
    form : Form
        Its width is that of the names.
    names : sequence of str
        Of the columns.
    first : int
        Number of the first record's row.
    tell : callable
        Called after each batch.

    Returns
    -------
    int
        How many blank rows were left out.

    Raises
    ------
    ImportRefusedError
        If a limit is passed.
    """
    reader = _Reader(flow, form)
    with _Second(_Target(table, form, names)) as second:
        while not table.full and (batch := reader.batch(first)).rows:
            second.add(batch)
            first += batch.rows
            tell()
    return second.blank


class _Reader:
    """Walks over a flow: as far as records are sound, and with care over some records where they are not."""

    def __init__(self, flow: Flow, form: Form) -> None:
        self._flow = flow
        self._form = form
        self._care = _FEWEST  # records to be read with care next time
        self._since = _CLEARED * _FEWEST  # sound records since the last time

    def batch(self, first: int) -> _Batch:
        """The next records, none at the end."""
        batch = _Batch(first)
        while not batch.full:
            stretch, last = self._flow.window()
            if not stretch:
                break
            rows, size = self._sound(batch.block(), stretch, BATCH_ROWS - batch.rows, last=last)
            self._since += rows
            if not rows:
                careful = self._careful(BATCH_ROWS - batch.rows)
                batch.parts.append(careful)
                rows, size = len(careful.rows), sum(map(len, careful.lines))
            batch.rows += rows
            batch.size += size
        return batch

    def _sound(self, block: _Block, stretch: bytes, most: int, *, last: bool) -> tuple[int, int]:
        """Move sound records from the flow into a block; gives back how many, and their bytes."""
        whole = stretch + b"\n" if last and not stretch.endswith(b"\n") else stretch
        sound = sound_rows(whole, self._form, most)
        rows = len(sound.ends)
        if not rows:
            return 0, 0
        end = int(sound.ends[-1]) + 1
        block.pieces += _mended_pieces(block, whole[:end], sound, self._form) if len(sound.odd) else [whole[:end]]
        block.rows += rows
        self._flow.take(min(end, len(stretch)))
        return rows, end

    def _careful(self, most: int) -> Batch:
        self._care = _FEWEST if self._since >= _CLEARED * self._care else min(2 * self._care, BATCH_ROWS)
        self._since = 0
        records = Records(self._flow, self._form.delimiter, self._form.field_chars)
        batch = records.batch(self._form.width, min(self._care, most))
        self._flow.give_back(records.rest())
        return batch


def _mended_pieces(block: _Block, stretch: bytes, sound: Sound, form: Form) -> list[bytes]:
    """The stretch with every odd record in the form that even ones have; what cannot be read is noted in the block."""
    lines = [stretch[sound.starts[row] : sound.ends[row]].decode() for row in sound.odd]
    odd = Batch(lines=lines, ends=list(range(1, len(lines) + 1)))
    with cells_up_to(form.field_chars):
        for line in lines:
            odd.rows += list(csv.reader([line], delimiter=form.delimiter, strict=True)) or [[]]
    even_out(odd, form.width)
    pieces, done = [], 0
    for place, row in enumerate(sound.odd.tolist()):
        if place in odd.torn:
            block.torn[block.rows + row] = odd.torn[place]
        cells = form.delimiter.join('"' + cell.replace('"', '""') + '"' for cell in odd.rows[place])
        pieces += [stretch[done : sound.starts[row]], cells.encode(), b"\n"]
        done = int(sound.ends[row]) + 1
    return [*pieces, stretch[done:]]


class _Second:
    """A thread that makes columns while the first one reads on; one batch waits for it at most."""

    def __init__(self, target: _Target) -> None:
        self.blank = 0
        self._target = target
        self._pool = ThreadPoolExecutor(1)
        self._last: Future[int] | None = None

    def add(self, batch: _Batch) -> None:
        """Hand over a batch; raises what the one before raised."""
        self._wait()
        try:
            self._last = self._pool.submit(self._target.add, batch)
        except RuntimeError:  # this system starts no thread
            self.blank += self._target.add(batch)

    def _wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            self.blank += last.result()

    def __enter__(self) -> _Second:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._pool.shutdown()


def _joined(parts: list[Texts]) -> Texts:
    """Batches one behind the other as one."""
    import pyarrow as pa

    if len(parts) == 1:
        return parts[0]
    columns = [pa.concat_arrays(column) for column in zip(*(part.columns for part in parts), strict=True)]
    rows, torn = pa.concat_arrays([part.rows for part in parts]), pa.concat_arrays([part.torn for part in parts])
    return Texts(rows, columns, torn, sum(part.blank for part in parts))


def _columns_of_block(block: _Block, first: int, form: Form) -> Texts:
    import pyarrow as pa

    data = b"".join(block.pieces)
    columns = _parsed(_MARK + data if data.startswith(_MARK) else data, form)
    if len(columns[0]) != block.rows:
        raise ValueError(f"{block.rows} sound records were parsed as {len(columns[0])}")
    why = pa.nulls(block.rows, pa.string())
    if block.torn:
        reasons: list[str | None] = [None] * block.rows
        for row, reason in block.torn.items():
            reasons[row] = reason
        why = pa.array(reasons, pa.string())
    numbers = pa.array(np.arange(first, first + block.rows, dtype=np.int64))
    return finished(numbers, columns, why)


def _parsed(data: bytes, form: Form) -> list[pa.Array]:
    """Columns of text; nothing is taken for a number or for no value."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(place) for place in range(form.width)]
    table = arrow_csv.read_csv(
        pa.BufferReader(data),
        arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
        arrow_csv.ParseOptions(delimiter=form.delimiter, newlines_in_values=True),
        arrow_csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, pa.string())),
    )
    return [column.combine_chunks() for column in table.columns]
