"""One row a claim with all that is joined to it, for formats that hold one table."""

from __future__ import annotations

import json
from typing import Any

from geodata.store import Selection
from mapapp.export.tables import Cell, Column, Table, tables_of, words_of

__all__ = ["ABOUT", "about_of", "joined_table"]

ABOUT = (
    "caveat",
    "query",
    "known_on",
    "coverage",
    "dataset_title",
    "dataset_version",
    "dataset_digest",
    "dataset_licence",
    "dataset_attribution",
)
"""What each row repeats of the table ``about``, so that one row copied elsewhere still says it."""

_JOINED = ("reports", "positions", "assessments", "foreign_verdicts")


def joined_table(selection: Selection) -> Table:
    """The claims of a selection, each with its reports, positions, assessments and others' words as JSON arrays.

    Parameters
    ----------
    selection : Selection
        What to lay out, as for ``tables_of``.

    Returns
    -------
    Table
        The columns of ``claims``; ``sources``, the names of all who reported it, separated by ``; ``; ``reports``,
        ``positions``, ``assessments`` and ``foreign_verdicts``, JSON arrays of objects keyed by the columns of those
        tables; ``ABOUT``.
    """
    tables = {table.name: table for table in tables_of(selection)}
    by_claim = {name: _by_claim(tables[name]) for name in _JOINED}
    last = tuple(_about(tables["about"]).values())
    rows = []
    for row in tables["claims"].rows:
        held = [by_claim[name].get(row[0], []) for name in _JOINED]
        sources = "; ".join(dict.fromkeys(report["source"] for report in held[0]))
        joined = (json.dumps(one, ensure_ascii=False, allow_nan=False) for one in held)
        rows.append((*row, sources, *joined, *last))
    extra = tuple(Column(name, "text") for name in ("sources", *_JOINED, *ABOUT))
    return Table("claims", (*tables["claims"].columns, *extra), tuple(rows))


def about_of(selection: Selection) -> dict[str, Cell]:
    """What each row repeats of the table ``about``, by the names of ``ABOUT``, in their order."""
    (about,) = (table for table in tables_of(selection) if table.name == "about")
    return _about(about)


def _about(table: Table) -> dict[str, Cell]:
    said = {str(key): value for key, value in table.rows}
    return {key: said[key] for key in ABOUT}


def _by_claim(table: Table) -> dict[Cell, list[dict[str, Any]]]:
    found: dict[Cell, list[dict[str, Any]]] = {}
    for row in table.rows:
        record = {column.name: _plain(cell) for column, cell in zip(table.columns, row, strict=True)}
        found.setdefault(record.pop("claim_id"), []).append(record)
    return found


def _plain(cell: Cell) -> str | int | float | bool | None:
    """What JSON can hold of a field: a day and an instant as ISO 8601."""
    return cell if cell is None or isinstance(cell, str | int | float) else words_of(cell)
