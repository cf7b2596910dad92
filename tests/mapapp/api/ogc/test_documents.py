"""The documents: what OGC API - Features Part 1 (OGC 17-069r4) demands of them, link by link."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from geodata.store import ClaimQuery, excerpt_of, select
from mapapp.api import open_dataset
from mapapp.api.ogc.asked import FILTERS, PAGING, Asked
from mapapp.api.ogc.features import page_of
from mapapp.view import parse_view
from tests.builders import DatasetBuilder
from tests.mapapp.api.asgi import Answer, ask

HOST = "http://127.0.0.1"
GEOJSON = "application/geo+json"
ITEMS = "/ogc/collections/usual/items"


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


pytestmark = pytest.mark.usefixtures("builder")


def get(path: str, query: str = "") -> dict[str, Any]:
    answer = ask(path, query)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.body)
    return found


def follow(address: str) -> Answer:
    """Ask what a link points to."""
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == HOST
    return ask(parts.path, parts.query)


def links(document: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [one for one in document["links"] if one["rel"] == rel]


def ids(document: dict[str, Any]) -> list[str]:
    return [one["id"] for one in document["features"]]


@pytest.mark.parametrize("path", ["/ogc", "/ogc/"])
def test_the_landing_page_leads_to_everything(path: str) -> None:
    page = get(path)
    assert [one["href"] for one in links(page, "self")] == [f"{HOST}/ogc"]
    for rel, media_type in [
        ("service-desc", "application/vnd.oai.openapi+json;version=3.0"),
        ("conformance", "application/json"),
        ("data", "application/json"),
    ]:
        (one,) = links(page, rel)
        answer = follow(one["href"])
        assert (answer.status, answer.headers["content-type"]) == (200, media_type)
        assert one["type"] == media_type


def test_conformance_names_core_and_geojson() -> None:
    spec = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
    assert get("/ogc/conformance") == {"conformsTo": [f"{spec}/core", f"{spec}/geojson"]}


def test_headers() -> None:
    headers = ask(ITEMS).headers
    assert headers["content-type"] == GEOJSON
    assert headers["cache-control"] == "no-cache"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert ask("/ogc/api", method="POST").status == 405


def test_what_a_client_holds_is_not_sent_again(builder: DatasetBuilder) -> None:
    first = ask(ITEMS, "limit=2")
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = ask(ITEMS, "limit=2", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert ask(ITEMS, "limit=3", headers={"If-None-Match": tag}).status == 200
    assert ask(f"{ITEMS}/point", headers={"If-None-Match": ask(f"{ITEMS}/point").headers["etag"]}).status == 304
    assert ask(f"{ITEMS}/none", headers={"If-None-Match": "*"}).status == 404
    assert "etag" not in ask("/ogc/collections").headers
    builder.info = builder.info.replace('version = "1"', 'version = "22"')
    builder.write()
    assert ask(ITEMS, "limit=2", headers={"If-None-Match": tag}).status == 200


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0, br", False), ("br", False)],
)
def test_long_answers_are_packed_for_who_takes_it(accepted: str, *, is_packed: bool) -> None:
    plain = json.loads(ask(ITEMS).body)
    answer = ask(ITEMS, headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") == is_packed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert json.loads(answer.body)["features"] == plain["features"]
    assert "content-encoding" not in ask("/ogc/nothing", headers={"Accept-Encoding": accepted}).headers


def test_every_data_set_is_three_collections() -> None:
    listed = get("/ogc/collections")["collections"]
    assert [one["id"] for one in listed] == [
        "usual", "usual.points", "usual.areas", "bundled", "bundled.points", "bundled.areas",
    ]  # fmt: skip
    assert [one["title"] for one in listed[:3]] == [
        "A tiny data set", "A tiny data set: precise places", "A tiny data set: areas",
    ]  # fmt: skip
    for one in listed:
        (itself,), (items,) = links(one, "self"), links(one, "items")
        assert json.loads(follow(itself["href"]).body) == one
        assert follow(items["href"]).headers["content-type"] == items["type"] == GEOJSON


def test_a_collection_says_where_and_when() -> None:
    one = get("/ogc/collections/usual.points")
    assert one["extent"] == {
        "spatial": {"bbox": [[35.27, 51.19, 35.27, 51.19]], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
        "temporal": {
            "interval": [["2024-10-08T00:00:00Z", "2024-10-14T00:00:00Z"]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        },
    }
    assert one["itemType"] == "feature"
    assert "Licence: CC0-1.0." in one["description"]
    assert "Reported claims, not confirmed facts." in one["description"]
    assert get("/ogc/collections/usual")["extent"]["temporal"]["interval"] == [["2024-10-08T00:00:00Z", None]]
    assert get("/ogc/collections/usual", "text=nowhere+at+all")["extent"] == {}


def test_pages_hold_every_claim_once() -> None:
    address, seen, pages = f"{HOST}{ITEMS}?limit=4&type=demining&type=equipment&type=training&type=other", [], 0
    while True:
        page = json.loads(follow(address).body)
        assert page["type"] == "FeatureCollection"
        assert page["numberMatched"] == 4
        assert page["numberReturned"] == len(page["features"]) <= 4
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", page["timeStamp"])
        seen += ids(page)
        pages += 1
        if not links(page, "next"):
            break
        (one,) = links(page, "next")
        address = one["href"]
    assert (seen, pages) == (["point", "unlocated", "undated", "nowhere"], 1)


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6, 7])
def test_next_and_prev_lead_through_all(limit: int) -> None:
    page, forth = get(ITEMS, f"limit={limit}"), []
    while True:
        forth.append(ids(page))
        if not links(page, "next"):
            break
        page = json.loads(follow(links(page, "next")[0]["href"]).body)
    assert [key for part in forth for key in part] == [claim.claim_id for claim in open_dataset().claims]
    assert all(len(part) == limit for part in forth[:-1])
    back = [ids(page)]
    while links(page, "prev"):
        page = json.loads(follow(links(page, "prev")[0]["href"]).body)
        back.append(ids(page))
    assert back == forth[::-1]


def test_beyond_the_last_page_is_nothing() -> None:
    page = get(ITEMS, "offset=99&limit=2")
    assert (page["numberMatched"], page["numberReturned"], page["features"]) == (6, 0, [])
    assert links(page, "next") == []
    assert ids(json.loads(follow(links(page, "prev")[0]["href"]).body)) == ["undated", "nowhere"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bbox=35,51,36,52", ["point", "area", "vague", "unlocated", "undated", "nowhere"]),
        ("bbox=36,51.5,36.1,51.6", ["area", "vague", "unlocated", "undated", "nowhere"]),
        ("bbox=100,10,120,20", ["unlocated", "nowhere"]),
        ("bbox=179,0,-179,10", ["unlocated", "nowhere"]),
        ("datetime=2024-10-13T23:59:59Z", ["point", "undated"]),
        ("datetime=2024-10-14T00:00:00Z", ["undated"]),
        ("datetime=2024-10-14/..", ["area", "vague", "unlocated", "undated", "nowhere"]),
        ("datetime=../2024-10-14", ["point", "undated"]),
        ("datetime=2024-10-14/..&type=deployment", ["vague"]),
        ("bbox=35,51,36,52&datetime=2025-06-01&type=deployment&type=equipment", ["vague", "undated"]),
    ],
)
def test_boxes_and_times_choose(query: str, found: list[str]) -> None:
    assert ids(get(ITEMS, query)) == found


def test_a_feature_has_its_own_address_and_card() -> None:
    page = get("/ogc/collections/usual.points/items", "known=2024-12-01")
    (feature,) = page["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [35.27, 51.19]}
    assert feature["properties"]["coordinate_uncertainty_m"] == 5000
    assert "shown_as" not in feature["properties"]
    one = get("/ogc/collections/usual.points/items/point", "known=2024-12-01")
    assert {key: one[key] for key in feature} == feature
    assert links(one, "self")[0]["href"].endswith("/usual.points/items/point?known=2024-12-01")
    assert follow(links(one, "collection")[0]["href"]).status == 200
    (card,) = links(one, "alternate")
    assert card["href"] == f"{HOST}/?known=2024-12-01&claim=point"
    assert parse_view({"known": ["2024-12-01"], "claim": ["point"]}, open_dataset()).map.claim_id == "point"
    (bundled,) = get("/ogc/collections/bundled/items", "text=incursion-kursk&limit=1")["features"]
    whole = get(f"/ogc/collections/bundled/items/{bundled['id']}")
    assert links(whole, "alternate")[0]["href"] == f"{HOST}/?dataset=bundled&claim={bundled['id']}"


def test_filters_are_carried_on_from_the_landing_page() -> None:
    page = get("/ogc", "known=2024-12-01&type=demining&type=combat")
    listed = json.loads(follow(links(page, "data")[0]["href"]).body)
    one = json.loads(follow(links(listed["collections"][0], "self")[0]["href"]).body)
    items = json.loads(follow(links(one, "items")[0]["href"]).body)
    assert ids(items) == ["point"]
    assert one["extent"]["temporal"]["interval"] == [["2024-10-08T00:00:00Z", "2024-10-14T00:00:00Z"]]
    assert json.loads(follow(links(items, "collection")[0]["href"]).body) == one


@pytest.mark.parametrize("day", ["2024-10-14", "2024-11-30", "2024-12-31", "2025-03-31"])
def test_nothing_of_later_days_is_served(day: str) -> None:
    """What was not public can be cut away before it is asked, and the same is served."""
    query = ClaimQuery(known_on=date.fromisoformat(day))
    cut = excerpt_of(select(open_dataset(), query))
    page = page_of(cut, "claims", Asked(query), f"{HOST}{ITEMS}", [("known", day)])
    served = get(ITEMS, f"known={day}")
    assert served["features"] == json.loads(json.dumps(page["features"]))
    assert served["numberMatched"] == len(cut.claims)
    hidden = {claim.claim_id for claim in open_dataset().claims} - set(ids(served))
    assert all(ask(f"{ITEMS}/{key}", f"known={day}").status == 404 for key in hidden)


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/ogc/nothing", "", 404, "NotFound"),
        ("/ogc/collections/none", "", 404, "NotFound"),
        ("/ogc/collections/usual.lines", "", 404, "NotFound"),
        ("/ogc/collections/..", "", 404, "NotFound"),
        ("/ogc/collections/.points/items", "", 404, "NotFound"),
        (f"{ITEMS}/none", "", 404, "NotFound"),
        ("/ogc/collections/usual.areas/items/point", "", 404, "NotFound"),
        (f"{ITEMS}/point", "type=combat", 404, "NotFound"),
        (f"{ITEMS}/point", "limit=1", 400, "InvalidParameterValue"),
        (ITEMS, "limit=none", 400, "InvalidParameterValue"),
        (ITEMS, "colour=red", 400, "InvalidParameterValue"),
        (ITEMS, "bbox=1,2", 400, "InvalidParameterValue"),
        (ITEMS, "datetime=today", 400, "InvalidParameterValue"),
        (ITEMS, "party=Nobody", 400, "InvalidParameterValue"),
        ("/ogc", "bbox=1,2,3,4", 400, "InvalidParameterValue"),
        ("/ogc", "status=sure", 400, "InvalidParameterValue"),
        ("/ogc", f"text={'x' * 201}", 400, "InvalidParameterValue"),
        ("/ogc/collections", "known=today", 400, "InvalidParameterValue"),
        ("/ogc/collections/usual", "party=Nobody", 400, "InvalidParameterValue"),
        ("/ogc/api", "f=yaml", 400, "InvalidParameterValue"),
        ("/ogc/conformance", "x=1", 400, "InvalidParameterValue"),
        ("/ogc/collections", "limit=1", 400, "InvalidParameterValue"),
    ],
)
def test_refusals_are_exceptions_of_one_sentence(path: str, query: str, status: int, code: str) -> None:
    answer = ask(path, query)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/json")
    told = json.loads(answer.body)
    assert told["code"] == code
    assert re.fullmatch(r"[^\n]+[^.\n]\.", told["description"])


def test_a_broken_data_set_is_listed_and_says_what_is_wrong(builder: DatasetBuilder) -> None:
    builder.folder.joinpath("claims.csv").write_text("claim_id\nx\n", encoding="utf-8")
    listed = get("/ogc/collections")["collections"]
    assert "extent" not in listed[0]
    assert "extent" in listed[3]
    answer = ask(ITEMS)
    assert answer.status == 503
    assert "claims.csv" in json.loads(answer.body)["description"]


def test_the_definition_lists_what_is_answered() -> None:
    document = get("/ogc/api")
    assert document["openapi"] == "3.0.3"
    assert document["servers"] == [{"url": f"{HOST}/ogc"}]
    parameters = document["components"]["parameters"]
    assert set(parameters) == {*PAGING, *FILTERS, "collectionId", "featureId"}
    listed = [one["id"] for one in get("/ogc/collections")["collections"]]
    assert parameters["collectionId"]["schema"]["enum"] == listed
    for path, operations in document["paths"].items():
        address = path.replace("{collectionId}", "usual").replace("{featureId}", "point")
        assert ask(f"/ogc{address}").status == 200
        for one in operations["get"]["parameters"]:
            assert one["$ref"].rpartition("/")[2] in parameters
    limit = parameters["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (100, 1000)


def test_half_a_character_is_escaped() -> None:
    answer = ask(ITEMS, "text=%ED%A0%80")
    assert answer.status == 200
    assert json.loads(answer.body)["numberMatched"] == 0
