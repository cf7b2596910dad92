r"""How far a stretch of a text table is certainly well-formed, so that any reader of CSV reads it the same.

Certain are records whose quotes stand only around whole cells or doubled inside them, and whose line ends are ``\n``
or ``\r\n`` (RFC 4180, with other separators and line ends). What is not certain may still be a record: that is for the
careful reader (:mod:`geodata.ingest.reading.lines`) to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Form", "Sound", "sound_rows"]

_QUOTE, _RETURN, _BREAK = b'"\r\n'
Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """What a record looks like.

    Parameters
    ----------
    delimiter : str
        One character of ASCII.
    width : int
        Cells of a record.
    field_chars : int
        Characters in one cell at most.
    nuls : bool
        Whether zero characters may turn up, which make a record unsound.
    damaged : bool
        Whether bytes may turn up that are no UTF-8, which make a record unsound.
    """

    delimiter: str
    width: int
    field_chars: int
    nuls: bool
    damaged: bool


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound records at the start of a stretch.

    Parameters
    ----------
    starts, ends : numpy.ndarray
        Integers, one a record: its first byte, and its line break.
    odd : numpy.ndarray
        Integers, in order: which records are one line that is blank or has not the usual number of cells.
    """

    starts: Numbers
    ends: Numbers
    odd: Numbers


def sound_rows(stretch: bytes, form: Form, most: int) -> Sound:
    r"""Find the sound records that a stretch begins with.

    Parameters
    ----------
    stretch : bytes
        Begins where a record begins. A record is there only with the ``\n`` at its end.
    form : Form
        What records should look like.
    most : int
        Records at most.

    Returns
    -------
    Sound
        None where the first record is not sound, or not whole.
    """
    data = np.frombuffer(stretch, np.uint8)
    delimiter = ord(form.delimiter)
    quotes = data == _QUOTE
    marks = np.flatnonzero(quotes | (data == delimiter) | (data == _BREAK) | (data == _RETURN))
    kinds = data[marks]
    inside = (np.cumsum(quotes[marks], dtype=np.uint8) & 1).view(np.bool_)  # behind the mark; 256 is even
    bad = min(_first_bad_byte(stretch, form), _first_bad_mark(data, marks, kinds, inside, delimiter))
    breaks = (kinds == _BREAK) & ~inside
    parts = (kinds == delimiter) & ~inside
    stops = marks[breaks | parts]
    long = np.flatnonzero(np.diff(stops, prepend=-1) > form.field_chars)
    bad = min(bad, int(stops[long[0]])) if len(long) else bad
    ends = marks[breaks]
    count = min(int(np.searchsorted(ends, bad)), most)
    cells = np.diff(np.cumsum(parts, dtype=np.int32)[np.flatnonzero(breaks)[:count]], prepend=0) + 1
    ends = ends[:count]
    starts = np.concatenate([[0], ends[:-1] + 1])[:count]
    return _without_many_lines(stretch, starts, ends, np.flatnonzero(_is_odd(data, starts, ends, cells, form.width)))


def _first_bad_byte(stretch: bytes, form: Form) -> int:
    """Where the first byte is that no text has, or that is no UTF-8; the length of the stretch where all are fine."""
    zero = stretch.find(0) if form.nuls else -1
    bad = len(stretch) if zero < 0 else zero
    if form.damaged:
        try:
            stretch.decode()
        except UnicodeDecodeError as error:
            return min(bad, error.start)
    return bad


def _first_bad_mark(data: Numbers, marks: Numbers, kinds: Numbers, inside: Numbers, delimiter: int) -> int:
    """Where the first quote is that neither bounds a cell nor is doubled, or a lone return; the length if none is."""
    bad = len(data)
    quote = kinds == _QUOTE
    opening = marks[quote & inside]
    closing = marks[quote & ~inside]
    returns = marks[(kinds == _RETURN) & ~inside]
    before = data[opening[int(len(opening) > 0 and opening[0] == 0) :] - 1]
    fits = (before == delimiter) | (before == _BREAK) | (before == _QUOTE)
    if not fits.all():
        bad = int(opening[len(opening) - len(fits) + int(np.argmin(fits))])
    behind = data[closing[: len(closing) - int(len(closing) > 0 and closing[-1] == len(data) - 1)] + 1]
    fits = (behind == delimiter) | (behind == _BREAK) | (behind == _RETURN) | (behind == _QUOTE)
    if not fits.all():
        bad = min(bad, int(closing[int(np.argmin(fits))]))
    behind = data[returns[: len(returns) - int(len(returns) > 0 and returns[-1] == len(data) - 1)] + 1]
    if not (behind == _BREAK).all():
        bad = min(bad, int(returns[int(np.argmin(behind == _BREAK))]))
    return bad


def _is_odd(data: Numbers, starts: Numbers, ends: Numbers, cells: Numbers, width: int) -> Numbers:
    odd: Numbers = cells != width
    if width == 1:  # a blank line has one cell too
        odd |= (starts == ends) | ((ends - starts == 1) & (data[starts] == _RETURN))
    return odd


def _without_many_lines(stretch: bytes, starts: Numbers, ends: Numbers, odd: Numbers) -> Sound:
    """Stop before an odd record of several lines: its quotes may have swallowed other records."""
    for place, row in enumerate(odd.tolist()):
        raw = stretch[starts[row] : ends[row]].removesuffix(b"\r")
        if b"\n" in raw or b"\r" in raw:
            return Sound(starts[:row], ends[:row], odd[:place])
    return Sound(starts, ends, odd)
