"""Which days each frame of a film shows: whole UTC days, without a gap and without an overlap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from geodata.errors import ExportError
from geodata.model import Dataset
from geodata.store import ClaimQuery, Selection, knowledge_days, last_day, select

__all__ = ["MOTIONS", "Cut", "cuts_of", "film_days", "split_days"]

MOTIONS = ("window", "cumulative", "known")
"""What moves: the window; its last day, so that it grows; or the day of knowledge, while the window stands."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One frame: the days it adds (UTC, both inclusive), and what it asks."""

    first: date
    last: date
    query: ClaimQuery

    def selection(self, dataset: Dataset) -> Selection:
        """What the frame shows; asked anew each time, since the answers of all frames together may be large."""
        return select(dataset, self.query)


def split_days(first: date, last: date, most: int) -> list[tuple[date, date]]:
    """Split a span of days into parts of the same whole number of days, one after the other.

    Parameters
    ----------
    first, last : date
        UTC days, both inclusive.
    most : int
        No more parts than these, at least 1.

    Returns
    -------
    list of (date, date)
        First and last day of each part. The first begins on ``first``, the last ends on ``last`` and may be shorter
        than the others, which are as short as ``most`` allows.

    Raises
    ------
    ExportError
        If the span ends before it begins.
    """
    days = (last - first).days + 1
    if days < 1:
        raise ExportError(f"No film can run from {first} to {last}: name a last day that is not before the first.")
    step = -(-days // most)
    starts = range(0, days, step)
    return [
        (first + timedelta(days=start), first + timedelta(days=min(start + step, days) - 1)) for start in starts
    ]  # fmt: skip


def film_days(selection: Selection, motion: str) -> tuple[date, date]:
    """From which to which UTC day a film runs, both inclusive.

    Parameters
    ----------
    selection : Selection
        What it shows.
    motion : {'window', 'cumulative', 'known'}
        What moves.

    Returns
    -------
    (date, date)
        Of a window, the query's; where an end of it is open, that of the claims in view, whose open ends last until the
        last day that is known of. Of what was known, from the first day on which anything became public to the
        query's ``known_on``, or to the last day of the data.

    Raises
    ------
    ExportError
        If nothing has a date, so that there is nothing to run through.
    """
    if motion == "known":
        return _known_days(selection)
    query = selection.query
    found = _claim_days(selection)
    first = query.first_day or (found[0] if found else None)
    last = query.last_day or (found[1] if found else None)
    if first is None or last is None:
        raise ExportError("No claim in view has a date, so there is no time to film: name a first and a last day.")
    if last < first:
        return (first, first) if query.last_day is None else (last, last)
    return first, last


def _known_days(selection: Selection) -> tuple[date, date]:
    found = knowledge_days(selection.dataset)
    if found is None:
        raise ExportError("Nothing in this data set says when it became public: film the window instead.")
    last = selection.query.known_on or found[1]
    return min(found[0], last), last


def _claim_days(selection: Selection) -> tuple[date, date] | None:
    """First and last day of the claims in view; an open end lasts until the last day that is known of."""
    query = selection.query
    times = [selection.dataset.claims[row].time_on(query.known_on) for row in selection.in_view]
    starts = [time.start_utc.date() for time in times if time.start_utc is not None]
    ends = [(time.end_utc - timedelta(microseconds=1)).date() for time in times if time.end_utc is not None]
    recent = min((day for day in (query.known_on, last_day(selection.dataset)) if day is not None), default=None)
    if recent is not None and any(time.is_open for time in times):
        ends.append(recent)
    if not starts and not ends:
        return None
    return min(starts or ends), max([*starts, *ends])


def cuts_of(selection: Selection, motion: str, most: int) -> tuple[Cut, ...]:
    """Say what each frame of a film shows.

    Parameters
    ----------
    selection : Selection
        The question of the film: its window and its day of knowledge are never exceeded.
    motion : {'window', 'cumulative', 'known'}
        The window moves in steps that neither overlap nor leave a day out; or it grows by such steps; or the window
        stands, and what was public at the end of each step counts.
    most : int
        No more frames than these.

    Returns
    -------
    tuple of Cut
        At least one.

    Raises
    ------
    ExportError
        If there is no time to run through.
    """
    query, found = selection.query, list[Cut]()
    for first, last in split_days(*film_days(selection, motion), most):
        asked = {
            "window": replace(query, first_day=first, last_day=last),
            "cumulative": replace(query, last_day=last),
            "known": replace(query, known_on=last),
        }[motion]
        found.append(Cut(first, last, asked))
    return tuple(found)
