"""The frames of a film, one after the other: each is the picture of its days, and what stands still is drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geodata.store import ClaimQuery, Selection, select, sentence, window_words
from mapapp.export.cuts import Cut
from mapapp.export.known import known_words, open_note
from mapapp.export.link import link_of
from mapapp.export.progress import Progress
from mapapp.export.sheet import Request, dated_words, draw_frame, draw_scene
from mapapp.export.snapshot import window_line
from mapapp.export.steady import Bitmap, Steady
from mapapp.export.tally import point_groups, zone_rows
from mapapp.export.timebar import TimeBar

__all__ = ["Film", "film_of", "mode_of"]


@dataclass(frozen=True, slots=True)
class Film:
    """Frames that are drawn when they are asked for, so that never more than one of them is held.

    Parameters
    ----------
    whole : Selection
        The question of the film, answered as of its last day of knowledge.
    rows : tuple of int
        Claims that some frame draws, in file order.
    motion : {'window', 'cumulative', 'known'}
        What moves.
    cuts : tuple of Cut
        What each frame shows.
    request : Request
        How, with what stands still.
    """

    whole: Selection
    rows: tuple[int, ...]
    motion: str
    cuts: tuple[Cut, ...]
    request: Request

    def frames(self, progress: Progress) -> Iterator[Bitmap]:
        """Draw the frames in their order (red, green, blue); ``progress`` is told before each, and may stop it."""
        for number, cut in enumerate(self.cuts):
            progress(number / len(self.cuts))
            yield self._draw(cut.selection(self.whole.dataset), cut)

    def sample(self) -> Bitmap:
        """Every claim at once: the picture with the most colours."""
        return self._draw(replace(self.whole, in_view=self.rows), self.cuts[-1])

    def _draw(self, selection: Selection, cut: Cut) -> Bitmap:
        window = _window(selection, self.motion)
        bar = _bar(selection, self.motion, (self.cuts[0].first, self.cuts[-1].last), cut)
        return np.ascontiguousarray(
            draw_frame(selection, replace(self.request, window=window, bar=bar))[..., :3]
        )  # fmt: skip


def film_of(selection: Selection, motion: str, cuts: tuple[Cut, ...], request: Request) -> Film:
    """Make ready what all frames share: the map's frame, its ground and its names, and room for the longest words.

    Parameters
    ----------
    selection : Selection
        The question of the film.
    motion : {'window', 'cumulative', 'known'}
        What moves.
    cuts : tuple of Cut
        What each frame shows, at least one.
    request : Request
        How it is to look; its window, link, bar and steady part are set here.

    Returns
    -------
    Film
        Ready to be drawn.
    """
    query = replace(selection.query, known_on=cuts[-1].last) if motion == "known" else selection.query
    whole = select(selection.dataset, query)
    every, steady = _survey(whole, motion, cuts)
    link = link_of(
        whole, window_mode=mode_of(query, motion), borders=request.borders, zones=request.zones,
        dataset_id=request.dataset_id,
    )  # fmt: skip
    bar = _bar(whole, motion, (cuts[0].first, cuts[-1].last), cuts[-1])
    shared = replace(request, window=_window(whole, motion), link=link, bar=bar, steady=steady)
    steady.scene = draw_scene(every, shared)
    hidden = frozenset() if request.zones else zone_rows(every)
    rows = tuple(row for row in every.in_view if row not in hidden)
    return Film(whole, rows, motion, cuts, shared)


def _survey(whole: Selection, motion: str, cuts: tuple[Cut, ...]) -> tuple[Selection, Steady]:
    """Go through all frames once: a selection with the claims of all, and what must find room in each."""
    rows, reported, notes, dated, crowd = set(whole.in_view), dict(whole.last_reported), {""}, set[str](), 0
    for cut in cuts:
        chosen = cut.selection(whole.dataset)
        rows |= set(chosen.in_view)
        reported |= chosen.last_reported
        notes.add(open_note(chosen))
        dated.add(dated_words(chosen, _window(chosen, motion)))
        crowd = max(crowd, sum(len(group.rows) for group in point_groups(chosen)))
    every = replace(whole, in_view=tuple(sorted(rows)), last_reported=reported)
    return every, Steady(_said(whole, motion), tuple(sorted(dated)), tuple(sorted(notes)), crowd)


def mode_of(query: ClaimQuery, motion: str) -> str:
    """What a window of a film is called: cumulative where it grows and has no first day."""
    return "cumulative" if motion == "cumulative" and query.first_day is None else "window"


def _said(whole: Selection, motion: str) -> str:
    """The filter sentence of a film: it stands for all frames."""
    query = whole.query
    if motion != "known":
        return sentence(whole.dataset, query)
    return f"{sentence(whole.dataset, replace(query, known_on=None))}, as it became known"


def _window(selection: Selection, motion: str) -> str:
    return window_line(selection, mode_of(selection.query, motion))


def _bar(selection: Selection, motion: str, days: tuple[date, date], cut: Cut) -> TimeBar:
    query = selection.query
    if motion == "known":
        window = window_words(query.first_day, query.last_day)
        return TimeBar(days, (days[0], cut.last), known_words(selection), f"Claims of {window}")
    first = cut.first if motion == "window" else days[0]
    words = window_words(query.first_day, query.last_day)
    return TimeBar(days, (first, cut.last), words[:1].upper() + words[1:])
