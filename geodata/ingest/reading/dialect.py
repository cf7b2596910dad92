"""What separates the fields of a text table: decided from many lines, never from the first alone."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.headers import find_header
from geodata.ingest.reading.lines import cells_up_to

__all__ = ["Dialect", "decide_delimiter", "named_delimiter", "split"]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_TELLS = re.compile(r"\Asep=(.)\r?\n?\Z", re.IGNORECASE)
_IN_NUMBER = {delimiter: re.compile(rf"\d{re.escape(delimiter)}(?=\d)") for delimiter in DELIMITERS}
_QUOTE = re.compile(r'(?<![\d′\'’])"')  # behind a digit it stands for seconds of arc, or inches
_GOOD, _MARGIN = 0.7, 0.1


@dataclass(frozen=True, slots=True)
class Dialect:
    """The separator, None where there is one column; how many cells a row usually has; whether ``sep=`` comes first."""

    delimiter: str | None
    width: int
    told: bool = False


def split(text: str, delimiter: str | None) -> list[list[str]]:
    """The rows of a sample, blank ones among them, without those that are no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or "\x1f", strict=True)
    rows: list[list[str]] = []
    with cells_up_to(len(text)):
        while True:
            with suppress(csv.Error):  # such a record is left out, the next begins on the line after it
                rows.extend(reader)
                return rows


def named_delimiter(name: str, wish: str) -> str:
    r"""The character that a person asked for: itself, or ``tab`` or ``\t``.

    Raises
    ------
    ImportRefusedError
        If it is no single character that can separate fields.
    """
    found = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|", "space": " "}.get(
        wish.lower(), wish
    )
    if len(found) != 1 or found in '"\r\n' or found.isalnum():
        raise ImportRefusedError(
            f"{visible(name)}: “{visible(wish)}” cannot separate fields; give one character, as in ; or tab."
        )
    return found


def decide_delimiter(name: str, sample: str, wish: str | None) -> Dialect:
    """Find what separates the fields.

    Parameters
    ----------
    name : str
        The file's own name; one that ends in .tsv or .tab speaks for the tab, .psv for the bar.
    sample : str
        The first part of the text, whole lines.
    wish : str or None
        What a person decided; it wins.

    Returns
    -------
    Dialect
        With the usual number of cells.

    Raises
    ------
    NeedsAnswerError
        If two separators divide the lines equally well.
    ImportRefusedError
        If the wish cannot separate anything.
    """
    told = _TELLS.match(sample[: sample.find("\n") + 1] or sample)
    if told:
        sample = sample[told.end() :]
    if wish is not None:
        delimiter = named_delimiter(name, wish)
        return Dialect(delimiter, _usual(split(sample, delimiter)), told is not None)
    if told:
        return Dialect(told[1], _usual(split(sample, told[1])), told=True)
    return _best(name, sample)


def _best(name: str, sample: str) -> Dialect:
    by_name = {".tsv": "\t", ".tab": "\t", ".psv": "|"}.get(name[-4:].lower())
    rated = sorted(
        ((_rate(sample, delimiter) + 0.15 * (delimiter == by_name), delimiter) for delimiter in DELIMITERS),
        reverse=True,
    )
    (best, delimiter), (second, other) = rated[0], rated[1]
    if best < _GOOD / 2:
        return Dialect(None, 1)
    if second >= _GOOD and best - second < _MARGIN:
        options = tuple(
            ("tab" if one == "\t" else one, f"{DELIMITERS[one]}: {_usual(split(sample, one))} columns")
            for one in (delimiter, other)
        )
        words = f"What separates the fields of {visible(name)}?"
        raise NeedsAnswerError([Question("delimiter", words, options, "Both divide its lines equally well.")])
    return Dialect(delimiter, _usual(split(sample, delimiter)))


def _usual(rows: list[list[str]]) -> int:
    """The commonest number of cells, the larger of equals."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _rate(sample: str, delimiter: str) -> float:
    """Share of rows with the usual number of cells, weighed by how well its header and its quotes fit."""
    rows = [row for row in split(sample, delimiter) if any(cell.strip() for cell in row)]
    width = _usual(rows)
    if width == 1 or not rows:
        return 0.0
    share = sum(len(row) == width for row in rows) / len(rows)
    read = sum(sum(map(len, row)) for row in rows) / max(len(sample), 1)  # little where the quotes broke off
    cells = [cell for row in rows for cell in row]
    torn_quotes = sum(len(_QUOTE.findall(cell)) % 2 for cell in cells) / len(cells)
    if len(rows[0]) != width and not _is_title(rows, width):
        share *= 0.5
    if find_header(rows, width) is None:
        share *= 0.8
    if len(_IN_NUMBER[delimiter].findall(sample)) > 0.8 * sample.count(delimiter):
        share *= 0.6
    blank_name = sum(not name.strip() for name in rows[0]) / len(rows[0])
    return share * min(1.0, 2 * read + 0.2) * (1 - min(1.0, 3 * torn_quotes)) * (1 - 0.3 * blank_name)


def _is_title(rows: list[list[str]], width: int) -> bool:
    """Whether the first row is a title above a header: fewer cells, and a full row follows soon."""
    filled = sum(bool(cell.strip()) for cell in rows[0])
    return filled * 2 < width and any(len(row) == width for row in rows[1:6])
