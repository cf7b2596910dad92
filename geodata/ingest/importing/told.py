"""The rows that were not accepted, told for people: why, in one line each, and in the file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING

from geodata.errors import visible
from geodata.ingest.exported.cells import neutralise
from geodata.ingest.importing.reasons import REASONS
from geodata.ingest.importing.sieve import Faults, Noted, end_to_end

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["RejectedRows", "why_words"]

# Up to 200 printable characters: of ASCII, Latin, Cyrillic, punctuation, Han and Hangul; others are looked at singly
_SEEN = "^[ -~\u00a1-\u00ac\u00ae-\u0377\u0400-\u052f\u2010-\u2027\u4e00-\u9fa5\uac00-\ud7a3]{0,200}$"
# More than what `neutralise` looks for, without looking around
_MAY_BE_FORMULA = "(^|[;\\t\\r\\n])[\\s\\pZ\\v\\x1c-\\x1f\\x{85}']*[=+\\-@＝＋－＠]|^'*[\\t\\r\\n]"


def why_words(notes: Sequence[Noted], faults: Faults, rows: npt.NDArray[np.int64]) -> pa.Array:
    """Why rows were not accepted, one line each: column, value, what is the matter, and the mend.

    Parameters
    ----------
    notes : sequence of Noted
        The faults of a batch as they were found.
    faults : Faults
        The same by row.
    rows : numpy.ndarray of int64, shape (k,)
        The rows that have any, rising.

    Returns
    -------
    pyarrow.StringArray, shape (k,)
        Without control characters.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    said = end_to_end(_said(note) for note in notes).take(pa.array(faults.order))
    ends = np.append(0, np.cumsum(faults.lengths[rows])).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(ends), said), " ")


def _said(note: Noted) -> pa.Array:
    import pyarrow.compute as pc

    reason = REASONS[note.code]
    where = f"{visible(note.field)}: " if note.field else ""
    rest = f"{reason.words}; {reason.mend}."
    shown = _changed(note.values, pc.invert(pc.match_substring_regex(note.values, _SEEN)), visible)
    with_value = pc.binary_join_element_wise(f"{where}“", shown, f"”, {rest}", "")
    said = pc.if_else(pc.equal(note.values, ""), where + rest, with_value)
    detail = pc.if_else(pc.equal(note.details, ""), "", pc.binary_join_element_wise(" ", note.details, ""))
    return pc.binary_join_element_wise(said, detail, "")


def _changed(values: pa.Array, which: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """Change some texts, each distinct one once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.any(which).as_py():
        return values
    encoded = pc.dictionary_encode(values.filter(which))
    changed = pa.array([change(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(values, which, changed.take(encoded.indices))


class RejectedRows:
    """The file of rows that were not accepted, for a spreadsheet.

    Parameters
    ----------
    stream : binary file
        Open for writing.
    header : sequence of str
        Columns of the file as it was read.
    """

    def __init__(self, stream: IO[bytes], header: Sequence[str]) -> None:
        self._header = header
        self._stream = stream
        stream.write(b"\xef\xbb\xbf")  # Excel needs the mark to see that a file is UTF-8
        line = io.StringIO(newline="")
        csv.writer(line).writerow(neutralise(name) for name in ("row", "heap", "why", *header))
        stream.write(line.getvalue().encode())

    def add(self, rows: pa.Array, heaps: pa.Array, why: pa.Array, cells: pa.RecordBatch) -> None:
        """Add rows: number, heap, reasons and cells of each."""
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = [why, *(cells.column(name) for name in self._header)]
        texts = [rows.cast(pa.string()), heaps, *(_quoted(_disarmed(column)) for column in columns)]
        lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*texts, ","), "", "\r\n")
        whole = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines), "")
        self._stream.write(whole[0].as_buffer())


def _quoted(values: pa.Array) -> pa.Array:
    """Cells as the csv module of Python writes them: in quotes where a comma, a quote or a line break asks for them."""
    import pyarrow.compute as pc

    filled = pc.fill_null(values, "")
    which = pc.match_substring_regex(filled, '[",\r\n]')
    if not pc.any(which).as_py():
        return filled
    doubled = pc.replace_substring(filled.filter(which), '"', '""')
    return pc.replace_with_mask(filled, which, pc.binary_join_element_wise('"', doubled, '"', ""))


def _disarmed(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return _changed(
        values, pc.fill_null(pc.match_substring_regex(values, _MAY_BE_FORMULA), fill_value=False), neutralise
    )
