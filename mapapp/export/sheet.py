"""A whole picture: title, map and margin laid out on a sheet so that nothing overflows and nothing is distorted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geodata.model import GeoPrecision, Place
from geodata.store import Selection, place_bbox, sentence
from mapapp.export.areas import areas_of, draw_areas
from mapapp.export.basemap import draw_basemap, draw_labels
from mapapp.export.chips import draw_chips
from mapapp.export.coverage import coverage_words
from mapapp.export.furniture import draw_caveat, draw_known, draw_nothing, draw_scale_bar, draw_veil
from mapapp.export.known import known_line, known_words
from mapapp.export.mercator import Frame, Rect, fit
from mapapp.export.panel import Block, Panel, blocks
from mapapp.export.pen import Pen
from mapapp.export.points import draw_points
from mapapp.export.steady import Bitmap, Box, Scene, Steady
from mapapp.export.tally import hidden_in_zones, undated_zones
from mapapp.export.theme import THEMES, ThemeName, map_colours
from mapapp.export.timebar import TimeBar, draw_time_bar

__all__ = [
    "PictureForm", "Request", "dated_words", "draw_frame", "draw_scene", "draw_sheet", "frame_of", "map_frame",
]  # fmt: skip

PictureForm = Literal["png", "svg", "pdf"]
"""Formats of a picture: pixels, or lines and letters that stay sharp at any size."""

_FULL = (1600, 1000)  # the size that the design's pixels are those of
_WHOLE_VIEW = (22.0, 40.0, 140.0, 60.0)  # degrees: from Ukraine to the Sea of Japan, where nothing is located
_LEAST_UNIT = 0.3
_NOTHING = "No claim of this selection is in view"
_ALL_HIDDEN = "Every claim in view is in a zone that is switched off"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be drawn: size in pixels, title, view of the borders, theme, words of the window, zones, link, form.

    Of a frame of a film: what it shares with the others, and the bar that says where it stands in time. Of every
    picture: the language of its names.
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


@dataclass(frozen=True, slots=True)
class _Layout:
    unit: float
    rect: Rect
    columns: tuple[tuple[float, float, float, tuple[Block, ...]], ...]  # left, top, width, blocks
    foot: Block | None = None  # stands at the lower edge of the last column


def _boxes(places: Sequence[Place]) -> list[tuple[float, float, float, float]]:
    """Boxes of places; a whole country counts only where nothing finer is there."""
    fine = [place for place in places if place.precision is not GeoPrecision.COUNTRY]
    return [box for place in fine or places if (box := place_bbox(place)) is not None]


def frame_of(selection: Selection, rect: Rect) -> Frame:
    """What a picture's map shows.

    Parameters
    ----------
    selection : Selection
        Its query's box, or else everything located in it, or else its zones with a claim that has no date, or else
        everything located in its data set. Zones count whether they are drawn or not: a switch moves no map.
    rect : Rect
        The map on the sheet.

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
    return fit(boxes, rect, margin_px=min(rect.width, rect.height) * 0.07)


def map_frame(selection: Selection, request: Request) -> Frame:
    """Where the map of a picture stands and what it shows, without drawing it."""
    return frame_of(selection, _lay_out(Pen(request.size_px, THEMES[request.theme]), selection, request).rect)


def draw_sheet(selection: Selection, request: Request) -> bytes:
    """Draw a picture and return it in the form that is asked for."""
    pen = Pen(request.size_px, THEMES[request.theme], named=request.form == "svg")
    _compose(pen, selection, request)
    if request.form == "png":
        return pen.png()
    return pen.svg(request.title) if request.form == "svg" else pen.pdf(request.title)


def draw_frame(selection: Selection, request: Request) -> Bitmap:
    """Draw one frame of a film and return its pixels."""
    pen = Pen(request.size_px, THEMES[request.theme])
    _compose(pen, selection, request)
    return pen.pixels()


def _compose(pen: Pen, selection: Selection, request: Request) -> None:
    layout = _lay_out(pen, selection, request)
    _header(pen, selection, request, layout.unit)
    _draw_map(pen, selection, request, layout)
    for left, top, width, drawn in layout.columns:
        _flow(pen, drawn, left, top, width, layout.unit)
    if layout.foot is not None:
        left, _top, width, _drawn = layout.columns[-1]
        layout.foot(pen, left, layout.rect.bottom - _height(pen, layout.foot, width), width)


def _height(pen: Pen, block: Block, width: float) -> float:
    pen.rehearse(on=True)
    high = block(pen, 0, 0, width)
    pen.rehearse(on=False)
    return high


def _flow(pen: Pen, drawn: Sequence[Block], left: float, top: float, width: float, unit: float) -> float:
    for block in drawn:
        top = block(pen, left, top, width) + 13 * unit
    return top - 13 * unit


def _header(pen: Pen, selection: Selection, request: Request, unit: float) -> float:
    """Title, filter sentence, window, date of what was known; returns the lower edge in pixels."""
    margin, width = 32 * unit, pen.size_px[0] - 64 * unit
    y = pen.paragraph(
        margin, 22 * unit, request.title, 30 * unit, pen.theme.ink, width, bold=True, most_lines=3, lead=1.2
    )
    steady = request.steady
    said = sentence(selection.dataset, selection.query) if steady is None else steady.said
    y = pen.paragraph(margin, y + 3 * unit, said, 16 * unit, pen.theme.ink, width, most_lines=5)
    dated, room = dated_words(selection, request.window), () if steady is None else steady.dated
    return pen.paragraph(margin, y, dated, 13 * unit, pen.theme.muted, width, most_lines=4, room=room) + 9 * unit


def dated_words(selection: Selection, window: str) -> str:
    """Say window, date of what was known, and whether anything was collected then."""
    return f"{window} {known_line(selection)} {coverage_words(selection)}".rstrip()


def _lay_out(pen: Pen, selection: Selection, request: Request) -> _Layout:
    """The largest type with which everything fits: sizes shrink until the margin does."""
    wide, high = request.size_px
    unit = max(_LEAST_UNIT, math.sqrt(wide * high / (_FULL[0] * _FULL[1])))
    unit = unit if request.steady is None or request.steady.unit is None else request.steady.unit
    arrange = _beside if wide >= 1.15 * high else _below
    pen.rehearse(on=True)
    layout = None
    while layout is None:
        layout = arrange(pen, selection, request, unit)
        unit *= 0.97
    pen.rehearse(on=False)
    return layout


def _panel(selection: Selection, request: Request, unit: float, rect: Rect) -> Panel:
    notes = () if request.steady is None else request.steady.notes
    veiled = frame_of(selection, rect).is_veiled
    return Panel(selection, request.borders, unit, veiled, request.zones, request.link, notes)


def _beside(pen: Pen, selection: Selection, request: Request, unit: float) -> _Layout | None:
    """Margin at the right of the map; None where it does not fit."""
    wide, high = request.size_px
    top, margin, column = _header(pen, selection, request, unit), 32 * unit, 304 * unit
    rect = _whole(margin, top, wide - column - 2.75 * margin, high - top - margin * 0.8)
    if rect.width < wide * 0.4 or rect.height < high * 0.4:
        return None if unit > _LEAST_UNIT else _tight(request, unit, top)
    drawn = tuple(blocks(_panel(selection, request, unit, rect)))
    left = wide - margin - column
    if _flow(pen, drawn, left, top, column, unit) > rect.bottom and unit > _LEAST_UNIT:
        return None
    return _Layout(unit, rect, ((left, top, column, drawn[:-1]),), drawn[-1])


def _below(pen: Pen, selection: Selection, request: Request, unit: float) -> _Layout | None:
    """Margin in three columns under the map; None where it leaves the map too little room."""
    wide, high = request.size_px
    top, margin = _header(pen, selection, request, unit), 32 * unit
    gap = 26 * unit
    column = (wide - 2 * margin - 2 * gap) / 3
    rough = _whole(margin, top, wide - 2 * margin, high * 0.55)
    counts, statuses, signs, apart, credit = blocks(_panel(selection, request, unit, rough))
    heaps = ((counts, signs), (statuses,), (apart, credit))
    needed = max(_flow(pen, heap, 0, 0, column, unit) for heap in heaps)
    rect = _whole(margin, top, wide - 2 * margin, high - top - needed - margin * 1.4)
    if rect.height < high * 0.42:
        return None if unit > _LEAST_UNIT else _tight(request, unit, top)
    below = rect.bottom + 16 * unit
    lefts = [margin + number * (column + gap) for number in range(3)]
    return _Layout(unit, rect, tuple((left, below, column, heap) for left, heap in zip(lefts, heaps, strict=True)))


def _tight(request: Request, unit: float, top: float) -> _Layout:
    """On a sheet too small for a margin: the map alone, whose frame still holds the caveat."""
    wide, high = request.size_px
    return _Layout(unit, _whole(8, top, wide - 16, max(high - top - 8, 40)), ())


def _whole(left: float, top: float, width: float, height: float) -> Rect:
    return Rect(round(left), round(top), max(1, round(width)), max(1, round(height)))


def _draw_map(pen: Pen, selection: Selection, request: Request, layout: _Layout) -> None:
    colours, unit = map_colours(request.theme), layout.unit
    scene = None if request.steady is None else request.steady.scene
    frame = frame_of(selection, layout.rect) if scene is None else scene.frame
    labels = [] if scene else draw_basemap(pen, frame, request.borders, colours, unit, request.lang)
    pen.clip_to(frame.rect)
    taken = _draw_claims(pen, frame, selection, request, unit)
    if scene is None:
        taken += draw_veil(pen, frame, unit)
        draw_labels(pen, frame, labels, taken, colours, unit)
    rect = frame.rect
    pen.clip_to(None)
    if scene is not None:
        pen.lay(scene.ground, 0)
        pen.lay(scene.names, 5)
    pen.box((rect.left, rect.top, rect.width, rect.height), "none", 20, edge=pen.theme.muted)


def draw_scene(selection: Selection, request: Request) -> Scene:
    """Draw once what stands still in a film: all its claims are given, so that no name stands where one will be."""
    colours, steady = map_colours(request.theme), request.steady
    pen = Pen(request.size_px, THEMES[request.theme])
    layout = _lay_out(pen, selection, request)
    frame, unit = frame_of(selection, layout.rect), layout.unit
    labels = draw_basemap(pen, frame, request.borders, colours, unit, request.lang)
    pen.rehearse(on=True)
    taken = _draw_claims(pen, frame, selection, request, unit)
    pen.rehearse(on=False)
    over = Pen(request.size_px, THEMES[request.theme], clear=True)
    over.clip_to(frame.rect)
    taken += draw_veil(over, frame, unit)
    draw_labels(over, frame, labels, taken, colours, unit)
    if steady is not None:
        steady.unit = unit
    return Scene(frame, pen.pixels(), over.pixels())


def _draw_claims(pen: Pen, frame: Frame, selection: Selection, request: Request, unit: float) -> list[Box]:
    """Claims, and what stands with them in the map's frame; returns the pixels that are taken."""
    colours, steady = map_colours(request.theme), request.steady
    areas = areas_of(selection, frame, zones=request.zones)
    draw_areas(pen, frame, selection, areas, unit)
    caveat = draw_caveat(pen, frame, unit)
    dated = draw_known(pen, frame, known_words(selection), caveat, unit)
    taken = [caveat, dated, draw_scale_bar(pen, frame, colours, unit)]
    if request.bar is not None:
        taken.append(draw_time_bar(pen, frame, request.bar, dated, unit))
    taken += draw_points(pen, frame, selection, unit, None if steady is None else steady.crowd)
    taken += draw_chips(
        pen, frame, selection, areas, taken, unit, None if steady is None else steady.homes, request.lang
    )
    shown = len(selection.in_view) - (0 if request.zones else hidden_in_zones(selection))
    if shown == 0:
        words = _ALL_HIDDEN if selection.in_view else coverage_words(selection) or _NOTHING
        taken.append(draw_nothing(pen, frame, words, unit))
    return taken
