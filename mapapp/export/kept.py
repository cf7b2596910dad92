"""Frames that are gone through more than once: drawn the first time, unpacked after that."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.export.steady import Bitmap

__all__ = ["Kept"]

_FAST = 1  # flat colours pack to a thirtieth all the same


class Kept:
    """Frames of one size, kept packed.

    Parameters
    ----------
    frames : iterator of Bitmap
        Taken from while somebody goes through them for the first time, so that never more than one is held unpacked.
    """

    def __init__(self, frames: Iterator[Bitmap]) -> None:
        self._frames = frames
        self._packed: list[tuple[tuple[int, ...], bytes]] = []

    def __iter__(self) -> Iterator[Bitmap]:
        """Go through all of them, from the first."""
        import numpy as np

        for shape, packed in self._packed:
            yield np.frombuffer(zlib.decompress(packed), np.uint8).reshape(shape)
        for frame in self._frames:
            self._packed.append((frame.shape, zlib.compress(np.ascontiguousarray(frame).tobytes(), _FAST)))
            yield frame
