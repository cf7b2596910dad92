"""Columns made and taken apart: what the drawing of rows needs and says nothing about claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.tables import schema_of
from geodata.ingest.profiles.cells import UNKNOWN
from geodata.model import NOT_STATED

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "bare_words", "bools", "known_words", "mask_of", "place_names", "table_of", "texts_of", "unit_of",
    "whole_numbers",
]  # fmt: skip

Mask = npt.NDArray[np.bool_]


def table_of(file: str, columns: Mapping[str, Any]) -> pa.Table:
    """One of ``TABLES`` out of its columns.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a column has another type, or lacks a value that must be there.
    """
    import pyarrow as pa

    schema = schema_of(file)
    made = [
        column if isinstance(column, pa.Array) else pa.array(column)
        for column in (columns[one] for one in schema.names)
    ]
    return pa.Table.from_arrays(made, schema=schema)


def place_names(columns: Mapping[str, pa.Array]) -> pa.Array:
    """The name of each place; that of a point without one are its coordinates."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = columns["name"]
    mute = pc.fill_null(pc.equal(names, ""), fill_value=True)
    if not pc.any(mute).as_py():
        return names
    told = zip(*(columns[axis].filter(mute).to_pylist() for axis in ("lon", "lat")), strict=True)
    return pc.replace_with_mask(names, mute, pa.array([_point_words(lon, lat) for lon, lat in told], pa.string()))


def _point_words(lon: float | None, lat: float | None) -> str:
    if lon is None or lat is None:
        return NOT_STATED
    return f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def unit_of(taken: pa.RecordBatch, numbers: list[npt.NDArray[np.int64]]) -> pa.Array:
    """What is counted, shape (n,): blank where no number is stated, ``NOT_STATED`` where only the unit is missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stated = np.maximum.reduce(numbers) >= 0
    return pc.if_else(pa.array(stated), pc.fill_null(taken.column("unit"), NOT_STATED), "")


def whole_numbers(values: npt.NDArray[np.int64], missing: int) -> pa.Array:
    """Whole numbers with null for the one that stands for none, shape (n,)."""
    import pyarrow as pa

    return pa.array(values, pa.int64(), mask=values == missing)


def bools(values: pa.Array) -> Mask:
    """An Arrow array of yes and no without nulls as a numpy one, shape (n,)."""
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)


def mask_of(values: Mask) -> pa.Array:
    """A numpy array of yes and no as an Arrow one, shape (n,)."""
    import pyarrow as pa

    return pa.array(values)


def known_words(words: pa.Array, unknown: pa.Array) -> pa.Array:
    """The words that are ours; null where ``unknown`` says that one is not."""
    import pyarrow.compute as pc

    return pc.if_else(unknown, None, words)


def bare_words(words: pa.Array) -> pa.Array:
    """Words as they stand in the file, without the mark of those that nobody knows."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(words, f"^{UNKNOWN}", "")


def texts_of(batch: pa.RecordBatch, names: tuple[str, ...], mask: Mask) -> list[str]:
    """What stands in several columns of the rows of a mask, with commas between."""
    rows = np.flatnonzero(mask)
    columns = [batch.column(name).take(rows).to_pylist() for name in names]
    return [", ".join(part for part in parts if part) for parts in zip(*columns, strict=True)]
