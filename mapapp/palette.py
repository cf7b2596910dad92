"""One table from status to colour, shape, hatch and letter: map, legend, list, card, picture and export use it.

The colours were searched for, not chosen by eye: within the hue that each status suggests, they maximise the
smallest CIELAB distance between any two under normal sight, protanopia, deuteranopia and tritanopia
(simulated after Machado, Oliveira and Fernandes 2009, severity 1.0) and the smallest difference of lightness
in greyscale. ``tests/mapapp/test_palette.py`` computes them again. Colour is never alone: shape, hatch and
letter each tell the seven statuses apart by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from geodata.model import Status

__all__ = ["HATCHES", "SHAPES", "STATUS_STYLES", "StatusStyle"]

# Outlines of point marks, one a status
SHAPES = ("circle", "square", "diamond", "triangle", "star", "cross", "pentagon")
# Patterns of areas, one a status
HATCHES = ("rising", "falling", "dots", "sparse", "crossed", "grid", "level")


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How one status is drawn, wherever it is drawn.

    Parameters
    ----------
    colour : str
        Fill, ``#rrggbb``.
    ink : str
        Colour of a letter on that fill, ``#rrggbb``; contrast at least 4.5 to 1 (WCAG 2.2, 1.4.3).
    shape : str
        Outline of a point mark, one of ``SHAPES``.
    hatch : str
        Pattern of an area, one of ``HATCHES``.
    letter : str
        One capital letter.
    """

    colour: str
    ink: str
    shape: str
    hatch: str
    letter: str


# How each status is drawn, in the order of the legend
STATUS_STYLES = MappingProxyType(
    {
        Status.CONFIRMED: StatusStyle("#034c49", "#ffffff", "circle", "rising", "C"),
        Status.CORROBORATED: StatusStyle("#0748df", "#ffffff", "square", "falling", "O"),
        Status.UNVERIFIED: StatusStyle("#f6c937", "#1b1b1f", "diamond", "dots", "U"),
        Status.SPECULATIVE: StatusStyle("#cf9df2", "#1b1b1f", "triangle", "sparse", "S"),
        Status.DISPUTED: StatusStyle("#b242a8", "#ffffff", "star", "crossed", "D"),
        Status.REFUTED: StatusStyle("#5a0509", "#ffffff", "cross", "grid", "R"),
        Status.WITHDRAWN: StatusStyle("#86878d", "#000000", "pentagon", "level", "W"),
    }
)
