"""The sheets that a picture can be drawn on: how large each is, and how large its type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geodata.errors import ExportError

__all__ = [
    "LARGEST_DPI", "LARGEST_PX", "LAYOUTS", "LEAST_DPI", "LEAST_TYPE_PX", "SMALLEST_PX", "Layout", "Sheet", "sheet_of",
]  # fmt: skip

LEAST_TYPE_PX = 9.0
"""No text is smaller on any sheet: below it letters of a screen run together."""

SMALLEST_PX = 320
"""A side shorter than this has no room for the caveat and a map."""

LARGEST_PX = 6000
"""A side longer than this takes more memory than a shared server should give."""

LEAST_DPI = 36
"""The fewest pixels to an inch that can be asked for ..."""

LARGEST_DPI = 600
"""... and the most."""

_SCREEN_DPI = 96  # what a pixel is called where an inch is asked for: that of CSS
_PRINT_DPI = 300
_A4_MM = (210.0, 297.0)
_FINE, _LEAST = 8 / 72 * _PRINT_DPI, 7 / 72 * _PRINT_DPI  # of print: 8 points, and 7 where words are many


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of sheet.

    Parameters
    ----------
    label : str
        Its name for a reader.
    size_px : (int, int)
        Width and height in pixels.
    dpi : int
        Pixels to an inch: of print, how fine it is printed; of a screen, what programs are told.
    note : str
        What it is for.
    fine_px : float
        Size of the smallest type where there is room, pixels; the other sizes keep their proportion to it.
    least_px : float
        How small it may become where words are many.
    margin : float
        Of the sheet's shorter side.
    brief : bool
        Whether the legend is told in few words from the outset, not only where room is short.
    paper_mm : (float, float) or None
        Of print: width and height in millimetres, which hold for any ``dpi``.
    """

    label: str
    size_px: tuple[int, int]
    dpi: int
    note: str
    fine_px: float
    least_px: float
    margin: float
    brief: bool = False
    paper_mm: tuple[float, float] | None = None


def _paper(label: str, note: str, wide_mm: float, high_mm: float) -> Layout:
    size = (round(wide_mm / 25.4 * _PRINT_DPI), round(high_mm / 25.4 * _PRINT_DPI))
    return Layout(label, size, _PRINT_DPI, note, _FINE, _LEAST, 0.055, paper_mm=(wide_mm, high_mm))


_A4_NOTE = "A4 at 300 dots to an inch, type of 8 to 10 points"
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "wide": Layout("Wide", (1600, 1000), _SCREEN_DPI, "For a screen or a report", 10.5, LEAST_TYPE_PX, 0.032),
        "slide": Layout(
            "Slide", (1920, 1080), _SCREEN_DPI, "16:9, legible from the back of a room", 22, 17, 0.04, brief=True
        ),
        "page": _paper("Page", f"{_A4_NOTE}, upright", *_A4_MM),
        "page-wide": _paper("Page, turned", f"{_A4_NOTE}, on its side", *reversed(_A4_MM)),
        "phone": Layout("Phone", (1080, 1920), _SCREEN_DPI, "Upright, large type", 25, 21, 0.04, brief=True),
        "card": Layout(
            "Social card", (1200, 630), _SCREEN_DPI, "What a shared link shows: few words", 15, 12.5, 0.035, brief=True
        ),
        "square": Layout("Square", (1080, 1080), _SCREEN_DPI, "For a post: large type", 18, 15, 0.035, brief=True),
    }
)
"""Every layout by the word that asks for it, the default first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to draw on: size in pixels, pixels to an inch, sizes of type as in ``Layout``, margin in pixels."""

    size_px: tuple[int, int]
    dpi: int
    fine_px: float
    least_px: float
    margin_px: float
    brief: bool
    paper_mm: tuple[float, float] | None

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of a page, 72 points to the inch."""
        if self.paper_mm is not None:
            return self.paper_mm[0] / 25.4 * 72, self.paper_mm[1] / 25.4 * 72
        return self.size_px[0] * 72 / self.dpi, self.size_px[1] * 72 / self.dpi


def sheet_of(layout: str = "wide", size_px: tuple[int, int] | None = None, dpi: int | None = None) -> Sheet:
    """The sheet that is asked for.

    Parameters
    ----------
    layout : str
        A word of ``LAYOUTS``.
    size_px : (int, int) or None
        Width and height in pixels, which win over the layout's; its type keeps its proportion to the shorter side,
        that of ``wide`` to the whole sheet.
    dpi : int or None
        Pixels to an inch; None: the layout's. Paper keeps its millimetres, so that its pixels follow; elsewhere, and
        where ``size_px`` is given, it changes no pixel but says how large the picture is.

    Returns
    -------
    Sheet
        With the size that it gives asked for again, the same sheet.

    Raises
    ------
    ExportError
        If there is no such layout, or nothing is drawn at such a resolution.
    """
    if layout not in LAYOUTS:
        raise ExportError(f"“{layout}” is no layout of a picture; use one of {', '.join(LAYOUTS)}.")
    if dpi is not None and not LEAST_DPI <= dpi <= LARGEST_DPI:
        raise ExportError(f"{dpi} dots to an inch cannot be drawn; write a number from {LEAST_DPI} to {LARGEST_DPI}.")
    found = LAYOUTS[layout]
    dots = found.dpi if dpi is None else dpi
    own = found.size_px
    if found.paper_mm is not None:
        own = (round(found.paper_mm[0] / 25.4 * dots), round(found.paper_mm[1] / 25.4 * dots))
    size = own if size_px is None else size_px
    scale = min(size) / min(found.size_px)
    if layout == "wide":
        scale = math.sqrt(size[0] * size[1] / (found.size_px[0] * found.size_px[1]))
    least = max(LEAST_TYPE_PX, found.least_px * min(scale, 1) if layout == "wide" else found.least_px * scale)
    return Sheet(
        size, dots, max(found.fine_px * scale, least), least, found.margin * min(size), found.brief,
        found.paper_mm if size == own else None,
    )  # fmt: skip
