from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest.exported.cells import neutralise, readable, restore, writable

ODD = st.text(alphabet=st.sampled_from("‹›U+0123456789ABCDEF\x07\x0b\ud800\uffff'=;\n\r\t a")) | st.text()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x07b", "a‹U+0007›b"),
        ("‹U+0007›", "‹U+2039›U+0007›"),
        ("‹U+2039›U+0007›", "‹U+2039›U+2039›U+0007›"),
        ("‹quoted›", "‹quoted›"),
        ("‹U+07›", "‹U+07›"),
        ("Суджа\n수자", "Суджа\n수자"),
    ],
)
def test_what_cannot_be_written_is_visible_and_comes_back(text: str, written: str) -> None:
    assert writable(text) == written
    assert readable(written) == text


@given(ODD)
def test_every_text_comes_back_from_a_cell(text: str) -> None:
    cell = neutralise(writable(text))
    assert readable(restore(cell)) == text
    assert cell.encode("utf-8").decode() == cell
