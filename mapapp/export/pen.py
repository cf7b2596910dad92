"""A sheet of pixels to draw on: matplotlib's figure with the origin at the upper left and one pixel as the unit."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Normal, withStroke
from matplotlib.text import Text
from matplotlib.typing import CapStyleType, JoinStyleType

from mapapp.export.compact import compact
from mapapp.export.fonts import font, known_characters, width_of
from mapapp.export.mercator import Rect
from mapapp.export.steady import Bitmap
from mapapp.export.text import drawable, wrap
from mapapp.export.theme import Theme

__all__ = ["Pen"]

_DOCTYPE = re.compile(rb"<!DOCTYPE svg PUBLIC[^>]*>\n")  # names an address, and says nothing that a reader needs
_IN_POINTS = re.compile(rb'\b(width|height)="(\d+)pt"')  # a point is 4/3 of a pixel where an SVG is shown
_NAMED = re.compile(r'<g id="([a-z]+-[A-Za-z0-9_.-]*)">')  # of _Group
_DPI = 72  # a typographic point is then a pixel

# Letters keep their own widths at small sizes, whatever a user's matplotlibrc says. An SVG holds letters as outlines,
# because it cannot carry a font that every reader takes; a PDF holds its fonts, so that its text can be searched.
mpl.rcParams.update(
    {"text.hinting": "none", "svg.hashsalt": "claimline", "svg.fonttype": "path", "svg.image_inline": True}
)
mpl.rcParams.update({"pdf.fonttype": 42, "pdf.compression": 6, "pdf.use14corefonts": False})


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: float, bold: bool, most_lines: int) -> tuple[str, ...]:
    """Lines of a text no wider than so many times its size; kept, as every frame of a film asks for the same."""
    blank = width_of("a a", bold=bold) - 2 * width_of("a", bold=bold)

    def measure(line: str) -> float:
        words = line.split(" ")
        return sum(width_of(word, bold=bold) for word in words) + blank * (len(words) - 1)

    return tuple(wrap(drawable(text, known_characters()), width, measure, most_lines))


class _Overlay(Artist):
    """Pixels of a whole sheet, put down as they are."""

    def __init__(self, pixels: Bitmap) -> None:
        super().__init__()
        self._pixels = pixels[::-1]  # matplotlib counts rows from below

    def draw(self, renderer: Any) -> None:  # noqa: ANN401  (matplotlib's renderers share no type)
        """Put them down."""
        renderer.draw_image(renderer.new_gc(), 0, 0, self._pixels)


class _Group(Artist):
    """Artists that are drawn together, under one id."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.set_gid(name)
        self.members: list[Artist] = []

    def draw(self, renderer: Any) -> None:  # noqa: ANN401  (matplotlib's renderers share no type)
        """Draw them as they came."""
        renderer.open_group("group", gid=self.get_gid())
        for member in self.members:
            member.draw(renderer)
        renderer.close_group("group")


class _Canvas(FigureCanvasAgg):
    """A canvas that is drawn once, at the end, however often geopandas asks for it."""

    def draw_idle(self, *_args: object, **_kwargs: object) -> None:
        """Wait."""


class Pen:
    """Draws on one sheet.

    Parameters
    ----------
    size_px : (int, int)
        Width and height of the sheet.
    theme : Theme
        Its colours.
    clear : bool
        Nothing is beneath what is drawn, instead of paper: a sheet to lay over another.
    named : bool
        Whether what is drawn in a :meth:`group` bears its id. Only an SVG can hold one.
    """

    def __init__(self, size_px: tuple[int, int], theme: Theme, *, clear: bool = False, named: bool = False) -> None:
        width, height = size_px
        self.size_px = size_px
        self.theme = theme
        self.figure = Figure(
            figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="none" if clear else theme.paper
        )
        self._canvas = _Canvas(self.figure)
        self.sheet: Any = self.figure.add_axes((0, 0, 1, 1), zorder=2)
        self.sheet.set_axis_off()
        self.sheet.set_xlim(0, width)
        self.sheet.set_ylim(height, 0)
        self._clip: Rectangle | None = None
        self._cover = 1.0
        self._group: _Group | None = None
        self._claims: dict[str, str] = {}
        self._is_still = False
        self.part: bool | None = None
        self.is_named = named
        self.is_writing = True

    @contextmanager
    def still(self) -> Iterator[None]:
        """Say that what is drawn meanwhile is the same in every frame of a film.

        With ``part`` True only that is drawn, with False all the rest, with None everything.
        """
        before, self._is_still = self._is_still, True
        yield
        self._is_still = before

    @property
    def is_drawing(self) -> bool:
        """Whether what comes now is put on the sheet."""
        return self.is_writing and self.part in (None, self._is_still)

    def clip_to(self, rect: Rect | None) -> None:
        """Cut off what is drawn from now on at a rectangle; None: at the sheet's edge only."""
        self._clip = None
        if rect is not None:
            corner = (rect.left, rect.top)
            self._clip = Rectangle(corner, rect.width, rect.height, transform=self.sheet.transData)

    def cover(self, share: float) -> None:
        """Let what is drawn from now on hide only a share of what is beneath it, 0 to 1."""
        self._cover = share

    def _thin(self, artist: Artist) -> None:
        if self._cover < 1:
            alpha: float | None = artist.get_alpha()
            artist.set_alpha(self._cover * (1 if alpha is None else alpha))

    def rehearse(self, *, on: bool) -> None:
        """While on, nothing is drawn: blocks are only measured."""
        self.is_writing = not on

    def add(self, artist: Artist, order: float) -> None:
        """Draw a matplotlib artist; things of one order are drawn as they came."""
        if not self.is_drawing:
            return
        artist.set_zorder(order)
        self._thin(artist)
        if self._group is None:
            self.sheet.add_artist(artist)
        else:
            self._join(self._group, artist)
        artist.set_clip_on(self._clip is not None)
        if self._clip is not None:
            artist.set_clip_path(self._clip)

    def _join(self, group: _Group, artist: Artist) -> None:
        artist.axes = self.sheet
        artist.set_figure(self.figure)
        if not artist.is_transform_set():
            artist.set_transform(self.sheet.transData)
        group.members.append(artist)

    @contextmanager
    def group(self, name: str, order: float, claims: Sequence[str] = ()) -> Iterator[None]:
        """Draw what is added meanwhile as one thing of one order.

        Parameters
        ----------
        name : str
            Its id, of letters, digits, ``_``, ``.`` and ``-``; no other thing on the sheet has it.
        order : float
            Drawn over everything of a lower order, whatever the order of its parts.
        claims : sequence of str
            Ids of the claims it stands for, of the same characters.
        """
        if not (self.is_named and self.is_writing):
            yield
            return
        self._claims[name] = " ".join(claims)
        group = _Group(name)
        group.set_zorder(order)
        self.sheet.add_artist(group)
        self._group = group
        yield
        self._group = None

    def lay(self, pixels: Bitmap, order: float) -> None:
        """Lay another sheet of the same size over what is of a lower order."""
        self.add(_Overlay(pixels), order)

    def box(self, rect: tuple[float, float, float, float], fill: str, order: float, edge: str = "none") -> None:
        """Draw a plain rectangle given as left, top, width, height in pixels."""
        left, top, width, height = rect
        self.add(Rectangle((left, top), width, height, facecolor=fill, edgecolor=edge, linewidth=1), order)

    def veil(self, rect: tuple[float, float, float, float], order: float) -> None:
        """Dim a rectangle given as left, top, width, height in pixels."""
        left, top, width, height = rect
        self.add(Rectangle((left, top), width, height, facecolor=self.theme.paper, edgecolor="none", alpha=0.55), order)

    def shape(
        self, path: Path, order: float, *, fill: str = "none", edge: str = "none", line: float = 0,
        dashes: tuple[float, ...] = (), alpha: float | None = None, join: JoinStyleType = "miter",
        cap: CapStyleType = "butt", within: Path | None = None,
    ) -> None:  # fmt: skip
        """Draw a path in pixels of the sheet; ``alpha`` takes the place of that in its colours.

        ``line`` is the width of its edge in pixels, ``dashes`` their lengths and those of the gaps; ``within`` cuts off
        what lies outside another path, instead of the rectangle of :meth:`clip_to`.
        """
        if len(path) == 0:
            return
        style = (0, tuple(length / line for length in dashes)) if dashes else "solid"
        patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=line, linestyle=style, alpha=alpha)
        patch.set(joinstyle=join, capstyle=cap, snap=False)
        self.add(patch, order)
        if within is not None and self.is_drawing:
            patch.set_clip_path(within, self.sheet.transData)

    def outline(self, rect: tuple[float, float, float, float], colour: str, line: float, order: float) -> None:
        """Draw a dashed rectangle given as left, top, width, height in pixels."""
        left, top, width, height = rect
        dashes = (0, (5, 4))
        patch = Rectangle(
            (left, top), width, height, facecolor="none", edgecolor=colour, linewidth=line, linestyle=dashes
        )
        self.add(patch, order)

    def chip(self, rect: tuple[float, float, float, float], fill: str, edge: str, order: float) -> None:
        """Draw a rectangle with rounded corners given as left, top, width, height in pixels."""
        left, top, width, height = rect
        style = "round,pad=0,rounding_size=4"
        patch = FancyBboxPatch((left, top), width, height, boxstyle=style, facecolor=fill, edgecolor=edge, linewidth=1)
        self.add(patch, order)

    def disc(
        self, at: tuple[float, float], radius: float, order: float, *, facecolor: str, edgecolor: str = "none",
        line: float = 1, dashes: tuple[float, ...] = (), alpha: float = 1,
    ) -> None:  # fmt: skip
        """Draw a disc or ring; ``line`` is the width of its edge in pixels, ``dashes`` its pattern."""
        style = (0, dashes) if dashes else "solid"
        circle = Circle(at, radius, facecolor=facecolor, edgecolor=edgecolor, linewidth=line, linestyle=style)
        circle.set_alpha(alpha)
        self.add(circle, order)

    def width(self, text: str, size: float, *, bold: bool = False, slanted: bool = False) -> float:
        """How wide a text is, pixels."""
        return width_of(drawable(text, known_characters()), bold=bold, slanted=slanted) * size

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, slanted: bool = False,
        ha: str = "left", va: str = "baseline", halo: str | None = None, order: float = 10,
    ) -> None:  # fmt: skip
        """Write one line; ``size`` is in pixels, ``halo`` the colour of a soft edge that keeps it legible on a map."""
        if not self.is_drawing:
            return
        artist = Text(
            x, y, drawable(text, known_characters()), color=colour, ha=ha, va=va, usetex=False, parse_math=False,
            fontproperties=font(size, bold=bold, slanted=slanted),
        )  # fmt: skip
        self.add(artist, order)
        if halo is not None:
            artist.set_path_effects([withStroke(linewidth=size * 0.28, foreground=halo), Normal()])

    def wrapped(self, text: str, width: float, size: float, *, bold: bool = False, most_lines: int = 99) -> list[str]:
        """Lines of a text no wider than ``width`` pixels, every character made visible."""
        return list(_wrapped(text, width / size, bold, most_lines))

    def paragraph(
        self, x: float, y: float, text: str, size: float, colour: str, width: float, *, bold: bool = False,
        most_lines: int = 99, lead: float = 1.34, room: Sequence[str] = (),
    ) -> float:  # fmt: skip
        """Write a paragraph with its upper edge at ``y``; returns the lower edge, pixels.

        Where one of the texts of ``room`` is taller, the paragraph takes as much room as that one would.
        """
        lines = self.wrapped(text, width, size, bold=bold, most_lines=most_lines)
        for number, line in enumerate(lines):
            self.text(x, y + size + number * size * lead, line, size, colour, bold=bold)
        others = (self.wrapped(other, width, size, bold=bold, most_lines=most_lines) for other in room)
        return y + size * lead * max([len(lines), *map(len, others)])

    def pixels(self) -> Bitmap:
        """The sheet as pixels: rows, columns, and red, green, blue and cover, 0 to 255."""
        self._canvas.draw()  # type: ignore[no-untyped-call]
        found = np.array(self._canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        del self._canvas.renderer  # its pixels would wait for the collector of rubbish, film frame upon film frame
        return found

    def png(self, dpi: int = 96) -> bytes:
        """The sheet as a PNG: no date, no program name, so that the same drawing gives the same bytes.

        ``dpi`` is how many pixels it says that an inch has.
        """
        target = io.BytesIO()
        said = {"metadata": {"Software": None}, "pil_kwargs": {"dpi": (dpi, dpi)}}
        self._canvas.print_png(target, **said)  # type: ignore[no-untyped-call]
        return target.getvalue()

    def svg(self, title: str, paper_mm: tuple[float, float] | None = None) -> bytes:
        """The sheet as an SVG whose letters are outlines, one user unit to the pixel: no date, no program name.

        ``paper_mm`` is how wide and high it is in millimetres; None: a pixel of the screen to the user unit.
        """
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        target = io.BytesIO()
        blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        named = {"Title": drawable(title, known_characters())}
        FigureCanvasSVG(self.figure).print_svg(target, metadata={**blank, **named})  # type: ignore[no-untyped-call]
        drawn = _DOCTYPE.sub(b"", target.getvalue(), count=1)
        sides = {b"width": b"", b"height": b""}
        if paper_mm is not None:
            sides = {b"width": b"%gmm" % paper_mm[0], b"height": b"%gmm" % paper_mm[1]}
        sized = _IN_POINTS.sub(lambda side: b'%s="%s"' % (side[1], sides[side[1]] or side[2]), drawn, count=2)
        return _NAMED.sub(self._told, compact(sized.decode("utf-8"))).encode("utf-8")

    def _told(self, found: re.Match[str]) -> str:
        """Say beside an id which claims the thing stands for."""
        claims = self._claims.get(found[1])
        return f'<g id="{found[1]}" data-claims="{claims}">' if claims else found[0]

    def pdf(self, title: str, points: tuple[float, float]) -> bytes:
        """The sheet as a PDF with its fonts, on a page of so many points: no date, no program name."""
        from matplotlib.backends.backend_mixed import MixedModeRenderer
        from matplotlib.backends.backend_pdf import Op, PdfFile, RendererPdf

        target = io.BytesIO()
        blank = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        file: Any = PdfFile(target, metadata={**blank, "Title": drawable(title, known_characters())})  # type: ignore[no-untyped-call]
        file.newPage(points[0] / _DPI, points[1] / _DPI)
        file.output(points[0] / self.size_px[0], 0, 0, points[1] / self.size_px[1], 0, 0, Op.concat_matrix)
        wide, high = self.figure.get_size_inches()
        file.width, file.height = wide, high  # of what is drawn: lines beyond it are cut off before they are scaled
        page = RendererPdf(file, _DPI, high, wide)  # type: ignore[no-untyped-call]
        mixed: Any = MixedModeRenderer(self.figure, wide, high, _DPI, page)  # type: ignore[no-untyped-call]
        self.figure.draw(mixed)
        page.finalize()  # type: ignore[no-untyped-call]
        file.finalize()
        file.close()
        return target.getvalue()
