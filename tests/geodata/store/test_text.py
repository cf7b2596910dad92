from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from geodata.store.text import fold, haystack, matches
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 3, "claim", "Сапёры чинят дороги у Київщини")
    return builder.put("places.csv", 3, "remark", "Straße nach Kurſk").load()


FOUND = [
    ("kursk", ["area", "undated"]),
    ("KURSK", ["area", "undated"]),
    ("Курск", ["area", "undated"]),
    ("курск", ["area", "undated"]),
    ("КУРСЬКА", ["area", "undated"]),
    ("쿠르스크", ["area", "undated"]),
    ("쿠르", ["area", "undated"]),
    ("수자", ["point"]),
    ("сапёры", ["area"]),
    ("САПЕРЫ", ["area"]),
    ("київ", ["area"]),
    ("киів", ["area"]),
    ("equipement", ["undated"]),
    ("ÉQUIPEMENT", ["undated"]),
    ("strasse", ["area", "undated"]),
    ("ｋｕｒｓｋ", ["area", "undated"]),
    ("infrastructure repair", ["area"]),
    ("planned", ["area"]),
    ("Ministry", ["point", "unlocated"]),
    ("korea sappers", ["point"]),
    ("sappers korea", ["point"]),
    ("sappers missing", []),
    ("point", ["point"]),
    ("sudzha\tsappers\n", ["point"]),
]


@pytest.mark.parametrize(("text", "claims"), FOUND)
def test_search_across_scripts(tiny: Dataset, text: str, claims: list[str]) -> None:
    assert [claim.claim_id for claim in tiny.claims if matches(haystack(tiny, claim), text)] == claims


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_words_match_everything(tiny: Dataset, text: str) -> None:
    assert all(matches(haystack(tiny, claim), text) for claim in tiny.claims)


SCRIPTS = st.text(alphabet="abzéßçАЯЁйїґєКурск쿠르스크조선 .-")


@given(SCRIPTS, SCRIPTS, SCRIPTS)
@settings(deadline=None)
def test_a_text_is_found_in_whatever_case_and_wherever_it_stands(before: str, text: str, after: str) -> None:
    hay = fold(f"{before} {text} {after}")
    assert matches(hay, text)
    assert matches(hay, text.upper())
    assert matches(hay, text.lower())


@given(st.text())
@settings(deadline=None)
def test_folding_twice_is_folding_once_for_a_search(text: str) -> None:
    assert matches(fold(text), text)


@pytest.mark.parametrize(
    ("known_on", "found"), [("2024-10-19", False), ("2024-10-20", True), ("2024-11-29", True), (None, True)]
)
def test_the_title_of_a_later_report_finds_nothing(tiny: Dataset, known_on: str | None, found: bool) -> None:
    asked = ClaimQuery(text="speaks", known_on=date.fromisoformat(known_on) if known_on else None)
    assert (0 in select(tiny, asked).in_view) is found
