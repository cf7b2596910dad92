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
    frames : int
        Of a film: no more than these, 1 to 240. All but the last show the same whole number of days.
    frame_ms : int
        Of a film: how long each frame stands, milliseconds; the last stands for two seconds at least.
    motion : {'window', 'cumulative', 'known'} or None
        Of a film: whether its window moves, or grows, or stands while the day of knowledge moves; None: as
        ``window_mode`` says.
    dataset_id : str or None
        Under which id the app shows the data set, for the link; None: it is the one that stands there without an id.
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
    frames: int = 60
    frame_ms: int = 250
    motion: str | None = None
    dataset_id: str | None = None


LOOK = Look()
"""What a file looks like where nobody asked for more."""
