"""Make the approved files again after a wanted change: ``python -m tests.golden.redraw``; then look at them."""

from __future__ import annotations

import io

from PIL import Image

from mapapp.export import draw_snapshot
from tests.golden.goldens import BYTE_FOR_BYTE, FOLDER, PICTURE, approved_selection

if __name__ == "__main__":
    selection = approved_selection()
    with Image.open(io.BytesIO(draw_snapshot(selection, size_px=(640, 420)))) as drawn:
        drawn.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(FOLDER / PICTURE, optimize=True)
    for name, make in BYTE_FOR_BYTE.items():
        (FOLDER / name).write_bytes(make(selection))
