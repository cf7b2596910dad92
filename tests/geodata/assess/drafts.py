"""Random histories of the builder's claims, and data sets cut off at a day, for tests of what was known when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from geodata.model import (
    Aspect,
    Assessment,
    Basis,
    Dataset,
    PartyPosition,
    Position,
    Report,
    Stance,
    Status,
    parse_edtf,
)

__all__ = ["DAYS", "FIRST", "Draft", "cut", "history", "written"]

FIRST = date(2024, 2, 26)
"""First day of every history; a 29th of February follows."""
DAYS = st.integers(-1, 9).map(lambda number: FIRST + timedelta(days=number))
"""Days around a history."""

_ROW = st.integers(0, 2)
_DAY = st.integers(0, 8)
_PUBLISHED = st.one_of(_DAY.map(lambda number: str(FIRST + timedelta(days=number))), st.just("2024-02"))
_SOURCES = st.sampled_from(["ministry", "agency", "daily"])
_PARTIES = st.sampled_from(["Russia", "Ukraine"])

_Reported = tuple[int, str, str, Stance]
_Judged = tuple[int, int, Status, Basis, Aspect]
_Said = tuple[int, int, str, Position]
Draft = tuple[list[_Reported], list[_Judged], list[_Said]]
"""A history as numbers and words: row of the claim, then day or date, then the rest."""


def history() -> st.SearchStrategy[Draft]:
    """Reports, judgements and words of parties about the first three claims."""
    reports = st.lists(st.tuples(_ROW, _PUBLISHED, _SOURCES, st.sampled_from(Stance)), max_size=7)
    bases = st.sampled_from([Basis.REPLACED, Basis.NONE, Basis.ADMISSION])
    judged = st.lists(st.tuples(_ROW, _DAY, st.sampled_from(Status), bases, st.sampled_from(Aspect)), max_size=7)
    said = st.lists(st.tuples(_ROW, _DAY, _PARTIES, st.sampled_from(Position)), max_size=7)
    return st.tuples(reports, judged, said)


def written(tiny: Dataset, draft: Draft) -> Dataset:
    """A data set with a history instead of its own; it need not pass the checks of a folder."""
    reports, judged, said = draft
    ids = [claim.claim_id for claim in tiny.claims]
    return replace(
        tiny,
        reports=tuple(
            Report(f"x{n}", ids[row], source, parse_edtf(when), stance, None, "A title", "")
            for n, (row, when, source, stance) in enumerate(reports)
        ),
        assessments=tuple(
            Assessment(f"y{n}", ids[row], aspect, status, basis, "So", (), _day(number), _day(number), "tests")
            for n, (row, number, status, basis, aspect) in enumerate(judged)
        ),
        positions=tuple(PartyPosition(ids[row], party, word, _day(number)) for row, number, party, word in said),
    )


def cut(dataset: Dataset, known_on: date) -> Dataset:
    """The data set as it would be had nothing been written after a UTC day."""
    return replace(
        dataset,
        reports=tuple(r for r in dataset.reports if r.known_on is not None and r.known_on <= known_on),
        assessments=tuple(a for a in dataset.assessments if a.effective_at <= known_on),
        positions=tuple(p for p in dataset.positions if p.said_on <= known_on),
    )


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)
