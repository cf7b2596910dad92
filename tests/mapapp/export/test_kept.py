from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapapp.export.kept import Kept
from mapapp.export.steady import Bitmap

FRAMES = [np.full((4, 6, 3), number, np.uint8) for number in range(5)]


def test_frames_are_drawn_once_and_come_again_as_they_were() -> None:
    drawn: list[int] = []

    def draw() -> Iterator[Bitmap]:
        for number, frame in enumerate(FRAMES):
            drawn.append(number)
            yield frame

    kept = Kept(draw())
    first = iter(kept)
    assert (next(first) == 0).all()
    assert drawn == [0], "none is drawn before it is asked for"
    for _again in range(2):
        found = list(kept)
        assert len(found) == len(FRAMES)
        assert all((one == other).all() for one, other in zip(found, FRAMES, strict=True))
    assert drawn == [0, 1, 2, 3, 4]
