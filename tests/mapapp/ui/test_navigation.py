"""From page to page: titles, what the map keeps, what is imported when, a broken data set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mapapp.ui.navigation import ENTRIES
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import articles, go, open_page

OTHERS = [entry.path for entry in ENTRIES[1:]]


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


pytestmark = pytest.mark.usefixtures("builder")


def test_the_map_is_what_opens_and_its_link_works_as_before() -> None:
    page = open_page(type=["demining"], claim="point", **{"from": "2024-10-01", "to": "2024-12-31"})
    assert not page.exception
    assert not page.warning
    assert articles(page) == []
    assert page.multiselect(key="types").value == ["demining"]
    assert page.query_params == {"type": "demining", "claim": "point", "from": "2024-10-01", "to": "2024-12-31"}


@pytest.mark.parametrize("path", OTHERS)
def test_each_page_opens_and_begins_with_its_name(path: str) -> None:
    page = open_page(path)
    assert not page.exception
    entry = next(entry for entry in ENTRIES if entry.path == path)
    assert articles(page)[0]["blocks"][0] == {"kind": "heading", "level": 1, "text": entry.title, "anchor": ""}
    assert not page.multiselect or path == "changes"


@pytest.mark.parametrize("path", OTHERS)
def test_the_map_keeps_its_view_while_its_reader_is_away(path: str) -> None:
    page = open_page(claim="point", text="Sudzha", **{"from": "2024-10-01", "to": "2024-12-31"})
    page.multiselect(key="types").set_value(["demining"]).run()
    page.toggle(key="online").set_value(True).run()
    before = dict(page.query_params)
    page.query_params.clear()  # as the navigation does
    go(page, path)
    assert not page.exception
    page.query_params.clear()
    go(page, "map")
    assert not page.exception
    assert page.multiselect(key="types").value == ["demining"]
    assert page.text_input(key="text").value == "Sudzha"
    assert page.toggle(key="online").value is True
    assert page.query_params == before
    page.multiselect(key="types").set_value([]).run()
    assert "type" not in page.query_params, "and goes on from there"


def test_a_link_that_comes_back_with_a_view_of_its_own_is_followed() -> None:
    page = open_page(type=["demining"])
    go(page, "changes")
    page.query_params.clear()
    page.query_params["claim"] = "area"
    go(page, "map")
    assert page.multiselect(key="types").value == []
    assert page.query_params == {"claim": "area"}


@pytest.mark.parametrize("path", ["", *OTHERS])
def test_a_broken_data_set_says_its_sentence_on_every_page(builder: DatasetBuilder, path: str) -> None:
    builder.put("claims.csv", 2, "claim_type", "parade").write()
    page = open_page(path)
    assert not page.exception
    assert "1 problem found" in page.error[0].value
    assert "claims.csv, row 2, field claim_type: “parade” cannot be used" in page.text[0].value
    assert articles(page) == []


def test_the_map_does_not_wait_for_the_other_pages() -> None:
    late = ["mapapp.ui.pages.changes", "mapapp.ui.pages.rumours", "mapapp.ui.pages.method", "geodata.model.crosswalk"]
    code = f"import sys, mapapp.ui.server, mapapp.ui.navigation; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
