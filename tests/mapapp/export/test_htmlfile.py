"""The live map as one file: what it holds, that it is the same on every run, and that no text of it is markup."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geodata import basemap
from geodata.datasets import bundled_path
from geodata.errors import ExportError
from geodata.ingest import load_dataset
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import BBox, ClaimQuery, select
from mapapp.cli import main
from mapapp.export.formats import FORMATS
from mapapp.export.htmlfile import to_html
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.manifest import manifest_of
from mapapp.export.save import save
from mapapp.export.seal import opened
from mapapp.timemap.payload import claims_payload
from mapapp.timemap.policy import inline_hashes
from mapapp.timemap.seconds import day_seconds
from tests.builders import DatasetBuilder

MOST_BYTES = 1_500_000  # of the bundled data
HOSTILE = "</script><script>window.x=1</script> {{ 7*191 }} <!-- {# <body> \u202e & ' \" ]]>"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()


def islands(content: bytes) -> dict[str, Any]:
    blocks = re.findall(rb'<script type="application/json" id="claimline-(\w+)">(.*?)</script>\n', content, re.DOTALL)
    return {name.decode(): json.loads(text) for name, text in blocks}


def test_it_holds_all_data_whatever_the_question(tiny: Dataset) -> None:
    found = islands(to_html(select(tiny, ClaimQuery(text="nobody says this", first_day=date(2030, 1, 1)))))
    assert list(found) == ["manifest", "settings", "claims", "basemap"]
    assert found["claims"] == json.loads(json.dumps(claims_payload(tiny)))
    assert gzip.decompress(base64.b64decode(found["basemap"])) == basemap.payload_bytes()
    assert found["settings"]["basemap"] is None
    assert found["settings"]["tiles"] is None


def test_nothing_later_than_its_day_is_in_it(tiny: Dataset) -> None:
    day = date(2024, 11, 10)
    asked = ClaimQuery(known_on=day, sources=frozenset({source.source_id for source in tiny.sources}))
    found = islands(to_html(select(tiny, asked)))
    claims = found["claims"]
    end = day_seconds(day) + 86_400
    assert 0 < len(claims["claims"]["id"]) < len(tiny.claims)
    for name in ("reports", "positions", "assessments"):
        assert all(one["at"] is not None and one["at"] < end for one in claims[name]), name
    assert claims["knowledge"][1] <= end
    assert claims["digest"] == tiny.digest
    assert not any(claims["claims"]["remark"])
    later = [report.title for report in tiny.reports if report.known_on is None or report.known_on > day]
    assert later
    assert not {one["title"] for one in claims["reports"]} & set(later)
    named = [claims["sources"][at]["name"] for at in found["settings"]["file"]["asked"]["sources"]]
    assert sorted(named) == sorted(source.name for source in tiny.sources)


def test_its_manifest_is_that_of_a_picture(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery(known_on=date(2024, 12, 31), bbox=BBox(30, 48, 40, 55)))
    look = Look(title="A title", borders="defacto", zones=False, made_on=date(2026, 1, 2))
    sealed = opened(to_html(selection, look))
    assert (sealed.name, sealed.intact) == ("HTML", True)
    assert sealed.manifest == manifest_of(
        selection, title="A title", borders="defacto", zones=False, made_on=date(2026, 1, 2)
    )


def test_it_opens_as_it_was_asked(tiny: Dataset) -> None:
    query = ClaimQuery(
        last_day=date(2025, 1, 31), types=frozenset({ClaimType.DEMINING, ClaimType.COMBAT}),
        statuses=frozenset({Status.DISPUTED}), modalities=frozenset({Modality.PRESENT}),
        parties=frozenset({"Ukraine", "Russia"}), sources=frozenset({"daily", "agency"}), text=" Суджа ",
        bbox=BBox(33, 50, 37, 53), known_on=date(2025, 1, 1), aspect=Aspect.QUANTITY,
    )  # fmt: skip
    look = Look(theme="dark", borders="defacto", window_mode="cumulative", zones=False, lang="uk")
    file = islands(to_html(select(tiny, query), look))["settings"]["file"]
    assert file == {
        "title": "A tiny data set",
        "theme": "dark",
        "language": "uk",
        "asked": {
            "types": ["combat", "demining"], "statuses": ["disputed"], "modalities": ["present"],
            "parties": ["Russia", "Ukraine"], "sources": [1, 2], "text": " Суджа ",
        },
        "view": {
            "from": None, "to": "2025-01-31", "mode": "cumulative", "known": "2025-01-01", "aspect": "quantity",
            "zones": False, "borders": "defacto",
        },
        "box": [33, 50, 37, 53],
    }  # fmt: skip


def test_without_a_question_nothing_is_set(tiny: Dataset) -> None:
    file = islands(to_html(select(tiny, ClaimQuery())))["settings"]["file"]
    assert file["box"] is None
    assert set(map(str, file["asked"].values())) == {"[]", ""}
    assert [file["view"][key] for key in ("from", "to", "known", "aspect")] == [None] * 4


def test_the_bundled_data_stay_small() -> None:
    content = to_html(select(load_dataset(bundled_path()), ClaimQuery()))
    assert len(content) < MOST_BYTES


def hostile(folder: Path) -> Dataset:
    builder = DatasetBuilder(folder)
    for file, fields in {
        "claims.csv": ("claim", "actor", "remark"), "places.csv": ("name_en", "name_ko", "remark"),
        "reports.csv": ("title", "remark"), "sources.csv": ("name",), "assessments.csv": ("reason", "by"),
    }.items():  # fmt: skip
        for row in range(2, 2 + len(builder.tables[file])):
            for field in fields:
                builder.put(file, row, field, f"{row} {HOSTILE}")
    builder.info = builder.info.replace('"A tiny data set"', json.dumps(HOSTILE))
    return builder.load()


def test_no_text_of_data_or_question_is_markup(tmp_path: Path, tiny: Dataset) -> None:
    nasty = hostile(tmp_path / "hostile")
    look = Look(title=f"{HOSTILE} \ud800 \x00")
    content = to_html(select(nasty, ClaimQuery(text=HOSTILE)), look)
    plain = to_html(select(tiny, ClaimQuery()))
    html = content.decode("utf-8")
    assert [html.count(tag) for tag in ("<script", "</script", "<!--", "<body")] == [
        plain.decode("utf-8").count(tag) for tag in ("<script", "</script", "<!--", "<body")
    ]
    policy = html[: html.index("<script")]
    assert all(source in policy for source in inline_hashes(html, "script"))
    assert "window.x=1" not in re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    assert "1337" not in html.replace(nasty.digest, "")
    assert opened(content).manifest["title"] == look.title
    assert islands(content)["claims"]["claims"]["text"][0] == f"2 {HOSTILE}"


def test_the_same_on_every_run(tmp_path: Path, root: Path) -> None:
    folder = DatasetBuilder(tmp_path / "tiny").write()
    code = (
        "import sys, hashlib; from pathlib import Path; from geodata.ingest import load_dataset;"
        "from geodata.model import ClaimType; from geodata.store import ClaimQuery, select;"
        "from mapapp.export.htmlfile import to_html;"
        "query = ClaimQuery(types=frozenset(ClaimType), parties=frozenset({'Russia', 'Ukraine', 'South Korea'}));"
        f"s = select(load_dataset(Path({str(folder)!r})), query);"
        "print([hashlib.sha256(to_html(s)).hexdigest() for _ in range(2)])"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "HOME": str(tmp_path)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(written) == 1
    assert len(set(re.findall(r"[0-9a-f]{64}", written.pop()))) == 1


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        (Look(theme="sepia"), "“sepia” is no theme; use one of light, dark."),
        (Look(borders="none"), "“none” is no view of the borders; use one of recognised, defacto."),
        (Look(lang="fr"), "“fr” is no language of the names; use one of en, ru, uk, ko."),
        (Look(window_mode="day"), "“day” is no mode of the window; use one of window, cumulative."),
    ],
)
def test_what_cannot_be_shown_is_refused(tiny: Dataset, look: Look, sentence: str) -> None:
    with pytest.raises(ExportError) as refused:
        to_html(select(tiny, ClaimQuery()), look)
    assert str(refused.value) == sentence


def test_a_page_without_claims_can_be_saved(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "empty")
    for file in ("claims.csv", "reports.csv", "positions.csv", "assessments.csv"):
        builder.tables[file].clear()
    content = to_html(select(builder.load(), ClaimQuery()))
    assert opened(content).manifest["claims"] == []


def test_command_line_dialog_and_library_write_the_same(
    tiny: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert FORMATS[".html"].kind is Kind.PAGE
    out, folder = tmp_path / "map.html", str(DatasetBuilder(tmp_path / "tiny").write())
    asked = ["--party", "Russia", "--title", "One map", "--theme", "dark", "--known-on", "2025-01-01"]
    assert main(["snapshot", str(out), "--dataset", folder, *asked]) == 0
    query = ClaimQuery(parties=frozenset({"Russia"}), known_on=date(2025, 1, 1))
    look = Look(title="One map", theme="dark")
    assert out.read_bytes() == save(select(tiny, query), ".html", look).content
    assert not out.with_name("map.html.manifest.json").exists()
    assert main(["verify", str(out), "--dataset", folder]) == 0
    assert "Intact: this HTML is, byte for byte, as it was sealed." in capsys.readouterr().out
    out.write_bytes(out.read_bytes().replace(b"Sappers work", b"Nobody works"))
    assert main(["verify", str(out), "--dataset", folder]) == 2


def test_made_on_changes_the_manifest_alone(tiny: Dataset) -> None:
    selection, look = select(tiny, ClaimQuery()), Look()
    dated = to_html(selection, replace(look, made_on=date(2026, 5, 4)))
    assert {**opened(dated).manifest, "made_on": None} == opened(to_html(selection, look)).manifest
