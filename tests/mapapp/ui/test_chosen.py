"""Several data sets in one app: the choice, the link, what pages and addresses then speak of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.api import open_dataset
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import blocks, go, open_page, words

CHOICE = "dataset_choice"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A usual data set, and two of one's own beside it, each with a claim of its own name."""
    monkeypatch.setenv("CLAIMLINE_DATASET", str(DatasetBuilder(tmp_path / "usual").write()))
    monkeypatch.setenv("CLAIMLINE_HOME", str(tmp_path / "home"))
    for name in ("mine", "yours"):
        made = DatasetBuilder(tmp_path / "home" / name).put("claims.csv", 2, "claim", f"Words of {name}")
        made.info = made.info.replace("A tiny data set", f"Data of *{name}*")
        made.write()
    return tmp_path / "home"


def document(page: AppTest) -> dict[str, Any]:
    protos = [element.proto for element in page.get("bidi_component")]
    found = [json.loads(proto.json or proto.mixed.json) for proto in protos]
    return next(data for data in found if "viewId" in data)


def source(page: AppTest) -> str:
    return str(document(page)["src"])


def test_with_one_data_set_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMLINE_HOME", str(tmp_path / "none"))
    page = open_page()
    assert [box.key for box in page.selectbox if box.key == CHOICE] == []
    assert "dataset=" not in source(page)


@pytest.mark.usefixtures("home")
def test_a_link_names_the_data_set_and_every_page_speaks_of_it() -> None:
    page = open_page(dataset="mine", type=["demining"])
    assert not page.exception
    assert not page.warning
    assert page.selectbox(key=CHOICE).value == "mine"
    assert source(page).startswith(f"timemap/document?data={open_dataset('mine').digest[:12]}")
    assert "&dataset=mine" in source(page)
    assert document(page)["link"] == [["dataset", "mine"], ["type", "demining"]]
    assert page.query_params == {"dataset": "mine", "type": "demining"}
    page.query_params.clear()  # as the navigation does
    go(page, "changes")
    assert page.query_params["dataset"] == "mine"
    page.date_input(key="changes_from").set_value("2024-01-01").run()
    assert "Words of mine" in words(page)
    hrefs = [each["href"] for block in blocks(page, "entries") for each in block["entries"]]
    hrefs += [each["href"] for block in blocks(page, "links") for each in block["links"]]
    assert all("dataset=mine" in href for href in hrefs)
    for path in ("rumours", "method"):
        page.query_params.clear()
        go(page, path)
        assert page.query_params["dataset"] == "mine"
    page.query_params.clear()
    go(page, "map")
    assert page.query_params == {"dataset": "mine", "type": "demining"}


@pytest.mark.usefixtures("home")
def test_the_choice_begins_the_other_data_set_from_its_beginning() -> None:
    page = open_page(claim="point", type=["demining"])
    assert page.selectbox(key=CHOICE).options == [
        "A tiny data set", "North Korean forces in Russia: what was claimed", "Data of *mine*", "Data of *yours*",
    ]  # fmt: skip
    page.selectbox(key=CHOICE).set_value("yours").run()
    assert not page.exception
    assert page.multiselect(key="types").value == []
    assert page.query_params == {"dataset": "yours"}
    assert "&dataset=yours" in source(page)
    page.selectbox(key=CHOICE).set_value("").run()
    assert page.query_params == {}
    assert "dataset=" not in source(page)


@pytest.mark.usefixtures("home")
def test_two_sessions_look_at_two_data_sets() -> None:
    mine, yours = open_page(dataset="mine"), open_page(dataset="yours")
    mine.multiselect(key="types").set_value(["demining"]).run()
    assert ("&dataset=mine" in source(mine), "&dataset=yours" in source(yours)) == (True, True)


@pytest.mark.usefixtures("home")
def test_switching_on_another_page_reaches_the_map() -> None:
    page = open_page(type=["demining"])
    page.query_params.clear()
    go(page, "changes")
    go_on = page.selectbox(key=CHOICE).set_value("mine")
    page._page_hash = ""
    go_on.run()
    assert not page.exception
    page.query_params.clear()
    go(page, "map")
    assert "&dataset=mine" in source(page)
    assert page.multiselect(key="types").value == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("path", ["", "changes", "rumours"])
def test_a_data_set_that_is_gone_is_told_and_there_is_a_way_out(path: str) -> None:
    page = open_page(path, dataset="gone")
    assert not page.exception
    assert page.text[0].value.startswith("There is no data set “gone” here")
    assert page.selectbox(key=CHOICE).value is None
    page.selectbox(key=CHOICE).set_value("mine").run()
    assert not page.error


@pytest.mark.parametrize("asked", [{"dataset": ["mine", "yours"]}, {"dataset": "mine", "form": "x"}])
@pytest.mark.usefixtures("home")
def test_a_link_that_cannot_be_read_says_so(asked: dict[str, Any]) -> None:
    page = open_page(**asked)
    assert not page.exception
    assert page.warning[0].value.startswith("The link ")
