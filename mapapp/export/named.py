"""Ids of what is drawn, as an SVG names it: text that came from a file made into an XML id, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geodata.store import Selection

__all__ = ["claim_ids", "id_of", "text_of"]

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]|_(?=x[0-9A-F]+_)")
_ESCAPE = re.compile(r"_x([0-9A-F]+)_")


def id_of(kind: str, text: str) -> str:
    """Name a thing: ``claim-`` and the id of a claim.

    Parameters
    ----------
    kind : str
        ``claim``, ``area`` or ``chip``.
    text : str
        The id as the data set has it. Letters A to Z, digits, ``_``, ``.`` and ``-`` stay; any other character is
        written as its code point, ``_x1F_``, and so is an underscore that would be read as the beginning of one.

    Returns
    -------
    str
        An XML name. No two texts have the same.
    """
    return f"{kind}-" + _UNSAFE.sub(lambda found: f"_x{ord(found[0]):X}_", text)


def text_of(name: str) -> tuple[str, str]:
    """Kind and text of an id that :func:`id_of` made."""
    kind, _, text = name.partition("-")
    return kind, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def claim_ids(selection: Selection, rows: Iterable[int]) -> list[str]:
    """Ids of claims by row, as an SVG names them."""
    return [id_of("claim", selection.dataset.claims[row].claim_id) for row in rows]
