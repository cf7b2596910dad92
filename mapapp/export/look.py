"""How a selection is shown: everything that is not the question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["LOOK", "Look"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a selection is shown; a file of data heeds only what its manifest names.

    Parameters
    ----------
    size_px : (int, int) or None
        Width and height of a picture in pixels; None: those of its layout.
    title : str or None
        Of a picture and of its manifest; None: the data set's.
    borders : {'recognised', 'defacto'}
        The view of the borders.
    theme : {'light', 'dark'}
        Colours.
    window_mode : {'window', 'cumulative'}
        What the window is called: between two UTC days (both inclusive), or everything up to the last.
    zones : bool
        Whether areas that are zones are drawn.
    made_on : date or None
        The UTC day that the manifest names as that of the making; None: none. Nothing looks at a clock.
    lang : {'en', 'ru', 'uk', 'ko'}
        Language of the names of places on the map; English stands where a name is not known in it.
    layout : str
        Of a picture: a word of ``mapapp.export.layouts.LAYOUTS``, how large sheet and type are.
    dpi : int or None
        Pixels of a picture to an inch; None: as its layout says. Paper keeps its size, so that its pixels follow.
    """

    size_px: tuple[int, int] | None = None
    title: str | None = None
    borders: str = "recognised"
    theme: str = "light"
    window_mode: str = "window"
    zones: bool = True
    made_on: date | None = None
    lang: str = "en"
    layout: str = "wide"
    dpi: int | None = None


LOOK = Look()
"""What a file looks like where nobody asked for more."""
