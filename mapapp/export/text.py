"""Text made fit for a picture: nothing invisible, nothing the font cannot draw, no line too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container
from itertools import groupby

__all__ = ["drawable", "wrap"]

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction marks, surrogates, separators


def drawable(text: str, known: Container[int]) -> str:
    """Make every character visible.

    Parameters
    ----------
    text : str
        Any text, hostile or not.
    known : container of int
        Code points that the font can draw.

    Returns
    -------
    str
        Controls, direction marks and other invisible characters as ``‹U+202E›``; Hangul that the font lacks as its
        syllables' names, ``‹buk-han›``; anything else that it lacks as ``‹U+5317›``.
    """
    pieces = []
    for kind, run in groupby(text, key=lambda character: _kind(character, known)):
        if kind == "plain":
            pieces.append("".join(run))
        elif kind == "hangul":
            pieces.append(f"‹{'-'.join(unicodedata.name(one).rpartition(' ')[2].lower() for one in run)}›")
        else:
            pieces += [f"‹U+{ord(one):04X}›" for one in run]
    return "".join(pieces)


def _kind(character: str, known: Container[int]) -> str:
    if unicodedata.category(character) in _INVISIBLE:
        return "code"
    if ord(character) in known:
        return "plain"
    return "hangul" if unicodedata.name(character, "").startswith("HANGUL SYLLABLE") else "code"


def wrap(text: str, width: float, measure: Callable[[str], float], most_lines: int) -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text : str
        One paragraph.
    width : float
        What a line may take, in the unit of ``measure``.
    measure : callable
        How wide a string is.
    most_lines : int
        Text beyond this many lines is cut, and the cut is shown by an ellipsis.

    Returns
    -------
    list of str
        Lines no wider than ``width``, broken at blanks, and inside a word only where the word alone is too wide.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most_lines:
        count = _fitting(rest, width, measure)
        if count < len(rest):
            blank = rest.rfind(" ", 1, count + 1)
            count = blank if blank > 0 else count
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    if rest and lines:
        last = lines[-1]
        while last and measure(last + "…") > width:
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return lines


def _fitting(text: str, width: float, measure: Callable[[str], float]) -> int:
    """How many characters from the start fit, at least one; widths only grow, so halving finds it."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
