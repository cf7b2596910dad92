"""The same view through folium's own way to a picture: a map, a headless browser, a screenshot."""

from __future__ import annotations

import shutil
from pathlib import Path

import folium
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from xstatic.pkg import leaflet

from geodata.basemap import layers
from geodata.store import Selection
from mapapp.palette import STATUS_STYLES

__all__ = ["folium_map", "folium_png"]

_BROWSER, _DRIVER = "chromium", "chromedriver"
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


def folium_map(selection: Selection, bounds: tuple[float, float, float, float]) -> folium.Map:
    """A folium map of a selection: land, borders, areas and points; its script comes from disk.

    Parameters
    ----------
    selection : Selection
        What to show.
    bounds : (west, south, east, north)
        Degrees, EPSG:4326.
    """
    world = folium.Map(tiles=None)
    package = Path(leaflet.BASE_DIR)
    world.default_js = [("leaflet", (package / "leaflet.js").as_uri())]
    world.default_css = [("leaflet_css", (package / "leaflet.css").as_uri())]
    ground = layers("recognised")
    for name, colour in (("land", "#f4f1ea"), ("lakes", "#cfe3ee"), ("borders", "#8f8a80")):
        table = ground[name][["geometry"]]
        folium.GeoJson(table.to_json(), style_function=lambda _feature, c=colour: {"color": c, "weight": 1}).add_to(
            world
        )
    dataset = selection.dataset
    for row in selection.in_view:
        place, style = dataset.place(dataset.claims[row]), STATUS_STYLES[selection.verdicts[row].status]
        if place is not None and place.position is not None:
            at = (place.position.lat, place.position.lon)
            folium.CircleMarker(at, radius=8, color=style.colour, fill=True).add_to(world)
    west, south, east, north = bounds
    world.fit_bounds([(south, west), (north, east)])
    return world


def folium_png(world: folium.Map, size_px: tuple[int, int], delay_s: int) -> bytes:
    """What ``Map._to_png`` gives with a Chromium of its own, which it starts and ends.

    Parameters
    ----------
    world : folium.Map
        Not yet drawn: folium keeps its first picture.
    size_px : (int, int)
        Of the browser's window.
    delay_s : int
        How long it waits for the map to be drawn, seconds; folium's default is 3.

    Raises
    ------
    FileNotFoundError
        If Chromium or its driver is not installed.
    """
    browser, driver = shutil.which(_BROWSER), shutil.which(_DRIVER)
    if browser is None or driver is None:
        raise FileNotFoundError("apt-get install chromium chromium-driver")
    options = Options()
    options.binary_location = browser
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    started = webdriver.Chrome(options=options, service=Service(executable_path=driver))
    png: bytes = world._to_png(delay=delay_s, driver=started, size=size_px)
    return png
