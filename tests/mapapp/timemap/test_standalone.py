"""The document with everything inside: nothing in it asks for anything, and no text can get out of its place."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from geodata.errors import ExportError
from mapapp.timemap import standalone
from mapapp.timemap.bundle import SCRIPTS, STANDALONE_SCRIPTS, STANDALONE_STYLES, read_asset
from mapapp.timemap.island import island
from mapapp.timemap.policy import inline_hashes
from mapapp.timemap.standalone import standalone_document

HOSTILE = "</script><script>window.x=1</script> {{ 7*191 }} <!-- {# ]]> <body>\n <!-- What this file shows"


class Elements(HTMLParser):
    """Every element of a document with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def policy_of(html: str) -> dict[str, list[str]]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert found
    return {name: sources for name, *sources in (directive.split() for directive in found[1].split(";"))}


def test_nothing_in_its_markup_names_an_address() -> None:
    for tag, attributes in Elements(standalone_document("")).found:
        assert not {"src", "srcset", "style", "data", "action"} & set(attributes), tag
        assert attributes.get("href") in (None, "data:,"), tag
        assert not [name for name in attributes if name.startswith("on")]


def test_no_style_would_fetch_a_file() -> None:
    styles = re.findall(r"<style>(.*?)</style>", standalone_document(""), re.DOTALL)
    assert len(styles) == 2
    assert all("url(" not in style and "@import" not in style for style in styles)


def test_the_policy_lets_its_own_blocks_run_and_nothing_else() -> None:
    html = standalone_document(island("claimline-claims", {"text": HOSTILE}))
    policy = policy_of(html)
    assert policy == {
        "default-src": ["'none'"],
        "script-src": inline_hashes(html, "script"),
        "style-src": inline_hashes(html, "style"),
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert len(policy["script-src"]) == 3, "Leaflet, our own, and the two lines that start them"
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert html.encode().index(b"charset=UTF-8") < 1024, "a browser looks no further for it"


def test_it_holds_every_script_of_ours_in_order() -> None:
    html = standalone_document("")
    places = [html.index(read_asset(name).decode()) for name in (*SCRIPTS, *STANDALONE_SCRIPTS)]
    assert places == sorted(places)
    assert all(read_asset(name).decode() in html for name in STANDALONE_STYLES)
    assert places[-1] < html.index("Claimline.start(map_claimline)")


def test_islands_change_nothing_but_themselves() -> None:
    data = island("claimline-claims", {"text": HOSTILE})
    assert standalone_document(data).replace(data, "", 1) == standalone_document("")
    tags = [tag for tag, _attributes in Elements(standalone_document("")).found]
    assert [tag for tag, _attributes in Elements(standalone_document(data)).found].count("script") == (
        tags.count("script") + 1
    )


@pytest.mark.parametrize("text", ["'</script>'", "a < '</SCRIPT'", "// <!--", "'<script>'", "</style>"])
def test_a_block_that_could_end_early_is_refused(text: str) -> None:
    with pytest.raises(ExportError, match="cannot be put into one file"):
        standalone._inline("script", text)


def test_a_block_is_hashed_as_a_browser_reads_it() -> None:
    assert standalone._inline("script", "a\r\nb") == "<script>a\nb</script>"
