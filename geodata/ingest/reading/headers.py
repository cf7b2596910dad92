"""Where the header of a table stands, and names that are each there once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

__all__ = ["RESERVED", "find_header", "looks_like_value", "unique_names"]

# Columns of our own that stand beside those of the file
RESERVED = ("#row", "#wkb", "#torn")
_VALUE = re.compile(
    r"[-+−]?\d[\d\s.,'’ ]*%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?|\d{4}-\d{2}|https?://\S+|true|false",
    re.IGNORECASE,
)
_FULL_ENOUGH = 0.5  # of the usual number of cells, this share must be filled in a header


def unique_names(names: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """Give each column a name of its own.

    Parameters
    ----------
    names : iterable of str
        As written in the file.

    Returns
    -------
    tuple of str
        As written; an empty one becomes ``column 3``, a repeated one gets `` (2)``, as does one that we use ourselves.
    int
        How many were changed.
    """
    wanted = [name if name.strip() else f"column {number}" for number, name in enumerate(names, start=1)]
    given: set[str] = set(RESERVED)
    waiting = Counter(wanted)
    unique: list[str] = []
    for name in wanted:
        waiting[name] -= 1
        free, count = name, 1
        while free in given or (free != name and waiting[free] > 0):
            count += 1
            free = f"{name} ({count})"
        given.add(free)
        unique.append(free)
    return tuple(unique), sum(a != b for a, b in zip(wanted, unique, strict=True))


def looks_like_value(cell: str) -> bool:
    """Whether a cell is a number, a date, an address or a yes or no, as the names of columns are not."""
    return _VALUE.fullmatch(cell.strip()) is not None


def find_header(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """Find the row that names the columns.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows of the table, blank ones among them.
    width : int
        How many cells its rows usually have.

    Returns
    -------
    int or None
        Index of the first row that is filled well enough and holds no values; None where the first such row holds
        values, so that the table seems to have no header.
    """
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) < max(_FULL_ENOUGH * width, 1) or (width > 1 and len(filled) < 2):
            continue
        values = sum(map(looks_like_value, filled))
        return index if values * 5 <= len(filled) else None
    return None
