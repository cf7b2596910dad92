"""A running server answers as the OpenAPI document says, whatever is asked; and the lines of the docs work."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from mapapp.api.v1.operations import OPERATIONS
from tests.builders import DatasetBuilder
from tests.project import ROOT
from tests.serving import serve

DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = "http://127.0.0.1:8501"
# Snapshots take a second each, so that only some are asked for; the others are asked in test_snapshot.py
CONFIG = """\
[parameters]
"path.claim_id" = "point"
[[operations]]
include-path = "/snapshot"
phases.coverage.enabled = false
generation.max-examples = 8
"""
# A window that ends before it begins fits the schemas and is refused; test_claims.py asks what must be answered
COMMAND = """run {0}/api/v1/openapi.json --url {0}/api/v1 --phases coverage,fuzzing --max-examples 15 --workers 4
    --generation-deterministic --checks all --exclude-checks positive_data_acceptance --request-timeout 60
    --report json --report-json-path report.json --no-color"""

pytestmark = pytest.mark.xdist_group("api")  # one worker, one server of each kind


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app with a tiny data set."""
    builder = DatasetBuilder(tmp_path_factory.mktemp("served"))
    with serve(builder.write()) as address:
        yield address


@pytest.fixture(scope="module")
def served_bundled() -> Iterator[str]:
    """Address of the app with the bundled data set, as the docs show it."""
    with serve() as address:
        yield address


def blocks(language: str) -> list[str]:
    """The blocks of the docs in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS, re.DOTALL | re.MULTILINE)


def test_schemathesis_finds_nothing_wrong(served: str, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", "schemathesis.toml"]
    done = subprocess.run(
        [*command, *COMMAND.format(served).split()],
        cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    asked = {f"GET {one.path}" for one in OPERATIONS} - {"GET /openapi.json"}  # that one it reads, to know the others
    assert set(told["valid_rates"]) == asked
    assert told["test_cases"]["generated"] > 500


def curl(line: str) -> tuple[urllib.request.Request, str | None]:
    """A line of curl as a request, and the file that it names."""
    words = iter(shlex.split(line))
    assert next(words) == "curl"
    headers, out, address = {}, None, ""
    for word in words:
        if word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-o":
            out = next(words)
        else:
            address = word
    return urllib.request.Request(address, headers=headers), out


@pytest.mark.parametrize("line", [line for block in blocks("console") for line in block.splitlines()])
def test_the_lines_of_curl_work(line: str, served_bundled: str) -> None:
    request, out = curl(line.replace(SHOWN, served_bundled))
    with urllib.request.urlopen(request) as answer:
        content = answer.read()
    if out is None:
        told = json.loads(content)
        assert told.get("features") or told.get("changes")
    else:
        assert content[:4] == {"claims.arrows": b"\xff\xff\xff\xff", "map.png": b"\x89PNG"}[out]


def test_the_lines_of_python_work(served_bundled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pandas, geopandas, view = (run(block.replace(SHOWN, served_bundled), tmp_path) for block in blocks("python"))
    assert "claim_id" in capsys.readouterr().out
    assert len(pandas["frame"]) == len(geopandas["claims"]) == 54
    assert list(pandas["frame"]["claim_id"]) == [one["id"] for one in geopandas["features"]]
    columns = view["columns"]
    counts = view["header"]["counts"]
    assert len(columns["row"]) == counts["in_view_definite"] + counts["in_view_possible"]
    words = view["header"]["vocabulary"]["status"]
    shown = pandas["frame"].set_index("claim_id")["status"]
    ends, ids = columns["id_ends"], columns["id_bytes"].tobytes().decode()
    for at, status in enumerate(columns["status"]):
        assert shown[ids[ends[at] : ends[at + 1]]] == words[status]


def run(code: str, folder: Path) -> dict[str, Any]:
    """Run a block of the docs and give back its names."""
    script = folder / "block.py"
    script.write_text(code, encoding="utf-8")
    return runpy.run_path(str(script))


def test_the_line_of_qgis_works(served_bundled: str) -> None:
    """GDAL reads it, as QGIS does: every claim, with its id as a field."""
    (address,) = (block.strip() for block in blocks("text"))
    told, _rows, shapes, fields = pyogrio.raw.read(
        f"GeoJSON:{address.replace(SHOWN, served_bundled)}", columns=["claim_id", "status"]
    )
    assert told["crs"] == "EPSG:4326"
    assert len(set(fields[0])) == len(shapes) == 54


def test_the_server_leaves_a_packed_answer_as_it_is(served: str) -> None:
    asked = urllib.request.Request(f"{served}/api/v1/view", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers.get_all("Content-Encoding") == ["gzip"]
        assert len(answer.read()) == int(answer.headers["Content-Length"])
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
