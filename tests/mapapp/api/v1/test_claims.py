"""Claims, page by page, as GeoJSON and as Arrow: the same as a saved file holds, and nothing of later days."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Aspect, ClaimType, Modality, Status
from geodata.store import ClaimQuery, select
from mapapp.api.library import open_dataset
from mapapp.api.v1.operations import ARROW_TYPE, GEOJSON_TYPE
from mapapp.export import to_geojson
from mapapp.export.parquet import to_parquet
from tests.builders import DatasetBuilder
from tests.mapapp.api.v1.asked_things import V1, get, json_of, refused
from tests.mapapp.export.test_leaks import later_texts, texts

QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "known": st.dates(date(2024, 6, 1), date(2026, 3, 1)).map(str),
        "from": st.dates(date(2024, 6, 1), date(2024, 12, 1)).map(str),
        "to": st.dates(date(2024, 12, 1), date(2026, 3, 1)).map(str),
        "aspect": st.sampled_from([word.value for word in Aspect]),
        "type": st.lists(st.sampled_from([word.value for word in ClaimType]), min_size=3),
        "status": st.lists(st.sampled_from([word.value for word in Status]), min_size=3),
        "modality": st.lists(st.sampled_from([word.value for word in Modality]), min_size=3),
        "text": st.sampled_from(["kursk", "sappers", "a"]),
    },
)  # fmt: skip


def pages(query: str) -> list[dict[str, Any]]:
    """Every page of a question, found by following the header."""
    found, link = [], f"<http://127.0.0.1{V1}/claims?{query}>"
    while link:
        address = urlsplit(link.partition("<")[2].partition(">")[0])
        answer = get(address.path.removeprefix(V1), address.query)
        assert answer.status == 200
        found.append(json.loads(answer.body))
        link = answer.headers.get("link", "")
        assert not link or link.endswith('>; rel="next"')
        assert bool(link) == (found[-1]["page"]["next"] is not None)
    return found


@pytest.mark.usefixtures("builder")
def test_a_page_that_holds_all_is_the_saved_file() -> None:
    found = json_of("/claims")
    assert found.pop("page") == {"matched": 6, "returned": 6, "next": None}
    assert found == json.loads(to_geojson(select(open_dataset(), ClaimQuery())))
    answer = get("/claims")
    assert answer.headers["content-type"] == GEOJSON_TYPE
    assert "link" not in answer.headers


@given(QUESTIONS, st.integers(5, 60))
@settings(deadline=None, max_examples=15)
def test_all_pages_together_are_the_saved_file(asked: dict[str, Any], limit: int) -> None:
    query = urlencode({**asked, "limit": limit}, doseq=True)
    found = pages(query)
    whole = pages(urlencode({**asked, "limit": 5000}, doseq=True))
    assert len(whole) == 1
    assert [one for page in found for one in page["features"]] == whole[0]["features"]
    assert {page["page"]["matched"] for page in found} == {len(whole[0]["features"])}
    assert [len(page["features"]) for page in found[:-1]] == [limit] * (len(found) - 1)
    for page in found:
        assert page["page"]["returned"] == len(page["features"])
        assert (page["counts"], page["query"]) == (whole[0]["counts"], whole[0]["query"])


@given(QUESTIONS)
@settings(deadline=None, max_examples=15)
def test_nothing_of_later_days_is_in_any_answer(asked: dict[str, Any]) -> None:
    asked = {"known": "2024-11-15", **asked}
    later = later_texts(open_dataset(), date.fromisoformat(asked["known"]))
    query = urlencode(asked, doseq=True)
    for path in ("/claims", "/histogram"):
        assert not set(texts(json_of(path, query))) & later
    table = pa.ipc.open_stream(get("/claims", f"{query}&format=arrow").body).read_all()
    words = {value for name in table.column_names for value in table[name].to_pylist() if isinstance(value, str)}
    held = {name: json.loads(table[name][0].as_py()) for name in ("reports", "assessments") if len(table)}
    assert not (words | set(texts(held)) | set(texts(json.loads(table.schema.metadata[b"claimline"])))) & later


@pytest.mark.usefixtures("builder")
def test_a_last_page_that_is_full_is_the_last() -> None:
    assert [page["page"]["returned"] for page in pages("limit=6")] == [6]
    assert [page["page"]["returned"] for page in pages("limit=3")] == [3, 3]
    assert [page["page"]["returned"] for page in pages("limit=5")] == [5, 1]
    assert [page["page"]["returned"] for page in pages("text=nothingofthekind")] == [0]


@pytest.mark.usefixtures("builder")
def test_each_page_holds_what_its_claims_lean_on() -> None:
    found = json_of("/claims", "limit=1")
    assert [one["id"] for one in found["features"]] == ["point"]
    assert [one["place_id"] for one in found["records"]["places"]] == ["sudzha"]
    assert found["counts"] == json_of("/claims")["counts"]


@pytest.mark.usefixtures("builder")
def test_a_cursor_is_good_for_its_own_question_and_data(builder: DatasetBuilder) -> None:
    cursor = json_of("/claims", "limit=2")["page"]["next"]
    assert [one["id"] for one in json_of("/claims", f"after={cursor}&limit=1")["features"]] == ["vague"]
    sentence = f"“after” is “{cursor}”, which belongs to another question or to other data: leave it out, begin anew."
    assert refused("/claims", f"after={cursor}&type=combat") == sentence
    assert refused("/claims", f"after={cursor[:-1]}-") == sentence.replace(cursor, f"{cursor[:-1]}-")
    builder.put("claims.csv", 2, "claim", "Something else").write()
    assert refused("/claims", f"after={cursor}") == sentence


@pytest.mark.parametrize("accept", ["*/*", ARROW_TYPE, f"{ARROW_TYPE}, */*;q=0.1"])
@pytest.mark.usefixtures("builder")
def test_arrow_holds_what_a_geoparquet_file_holds(accept: str, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    answer = get("/claims", "format=arrow" if accept == "*/*" else "", Accept=accept)
    assert answer.headers["content-type"] == ARROW_TYPE
    table = pa.ipc.open_stream(answer.body).read_all()
    (tmp_path / "saved.parquet").write_bytes(to_parquet(select(open_dataset(), ClaimQuery())))
    saved = pq.read_table(tmp_path / "saved.parquet")
    assert table.equals(saved)
    about = json.loads(table.schema.metadata[b"claimline"])
    assert about.pop("page") == {"matched": 6, "returned": 6, "next": None}
    assert about == json.loads(saved.schema.metadata[b"claimline"])


@pytest.mark.usefixtures("builder")
def test_what_is_asked_in_the_address_goes_before_the_header() -> None:
    answer = get("/claims", "format=geojson", Accept=ARROW_TYPE)
    assert answer.headers["content-type"] == GEOJSON_TYPE
    assert "Accept" in answer.headers["vary"]


@pytest.mark.usefixtures("builder")
def test_an_arrow_page_with_no_claim_is_still_a_table() -> None:
    table = pa.ipc.open_stream(get("/claims", "format=arrow&text=nothingofthekind").body).read_all()
    assert len(table) == 0
    assert "geometry" in table.column_names


@pytest.mark.usefixtures("builder")
def test_one_claim_is_its_feature_with_its_records() -> None:
    found, listed = json_of("/claims/area"), json_of("/claims")
    feature = listed["features"][1]
    assert {key: found[key] for key in feature} == feature
    assert found["dataset"] == listed["dataset"]
    assert [one["place_id"] for one in found["records"]["places"]] == ["kursk"]
    assert json_of("/claims/area", "known=2024-11-10")["properties"]["status"] == "unverified"


@pytest.mark.usefixtures("builder")
def test_a_claim_of_later_is_no_more_there_than_one_that_never_was() -> None:
    assert get("/claims/area", "known=2024-11-05").status == 200
    later, never = (get(f"/claims/{name}", "known=2024-11-04") for name in ("area", "never-was"))
    assert later.status == never.status == 404
    assert later.body == never.body
    sentence = "This data set has no claim of the id that ends the address: take an id from “claims”."
    assert refused("/claims/never-was", status=404) == sentence
