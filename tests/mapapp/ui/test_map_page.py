"""The page without a browser: widgets, counts, link, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.ui.server import PAGE
from tests.builders import DatasetBuilder

SECONDS = 30

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny data set that the page serves."""
    written = DatasetBuilder(tmp_path / "tiny").write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(written))
    return written


def open_page(**params: str | list[str]) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=SECONDS)
    for key, value in params.items():
        page.query_params[key] = value
    return page.run()


def said(page: AppTest) -> str:
    kinds = (page.caption, page.warning, page.error, page.text, page.title)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_opens_without_a_complaint() -> None:
    page = open_page()
    assert not page.exception
    assert not page.warning
    assert "Reported claims, not confirmed facts" in said(page)
    assert page.button[0].disabled, "there is nothing to clear yet"


@pytest.mark.parametrize(
    ("label", "value", "left"),
    [("Claim type", "demining", 1), ("Status", "unverified", 3), ("Modality", "planned", 1),
     ("Party", "Russia", 3), ("Source", "ministry", 2)],
)  # fmt: skip
def test_each_filter_says_how_many_it_leaves(label: str, value: str, left: int) -> None:
    page = open_page()
    box = next(widget for widget in page.multiselect if widget.label == label)
    box.set_value([value]).run()
    assert f"leaves {left} of 6" in said(page)
    assert not page.exception


def test_a_filter_counts_the_claims_known_on_the_day_of_the_link() -> None:
    page = open_page(known="2024-11-06", text="sappers")
    assert "leaves 1 of 2 known on 6 November 2024" in said(page)
    box = next(widget for widget in page.multiselect if widget.label == "Status")
    box.set_value(["corroborated"]).run()
    assert "leaves 0 of 2 known on 6 November 2024" in said(page), "what is corroborated now was not then"
    assert page.query_params["known"] == "2024-11-06"


@pytest.mark.parametrize(("aspect", "left"), [("quantity", 1), ("place", 0), ("presence", 0)])
def test_a_status_is_that_of_the_aspect_of_the_link(aspect: str, left: int) -> None:
    page = open_page(aspect=aspect, status="disputed")
    assert f"leaves {left} of 6" in said(page)
    assert page.query_params["aspect"] == aspect


def test_search_says_how_many_it_leaves_and_clearing_brings_all_back() -> None:
    page = open_page()
    page.text_input(key="text").set_value("Суджа").run()
    assert "leaves 1 of 6" in said(page)
    page.button[0].click().run()
    assert page.text_input(key="text").value == ""
    assert "leaves" not in said(page)


def test_filters_are_written_into_the_link() -> None:
    page = open_page()
    page.multiselect(key="types").set_value(["demining", "training"]).run()
    assert page.query_params["type"] == ["training", "demining"]


def test_a_link_fills_the_widgets() -> None:
    page = open_page(type=["demining"], text="Sudzha", party="Ukraine")
    assert page.multiselect(key="types").value == ["demining"]
    assert page.multiselect(key="parties").value == ["Ukraine"]
    assert page.text_input(key="text").value == "Sudzha"


# day of the link, what the filters offer, what they say
OFFERS = [
    ("", ["Russia", "South Korea", "Ukraine"], ["Daily paper", "Ministry of Defence", "News agency"], ""),
    ("2024-10-14", ["Ukraine"], ["Ministry of Defence"], "the 1 of 3 sources that had reported by 14 October 2024"),
    ("2024-11-29", ["Russia", "South Korea", "Ukraine"], ["Daily paper", "Ministry of Defence", "News agency"], ""),
]


@pytest.mark.parametrize(("day", "parties", "sources", "words"), OFFERS)
def test_who_had_reported_nothing_by_the_day_is_not_offered(
    day: str, parties: list[str], sources: list[str], words: str
) -> None:
    page = open_page(**({"known": day} if day else {}))
    assert page.multiselect(key="parties").options == parties
    assert page.multiselect(key="sources").options == sources
    assert words in said(page)
    assert words or "had reported by" not in said(page)


def test_a_source_that_was_chosen_stays_whatever_the_day() -> None:
    page = open_page(known="2024-10-14", source="agency", party="Russia")
    assert page.multiselect(key="sources").value == ["agency"]
    assert page.multiselect(key="sources").options == ["Ministry of Defence", "News agency"]
    assert page.multiselect(key="parties").value == ["Russia"]


@pytest.mark.parametrize(
    ("params", "words"),
    [({"colour": "red"}, "not a part of a view"), ({"type": "parade"}, "use one of"),
     ({"from": "2024-02-30"}, "one day of the calendar"), ({"known": "November"}, "one day of the calendar"),
     ({"aspect": "size"}, "use one of"), ({"panel": "list"}, "use one of map, says, numbers")],
)  # fmt: skip
def test_a_bad_link_is_refused_and_everything_is_shown(params: dict[str, str], words: str) -> None:
    page = open_page(**params)
    assert words in page.warning[0].value
    assert "The whole data set is shown instead" in page.warning[0].value
    assert page.multiselect(key="types").value == []


def test_a_broken_data_set_starts_with_its_sentences(folder: Path) -> None:
    builder = DatasetBuilder(folder).put("claims.csv", 2, "claim_type", "parade").put("places.csv", 2, "lat", "91")
    builder.write()
    page = open_page()
    assert not page.exception
    assert "2 problems found" in page.error[0].value
    assert "claims.csv, row 2, field claim_type: “parade” cannot be used" in said(page)
    assert "places.csv, row 2, field lat: “91” cannot be used" in said(page)
    builder.put("claims.csv", 2, "claim_type", "demining").put("places.csv", 2, "lat", "51.19").write()
    assert not page.run().error, "a mended file is read again"


def test_online_tiles_are_off_and_warn_when_on() -> None:
    page = open_page()
    assert page.toggle(key="online").value is False
    assert "learns which area" in page.toggle(key="online").help
    page.toggle(key="online").set_value(True).run()
    assert "learns which area" in page.warning[0].value
    assert page.selectbox(key="tiles").value == "osm"
