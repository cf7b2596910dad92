"""What a picture says of its own date, and how claims without a stated end fade with the days since the last report."""

from __future__ import annotations

from datetime import date

from geodata.store import Selection, last_day, window_words

__all__ = ["FADE_STEPS", "cover_of", "known_line", "known_words", "open_note"]

# Days since the last report, and how far the mark has faded from then on, 0 to 1: the same table as in fade.js
FADE_STEPS = ((0, 0.0), (31, 0.35), (92, 0.6), (183, 0.8))
_DEEPEST = 0.75  # of what a mark covers, that a whole fade would take away: it never vanishes


def _day(day: date) -> str:
    return window_words(day, day)


def known_words(selection: Selection) -> str:
    """The date of a picture's knowledge, for inside the map's frame: ``As known on 1 November 2024``."""
    known_on = selection.query.known_on
    if known_on is not None:
        return f"As known on {_day(known_on)}"
    last = last_day(selection.dataset)
    return "Everything recorded" if last is None else f"Everything recorded up to {_day(last)}"


def known_line(selection: Selection) -> str:
    """The same as a sentence for the title, with what it means; and with the end of the data where that is sooner."""
    known_on, last = selection.query.known_on, last_day(selection.dataset)
    if known_on is None:
        return f"{known_words(selection)}."
    short = last is not None and last < known_on
    ends = f" The data reach to {_day(last)}." if short and last else ""
    return f"{known_words(selection)}: only what was public at the end of that day (UTC).{ends}"


def _moment(selection: Selection) -> date | None:
    """The UTC day from which silence is counted back: that of the question, or the last of the data if sooner."""
    days = [day for day in (selection.query.known_on, last_day(selection.dataset)) if day is not None]
    return min(days, default=None)


def cover_of(selection: Selection, row: int) -> float:
    """How much of its mark a claim in view keeps, 0 to 1: without a stated end, less the longer nobody reported it."""
    if not selection.dataset.claims[row].time_on(selection.query.known_on).is_open:
        return 1.0
    last, moment = selection.last_reported.get(row), _moment(selection)
    if last is None or moment is None:
        fade = FADE_STEPS[-1][1]
    else:
        fade = max(fade for days, fade in FADE_STEPS if days <= max(0, (moment - last).days))
    return 1 - _DEEPEST * fade


def open_note(selection: Selection) -> str:
    """Say how many claims in view have no stated end and when they were last reported; empty where there is none."""
    claims, known_on = selection.dataset.claims, selection.query.known_on
    rows = [row for row in selection.in_view if claims[row].time_on(known_on).is_open]
    if not rows:
        return ""
    what = "1 claim has" if len(rows) == 1 else f"{len(rows)} claims have"
    days = sorted(selection.last_reported[row] for row in rows if row in selection.last_reported)
    if not days:
        return f"{what} no stated end and no dated report: palest."
    when = f"on {_day(days[0])}" if days[0] == days[-1] else f"from {_day(days[0])} to {_day(days[-1])}"
    moment = _moment(selection) or days[-1]
    return f"{what} no stated end: last reported {when}, the paler the longer before {_day(moment)}."
