"""Text tables: CSV and its kin, in any encoding, read row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.charsets import decide_charset, open_text
from geodata.ingest.reading.dialect import Dialect, decide_delimiter, split
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.flow import Flow, open_flow
from geodata.ingest.reading.headers import find_header, unique_names
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.lane import can_be_quick, read_carefully, read_quickly
from geodata.ingest.reading.lines import Batch, Records
from geodata.ingest.reading.rows import mended
from geodata.ingest.reading.soundness import Form
from geodata.ingest.reading.table import Table

__all__ = ["read_delimited"]

_SAMPLE_CHARS = 200_000
_WITH_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*")
_WITH_POINT = re.compile(r"\s*[-+]?\d+\.\d+\s*")
# As the HXL standard 1.1 writes a hashtag with its attributes (hxlstandard.org/standard/1-1final/tagging)
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*", re.ASCII | re.IGNORECASE)
_ONE_COLUMN = "\x1f"  # a separator that no text holds


@dataclass(slots=True)
class _Shape:
    """Where things stand: index of the header's record (-1: none), its cells, and whether a row of tags follows."""

    header: int
    names: Sequence[str]
    tags: bool


def read_delimited(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a text table.

    Parameters
    ----------
    job : Job
        Its source is the table.
    progress : callable
        Told the share of the bytes.

    Returns
    -------
    Facts
        The rows are in the job's folder.

    Raises
    ------
    ImportRefusedError
        If there is nothing in it, or a limit is passed.
    NeedsAnswerError
        If its encoding, separator or header cannot be told.
    """
    charset = decide_charset(job.name, job.source, job.wishes.encoding)
    with open_text(job.source, charset) as text:
        sample = text.read(_SAMPLE_CHARS) + text.readline(_SAMPLE_CHARS)
    dialect = decide_delimiter(job.name, sample, job.wishes.delimiter)
    shape = _shape(job, dialect, sample)
    table, size = Table(job), job.source.stat().st_size
    with open_flow(job.source, charset) as flow:
        if dialect.told:
            flow.readlines(1)
        form = Form(
            dialect.delimiter or _ONE_COLUMN, len(shape.names), job.limits.field_chars, charset.nuls, charset.damaged
        )
        notes = _read_rows(table, flow, shape, form, lambda: progress(flow.tell() / size))
    delimiter = dialect.delimiter
    return Facts(
        format="csv",
        encoding=charset.name,
        encoding_evidence=charset.evidence,
        delimiter=delimiter,
        decimal_comma=_decimal_comma(sample, delimiter),
        header=tuple(table.names),
        header_row=shape.header + 1 or None,
        notes=tuple(notes),
    )


def _decimal_comma(sample: str, delimiter: str | None) -> bool:
    cells = [cell for row in split(sample, delimiter or _ONE_COLUMN) for cell in row]
    return any(map(_WITH_COMMA.fullmatch, cells)) and not any(map(_WITH_POINT.fullmatch, cells))


def _shape(job: Job, dialect: Dialect, sample: str) -> _Shape:
    told = sample.find("\n") + 1 if dialect.told else 0
    rows = split(sample[told:], dialect.delimiter or _ONE_COLUMN)[:100]
    if not sample.strip(" \t\r\n,;|"):
        raise ImportRefusedError(f"{visible(job.name)}: there is nothing in it; save it again where it came from.")
    wish = job.wishes.header_row
    header = find_header(rows, dialect.width) if wish is None else wish - 1
    if header is None:
        raise NeedsAnswerError([_header_question(job.name, rows, dialect.width)])
    if header >= len(rows):
        raise ImportRefusedError(
            f"{visible(job.name)}: it has no row {header + 1}; name a row among the first hundred."
        )
    if header >= 0 and not rows[header]:
        raise ImportRefusedError(f"{visible(job.name)}: its row {header + 1} is blank; name the row with the columns.")
    if header < 0:
        return _Shape(-1, [""] * dialect.width, tags=False)
    after = rows[header + 1] if header + 1 < len(rows) else []
    return _Shape(header, list(map(mended, rows[header])), tags=_are_tags(after))


def _are_tags(cells: list[str]) -> bool:
    """Whether a row holds HXL tags: at least two, in half of its cells or more, and nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and 2 * len(filled) >= len(cells) and all(_TAG.fullmatch(cell.strip()) for cell in filled)


def _header_question(name: str, rows: list[list[str]], width: int) -> Question:
    first = next((place for place, row in enumerate(rows) if len(row) >= width > 0 and any(row)), 0)
    shown = visible(", ".join(rows[first] if rows else []))
    options = (("0", "none: the columns are numbered"), (str(first + 1), f"row {first + 1}: {shown}"))
    words = f"Which row of {visible(name)} names the columns?"
    return Question("header_row", words, options, "Its first full row holds values.", "the number of a row")


def _read_rows(table: Table, flow: Flow, shape: _Shape, form: Form, tell: Callable[[], None]) -> list[str]:
    """Read all rows into the table; gives back the notes."""
    import pyarrow as pa

    names, renamed = unique_names(shape.names)
    records = Records(flow, form.delimiter, form.field_chars)
    above = records.batch(len(names), shape.header + 1 + shape.tags)
    flow.give_back(records.rest())
    table.add([], {name: pa.array([], pa.string()) for name in names})  # too many columns are told before any is read
    read = read_quickly if can_be_quick(form) else read_carefully
    blank = read(table, flow, form, names, len(above.rows) + 1, tell)
    table.finish(names)
    return _notes(above, shape, renamed, blank)


def _notes(above: Batch, shape: _Shape, renamed: int, blank: int) -> list[str]:
    notes = []
    title = [cell.strip() for row in above.rows[: max(shape.header, 0)] for cell in row if cell.strip()]
    if shape.header > 0:
        said = f", which begin with “{visible(title[0])}”," if title else ", which are blank,"
        notes.append(f"The rows above row {shape.header + 1}{said} stand before the header and were not read as data.")
    if shape.tags:
        notes.append(f"Row {shape.header + 2} holds the tags of the columns (HXL) and was not read as data.")
    if renamed:
        notes.append(f"Columns that had the name of another, and got a number behind it: {renamed}.")
    if blank:
        notes.append(f"Blank rows left out: {blank}.")
    return notes
