"""A film as a GIF: one palette, and of each frame only what changed. No more than two frames are held at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import getdata

from mapapp.export.indexed import CLEAR, Index, change_of, palette_of
from mapapp.export.steady import Bitmap
from mapapp.export.theme import ThemeName

__all__ = ["to_gif"]

_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_STAYS = 1  # what was drawn remains under the next frame


def to_gif(frames: Iterator[Bitmap], delays_ms: Sequence[int], sample: Bitmap, theme: ThemeName) -> bytes:
    """Write a film as a GIF that starts again at its end.

    Parameters
    ----------
    frames : iterator of Bitmap
        Red, green, blue; of the same size.
    delays_ms : sequence of int
        How long each stands, milliseconds; a GIF counts in hundredths of a second.
    sample : Bitmap
        A frame that shows the colours of all.
    theme : {'light', 'dark'}
        Whose colours are kept exactly.

    Returns
    -------
    bytes
        The same frames give the same bytes.
    """
    palette = palette_of(sample, theme)
    colours = palette.tobytes().ljust(768, b"\0")
    high, wide = sample.shape[:2]
    pieces = [b"GIF89a", struct.pack("<HHBBB", wide, high, 0xF7, 0, 0), colours, _FOR_EVER]
    before: Bitmap | None = None
    index = Index(palette)
    for frame, delay in zip(frames, delays_ms, strict=True):
        pieces += _frame(index, before, frame, delay, colours)
        before = frame
    return b"".join((*pieces, b"\x3b"))


def _frame(index: Index, before: Bitmap | None, frame: Bitmap, delay_ms: int, colours: bytes) -> list[bytes]:
    down, across, differs = change_of(before, frame)
    part = np.where(differs, index.numbers(frame[down, across]), CLEAR).astype(np.uint8)
    image = Image.frombytes("P", part.shape[::-1], part.tobytes())
    image.putpalette(colours)
    place = (int(across.start), int(down.start))
    return getdata(image, place, duration=round(delay_ms, -1), transparency=CLEAR, disposal=_STAYS)
