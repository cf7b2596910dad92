"""A question in words, with the keys of a link: what a notebook and a route read, each refused with one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from geodata.errors import QueryError, visible
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status, Word, read_day
from geodata.store.query import BBox, ClaimQuery

__all__ = ["ASKED", "one_value", "read_question", "refusal"]

_WordT = TypeVar("_WordT", bound=Word)

ASKED = ("from", "to", "type", "status", "modality", "party", "source", "text", "bbox", "known", "aspect")
"""Keys of a question, as links write them."""

_MAX_TEXT_CHARS = 200  # a search longer than this is not one
_MOST_NAMED = 12  # names that a refusal lists


def read_question(dataset: Dataset | None, words: Mapping[str, Sequence[str]]) -> ClaimQuery:
    """Read a question.

    Parameters
    ----------
    dataset : Dataset or None
        What parties and sources may be named; None: any, where it is not settled yet of which data set is asked.
    words : mapping of str to sequence of str
        Values of each key of ``ASKED``. ``from``, ``to`` and ``known`` are UTC days as in ``2024-10-18``, the window
        inclusive on both sides; ``bbox`` is west,south,east,north in degrees (EPSG:4326), closed on all sides;
        ``type``, ``status``, ``modality``, ``party`` and ``source`` may have several values, of which one must fit.

    Returns
    -------
    ClaimQuery
        The same that a link with these parameters asks.

    Raises
    ------
    QueryError
        If a key is unknown, has several values where one is meant, or a value cannot be used; the sentence names key,
        value and mend.
    """
    unknown = next((key for key in words if key not in ASKED), None)
    if unknown is not None:
        raise QueryError(f"“{visible(unknown, 40)}” cannot be asked for: use {', '.join(ASKED)}.")
    return ClaimQuery(
        first_day=_day(words, "from"),
        last_day=_day(words, "to"),
        types=_words(words, "type", ClaimType),
        statuses=_words(words, "status", Status),
        modalities=_words(words, "modality", Modality),
        parties=_names(words, "party", None if dataset is None else {source.party for source in dataset.sources}),
        sources=_names(words, "source", None if dataset is None else dataset.source_of),
        text=_text(words, "text"),
        bbox=_box(words, "bbox"),
        known_on=_day(words, "known"),
        aspect=next(iter(_words(words, "aspect", Aspect))) if one_value(words, "aspect") is not None else None,
    )


def refusal(key: str, value: str, mend: str) -> QueryError:
    """What to raise where the value of a key cannot be used: one sentence that names both and the mend."""
    return QueryError(f"“{key}” is “{visible(value, 60)}”, which cannot be used: {mend}.")


def one_value(words: Mapping[str, Sequence[str]], key: str) -> str | None:
    """The value of a key that may stand once; None where it does not stand.

    Raises
    ------
    QueryError
        If it stands several times.
    """
    values = words.get(key, ())
    if len(values) > 1:
        raise QueryError(f"“{key}” is given {len(values)} times: keep one.")
    return values[0] if values else None


def _names(words: Mapping[str, Sequence[str]], key: str, known: Iterable[str] | None) -> frozenset[str]:
    listed = sorted(words.get(key, ()) if known is None else known)
    for value in words.get(key, ()):
        if value not in listed:
            more = ", …" if len(listed) > _MOST_NAMED else ""
            raise refusal(key, value, f"use one of {', '.join(visible(name) for name in listed[:_MOST_NAMED])}{more}")
    return frozenset(words.get(key, ()))


def _words(words: Mapping[str, Sequence[str]], key: str, vocabulary: type[_WordT]) -> frozenset[_WordT]:
    members = {member.value: member for member in vocabulary}
    for value in words.get(key, ()):
        if value not in members:
            raise refusal(key, value, f"use one of {', '.join(members)}")
    return frozenset(members[value] for value in words.get(key, ()))


def _text(words: Mapping[str, Sequence[str]], key: str) -> str:
    value = one_value(words, key) or ""
    if len(value) > _MAX_TEXT_CHARS:
        raise refusal(key, value, f"shorten it to {_MAX_TEXT_CHARS} characters")
    return value


def _day(words: Mapping[str, Sequence[str]], key: str) -> date | None:
    value = one_value(words, key)
    if value is None:
        return None
    try:
        return read_day(value)
    except ValueError as error:
        raise refusal(key, value, "write one day of the calendar, as in 2024-10-18") from error


def _box(words: Mapping[str, Sequence[str]], key: str) -> BBox | None:
    value = one_value(words, key)
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as error:
        mend = "write four numbers west,south,east,north in degrees, as in 33,50,37,53"
        raise refusal(key, value, mend) from error
    return BBox(west, south, east, north)
