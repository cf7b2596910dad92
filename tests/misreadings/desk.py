"""A reader at the map: sets the day as readers do, and tells what the screen shows."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Locator

from geodata.model import Status
from mapapp.palette import STATUS_STYLES
from tests.browser.reader import Reader

__all__ = ["Desk", "Pixels", "colours_of", "status_in"]

Pixels = npt.NDArray[np.int16]
_DENIAL = (200, 16, 46)  # of the badge
_LATE_PAINTS, _PAINT_MS = 10, 200
_WHERE = "app.map.setView([51.5, 35.8], 8, { animate: false })"  # all of the claims' places
_CLEAR = (
    "app.state.set({ known: null, aspect: -1, from: app.data.extent[0], to: app.data.extent[1], mode: 'window',"
    f" selected: -1, group: null, panel: 'map' }}), {_WHERE}, null"
)


def colours_of(image: Image.Image) -> Pixels:
    """Red, green and blue of each pixel: rows, columns, channels."""
    return np.asarray(image.convert("RGB")).astype(np.int16)


def share(pixels: Pixels, colour: tuple[int, ...], most: int = 14) -> float:
    """Which part of the pixels has about that colour."""
    return float((np.abs(pixels - np.array(colour)).max(axis=-1) <= most).mean())


def status_in(pixels: Pixels) -> Status | None:
    """The status whose colour fills most of a small piece around a mark; None where none is there."""
    filled = {}
    for status, style in STATUS_STYLES.items():
        colour = tuple(int(style.colour[at : at + 2], 16) for at in (1, 3, 5))
        filled[status] = share(pixels, colour)
    most = max(filled, key=lambda status: filled[status])
    return most if filled[most] > 0.12 else None


class Desk:
    """Drives one page that shows the map.

    Parameters
    ----------
    reader : Reader
        Has opened the app.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @property
    def doc(self) -> Locator:
        """The whole map document."""
        return self.reader.doc.locator("body")

    def clear(self) -> None:
        """Back to how the map opens."""
        self.reader.js(_CLEAR)
        self.settle()

    def settle(self) -> None:
        """Wait until what follows from the last change is painted."""
        frames = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))"
        self.reader.doc.evaluate(f"() => new Promise((done) => {frames})")

    def know(self, day: str | None) -> None:
        """Choose a day in the field “As known on”, or everything known."""
        if day is None:
            self.reader.js("app.state.set({ known: null })")
        else:
            box = self.doc.get_by_label("As known on, the day")
            box.fill(day)
            box.blur()
        self.settle()

    def item(self, text: str) -> Locator:
        """The entry of the list that carries a claim; none where the list does not hold it."""
        return self.doc.locator(".cl-list .cl-item", has_text=text)

    def open(self, text: str) -> Locator:
        """Open the card of a claim out of the list; give back what can be read on it."""
        self.item(text).click()
        self.settle()
        return self.doc.locator(".cl-card-body")

    def all_of(self, selector: str) -> str:
        """Everything that a part of the document says: its text, and what stands in links, titles and spoken names."""
        attributes = "[...node.querySelectorAll('*')].flatMap((each) => [...each.attributes].map(({ value }) => value))"
        said: str = self.doc.locator(selector).evaluate(f"(node) => [node.textContent, ...{attributes}].join(' | ')")
        return said

    def around(self, lon: float, lat: float, leaflet: str, selector: str) -> Pixels:
        """The pixels around a place (degrees, EPSG:4326) of one of the maps as it stands, 22 by 22."""
        at = self.reader.js(f"{leaflet}.latLngToContainerPoint(argument)", [lat, lon])
        box = self.doc.locator(selector).first.bounding_box()
        assert box is not None
        left, top = round(box["x"] + at["x"]) - 11, round(box["y"] + at["y"]) - 11
        shot = self.reader.page.screenshot(clip={"x": left, "y": top, "width": 22, "height": 22})
        return colours_of(Image.open(BytesIO(shot)))

    def mark(self, lon: float, lat: float) -> Pixels:
        """The pixels around a place of the map."""
        return self.around(lon, lat, "app.map", ".folium-map")

    def status(self, lon: float, lat: float) -> Status | None:
        """The status that the mark at a place has the colour of; a busy browser may paint it late."""
        found = status_in(self.mark(lon, lat))
        for _again in range(_LATE_PAINTS):
            if found is not None:
                break
            self.reader.page.wait_for_timeout(_PAINT_MS)
            found = status_in(self.mark(lon, lat))
        return found

    def has_badge(self, lon: float, lat: float) -> bool:
        """Whether the mark at a place carries the badge of a denial."""
        return share(self.mark(lon, lat), _DENIAL, 40) > 0.01

    def legend(self, status: Status) -> int:
        """How many claims in view the legend counts for a status."""
        words = self.doc.locator(f".cl-legend-row[data-status={status.value}] .cl-legend-count").inner_text()
        return int(words.replace(",", ""))

    def window(self) -> tuple[str, str]:
        """First and last day of the window, as the two fields show them."""
        first, last = (self.doc.locator(f"input[name={name}]").input_value() for name in ("from", "to"))
        return str(date.fromisoformat(first)), str(date.fromisoformat(last))
