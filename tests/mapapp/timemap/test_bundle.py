from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from mapapp.timemap.bundle import (
    PAGE_STYLES,
    SCRIPTS,
    STANDALONE_SCRIPTS,
    STANDALONE_STYLES,
    STYLES,
    asset_named,
    assets,
    read_asset,
)

ROLES = {
    "leaflet.js": "text/javascript; charset=utf-8",
    "timemap.js": "text/javascript; charset=utf-8",
    "leaflet.css": "text/css; charset=utf-8",
    "timemap.css": "text/css; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
}


@pytest.mark.parametrize(("role", "media_type"), ROLES.items())
def test_name_carries_the_digest_of_the_content(role: str, media_type: str) -> None:
    asset = assets()[role]
    stem, suffix = role.split(".")
    assert asset.name == f"{stem}.{hashlib.sha256(asset.content).hexdigest()[:12]}.{suffix}"
    assert (asset.role, asset.media_type) == (role, media_type)
    assert asset_named(asset.name) is asset
    asset.content.decode("utf-8")


def test_there_is_nothing_else() -> None:
    assert set(assets()) == set(ROLES)


@pytest.mark.parametrize("name", ["", "leaflet.js", "timemap.000000000000.js", "../bundle.py", "geo.js"])
def test_unknown_name(name: str) -> None:
    assert asset_named(name) is None


def test_bundle_holds_every_script_in_order() -> None:
    bundle = assets()["timemap.js"].content
    places = [bundle.index(read_asset(name)) for name in SCRIPTS]
    assert places == sorted(places)
    assert len(set(SCRIPTS)) == len(SCRIPTS)
    assert SCRIPTS[-1] == "main.js"


def test_bundle_holds_every_style() -> None:
    assert assets()["timemap.css"].content == b"\n".join(read_asset(name) for name in STYLES)
    assert assets()["page.css"].content == b"\n".join(read_asset(name) for name in PAGE_STYLES)


def test_no_script_and_no_style_of_ours_is_left_out(root: Path) -> None:
    folder = root / "mapapp" / "timemap" / "assets"
    found = {path.name for path in folder.iterdir() if path.suffix in (".js", ".css")}
    assert found == {*SCRIPTS, *STYLES, *PAGE_STYLES, *STANDALONE_SCRIPTS, *STANDALONE_STYLES}


def test_leaflet_is_foliums_version_and_asks_for_no_source_map() -> None:
    script = assets()["leaflet.js"].content.decode()
    assert re.search(r"Leaflet 1\.9\.\d", script)
    assert "sourceMappingURL" not in script
