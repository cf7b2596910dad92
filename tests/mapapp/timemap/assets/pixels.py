"""Reading what is drawn: pixels of a screenshot and the place of a coordinate on the page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from geodata.model import Status
from mapapp.palette import STATUS_STYLES

__all__ = [
    "CENTER",
    "MIDDLE",
    "WHITE",
    "around",
    "chips",
    "container_point",
    "near",
    "picture",
    "pixel_at",
    "rgb",
    "share_of",
]

CENTER = (51.0, 36.0)
MIDDLE = (450, 300)  # CSS px of the view's middle, where CENTER is
WHITE = (255, 255, 255)
Colour = tuple[int, ...]


def rgb(status: Status) -> Colour:
    text = STATUS_STYLES[status].colour
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def picture(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def pixel_at(image: Image.Image, x: int, y: int) -> Colour:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return value


def near(one: Colour, other: Colour, tolerance: int = 24) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(one, other, strict=True))


def share_of(image: Image.Image, colour: Colour, box: tuple[int, int, int, int]) -> float:
    """Which part of a box has about that colour."""
    part = image.crop(box)
    pixels = [pixel_at(part, x, y) for x in range(part.width) for y in range(part.height)]
    return sum(near(pixel, colour) for pixel in pixels) / len(pixels)


def around(x: float, y: float, reach: int) -> tuple[int, int, int, int]:
    return int(x) - reach, int(y) - reach, int(x) + reach, int(y) + reach


def container_point(page: Page, lon: float, lat: float) -> tuple[float, float]:
    at = page.evaluate("([lon, lat]) => map.latLngToContainerPoint([lat, lon])", [lon, lat])
    return at["x"], at["y"]


def chips(page: Page) -> list[dict[str, Any]]:
    """The labels of areas as drawn: name, count as text, box in CSS px."""
    keys = ["name", "count", "x", "y", "width", "height"]
    found = page.evaluate("(keys) => claims.chips().map((chip) => keys.map((key) => chip[key]))", keys)
    return [dict(zip(keys, values, strict=True)) for values in found]
