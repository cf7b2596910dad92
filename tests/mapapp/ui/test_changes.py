"""What changed: days, kinds, counts, links, and the sentences where there is nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geodata.assess.changes import ChangeKind, changes_between
from geodata.store import knowledge_days
from mapapp.api import open_dataset
from mapapp.view import parse_view
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import blocks, open_page, words

WHOLE = {"from": "2024-01-01", "to": "2025-12-31"}


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


pytestmark = pytest.mark.usefixtures("builder")


def entries(page: AppTest) -> list[dict[str, str]]:
    return [entry for block in blocks(page, "entries") for entry in block["entries"]]


def test_shows_the_last_ninety_days_of_what_is_known() -> None:
    page = open_page("changes")
    assert not page.exception
    assert page.date_input(key="changes_to").value == date(2025, 2, 2)
    assert page.date_input(key="changes_from").value == date(2024, 11, 4)
    assert page.query_params == {"from": "2024-11-04", "to": "2025-02-02"}


def test_every_change_stands_under_its_day_with_its_words() -> None:
    page = open_page("changes", **WHOLE)
    expected = changes_between(open_dataset(), date(2024, 1, 1), date(2025, 12, 31))
    assert [(entry["kind"], entry["label"]) for entry in entries(page)] == [
        (change.kind.value, change.kind.label) for change in expected
    ]
    for entry, change in zip(entries(page), expected, strict=True):
        assert change.words in entry["text"]
        assert change.reason in entry["text"]
    days = {change.day for change in expected}
    assert len(blocks(page, "entries")) == len(days)
    assert f"{sum(change.kind is ChangeKind.NEW for change in expected)} new" in words(page)


def test_a_link_opens_the_card_as_known_on_the_day() -> None:
    expected = changes_between(open_dataset(), date(2024, 1, 1), date(2025, 12, 31))
    for entry, change in zip(entries(open_page("changes", **WHOLE)), expected, strict=True):
        address = urlsplit(entry["href"])
        assert address.path == "./"
        view = parse_view(parse_qs(address.query), open_dataset())
        assert (view.map.claim_id, view.map.known_on) == (change.claim_id, change.day)


def test_a_choice_of_kinds_says_how_many_it_hides() -> None:
    page = open_page("changes", **WHOLE)
    everything = len(entries(page))
    page.multiselect(key="changes_kinds").set_value(["denied"]).run()
    shown = entries(page)
    assert {entry["kind"] for entry in shown} == {"denied"}
    assert f"{everything - len(shown)} of them hidden by the choice of kinds" in words(page)
    assert page.query_params["kind"] == "denied"
    page.multiselect(key="changes_kinds").set_value(["withdrawn"]).run()
    assert "Nothing of the chosen kinds changed" in words(page)


def test_kinds_come_with_the_link_and_unknown_ones_are_passed_over() -> None:
    page = open_page("changes", **WHOLE, kind=["denied", "parade"])
    assert page.multiselect(key="changes_kinds").value == ["denied"]


def test_an_empty_range_is_not_called_peace() -> None:
    page = open_page("changes", **{"from": "2026-01-01", "to": "2026-02-01"})
    assert "That does not mean that nothing happened." in words(page)
    assert "2 January to 1 February 2026: nothing." in words(page)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"from": "2024-02-30"}, "write one day of the calendar"),
        ({"from": "2025-01-02", "to": "2025-01-01"}, "swap “from” and “to”"),
        ({"colour": "red"}, "“colour” cannot be asked for"),
        ({"from": ["2025-01-01", "2025-01-02"]}, "stands 2 times"),
    ],
)
def test_a_bad_link_is_refused_with_a_sentence(params: dict[str, str | list[str]], sentence: str) -> None:
    page = open_page("changes", **params)
    assert not page.exception
    assert sentence in page.warning[0].value
    assert page.date_input(key="changes_from").value == date(2024, 11, 4)


def test_days_turned_round_by_hand_are_refused_with_a_sentence() -> None:
    page = open_page("changes", **WHOLE)
    page.date_input(key="changes_to").set_value(date(2023, 1, 1)).run()
    assert "swap the two" in page.warning[0].value
    assert entries(page) == []
    page.date_input(key="changes_to").set_value(None).run()
    assert page.warning[0].value == "Choose both days."


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar(day: str) -> None:
    page = open_page("changes", **{"from": "0001-01-01", "to": day})
    assert not page.exception


def test_feed_and_command_give_the_same_days() -> None:
    page = open_page("changes", **WHOLE)
    assert blocks(page, "code")[0]["text"] == "python -m geodata changes --from 2024-01-01 --to 2025-12-31"
    addresses = [link["href"] for link in blocks(page, "links")[0]["links"]]
    assert addresses == ["./feed/changes.atom?from=2024-01-01&to=2025-12-31", "./feed/changes.atom"]


def test_a_data_set_that_knows_no_day_says_so(builder: DatasetBuilder) -> None:
    for file in ("claims.csv", "reports.csv", "positions.csv", "assessments.csv"):
        builder.tables[file].clear()
    builder.write()
    assert knowledge_days(open_dataset()) is None
    page = open_page("changes")
    assert not page.exception
    assert "Nothing in this data set has a day" in page.info[0].value


def test_hostile_text_is_data_and_nothing_else(builder: DatasetBuilder) -> None:
    hostile = "![x](https://example.org/x.png) {{ 7*191 }} </title><script>"
    builder.put("claims.csv", 2, "claim", hostile).write()
    page = open_page("changes", **WHOLE)
    assert any(hostile in entry["text"] for entry in entries(page))
    shown = [element.value for kind in (page.markdown, page.text, page.caption, page.title) for element in kind]
    assert "1337" not in words(page)
    assert not any("example.org" in str(value) for value in shown)
