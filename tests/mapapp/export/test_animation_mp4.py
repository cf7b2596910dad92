from __future__ import annotations

import io
import os
import subprocess
import sys

import av
import numpy as np
import pytest

from mapapp.export.animation_mp4 import to_mp4
from tests.project import ROOT

# Frames with an edge that wanders, written to standard output as a film; memory that was never written is filled with
# a byte that the environment names, so that a film which depends on it differs.
_SCRIPT = """
import sys
import numpy as np
from mapapp.export.animation_mp4 import to_mp4
random = np.random.default_rng(3)
ground = random.integers(0, 256, (330, 482, 3), np.uint8) // 4 + 150
def frames():
    for number in range(8):
        frame = ground.copy()
        frame[40 : 90 + 20 * number, 30 * number : 30 * number + 120] = (3, 76, 73)
        yield frame
sys.stdout.buffer.write(to_mp4(frames(), [200] * 7 + [2000], (482, 330)))
"""


def made(fill: str) -> bytes:
    environment = {**os.environ, "MALLOC_PERTURB_": fill, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, check=True, timeout=120
    )
    return done.stdout


def test_the_same_frames_give_the_same_bytes_whatever_lay_in_memory() -> None:
    film = made("1")
    assert len(film) > 10_000
    assert made("85") == film


def test_colours_come_back_and_the_index_stands_first() -> None:
    colours = [(3, 76, 73), (7, 72, 223), (246, 201, 55), (178, 66, 168), (90, 5, 9)]
    frames = [np.full((64, 96, 3), colour, np.uint8) for colour in colours]
    film = to_mp4(iter(frames), [100, 100, 100, 100, 300], (96, 64))
    assert film.index(b"moov") < film.index(b"mdat")
    with av.open(io.BytesIO(film)) as opened:
        stream = opened.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt, stream.colorspace, stream.color_range) == (
            "h264",
            "yuv420p",
            1,
            1,
        )
        assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(0.7)
        shown = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    assert len(shown) == 7
    for frame, colour in zip(shown, [*colours, colours[-1], colours[-1]], strict=True):
        assert np.abs(frame.astype(int) - colour).max() <= 6


def test_a_film_of_one_frame_stands_as_long_as_it_is_said_to() -> None:
    film = to_mp4(iter([np.zeros((64, 96, 3), np.uint8)]), [2000], (96, 64))
    with av.open(io.BytesIO(film)) as opened:
        stream = opened.streams.video[0]
        assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(2)
