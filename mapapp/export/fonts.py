"""The fonts of pictures: DejaVu Sans, and where it has no sign for a character, Nanum Gothic. No font of the system."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font

from geodata.errors import ExportError

__all__ = ["font", "known_characters", "width_of"]

# One family to a file, under names that no font of a system has: matplotlib looks a family up among all that it knows,
# and a DejaVu Sans of the system may be another version.
_PLAIN, _BOLD, _SLANTED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")
_MEASURED = 100.0  # pixels: a size at which widths are known to a part in six thousand
_HANGUL, _HANGUL_BOLD = ("NanumGothic.ttf", "NanumGothicBold.ttf")
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # a PDF keeps what draws letters, and no maker's notes

_CHAINS = {
    (False, False): (_PLAIN, _HANGUL),
    (True, False): (_BOLD, _PLAIN, _HANGUL_BOLD),
    (False, True): (_SLANTED, _PLAIN, _HANGUL),
    (True, True): (_BOLD, _PLAIN, _HANGUL_BOLD),
}


def _hangul_folder() -> Path:
    """Where the package with the Korean fonts lies; it is never imported, since that would change matplotlib."""
    found = find_spec("koreanize_matplotlib")
    if found is None or not found.submodule_search_locations:
        raise ExportError("The fonts for Korean are missing; install the packages of requirements.txt and try again.")
    return Path(found.submodule_search_locations[0], "fonts")


def _path(file: str) -> Path:
    return (_hangul_folder() if file.startswith("Nanum") else Path(mpl.get_data_path(), "fonts", "ttf")) / file


@cache
def _family(file: str) -> str:
    """The name under which matplotlib finds a file of ours, and no other."""
    name = f"claimline {file}"
    fontManager.ttflist.append(FontEntry(fname=str(_path(file)), name=name))
    return name


def font(size: float, *, bold: bool = False, slanted: bool = False) -> FontProperties:
    """The font of a text: for each character the first file of a chain that has it.

    Parameters
    ----------
    size : float
        Pixels of the sheet.
    bold, slanted : bool
        Hangul has no slanted form and stands upright.

    Returns
    -------
    matplotlib.font_manager.FontProperties
        For every writer of matplotlib: pixels, SVG, PDF.

    Raises
    ------
    ExportError
        If the package with the Korean fonts is missing.
    """
    return FontProperties(family=[_family(file) for file in _CHAINS[bold, slanted]], size=size)


@lru_cache(maxsize=20_000)
def width_of(text: str, *, bold: bool = False, slanted: bool = False) -> float:
    """How wide a text is that holds only known characters, in parts of its size: letters are not fitted to pixels."""
    measured = font(_MEASURED, bold=bold, slanted=slanted)
    wide, _high, _descent = _ruler().get_text_width_height_descent(  # type: ignore[no-untyped-call]
        text, measured, ismath=False
    )
    return float(wide) / _MEASURED


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]


@cache
def known_characters() -> frozenset[int]:
    """Code points that can be drawn, bold and slanted alike.

    Raises
    ------
    ExportError
        If the package with the Korean fonts is missing.
    """
    return frozenset(get_font(str(_path(_PLAIN))).get_charmap()) | frozenset(
        get_font(str(_path(_HANGUL))).get_charmap()
    ) & frozenset(get_font(str(_path(_HANGUL_BOLD))).get_charmap())
