"""A page with nothing but Leaflet, the claims layer and a small data set made by hand, and the browser to show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from xstatic.pkg import leaflet

from geodata.model import Modality, Status
from mapapp.palette import STATUS_STYLES
from mapapp.timemap import bundle
from tests.chromium import shared_chromium
from tests.mapapp.timemap.assets.known_columns import known_parts, step

ASSETS = Path(__file__).resolve().parents[4] / "mapapp" / "timemap" / "assets"
# What the layer needs of the document's scripts
SCRIPTS = tuple(name.removesuffix(".js") for name in bundle.SCRIPTS[: bundle.SCRIPTS.index("claims.js") + 1])
STATUSES = list(Status)
MODALITIES = list(Modality)
DAY = 86_400
EXTENT = (0, 1000 * DAY)

Payload = dict[str, Any]


def point(lon: float, lat: float, radius_m: float, name: str = "Town") -> Payload:
    """A place of the payload: degrees EPSG:4326 and the radius of its uncertainty in metres."""
    return {
        "names": {"en": name}, "precision": "settlement", "label": "settlement", "rule": "", "lon": lon, "lat": lat,
        "radius_m": radius_m, "area": None, "remark": "", "zone": False,
    }  # fmt: skip


def within(area: int, precision: str = "region", name: str = "Region") -> Payload:
    """A place of the payload that is an area."""
    return point(0, 0, 0, name) | {"precision": precision, "lon": None, "lat": None, "radius_m": None, "area": area}


def box_area(west: float, south: float, east: float, north: float, name: str, **more: bool) -> Payload:
    """A rectangular area in degrees; ``more``: ``vague``, ``zone``."""
    milli = [round(value * 1000) for value in (west, south, east, north)]
    wide, high = milli[2] - milli[0], milli[3] - milli[1]
    ring = [milli[0], milli[1], wide, 0, 0, high, -wide, 0, 0, -high]
    flags = {"vague": False, "zone": False} | more
    return {"names": {"en": name}, "bbox": [west, south, east, north], "polygons": [[ring]], **flags}


def claim(place: int, status: Status = Status.UNVERIFIED, **more: object) -> Payload:
    """A claim; ``more``: ``modality``, ``t0``, ``t1`` (seconds UTC, half-open, or None), ``denied``, ``text``,
    ``history``.

    The history is a list of :func:`step`; without one the claim has been known as it is since 1970.
    """
    return {
        "place": place, "status": status, "modality": Modality.PRESENT, "t0": 10 * DAY, "t1": 20 * DAY, "denied": 0,
        "text": "A claim",
    } | more  # fmt: skip


def make_payload(
    places: Sequence[Payload],
    claims: Sequence[Payload],
    areas: Sequence[Payload] = (),
    reports: Sequence[Payload] = (),
) -> Payload:
    """The payload's contract (docs/architecture.md), as far as the claims layer reads it."""
    columns: Payload = {key: [each[key] for each in claims] for key in ("place", "t0", "t1", "denied", "text")}
    columns |= {
        "id": [f"c{row}" for row in range(len(claims))],
        "type": [0] * len(claims),
        "status": [STATUSES.index(each["status"]) for each in claims],
        "modality": [MODALITIES.index(each["modality"]) for each in claims],
    }
    histories = [
        each.get("history", [step(0, STATUSES.index(each["status"]), denied=each["denied"])]) for each in claims
    ]
    return {
        "extent": EXTENT,
        "statuses": [
            {"id": status.value, "label": status.label, "rule": status.rule}
            | {key: getattr(STATUS_STYLES[status], key) for key in ("colour", "ink", "shape", "hatch", "letter")}
            for status in STATUSES
        ],
        "types": [{"id": "other", "label": "Other"}],
        "modalities": [
            {"id": each.value, "label": each.label, "rule": each.rule, "hollow": each.is_hollow} for each in MODALITIES
        ],
        "places": list(places),
        "areas": list(areas),
        "claims": columns,
        "coverage": [],
        "reports": list(reports),
        **known_parts(histories),
    }


def page_html() -> str:
    """The page without its data: Leaflet and our scripts in the order that the document loads them."""
    vendor = Path(leaflet.BASE_DIR)
    scripts = [vendor / "leaflet.js", *(ASSETS / f"{name}.js" for name in SCRIPTS)]
    style = (vendor / "leaflet.css").read_text(encoding="utf-8")
    tags = "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in scripts)
    look = "html,body,#map{height:100%;margin:0}#map{background:#fff}"
    head = f"<head><meta charset=utf-8><style>{style}{look}</style></head>"
    return f"<!doctype html><html>{head}<body><div id=map></div>{tags}</body></html>"


START = """
([text, view, options, patch]) => {
  const C = window.Claimline;
  const map = L.map('map', { center: view.center, zoom: view.zoom, zoomControl: false, attributionControl: false,
    zoomAnimation: false, fadeAnimation: false, inertia: false });
  const data = C.createData(JSON.parse(text));
  const state = C.createState(data);
  state.set(Object.assign({ bounds: C.viewBounds(map) }, patch));
  window.groups = [];
  const onGroup = (rows, where) => window.groups.push([rows, where]);
  const claims = C.createClaims(map, data, state, Object.assign({ onGroup }, options));
  Object.assign(window, { map, data, state, claims });
}
"""


def show(page: Page, payload: Payload, *, center: tuple[float, float], zoom: int, **more: Payload) -> None:
    """Draw a payload on a fresh page; ``more``: ``options`` of the layer, ``patch`` of the state before it starts."""
    page.set_content(page_html())
    view = {"center": center, "zoom": zoom}
    page.evaluate(START, [json.dumps(payload), view, more.get("options", {}), more.get("patch", {})])


@contextmanager
def browser_page(width: int = 900, height: int = 600) -> Iterator[Page]:
    """A page in Chromium whose every request is refused and whose every script error fails the test."""
    page = shared_chromium().new_page(viewport={"width": width, "height": height})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/*", lambda route: route.abort())
    yield page
    page.close()
    assert errors == []
