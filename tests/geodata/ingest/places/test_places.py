"""Rows of a table as places: points with a radius, areas without a pin, and what is wrong."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest

from geodata.ingest.places import Gazetteer, PlaceDecision, PlaceFault, PlaceKind, assemble, read_points
from geodata.model import GeoPrecision

ROWS = [
    # row, precision, regions, has a point, uncertainty in metres, fault
    ({"lat": "51.19123", "lon": "35.27123"}, "locality", [], True, 1000, 0),
    ({"lat": "51.2", "lon": "35.3"}, "locality", [], True, 13_139, 0),
    ({"lat": "51.19123", "lon": "35.27123", "geo_precision": "exact"}, "exact", [], True, 10, 0),
    ({"lat": "51.19", "lon": "35.27", "geo_precision": "exact"}, "exact", [], True, 1_314, 0),
    ({"lat": "51.19", "lon": "35.27", "uncertainty_m": "300"}, "locality", [], True, 300, 0),
    ({"lat": "51.19", "lon": "35.27", "uncertainty_m": "-3"}, "unknown", [], False, None, PlaceFault.BAD_RADIUS),
    ({"lat": "51.19", "lon": "35.27", "uncertainty_m": "20040001"}, "unknown", [], False, None, PlaceFault.BAD_RADIUS),
    ({"lat": "51.7", "lon": "36.2", "geo_precision": "region"}, "region", ["RU-KRS"], False, None, 0),
    (
        {"lat": "51.7", "lon": "36.2", "geo_precision": "region", "admin1": "Donets'k"},
        "region",
        ["UA-14"],
        False,
        None,
        0,
    ),
    ({"lat": "51.7", "lon": "36.2", "geo_precision": "country"}, "country", ["RU"], False, None, 0),
    ({"lat": "51.7", "lon": "36.2", "geo_precision": "district"}, "district", ["RU-KRS"], False, None, 0),
    ({"lat": "10.5", "lon": "10.5", "geo_precision": "region"}, "unknown", [], False, None, PlaceFault.NO_AREA),
    ({"lat": "51.7", "lon": "36.2", "geo_precision": "unknown"}, "unknown", [], False, None, 0),
    ({"lat": "0", "lon": "0", "place": "Sudzha"}, "unknown", [], False, None, PlaceFault.NULL_ISLAND),
    ({"place": "Sudzha"}, "settlement", [], True, 5000, 0),
    ({"place": "Sudzha", "geo_precision": "exact"}, "settlement", [], True, 5000, 0),
    ({"place": "Sudzha", "geo_precision": "region"}, "region", ["RU-KRS"], False, None, 0),
    ({"place": "Kursk Oblast"}, "region", ["RU-KRS"], False, None, 0),
    ({"place": "Kursk Oblast", "geo_precision": "exact"}, "region", ["RU-KRS"], False, None, 0),
    ({"place": "Kursk Oblast", "geo_precision": "country"}, "country", ["RU"], False, None, 0),
    ({"place": "Russia"}, "country", ["RU"], False, None, 0),
    ({"place": "Sudzha district", "admin1": "Kursk Oblast"}, "district", ["RU-KRS"], False, None, 0),
    ({"place": "Sergeyevka"}, "unknown", [], False, None, PlaceFault.AMBIGUOUS_NAME),
    ({"place": "Kremyanoye", "admin1": "Kursk Oblast"}, "region", ["RU-KRS"], False, None, 0),
    ({"place": "Kremyanoye"}, "unknown", [], False, None, PlaceFault.UNKNOWN_NAME),
    ({"place": "Kremyanoye", "lat": "51.38", "lon": "35.16"}, "locality", [], True, 1_308, 0),
    ({"admin1": "Курская область"}, "region", ["RU-KRS"], False, None, 0),
    ({"country": "Ukraine"}, "country", ["UA"], False, None, 0),
    ({"country": "Ukraine", "geo_precision": "region"}, "unknown", [], False, None, PlaceFault.NO_AREA),
    ({}, "unknown", [], False, None, 0),
]
COLUMNS = ("lon", "lat", "place", "admin1", "admin2", "country", "geo_precision", "uncertainty_m")
GAZETTEER = Gazetteer.bundled()


@pytest.mark.parametrize(("row", "precision", "regions", "has_point", "metres", "fault"), ROWS)
def test_a_row_becomes_a_place(
    row: dict[str, str], precision: str, regions: list[str], has_point: bool, metres: float | None, fault: int
) -> None:
    batch = pa.record_batch({name: pa.array([row.get(name)], pa.string()) for name in COLUMNS})
    points = read_points(batch, PlaceDecision(PlaceKind.PAIR, ("lon", "lat")))
    resolved = GAZETTEER.resolve(batch["place"], batch["admin1"], batch["country"])
    found = assemble(batch, points, resolved, GAZETTEER)
    assert found.bad.tolist() == [fault]
    assert list(GeoPrecision)[found.precision[0]] == precision
    assert found.regions.to_pylist() == [regions]
    assert math.isnan(found.lon[0]) is not has_point
    assert found.uncertainty_m[0] == pytest.approx(metres, rel=0.005) if metres else math.isnan(found.uncertainty_m[0])
    assert found.vague.tolist() == [precision == "district"]
    assert found.from_point.tolist() == [bool(regions) and "lat" in row and "admin1" not in row]
