"""One written place -> a point with its uncertainty, or the reason why not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest.places.forms import PlaceFault, PointForm
from geodata.ingest.places.written import read_pair, read_point

LAT_FIRST, LON_FIRST, OPEN = PointForm(lat_first=True), PointForm(lat_first=False), PointForm()
COMMA = PointForm(decimal_comma=True, lat_first=True)

SUDZHA = [  # each says 51°11'24" N, 35°16'12" E
    "51.19, 35.27",
    "51.19 35.27",
    "51.19;35.27",
    "51.19 / 35.27",
    "(51.19, 35.27)",
    "[51.19,35.27]",
    "  +51.19 ,  +35.27 ",
    "51.19°, 35.27°",
    "51.19º 35.27º",
    "51.190 35.270",
    "５１.１９, ３５.２７",
    "51.19N 35.27E",
    "51.19°N, 35.27°E",
    "51.19° N 35.27° E",
    "N51.19 E35.27",
    "N 51.19°, E 35.27°",
    "35.27E 51.19N",
    "E35.27, N51.19",
    "51.19° с.ш., 35.27° в.д.",
    "51.19 с. ш. 35.27 в. д.",
    "51.19 С 35.27 В",
    "51.19 пн.ш. 35.27 сх.д.",
    "51.19° пн. ш., 35.27° сх. д.",
    "пн 51.19 сх 35.27",
    "북위 51.19 동경 35.27",
    "북위 51도 11분 24초 동경 35도 16분 12초",
    "51.19 north, 35.27 east",
    "51.19 Nord; 35.27 Ost",
    "51°11'24\"N 35°16'12\"E",
    "51°11′24″N, 35°16′12″E",
    "51°11’24”N 35°16’12”E",
    "51º11'24''N 35º16'12''E",
    "51° 11' 24\" N 35° 16' 12\" E",
    "N51°11'24\" E35°16'12\"",
    "51°11'24\"N35°16'12\"E",
    "51°11'24\" 35°16'12\"",
    "51 11 24 N 35 16 12 E",
    "51 11 24 N, 35 16 12 E",
    "51 11 24 35 16 12",
    "51:11:24N 35:16:12E",
    "51.11.24N 35.16.12E",
    "51-11-24N 035-16-12E",
    "511124N 0351612E",
    "511124N0351612E",
    "N511124 E0351612",
    "511124.0N 0351612.0E",
    "51 11.4N 35 16.2E",
    "51°11.4'N 35°16.2'E",
    "N51 11.400 E035 16.200",
    "51°11,4'N 35°16,2'E",
    "51deg 11min 24sec N 35deg 16min 12sec E",
    "51 градус 11 минут 24 секунды с.ш. 35 градусов 16 минут 12 секунд в.д.",
    "51d11m24s N 35d16m12s E",
    "35°16'12\"E 51°11'24\"N",
    "lat: 51.19, lon: 35.27",
    "Lat=51.19 Lng=35.27",
    "lon 35.27 lat 51.19",
    "широта 51.19 долгота 35.27",
    "широта: 51.19, довгота: 35.27",
    "위도 51.19, 경도 35.27",
    '{"lat": 51.19, "lng": 35.27}',
    "POINT (35.27 51.19)",
    "POINT(35.27 51.19)",
    "point z (35.27 51.19 180)",
    "POINT ZM (35.27 51.19 180 1)",
    "SRID=4326;POINT(35.27 51.19)",
    "geo:51.19,35.27",
    "geo:51.19,35.27,180",
    "geo:51.19,35.27;crs=wgs84;u=40",
    "geo:51.19,35.27?z=12",
    "https://www.google.com/maps/@51.19,35.27,14z",
    "https://www.google.com/maps/place/X/@50.0,30.0,12z/data=!3m1!4b1!4m5!3m4!1s0x0:0x0!8m2!3d51.19!4d35.27",
    "https://www.google.com/maps/search/?api=1&query=51.19%2C35.27",
    "https://maps.google.com/?q=51.19,35.27",
    "https://maps.google.com/maps?q=loc:51.19,35.27&z=9",
    "https://www.google.com/maps/place/51.19,35.27",
    "https://maps.apple.com/?ll=51.19,35.27",
    "https://www.openstreetmap.org/?mlat=51.19&mlon=35.27#map=12/50.0/30.0",
    "https://www.openstreetmap.org/#map=12/51.19/35.27",
    "https://www.bing.com/maps?cp=51.19~35.27&lvl=11",
    "https://yandex.ru/maps/?ll=35.27%2C51.19&z=10",
    "https://yandex.com/maps/?pt=35.27,51.19",
]


@pytest.mark.parametrize("text", SUDZHA)
def test_every_way_to_write_one_place(text: str) -> None:
    found = read_point(text, LAT_FIRST)
    assert found.fault is PlaceFault.NONE
    assert (found.lon, found.lat) == pytest.approx((35.27, 51.19), abs=1e-9)
    assert found.uncertainty_m > 0


OTHERS = [
    ("35.27, 51.19", LON_FIRST, 35.27, 51.19),
    ("-33.45, -70.67", LAT_FIRST, -70.67, -33.45),
    ("−33.45, −70.67", LAT_FIRST, -70.67, -33.45),
    ("33.45S 70.67W", OPEN, -70.67, -33.45),
    ("33°27′ю.ш. 70°40′12″з.д.", OPEN, -70.67, -33.45),
    ("33.45 пд.ш. 70.67 зх.д.", OPEN, -70.67, -33.45),
    ("남위 33.45 서경 70.67", OPEN, -70.67, -33.45),
    ("51,19; 35,27", COMMA, 35.27, 51.19),
    ("51,19 35,27", COMMA, 35.27, 51.19),
    ("51,19, 35,27", COMMA, 35.27, 51.19),
    ("51,19,35,27", COMMA, 35.27, 51.19),
    ("51,19° N 35,27° E", COMMA, 35.27, 51.19),
    ("0, 35.27", LAT_FIRST, 35.27, 0),
    ("51, 0", LAT_FIRST, 0, 51),
    ("-90, 180", LAT_FIRST, 180, -90),
    ("88.5, 35", LAT_FIRST, 35, 88.5),
    ("8FVC2222+22", OPEN, 8.0000625, 47.0000625),
    ("8fvc2222+22", OPEN, 8.0000625, 47.0000625),
    ("37UDQ1234567890", OPEN, 37.792919, 49.357422),
    ("37U DQ 12345 67890", OPEN, 37.792919, 49.357422),
    ("37udq1234567890", OPEN, 37.792919, 49.357422),
]


@pytest.mark.parametrize(("text", "form", "lon", "lat"), OTHERS)
def test_other_places(text: str, form: PointForm, lon: float, lat: float) -> None:
    found = read_point(text, form)
    assert found.fault is PlaceFault.NONE
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=2e-5)


REFUSED = [
    ("0,0", PlaceFault.NULL_ISLAND),
    ("0.000 0.000", PlaceFault.NULL_ISLAND),
    ("POINT(0 0)", PlaceFault.NULL_ISLAND),
    ("0°N 0°E", PlaceFault.NULL_ISLAND),
    ("91, 35", PlaceFault.OUT_OF_RANGE),
    ("51, 181", PlaceFault.OUT_OF_RANGE),
    ("51, 216.5", PlaceFault.OUT_OF_RANGE),
    ("95N 35E", PlaceFault.OUT_OF_RANGE),
    ("POINT(35 95)", PlaceFault.OUT_OF_RANGE),
    ("geo:95,35", PlaceFault.OUT_OF_RANGE),
    ("5672345.1, 412345.9", PlaceFault.PROJECTED),
    ("412345 5672345", PlaceFault.PROJECTED),
    ("SRID=3857;POINT(35 51)", PlaceFault.PROJECTED),
    ("geo:51,35;crs=nad27", PlaceFault.PROJECTED),
    ("POLYGON((1 1,2 2,3 1,1 1))", PlaceFault.OUTLINE),
    ("LINESTRING Z(1 1 1,2 2 2)", PlaceFault.OUTLINE),
    ("MULTIPOLYGON(((1 1,2 2,3 1,1 1)))", PlaceFault.OUTLINE),
    ("51,19 35,27", PlaceFault.WHICH_COMMA),
    ("51,19; 35,27", PlaceFault.WHICH_COMMA),
    ("51,19,35,27", PlaceFault.WHICH_COMMA),
    ("48.8584° N 2.2945° O", PlaceFault.WHICH_HEMISPHERE),
    ("51°75'N 35°16'E", PlaceFault.SIXTY),
    ("51°11'61\"N 35°16'12\"E", PlaceFault.SIXTY),
    ("-51N 35E", PlaceFault.CONTRADICTION),
    ("51N 35N", PlaceFault.CONTRADICTION),
    ("99UDQ1234", PlaceFault.NO_SUCH_SQUARE),
    ("37UAA1234", PlaceFault.NO_SUCH_SQUARE),
    ("37UDQ123", PlaceFault.NO_SUCH_SQUARE),
    ("2222+22", PlaceFault.SHORT_CODE),
    ("2222+22 Kursk", PlaceFault.SHORT_CODE),
    ("nan, nan", PlaceFault.NOT_COORDINATES),
    ("inf, 35", PlaceFault.NOT_COORDINATES),
    ("Kursk", PlaceFault.NOT_COORDINATES),
    ("Kursk, Russia", PlaceFault.NOT_COORDINATES),
    ("51.19", PlaceFault.NOT_COORDINATES),
    ("51.19, 35.27, 12", PlaceFault.NOT_COORDINATES),
    ("18.10.2024", PlaceFault.NOT_COORDINATES),
    ("2024-10-18", PlaceFault.NOT_COORDINATES),
    ("POINT EMPTY", PlaceFault.NOT_COORDINATES),
    ("POINT(35)", PlaceFault.NOT_COORDINATES),
    ("geo:x,y", PlaceFault.NOT_COORDINATES),
    ("https://example.org/news/12", PlaceFault.NOT_COORDINATES),
    ("https://[bad", PlaceFault.NOT_COORDINATES),
]


@pytest.mark.parametrize(("text", "fault"), REFUSED)
def test_what_is_no_place_says_why(text: str, fault: PlaceFault) -> None:
    found = read_point(text, LAT_FIRST)
    assert found.fault is fault
    assert fault.mend
    assert math.isnan(found.lon)
    assert math.isnan(found.lat)


def test_two_bare_numbers_wait_for_their_order() -> None:
    assert read_point("51.19, 35.27", OPEN).fault is PlaceFault.WHICH_AXIS
    assert read_point("51.19N, 35.27E", OPEN).fault is PlaceFault.NONE


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("0N 100E", 156_904),  # Chapman and Wieczorek 2020, Georeferencing Best Practices: one degree at the equator
        ("0.0N 100.0E", 15_690),
        ("0°0'N 100°0'E", 2_615),
        ("0°0'0\"N 100°0'0\"E", 43.6),
        ("60N 100E", 124_600),  # a degree of longitude is half as long there
        ("36UXB", 70_711),
        ("36UXB12", 7_071),
        ("36UXB1234512345", 0.707),
        ("geo:51.1911,35.2711;u=400", 400),
        ("8GX70000+", 66_000),
    ],
)
def test_the_uncertainty_follows_from_what_was_written(text: str, metres: float) -> None:
    assert read_point(text, OPEN).uncertainty_m == pytest.approx(metres, rel=0.01)


def test_the_view_of_a_map_is_as_coarse_as_its_tiles() -> None:
    view = read_point("https://www.openstreetmap.org/#map=5/51.1912/35.2712", OPEN)
    assert view.uncertainty_m == pytest.approx(784_000, rel=0.01)
    pin = read_point("https://www.openstreetmap.org/?mlat=51.1912&mlon=35.2712#map=5/51.1/35.2", OPEN)
    assert pin.uncertainty_m < 20


@pytest.mark.parametrize(
    ("lon", "lat", "fault"),
    [
        ("35.27", None, PlaceFault.HALF),
        ("", "51.19", PlaceFault.HALF),
        (None, " ", PlaceFault.NONE),
        ("35.27", "95", PlaceFault.OUT_OF_RANGE),
        ("51N", "35.27", PlaceFault.CONTRADICTION),
        ("35,27", "51,19", PlaceFault.WHICH_COMMA),
        ("3.527E+01", "5.119e1", PlaceFault.NONE),
        ("412345", "5672345", PlaceFault.PROJECTED),
        ("NaN", "51.19", PlaceFault.NOT_COORDINATES),
        ("Infinity", "51.19", PlaceFault.NOT_COORDINATES),
        ("0", "0.0", PlaceFault.NULL_ISLAND),
    ],
)
def test_two_cells(lon: str | None, lat: str | None, fault: PlaceFault) -> None:
    assert read_pair(lon, lat, OPEN).fault is fault


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_decimals_come_back(lat: float, lon: float) -> None:
    text = f"{lat:.6f}, {lon:.6f}"
    found = read_point(text, LAT_FIRST)
    if float(f"{lat:.6f}") == 0 and float(f"{lon:.6f}") == 0:
        assert found.fault is PlaceFault.NULL_ISLAND
    else:
        assert (found.lat, found.lon) == (float(f"{lat:.6f}"), float(f"{lon:.6f}"))


@settings(deadline=None)
@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.integers(1, 179), st.sampled_from("NS"))
def test_any_minutes_and_seconds_come_back(degrees: int, minutes: int, seconds: int, lon: int, letter: str) -> None:
    found = read_point(f"{degrees}°{minutes}'{seconds}\"{letter} {lon}°E", OPEN)
    sign = 1 if letter == "N" else -1
    assert found.lat == pytest.approx(sign * (degrees + minutes / 60 + seconds / 3600))


@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[-+\d.,° 'NSEW\"/;:()]{1,30}", fullmatch=True))
def test_nothing_raises_and_nothing_lies_outside(text: str) -> None:
    for form in (LAT_FIRST, LON_FIRST, OPEN, COMMA):
        found = read_point(text, form)
        if found.fault or not text.strip():
            assert math.isnan(found.lon)
        else:
            assert abs(found.lon) <= 180
            assert abs(found.lat) <= 90
            assert (found.lon, found.lat) != (0, 0)
