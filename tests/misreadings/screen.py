"""What a reader of the map sees, as pixels and as words, on a data set whose claims keep out of each other's days."""

from __future__ import annotations

import io
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from geodata.model import Status
from mapapp.palette import STATUS_STYLES
from tests.browser.reader import Reader

__all__ = ["Picture", "Screen", "changed", "crowding", "near", "of_status", "pixels", "rgb", "unlike"]

Picture = npt.NDArray[np.int16]  # rows, columns, red green blue

_START = """(() => { app.state.set({ from: app.data.extent[0], to: app.data.extent[1], mode: 'window', known: null,
  aspect: -1, panel: 'map', selected: -1, group: null, borders: 'recognised', zones: true });
  document.querySelectorAll('details.cl-tray').forEach((tray) => { tray.open = false }) })()"""
# Two frames without anything that waits to be counted anew
_RESTS = "() => !document.documentElement.dataset.stale"
_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Screen:
    """One reader in front of the app.

    Parameters
    ----------
    reader : Reader
        Has opened the app.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.doc = reader.doc

    def reset(self) -> Screen:
        """Everything as when the page was opened, but for the camera."""
        self.reader.js(_START)
        return self.settle()

    def settle(self) -> Screen:
        """Wait until what was changed stands on the screen."""
        self.doc.evaluate(_FRAMES)
        self.doc.wait_for_function(_RESTS)
        self.doc.evaluate(_FRAMES)
        return self

    def window(self, first: str, last: str | None = None) -> Screen:
        """Type the dates of the window, both inclusive."""
        self.reader.set_window(first, last or first)
        return self.settle()

    def look(self, at: tuple[float, float], zoom: float) -> tuple[int, int]:
        """Bring the map to a place (latitude, longitude); give back the place's pixel in :meth:`map`."""
        x, y = self.reader.spot(*at, zoom)
        self.settle()
        box = self._box()
        return round(x - box["x"]), round(y - box["y"])

    def _box(self, selector: str = ".cl-map") -> Any:
        box = self.doc.locator(selector).first.bounding_box()
        assert box is not None
        return box

    def shot(self, selector: str = ".cl-map") -> Picture:
        """The pixels of a part of the document as they stand on the screen, with what lies over it."""
        return pixels(self.reader.page.screenshot(clip=self._box(selector)))

    def bare(self) -> Picture:
        """The pixels of the map without the note that lies over an empty one."""
        note = self.doc.locator(".cl-empty-map")
        note.evaluate("(node) => { node.style.visibility = 'hidden' }")
        try:
            return self.shot()
        finally:
            note.evaluate("(node) => { node.style.visibility = '' }")

    def text(self, selector: str) -> str:
        """Words that can be read in a part of the document."""
        return self.doc.locator(selector).first.inner_text()

    def listed(self) -> list[str]:
        """The words of each item of the list, without the trays."""
        return self.doc.locator(".cl-list ol .cl-item").all_inner_texts()

    def card(self, claim: str) -> str:
        """Open a claim's card out of the list by a part of its words; what it says."""
        self.doc.locator(".cl-item", has_text=claim).first.click()
        self.settle()
        return self.text(".cl-card")

    def click_map(self, at: tuple[int, int]) -> None:
        """Click on a pixel of :meth:`map`."""
        box = self._box()
        self.reader.page.mouse.click(box["x"] + at[0], box["y"] + at[1])
        self.settle()


def pixels(png: bytes) -> Picture:
    """Read a picture."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.int16)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green, blue of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def near(picture: Picture, colour: tuple[int, int, int], most: int = 16) -> npt.NDArray[np.bool_]:
    """Which pixels have a colour, give or take."""
    return np.asarray(np.abs(picture - np.array(colour)).max(axis=-1) <= most)


def of_status(picture: Picture, status: Status) -> npt.NDArray[np.bool_]:
    """Which pixels have the full colour of a status."""
    return near(picture, rgb(STATUS_STYLES[status].colour))


def changed(one: Picture, other: Picture) -> Picture:
    """How far each pixel of two pictures differs, 0 to 255."""
    return np.asarray(np.abs(one - other).max(axis=-1))


def _silhouette(picture: Picture) -> npt.NDArray[np.bool_]:
    """What a sign on plain ground covers, whatever its colours: all that the ground around it does not reach."""
    grey = picture.mean(axis=2)
    stands_out = np.pad(np.abs(grey - grey[0, 0]) > 24, 1)
    image = Image.fromarray(np.where(stands_out, 255, 0).astype(np.uint8)).copy()  # its own memory, to be painted on
    ImageDraw.floodfill(image, (0, 0), 128)
    inside = np.array(image) != 128
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    tight = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.asarray(Image.fromarray(tight.astype(np.uint8) * 255).resize((40, 40))) > 127


def unlike(signs: list[Picture]) -> float:
    """Which share of their area the two most alike of some signs differ in when neither has a colour; 0 to 1."""
    shapes = [_silhouette(sign) for sign in signs]
    return min(float((one ^ other).mean()) for one, other in combinations(shapes, 2))


def crowding(mask: npt.NDArray[np.bool_], side: int = 16) -> float:
    """The largest share that the pixels take in any square of so many pixels."""
    sums = np.pad(np.cumsum(np.cumsum(mask, axis=0), axis=1), ((1, 0), (1, 0)))
    squares = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return float(squares.max()) / side**2
