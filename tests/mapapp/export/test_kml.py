from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import ClaimQuery, Selection, select, sentence
from mapapp.export import to_geojson
from mapapp.export.kml import to_kml
from tests.builders import DatasetBuilder

K = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "<script>alert(1)</script><img src=x onerror=y> ]]> &lt;b&gt; $[claim] {{ 7*191 }} \x07\ud800"


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def placemarks(selection: Selection) -> dict[str, ET.Element]:
    root = ET.fromstring(to_kml(selection))
    return {one.get("id", "").removeprefix("claim-"): one for one in root.iter(f"{K}Placemark")}


def data(placemark: ET.Element) -> dict[str, str]:
    return {one.get("name", ""): one.findtext(f"{K}value", "") for one in placemark.iter(f"{K}Data")}


def ring(element: ET.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in element.findtext(f".//{K}coordinates", "").split())
    return [(float(lon), float(lat)) for lon, lat in pairs]


def geometry(placemark: ET.Element) -> BaseGeometry | None:
    point = placemark.find(f"{K}Point")
    if point is not None:
        return Point(ring(point)[0])
    found = []
    for polygon in placemark.iter(f"{K}Polygon"):
        (outer,) = polygon.findall(f"{K}outerBoundaryIs")
        found.append(Polygon(ring(outer), [ring(hole) for hole in polygon.findall(f"{K}innerBoundaryIs")]))
    return MultiPolygon(found) if found else None


def test_the_claims_come_back(bundled_dataset: Path) -> None:
    selection = select(load_dataset(bundled_dataset), ClaimQuery())
    found = placemarks(selection)
    features = json.loads(to_geojson(selection))["features"]
    assert sorted(found) == sorted(feature["id"] for feature in features)
    for feature in features:
        placemark, wanted = found[feature["id"]], feature["properties"]
        said = data(placemark)
        for name in ("claim", "status", "event_date", "event_start", "event_end_exclusive", "geo_precision"):
            assert said.get(name) == wanted[name]
        assert [one["report_id"] for one in json.loads(said["reports"])] == [r["report_id"] for r in wanted["reports"]]
        there = geometry(placemark)
        assert there is None if feature["geometry"] is None else there.equals(shape(feature["geometry"]))


def test_time_is_a_span_with_both_ends_inside(tiny: Dataset) -> None:
    found = placemarks(select(tiny, ClaimQuery()))
    spans = {
        key: [one.text for one in span] if (span := placemark.find(f"{K}TimeSpan")) is not None else None
        for key, placemark in found.items()
    }
    assert spans["point"] == ["2024-10-08T00:00:00Z", "2024-10-13T23:59:59Z"]
    assert spans["vague"] == ["2024-12-01T00:00:00Z"]
    assert spans["undated"] is None


def test_what_has_no_date_is_not_shown_at_all_times(tiny: Dataset) -> None:
    root = ET.fromstring(to_kml(select(tiny, ClaimQuery())))
    folders = {
        folder.findtext(f"{K}name"): [
            (one.get("id"), one.findtext(f"{K}visibility")) for one in folder.iter(f"{K}Placemark")
        ]
        for folder in root.iter(f"{K}Folder")
    }
    assert folders == {
        "In view": [("claim-point", "1"), ("claim-area", "1"), ("claim-vague", "1")],
        "Without a date": [("claim-undated", "0")],
        "Without a place": [("claim-unlocated", "0"), ("claim-nowhere", "0")],
    }


def test_each_style_exists_and_plans_are_paler(tiny: Dataset) -> None:
    content = to_kml(select(tiny, ClaimQuery()))
    styles = {one.get("id"): one for one in ET.fromstring(content).iter(f"{K}Style")}
    used = {key: one.findtext(f"{K}styleUrl", "")[1:] for key, one in placemarks(select(tiny, ClaimQuery())).items()}
    assert set(used.values()) <= set(styles)
    assert (used["point"], used["area"], used["vague"]) == ("corroborated", "confirmed-hollow", "speculative-vague")
    assert styles["corroborated"].findtext(f"{K}IconStyle/{K}color") == "ffdf4807"
    assert styles["corroborated-hollow"].findtext(f"{K}IconStyle/{K}color") == "99df4807"
    assert styles["speculative-vague"].findtext(f"{K}PolyStyle/{K}outline") == "0"


class Tags(HTMLParser):
    """What an HTML reader finds in a text: its tags, and the text beside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_text_is_inert_even_where_it_is_read_as_html(tiny: Dataset) -> None:
    claims = tuple(replace(claim, text=HOSTILE, actor=HOSTILE) for claim in tiny.claims)
    info = replace(tiny.info, title=HOSTILE, attribution=HOSTILE)
    sources = tuple(replace(source, name=HOSTILE) for source in tiny.sources)
    changed = replace(tiny, claims=claims, info=info, sources=sources)
    root = ET.fromstring(to_kml(select(changed, ClaimQuery(text="alert"))))
    seen = [one.text or "" for name in ("name", "description") for one in root.iter(f"{K}{name}")]
    assert len(seen) > 10
    for text in seen:
        assert set(Tags(text).tags) <= {"br"}
        assert not re.search(r"\$\[\w", text)
    (named,) = {one.findtext(f"{K}name") for one in root.iter(f"{K}Placemark")}
    assert Tags(named or "").text == HOSTILE.replace("\x07", "‹U+0007›").replace("\ud800", "‹U+D800›")
    assert data(next(root.iter(f"{K}Placemark")))["claim"] == Tags(named or "").text


def test_it_says_what_was_asked_and_nothing_of_later(tiny: Dataset) -> None:
    query = ClaimQuery(known_on=date(2024, 10, 16))
    text = to_kml(select(tiny, query)).decode()
    assert sentence(tiny, query) in text
    assert "Reported claims, not confirmed facts" in text
    assert tiny.digest in text
    assert re.findall(r"https?://[^\s<\"]+", text.replace("http://www.opengis.net/kml/2.2", "")) == [
        "https://example.org/1"
    ], "a viewer would fetch what it is not told to"
    for later in ("2024-11-30", "2025-01-01", "Two origins", "Daily paper"):
        assert later not in text


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    assert to_kml(select(tiny, ClaimQuery())) == to_kml(select(tiny, ClaimQuery()))
