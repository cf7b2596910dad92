"""A first mapping of a table, from the names that its columns bear in eight languages; what is not found is asked."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.ingest.profiles.columns import OURS, STANDARD, normal_name
from geodata.ingest.profiles.mapping import Mapping
from geodata.ingest.questions import Question

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NONE", "suggest_mapping", "usual_names"]

NONE = "-"
"""The answer that no column says it."""

_NAMES = Path(__file__).with_name("usual_names.toml")
_PLACES = ("lon", "lat", "latlon", "wkt", "place", "admin1", "admin2", "country")
_MOST_OPTIONS = 12
_BEGINNINGS, _ENDS = {"start", "begin", "from"}, {"end", "until", "to"}


@cache
def usual_names() -> dict[str, tuple[str, ...]]:
    """The names that columns usually bear, by standard column, the usual one first; written as they are compared."""
    listed = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    return {standard: tuple(dict.fromkeys(map(normal_name, listed[standard]))) for standard in listed}


def suggest_mapping(header: Sequence[str], head: pa.RecordBatch) -> tuple[Mapping, tuple[Question, ...]]:
    """Say which column of a table probably means what; to be confirmed by who imports.

    Parameters
    ----------
    header : sequence of str
        Names of its columns.
    head : pyarrow.RecordBatch
        Its first rows, with those columns, and ``#wkb`` where the file has geometry.

    Returns
    -------
    Mapping
        By names in English, Russian, Ukrainian, Korean, German, French, Spanish and Polish; a column stands for one
        standard column at most.
    tuple of Question
        ``column:text``, ``column:date``, ``column:place`` for what no name gives away. A text must be there; the
        other two may be answered with ``NONE``.
    """
    free = {normal_name(name): name for name in reversed(header) if name not in OURS}
    columns: dict[str, str] = {}
    for standard, names in usual_names().items():
        found = next((name for name in names if name in free), None)
        if found is not None:
            columns[standard] = free.pop(found)
    if normal_name(columns.get("date_end", "")) in _ENDS and _BEGINNINGS & free.keys():
        del columns["date_end"]  # it ends what another column begins, as the filling in of a form
    left = [name for name in header if name in free.values()]
    lengths = _lengths(head, left)
    asked = []
    if "text" not in columns:
        asked.append(_text_question(sorted(left, key=lambda name: -lengths[name])))
    if "date" not in columns:
        asked.append(_question("date", "Which column says when it is said to have happened?", left))
    if not has_place(columns, head):
        asked.append(_question("place", "Which column says where it is said to have happened?", left))
    return Mapping(columns={name: columns[name] for name in STANDARD if name in columns}), tuple(asked)


def has_place(columns: dict[str, str], head: pa.RecordBatch) -> bool:
    """Whether a mapping or the file's own geometry says where."""
    drawn = "#wkb" in head.schema.names and head.column("#wkb").null_count < head.num_rows
    return (
        drawn or any(name in columns for name in _PLACES if name not in ("lon", "lat")) or {"lon", "lat"} <= {*columns}
    )


def _text_question(names: Sequence[str]) -> Question:
    options = tuple((name, f"the text in {name}") for name in names[:_MOST_OPTIONS])
    words = "Which column holds the text of the claim?"
    return Question("column:text", words, options, "No column bears a usual name for it.", "the name of another column")


def _question(standard: str, words: str, names: Sequence[str]) -> Question:
    options = (*((name, f"what stands in {name}") for name in names[:_MOST_OPTIONS]), (NONE, "none of them says it"))
    evidence = "No column bears a usual name for it."
    return Question(f"column:{standard}", words, options, evidence, "the name of another column")


def _lengths(head: pa.RecordBatch, names: Sequence[str]) -> dict[str, float]:
    """The mean length of the text in each column: that of a claim is long."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return {name: pc.mean(pc.utf8_length(head.column(name).cast(pa.string()))).as_py() or 0.0 for name in names}
