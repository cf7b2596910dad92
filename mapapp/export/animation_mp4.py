"""A film as an MP4 that every player shows: H.264, encoded frame by frame as they come."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from mapapp.export.steady import Bitmap

__all__ = ["to_mp4"]

_THREADS = 2  # a fixed number: what is written must not depend on the machine
_QUALITY = "16"  # of 51, less is better: letters stay sharp
_COLOURS = "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv"
# Without mbtree: looking ahead that way reads memory that nobody wrote, and the same frames then give other bytes.
_DETAILS = f"threads={_THREADS}:mbtree=0:{_COLOURS}"
_ENCODER = {"preset": "veryfast", "tune": "animation", "crf": _QUALITY, "x264-params": _DETAILS}


def to_mp4(frames: Iterator[Bitmap], delays_ms: Sequence[int], size_px: tuple[int, int]) -> bytes:
    """Write a film as an MP4 whose index comes first, so that it plays while it is still loading.

    Parameters
    ----------
    frames : iterator of Bitmap
        Red, green, blue; of the same size.
    delays_ms : sequence of int
        How long each stands, milliseconds: all the same, but that the last is held for as many times as fit.
    size_px : (int, int)
        Width and height, both even.

    Returns
    -------
    bytes
        No date, no name of a program that changes; the same frames give the same bytes with the same encoder.
    """
    import av

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.mp4")
        with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as file:
            stream = file.add_stream("libx264", rate=Fraction(1000, delays_ms[0]), options=_ENCODER)
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuv420p"
            for frame, delay in zip(frames, delays_ms, strict=True):
                for _again in range(max(1, round(delay / delays_ms[0]))):
                    drawn = av.VideoFrame.from_ndarray(frame, format="rgb24")
                    drawn = drawn.reformat(format="yuv420p", dst_colorspace="ITU709")
                    file.mux(stream.encode(drawn))
            file.mux(stream.encode(None))
        return path.read_bytes()
