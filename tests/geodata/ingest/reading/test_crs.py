from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import UPLOAD
from geodata.ingest.reading.crs import Place, known_crs
from geodata.ingest.reading.job import Job, Wishes


def job(**wishes: Any) -> Job:
    return Job("a.gpkg", "gpkg", Path("source"), Path("out"), Wishes(**wishes), UPLOAD)


KURSK = np.array([[36.19, 51.73]])


@pytest.mark.parametrize("code", ["EPSG:3857", "EPSG:32637", "EPSG:5179", "EPSG:28407", "EPSG:4284", "EPSG:3035"])
@pytest.mark.parametrize("form", ["code", "wkt", "projjson", "esri"])
def test_a_named_system_is_brought_to_degrees(code: str, form: str) -> None:
    crs = pyproj.CRS.from_user_input(code)
    where = np.array([[127.0, 37.5]]) if code == "EPSG:5179" else KURSK
    there = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(*where[0])
    named = {"code": code, "wkt": crs.to_wkt(), "projjson": crs.to_json_dict(), "esri": crs.to_wkt("WKT1_ESRI")}[form]
    place = Place(job(), named)
    assert np.allclose(place.move(np.array([there])), where, atol=1e-5)
    assert place.finish() == []


@pytest.mark.parametrize("named", ["EPSG:4326", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4979"])
def test_degrees_stay_the_very_same(named: str) -> None:
    assert np.array_equal(Place(job(), named).move(KURSK), KURSK)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "EPSG:1", "+proj=merc", "file:///etc/hostname", "x" * 200_000, "https://example.org/crs", "{}"],
)
def test_what_is_no_system_is_not_looked_for_elsewhere(text: str) -> None:
    assert known_crs(text) is None


def test_values_like_degrees_are_taken_for_them_and_it_is_said() -> None:
    place = Place(job(), None)
    place.move(KURSK)
    assert "look like degrees" in place.finish()[0]


def options(x: float, y: float) -> list[str]:
    place = Place(job(), None)
    place.move(np.array([[x, y], [x + 10, y + 10]]))
    with pytest.raises(NeedsAnswerError) as caught:
        place.finish()
    (question,) = caught.value.questions
    assert (question.key, bool(question.free)) == ("crs", True)
    return [value for value, _words in question.options]


@pytest.mark.parametrize(
    ("x", "y", "offered"),
    [
        (305_878, 5_734_716, "EPSG:32637"),
        (4_028_652, 6_756_000, "EPSG:3857"),
        (7_305_878, 5_734_716, "EPSG:28407"),
        (955_000, 1_950_000, "EPSG:5179"),
    ],
)
def test_values_in_metres_are_asked_about_with_systems_that_make_sense(x: float, y: float, offered: str) -> None:
    assert offered in options(x, y)


def test_an_answer_is_taken_and_a_wrong_one_refused() -> None:
    assert Place(job(crs="32637"), None).label == "EPSG:32637"
    with pytest.raises(ImportRefusedError, match="no reference system"):
        Place(job(crs="nonsense"), None)
    assert "not needed" in Place(job(crs="EPSG:3857"), "EPSG:32637").notes[0]


def test_what_cannot_be_brought_is_not_finite() -> None:
    moved = Place(job(), "EPSG:32637").move(np.array([[1e30, 1e30], [500_000, 0]]))
    assert np.isfinite(moved).all(axis=1).tolist() == [False, True]
