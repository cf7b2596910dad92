from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from geodata.model import Reliability, Status, TimePrecision
from geodata.model.crosswalk import CITATIONS, CROSSWALK, Closeness, Scheme, Translation


def found(word: object, scheme: Scheme) -> Translation:
    return next(row for row in CROSSWALK if row.word is word and row.scheme is scheme)


def test_a_word_has_at_most_one_row_for_a_scheme() -> None:
    # words of different vocabularies may be spelt alike, so the vocabulary belongs to the key
    counts = Counter((type(row.word), row.word, row.scheme) for row in CROSSWALK)
    assert max(counts.values()) == 1


@pytest.mark.parametrize("row", CROSSWALK, ids=lambda row: f"{row.word}-{row.scheme}")
def test_a_row_gives_a_term_or_says_why_there_is_none(row: Translation) -> None:
    assert bool(row.term) == (row.closeness is not Closeness.NONE)
    assert row.note or row.closeness is Closeness.SAME, "what is not the same says where it parts"
    assert not row.note or row.note.endswith(".")
    assert row.citation is CITATIONS[row.scheme]


@pytest.mark.parametrize("scheme", Scheme)
def test_each_scheme_is_used_and_its_source_named(scheme: Scheme) -> None:
    assert any(row.scheme is scheme for row in CROSSWALK)
    citation = CITATIONS[scheme]
    assert citation.title
    assert citation.publisher
    assert urlsplit(citation.address).scheme == "https"
    assert citation.year is None or 1990 <= citation.year <= 2026
    assert citation.title in citation.words()
    assert citation.publisher in citation.words()
    assert citation.address not in citation.words()


def test_every_status_says_what_others_call_it() -> None:
    assert {row.word for row in CROSSWALK if isinstance(row.word, Status)} == set(Status)


def test_letters_of_sources_are_the_admiralty_letters() -> None:
    for word in Reliability:
        row = found(word, Scheme.ADMIRALTY)
        assert row.closeness is Closeness.SAME
        assert row.term.startswith(f"{word.value} · ")


def test_confirmed_is_the_same_nowhere() -> None:
    rows = [row for row in CROSSWALK if row.word is Status.CONFIRMED]
    assert len(rows) >= 3
    assert Closeness.SAME not in {row.closeness for row in rows}


def test_codes_of_dates_grow_as_dates_grow_coarser() -> None:
    for scheme in (Scheme.UCDP, Scheme.ACLED):
        codes = [row.term for word in TimePrecision for row in CROSSWALK if row.word is word and row.scheme is scheme]
        given = [int(code) for code in codes if code]
        assert given == sorted(given)
        assert all(re.fullmatch(r"\d", code) for code in codes if code)
