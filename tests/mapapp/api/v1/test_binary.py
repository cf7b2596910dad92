"""The binary form: a header that says what follows, and arrays where it says they are."""

from __future__ import annotations

import json
import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mapapp.api.v1.binary import MAGIC, write_view

COLUMNS = st.dictionaries(
    st.text(max_size=5),
    st.tuples(st.sampled_from(["int8", "uint8", "int16", ">i4", "int32", "uint32"]), st.lists(st.integers(0, 127))),
)


@given(COLUMNS, st.dictionaries(st.sampled_from(["kind", "said"]), st.text()))
def test_what_is_written_can_be_read(columns: dict[str, tuple[str, list[int]]], told: dict[str, str]) -> None:
    content = write_view(told, {name: np.array(held, kind) for name, (kind, held) in columns.items()})
    magic, length, zero = struct.unpack_from("<8sII", content)
    assert (magic, zero) == (MAGIC, 0)
    begin = 16 + length
    assert begin % 8 == len(content) % 8 == 0
    header = json.loads(content[16:begin])
    entries = header.pop("columns")
    assert header == told
    assert [one["name"] for one in entries] == list(columns)
    for one in entries:
        assert one["offset"] % 8 == 0
        kind = "<" + np.dtype(one["type"]).str[1:]
        read = np.frombuffer(content, kind, one["length"], begin + one["offset"])
        assert read.tolist() == columns[one["name"]][1]
