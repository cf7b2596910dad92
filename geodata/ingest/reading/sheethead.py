"""The header of a sheet: titles above it, names over several columns, cells merged down the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.headers import find_header, looks_like_value
from geodata.ingest.reading.job import Job

__all__ = ["Head", "Merged", "find_head"]

# Cells that are one: top, left, bottom, right, all inclusive, from 0
Merged = tuple[int, int, int, int]


@dataclass(slots=True)
class Head:
    """What stands above the data.

    Parameters
    ----------
    names : list of str
        One a column, as written; blank where nothing is.
    row : int or None
        Row of the header, from 1; None where there is none.
    rows_above : int
        Rows that are no data.
    notes : list of str
        Sentences on what was found.
    tall : list of (int, int, int)
        Cells merged down several rows of data: top, column, bottom, from 0.
    values : dict
        What stands in those, by (top, column), as far as it was come by.
    """

    names: list[str]
    row: int | None
    rows_above: int
    notes: list[str] = field(default_factory=list)
    tall: list[tuple[int, int, int]] = field(default_factory=list)
    values: dict[tuple[int, int], str] = field(default_factory=dict)


def find_head(job: Job, rows: list[list[str]], merged: list[Merged]) -> Head:
    """Find the header among the first rows of a sheet.

    Parameters
    ----------
    job : Job
        May say which row it is.
    rows : list of list of str
        From the first row of the sheet on, all of one length.
    merged : list of Merged
        Cells that are one.

    Returns
    -------
    Head
        A second line of names under names over several columns is taken along: it names the columns where each of its
        names is there once, else both together do.

    Raises
    ------
    NeedsAnswerError
        If no row looks like a header.
    ImportRefusedError
        If the row that was named is not there.
    """
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows]
    width = int(median([count for count in counts if count] or [1]))
    wish = job.wishes.header_row
    found = find_header(rows, width) if wish is None else wish - 1
    if found is None:
        raise NeedsAnswerError([_question(job.name, rows, width)])
    if found >= len(rows):
        raise ImportRefusedError(f"{visible(job.name)}: the sheet has no row {found + 1} near its top; name another.")
    if found < 0:
        return _with_tall(Head([""] * len(rows[0] if rows else []), None, 0), merged)
    head = _names(rows, found, merged)
    title = next((cell.strip() for row in rows[:found] for cell in row if cell.strip()), "")
    if title:
        said = f"The rows above row {found + 1}, which begin with “{visible(title)}”,"
        head.notes.append(f"{said} stand before the header and were not read as data.")
    return _with_tall(head, merged)


def _question(name: str, rows: list[list[str]], width: int) -> Question:
    full = next((place for place, row in enumerate(rows) if sum(map(bool, row)) >= width), 0)
    shown = visible(", ".join(rows[full] if rows else []))
    options = (("0", "none: the columns are numbered"), (str(full + 1), f"row {full + 1}: {shown}"))
    words = f"Which row of {visible(name)} names the columns?"
    return Question("header_row", words, options, "Its first full row holds values.", "the number of a row")


def _names(rows: list[list[str]], found: int, merged: list[Merged]) -> Head:
    names = list(rows[found])
    for top, left, bottom, _right in merged:  # a name that begins above and reaches down to the header
        if top < found <= bottom and not names[left].strip():
            names[left] = rows[top][left]
    wide = [(left, right) for top, left, bottom, right in merged if top == bottom == found and right > left]
    under = rows[found + 1] if found + 1 < len(rows) else []
    beneath = [under[column] for left, right in wide for column in range(left, right + 1) if column < len(under)]
    if not beneath or any(not cell.strip() or looks_like_value(cell) for cell in beneath):
        return Head(names, found + 1, found + 1)
    over = list(names)
    for left, right in wide:
        over[left : right + 1] = [names[left]] * (right - left + 1)
    lower = [name.strip() for name in under]
    alone = [name for name in lower if name] + [name for name, low in zip(over, lower, strict=True) if not low]
    if len(set(alone)) == len(alone):
        names = [low or name for name, low in zip(over, under, strict=True)]
    else:
        names = [f"{name}: {low}" if low and name else low or name for name, low in zip(over, lower, strict=True)]
    note = f"Rows {found + 1} and {found + 2} name the columns together."
    return Head(names, found + 1, found + 2, [note])


def _with_tall(head: Head, merged: list[Merged]) -> Head:
    head.tall = [(top, left, bottom) for top, left, bottom, _right in merged if bottom > top >= head.rows_above]
    if head.tall:
        head.notes.append(f"Cells merged down several rows count for each of them: {len(head.tall)}.")
    return head
