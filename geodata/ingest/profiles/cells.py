"""Whole columns of text, one recipe after another: cells taken apart, joined, and codes turned into our words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geodata.ingest.glance import any_holds, any_loose
from geodata.ingest.profiles.columns import SEPARATOR, normal_name
from geodata.ingest.profiles.recipe import CodeTable, Recipe, placeholders

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["UNKNOWN", "Cells", "Tally", "elements", "made"]

UNKNOWN = "\x1e"
"""Stands before a word that no table of codes holds, where it may not be passed over."""

_URL = r"https?://[^\s\"'<>\\|;,\x1e\x1f]+(?:,[^\s\"'<>\\|;,\x1e\x1f]+)*"
_YES = ("1", "1.0", "true", "t", "yes", "y")
_PIECE = re.compile(r"(\{[^{}]+\})")


@dataclass(slots=True)
class Tally:
    """What could not be turned into our words, counted over all batches of a file.

    Parameters
    ----------
    unmapped : dict of str to dict of str to int
        By column of the file: values that no table of codes holds, with how often they stand there.
    unpaired : dict of str to int
        By standard column: rows whose values could not be told apart by report, and are left out.
    """

    unmapped: dict[str, dict[str, int]] = field(default_factory=dict)
    unpaired: dict[str, int] = field(default_factory=dict)

    def miss(self, column: str, value: str, times: int) -> None:
        """Count a value that no table holds."""
        counts = self.unmapped.setdefault(column, {})
        counts[value] = counts.get(value, 0) + times


class Cells:
    """The columns of a batch by name, trimmed, blank as null.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        As a reading hands it out.
    mend : callable or None
        What gives back a text that was changed when it was saved.
    """

    def __init__(self, batch: pa.RecordBatch, mend: Callable[[str], str] | None = None) -> None:
        self._batch = batch
        self._mend = mend
        self._at: dict[str, int] = {}
        self._made: dict[str, pa.Array] = {}
        for index, name in enumerate(batch.schema.names):
            if not name.startswith("#"):
                self._at.setdefault(normal_name(name), index)

    def __len__(self) -> int:
        return int(self._batch.num_rows)

    def names(self) -> tuple[str, ...]:
        """Names of the columns in order, as they are compared."""
        return tuple(self._at)

    def written(self, name: str) -> str:
        """The name of a column as the file has it."""
        return str(self._batch.schema.names[self._at[normal_name(name)]])

    def get(self, name: str) -> pa.Array | None:
        """A column of text, shape (n,); None where the file has no such column."""
        import pyarrow as pa

        key = normal_name(name)
        if key not in self._at:
            return None
        if key not in self._made:
            column = _without_our_marks(self._batch.column(self._at[key]).cast(pa.string()))
            self._made[key] = _tidy(column if self._mend is None else _distinct(column, self._mend))
        return self._made[key]


def made(
    recipe: Recipe, cells: Cells, codes: Mapping[str, CodeTable], done: Mapping[str, pa.Array], tally: Tally,
    *, mark: bool = False,
) -> pa.Array:  # fmt: skip
    """Make one column by one recipe.

    Parameters
    ----------
    recipe : Recipe
        How.
    cells : Cells
        The file's columns.
    codes : dict of str to CodeTable
        Tables that the recipe may name.
    done : dict of str to pyarrow.StringArray
        Standard columns that were made before.
    tally : Tally
        Where values without a word are counted.
    mark : bool
        Leave such values standing behind ``UNKNOWN`` instead of blank.

    Returns
    -------
    pyarrow.StringArray, shape (n,)
        Null where it says nothing; several values of a cell stand with ``SEPARATOR`` between them.
    """
    import pyarrow.compute as pc

    found = _begun(recipe, cells, done)
    if recipe == Recipe(columns=recipe.columns):
        return found  # as it stands: it was trimmed when it was read
    if recipe.blank:
        found = pc.if_else(_is_in(found, recipe.blank), None, found)
    if recipe.urls:
        found = _urls(found)
    if recipe.json:
        found = _distinct(found, lambda text: _from_json(text, recipe.json))
    if recipe.split:
        found = _joined(pc.split_pattern_regex(found, recipe.split), found, _tidy)
    if recipe.extract:
        found = elements(found, lambda flat: _extracted(flat, recipe.extract))
    if recipe.codes:
        column = _column_of(recipe, cells)
        found = elements(found, lambda flat: _coded(flat, codes[recipe.codes], recipe, column, tally, mark=mark))
    return _tidy(found)


def elements(values: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Change each value of cells that may hold several; what becomes null stays as an empty value in its place."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not any_holds(values, SEPARATOR):
        return change(values)
    return _joined(pc.split_pattern(values, SEPARATOR), values, lambda flat: change(flat).cast(pa.string()))


def _joined(lists: pa.Array, values: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    flat = pc.fill_null(change(lists.flatten()), "")
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
    text = pc.binary_join(pa.ListArray.from_arrays(offsets, flat), SEPARATOR)
    return pc.if_else(pc.is_valid(values), text, None)


def _begun(recipe: Recipe, cells: Cells, done: Mapping[str, pa.Array]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    nothing = pa.nulls(len(cells), pa.string())
    if recipe.columns:
        found = [column for name in recipe.columns if (column := cells.get(name)) is not None]
        return pc.coalesce(*found) if found else nothing
    if recipe.parts:
        return _written(recipe.parts, cells, nothing)
    if recipe.flags:
        return _flagged(recipe, cells, nothing)
    if recipe.gather:
        names = [name for name in cells.names() if re.fullmatch(recipe.gather, name)]
        found = [column for name in names if (column := cells.get(name)) is not None]
        return _strung(found, SEPARATOR) if found else nothing
    if recipe.of:
        return done.get(recipe.of, nothing)
    constant = pa.repeat(pa.scalar(recipe.constant), len(cells))
    if not recipe.needs:
        return constant
    needed = cells.get(recipe.needs)
    return nothing if needed is None else pc.if_else(pc.is_valid(needed), constant, None)


def _written(parts: Iterable[str], cells: Cells, nothing: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    texts = []
    for part in parts:
        columns = [cells.get(name) for name in placeholders(part)]
        if all(column is not None for column in columns):
            pieces = [cells.get(piece[1:-1]) if piece[0] == "{" else piece for piece in _PIECE.split(part) if piece]
            texts.append(pc.binary_join_element_wise(*pieces, ""))
    return _strung(texts, "") if texts else nothing


def _strung(texts: Iterable[pa.Array], between: str) -> pa.Array:
    """Join columns row by row, leaving out what is null; a row without any is blank."""
    import pyarrow.compute as pc

    told = [pc.fill_null(pc.binary_join_element_wise(between, text, ""), "") for text in texts]
    return pc.utf8_slice_codeunits(pc.binary_join_element_wise(*told, ""), len(between))


def _flagged(recipe: Recipe, cells: Cells, nothing: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    said = []
    for name, words in recipe.flags:
        column = cells.get(name)
        if column is not None:
            said.append(pc.if_else(_is_in(pc.utf8_lower(column), _YES), words, None))
    if not said:
        return nothing
    return pc.coalesce(*said) if recipe.first_flag else _strung(said, ", ")


def _without_our_marks(values: pa.Array) -> pa.Array:
    """Put blanks for the two signs that mark the values of a cell here."""
    import pyarrow.compute as pc

    for mark in ("\x1e", SEPARATOR):
        if any_holds(values, mark):
            values = pc.replace_substring(values, mark, " ")
    return values


def _is_in(values: pa.Array, wanted: Iterable[str]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.fill_null(pc.is_in(values, value_set=pa.array(list(wanted), pa.string())), fill_value=False)


def _tidy(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    if not any_loose(values):
        return values
    trimmed = pc.utf8_trim(values, " \t\r\n\u00a0\ufeff")
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _urls(values: pa.Array) -> pa.Array:
    """Keep the web addresses of each cell: mark them, drop what stands around them."""
    import pyarrow.compute as pc

    marked = pc.replace_substring_regex(values, f"({_URL})", "\x1e\\1\x1f")
    kept = pc.replace_substring_regex(marked, "(?s)[^\x1e\x1f]*\x1e([^\x1f]*)\x1f", "\\1\x1f")
    ended = pc.replace_substring_regex(kept, "(?s)[^\x1f]*$", "")
    bare = pc.replace_substring_regex(ended, "[.):\\]}!?]+(\x1f|$)", "\\1")
    return pc.utf8_rtrim(bare, SEPARATOR)


def _extracted(flat: pa.Array, expression: str) -> pa.Array:
    import pyarrow.compute as pc

    return pc.struct_field(pc.extract_regex(flat, expression), "part")


def _coded(flat: pa.Array, table: CodeTable, recipe: Recipe, column: str, tally: Tally, *, mark: bool) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(flat)
    distinct = encoded.dictionary.to_pylist()
    ours = [table.ours.get(_code(value)) for value in distinct]
    lacking = {index for index, word in enumerate(ours) if word is None and distinct[index]}
    if lacking:
        for entry in pc.value_counts(encoded.indices).to_pylist():
            if entry["values"] in lacking:
                tally.miss(column, distinct[entry["values"]], entry["counts"])
    instead = distinct if recipe.keep else [recipe.otherwise] * len(distinct)
    if mark and not (recipe.keep or recipe.otherwise):
        instead = [UNKNOWN + (value or "") for value in distinct]
    words = [instead[index] if index in lacking else word for index, word in enumerate(ours)]
    return _tidy(pa.array(words, pa.string()).take(encoded.indices))


def _code(value: str) -> str:
    """A code as tables hold it: small letters, and no ``.0`` that a spreadsheet hung on a number."""
    return re.sub(r"(?<=\d)\.0+$", "", value.casefold())


def _column_of(recipe: Recipe, cells: Cells) -> str:
    there = [cells.written(name) for name in recipe.names() if normal_name(name) in cells.names()]
    return there[0] if there else recipe.of


def _distinct(values: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """Change each distinct text once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(values)
    changed = [None if text is None else change(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(changed, pa.string()).take(encoded.indices)


def _from_json(text: str, key: str) -> str | None:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list):
        listed = [listed]
    values = [one.get(key) if isinstance(one, dict) else None for one in listed]
    return SEPARATOR.join("" if value is None else str(value).replace(SEPARATOR, " ") for value in values)
