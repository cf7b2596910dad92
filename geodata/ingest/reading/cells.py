"""Typed columns of binary formats as text: what was stored, in the shortest form that reads back the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geodata.ingest.reading.rows import blank_to_null
from geodata.ingest.reading.table import text_array

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["as_text", "plain_number"]


def plain_number(value: float) -> str:
    """A number in its shortest form: no ``.0`` behind a whole one, no exponent below 1e21."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return repr(value)


def as_text(column: pa.Array) -> tuple[pa.Array, list[int]]:
    """Turn a column of any type into text.

    Parameters
    ----------
    column : pa.Array
        Of any type. Instants with a zone become UTC with a Z; those without stay as they are. A number that is none
        (NaN) is null. Nested values become JSON, bytes become hexadecimal.

    Returns
    -------
    pa.Array
        Strings, null where blank.
    list of int
        Rows whose bytes are no text.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return as_text(column.storage)
    if types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if types.is_run_end_encoded(kind):
        return as_text(pc.run_end_decode(column))
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return _strings(column)
    if types.is_floating(kind):
        texts = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.string()), _floats(column))
    elif types.is_timestamp(kind) or types.is_time(kind):
        texts = _instants(column)
    elif types.is_duration(kind):
        texts = column.cast(pa.int64()).cast(pa.string())
    elif types.is_integer(kind) or types.is_boolean(kind) or types.is_date(kind) or types.is_decimal(kind):
        texts = column.cast(pa.string())
    elif types.is_null(kind):
        texts = pa.nulls(len(column), pa.string())
    else:
        return text_array([_json(value) for value in column.to_pylist()])
    return texts, []


def _strings(column: pa.Array) -> tuple[pa.Array, list[int]]:
    import pyarrow as pa

    column = column.cast(pa.large_string())
    try:
        column.validate(full=True)
        return blank_to_null(column.cast(pa.string())), []
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary()).to_pylist()
    texts = [None if value is None else value.decode("utf-8", "replace") for value in raw]
    bad = [row for row, value in enumerate(raw) if value is not None and value != (texts[row] or "").encode()]
    return blank_to_null(pa.array(texts, pa.string())), bad


def _floats(column: pa.Array) -> pa.Array:
    """Arrow writes the shortest form, but takes an exponent at 1e10 already."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = column.cast(pa.string())
    odd = pc.fill_null(pc.match_substring(texts, "e"), fill_value=False)
    if not pc.any(odd).as_py():
        return texts
    values = column.to_pylist()
    return pa.array(
        [
            plain_number(value) if is_odd else text
            for value, text, is_odd in zip(values, texts.to_pylist(), odd.to_pylist(), strict=True)
        ],
        pa.string(),
    )


def _instants(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    zoned = types.is_timestamp(column.type) and column.type.tz is not None
    if zoned:
        column = column.view(pa.timestamp(column.type.unit))
    texts = pc.replace_substring(column.cast(pa.string()), " ", "T", max_replacements=1)
    texts = pc.replace_substring_regex(texts, r"(\.\d*?)0+$", r"\1")
    texts = pc.replace_substring_regex(texts, r"\.$", "")
    return pc.binary_join_element_wise(texts, pa.scalar("Z"), "") if zoned else texts


def _json(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(
        value, ensure_ascii=False, default=lambda part: part.hex() if isinstance(part, bytes) else str(part)
    )
