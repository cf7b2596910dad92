"""What the approved files are made from: one small data set, one view, no clock."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import Look, save
from tests.builders import DatasetBuilder

__all__ = ["BYTE_FOR_BYTE", "FOLDER", "PICTURE", "approved_selection"]

FOLDER = Path(__file__).parent
"""Where the approved files lie."""

PICTURE = "kursk.png"
"""Compared by structural similarity: how a curve is smoothed may differ in its last bit."""

_LOOK = Look(size_px=(640, 420))

BYTE_FOR_BYTE: dict[str, Callable[[Selection], bytes]] = {
    f"kursk{suffix}": lambda selection, suffix=suffix: save(selection, suffix, _LOOK).content  # type: ignore[misc]
    for suffix in (".svg", ".geojson", ".csv")
}
"""Files that must come out the same to the last byte, each with what makes it."""


def approved_selection() -> Selection:
    """What they all show."""
    with tempfile.TemporaryDirectory() as folder:
        tiny = DatasetBuilder(Path(folder) / "tiny").load()
    return select(tiny, ClaimQuery(bbox=BBox(33, 50, 38.6, 52.6)))
