"""Paths of an SVG said in fewer letters: steps from point to point in hundredths of a pixel, as SVG 1.1 reads them."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["compact"]

_OUTLINE = re.compile(r' d="([^"]+)"')
_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")
_PER_UNIT = 100  # steps to one user unit


def compact(svg: str) -> str:
    """Rewrite every path of an SVG that matplotlib wrote.

    Parameters
    ----------
    svg : str
        Its paths consist of absolute M, L, Q, C and z.

    Returns
    -------
    str
        The same drawing: no point moves by more than 0.005 user units, however long the path is.
    """
    return _OUTLINE.sub(lambda found: f' d="{_shorter(found[1])}"', svg)


def _shorter(outline: str) -> str:
    pieces: list[str] = []
    x = y = 0
    last = ""
    for command, numbers in _COMMAND.findall(outline):
        at = [round(float(number) * _PER_UNIT) for number in numbers.split()]
        if command == "z":
            pieces.append("z")
        elif command == "M":
            pieces += ("M", _said(at[0]), _joined(at[1]))
        else:
            steps = [value - (y if index % 2 else x) for index, value in enumerate(at)]
            first = _said(steps[0]) if last != command else _joined(steps[0])
            pieces += ("" if last == command else command.lower(), first, *map(_joined, steps[1:]))
        if at:
            x, y = at[-2:]
        last = command
    return "".join(pieces)


@lru_cache(maxsize=20_000)
def _said(steps: int) -> str:
    whole = f"{abs(steps) / _PER_UNIT:.2f}".rstrip("0").rstrip(".")
    shown = whole[1:] if whole.startswith("0.") else whole
    return f"-{shown}" if steps < 0 else shown


@lru_cache(maxsize=20_000)
def _joined(steps: int) -> str:
    """A number after another one: a minus parts them by itself."""
    return _said(steps) if steps < 0 else f" {_said(steps)}"
