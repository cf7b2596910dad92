"""The head of a picture: title, filter sentence, window, date of what was known. Only the title is ever cut."""

from __future__ import annotations

from geodata.store import Selection, sentence
from mapapp.export.coverage import coverage_words
from mapapp.export.known import known_line
from mapapp.export.pen import Pen
from mapapp.export.request import Request

__all__ = ["dated_words", "draw_header"]

_ROOMY = 900  # pixels of the full-size design: on a narrower sheet the head is in smaller type
_TITLE_SIZES = (1.0, 0.86, 0.74)  # of the title's size: the first at which it takes two lines
_MOST_TITLE_LINES = 6


def dated_words(selection: Selection, window: str) -> str:
    """Say window, date of what was known, and whether anything was collected then."""
    return f"{window} {known_line(selection)} {coverage_words(selection)}".rstrip()


def draw_header(pen: Pen, selection: Selection, request: Request, unit: float) -> float:
    """Write the head of a picture.

    Returns
    -------
    float
        Its lower edge, pixels.
    """
    sheet, theme = request.sheet, pen.theme
    left, width = sheet.margin_px, sheet.size_px[0] - 2 * sheet.margin_px
    share = min(1.0, max(0.7, width / unit / _ROOMY))
    steady = request.steady
    said = sentence(selection.dataset, selection.query) if steady is None else steady.said
    with pen.still():
        y = _title(pen, request.title, (left, left * 0.7, width), 30 * unit * share)
        y = pen.paragraph(left, y + 3 * unit, said, max(12.5, 16 * share) * unit, theme.ink, width)
    dated, room = dated_words(selection, request.window), () if steady is None else steady.dated
    return pen.paragraph(left, y, dated, max(10.5, 13 * share) * unit, theme.muted, width, room=room) + 9 * unit


def _title(pen: Pen, words: str, at: tuple[float, float, float], size: float) -> float:
    """Write the title at left, upper edge, width; a long one is smaller, and beyond six lines it is cut visibly."""
    left, top, width = at
    fitting = (share for share in _TITLE_SIZES if len(pen.wrapped(words, width, size * share, bold=True)) <= 2)
    size *= next(fitting, _TITLE_SIZES[-1])
    return pen.paragraph(
        left, top, words, size, pen.theme.ink, width, bold=True, most_lines=_MOST_TITLE_LINES, lead=1.2
    )  # fmt: skip
