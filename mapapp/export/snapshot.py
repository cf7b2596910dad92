"""A picture of a selection as PNG, SVG or PDF, drawn without a browser, with a manifest of what it shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

from geodata.basemap import BORDER_VIEWS
from geodata.errors import ExportError
from geodata.model import LANGUAGES
from geodata.store import Selection, window_words
from mapapp.export.layouts import LARGEST_PX, SMALLEST_PX, sheet_of
from mapapp.export.manifest import manifest_of
from mapapp.export.seal import seal
from mapapp.export.theme import ThemeName

__all__ = ["FORMS", "draw_snapshot", "refuse_size", "refuse_words", "window_line"]

FORMS = ("png", "svg", "pdf")
"""What a picture can be written as."""

_MODES = ("window", "cumulative")
_THEMES = ("light", "dark")


def draw_snapshot(
    selection: Selection,
    *,
    size_px: tuple[int, int] | None = None,
    title: str | None = None,
    borders: str = "recognised",
    theme: str = "light",
    window_mode: str = "window",
    zones: bool = True,
    form: str = "png",
    made_on: date | None = None,
    lang: str = "en",
    layout: str = "wide",
    dpi: int | None = None,
    dataset_id: str | None = None,
) -> bytes:
    """Draw a selection: same claims, marks, colours and window as the map in the browser.

    Parameters
    ----------
    selection : Selection
        What to draw. Its query's box (EPSG:4326, degrees) is the least that the map shows; without one, everything
        located in the selection. The map is Web Mercator (EPSG:3857) and widened to the sheet, never distorted.
    size_px : (int, int) or None
        Width and height in pixels, each from 320 to 6000; None: those of the layout.
    title : str or None
        None: the data set's.
    borders : {'recognised', 'defacto'}
        The view of the borders; the picture says which.
    theme : {'light', 'dark'}
        Colours.
    window_mode : {'window', 'cumulative'}
        What the window is called: between two UTC days (both inclusive), or everything up to the last.
    zones : bool
        Whether areas that are zones are drawn. Where not, their claims still count as in view, and the picture says
        how many they are. Where they are, so is a zone whose claims pass the filters and have no date in the window:
        neutral, with their number.
    form : {'png', 'svg', 'pdf'}
        Pixels; or lines and letters in a drawing of as many units as pixels were asked for.
    made_on : date or None
        The UTC day that the manifest names as that of the making; None: none.
    lang : {'en', 'ru', 'uk', 'ko'}
        Language of the names of places on the map; English stands where a name is not known in it.
    layout : str
        A word of ``mapapp.export.layouts.LAYOUTS``: how large sheet and type are, and how the margin is told.
    dpi : int or None
        Pixels to an inch; None: as the layout says. It decides the size of a PDF, of an SVG on paper, and what a PNG
        says of its own; paper keeps its size, so that its pixels follow.
    dataset_id : str or None
        Under which id the app shows the data set, for the link; None: it stands there without an id.

    Returns
    -------
    bytes
        The picture with its sealed manifest, which ``mapapp.export.verify`` reads. Nothing looks at a clock: the same
        input gives the same bytes.

    Raises
    ------
    ExportError
        If the layout, the size, the borders, the theme, the mode, the form or the language cannot be drawn, or the
        sheet has no room for all its words in legible type; the sentence says what can.
    """
    size = sheet_of(layout, size_px, dpi).size_px
    refuse_size(size)
    refuse_words(borders, theme, window_mode, lang)
    if form not in FORMS:
        raise ExportError(f"“{form}” is no form of a picture; use one of {', '.join(FORMS)}.")
    # Matplotlib and geopandas cost over a second to load: only who draws a picture pays for them.
    from mapapp.export.sheet import PictureForm, Request, draw_sheet

    told = manifest_of(
        selection, title=title, borders=borders, window_mode=window_mode, zones=zones, made_on=made_on,
        lang=lang, dataset_id=dataset_id,
    )  # fmt: skip
    window = window_line(selection, window_mode)
    colours: ThemeName = "dark" if theme == "dark" else "light"
    wanted = {name: name for name in get_args(PictureForm)}[form]
    request = Request(
        size, told["title"], borders, colours, window, zones, told["link"], wanted, lang=lang, layout=layout, dpi=dpi,
    )  # fmt: skip
    return seal(draw_sheet(selection, request), form, told)


def refuse_size(size_px: tuple[int, int]) -> None:
    """Refuse a size that cannot be drawn.

    Raises
    ------
    ExportError
        If a side, in pixels, is too short or too long; the sentence says what can be drawn.
    """
    wide, high = size_px
    if not (SMALLEST_PX <= wide <= LARGEST_PX and SMALLEST_PX <= high <= LARGEST_PX):
        raise ExportError(
            f"A picture of {wide}x{high} pixels cannot be drawn; "
            f"write a width and a height from {SMALLEST_PX} to {LARGEST_PX}."
        )


def refuse_words(borders: str, theme: str, window_mode: str, lang: str) -> None:
    """Refuse words for the look of a picture that are not known.

    Raises
    ------
    ExportError
        If one is unknown; the sentence names it and those that are known.
    """
    for word, known, what in (
        (borders, BORDER_VIEWS, "view of the borders"),
        (theme, _THEMES, "theme"),
        (window_mode, _MODES, "mode of the window"),
        (lang, LANGUAGES, "language of the names"),
    ):
        if word not in known:
            raise ExportError(f"“{word}” is no {what}; use one of {', '.join(known)}.")


def window_line(selection: Selection, mode: str) -> str:
    """Say the window of a selection; ``mode`` is window or cumulative, days are UTC and inclusive."""
    first, last = selection.query.first_day, selection.query.last_day
    if mode == "cumulative" and last is not None:
        return f"Cumulative: everything up to {last.isoformat()} (UTC day, inclusive)."
    if first is None and last is None:
        return f"Window: all dates.{_span_words(selection)}"
    if first is None or last is None:
        return f"Window: {window_words(first, last)} (UTC day, inclusive)."
    return f"Window: {first.isoformat()} to {last.isoformat()} (UTC days, both inclusive)."


def _span_words(selection: Selection) -> str:
    """From when to when the claims in view speak, where the window itself does not say it."""
    known_on = selection.query.known_on
    times = [selection.dataset.claims[row].time_on(known_on) for row in selection.in_view]
    starts = [time.start_utc for time in times if time.start_utc is not None]
    ends = [time.end_utc for time in times if time.end_utc is not None]
    if not starts or not ends:
        return ""
    last = max(ends) - timedelta(microseconds=1)
    further = ", some without a stated end" if len(ends) < len(starts) else ""
    return f" The claims in view speak of {min(starts):%Y-%m-%d} to {last:%Y-%m-%d} (UTC){further}."
