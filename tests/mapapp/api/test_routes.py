from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from geodata import basemap
from mapapp.api import document_address, open_dataset, page_style_address, warm
from mapapp.timemap.bundle import assets
from mapapp.timemap.tiles import tile_layers
from tests.builders import DatasetBuilder
from tests.mapapp.api.asgi import Answer, ask

DOCUMENT = "/timemap/document"


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


def inline_script_hashes(html: str) -> list[str]:
    blocks = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    return ["'sha256-" + base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() + "'" for block in blocks]


def island_of(answer: Answer, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.usefixtures("builder")
def test_document_holds_the_claims_and_the_settings() -> None:
    answer = ask(DOCUMENT)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "private, no-cache"
    claims = island_of(answer, "claimline-claims")
    assert isinstance(claims, dict)
    assert claims["digest"] == open_dataset().digest
    assert len(claims["claims"]["id"]) == 6
    settings = island_of(answer, "claimline-settings")
    assert isinstance(settings, dict)
    assert settings["tiles"] is None
    assert ask(f"/timemap/{settings['basemap']}").status == 200


@pytest.mark.usefixtures("builder")
def test_document_runs_its_own_script_and_no_other() -> None:
    answer = ask(DOCUMENT)
    hashes = inline_script_hashes(answer.text)
    assert len(hashes) == 1
    assert answer.policy["script-src"] == ["'self'", *hashes]
    assert answer.policy["default-src"] == ["'none'"]
    assert answer.policy["img-src"] == ["'self'", "data:"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.usefixtures("builder")
def test_every_address_of_the_document_is_answered_here() -> None:
    addresses = re.findall(r'(?:src|href)="([^"]*)"', ask(DOCUMENT).text)
    assert len(addresses) == 4
    for address in addresses:
        assert ask(f"/timemap/{address}").status == 200


@pytest.mark.usefixtures("builder")
def test_online_tiles_only_where_asked_for() -> None:
    for layer in tile_layers():
        answer = ask(DOCUMENT, f"tiles={layer.id}")
        assert answer.policy["img-src"] == ["'self'", "data:", *layer.origins]
        assert answer.policy["connect-src"] == ["'self'"]
        settings = island_of(answer, "claimline-settings")
        assert isinstance(settings, dict)
        assert settings["tiles"]["url"] == layer.url
        assert not any(origin in ask(DOCUMENT).headers["content-security-policy"] for origin in layer.origins)


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        (DOCUMENT, "tiles=google", "There is no such tile layer."),
        (DOCUMENT, "tiles=", "There is no such tile layer."),
        ("/timemap/assets/leaflet.js", "", "There is no such file."),
        ("/timemap/assets/timemap.000000000000.js", "", "There is no such file."),
        ("/timemap/assets/..", "", "There is no such file."),
        ("/timemap/basemap/000000000000.json", "", "There is no such basemap."),
        ("/timemap/claims/x.json", "", "Not Found"),
        ("/timemap/assets/../bundle.py", "", "Not Found"),
    ],
)
@pytest.mark.usefixtures("builder")
def test_what_is_not_there(path: str, query: str, sentence: str) -> None:
    answer = ask(path, query)
    assert (answer.status, answer.text) == (404, sentence)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_is_written_through_a_route() -> None:
    for path in (DOCUMENT, "/timemap/assets/x", "/timemap/basemap/x.json"):
        assert ask(path, method="POST").status == 405


@pytest.mark.parametrize("role", sorted(assets()))
def test_assets_may_be_kept_for_ever(role: str) -> None:
    asset = assets()[role]
    answer = ask(f"/timemap/assets/{asset.name}")
    assert (answer.status, answer.body) == (200, asset.content)
    assert answer.headers["content-type"] == asset.media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_basemap() -> None:
    answer = ask(f"/timemap/basemap/{basemap.digest()[:12]}.json")
    assert (answer.status, answer.body) == (200, basemap.payload_bytes())
    assert answer.headers["content-type"] == "application/json"
    assert "immutable" in answer.headers["cache-control"]


def test_broken_data_set_is_told_in_plain_sentences_and_read_again_after_the_mend(builder: DatasetBuilder) -> None:
    assert ask(DOCUMENT).status == 200
    builder.put("claims.csv", 2, "modality", "<b>there</b>").write()
    answer = ask(DOCUMENT)
    assert answer.status == 503
    assert answer.text.startswith("claims.csv, row 2, field modality: “<b>there</b>” cannot be used; use one of")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert str(builder.folder) not in answer.text
    warm()  # leaves it to the page to tell
    builder.put("claims.csv", 2, "modality", "completed").write()
    assert ask(DOCUMENT).status == 200


def test_addresses_change_with_what_they_name() -> None:
    first, other = document_address("a" * 64), document_address("b" * 64)
    assert first != other
    assert first.startswith("timemap/document?data=aaaaaaaaaaaa&build=")
    assert assets()["timemap.js"].name.split(".")[1] in first
    assert document_address("a" * 64, "osm") == f"{first}&tiles=osm"
    assert ask("/" + page_style_address()).status == 200


HOSTILE = [
    "<script>throw 1</script>",
    "</script><script>throw 1</script>",
    "<!-- <script>",
    "]]>",
    "{{ 7*191 }}",
    "{% raw %}{# tag",
    "${7*191}`\\",
    "\u2028\u2029\x85\x0b",
    "😀 \"quotes\" 'too' &lt;",
]


PLACES = {
    "claims.csv": "claim remark actor",
    "reports.csv": "title",
    "places.csv": "name_en",
    "sources.csv": "name",
    "assessments.csv": "reason",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_verbatim_and_as_data(builder: DatasetBuilder, text: str) -> None:
    text = f"({text})"
    for file, fields in PLACES.items():
        for field in fields.split():
            builder.put(file, 2, field, text)
    builder.write()
    answer = ask(DOCUMENT)
    assert answer.status == 200
    claims = island_of(answer, "claimline-claims")
    assert isinstance(claims, dict)
    assert claims["claims"]["text"][0] == claims["claims"]["remark"][0] == claims["claims"]["actor"][0] == text
    assert claims["reports"][0]["title"] == claims["sources"][0]["name"] == claims["places"][0]["names"]["en"] == text
    assert claims["assessments"][0]["reason"] == text
    outside = re.sub(r'<script type="application/json".*?</script>|[0-9a-f]{12}', "", answer.text, flags=re.DOTALL)
    assert "1337" not in outside
    assert text not in outside
    assert inline_script_hashes(answer.text) == answer.policy["script-src"][1:]
    assert len(re.findall("<script", answer.text)) == 5


def test_a_document_of_each_data_set(
    builder: DatasetBuilder, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLAIMLINE_HOME", str(home))
    DatasetBuilder(home / "mine").put("claims.csv", 2, "claim", "Other words").write()
    digests = [open_dataset(name).digest for name in (None, "mine")]
    assert digests[0] != digests[1]
    assert document_address(digests[1], dataset_id="mine").partition("&dataset=")[2] == "mine"
    for query, digest in (("", digests[0]), ("dataset=mine", digests[1]), ("dataset=", digests[0])):
        claims = island_of(ask(DOCUMENT, query), "claimline-claims")
        assert isinstance(claims, dict)
        assert claims["digest"] == digest
    for name in ("none", "..", f"..%2F{builder.folder.name}"):
        answer = ask(DOCUMENT, f"dataset={name}")
        assert answer.status == 404
        assert answer.text.startswith("There is no data set “")
