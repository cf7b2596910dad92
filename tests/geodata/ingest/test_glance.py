from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest.glance import any_control, any_holds, any_loose

BLANKS = [chr(code) for code in range(0x3001) if chr(code).isspace()] + ["\ufeff"]
CELLS = st.lists(
    st.none() | st.text(st.sampled_from(["a", "ж", "공", "é", "«", ",", *BLANKS]) | st.characters(codec="utf-8"))
)


@given(CELLS, st.integers(0, 3))
def test_where_nothing_is_loose_trimming_changes_nothing(cells: list[str | None], start: int) -> None:
    values = pa.array(cells, pa.string()).slice(start)
    if not any_loose(values):
        assert pc.utf8_trim_whitespace(values).equals(values)
        assert pc.utf8_trim(values, " \t\r\n\u00a0\ufeff").equals(values)
        assert "" not in values.to_pylist()


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_every_blank_at_an_edge_is_seen(blank: str) -> None:
    assert any_loose(pa.array(["a", f"a{blank}"]))
    assert any_loose(pa.array(["a", f"{blank}a"]))


def test_plain_words_are_not_looked_at_again() -> None:
    assert not any_loose(pa.array(["Sudzha", None, "Суджа", "2024-10-18", "수자", "a b"]))
    assert any_loose(pa.array(["Sudzha", ""]))
    assert not any_loose(pa.array([], pa.string()))
    assert not any_loose(pa.nulls(3, pa.string()))


@given(CELLS, st.integers(0, 3))
def test_a_sign_is_found_where_it_stands(cells: list[str | None], start: int) -> None:
    values = pa.array(cells, pa.string()).slice(start)
    assert any_holds(values, ",") == any("," in cell for cell in values.to_pylist() if cell)


@given(CELLS, st.integers(0, 3))
def test_a_control_character_is_found_where_it_stands(cells: list[str | None], start: int) -> None:
    values = pa.array(cells, pa.string()).slice(start)
    signs = "".join(cell for cell in values.to_pylist() if cell)
    assert any_control(values) == any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in signs)


@pytest.mark.parametrize("sign", [*map(chr, range(0x20)), "\x7f"], ids=ascii)
def test_every_control_character_is_seen(sign: str) -> None:
    assert any_control(pa.array(["a", None, f"a{sign}b"]))
    assert not any_control(pa.array([sign, "ab"]).slice(1))
