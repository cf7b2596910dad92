"""Tables as CSV that a spreadsheet can open without running anything, and that can be read back exactly."""

from __future__ import annotations

import csv
import io
import re

from geodata.store import Selection
from mapapp.export.joined import joined_table
from mapapp.export.tables import Cell, Table, words_of

__all__ = ["neutralise", "restore", "table_csv", "to_csv"]

# What a spreadsheet takes for a formula, at the start of a field or behind what some spreadsheets take for the start of
# one: OWASP's list, its full-width forms too. Blanks and apostrophes before it change nothing.
_FORMULA = r"[\s']*[=+\-@＝＋－＠]"
_DANGER = rf"(?:(?<![\s\S])(?='*[\t\r\n]|{_FORMULA})|(?<=[;\t\r\n])(?={_FORMULA}))"
_NEUTRALISE, _RESTORE = re.compile(_DANGER), re.compile(_DANGER + "'")


def neutralise(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet could take for a formula.

    Parameters
    ----------
    text : str
        One field, hostile or not.

    Returns
    -------
    str
        With ``'`` before a leading tab or line break, and before ``=``, ``+``, ``-``, ``@`` and their full-width forms
        (blanks and apostrophes before them counted in) at the start of the field and behind ``;``, tab and line
        breaks, where some spreadsheets begin a new field. ``restore`` takes exactly these away.
    """
    return _NEUTRALISE.sub("'", text)


def restore(text: str) -> str:
    """Give back what ``neutralise`` was given."""
    return _RESTORE.sub("", text)


def to_csv(selection: Selection) -> bytes:
    """Write a selection as one CSV table, one row a claim.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        ``joined_table``, as ``table_csv`` writes it. The same selection gives the same bytes.
    """
    return table_csv(joined_table(selection))


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
