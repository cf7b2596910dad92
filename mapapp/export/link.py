"""The pinned link that restores what a picture or a file shows, and the question in the words of that link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from geodata.store import ClaimQuery, Selection, select
from mapapp.pin import outward, pin_of
from mapapp.timemap.payload import extent_seconds, knowledge_seconds
from mapapp.view import Borders, MapState, TimeMode, ViewState, view_params

__all__ = ["link_of", "pinned_view", "query_words"]


def link_of(
    selection: Selection, *, window_mode: str = "window", borders: str = "recognised", zones: bool = True,
    dataset_id: str | None = None,
) -> str:  # fmt: skip
    """Write the pinned link to a selection, without a host.

    Parameters
    ----------
    selection : Selection
        What the link is to restore.
    window_mode : {'window', 'cumulative'}
        What the window means.
    borders : {'recognised', 'defacto'}
        The view of the borders.
    zones : bool
        Whether zones are drawn.
    dataset_id : str or None
        Under which id the app shows the data set; None: it stands there without an id.

    Returns
    -------
    str
        ``?`` and the query string as ``mapapp.view`` writes it.
    """
    view = pinned_view(selection, window_mode=window_mode, borders=borders, zones=zones, dataset_id=dataset_id)
    return "?" + urlencode(view_params(view), doseq=True, safe=",")


def pinned_view(
    selection: Selection, *, window_mode: str = "window", borders: str = "recognised", zones: bool = True,
    dataset_id: str | None = None,
) -> ViewState:  # fmt: skip
    """The view of a selection with absolute days, a day of knowledge, and what the data show then.

    Where the question has no day of knowledge it is the last UTC day on which anything became public, and the promise
    is about what was known on that day; where it has no window, the window is the whole extent of the data.
    """
    dataset, query = selection.dataset, selection.query
    first, last = _days(extent_seconds(dataset))
    asked = replace(
        query,
        known_on=query.known_on or _days(knowledge_seconds(dataset))[1],
        bbox=None if query.bbox is None else outward(query.bbox),
    )
    state = MapState(
        first_day=query.first_day or min(first, query.last_day or first),
        last_day=query.last_day or max(last, query.first_day or last),
        mode=TimeMode(window_mode),
        zones=zones,
        borders=Borders(borders),
        known_on=asked.known_on,
        aspect=query.aspect,
    )
    pin = pin_of(selection if asked == query else select(dataset, asked))
    return replace(_view(query, state), pin=pin, dataset_id=dataset_id)


def _days(seconds: tuple[int, int]) -> tuple[date, date]:
    """First and last UTC day of a half-open interval of whole days, in seconds since 1970."""
    first, end = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=each) for each in seconds)
    return first.date(), (end - timedelta(days=1)).date()


def query_words(query: ClaimQuery) -> dict[str, list[str] | list[float]]:
    """The question in the words of the link, in its order; ``bbox`` is west, south, east, north in degrees."""
    state = MapState(
        first_day=query.first_day, last_day=query.last_day, known_on=query.known_on, aspect=query.aspect
    )  # fmt: skip
    words: dict[str, list[str] | list[float]] = {**view_params(_view(query, state))}
    if query.bbox is not None:
        words["bbox"] = [query.bbox.west, query.bbox.south, query.bbox.east, query.bbox.north]
    return words


def _view(query: ClaimQuery, state: MapState) -> ViewState:
    return ViewState(
        types=query.types,
        statuses=query.statuses,
        modalities=query.modalities,
        parties=query.parties,
        sources=query.sources,
        text=query.text,
        map=state,
    )
