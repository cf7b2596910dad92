"""The link that restores what a picture or a file shows, and the question in the words of that link."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from geodata.store import BBox, ClaimQuery
from mapapp.export.mercator import EARTH_RADIUS_M, mercator
from mapapp.view import Borders, Camera, MapState, TimeMode, ViewState, view_params

__all__ = ["link_of", "query_words"]

_NOMINAL_PX = (900, 600)  # a usual map in the app: the box shows in it whole
_LEAST_ZOOM, _MOST_ZOOM, _ZOOM_STEP = 2.0, 16.0, 0.25
_TILE_PX = 256  # the world's width at Leaflet's zoom 0


def link_of(
    query: ClaimQuery, *, window_mode: str = "window", borders: str = "recognised", zones: bool = True
) -> str:  # fmt: skip
    """Write the link that asks a question again, without a host.

    Parameters
    ----------
    query : ClaimQuery
        The question. Its box (EPSG:4326, degrees) becomes the camera that shows all of it on a usual map.
    window_mode : {'window', 'cumulative'}
        What the window means.
    borders : {'recognised', 'defacto'}
        The view of the borders.
    zones : bool
        Whether zones are drawn.

    Returns
    -------
    str
        ``?`` and the query string as ``mapapp.view`` writes it; ``?`` alone where everything is at its default.
    """
    state = MapState(
        first_day=query.first_day,
        last_day=query.last_day,
        mode=TimeMode(window_mode),
        camera=None if query.bbox is None else _camera(query.bbox),
        zones=zones,
        borders=Borders(borders),
        known_on=query.known_on,
        aspect=query.aspect,
    )
    return "?" + urlencode(view_params(_view(query, state)), doseq=True, safe=",")


def query_words(query: ClaimQuery) -> dict[str, list[str] | list[float]]:
    """The question in the words of the link, in its order; ``bbox`` is west, south, east, north in degrees."""
    state = MapState(
        first_day=query.first_day, last_day=query.last_day, known_on=query.known_on, aspect=query.aspect
    )  # fmt: skip
    words: dict[str, list[str] | list[float]] = {**view_params(_view(query, state))}
    if query.bbox is not None:
        words["bbox"] = [query.bbox.west, query.bbox.south, query.bbox.east, query.bbox.north]
    return words


def _view(query: ClaimQuery, state: MapState) -> ViewState:
    return ViewState(
        types=query.types,
        statuses=query.statuses,
        modalities=query.modalities,
        parties=query.parties,
        sources=query.sources,
        text=query.text,
        map=state,
    )


def _camera(box: BBox) -> Camera:
    """The middle of a box on the Mercator map and the closest zoom at which all of it shows."""
    west, south = mercator(box.west, box.south)
    east, north = mercator(box.east, box.north)
    world = 2 * math.pi * EARTH_RADIUS_M
    fits = min(
        math.log2(room * world / (_TILE_PX * side))
        for room, side in zip(_NOMINAL_PX, (east - west, north - south), strict=True)
        if side > 0
    )
    zoom = max(_LEAST_ZOOM, min(_MOST_ZOOM, math.floor(fits / _ZOOM_STEP) * _ZOOM_STEP))
    lat = math.degrees(math.atan(math.sinh((south + north) / 2 / EARTH_RADIUS_M)))
    return Camera(max(-85.0, min(85.0, lat)), (box.west + box.east) / 2, zoom)
