"""Colours of the sheet around the map, and of a status where it is drawn as a line."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Literal

__all__ = [
    "DENIAL", "THEMES", "MapColours", "Theme", "ThemeName", "borders_words", "contrast", "line_colour", "map_colours",
    "mix",
]  # fmt: skip

ThemeName = Literal["light", "dark"]  # which of the two sets of colours
DENIAL = "#d11a2a"  # the badge of a denial: red with a white edge


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a sheet, ``#rrggbb``: paper, text, lesser text, rules, accent, chips, bars in them.

    ``ground`` is what lines on the map must stand out from, ``veil`` how much a ring covers of what is in it, 0 to 1.
    """

    paper: str
    ink: str
    muted: str
    rule: str
    accent: str
    chip: str
    bar: str
    ground: str
    veil: float


THEMES: dict[ThemeName, Theme] = {
    "light": Theme("#fbfaf7", "#1b1b1f", "#5c6068", "#cfccc4", "#b03a06", "#ffffff", "#ffffff", "#f1efe9", 0.13),
    "dark": Theme("#14181e", "#f2f3f5", "#b3b9c4", "#3b434e", "#ff9a4d", "#20252d", "#c4c9d2", "#1c2128", 0.24),
}
"""The two themes by name."""


@dataclass(frozen=True, slots=True)
class MapColours:
    """Colours of the basemap, ``#rrggbb``, by the names of ``basemap-style.json``."""

    water: str
    land: str
    focus: str
    coast: str
    lake: str
    river: str
    border: str
    admin: str
    disputed: str
    halo: str
    country: str
    region: str
    town: str
    townDot: str  # noqa: N815  (the browser's name)


@cache
def _style() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("mapapp.timemap").joinpath("assets", "basemap-style.json").read_bytes())
    return content


@cache
def map_colours(theme: ThemeName) -> MapColours:
    """The basemap's colours in a theme: the same table that the browser draws from."""
    table = _style()[theme]
    return MapColours(**{field.name: table[field.name] for field in fields(MapColours)})


def borders_words(borders: str) -> tuple[str, str]:
    """What a view of the borders is called, and what it draws where views differ."""
    entry = _style()["borders"][borders]
    return entry["label"], entry["note"]


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def mix(colour: str, goal: str, share: float) -> str:
    """Move a colour towards another; ``share`` from 0 (stays) to 1 (arrives)."""
    pairs = zip(_channels(colour), _channels(goal), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


def _luminance(colour: str) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def line_colour(colour: str, land: str) -> str:
    """A status colour for lines, moved towards black or white until it stands out from the land, 3 to 1."""
    goal = "#000000" if _luminance(land) > 0.4 else "#ffffff"
    share = 0.0
    while share < 1 and contrast(mix(colour, goal, share), land) < 3:
        share += 0.05
    return mix(colour, goal, min(share, 1.0))
