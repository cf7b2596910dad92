"""A pinned link opened without a browser: what the page says, and what it writes into the address."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from geodata.ingest import load_dataset
from geodata.store import ClaimQuery, select
from mapapp.export.link import link_of
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import open_page


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """A tiny data set that the page serves."""
    made = DatasetBuilder(tmp_path / "tiny")
    monkeypatch.setenv("CLAIMLINE_DATASET", str(made.write()))
    return made


def link(builder: DatasetBuilder, **asked: Any) -> dict[str, list[str]]:
    return parse_qs(link_of(select(load_dataset(builder.folder), ClaimQuery(**asked)))[1:])


def components(page: AppTest) -> list[dict[str, Any]]:
    protos = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json or proto.mixed.json) for proto in protos]


def strips(page: AppTest) -> list[dict[str, Any]]:
    return [data for data in components(page) if "headline" in data]


def document(page: AppTest) -> dict[str, Any]:
    return next(data for data in components(page) if "viewId" in data)


def address(page: AppTest) -> dict[str, list[str]]:
    return {key: [values] if isinstance(values, str) else list(values) for key, values in page.query_params.items()}


@pytest.mark.usefixtures("builder")
def test_a_link_that_is_not_pinned_has_no_strip() -> None:
    assert strips(open_page(known="2024-11-06")) == []
    assert strips(open_page()) == []


def test_a_pinned_link_opens_as_it_was_and_stays_in_the_address(builder: DatasetBuilder) -> None:
    params = link(builder, known_on=date(2024, 11, 6))
    page = open_page(**params)
    assert not page.exception
    (strip,) = strips(page)
    assert strip["headline"].startswith("2 of these 2 claims have changed since 6 November 2024.")
    assert [way["go"] for way in strip["ways"]] == ["today"]
    assert strip["where"] == ""
    assert [one["text"] for one in strip["changed"]] == ["Sappers work at Sudzha", "Engineers repair roads in Kursk"]
    assert (strip["changed"][0]["was"]["label"], strip["changed"][0]["now"]["label"]) == ("Unverified", "Corroborated")
    assert strip["changed"][1]["turns"][1] == {
        "day": "20 November 2024", "words": "From unverified to confirmed, by imagery. Seen from above",
    }  # fmt: skip
    assert document(page)["view"]["known"] == "2024-11-06"
    assert address(page) == params


def test_another_question_takes_the_pin_out_of_the_address_and_back(builder: DatasetBuilder) -> None:
    params = link(builder, known_on=date(2024, 11, 6))
    page = open_page(**params)
    page.multiselect(key="types").set_value(["demining"]).run()
    (strip,) = strips(page)
    assert [way["go"] for way in strip["ways"]] == ["back", "today"]
    assert "another view than the pinned one" in strip["where"]
    assert strip["headline"].startswith("2 of these 2"), "it still speaks of the pinned view"
    assert {"data", "n", "sum"}.isdisjoint(address(page))
    assert address(page)["type"] == ["demining"]
    page.multiselect(key="types").set_value([]).run()
    assert address(page) == params


def test_the_box_of_the_link_is_what_the_document_is_to_show(builder: DatasetBuilder) -> None:
    params = link(builder) | {"box": ["33,50,38,53"]}
    shown = document(open_page(**params))
    assert shown["view"]["box"] == [33, 50, 38, 53]
    assert shown["view"]["at"] is None
    assert shown["link"] == []


@pytest.mark.usefixtures("builder")
def test_the_document_gets_the_filters_as_its_link_has_them() -> None:
    assert document(open_page())["link"] == []
    page = open_page(type=["demining", "combat"], text=" Суджа ")
    assert document(page)["link"] == [["type", "combat"], ["type", "demining"], ["text", "Суджа"]]


def test_the_card_of_a_claim_that_is_gone_does_not_refuse_a_pinned_link(builder: DatasetBuilder) -> None:
    page = open_page(**link(builder), claim="vanished")
    assert not page.warning
    assert "The claim whose card the link opens is not in these data." in strips(page)[0]["notes"]
    assert open_page(claim="vanished").warning, "of a link that is not pinned it is refused as ever"


def test_a_pinned_link_that_lost_a_part_is_refused(builder: DatasetBuilder) -> None:
    params = link(builder)
    del params["sum"]
    page = open_page(**params)
    assert "its “sum” is missing: copy the whole link once more. The whole data set" in page.warning[0].value
    assert strips(page) == []


def test_words_of_the_data_are_cut_and_never_read_as_markup(builder: DatasetBuilder) -> None:
    hostile = "**b** <img src=x onerror=go()> {{ 7*191 }} " + "x" * 200
    builder.put("claims.csv", 2, "claim", hostile).put("assessments.csv", 3, "reason", "![i](x) {{ 7*191 }}").write()
    (strip,) = strips(open_page(**link(builder, known_on=date(2024, 11, 6))))
    assert strip["changed"][0]["text"] == hostile[:159] + "…"
    assert "![i](x) {{ 7*191 }}" in strip["changed"][0]["turns"][0]["words"]
