"""What the tests of films share: a small look, and reading the frames of a GIF, a WebP and an MP4 back."""

from __future__ import annotations

import io

import av
import numpy as np
from PIL import Image

from mapapp.export.look import Look
from tests.mapapp.export.pictures import Picture

__all__ = ["SMALL", "durations", "frames_of"]

SMALL = Look(size_px=(480, 330), frames=4, frame_ms=200)


def frames_of(film: bytes) -> list[Picture]:
    """Red, green and blue of each frame, 0 to 255."""
    if film.startswith(b"ftyp", 4):
        with av.open(io.BytesIO(film)) as opened:
            return [frame.to_ndarray(format="rgb24").astype(float) for frame in opened.decode(video=0)]
    with Image.open(io.BytesIO(film)) as image:
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            found.append(np.asarray(image.convert("RGB"), dtype=float))
        return found


def durations(film: bytes) -> list[int]:
    """How long each frame of a GIF or a WebP stands, milliseconds."""
    with Image.open(io.BytesIO(film)) as image:
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            found.append(int(image.info["duration"]))
        return found
