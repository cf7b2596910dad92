"""What is to be drawn, and what its map shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geodata.model import GeoPrecision, Place
from geodata.store import Selection, place_bbox
from mapapp.export.layouts import Sheet, sheet_of
from mapapp.export.mercator import Frame, Rect, fit
from mapapp.export.steady import Steady
from mapapp.export.tally import undated_zones
from mapapp.export.theme import ThemeName
from mapapp.export.timebar import TimeBar

__all__ = ["PictureForm", "Request", "frame_of"]

PictureForm = Literal["png", "svg", "pdf"]
"""Formats of a picture: pixels, or lines and letters that stay sharp at any size."""

_MOST_FOOT = 0.35  # of the height of a map
_WHOLE_VIEW = (22.0, 40.0, 140.0, 60.0)  # degrees: from Ukraine to the Sea of Japan, where nothing is located


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be drawn: size in pixels, title, view of the borders, theme, words of the window, zones, link, form.

    Of a frame of a film: what it shares with the others, and the bar that says where it stands in time. Of every
    picture: the language of its names, its layout, and how many pixels an inch has (None: as the layout says);
    and under which id the app shows the data set, for the link.
    """

    size_px: tuple[int, int]
    title: str
    borders: str
    theme: ThemeName
    window: str
    zones: bool = True
    link: str = ""
    form: PictureForm = "png"
    steady: Steady | None = None
    bar: TimeBar | None = None
    lang: str = "en"
    layout: str = "wide"
    dpi: int | None = None
    dataset_id: str | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet that it is drawn on."""
        return sheet_of(self.layout, self.size_px, self.dpi)


def _boxes(places: Sequence[Place]) -> list[tuple[float, float, float, float]]:
    """Boxes of places; a whole country counts only where nothing finer is there."""
    fine = [place for place in places if place.precision is not GeoPrecision.COUNTRY]
    return [box for place in fine or places if (box := place_bbox(place)) is not None]


def frame_of(selection: Selection, rect: Rect, foot: float = 0) -> Frame:
    """What a picture's map shows.

    Parameters
    ----------
    selection : Selection
        Its query's box, or else everything located in it, or else its zones with a claim that has no date, or else
        everything located in its data set. Zones count whether they are drawn or not: a switch moves no map.
    rect : Rect
        The map on the sheet.
    foot : float
        Pixels at its lower edge under which no claim should come to lie, unless a box was asked for.

    Returns
    -------
    Frame
        Widened to the rectangle, never distorted.
    """
    box = selection.query.bbox
    if box is not None:
        return fit([(box.west, box.south, box.east, box.north)], rect, asked=box)
    dataset = selection.dataset
    found = [dataset.place(dataset.claims[row]) for row in selection.in_view]
    places = [place for place in found if place is not None]
    boxes = _boxes(places) or _boxes(undated_zones(selection)) or _boxes(dataset.places) or [_WHOLE_VIEW]
    free = replace(rect, height=round(rect.height - min(foot, rect.height * _MOST_FOOT)))
    return replace(fit(boxes, free, margin_px=min(free.width, free.height) * 0.07), rect=rect)
