"""What a file of JSON holds, found by one quick walk: features, or lists of records, or a record a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TextIO

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.jsontext import Json, JsonStream

__all__ = ["GEOMETRIES", "Outline", "outline_of"]

# The kinds of geometry of GeoJSON
GEOMETRIES = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
)  # fmt: skip


@dataclass(slots=True)
class Outline:
    """What there is.

    Parameters
    ----------
    lists : dict of str to int
        How many records each list of the outermost object holds; the outermost list itself is named ``""``.
    geo : bool
        Whether the records are GeoJSON's.
    sequence : bool
        Whether there are several values one after the other, as in newline-delimited JSON.
    crs : object
        The member ``crs`` of the outermost object.
    """

    lists: dict[str, int] = field(default_factory=dict)
    geo: bool = False
    sequence: bool = False
    crs: Json = None

    def chosen(self, name: str, wish: str | None) -> str:
        """The list to read.

        Raises
        ------
        ImportRefusedError
            If there is none, or none of that name.
        NeedsAnswerError
            If there are several.
        """
        if self.geo and "features" in self.lists:
            return "features"
        if wish is not None and wish in self.lists:
            return wish
        if wish is not None and self.lists:
            raise ImportRefusedError(
                f"{visible(name)}: it has no list “{visible(wish)}”; name one of {visible(', '.join(self.lists))}."
            )
        if not self.lists:
            raise ImportRefusedError(f"{visible(name)}: it holds no list of records; save it as GeoJSON or CSV.")
        if len(self.lists) > 1:
            options = tuple((key, f"{count} records") for key, count in self.lists.items())
            words = f"Which list of {visible(name)} holds the claims?"
            raise NeedsAnswerError([Question("layer", words, options, "It has several lists of records.")])
        return next(iter(self.lists))


def outline_of(name: str, file: TextIO) -> Outline:
    """Walk over a file of JSON.

    Parameters
    ----------
    name : str
        The file's own name.
    file : TextIO
        Its text.

    Returns
    -------
    Outline
        What there is.

    Raises
    ------
    ImportRefusedError
        If it is no JSON, or a kind of JSON that is not read.
    """
    shown = visible(name)
    try:
        return _walk(shown, JsonStream(file, exact=False))
    except ValueError as error:
        raise ImportRefusedError(f"{shown}: {error}; save it again where it came from.") from None
    except RecursionError:
        raise ImportRefusedError(f"{shown}: its values are nested too deep to be read.") from None


def _walk(shown: str, stream: JsonStream) -> Outline:
    found = Outline()
    if stream.peek() == "[":
        count, first = _count(stream)
        found.lists[""] = count
        found.geo = first.get("type") == "Feature"
        return found
    members = _members(stream, found)
    kind = members.get("type")
    if kind == "Topology" or "spatialReference" in members or "attributes" in members:
        raise ImportRefusedError(f"{shown}: this kind of JSON (TopoJSON, ESRI) is not read; save it as GeoJSON.")
    found.crs = members.get("crs")
    found.sequence = stream.peek() != ""
    found.geo = kind in ("FeatureCollection", "Feature", *GEOMETRIES)
    if found.geo and (kind != "FeatureCollection" or found.sequence):
        found.sequence, found.lists = True, {"": 0}
    elif found.sequence:
        found.lists = {"": 0}
    return found


def _members(stream: JsonStream, found: Outline) -> dict[str, Json]:
    """Members of the outermost object; of lists of records only how long they are."""
    members: dict[str, Json] = {}
    for key in stream.members():
        if stream.peek() != "[":
            members[key] = stream.value()
            continue
        count, first = _count(stream)
        if first or (key == "features" and not count):
            found.lists[key] = count
        if "attributes" in first and "geometry" in first:
            members["attributes"] = True
    return members


def _count(stream: JsonStream) -> tuple[int, dict[str, Json]]:
    """How many values a list holds, and the first, where it is an object."""
    first: Json = None
    count = 0
    for value in stream.items():
        first = value if count == 0 else first
        count += 1
    return count, first if isinstance(first, dict) else {}
