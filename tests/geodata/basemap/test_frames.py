"""The basemap as shapes and tables."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely

import geodata.basemap as basemap

LAYERS = {view: basemap.layers(view) for view in basemap.BORDER_VIEWS}
NAMES = {"land", "borders", "regions", "rivers", "lakes", "towns", "labels"}


@pytest.mark.parametrize("view", basemap.BORDER_VIEWS)
def test_every_table_is_filled_and_knows_its_coordinates(view: str) -> None:
    assert set(LAYERS[view]) == NAMES
    for table in LAYERS[view].values():
        assert len(table) > 0
        assert table.crs == "EPSG:4326"
        assert not table.geometry.is_empty.any()


@pytest.mark.parametrize("code", sorted(basemap.known_regions()))
def test_a_shape_is_valid_and_within_the_world(code: str) -> None:
    shape = basemap.region_geometry(code)
    west, south, east, north = shape.bounds
    assert shape.is_valid
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_chukotka_lies_on_both_sides_of_the_antimeridian() -> None:
    shape = basemap.region_geometry("RU-CHU")
    assert shape.covers(shapely.Point(175.0, 66.5))
    assert shape.covers(shapely.Point(-174.5, 66.3))
    assert not shape.intersects(shapely.Point(0, 66))


@pytest.mark.parametrize("codes", list(combinations(["RU-KRS", "RU-BEL", "UA-59", "UA-63", "RU-BRY", "RU-ORL"], 2)))
def test_neighbours_neither_overlap_nor_gape(codes: tuple[str, str]) -> None:
    a, b = (basemap.region_geometry(code) for code in codes)
    assert a.intersection(b).area < 1e-9
    assert len(shapely.get_parts(shapely.union_all([a, b]))) == (1 if a.intersection(b).length > 0 else 2)


def test_the_regions_along_the_front_leave_no_hole() -> None:
    codes = ["RU-KRS", "RU-BEL", "UA-59", "UA-63", "RU-BRY", "RU-VOR", "UA-74", "UA-09"]
    whole = shapely.union_all([basemap.region_geometry(code) for code in codes])
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


@pytest.mark.parametrize("country", ["RU", "UA", "BY", "KP", "KR"])
def test_a_country_is_the_sum_of_its_regions(country: str) -> None:
    codes = [code for code in basemap.known_regions() if code.startswith(f"{country}-")]
    parts = shapely.union_all([basemap.region_geometry(code) for code in codes])
    assert parts.symmetric_difference(basemap.region_geometry(country)).area < 0.01


def test_crimea_belongs_to_ukraine() -> None:
    crimea = basemap.region_geometry("UA-43")
    assert basemap.region_geometry("UA").intersection(crimea).area == pytest.approx(crimea.area, rel=1e-3)
    assert basemap.region_geometry("RU").intersection(crimea).area < 1e-3


def test_the_views_differ_only_in_kinds_of_lines_and_the_note_on_crimea() -> None:
    recognised, defacto = LAYERS["recognised"], LAYERS["defacto"]
    for name in NAMES - {"borders", "labels"}:
        assert recognised[name].equals(defacto[name])
    kinds = set(zip(recognised["borders"]["kind"], defacto["borders"]["kind"], strict=True))
    assert {pair for pair in kinds if pair[0] != pair[1]} == {("admin", "disputed"), ("disputed", "border")}
    notes = {view: set(LAYERS[view]["labels"]["note"]) - {""} for view in LAYERS}
    assert notes == {"recognised": {"occupied by Russia since 2014"}, "defacto": {"recognised as Ukraine"}}


@pytest.mark.parametrize(
    ("lon", "lat", "what"),
    [
        (24.0, 50.5, "Ukraine and Poland"),
        (61.5, 50.8, "Russia and Kazakhstan"),
        (14.4, 53.3, "Germany and Poland"),
    ],
)
def test_a_border_is_drawn_between(lon: float, lat: float, what: str) -> None:
    table = LAYERS["recognised"]["borders"]
    lines = table[table["kind"] == "border"].geometry.union_all()
    assert shapely.distance(lines, shapely.Point(lon, lat)) < 0.6, what


def test_no_front_line_of_2015_and_no_drained_reservoir() -> None:
    donbas = shapely.box(38.0, 47.6, 38.9, 48.5)
    table = LAYERS["recognised"]["borders"]
    assert not table[table["kind"] == "disputed"].intersects(donbas).any()
    assert not LAYERS["recognised"]["lakes"].intersects(shapely.Point(34.1, 47.45)).any()
