"""Headers, tags, and what is answered to other methods and at other addresses."""

from __future__ import annotations

import gzip

import pytest

from mapapp.api.v1 import PUBLIC_VARIABLE
from tests.builders import DatasetBuilder
from tests.mapapp.api.asgi import ask
from tests.mapapp.api.v1.asked_things import V1, get, json_of, refused

PATHS = "/ /openapi.json /claims /claims/point /claims/none /changes /histogram /snapshot /view /nowhere".split()
QUICK = {"/snapshot": "format=csv"}

pytestmark = pytest.mark.usefixtures("builder")


@pytest.mark.parametrize("path", [*PATHS, ""])
@pytest.mark.parametrize("query", ["", "wrong=1"])
def test_every_answer_is_inert_and_for_this_site_alone(path: str, query: str) -> None:
    headers = get(path, query or QUICK.get(path, "")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_an_operator_can_let_other_sites_read(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_VARIABLE, "1")
    headers = get(path, QUICK.get(path, "")).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", ["/claims", "/claims/point", "/changes", "/histogram", "/snapshot", "/view"])
def test_what_is_known_already_is_not_sent_again(path: str, builder: DatasetBuilder) -> None:
    query = QUICK.get(path, "")
    first = get(path, query)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for told in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = get(path, query, If_None_Match=told)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert get(path, query, If_None_Match='"x"').body == first.body
    builder.put("claims.csv", 2, "claim", "Something else").write()
    assert get(path, query, If_None_Match=tag).status == 200


def test_tags_tell_questions_and_forms_apart() -> None:
    asked = (
        "/claims? /claims?format=arrow /claims?type=combat /claims?limit=2 /claims/point? /claims/area? /view?".split()
    )
    asked += ["/view?zoom=5", "/histogram?"]
    assert len({get(*one.split("?")).headers["etag"] for one in asked}) == len(asked)


def test_a_refusal_is_not_kept_and_not_skipped() -> None:
    answer = get("/claims", "type=x", If_None_Match="*")
    assert (answer.status, answer.headers["cache-control"]) == (400, "no-store")
    assert get("/claims/none", "", If_None_Match="*").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_get_is_answered(path: str, method: str) -> None:
    answer = ask(f"{V1}{path}", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert f"{method} is not answered here: use GET." in answer.text


def test_other_addresses_are_not_found() -> None:
    for path in ("/nowhere", "/claims/", "/claims/a/b", "/snapshot.png"):
        assert refused(path, status=404) == f"There is nothing at this address: {V1}/ lists what there is."


def test_the_index_lists_every_address_and_data_set(builder: DatasetBuilder) -> None:
    assert get("").headers["location"] == "v1/"
    told = json_of("/")
    for one in told["addresses"]:
        path = one["href"].replace("{claim_id}", "point").removeprefix(".")
        assert get(f"/{path}", QUICK.get(f"/{path}", "")).status == 200
    assert [one["id"] for one in told["datasets"]] == [None, "bundled"]
    for one in told["datasets"]:
        path, _mark, query = one["claims"].partition("?")
        assert get(f"/{path}", query).status == 200
    assert told["datasets"][0]["title"] == builder.load().info.title


def test_a_view_is_packed_once_and_unpacked_for_who_cannot() -> None:
    packed, plain = get("/view", Accept_Encoding="br, gzip"), get("/view")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.body == plain.body
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.body, 1, mtime=0))
