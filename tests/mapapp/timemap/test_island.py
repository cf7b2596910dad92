from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.timemap.document import render_document
from mapapp.timemap.island import basemap_style, fill_document, island
from mapapp.timemap.tiles import tile_layers


class Blocks(HTMLParser):
    """Every element of a document, and the text of its data blocks as an HTML parser sees it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[str] = []
        self.data: dict[str, str] = {}
        self._open: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open = dict(attrs).get("id") if tag == "script" else None
        if self._open:
            self.data[self._open] = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.data[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = None


HOSTILE = [
    "</script><script>throw 1</script>",
    "</SCRIPT >",
    "<!--<script>",
    "<!--",
    "-->",
    "]]>",
    "\u2028\u2029",
    "\\u003c/script>",
    "{{ 7*191 }}{% if %}{# tag",
    "&lt;/script&gt;",
    '"\\',
    "\x00\x0b\x85",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_island(text: str) -> None:
    html = island("data", {text: [text]})
    assert Blocks(html).tags == ["script"]
    assert json.loads(Blocks(html).data["data"]) == {text: [text]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=8,
)


@given(JSON)
@settings(deadline=None)
def test_any_value_comes_back_and_nothing_of_it_is_markup(value: Any) -> None:
    html = island("data", value)
    inside = html.removeprefix('<script type="application/json" id="data">').removesuffix("</script>\n")
    assert len(html) - len(inside) == len('<script type="application/json" id="data"></script>\n')
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == value


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        island("data", float("nan"))


def test_islands_stand_in_the_document_before_its_script() -> None:
    claims = {"claims": {"text": ["{{ 7*191 }}</script>"]}}
    html = fill_document(render_document(), claims, basemap_address="basemap/abc.json")
    blocks = Blocks(html)
    assert list(blocks.data) == ["claimline-claims", "claimline-settings"]
    assert json.loads(blocks.data["claimline-claims"]) == claims
    settings = json.loads(blocks.data["claimline-settings"])
    assert settings == {"basemap": "basemap/abc.json", "style": basemap_style(), "tiles": None}
    assert html.index("claimline-settings") < html.index("Claimline.start")
    rest = re.sub(r'<script type="application/json".*?</script>\n', "", html, flags=re.DOTALL)
    assert rest == render_document()


def test_tiles_that_were_switched_on_stand_in_the_settings() -> None:
    layer = tile_layers()[0]
    html = fill_document(render_document(), {}, basemap_address="b", tiles=layer)
    assert json.loads(Blocks(html).data["claimline-settings"])["tiles"] == {
        "url": layer.url,
        "subdomains": layer.subdomains,
        "maxZoom": layer.max_zoom,
        "attribution": layer.attribution,
    }
