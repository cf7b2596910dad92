"""KML (OGC 12-007r2): placemarks with their times, data and shapes. Links to other files are never followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.features import Features
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.kmlshape import kml_shape
from geodata.ingest.reading.markup import plain_text
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.wkb import GeometryError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_kml"]

_TEXTS = {"name": "name", "description": "description", "Snippet": "snippet", "address": "address", "styleUrl": "style"}
_BRANCHES = ("Document", "Folder")
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
_LEFT_OUT = {
    "NetworkLink": "links to other files, which are never followed",
    "GroundOverlay": "pictures on the ground",
    "ScreenOverlay": "pictures on the screen",
    "PhotoOverlay": "photographs",
    "Tour": "tours",
    "Model": "models",
}
_DEEPEST = 200


def _local(element: Element) -> str:
    """The name of an element without its namespace: versions of KML differ in that only."""
    return element.tag.rpartition("}")[2]


def read_kml(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a KML file.

    Parameters
    ----------
    job : Job
        Its source is the file.
    progress : callable
        Told the share of the bytes.

    Returns
    -------
    Facts
        The rows are in the job's folder: a placemark each, with ``name``, ``description`` (as plain text), ``time
        begin`` and ``time end`` as written (both the same for a moment), ``folder``, and a column for each name of its
        data.

    Raises
    ------
    ImportRefusedError
        If it is no XML, defines entities, or passes a limit.
    """
    place = Place(job, "OGC:CRS84")
    shapes = Shapes(job, place)
    features = Features(job, shapes)
    left_out: dict[str, int] = {}
    for row, (placemark, folder) in enumerate(_placemarks(job, left_out, progress), start=1):
        _add(job, features, row, placemark, folder)
        if features.table.full:
            break
    features.flush()
    header = features.table.finish()
    notes = [f"Left out: {_LEFT_OUT[name]} ({count})." for name, count in left_out.items()]
    return Facts(format="kml", crs="OGC:CRS84", header=header, notes=(*shapes.notes(), *notes))


def _placemarks(job: Job, left_out: dict[str, int], progress: Callable[[float], None]) -> Iterator[tuple[Element, str]]:
    """Each placemark with the names of the folders around it; memory holds one."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    shown, size, walk = visible(job.name), job.source.stat().st_size, _Walk(left_out)
    try:
        with job.source.open("rb") as file:
            for event, element in iterparse(file, events=("start", "end")):
                if event == "start":
                    walk.enter(element)
                    continue
                if walk.is_placemark(element):
                    yield element, walk.folder
                    progress(file.tell() / size)
                walk.leave(element)
    except DefusedXmlException:
        raise ImportRefusedError(f"{shown}: it defines entities, which no KML needs; save it again.") from None
    except (ParseError, ExpatError, ValueError, LookupError) as error:
        words = f"{shown}: it is no KML ({visible(str(error))}); save it again where it came from."
        raise ImportRefusedError(words) from None


class _Walk:
    """Where in the file we are."""

    def __init__(self, left_out: dict[str, int]) -> None:
        self._open: list[Element] = []
        self._names: list[str] = []
        self._left_out = left_out
        self._kinds = {"Placemark"}

    def is_placemark(self, element: Element) -> bool:
        """Whether an element is a placemark, or of a kind that the file derives from it.

        KML 2.0 and 2.1 let a ``Schema`` name a kind of placemark whose own elements are its data, as Google Earth Pro
        writes them for a Shapefile.
        """
        name = _local(element)
        if name == "Schema" and element.get("parent") == "Placemark" and element.get("name"):
            self._kinds.add(str(element.get("name")))
        return name in self._kinds

    @property
    def folder(self) -> str:
        """Names of the folders around, the outermost first."""
        return " / ".join(filter(None, self._names))

    def enter(self, element: Element) -> None:
        """Go into an element."""
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise ValueError("its elements are nested too deep")
        if _local(element) in _BRANCHES:
            self._names.append("")

    def leave(self, element: Element) -> None:
        """Go out of an element; it is dropped where nothing needs it any more."""
        self._open.pop()
        name = _local(element)
        parent = self._open[-1] if self._open else None
        if name in _BRANCHES:
            self._names.pop()
        if name in _LEFT_OUT:
            self._left_out[name] = self._left_out.get(name, 0) + 1
        if parent is None or _local(parent) not in (*_BRANCHES, "kml"):
            return
        if name == "name" and self._names:
            self._names[-1] = (element.text or "").strip()
        parent.remove(element)


def _add(job: Job, features: Features, row: int, placemark: Element, folder: str) -> None:
    cells: dict[str, str | None] = {"name": None, "description": None, "time begin": None, "time end": None}
    cells["folder"] = folder or None
    shape = None
    try:
        for child in placemark:
            name = _local(child)
            if name in _TEXTS:
                cells[_TEXTS[name]] = plain_text("".join(child.itertext()))
            elif name == "TimeStamp":
                cells["time begin"] = cells["time end"] = _text(child, "when")
            elif name == "TimeSpan":
                cells["time begin"], cells["time end"] = _text(child, "begin"), _text(child, "end")
            elif name == "ExtendedData":
                _data(child, cells)
            elif name in _SHAPES:
                shape = kml_shape(child, job.limits.depth, job.limits.feature_vertices)
                if name.endswith("Track"):
                    whens = [when.text.strip() for when in child.iter() if _local(when) == "when" and when.text]
                    cells["time begin"], cells["time end"] = (whens[0], whens[-1]) if whens else (None, None)
            elif not len(child) and _local(placemark) != "Placemark":
                cells[_free(name, cells)] = (child.text or "").strip() or None
    except GeometryError as error:
        text = " ".join(cell for cell in (cells["name"], cells["description"]) if cell)
        features.add(row, cells, why=f"its geometry cannot be read: {error}", raw=text)
        return
    features.add(row, cells, shape)


def _text(parent: Element, name: str) -> str | None:
    return next(((child.text or "").strip() or None for child in parent if _local(child) == name), None)


def _data(extended: Element, cells: dict[str, str | None]) -> None:
    """Data of either kind."""
    for element in extended.iter():
        kind = _local(element)
        if kind not in ("Data", "SimpleData", "SimpleArrayData"):
            continue
        name = element.get("name") or "data"
        value = _text(element, "value") if kind == "Data" else (element.text or "").strip() or None
        if kind == "SimpleArrayData":
            value = "; ".join((part.text or "").strip() for part in element if _local(part) == "value")
        cells[_free(name, cells)] = value


def _free(name: str, cells: dict[str, str | None]) -> str:
    """A name that stands there already gets a number behind it."""
    free, count = name, 1
    while cells.get(free) is not None:
        count += 1
        free = f"{name} ({count})"
    return free
