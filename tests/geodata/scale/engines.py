"""Builds that tests ask, and questions that reach every way of answering."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.scale.build import build_dataset
from geodata.scale.engine import Engine, open_engine
from geodata.store import BBox, ClaimQuery
from tests.worlds import DAYS, PARTIES, QUERIES

__all__ = ["ASKED", "WIDE", "engine_of"]


@contextmanager
def engine_of(dataset: Dataset) -> Iterator[Engine]:
    """An engine over the build of a data set."""
    with tempfile.TemporaryDirectory() as home:
        engine = open_engine(build_dataset(dataset, Path(home)))
        try:
            yield engine
        finally:
            engine.close()


def some(words: list[object]) -> st.SearchStrategy[frozenset[object]]:
    return st.just(frozenset()) | st.frozensets(st.sampled_from(words), max_size=3)


# On which something became public in the random worlds, or a claim begins or ends there
_TURNS = "2024-09-28 2024-10-07 2024-10-08 2024-10-13 2024-10-20 2024-10-31 2024-11-30 2024-12-05 2025-01-02".split()
_TURNING = st.sampled_from([*DAYS, *map(date.fromisoformat, _TURNS)])
_DAYS = st.none() | _TURNING | st.dates(date(1960, 1, 1), date(2040, 1, 1))
_LENGTHS = st.none() | st.integers(0, 200) | st.integers(0, 20_000)
_SIDES = st.floats(-180, 179) | st.integers(-180, 179).map(float)
_HEIGHTS = st.floats(-90, 89) | st.integers(-5, 80).map(float)
_SPANS = st.sampled_from([1e-7, 0.01, 1.0, 20.0, 100.0, 360.0])


@st.composite
def _asked(draw: st.DrawFn) -> ClaimQuery:
    first, length = draw(_DAYS), draw(_LENGTHS)
    last = draw(_DAYS) if first is None else None if length is None else first + timedelta(length)
    west, south, span = draw(_SIDES), draw(_HEIGHTS), draw(_SPANS)
    box = BBox(west, south, min(180.0, west + span), min(90.0, south + span))
    rare, often = st.sampled_from([True, False, False, False, False]), st.booleans()
    return ClaimQuery(
        first,
        last,
        types=draw(some(list(ClaimType))) if draw(rare) else frozenset(),
        statuses=draw(some(list(Status))) if draw(rare) else frozenset(),
        modalities=draw(some(list(Modality))) if draw(rare) else frozenset(),
        parties=draw(some(PARTIES)) if draw(rare) else frozenset(),
        sources=draw(some(["s0", "s1", "s2"])) if draw(rare) else frozenset(),
        text=draw(st.sampled_from(["", "", "", "", "x", "press", "сапёры", "deployment ё"])),
        bbox=draw(st.sampled_from([None, box])),
        known_on=draw(_TURNING) if draw(often) else None,
        aspect=draw(st.sampled_from(list(Aspect))) if draw(rare) else None,
    )


WIDE = _asked()
"""Questions of windows and boxes of all sizes, now and then with filters."""
ASKED = WIDE | QUERIES
"""Questions of every kind: windows and boxes of all sizes, sides on places and beside them."""
