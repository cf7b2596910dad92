from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

from mapapp.timemap.bundle import assets
from mapapp.timemap.document import render_document


def test_no_text_can_be_given_to_folium() -> None:
    assert inspect.signature(render_document).parameters == {}


def test_document_is_the_same_on_every_call_and_in_every_process(root: Path) -> None:
    first = render_document()
    assert render_document() == first
    code = "import sys; from mapapp.timemap.document import render_document; sys.stdout.write(render_document())"
    again = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert again.stdout.decode() == first


def test_document_names_no_other_host() -> None:
    html = render_document()
    assert not re.search(r"https?:|//", html)
    assert "cdn" not in html.lower()


def test_document_asks_for_our_files_alone_and_in_order() -> None:
    html = render_document()
    assert re.findall(r'<script src="([^"]*)"></script>', html) == [
        f"assets/{assets()[role].name}" for role in ("leaflet.js", "timemap.js")
    ]
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', html) == [
        f"assets/{assets()[role].name}" for role in ("leaflet.css", "timemap.css")
    ]


def test_document_has_one_inline_script_one_map_and_nothing_that_runs_from_markup() -> None:
    html = render_document()
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert len(re.findall(r"<script>", html)) == 1
    assert html.count('class="folium-map"') == 1
    assert html.index("L.map(") < html.index("Claimline.start(map_claimline)")
    assert not re.search(r"\son\w+=|javascript:|<style|style=|<iframe", html)
    assert "<title>Claimline map</title>" in html
    assert 'name="viewport"' in html
