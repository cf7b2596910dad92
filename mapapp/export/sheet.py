"""A whole picture: title, map and margin laid out on a sheet so that nothing overflows and nothing is distorted."""

from __future__ import annotations

from geodata.store import Selection
from mapapp.export.areas import areas_of, draw_areas
from mapapp.export.arrange import Plan, arrange, draw_margin
from mapapp.export.basemap import draw_basemap, draw_labels
from mapapp.export.chips import Chips
from mapapp.export.coverage import coverage_words
from mapapp.export.furniture import corner_height, draw_caveat, draw_known, draw_nothing, draw_scale_bar, draw_veil
from mapapp.export.header import dated_words, draw_header
from mapapp.export.known import known_words
from mapapp.export.mercator import Frame
from mapapp.export.pen import Pen
from mapapp.export.points import draw_points
from mapapp.export.request import PictureForm, Request, frame_of
from mapapp.export.steady import Bitmap, Box, Scene
from mapapp.export.tally import hidden_in_zones
from mapapp.export.theme import THEMES, map_colours
from mapapp.export.timebar import draw_time_bar

__all__ = [
    "PictureForm", "Request", "dated_words", "draw_frame", "draw_scene", "draw_sheet", "frame_of", "map_frame",
]  # fmt: skip

_NOTHING = "No claim of this selection is in view"
_ALL_HIDDEN = "Every claim in view is in a zone that is switched off"


def map_frame(selection: Selection, request: Request) -> Frame:
    """Where the map of a picture stands and what it shows, without drawing it."""
    plan = arrange(Pen(request.size_px, THEMES[request.theme]), selection, request)
    return frame_of(selection, plan.rect, corner_height(plan.unit))


def draw_sheet(selection: Selection, request: Request) -> bytes:
    """Draw a picture and return it in the form that is asked for."""
    pen = Pen(request.size_px, THEMES[request.theme], named=request.form == "svg")
    _compose(pen, selection, request)
    sheet = request.sheet
    if request.form == "png":
        return pen.png(sheet.dpi)
    return pen.svg(request.title, sheet.paper_mm) if request.form == "svg" else pen.pdf(request.title, sheet.points)


def draw_frame(selection: Selection, request: Request) -> Bitmap:
    """Draw one frame of a film and return its pixels."""
    pen = Pen(request.size_px, THEMES[request.theme])
    _compose(pen, selection, request)
    return pen.pixels()


def _compose(pen: Pen, selection: Selection, request: Request) -> None:
    plan = arrange(pen, selection, request)
    pen.part = None if request.steady is None or request.steady.scene is None else False
    draw_header(pen, selection, request, plan.unit)
    _draw_map(pen, selection, request, plan)
    draw_margin(pen, plan)


def _draw_map(pen: Pen, selection: Selection, request: Request, plan: Plan) -> None:
    colours, unit = map_colours(request.theme), plan.unit
    scene = None if request.steady is None else request.steady.scene
    frame = frame_of(selection, plan.rect, corner_height(plan.unit)) if scene is None else scene.frame
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
    """Draw once what stands still in a film: ground, names, and of header and margin the words that do not change.

    All claims of the film are given, so that no name stands where one of them will be.
    """
    colours, steady = map_colours(request.theme), request.steady
    pen = Pen(request.size_px, THEMES[request.theme])
    plan = arrange(pen, selection, request)
    frame, unit = frame_of(selection, plan.rect, corner_height(plan.unit)), plan.unit
    labels = draw_basemap(pen, frame, request.borders, colours, unit, request.lang)
    pen.rehearse(on=True)
    taken = _draw_claims(pen, frame, selection, request, unit)
    pen.rehearse(on=False)
    pen.clip_to(None)
    pen.part = True
    draw_header(pen, selection, request, unit)
    draw_margin(pen, plan)
    over = Pen(request.size_px, THEMES[request.theme], clear=True)
    over.clip_to(frame.rect)
    taken += draw_veil(over, frame, unit)
    draw_labels(over, frame, labels, taken, colours, unit)
    if steady is not None:
        steady.unit, steady.manner = unit, plan.manner
    return Scene(frame, pen.pixels(), over.pixels())


def _draw_claims(pen: Pen, frame: Frame, selection: Selection, request: Request, unit: float) -> list[Box]:
    """Claims, and what stands with them in the map's frame; returns the pixels that are taken."""
    colours, steady = map_colours(request.theme), request.steady
    areas = areas_of(selection, frame, zones=request.zones)
    draw_areas(pen, frame, selection, areas, unit)
    caveat = draw_caveat(pen, frame, unit)
    under = request.bar.under if request.bar else ""
    dated = draw_known(pen, frame, under or known_words(selection), caveat, unit)
    taken = [caveat, dated]
    if request.bar is not None:
        taken.append(draw_time_bar(pen, frame, request.bar, dated, unit))
    taken.append(draw_scale_bar(pen, frame, colours, unit, taken))
    taken += draw_points(pen, frame, selection, unit, None if steady is None else steady.crowd)
    shown = len(selection.in_view) - (0 if request.zones else hidden_in_zones(selection))
    if shown == 0:
        words = _ALL_HIDDEN if selection.in_view else coverage_words(selection) or _NOTHING
        taken.append(draw_nothing(pen, frame, words, unit))
    chips = Chips(pen, frame, selection, areas, taken, unit, {} if steady is None else steady.homes, request.lang)
    detail = chips.detail() if steady is None or steady.detail is None else steady.detail
    if steady is not None:
        steady.detail = detail
    return taken + chips.draw(detail)
