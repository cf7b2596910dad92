"""Tables as CSV that a spreadsheet can open without running anything, and that can be read back exactly."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from geodata.ingest.exported.cells import neutralise, restore
from geodata.store import Selection
from mapapp.export.joined import about_of, joined_table
from mapapp.export.tables import Cell, Table, words_of

__all__ = ["neutralise", "restore", "table_csv", "to_csv"]


def to_csv(selection: Selection) -> bytes:
    """Write a selection as one CSV table, one row a claim.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        ``joined_table``, as ``table_csv`` writes it. Where no claim was chosen, one row that is blank but for ``ABOUT``
        still says caveat, question and licence. The same selection gives the same bytes.
    """
    table = joined_table(selection)
    return table_csv(table if table.rows else replace(table, rows=(_nothing_chosen(selection, table),)))


def _nothing_chosen(selection: Selection, table: Table) -> tuple[Cell, ...]:
    about = about_of(selection)
    return tuple(about.get(column.name) for column in table.columns)


def table_csv(table: Table) -> bytes:
    """Write one table as CSV (RFC 4180): comma, CRLF, UTF-8 with a byte order mark, by which spreadsheets know UTF-8.

    Days and instants are ISO 8601 in UTC, "yes or no" is ``true`` or ``false``, "not stated" is blank. Text is
    neutralised; numbers are not, so that a minus stays a minus.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_field(cell) for cell in row] for row in table.rows)
    return target.getvalue().encode("utf-8-sig")


def _field(cell: Cell) -> str:
    return neutralise(cell) if isinstance(cell, str) else words_of(cell)
