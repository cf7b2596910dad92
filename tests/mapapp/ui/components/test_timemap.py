from __future__ import annotations

import base64
import struct
from datetime import date
from pathlib import Path

import pytest

from geodata.store import ClaimQuery, Late, Since, filter_since
from mapapp.ui.components.timemap import encode_mask, encode_since
from tests.builders import DatasetBuilder


def days_of(text: str | None) -> list[int]:
    raw = base64.b64decode(text or "", validate=True)
    return [int.from_bytes(raw[at : at + 4], "little", signed=True) for at in range(0, len(raw), 4)]


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ((date(1970, 1, 1), date(2024, 10, 14)), [0, 20010]),
        ((date.min, date(1969, 12, 31), date(9999, 12, 30)), [-719162, -1, 2932895]),
        ((Late.UNDATED, Late.NEVER), [2147483646, 2147483647]),
    ],
)
def test_days_are_counted_from_1970(since: tuple[Since, ...], days: list[int]) -> None:
    assert days_of(encode_since(since)) == days
    assert encode_since(since) == base64.b64encode(struct.pack(f"<{len(days)}i", *days)).decode()


def test_what_keeps_everything_is_not_sent(tmp_path: Path) -> None:
    tiny = DatasetBuilder(tmp_path).load()
    assert encode_since(filter_since(tiny, ClaimQuery())) is None
    assert encode_since(()) is None
    assert encode_mask((True, True)) is None
    assert base64.b64decode(encode_mask((True, False)) or "") == b"\1\0"
    assert days_of(encode_since(filter_since(tiny, ClaimQuery(sources=frozenset({"daily"}))))) == [
        20016, 2147483647, 20067, 2147483647, 20120, 2147483647,
    ]  # fmt: skip
