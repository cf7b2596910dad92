"""The online tiles: constants, https, plain text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from mapapp.timemap.tiles import CARTO_KEY_VARIABLE, TileChoice, tile_layers

CHOICES = tile_layers()


def test_the_three_sets_on_offer() -> None:
    assert [choice.id for choice in CHOICES] == ["osm", "carto", "esri"]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.id)
def test_an_address_is_a_template_of_constants(choice: TileChoice) -> None:
    assert set(re.findall(r"{(.*?)}", choice.url)) == {"z", "x", "y"} | ({"s"} if choice.subdomains else set())
    assert urlsplit(choice.url).scheme == "https"
    assert 15 <= choice.max_zoom <= 23


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.id)
def test_origins_are_all_and_only_the_servers(choice: TileChoice) -> None:
    filled = {choice.url.replace("{s}", letter) for letter in choice.subdomains or "-"}
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in filled} == set(choice.origins)
    assert not any(character in origin for origin in choice.origins for character in "*{} ;'\"")


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.id)
def test_credits_are_plain_text(choice: TileChoice) -> None:
    assert len(choice.attribution) > 10
    assert not re.search(r"[<>{}]|&\w+;|\(C\)", choice.attribution)


@pytest.mark.parametrize(("word", "owner"), [("osm", "OpenStreetMap"), ("carto", "CARTO"), ("esri", "Esri")])
def test_credits_name_the_owner(word: str, owner: str) -> None:
    assert owner in next(choice for choice in CHOICES if choice.id == word).attribution


def test_carto_says_that_it_asks_for_a_key_and_takes_it_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CARTO_KEY_VARIABLE in CHOICES[1].label
    monkeypatch.setenv(CARTO_KEY_VARIABLE, "a b&c")
    keyed = tile_layers()[1]
    assert CARTO_KEY_VARIABLE not in keyed.label
    assert keyed.url.endswith(".png?key=a%20b%26c")
    assert tile_layers()[0] == CHOICES[0]
