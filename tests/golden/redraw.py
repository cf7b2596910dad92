"""Draw the approved picture again after a wanted change: ``python -m tests.golden.redraw``; then look at it."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image

from geodata.store import BBox, ClaimQuery, select
from mapapp.export import draw_snapshot
from tests.builders import DatasetBuilder

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        tiny = DatasetBuilder(Path(folder) / "tiny").load()
    png = draw_snapshot(select(tiny, ClaimQuery(bbox=BBox(33, 50, 38.6, 52.6))), size_px=(640, 420))
    with Image.open(io.BytesIO(png)) as drawn:
        drawn.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(
            Path(__file__).with_name("kursk.png"), optimize=True
        )
