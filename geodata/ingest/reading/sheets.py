"""Workbooks: XLSX, XLSM, XLSB, XLS and ODS. Stored values only; nothing is computed and no macro is looked at."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.archives import open_zip
from geodata.ingest.reading.cells import plain_number
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.formulas import formula_notes
from geodata.ingest.reading.headers import unique_names
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.padded import without_padding
from geodata.ingest.reading.rows import Texts, blank_to_null, without_blank
from geodata.ingest.reading.sheethead import Head, find_head
from geodata.ingest.reading.table import BATCH_ROWS, Table, text_array

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["cell_text", "read_workbook"]

_FEWEST_COLUMNS = 3  # of a table of claims: what, when and where
_OWN_NAME = "claims"  # what a sheet is called that says what it holds
_FORMATS = {"xlsx": "xlsx", "xlsm": "xlsx", "xlsb": "xlsx", "ods": "ods", "xls": "xls"}
_FIRST_ROWS = 200
_FLOAT = "Parse float error"  # how the library says that a number has blanks around it


def cell_text(value: object) -> str:
    """A cell as text.

    Dates and times are ISO 8601, spans of time hours:minutes:seconds, whole numbers have no ``.0``, yes and no are true
    and false.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return plain_number(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def read_workbook(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a sheet of a workbook.

    Parameters
    ----------
    job : Job
        Its source is the workbook.
    progress : callable
        Told the share of the rows.

    Returns
    -------
    Facts
        The rows are in the job's folder, numbered as the program shows them.

    Raises
    ------
    ImportRefusedError
        If it is damaged or locked, has nothing in it, or passes a limit.
    NeedsAnswerError
        If several sheets hold something, or none of its rows looks like a header.
    """
    from python_calamine import CalamineError

    suffix = job.name.lower().rpartition(".")[2]
    if suffix != "xls":
        open_zip(job).close()
    try:
        try:
            return _open(job, suffix, progress)
        except CalamineError as error:
            if _FLOAT not in str(error) or suffix not in ("xlsx", "xlsm"):
                raise
        copy = job.out / "without-padding"
        without_padding(job.source, copy)
        return _open(replace(job, source=copy), suffix, progress)
    except (CalamineError, OSError, ValueError) as error:
        words = f"the workbook cannot be read ({visible(str(error))}); open it in its program and save it again"
        raise ImportRefusedError(f"{visible(job.name)}: {words}.") from None


def _open(job: Job, suffix: str, progress: Callable[[float], None]) -> Facts:
    from python_calamine import CalamineWorkbook

    with job.source.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        sheet, sheets, notes = _choose(job, book)
        return _read(job, sheet, sheets, notes, _FORMATS.get(suffix, "xlsx"), progress)


def _choose(job: Job, book: CalamineWorkbook) -> tuple[CalamineSheet, list[str], list[str]]:
    """The sheet to read, the names of those that hold something, and notes."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    wish, shown = job.wishes.sheet, visible(job.name)
    if wish is not None and wish not in book.sheet_names:
        raise ImportRefusedError(
            f"{shown}: it has no sheet “{visible(wish)}”; name one of {visible(', '.join(book.sheet_names))}."
        )
    filled: dict[str, tuple[int, bool]] = {}
    wide = []
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            found = book.get_sheet_by_name(sheet.name)
            if found.height:
                filled[sheet.name] = (found.height, sheet.visible == SheetVisibleEnum.Visible)
                wide += [sheet.name] if found.width >= _FEWEST_COLUMNS and found.height > 1 else []
    seen = [name for name, (_rows, is_visible) in filled.items() if is_visible] or list(filled)
    if not filled:
        raise ImportRefusedError(f"{shown}: no sheet of it holds anything; save it again where it came from.")
    own = next((name for name in seen if name.casefold() == _OWN_NAME), None)
    tables = [name for name in seen if name in wide]
    by, alone = "by its name", tables[0] if len(tables) == 1 else None
    if own is None and alone is not None:
        own, by = alone, "the only one with three columns or more"
    if wish is None and len(seen) > 1 and own is None:
        options = tuple((name, f"{filled[name][0]} rows") for name in seen)
        words = f"Which sheet of {shown} holds the claims?"
        raise NeedsAnswerError([Question("sheet", words, options, f"{len(seen)} sheets hold something.")])
    chosen = wish if wish is not None else own or seen[0]
    hidden = [name for name in filled if name not in seen and name != chosen]
    notes = [f"Hidden sheets that were not read: {visible(', '.join(hidden))}."] if hidden else []
    if wish is None and len(seen) > 1:
        others = "is 1 other" if len(seen) == 2 else f"are {len(seen) - 1} others"
        notes.append(f"The sheet “{visible(chosen)}” was read, {by}; there {others}.")
    return book.get_sheet_by_name(chosen), seen, notes


def _read(
    job: Job, sheet: CalamineSheet, sheets: list[str], notes: list[str], kind: str, progress: Callable[[float], None]
) -> Facts:
    rows = _rows(sheet)
    first = list(itertools.islice(rows, _FIRST_ROWS))
    if sheet.width > job.limits.columns:
        raise ImportRefusedError(f"{visible(job.name)}: it has more than {job.limits.columns} columns.")
    head = find_head(job, first, _merged(sheet))
    names, renamed = unique_names(head.names)
    table = Table(job)
    blank, total = 0, max(sheet.height, 1)
    start = head.rows_above + 1
    waiting = itertools.chain(first[head.rows_above :], rows)
    while not table.full and (batch := list(itertools.islice(waiting, BATCH_ROWS))):
        texts = _columns(batch, start, head)
        table.add(texts.rows, dict(zip(names, texts.columns, strict=True)), texts.torn)
        start, blank = start + len(batch), blank + texts.blank
        progress(start / total)
    table.finish(names)
    notes = [*head.notes, *notes, *(formula_notes(job) if kind == "xlsx" else [])]
    if renamed:
        notes.append(f"Columns that had the name of another, and got a number behind it: {renamed}.")
    if blank:
        notes.append(f"Blank rows left out: {blank}.")
    return Facts(
        format=kind,
        sheets=tuple(sheets),
        sheet=sheet.name,
        header=tuple(table.names),
        header_row=head.row,
        notes=tuple(notes),
    )


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row from the first of the sheet on, as text; a sheet without cells has none."""
    if sheet.start is None:
        return
    for row in sheet.iter_rows():
        yield [cell_text(value) for value in row]


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Merged cells as top, left, bottom, right (inclusive), counted as the rows of :func:`_rows` are."""
    left = sheet.start[1] if sheet.start else 0
    ranges = sheet.merged_cell_ranges or []
    return [(top, first - left, bottom, last - left) for (top, first), (bottom, last) in ranges]


def _columns(batch: list[list[str]], start: int, head: Head) -> Texts:
    import numpy as np
    import pyarrow as pa

    for top, left, bottom in head.tall:
        if start - 1 <= top < start - 1 + len(batch):
            head.values[top, left] = batch[top - start + 1][left]
        for row in range(max(top + 1, start - 1), min(bottom + 1, start - 1 + len(batch))):
            cells = batch[row - start + 1]
            if not cells[left]:
                cells[left] = head.values.get((top, left), "")
    columns = [blank_to_null(text_array(column)[0]) for column in zip(*batch, strict=True)]
    numbers = pa.array(np.arange(start, start + len(batch), dtype=np.int64))
    return without_blank(Texts(numbers, columns, pa.nulls(len(batch), pa.string())))
