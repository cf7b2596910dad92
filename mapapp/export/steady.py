"""What the frames of one film share, so that nothing jumps or flickers from one to the next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mapapp.export.mercator import Frame

__all__ = ["Bitmap", "Box", "Scene", "Steady"]

Bitmap = npt.NDArray[np.uint8]
"""Pixels: rows, columns, and red, green, blue, cover, 0 to 255."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands still: the map's frame; sheet, land and water; names and veil, which lie over the areas."""

    frame: Frame
    ground: Bitmap
    names: Bitmap


@dataclass(slots=True)
class Steady:
    """What must be the same in every frame.

    Parameters
    ----------
    said : str
        The filter sentence: that of the whole film.
    dated : tuple of str
        The line of dates of each frame: the tallest keeps its room.
    notes : tuple of str
        The note on claims without a stated end of each frame; likewise.
    crowd : int
        Claims at precise places in the fullest frame, which decides the size of the signs.
    unit : float or None
        Pixels to one pixel of the full-size design, once it is known.
    manner : str or None
        How the margin is told, once it is known.
    homes : dict of hashable to Box
        Where the label of each area stands, by area.
    detail : int or None
        How much the labels of areas say, once it is known.
    scene : Scene or None
        What stands still, once it is drawn.
    """

    said: str
    dated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    crowd: int = 0
    unit: float | None = None
    manner: str | None = None
    homes: dict[Hashable, Box] = field(default_factory=dict)
    detail: int | None = None
    scene: Scene | None = None
