"""What the tests of pictures share: reading PNG bytes back, likeness of two pictures, and the words that are drawn."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from geodata.store import Selection
from mapapp.export.link import link_of
from mapapp.export.pen import Pen
from mapapp.export.sheet import Request

Picture = npt.NDArray[np.float64]


def read(png: bytes) -> Picture:
    """Red, green and blue of each pixel, 0 to 255: rows, columns, channels."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=float)


def rgb(colour: str) -> Picture:
    """Red, green and blue of ``#rrggbb``, 0 to 255."""
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)


def close_to(picture: Picture, colour: str, most: float = 12) -> npt.NDArray[np.bool_]:
    """Which pixels are of a colour, give or take."""
    return np.asarray(np.abs(picture - rgb(colour)).max(axis=-1) <= most)


def likeness(one: Picture, other: Picture, block: int = 8) -> float:
    """Mean structural similarity (Wang et al. 2004) of two grey pictures over square blocks: 1 for the same."""
    high, wide = (side // block * block for side in one.shape[:2])

    def blocks(picture: Picture) -> Picture:
        grey = picture[:high, :wide].mean(axis=2)
        return grey.reshape(high // block, block, wide // block, block).swapaxes(1, 2).reshape(-1, block * block)

    a, b = blocks(one), blocks(other)
    mean_a, mean_b = a.mean(axis=1), b.mean(axis=1)
    shared = ((a - mean_a[:, None]) * (b - mean_b[:, None])).mean(axis=1)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    light = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    return float((light * (2 * shared + c2) / (a.var(axis=1) + b.var(axis=1) + c2)).mean())


@dataclass
class Written:
    """What a picture writes: text, and its box (left, top, right, bottom) in pixels."""

    words: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def all(self) -> str:
        """Everything in one string."""
        return " ".join(self.words)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Listen to every line of text that a sheet writes."""
    heard = Written()
    write = Pen.text

    def listen(pen: Pen, x: float, y: float, text: str, size: float, colour: str, **options: object) -> None:
        write(pen, x, y, text, size, colour, **options)
        if pen.is_drawing:
            wide = pen.width(text, size, bold=bool(options.get("bold")), slanted=bool(options.get("slanted")))
            left = x - {"left": 0.0, "center": wide / 2, "right": wide}[str(options.get("ha", "left"))]
            heard.words.append(text)
            heard.boxes.append((left, y - size, left + wide, y + size * 0.3))

    monkeypatch.setattr(Pen, "text", listen)
    return heard


def request_of(selection: Selection, size_px: tuple[int, int], borders: str = "recognised") -> Request:
    """What ``draw_snapshot`` asks for with its defaults, as far as the place of the map depends on it."""
    from mapapp.export.snapshot import window_line

    title = selection.dataset.info.title
    link = link_of(selection, borders=borders)
    return Request(size_px, title, borders, "light", window_line(selection, "window"), link=link)
