"""The seven signs and the badge of a denial, the same shapes as in the browser."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geodata.model import Status
from mapapp.export.pen import Pen
from mapapp.export.theme import DENIAL, line_colour, mix
from mapapp.palette import STATUS_STYLES

__all__ = ["Pixels", "draw_denial", "draw_mark", "outline"]

Pixels = npt.NDArray[np.float64]  # numbers by pixel

_LIGHT_GROUND = "#f1efe9"  # a pale sign is pale in either theme
_SMALL = 7.0  # radius in pixels of the full-size design up to which a pale sign has the finer dashes
_LETTER_DOWN = {"triangle": 0.24, "star": 0.06, "pentagon": 0.04}  # of the radius: where the middle looks to be


def _ring(corners: int, radius: float, inner: float = 1.0) -> list[tuple[float, float]]:
    steps = corners * 2 if inner < 1 else corners
    points = []
    for step in range(steps):
        reach = radius * inner if inner < 1 and step % 2 else radius
        angle = (step / steps - 0.25) * math.tau
        points.append((reach * math.cos(angle), reach * math.sin(angle)))
    return points


_CORNERS: dict[str, Sequence[tuple[float, float]]] = {
    "square": [(-0.74, -0.74), (0.74, -0.74), (0.74, 0.74), (-0.74, 0.74)],
    "diamond": _ring(4, 0.98),
    "triangle": [(0, -0.95), (0.97, 0.8), (-0.97, 0.8)],
    "star": _ring(5, 1.04, 0.56),
    "cross": [
        (-0.4, -0.9), (0.4, -0.9), (0.4, -0.4), (0.9, -0.4), (0.9, 0.4), (0.4, 0.4),
        (0.4, 0.9), (-0.4, 0.9), (-0.4, 0.4), (-0.9, 0.4), (-0.9, -0.4), (-0.4, -0.4),
    ],
    "pentagon": _ring(5, 0.94),
}  # fmt: skip


def outline(shape: str) -> Path:
    """The outline of a sign of radius 1 around 0, 0, y downwards; ``shape`` is one of ``mapapp.palette.SHAPES``."""
    if shape == "circle":
        turn = Path.arc(0, 360)  # begins at the right, as the browser's does: dashes are counted from there
        points = np.asarray(turn.vertices, dtype=float) * 0.8
        return Path([*points, points[0]], [*np.asarray(turn.codes), Path.CLOSEPOLY])
    corners = _CORNERS[shape]
    return Path([*corners, corners[0]], closed=True)


def draw_mark(
    pen: Pen, status: Status, at: tuple[float, float], radius: float, *, hollow: bool = False, denied: bool = False,
    letter: bool = True, order: float = 10, unit: float | None = None,
) -> None:  # fmt: skip
    """Draw one sign.

    Parameters
    ----------
    pen : Pen
        Where to draw.
    status : Status
        Decides colour, shape and letter.
    at : (x, y)
        Middle, pixels of the sheet.
    radius : float
        Pixels.
    hollow : bool
        A plan or an inference: pale with a dashed outline.
    denied : bool
        Add the badge.
    letter : bool
        Write the letter of the status.
    order : float
        Drawn over everything of a lower order.
    unit : float or None
        Pixels to one pixel of the full-size design, which lines are as wide as; None: lines as of a radius of 10.
    """
    style = STATUS_STYLES[status]
    path = outline(style.shape).transformed(Affine2D().scale(radius).translate(*at))
    unit = radius / 10 if unit is None else unit
    pen.shape(path, order, edge="#14161c80", line=4.4 * unit, join="round")
    pen.shape(path, order, edge="#ffffff", line=3 * unit, join="round")
    fill = mix("#ffffff", style.colour, 0.16) if hollow else style.colour
    pen.shape(path, order, fill=fill)
    if hollow:
        line, dash, gap = (1.9, 3.4, 2.2) if radius > _SMALL * unit else (1.5, 2.2, 1.6)
        edge = line_colour(style.colour, _LIGHT_GROUND)
        pen.shape(path, order, edge=edge, line=line * unit, dashes=(dash * unit, gap * unit), join="round")
    if letter:
        y = at[1] + radius * (0.03 + _LETTER_DOWN.get(style.shape, 0))
        ink = "#1b1b1f" if hollow else style.ink
        pen.text(at[0], y, style.letter, radius * 0.98, ink, bold=True, ha="center", va="center_baseline", order=order)
    if denied:
        draw_denial(pen, (at[0] + radius * 0.82, at[1] - radius * 0.82), max(3.6 * unit, radius * 0.42), order)


def draw_denial(pen: Pen, at: tuple[float, float], radius: float, order: float = 10) -> None:
    """Draw the badge of a denial: a barred circle, red with a white edge; ``radius`` in pixels."""
    pen.add(Circle(at, radius * 1.3, facecolor="#ffffff", edgecolor="none"), order)
    width = max(radius * 0.34, 1.0)
    pen.add(Circle(at, radius * 0.86, facecolor="none", edgecolor=DENIAL, linewidth=width), order)
    reach = radius * 0.55
    bar = Path([(at[0] - reach, at[1] + reach), (at[0] + reach, at[1] - reach)])
    pen.add(PathPatch(bar, edgecolor=DENIAL, linewidth=width, facecolor="none"), order)
