"""The bundled basemap under the claims: drawn by geopandas, labelled without collisions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from geodata.basemap import layers
from geodata.store import MAP_LATITUDE
from mapapp.export.glyphs import Pixels
from mapapp.export.mercator import EARTH_RADIUS_M, Frame
from mapapp.export.paths import path_of, seen
from mapapp.export.pen import Pen
from mapapp.export.theme import MapColours

__all__ = ["Label", "draw_basemap", "draw_labels", "to_mercator"]

Shape = TypeVar("Shape", bound=BaseGeometry)

_WATER_ZOOM = (0, 2, 3, 4, 4, 5, 5)  # first Leaflet zoom that shows rivers and lakes of each rank, as in the browser
_ADMIN_ZOOM, _REGION_NAME_ZOOM = 3.6, 4.6
_ZOOM_0 = 2 * math.pi * EARTH_RADIUS_M / 256  # Mercator metres to a pixel at Leaflet's zoom 0


def to_mercator(shape: Shape) -> Shape:
    """Project a shape from EPSG:4326 to EPSG:3857; longitudes beyond 180 degrees run on instead of jumping back."""

    def project(degrees: Pixels) -> Pixels:
        radians = np.radians(np.column_stack([degrees[:, 0], np.clip(degrees[:, 1], -MAP_LATITUDE, MAP_LATITUDE)]))
        return EARTH_RADIUS_M * np.column_stack([radians[:, 0], np.arcsinh(np.tan(radians[:, 1]))])

    return shapely.transform(shape, project)


@lru_cache(maxsize=2)
def _projected(borders: str) -> dict[str, gpd.GeoDataFrame]:
    """The layers in EPSG:3857; drawn from, never changed."""
    return {
        name: gpd.GeoDataFrame(
            table.drop(columns="geometry"), geometry=[to_mercator(shape) for shape in table.geometry], crs=3857
        )
        for name, table in layers(borders).items()
    }


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map: text, middle (pixels), size (pixels), what it names, and whether a dot marks a town."""

    text: str
    x: float
    y: float
    size: float
    kind: str
    width_px: float = math.inf


@lru_cache(maxsize=4)
def _ground(borders: str, frame: Frame, zoom: float) -> dict[str, Path]:
    """Everything that is drawn beneath the names, in pixels of the sheet; kept, as every frame of a film needs it."""
    tables = _projected(borders)
    land, lines, rivers, lakes = (tables[name] for name in ("land", "borders", "rivers", "lakes"))
    ranks = [rank for rank, first in enumerate(_WATER_ZOOM) if zoom >= first]
    wanted = {
        "land": land.geometry[~land.focus],
        "focus": land.geometry[land.focus],
        "rivers": rivers.geometry[rivers["rank"].isin(ranks)],
        "lakes": lakes.geometry[lakes["rank"].isin(ranks)],
        **{kind: lines.geometry[lines.kind == kind] for kind in ("admin", "border", "disputed")},
    }
    views = [frame.turned(turn) for turn in frame.turns]
    return {
        name: path_of(np.concatenate([seen(shapes, view) for view in views])) for name, shapes in wanted.items()
    }  # fmt: skip


def draw_basemap(
    pen: Pen, frame: Frame, borders: str, colours: MapColours, unit: float, language: str = "en"
) -> list[Label]:
    """Draw sea, land, water and borders.

    Parameters
    ----------
    pen : Pen
        Where to draw.
    frame : Frame
        What the map shows.
    borders : {'recognised', 'defacto'}
        The view of the borders.
    colours : MapColours
        Of the theme.
    unit : float
        Pixels to one pixel of the full-size design.
    language : {'en', 'ru', 'uk', 'ko'}
        Of the names; English stands where a name is not known in it.

    Returns
    -------
    list of Label
        What could be labelled, the most important first; write them with :func:`draw_labels` once the claims stand.
    """
    zoom = math.log2(_ZOOM_0 / (unit * frame.metres_per_px))
    ground = _ground(borders, frame, zoom)
    rect = frame.rect
    pen.clip_to(rect)
    pen.box((rect.left, rect.top, rect.width, rect.height), colours.water, 0)
    for name, fill in (("land", colours.land), ("focus", colours.focus)):
        pen.shape(ground[name], 0, fill=fill, edge=colours.coast, line=0.5 * unit)
    pen.shape(ground["rivers"], 0, edge=colours.river, line=0.9 * unit)
    pen.shape(ground["lakes"], 0, fill=colours.lake, edge=colours.coast, line=0.4 * unit)
    if zoom >= _ADMIN_ZOOM:
        pen.shape(ground["admin"], 0, edge=colours.admin, line=0.8 * unit, dashes=(4 * unit, 2 * unit))
    pen.shape(ground["border"], 0, edge=colours.border, line=1.5 * unit)
    pen.shape(ground["disputed"], 0, edge=colours.disputed, line=1.2 * unit, dashes=(2.4 * unit, 2.4 * unit))
    tables = _projected(borders)
    views = [frame.turned(turn) for turn in frame.turns]
    named = [_name_labels(_near(tables["labels"], view), view, zoom, unit, language) for view in views]
    named += [_town_labels(_near(tables["towns"], view), view, zoom, unit, language) for view in views]
    return [label for labels in named for label in labels]


def _near(table: gpd.GeoDataFrame, frame: Frame) -> gpd.GeoDataFrame:
    west, south, east, north = frame.extent
    touching = table.sindex.query(shapely.box(west, south, east, north))
    return table.iloc[np.sort(touching)]


def _spot(frame: Frame, point: shapely.Point) -> tuple[float, float]:
    return (
        frame.rect.left + (point.x - frame.west_m) / frame.metres_per_px,
        frame.rect.top + (frame.north_m - point.y) / frame.metres_per_px,
    )


def _names_in(table: gpd.GeoDataFrame, language: str) -> list[str]:
    """Name of each row in a language, the English one where it has none."""
    if language == "en":
        return list(table.name)
    return [own or english for own, english in zip(table[f"name_{language}"], table.name, strict=True)]


def _name_labels(table: gpd.GeoDataFrame, frame: Frame, zoom: float, unit: float, language: str) -> Iterator[Label]:
    for kind in ("country", "region"):
        if kind == "region" and zoom < _REGION_NAME_ZOOM:
            continue
        rows = table[table.kind == kind].sort_values(["width", "name"], ascending=[False, True])
        for row, name in zip(rows.itertuples(), _names_in(rows, language), strict=True):
            x, y = _spot(frame, row.geometry)
            room = math.radians(row.width) * EARTH_RADIUS_M / frame.metres_per_px
            text = name.upper() if kind == "country" else name
            yield Label(text, x, y, (12.5 if kind == "country" else 11.5) * unit, kind, room)
            if row.note:
                yield Label(row.note, x, y + 14 * unit, 9.5 * unit, "note", room * 1.6)


def _town_labels(table: gpd.GeoDataFrame, frame: Frame, zoom: float, unit: float, language: str) -> Iterator[Label]:
    rows = table[table.zoom <= zoom + 0.6].sort_values(["kind", "zoom", "name"], ascending=[False, True, True])
    for row, name in zip(rows.itertuples(), _names_in(rows, language), strict=True):
        x, y = _spot(frame, row.geometry)
        yield Label(name, x, y, (12 if row.kind else 11) * unit, "capital" if row.kind == 2 else "town")


Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


def _clear(box: Box, taken: list[Box], frame: Frame) -> bool:
    left, top, right, bottom = box
    rect = frame.rect
    if left < rect.left + 4 or top < rect.top + 4 or right > rect.right - 4 or bottom > rect.bottom - 4:
        return False
    return not any(left < r and right > a and top < b and bottom > t for a, t, r, b in taken)


def draw_labels(
    pen: Pen, frame: Frame, labels: list[Label], taken: list[Box], colours: MapColours, unit: float
) -> None:
    """Write the labels that collide with nothing, in order of importance.

    Parameters
    ----------
    pen : Pen
        Where to write.
    frame : Frame
        What the map shows.
    labels : list of Label
        The most important first.
    taken : list of (left, top, right, bottom)
        Pixels where something already stands; what is written is added.
    colours : MapColours
        Of the theme.
    unit : float
        Pixels to one pixel of the full-size design.
    """
    for label in labels:
        inside = frame.rect.left < label.x < frame.rect.right and frame.rect.top < label.y < frame.rect.bottom
        if not inside:
            continue
        if label.kind in ("town", "capital"):
            _write_town(pen, frame, label, taken, colours, unit)
        else:
            _write_name(pen, frame, label, taken, colours)


def _write_name(pen: Pen, frame: Frame, label: Label, taken: list[Box], colours: MapColours) -> None:
    country = label.kind == "country"
    wide = pen.width(label.text, label.size, bold=country, slanted=not country)
    box = (label.x - wide / 2 - 3, label.y - label.size * 0.7, label.x + wide / 2 + 3, label.y + label.size * 0.7)
    if wide > label.width_px * 1.15 or not _clear(box, taken, frame):
        return
    taken.append(box)
    colour = colours.country if country else colours.region
    pen.text(
        label.x, label.y, label.text, label.size, colour, bold=country, slanted=not country, ha="center",
        va="center_baseline", halo=colours.halo, order=5,
    )  # fmt: skip


def _write_town(pen: Pen, frame: Frame, label: Label, taken: list[Box], colours: MapColours, unit: float) -> None:
    dot = (3.0 if label.kind == "capital" else 2.2) * unit
    wide, gap, high = pen.width(label.text, label.size), dot + 3 * unit, label.size * 0.62
    spots = (
        (label.x + gap, label.y, "left"), (label.x - gap, label.y, "right"),
        (label.x, label.y - gap - high, "center"), (label.x, label.y + gap + high, "center"),
    )  # fmt: skip
    for x, y, ha in spots:
        left = x - {"left": 0.0, "right": wide, "center": wide / 2}[ha]
        box = (left - 2, y - high, left + wide + 2, y + high)
        dot_box = (label.x - dot, label.y - dot, label.x + dot, label.y + dot)
        if _clear(box, taken, frame) and _clear(dot_box, taken, frame):
            taken += [box, dot_box]
            pen.disc((label.x, label.y), dot, 4.9, facecolor=colours.townDot, edgecolor=colours.halo, line=0.8 * unit)
            pen.text(
                x, y, label.text, label.size, colours.town, ha=ha, va="center_baseline", halo=colours.halo, order=5
            )
            return
