"""A selection as an Excel workbook: a sheet for each table, dates as dates, text that never runs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.archive import packed
from mapapp.export.tables import Cell, Table, tables_of, words_of, writable

__all__ = ["to_xlsx"]

_MOST_CHARS = 32767  # what a cell can hold, in UTF-16 units; more would be cut silently
_MOST_ROWS = 1_048_575  # what a sheet can hold under its header
_MOST_TITLE = 250  # what a spreadsheet shows of the title of a workbook
_FIRST_YEAR = 1901  # the format counts days wrongly before March 1900
_DAY, _INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_WIDTHS = {"claim": 60, "title": 60, "reason": 60, "value": 80, "status_reason": 40}
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001  (a constant for the library, which takes no zone)
_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def to_xlsx(selection: Selection) -> bytes:
    """Write a selection as a workbook.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        One sheet a table of ``tables_of``, ``about`` first. Days and instants are dates, UTC, but for those before
        1901, which a workbook cannot count: they are text. All text is text, whatever it begins with. The same
        selection gives the same bytes under one version of openpyxl.

    Raises
    ------
    ExportError
        If a table or a text is longer than a workbook can hold.
    """
    from openpyxl import Workbook  # a fifth of a second: only for who wants a workbook

    book = Workbook()
    book.properties.creator = "Claimline"
    book.properties.created = _CREATED
    book.properties.title = writable(selection.dataset.info.title)[:_MOST_TITLE]
    book.remove(book.active)
    *tables, about = tables_of(selection)
    for table in (about, *tables):
        _fill(book.create_sheet(table.name), table)
    target = io.BytesIO()
    book.save(target)
    return _settled(target.getvalue())


def _fill(sheet: Any, table: Table) -> None:  # noqa: ANN401  (openpyxl has no types)
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    if len(table.rows) > _MOST_ROWS:
        raise ExportError(
            f"A workbook holds {_MOST_ROWS} rows a sheet, and {table.name} are {len(table.rows)}: "
            "ask for fewer claims, or save them as CSV."
        )
    for number, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, number, column.name)
        head.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column.name, 18)
    for line, row in enumerate(table.rows, start=2):
        for number, cell in enumerate(row, start=1):
            if cell is not None:
                _put(sheet.cell(line, number), cell)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _put(target: Any, cell: Cell) -> None:  # noqa: ANN401  (openpyxl has no types)
    if isinstance(cell, date) and cell.year < _FIRST_YEAR:
        cell = words_of(cell)
    if isinstance(cell, datetime):
        target.value, target.number_format = cell.replace(tzinfo=None), _INSTANT
    elif isinstance(cell, date):
        target.value, target.number_format = cell, _DAY
    elif isinstance(cell, str):
        if len(cell.encode("utf-16-le")) > 2 * _MOST_CHARS:
            raise ExportError(f"A text of {len(cell)} characters is too long for a workbook: save as CSV or GeoJSON.")
        target.value = cell
        target.data_type, target.quotePrefix = "s", True  # text, and still text once somebody edits it
    else:
        target.value = cell


def _settled(content: bytes) -> bytes:
    """The workbook without the time at which it was saved, and with returns that a reader of XML keeps."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        files = {name: book.read(name) for name in sorted(book.namelist(), key=lambda name: (name[0] != "[", name))}
    core = "docProps/core.xml"
    files[core] = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", files[core])
    return packed({name: held.replace(b"\r", b"&#13;") for name, held in files.items()})  # every part is XML
