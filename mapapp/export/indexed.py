"""One palette for all frames of a film, and what changes from one frame to the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from mapapp.export.steady import Bitmap
from mapapp.export.theme import DENIAL, THEMES, ThemeName, line_colour, map_colours, mix
from mapapp.palette import STATUS_STYLES

__all__ = ["CLEAR", "Index", "change_of", "palette_of"]

CLEAR = 255
"""The number that no colour has: what it marks stays as it was in the frame before."""

_NEAR = 5  # of 255: a free colour so near to a fixed one would only take its place
_PLACES = np.array([2**16, 2**8, 1], np.uint32)  # of red, green and blue in the number of a colour
_AT_ONCE = 4096  # colours that are compared with the palette in one go
_COVERS = (0.09, 0.16, 0.3, 0.55, 0.62)  # how much of a status colour lies over land in tints and hatches


def palette_of(sample: Bitmap, theme: ThemeName) -> Bitmap:
    """The colours of a film, so that none flickers from frame to frame.

    Parameters
    ----------
    sample : Bitmap
        A frame with red, green and blue, from which the colours between the known ones are taken.
    theme : {'light', 'dark'}
        Whose colours are kept as they are, as those of the statuses and of their hatches are.

    Returns
    -------
    Bitmap
        At most 255 rows of red, green and blue.
    """
    fixed = np.array(_fixed(theme))
    free = Image.fromarray(sample).quantize(CLEAR - len(fixed), method=Image.Quantize.MEDIANCUT)
    found = np.array(free.getpalette() or [], dtype=int).reshape(-1, 3)
    apart = np.abs(found[:, None] - fixed[None]).max(axis=2).min(axis=1) > _NEAR
    return np.concatenate([fixed, found[apart]]).astype(np.uint8)


def _fixed(theme: ThemeName) -> list[tuple[int, int, int]]:
    colours, sheet = map_colours(theme), THEMES[theme]
    told = [getattr(holder, name) for holder in (sheet, colours) for name in holder.__slots__]
    names = [value for value in told if isinstance(value, str)]
    names += [DENIAL, "#ffffff", "#000000"]
    for style in STATUS_STYLES.values():
        line = line_colour(style.colour, sheet.ground)
        names += [style.colour, style.ink, line, mix("#ffffff", style.colour, 0.16)]
        names += [mix(colours.focus, line, cover) for cover in _COVERS]
    exact = dict.fromkeys((int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)) for name in names)
    return list(exact)


class Index:
    """The nearest colour of a palette (rows of red, green, blue) for each pixel; no noise is added to flat areas."""

    def __init__(self, palette: Bitmap) -> None:
        self._palette = palette
        self._nearest = np.full(2**24, CLEAR, np.uint8)  # by colour, as far as it was met

    def numbers(self, pixels: Bitmap) -> Bitmap:
        """The row of the palette for each pixel: rows, columns."""
        colours = (pixels.astype(np.uint32) * _PLACES).sum(axis=2, dtype=np.uint32)
        numbers = self._nearest[colours]
        unmet = np.unique(colours[numbers == CLEAR])
        for at in range(0, len(unmet), _AT_ONCE):
            some = unmet[at : at + _AT_ONCE]
            self._nearest[some] = _nearest(some, self._palette)
        return np.asarray(self._nearest[colours] if len(unmet) else numbers)


def _nearest(colours: npt.NDArray[np.uint32], palette: Bitmap) -> Bitmap:
    channels = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    away = channels[:, None] - palette.astype(np.int32)[None]
    return np.asarray((away * away).sum(axis=2).argmin(axis=1), dtype=np.uint8)


def change_of(before: Bitmap | None, after: Bitmap) -> tuple[slice, slice, Bitmap]:
    """Find the rectangle in which a frame differs from the one before.

    Parameters
    ----------
    before : Bitmap or None
        None: there is none.
    after : Bitmap
        Of the same shape: rows, columns, channels.

    Returns
    -------
    (slice, slice, Bitmap)
        Rows and columns, and which pixels of the rectangle differ, as booleans in bytes. It begins at even numbers, as
        a WebP asks, and holds at least one pixel.
    """
    if before is None:
        return slice(0, after.shape[0]), slice(0, after.shape[1]), np.ones(after.shape[:2], np.uint8)
    differs = (before != after).any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return slice(0, 1), slice(0, 1), np.zeros((1, 1), np.uint8)
    down, across = slice(rows[0] & ~1, rows[-1] + 1), slice(columns[0] & ~1, columns[-1] + 1)
    return down, across, differs[down, across].astype(np.uint8)
