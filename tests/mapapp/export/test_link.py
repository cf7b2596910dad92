from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import BBox, ClaimQuery
from mapapp.export.link import link_of, query_words
from mapapp.view import parse_view
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


def asked_again(link: str, dataset: Dataset) -> ClaimQuery:
    return parse_view(parse_qs(link[1:], strict_parsing=bool(link[1:])), dataset).query()


@pytest.mark.parametrize("query", [QUERY, ClaimQuery()])
def test_a_link_asks_the_same_question_again(tiny: Dataset, query: ClaimQuery) -> None:
    assert asked_again(link_of(query), tiny) == query


def test_a_link_keeps_mode_borders_and_zones(tiny: Dataset) -> None:
    link = link_of(ClaimQuery(last_day=date(2025, 1, 1)), window_mode="cumulative", borders="defacto", zones=False)
    assert link == "?to=2025-01-01&mode=cumulative&borders=defacto&zones=off"
    assert parse_view(parse_qs(link[1:]), tiny).map.zones is False


def test_the_question_in_words() -> None:
    assert query_words(ClaimQuery()) == {}
    box = ClaimQuery(bbox=BBox(33, 50, 38, 53), types=frozenset({ClaimType.DEMINING}))
    assert query_words(box) == {"type": ["demining"], "bbox": [33, 50, 38, 53]}


@given(st.floats(-179, 170), st.floats(-80, 75), st.floats(0.01, 9), st.floats(0.01, 4))
def test_a_link_is_read_whatever_the_box(
    tmp_path_factory: pytest.TempPathFactory, west: float, south: float, wide: float, high: float
) -> None:  # fmt: skip
    dataset = _once(tmp_path_factory.getbasetemp() / "box")
    link = link_of(ClaimQuery(bbox=BBox(west, south, west + wide, south + high)))
    camera = parse_view(parse_qs(link[1:]), dataset).map.camera
    assert camera is not None
    assert west <= camera.lon <= west + wide
    assert south - 1e-4 <= camera.lat <= south + high + 1e-4
    assert camera.zoom == 16 or 256 * 2**camera.zoom * wide / 360 <= 900


_READ: dict[Path, Dataset] = {}


def _once(folder: Path) -> Dataset:
    if folder not in _READ:
        _READ[folder] = DatasetBuilder(folder).load()
    return _READ[folder]
