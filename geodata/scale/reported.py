"""What the reports of imported claims say together: when a claim was known, by how many voices, from which sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geodata.scale.tables import NEVER

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Reported", "reported"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Reported:
    """Of n claims, each of which has one report or more: all of them assert, and none repeats another.

    Parameters
    ----------
    count : array of int64
        Reports.
    known : array of int64
        First UTC day at whose end one was public, ``NEVER`` where none has a date.
    last : array of int64
        Last UTC day on which one became public, ``NEVER`` where none has a date.
    corroborated : array of int64
        UTC day from which on two independent voices say so, ``NEVER`` where there is none.
    agreed : array of bool
        Whether two independent voices say so when reports without a date count too.
    starts, sources : array of int64
        Sources of claim ``i``, rising, each once: ``sources[starts[i]:starts[i + 1]]``.
    """

    count: Ints
    known: Ints
    last: Ints
    corroborated: Ints
    agreed: NDArray[np.bool_]
    starts: Ints
    sources: Ints

    def sources_of(self, first: int, end: int) -> pa.Array:
        """The sources of claims ``first`` to ``end``, exclusive, as a list column."""
        import pyarrow as pa

        starts = self.starts[first : end + 1]
        values = pa.array(self.sources[starts[0] : starts[-1]], pa.int32())
        return pa.ListArray.from_arrays(pa.array(starts - starts[0], pa.int32()), values)


def reported(claims: int, at: Ints, source: Ints, known: Ints, voice: Ints) -> Reported:
    """Take reports together.

    Parameters
    ----------
    claims : int
        How many claims there are.
    at : array of int64, shape (m,)
        Claim of each report.
    source : array of int64, shape (m,)
        Its source.
    known : array of int64, shape (m,)
        First UTC day at whose end it was public, or ``NEVER``.
    voice : array of int64, shape (m,)
        Who speaks with one interest: equal numbers do not speak independently; -1 for a source of which nobody says to
        which party it belongs, and which may therefore be any of them (:func:`geodata.assess.independent_count`).
    """
    first = np.full(claims, NEVER, np.int64)
    np.minimum.at(first, at, known)
    last, dated = np.full(claims, -NEVER, np.int64), known < NEVER
    np.maximum.at(last, at[dated], known[dated])
    corroborated, agreed = _second_voice(claims, at, known, voice)
    count = np.bincount(at, minlength=claims).astype(np.int64)
    starts, sources = _distinct(claims, at, source)
    return Reported(count, first, np.where(last < -NEVER + 1, NEVER, last), corroborated, agreed, starts, sources)


def _second_voice(claims: int, at: Ints, known: Ints, voice: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """For each claim the day on which a second voice joins the first, and whether there is a second at all."""
    day, agreed = np.full(claims, NEVER, np.int64), np.zeros(claims, np.bool_)
    several = (np.bincount(at, minlength=claims) > 1)[at] & (voice >= 0)
    at, known, voice = at[several], known[several], voice[several]
    by_voice = np.lexsort((known, voice, at))
    at, known, voice = at[by_voice], known[by_voice], voice[by_voice]
    fresh = _changes(at) | _changes(voice)
    at, known = at[fresh], known[fresh]
    by_day = np.lexsort((known, at))
    at, known = at[by_day], known[by_day]
    second = np.flatnonzero(~_changes(at) & np.roll(_changes(at), 1)) if len(at) else np.zeros(0, np.int64)
    day[at[second]], agreed[at[second]] = known[second], True
    return day, agreed


def _changes(values: Ints) -> NDArray[np.bool_]:
    """Whether each value differs from the one before; the first does."""
    found = np.ones(len(values), np.bool_)
    found[1:] = values[1:] != values[:-1]
    return found


def _distinct(claims: int, at: Ints, source: Ints) -> tuple[Ints, Ints]:
    if len(at) == claims and (at == np.arange(claims)).all():
        return np.arange(claims + 1), source
    order = np.lexsort((source, at))
    at, source = at[order], source[order]
    fresh = _changes(at) | _changes(source)
    counts = np.bincount(at[fresh], minlength=claims)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), source[fresh]
