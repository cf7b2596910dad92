"""A query that says itself aloud: the sentence above the map and inside every export."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from geodata.model import ClaimType, Dataset, Modality, Status, Word
from geodata.store.query import ClaimQuery

__all__ = ["filter_words", "sentence", "window_words"]

_MONTHS = "January February March April May June July August September October November December".split()


def _joined(words: Iterable[str], last: str) -> str:
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def _in_order(chosen: frozenset[Word] | frozenset[str], vocabulary: Iterable[Word]) -> list[str]:
    return [word.label.lower() for word in vocabulary if word in chosen]


def filter_words(dataset: Dataset, query: ClaimQuery) -> str:
    """Say the filters, not the window: ``Demining and combat claims, unverified or disputed``."""
    types = _in_order(query.types, ClaimType)
    said = f"{_joined(types, 'and').capitalize()} claims" if types else "All claims"
    if query.statuses:
        said += f", {_joined(_in_order(query.statuses, Status), 'or')}"
    if query.modalities:
        said += f", {_joined(_in_order(query.modalities, Modality), 'or')}"
    named = [dataset.source_of[key].name if key in dataset.source_of else key for key in query.sources]
    reporters = [_joined(sorted(names), "or") for names in (query.parties, named) if names]
    if reporters:  # both filters must hold, as each of the others must
        said += f", reported by {' and by '.join(reporters)}"
    if query.text.split():
        said += f", matching “{' '.join(query.text.split())}”"
    return said


def _is_month_start(day: date) -> bool:
    return day.day == 1


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _day(day: date, *, year: bool) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def _month(day: date, *, year: bool) -> str:
    return _MONTHS[day.month - 1] + (f" {day.year}" if year else "")


def window_words(first: date | None, last: date | None) -> str:
    """Say a window of UTC days, both ends inclusive; whole months are named as months.

    >>> window_words(date(2025, 6, 1), date(2025, 11, 30))
    'June to November 2025'
    """
    if first is None:
        return "all dates" if last is None else f"up to {_day(last, year=True)}"
    if last is None:
        return f"since {_day(first, year=True)}"
    if first == last:
        return _day(first, year=True)
    name = _month if _is_month_start(first) and _is_month_end(last) else _day
    if name is _month and (first.year, first.month) == (last.year, last.month):
        return _month(first, year=True)
    return f"{name(first, year=first.year != last.year)} to {name(last, year=True)}"


def sentence(dataset: Dataset, query: ClaimQuery) -> str:
    """Say the whole query: ``Demining claims, June to November 2025, as known on 24 December 2025``."""
    said = f"{filter_words(dataset, query)}, {window_words(query.first_day, query.last_day)}"
    if query.aspect is not None:
        said += f", status of the {query.aspect.label.lower()} alone"
    if query.known_on is not None:
        said += f", as known on {_day(query.known_on, year=True)}"
    return said
