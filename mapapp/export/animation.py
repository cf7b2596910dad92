"""A film of a selection's timeline as GIF, WebP or MP4, with a manifest of what its frames show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geodata.errors import ExportError
from geodata.store import Selection
from mapapp.export.cuts import MOTIONS, Cut, cuts_of
from mapapp.export.iso import iso_day
from mapapp.export.kept import Kept
from mapapp.export.layouts import sheet_of
from mapapp.export.look import LOOK, Look
from mapapp.export.manifest import manifest_of
from mapapp.export.progress import Progress
from mapapp.export.seal import seal
from mapapp.export.snapshot import refuse_size, refuse_words
from mapapp.export.theme import ThemeName

if TYPE_CHECKING:
    from mapapp.export.film import Film
    from mapapp.export.steady import Bitmap

__all__ = [
    "FILM_FORMS", "FRAME_MS", "HOLD_MS", "MOST_FRAMES", "MOST_PIXELS", "USUAL_PX", "draw_animation",
    "draw_animations",
]  # fmt: skip

FILM_FORMS = ("gif", "webp", "mp4")
"""What a film can be written as."""

MOST_FRAMES = 240
"""A film of more frames is refused."""

MOST_PIXELS = 300_000_000
"""A film of more pixels in all its frames is refused: it would keep a shared server busy for minutes."""

FRAME_MS = (40, 10_000)
"""The shortest and the longest that a frame may stand, milliseconds."""

HOLD_MS = 2000
"""The last frame stands at least so long, milliseconds: it is the one that is read."""

USUAL_PX = (1280, 800)
"""Width and height where nobody asked for a size."""


def draw_animation(selection: Selection, look: Look, form: str, progress: Progress) -> bytes:
    """Film the timeline of a selection: each frame is the picture of its days, with counts, legend, dates and caveat.

    Parameters
    ----------
    selection : Selection
        What to film; its window and its ``known_on`` are never exceeded. The map shows the same place in every frame.
    look : Look
        How; ``motion`` says what moves. Where nobody asked for a size or a layout, the size is 1280x800. MP4 has no odd
        sides: of such a side the last pixel is left out.
    form : {'gif', 'webp', 'mp4'}
        GIF has 255 colours, those of the statuses among them; WebP has all, without loss; MP4 is H.264.
    progress : callable
        Told the share that is done before each frame; it may raise ``CancelledError``, and then nothing is left.

    Returns
    -------
    bytes
        The film with its sealed manifest, which ``mapapp.export.verify`` reads. Nothing looks at a clock: the same
        input gives the same bytes.

    Raises
    ------
    ExportError
        If it is too large, there is no time to run through, or the look cannot be drawn; the sentence says what can.
    CancelledError
        If ``progress`` raised it.
    """
    film, delays = _film(selection, look, form)
    return seal(_written(film, film.frames(progress), form, delays), form, _told(film, look))


def draw_animations(selection: Selection, look: Look, progress: Progress) -> dict[str, bytes]:
    """The same film in each of ``FILM_FORMS``, its frames drawn once and kept packed.

    Parameters and errors are those of :func:`draw_animation`.
    """
    film, delays = _film(selection, look, FILM_FORMS[0])
    told, kept = _told(film, look), Kept(film.frames(progress))
    return {form: seal(_written(film, iter(kept), form, delays), form, told) for form in FILM_FORMS}


def _film(selection: Selection, look: Look, form: str) -> tuple[Film, list[int]]:
    """The film before its frames are drawn, and how long each stands in milliseconds."""
    motion = look.motion or look.window_mode
    _check(look, motion, form)
    usual = look.size_px is None and look.layout == LOOK.layout
    wide, high = USUAL_PX if usual else sheet_of(look.layout, look.size_px, look.dpi).size_px
    size = (wide // 2 * 2, high // 2 * 2) if form == "mp4" else (wide, high)
    refuse_size(size)
    cuts = cuts_of(selection, motion, look.frames)
    _refuse_too_much(len(cuts), size)
    # matplotlib and geopandas cost over a second to load: only who draws pays for them
    from mapapp.export.film import film_of
    from mapapp.export.sheet import Request

    colours: ThemeName = "dark" if look.theme == "dark" else "light"
    title = selection.dataset.info.title if look.title is None else look.title
    request = Request(
        size, title, look.borders, colours, "", look.zones, lang=look.lang, layout=look.layout,
        dataset_id=look.dataset_id,
    )  # fmt: skip
    delays = [look.frame_ms] * (len(cuts) - 1) + [max(look.frame_ms, HOLD_MS)]
    return film_of(selection, motion, cuts, request), delays


def _written(film: Film, frames: Iterator[Bitmap], form: str, delays: list[int]) -> bytes:
    wide, high = film.request.size_px
    if form == "gif":
        from mapapp.export.animation_gif import to_gif

        return to_gif(frames, delays, film.sample(), film.request.theme)
    if form == "webp":
        from mapapp.export.animation_webp import to_webp

        return to_webp(frames, delays, (wide, high))
    from mapapp.export.animation_mp4 import to_mp4

    even = wide // 2 * 2, high // 2 * 2
    return to_mp4((frame[: even[1], : even[0]] for frame in frames), delays, even)


def _told(film: Film, look: Look) -> dict[str, Any]:
    from mapapp.export.film import mode_of

    manifest = manifest_of(
        film.whole, rows=film.rows, title=look.title, borders=look.borders,
        window_mode=mode_of(film.whole.query, film.motion), zones=look.zones, made_on=look.made_on, lang=look.lang,
        dataset_id=look.dataset_id,
    )  # fmt: skip
    return {**manifest, "motion": film.motion, "frames": [_frame(cut) for cut in film.cuts]}


def _frame(cut: Cut) -> dict[str, str | None]:
    query = cut.query
    return {
        "first": iso_day(query.first_day), "last": iso_day(query.last_day), "known_on": iso_day(query.known_on),
    }  # fmt: skip


def _check(look: Look, motion: str, form: str) -> None:
    refuse_words(look.borders, look.theme, look.window_mode, look.lang)
    for word, known, what in ((motion, MOTIONS, "motion of a film"), (form, FILM_FORMS, "form of a film")):
        if word not in known:
            raise ExportError(f"“{word}” is no {what}; use one of {', '.join(known)}.")
    if not 1 <= look.frames <= MOST_FRAMES:
        raise ExportError(f"A film cannot have {look.frames} frames; ask for 1 to {MOST_FRAMES}.")
    shortest, longest = FRAME_MS
    if not shortest <= look.frame_ms <= longest:
        raise ExportError(f"A frame cannot stand for {look.frame_ms} ms; ask for {shortest} to {longest}.")


def _refuse_too_much(frames: int, size: tuple[int, int]) -> None:
    if frames * size[0] * size[1] > MOST_PIXELS:
        raise ExportError(
            f"{frames} frames of {size[0]}x{size[1]} pixels are more than a film may have; "
            f"ask for at most {MOST_PIXELS // (size[0] * size[1])} frames, or for a smaller size."
        )
