from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.text import drawable, wrap

KNOWN = frozenset(range(0x20, 0x500)) | {0x2039, 0x203A}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Текст", "plain Текст"),
        ("a\x07b", "a‹U+0007›b"),
        ("two\nlines", "two‹U+000A›lines"),
        ("\u202edesrever", "‹U+202E›desrever"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
        ("\ud800", "‹U+D800›"),
        ("북한 claims", "‹bug-han› claims"),
        ("北", "‹U+5317›"),
        ("$\\frac{1}{2}$ {{ 7*191 }} <b>", "$\\frac{1}{2}$ {{ 7*191 }} <b>"),
    ],
)
def test_every_character_is_made_visible(text: str, shown: str) -> None:
    assert drawable(text, KNOWN) == shown


@given(st.text())
def test_what_is_shown_is_always_drawable_and_stays_so(text: str) -> None:
    shown = drawable(text, KNOWN)
    assert {ord(character) for character in shown} <= KNOWN
    assert drawable(shown, KNOWN) == shown


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=300), st.integers(1, 40))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width, lambda line: float(len(line)), 1000)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "most", "lines"),
    [
        ("one two three", 7, 9, ["one two", "three"]),
        ("one two three", 7, 1, ["one tw…"]),
        ("unbreakable", 4, 9, ["unbr", "eaka", "ble"]),
        ("", 4, 9, []),
        ("  a   b ", 10, 9, ["a b"]),
    ],
)
def test_where_lines_break(text: str, width: int, most: int, lines: list[str]) -> None:
    assert wrap(text, width, lambda line: float(len(line)), most) == lines
