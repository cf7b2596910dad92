"""A film as a WebP without loss: of each frame only what changed, encoded by itself and put into the container here."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from geodata.errors import ExportError
from mapapp.export.indexed import change_of
from mapapp.export.steady import Bitmap

__all__ = ["to_webp"]

_ANIMATED, _CLEAR = 0x02, 0x10  # flags of the header
_OVER = 0  # a frame is laid over the one before, which remains
_EFFORT = {"lossless": True, "quality": 20, "method": 1}  # more makes files by a tenth smaller and takes twice as long


def to_webp(frames: Iterator[Bitmap], delays_ms: Sequence[int], size_px: tuple[int, int]) -> bytes:
    """Write a film as a WebP that starts again at its end.

    Parameters
    ----------
    frames : iterator of Bitmap
        Red, green, blue; of the same size.
    delays_ms : sequence of int
        How long each stands, milliseconds.
    size_px : (int, int)
        Width and height.

    Returns
    -------
    bytes
        The same frames give the same bytes.
    """
    wide, high = size_px
    head = struct.pack("<I", _ANIMATED | _CLEAR) + _three(wide - 1) + _three(high - 1)
    pieces = [_chunk(b"VP8X", head), _chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0))]
    before: Bitmap | None = None
    for frame, delay in zip(frames, delays_ms, strict=True):
        pieces.append(_frame(before, frame, delay))
        before = frame
    body = b"WEBP" + b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _frame(before: Bitmap | None, frame: Bitmap, delay_ms: int) -> bytes:
    down, across, differs = change_of(before, frame)
    part = np.zeros((*differs.shape, 4), np.uint8)
    part[..., :3] = frame[down, across] * differs[..., None]
    part[..., 3] = differs * 255
    high, wide = differs.shape
    place = _three(int(across.start) // 2) + _three(int(down.start) // 2) + _three(wide - 1) + _three(high - 1)
    return _chunk(b"ANMF", place + _three(delay_ms) + bytes([_OVER]) + _image(part))


def _image(part: Bitmap) -> bytes:
    """The chunk of a still image, out of the file that the encoder makes of it."""
    file = io.BytesIO()
    Image.fromarray(part).save(file, "WEBP", **_EFFORT)
    content = file.getvalue()
    if content[12:16] != b"VP8L":
        raise ExportError(
            "This Pillow writes WebP in a way that is not known here; install the one of requirements.txt."
        )
    return content[12:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
