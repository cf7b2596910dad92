"""Records of a text table turned into columns: ragged rows set aside, blank ones left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.ingest.glance import any_loose
from geodata.ingest.reading.lines import Batch
from geodata.ingest.reading.table import text_array

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Texts", "blank_to_null", "columns_of", "even_out", "finished", "mended", "without_blank"]

_NO_TEXT = re.compile("[\udc00-\udcff\x00]")


@dataclass(slots=True)
class Texts:
    """Columns of one batch.

    Parameters
    ----------
    rows : pa.Array
        int64, the number of each row.
    columns : list of pa.Array
        Strings, null where blank.
    torn : pa.Array
        Strings: why a row could not be read.
    blank : int
        How many blank rows were left out.
    """

    rows: pa.Array
    columns: list[pa.Array]
    torn: pa.Array
    blank: int = 0


def mended(text: str) -> str:
    """Text with a sign of replacement for each byte that did not fit the encoding, and for each zero character."""
    return _NO_TEXT.sub("\ufffd", text)


def blank_to_null(column: pa.Array) -> pa.Array:
    """A column of strings in which a cell of nothing but white space is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not any_loose(column):
        return column
    blank = pc.equal(pc.utf8_trim_whitespace(column), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), column) if pc.any(blank).as_py() else column


def without_blank(texts: Texts) -> Texts:
    """The same batch without rows in which every cell is blank."""
    import pyarrow.compute as pc

    filled = pc.is_valid(texts.torn)
    for column in texts.columns:
        filled = pc.or_(filled, pc.is_valid(column))
        if filled.true_count == len(filled):
            return texts
    columns = [column.filter(filled) for column in texts.columns]
    blank = len(filled) - filled.true_count
    return Texts(texts.rows.filter(filled), columns, texts.torn.filter(filled), texts.blank + blank)


def columns_of(batch: Batch, first: int, width: int, *, nuls: bool) -> Texts:
    """Turn records into columns.

    Parameters
    ----------
    batch : Batch
        Its ragged rows are set aside: their raw text comes to stand in the first cell.
    first : int
        Number of the first record's row.
    width : int
        Cells that a row should have.
    nuls : bool
        Whether zero characters may turn up; a row with one is set aside too.

    Returns
    -------
    Texts
        Without blank rows.
    """
    import numpy as np
    import pyarrow as pa

    if any(map(width.__ne__, map(len, batch.rows))):
        even_out(batch, width)
    if nuls:
        for index, row in enumerate(batch.rows):
            if any("\x00" in cell for cell in row):
                _set_aside(batch, index, width, "it holds a zero byte, which no text has")
    columns = [text_array(cells) for cells in zip(*batch.rows, strict=True)]
    bad = sorted({place for _column, places in columns for place in places})
    if bad:  # rare, so the columns are simply made again
        for index in bad:
            _set_aside(batch, index, width, "some of its bytes do not fit the encoding of the file")
        columns = [text_array(cells) for cells in zip(*batch.rows, strict=True)]
    why: list[str | None] = [None] * len(batch.rows)
    for index, reason in batch.torn.items():
        why[index] = reason
    numbers = pa.array(np.arange(first, first + len(batch.rows), dtype=np.int64))
    return finished(numbers, [column for column, _places in columns], pa.array(why, pa.string()))


def finished(numbers: pa.Array, columns: list[pa.Array], torn: pa.Array) -> Texts:
    """A batch from its rows' numbers, its columns and why rows are torn: blank cells null, blank rows left out."""
    return without_blank(Texts(numbers, [blank_to_null(column) for column in columns], torn))


def even_out(batch: Batch, width: int) -> None:
    """Give every row so many cells, the usual number; one that has others is set aside."""
    for index, row in enumerate(batch.rows):
        if len(row) == width:
            continue
        if index in batch.torn:
            _set_aside(batch, index, width, batch.torn[index])
        elif not any(row[width:]) and len(row) > width:
            batch.rows[index] = row[:width]  # separators at the end of the row, with nothing between them
        elif not any(cell.strip() for cell in row):
            batch.rows[index] = [""] * width
        else:
            _set_aside(batch, index, width, f"it has {_counted(len(row))} where the header has {width}")


def _counted(cells: int) -> str:
    """So many cells, in words."""
    return "one cell" if cells == 1 else f"{cells} cells"


def _set_aside(batch: Batch, index: int, width: int, reason: str) -> None:
    batch.torn[index] = reason
    batch.rows[index] = [mended(batch.raw(index)), *[""] * (width - 1)]
