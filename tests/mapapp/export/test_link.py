from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Aspect, ClaimType, Dataset, Modality, Status, parse_edtf
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.link import link_of, query_words
from mapapp.view import ViewState, parse_view
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()


QUERY = ClaimQuery(
    first_day=date(2024, 10, 1),
    last_day=date(2024, 12, 31),
    types=frozenset({ClaimType.DEMINING}),
    statuses=frozenset({Status.CORROBORATED, Status.CONFIRMED}),
    modalities=frozenset({Modality.PRESENT}),
    parties=frozenset({"South Korea"}),
    sources=frozenset({"ministry"}),
    text="sappers & Суджа",
    known_on=date(2025, 1, 1),
    aspect=Aspect.QUANTITY,
)


def opened(link: str, dataset: Dataset) -> ViewState:
    return parse_view(parse_qs(link[1:], strict_parsing=True), dataset)


def test_a_link_asks_the_same_question_again(tiny: Dataset) -> None:
    assert opened(link_of(select(tiny, QUERY)), tiny).query() == QUERY


def test_a_link_pins_days_data_and_what_they_show(tiny: Dataset) -> None:
    """Whole days of the data where no window was asked, and the last day on which anything became public."""
    link = link_of(select(tiny, ClaimQuery(text="sappers")))
    start = f"?from=2024-10-01&to=2025-12-31&known=2025-02-02&data={tiny.digest[:12]}&n=1&sum="
    assert link.startswith(start)
    assert link.endswith("&text=sappers")


def test_a_link_keeps_mode_borders_and_zones(tiny: Dataset) -> None:
    found = select(tiny, ClaimQuery(last_day=date(2025, 1, 1)))
    link = link_of(found, window_mode="cumulative", borders="defacto", zones=False)
    assert link.startswith("?from=2024-10-01&to=2025-01-01&mode=cumulative&known=2025-02-02&data=")
    assert link.endswith("&borders=defacto&zones=off")
    assert opened(link, tiny).query() == ClaimQuery(last_day=date(2025, 1, 1), known_on=date(2025, 2, 2))


def test_the_box_is_pinned_and_takes_the_place_of_a_camera(tiny: Dataset) -> None:
    view = opened(link_of(select(tiny, ClaimQuery(bbox=BBox(33.00001, 50, 38.6, 52.6)))), tiny)
    assert view.map.camera is None
    assert view.pin is not None
    assert view.pin.box == BBox(33, 50, 38.6, 52.6)


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2077, 1, 1)])
@pytest.mark.parametrize("end", ["first_day", "last_day"])
def test_a_window_beside_the_data_stays_one(tiny: Dataset, day: date, end: str) -> None:
    found = select(tiny, ClaimQuery(**{end: day}))  # type: ignore[arg-type]
    view = opened(link_of(found), tiny)
    assert getattr(view.map, end) == day
    assert view.pin is not None
    assert view.pin.keeps(select(tiny, view.query()))


def test_a_report_whose_date_has_no_end_is_not_in_the_promise(tmp_path: Path) -> None:
    whole = DatasetBuilder(tmp_path).load()
    undated = replace(whole.reports[3], published=parse_edtf("2024-11/.."))
    dataset = replace(whole, reports=(*whole.reports[:3], undated, *whole.reports[4:]))
    found = select(dataset, ClaimQuery())
    view = opened(link_of(found), dataset)
    assert view.pin is not None
    assert view.pin.claims == len(found.in_view) - 1


def test_the_question_in_words() -> None:
    assert query_words(ClaimQuery()) == {}
    box = ClaimQuery(bbox=BBox(33, 50, 38, 53), types=frozenset({ClaimType.DEMINING}))
    assert query_words(box) == {"type": ["demining"], "bbox": [33, 50, 38, 53]}


@given(
    st.floats(-179, 170), st.floats(-80, 75), st.floats(0.01, 9), st.floats(0.01, 4), st.dates(), st.none() | st.dates()
)
def test_a_link_keeps_its_promise_on_the_data_it_was_made_from(
    tiny: Dataset, west: float, south: float, wide: float, high: float, day: date, known: date | None
) -> None:  # fmt: skip
    found = select(tiny, ClaimQuery(last_day=day, bbox=BBox(west, south, west + wide, south + high), known_on=known))
    link = link_of(found)
    view = opened(link, tiny)
    assert view.pin is not None
    assert view.pin.keeps(select(tiny, view.query(view.pin.box)))
    assert link_of(found) == link
