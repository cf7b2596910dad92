"""A real client: GDAL's driver for OGC API - Features reads the running app over HTTP, with nothing but its address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import pyogrio
import pytest

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.api.ogc.asked import Asked
from mapapp.api.ogc.found import found_rows
from tests.browser.conftest import serve

pytestmark = pytest.mark.xdist_group("browser")  # beside the other tests that start the app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """What is given to GDAL: the landing page of the app on its bundled data."""
    with serve() as app:
        yield f"OAPIF:{app}/ogc"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset(bundled_path())


def read(address: str, layer: str = "bundled", **options: Any) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(address, layer=layer, **options)


def expected(dataset: Dataset, asked: Asked) -> set[str]:
    rows = found_rows(select(dataset, asked.query), "claims", asked)
    return {dataset.claims[row].claim_id for row in rows}


def test_it_finds_the_collections_by_itself(address: str) -> None:
    layers = [tuple(layer) for layer in pyogrio.list_layers(address)]
    assert layers == [("bundled", "Unknown"), ("bundled.points", "Point"), ("bundled.areas", "MultiPolygon")]
    info = pyogrio.read_info(address, layer="bundled.areas")
    assert info["crs"] == "EPSG:4326"
    assert info["total_bounds"] == (-180.0, 41.193, 180.0, 81.859)
    assert info["layer_metadata"]["TEMPORAL_INTERVAL_MIN"] == "2024-08-06T00:00:00Z"


@pytest.mark.parametrize("page", ["7", "1000"])
def test_it_reads_every_claim_page_by_page(address: str, dataset: Dataset, page: str) -> None:
    frame = read(address, PAGE_SIZE=page)
    assert list(frame["claim_id"]) == [claim.claim_id for claim in dataset.claims]
    assert frame.crs.to_epsg() == 4326
    statuses = {dataset.claims[row].claim_id: word.status for row, word in enumerate(
        select(dataset, ClaimQuery()).verdicts)}  # fmt: skip
    assert dict(zip(frame["claim_id"], frame["status"], strict=True)) == statuses
    unplaced = {claim.claim_id for claim in dataset.claims if (place := dataset.place(claim)) is None
                or (place.position is None and not place.regions)}  # fmt: skip
    assert set(frame.loc[frame.geometry.isna(), "claim_id"]) == unplaced != set()


def test_its_box_is_ours(address: str, dataset: Dataset) -> None:
    box = (30.0, 45.0, 36.0, 52.0)
    frame = read(address, bbox=box, PAGE_SIZE="5")
    found = expected(dataset, Asked(ClaimQuery(), boxes=(box,)))
    located = set(frame.loc[frame.geometry.notna(), "claim_id"])
    # GDAL itself drops what has no geometry where a box is given
    assert located == {key for key in found if _is_located(dataset, key)}
    assert 0 < len(located) < len(dataset.claims)


def _is_located(dataset: Dataset, key: str) -> bool:
    place = dataset.place(dataset.claims[dataset.row_of[key]])
    return place is not None and (place.position is not None or bool(place.regions))


def test_its_dates_are_ours(address: str, dataset: Dataset) -> None:
    """GDAL hands every comparison with a date to the server, as the standard's ``datetime``."""
    frame = read(address, where="event_start >= '2025-06-01T00:00:00Z'", PAGE_SIZE="5")
    asked = Asked(ClaimQuery(), first=datetime(2025, 6, 1, tzinfo=UTC))
    assert set(frame["claim_id"]) == expected(dataset, asked)
    assert 5 < len(frame) < len(dataset.claims)
    days = read(address, where="event_start >= '2025-06-01'")
    assert set(days["claim_id"]) == set(frame["claim_id"])


def test_filters_in_the_address_hold_for_every_layer(address: str, dataset: Dataset) -> None:
    frame = read(f"{address}?known=2024-12-31&status=unverified", PAGE_SIZE="3")
    query = ClaimQuery(known_on=date(2024, 12, 31))
    verdicts = select(dataset, query).verdicts
    known = {key for key in expected(dataset, Asked(query)) if verdicts[dataset.row_of[key]].status == "unverified"}
    assert set(frame["claim_id"]) == known
    assert len(known) > 3
    points = read(f"{address}?known=2024-12-31", "bundled.points")
    assert set(points["claim_id"]) <= expected(dataset, Asked(query))
    assert set(points.geom_type) == {"Point"}


def test_what_is_refused_reaches_the_reader(address: str) -> None:
    with pytest.raises(pyogrio.errors.DataSourceError, match="write one day of the calendar, as in 2024-10-18"):
        read(f"{address}/collections/bundled?known=yesterday")
