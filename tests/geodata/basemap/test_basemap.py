"""The bundled basemap: what it holds, where things lie, and what it costs."""

from __future__ import annotations

import gzip
import json
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import geodata.basemap as basemap
from geodata.basemap.encode import decode, is_closed
from geodata.errors import QueryError

PAYLOAD: dict[str, Any] = json.loads(basemap.payload_bytes())
REGIONS = sorted(code for code in basemap.known_regions() if "-" in code)
COUNTRIES = ["BY", "KP", "KR", "RU", "UA"]


def covers(code: str, lon: float, lat: float) -> bool:
    """Whether a point lies in a region, counted by the edges that a ray to the east meets."""
    inside = False
    for rings in basemap.region_rings(code):
        for flat in rings:
            points = list(decode(flat))
            for (x1, y1), (x2, y2) in pairwise(points):
                if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                    inside = not inside
    return inside


def every_flat() -> list[tuple[str, list[int]]]:
    flats = [("land", ring) for layer in ("land", "focus") for rings in PAYLOAD[layer] for ring in rings]
    flats += [("lines", line[2]) for line in PAYLOAD["lines"]]
    flats += [("rivers", river[1]) for river in PAYLOAD["rivers"]]
    flats += [("lakes", ring) for lake in PAYLOAD["lakes"] for ring in lake[1]]
    return flats + [(c, list(ring)) for c in (*REGIONS, *COUNTRIES) for p in basemap.region_rings(c) for ring in p]


def test_the_payload_is_small() -> None:
    assert len(basemap.payload_gzip()) < 400_000


def test_the_compressed_payload_is_the_payload_without_a_time_stamp() -> None:
    assert gzip.decompress(basemap.payload_gzip()) == basemap.payload_bytes()
    assert basemap.payload_gzip()[4:8] == b"\0\0\0\0"


def test_the_digest_is_of_the_payload() -> None:
    assert len(basemap.digest()) == 64
    assert basemap.payload_bytes() == basemap.payload_bytes("both")


def test_no_shape_smears_across_the_map() -> None:
    for name, flat in every_flat():
        assert all(abs(step) < 60_000 for step in flat[2::2]), name
        assert all(-180_000 <= lon * 1000 <= 191_100 and abs(lat) <= 90 for lon, lat in decode(flat)), name


def test_rings_are_closed() -> None:
    for name, flat in every_flat():
        assert name in ("lines", "rivers") or is_closed(flat), name


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [
        ("RU-KRS", 36.19, 51.73),
        ("RU-KRS", 35.27, 51.19),
        ("RU-BEL", 36.59, 50.60),
        ("UA-59", 34.80, 50.91),
        ("UA-63", 36.25, 49.98),
        ("UA-43", 34.10, 44.95),
        ("UA-40", 33.53, 44.60),
        ("RU-MOW", 37.62, 55.75),
        ("RU-MOS", 38.70, 55.10),
        ("RU-ALT", 83.76, 53.35),
        ("RU-AL", 85.96, 51.96),
        ("RU-CHU", 185.5, 66.3),
        ("KP-01", 125.75, 39.03),
        ("UA", 34.10, 44.95),
        ("UA", 37.80, 48.00),
        ("RU", 36.19, 51.73),
        ("KP", 125.75, 39.03),
    ],
)
def test_a_place_lies_in_its_region_and_in_no_other(code: str, lon: float, lat: float) -> None:
    assert [c for c in (REGIONS if "-" in code else COUNTRIES) if covers(c, lon, lat)] == [code]


@pytest.mark.parametrize(
    ("code", "english", "russian"),
    [
        ("RU-MOW", "Moscow", "Москва"),
        ("RU-MOS", "Moscow Oblast", "Московская область"),
        ("RU-KRS", "Kursk Oblast", "Курская область"),
        ("RU-ALT", "Altai Krai", "Алтайский край"),
        ("RU-AL", "Altai Republic", "Республика Алтай"),
        ("UA-32", "Kyiv Oblast", "Киевская область"),
        ("KP", "North Korea", "КНДР"),
    ],
)
def test_names(code: str, english: str, russian: str) -> None:
    assert (basemap.region_names(code).en, basemap.region_names(code).ru) == (english, russian)


def test_every_region_has_a_name_in_four_languages_and_no_two_share_one() -> None:
    assert all(len(basemap.region_names(code).all()) == 4 for code in basemap.known_regions())
    english = [basemap.region_names(code).en for code in basemap.known_regions()]
    assert len(english) == len(set(english))


@pytest.mark.parametrize(
    ("code", "box"),
    [("RU-KRS", (34.1, 50.9, 38.5, 52.4)), ("RU-CHU", (157.7, 61.8, 191.0, 71.6)), ("UA", (22.1, 44.4, 40.2, 52.4))],
)
def test_boxes(code: str, box: tuple[float, ...]) -> None:
    assert basemap.region_bbox(code) == pytest.approx(box, abs=0.1)


@pytest.mark.parametrize("code", ["RU-KRS", "RU-CHU", "RU", "KR"])
def test_a_box_fits_its_rings(code: str) -> None:
    points = [point for rings in basemap.region_rings(code) for ring in rings for point in decode(ring)]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    assert basemap.region_bbox(code) == pytest.approx((min(lons), min(lats), max(lons), max(lats)))


@pytest.mark.parametrize(
    "ask", [basemap.region_names, basemap.region_bbox, basemap.region_rings, basemap.region_geometry]
)
@pytest.mark.parametrize("code", ["RU-XXX", "", "ru-krs", "US"])
def test_an_unknown_region_is_refused_with_a_sentence(ask: Any, code: str) -> None:
    with pytest.raises(basemap.UnknownRegionError, match="ISO 3166-2") as caught:
        ask(code)
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, QueryError)
    assert not str(caught.value).startswith(("'", '"'))


def perekop() -> list[Any]:
    """The lines between Crimea and Kherson Oblast."""
    lines = [line for line in PAYLOAD["lines"] if line[0] == "admin" and line[1] == "disputed"]
    assert all(32.5 < lon < 35.1 and 45.5 < lat < 46.5 for line in lines for lon, lat in decode(line[2]))
    return lines


def test_crimea_is_ukrainian_in_the_recognised_view_and_cut_off_in_the_de_facto_view() -> None:
    assert perekop() != []
    shown = {view: json.loads(basemap.payload_bytes(view)) for view in basemap.BORDER_VIEWS}
    for line in perekop():
        assert ["admin", "admin", line[2]] in shown["recognised"]["lines"]
        assert ["disputed", "disputed", line[2]] in shown["defacto"]["lines"]
    notes = {v: next(label[4][v][0] for label in shown[v]["regions"] if len(label) > 4) for v in shown}
    assert notes == {"recognised": "occupied by Russia since 2014", "defacto": "recognised as Ukraine"}


@pytest.mark.parametrize("view", ["", "Recognised", "russia"])
def test_an_unknown_view_is_refused(view: str) -> None:
    with pytest.raises(QueryError, match="recognised, defacto"):
        basemap.payload_bytes(view)
    with pytest.raises(QueryError, match="recognised, defacto"):
        basemap.layers(view)


@pytest.mark.parametrize(
    ("english", "lon", "lat", "russian"),
    [("Kursk", 36.19, 51.73, "Курск"), ("Sudzha", 35.27, 51.19, "Суджа"), ("Pyongyang", 125.75, 39.03, "Пхеньян")],
)
def test_towns_that_the_news_is_about(english: str, lon: float, lat: float, russian: str) -> None:
    found = [town for town in PAYLOAD["towns"] if town[4][0] == english]
    assert [town[4][1] for town in found] == [russian]
    assert math.hypot(found[0][0] / 1000 - lon, found[0][1] / 1000 - lat) < 0.1


def test_towns_come_sorted_by_zoom_since_the_browser_stops_at_the_first_too_small() -> None:
    zooms = [town[2] for town in PAYLOAD["towns"]]
    assert zooms == sorted(zooms)


def test_a_name_is_in_its_own_script() -> None:
    for *_, names in PAYLOAD["towns"]:
        russian, ukrainian, korean = (*names[1:], "", "", "")[:3]
        assert not set(russian.casefold()) & set("іїєґ"), names
        assert not set(ukrainian.casefold()) & set("ыэёъ"), names
        assert all("가" <= letter <= "힣" for letter in korean), names


def test_names_and_rings_need_no_heavy_library() -> None:
    code = (
        "import sys, geodata.basemap as b; b.region_rings('RU-KRS'); b.region_bbox('RU'); b.payload_gzip();"
        "print(*{'shapely', 'geopandas', 'numpy', 'pandas'} & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == ""
