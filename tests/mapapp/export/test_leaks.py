"""Nothing that became public after a day is in what is shown as known on it: the bundled claims, every day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest import load_dataset
from geodata.model import Aspect, Dataset, parse_edtf
from geodata.store import ClaimQuery, knowledge_days, select, sentence
from mapapp.export import to_geojson
from mapapp.export.known import known_line, known_words, open_note
from mapapp.export.snapshot import window_line
from mapapp.timemap.payload import claims_payload

FIRST, LAST = date(2024, 6, 10), date(2026, 3, 1)
MONTHS = "January February March April May June July August September October November December".split()
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WORDS = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})\b")
# When a judgement was written down; what a plan is for; how the claim itself is worded, which is one text for all days
_EXEMPT = {"recorded_at", "claim", "event_date", "event_start", "event_end_exclusive", "dataset"}


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    """The bundled claims without the shapes of their regions, which take long to write and say no date."""
    dataset = load_dataset(bundled_dataset)
    return replace(dataset, places=tuple(replace(place, regions=()) for place in dataset.places))


def test_the_days_reach_beyond_what_is_known(bundled: Dataset) -> None:
    first, last = knowledge_days(bundled) or pytest.fail("nothing is known")
    assert FIRST < first < last < LAST


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every text in a JSON value, but for what is exempt."""
    if key in _EXEMPT:
        return
    if isinstance(value, dict):
        for name, held in value.items():
            yield from texts(held, name)
    elif isinstance(value, list):
        for held in value:
            yield from texts(held, key)
    elif isinstance(value, str):
        yield value


def days_in(text: str) -> list[date]:
    """Every day that a text names; of a month its first."""
    found = [date(int(year), int(month), int(day)) for year, month, day in _DAY.findall(text)]
    return found + [date(int(year), MONTHS.index(name) + 1, int(day or 1)) for day, name, year in _WORDS.findall(text)]


def later_texts(dataset: Dataset, day: date) -> set[str]:
    """What only records of later days say: their ids, titles, addresses and reasons."""

    def said(later: bool) -> set[str]:
        found: set[str] = set()
        for report in dataset.reports:
            if (report.known_on is None or report.known_on > day) is later:
                found |= {report.report_id, report.title, report.url}
        for one in dataset.assessments:
            if (one.effective_at > day) is later:
                found |= {one.assessment_id, one.reason}
        return found

    return said(later=True) - said(later=False) - {""}


@given(st.dates(FIRST, LAST), st.none() | st.sampled_from(Aspect))
@settings(deadline=None, max_examples=120)
def test_a_file_holds_nothing_of_later(bundled: Dataset, day: date, aspect: Aspect | None) -> None:
    found = select(bundled, ClaimQuery(known_on=day, aspect=aspect))
    content = json.loads(to_geojson(found))
    shown = set(texts(content))
    assert not shown & later_texts(bundled, day)
    assert [text for text in shown if any(each > day for each in days_in(text))] == []
    for feature in content["features"]:
        claim = bundled.claims[bundled.row_of[feature["id"]]]
        begins = feature["properties"]["event_start"]
        assert claim.modality.is_hollow or begins is None or datetime.fromisoformat(begins).date() <= day
        ends = parse_edtf(feature["properties"]["event_date"] or "").end_begins
        assert claim.modality.is_hollow or ends is None or ends <= day, "an end that had not come"
        assert feature["properties"]["reports"], "a claim that nobody had reported"


@given(st.dates(FIRST, LAST))
@settings(deadline=None, max_examples=120)
def test_a_picture_says_nothing_of_later(bundled: Dataset, day: date) -> None:
    query = ClaimQuery(known_on=day)
    found = select(bundled, query)
    for words in (sentence(bundled, query), known_words(found), open_note(found)):
        assert all(each <= day for each in days_in(words))
    ends = days_in(window_line(found, "window"))
    plans = any(bundled.claims[row].modality.is_hollow for row in found.in_view)
    month_after = day + timedelta(31)  # a month that had begun is named to its end
    assert plans or all(each <= month_after for each in ends)
    if day <= date(2026, 2, 12):
        assert all(each <= day for each in days_in(known_line(found)))


@pytest.fixture(scope="module")
def payload(bundled_dataset: Path) -> dict[str, Any]:
    return claims_payload(load_dataset(bundled_dataset))


def test_what_the_browser_may_show_on_a_day_names_nothing_later(bundled: Dataset, payload: dict[str, Any]) -> None:
    """Each entry is dated, and names only what was public by its own day: so any day shows a closed set."""
    reports, assessments = payload["reports"], payload["assessments"]
    for report in reports:
        named = [report["origin"], report["from"], report["independent_of"]]
        assert all(reports[index]["at"] <= report["at"] for index in named if index is not None)
    for position in payload["positions"]:
        assert position["report"] is None or reports[position["report"]]["at"] <= position["at"]
    for assessment in assessments:
        assert all(reports[index]["at"] <= assessment["at"] for index in assessment["evidence"])
    for columns in (payload["steps"], payload["aspectSteps"]):
        for at, index in zip(columns["at"], columns["assessment"], strict=True):
            assert index < 0 or assessments[index]["at"] <= at
    first, last = payload["knowledge"]
    assert all(first <= each["at"] < last for key in ("reports", "positions", "assessments") for each in payload[key])
    for entry in assessments:
        day = datetime.fromtimestamp(entry["at"], UTC).date()
        assert not set(texts(entry)) & later_texts(bundled, day)
        assert all(each <= day for each in days_in(entry["reason"]))
