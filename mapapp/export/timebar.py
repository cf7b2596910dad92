"""Where a frame of a film stands in time: its dates, and a bar, inside the map's frame so that a crop keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mapapp.export.mercator import Frame
from mapapp.export.pen import Pen
from mapapp.export.steady import Box

__all__ = ["TimeBar", "draw_time_bar"]

_LEAST_PX = 10.0  # the least size of the dates: a small sheet is read too


@dataclass(frozen=True, slots=True)
class TimeBar:
    """The days (UTC, inclusive) that a film runs through, those of one frame, and words for these.

    ``under`` is written beneath instead of the date of what was known, where that is what the words say.
    """

    whole: tuple[date, date]
    part: tuple[date, date]
    words: str
    under: str = ""

    def share(self) -> tuple[float, float]:
        """Where the frame begins and ends on the bar, 0 to 1."""
        first, last = self.whole
        days = (last - first).days + 1
        return (self.part[0] - first).days / days, ((self.part[1] - first).days + 1) / days


def draw_time_bar(pen: Pen, frame: Frame, bar: TimeBar, below: Box, unit: float) -> Box:
    """Write the dates of a frame above another box in the map's corner, and under them the bar.

    Returns
    -------
    (left, top, right, bottom)
        Pixels that it takes, the same in every frame of a film.
    """
    rect = frame.rect
    wide = min(340 * unit, rect.width * 0.9)
    size, small = max(18 * unit, _LEAST_PX * 1.2), max(10.5 * unit, _LEAST_PX * 0.8)
    inner, left = wide - 24 * unit, rect.left + 12 * unit
    shown = size
    while pen.width(bar.words, shown, bold=True) > inner:
        shown *= 0.95
    high = size * 1.75 + small * 1.7 + 8 * unit
    top = below[1] - high
    pen.box((rect.left, top, wide, high), pen.theme.paper, 15)
    pen.text(left, top + size * 1.3, bar.words, shown, pen.theme.ink, bold=True, order=15.1)
    _draw_track(pen, bar, (left, top + size * 1.75, inner, 5 * unit))
    base = top + high - small * 0.55
    pen.text(left, base, bar.whole[0].isoformat(), small, pen.theme.muted, order=15.1)
    pen.text(left + inner, base, bar.whole[1].isoformat(), small, pen.theme.muted, ha="right", order=15.1)
    return rect.left, top, rect.left + wide, below[1]


def _draw_track(pen: Pen, bar: TimeBar, box: tuple[float, float, float, float]) -> None:
    left, top, wide, high = box
    start, end = bar.share()
    pen.box(box, pen.theme.rule, 15.1)
    least = max(3.0, high * 0.8)
    reach = max(wide * (end - start), least)
    pen.box((min(left + wide * start, left + wide - reach), top - 1, reach, high + 2), pen.theme.accent, 15.2)
