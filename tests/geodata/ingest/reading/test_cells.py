from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest.reading.cells import as_text, plain_number

MOMENT = dt.datetime(2024, 5, 6, 7, 8, 9, 500_000)  # noqa: DTZ001 -- a column may have no zone
KYIV = MOMENT.replace(microsecond=0, tzinfo=ZoneInfo("Europe/Kyiv"))
TEXTS = [
    (pa.string(), ["0012", "", "  ", None, "é"], ["0012", None, None, None, "é"]),
    (pa.large_string(), ["x"], ["x"]),
    (pa.string_view(), ["x"], ["x"]),
    (pa.dictionary(pa.int8(), pa.string()), ["a", "b", "a"], ["a", "b", "a"]),
    (pa.int64(), [0, -5, 2**62], ["0", "-5", "4611686018427387904"]),
    (pa.uint8(), [255, None], ["255", None]),
    (pa.float64(), [1500.0, 51.19, float("nan")], ["1500", "51.19", None]),
    (pa.float64(), [1e-7, 12345678901.5, 1e10, None], ["1e-07", "12345678901.5", "10000000000", None]),
    (pa.float32(), [0.1, 51.19], ["0.1", "51.19"]),
    (pa.bool_(), [True, False, None], ["true", "false", None]),
    (pa.date32(), [MOMENT.date()], ["2024-05-06"]),
    (pa.timestamp("us"), [MOMENT], ["2024-05-06T07:08:09.5"]),
    (pa.timestamp("ns"), [MOMENT.replace(microsecond=0)], ["2024-05-06T07:08:09"]),
    (pa.timestamp("s"), [MOMENT.replace(second=0, minute=0, microsecond=0)], ["2024-05-06T07:00:00"]),
    (pa.timestamp("ms", "Europe/Kyiv"), [KYIV], ["2024-05-06T04:08:09Z"]),
    (pa.time64("us"), [dt.time(7, 8, 0)], ["07:08:00"]),
    (pa.duration("s"), [dt.timedelta(seconds=90)], ["90"]),
    (pa.decimal128(10, 2), [Decimal("1.50")], ["1.50"]),
    (pa.null(), [None], [None]),
    (pa.binary(), [b"\x00\xff"], ["00ff"]),
    (pa.list_(pa.string()), [["a", "é"], None], ['["a", "é"]', None]),
    (pa.struct([("d", pa.date32())]), [{"d": MOMENT.date()}], ['{"d": "2024-05-06"}']),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "texts"), TEXTS, ids=lambda value: str(value)[:30])
def test_every_type_becomes_the_text_that_reads_back_the_same(kind: pa.DataType, values: Any, texts: list[Any]) -> None:
    column, bad = as_text(pa.array(values, kind))
    assert (column.type, column.to_pylist(), bad) == (pa.string(), texts, [])


def test_bytes_that_are_no_text_are_told() -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\x00\0\0\0\x01\0\0\0\x03\0\0\0"), pa.py_buffer(b"a\xff\xfe")]
    )
    column, bad = as_text(broken)
    assert (column.to_pylist(), bad) == (["a", "\ufffd\ufffd"], [1])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_the_same(value: float) -> None:
    assert float(plain_number(value)) == value
    assert float(as_text(pa.array([value]))[0][0].as_py()) == value
