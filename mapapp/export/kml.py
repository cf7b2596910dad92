"""A selection as KML for an earth viewer: each claim with its time span and colour, and no markup of its own."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geodata.model import Modality, Status
from geodata.store import Selection
from mapapp.export.joined import joined_table
from mapapp.export.located import geometries_of
from mapapp.export.properties import head_of
from mapapp.export.tables import Cell, words_of, writable
from mapapp.palette import STATUS_STYLES

if TYPE_CHECKING:
    from shapely.geometry import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["to_kml"]

_KML = "http://www.opengis.net/kml/2.2"
_FOLDERS = (
    (("definite", "possible"), "In view", "1"),
    (("undated",), "Without a date", "0"),
    (("unlocated",), "Without a place", "0"),
)
_SHOWN = (
    ("status", "Status"), ("modality", "Modality"), ("actor", "Who"), ("place", "Place"),
    ("geo_precision", "Precision of the place"), ("coordinate_uncertainty_m", "Uncertainty in metres"),
    ("event_date", "Date as stated"), ("time_precision", "Precision of the date"), ("sources", "Reported by"),
)  # fmt: skip
_SECOND = timedelta(seconds=1)
_HOLLOW = {modality.value for modality in Modality if modality.is_hollow}


def to_kml(selection: Selection) -> bytes:
    """Write a selection as KML 2.2.

    Parameters
    ----------
    selection : Selection
        What to write; nothing that was public only after the query's ``known_on``.

    Returns
    -------
    bytes
        A folder each for claims in view, without a date (hidden at first: a viewer would show them at all times) and
        without a place. A TimeSpan runs from the first to the last second, both inclusive, UTC; an end that nobody
        stated is left out. ``ExtendedData`` holds the columns of ``joined_table`` as they are. Names and descriptions
        are escaped a second time, because viewers read them as HTML. The same selection gives the same bytes.

    Raises
    ------
    geodata.errors.QueryError
        If a place names a region that the basemap does not have.
    """
    ET.register_namespace("", _KML)
    root = ET.TreeBuilder().start(f"{{{_KML}}}kml", {})
    document = _add(root, "Document")
    head = head_of(selection)
    _add(document, "name", _inert(writable(head["dataset"]["title"])))
    keys = ("caveat", "query", "known_on", "recorded_up_to", "coverage")
    said = [str(head[key]) for key in keys if head[key]]
    said += [f"{key}: {value}" for key, value in head["dataset"].items()]
    _add(document, "description", "<br>".join(_inert(writable(one)) for one in said))
    for status in Status:
        _add_style(document, status)
    table, shapes = joined_table(selection), geometries_of(selection)
    names = [column.name for column in table.columns]
    claims = [dict(zip(names, row, strict=True)) for row in table.rows]
    for heaps, label, visible in _FOLDERS:
        folder = _add(document, "Folder")
        _add(folder, "name", label)
        for claim, geometry in zip(claims, shapes, strict=True):
            if claim["shown_as"] in heaps:
                _add_claim(folder, claim, geometry, visible)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content.replace(b"\r", b"&#13;") + b"\n"  # a reader of XML would take a bare return for a line break


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_KML}}}{tag}", attributes)
    if words:
        element.text = words
    return element


def _inert(text: str) -> str:
    """Text that stays text where a viewer reads HTML or fills in ``$[…]``."""
    return html.escape(text).replace("&#x27;", "'").replace("$[", "$&#91;")


def _colour(colour: str, alpha: int) -> str:
    red, green, blue = (colour[at : at + 2] for at in (1, 3, 5))
    return f"{alpha:02x}{blue}{green}{red}"


def _add_style(document: ET.Element, status: Status) -> None:
    """A style each for what is said to be, and for what is a plan or an inference: paler."""
    for suffix, alpha, fill in (("", 0xFF, 0x66), ("-hollow", 0x99, 0x22)):
        for edge, outline in (("", "1"), ("-vague", "0")):
            style = _add(document, "Style", id=f"{status.value}{suffix}{edge}")
            icon = _add(style, "IconStyle")
            _add(icon, "color", _colour(STATUS_STYLES[status].colour, alpha))
            _add(_add(style, "LabelStyle"), "scale", "0")
            line = _add(style, "LineStyle")
            _add(line, "color", _colour(STATUS_STYLES[status].colour, alpha))
            _add(line, "width", "2")
            area = _add(style, "PolyStyle")
            _add(area, "color", _colour(STATUS_STYLES[status].colour, fill))
            _add(area, "outline", outline)
            _add(_add(style, "BalloonStyle"), "text", "$[description]")


def _add_claim(folder: ET.Element, claim: dict[str, Cell], geometry: BaseGeometry | None, visible: str) -> None:
    placemark = _add(folder, "Placemark", id=f"claim-{claim['claim_id']}")
    _add(placemark, "name", _inert(words_of(claim["claim"])))
    _add(placemark, "visibility", visible)
    _add(placemark, "Snippet", maxLines="0")
    _add(placemark, "description", _description(claim))
    start, end = claim["event_start"], claim["event_end_exclusive"]
    if isinstance(start, datetime) or isinstance(end, datetime):
        span = _add(placemark, "TimeSpan")
        if isinstance(start, datetime):
            _add(span, "begin", words_of(start))
        if isinstance(end, datetime):
            _add(span, "end", words_of(end - _SECOND))
    hollow = "-hollow" if claim["modality"] in _HOLLOW else ""
    _add(placemark, "styleUrl", f"#{claim['status']}{hollow}{'-vague' if claim['area_is_vague'] else ''}")
    data = _add(placemark, "ExtendedData")
    for name, cell in claim.items():
        if cell is not None:
            _add(_add(data, "Data", name=name), "value", words_of(cell))
    if geometry is not None:
        _add_geometry(placemark, geometry)


def _description(claim: dict[str, Cell]) -> str:
    said = [words_of(claim["caveat"]), words_of(claim["claim"])]
    said += [f"{label}: {words_of(claim[name])}" for name, label in _SHOWN if claim[name] is not None]
    said += [words_of(claim[name]) for name in ("query", "dataset_attribution", "dataset_licence")]
    return "<br>".join(_inert(one) for one in said)


def _add_geometry(placemark: ET.Element, geometry: BaseGeometry) -> None:
    if geometry.geom_type == "Point":
        ((lon, lat),) = geometry.coords
        _add(_add(placemark, "Point"), "coordinates", f"{lon},{lat}")
        return
    import shapely

    parts = _add(placemark, "MultiGeometry")
    for polygon in shapely.get_parts(geometry):
        _add_polygon(parts, polygon)


def _add_polygon(parts: ET.Element, polygon: Polygon) -> None:
    drawn = _add(parts, "Polygon")
    _add(drawn, "tessellate", "1")
    _add_ring(drawn, "outerBoundaryIs", polygon.exterior.coords)
    for hole in polygon.interiors:
        _add_ring(drawn, "innerBoundaryIs", hole.coords)


def _add_ring(drawn: ET.Element, name: str, coordinates: Iterable[tuple[float, ...]]) -> None:
    ring = _add(_add(drawn, name), "LinearRing")
    _add(ring, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in coordinates))
