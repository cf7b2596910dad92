"""GeoJSON (RFC 7946), newline-delimited or with record separators (RFC 8142), and plain lists of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from json import JSONDecodeError
from typing import TextIO

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.charsets import decide_charset, open_text
from geodata.ingest.reading.crs import Place
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.features import Features
from geodata.ingest.reading.geojson import feature_of
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.jsontext import EXACT, Json, JsonStream, as_json, as_text
from geodata.ingest.reading.outline import Outline, outline_of
from geodata.ingest.reading.shapes import Shapes
from geodata.ingest.reading.wkb import GeometryError

__all__ = ["read_json"]

# A record, or why there is none and the text that stands there
_Found = tuple[Json, str | None, str]


def read_json(job: Job, progress: Callable[[float], None]) -> Facts:
    """Read a file of JSON.

    Parameters
    ----------
    job : Job
        Its source is the file.
    progress : callable
        Told the share of the bytes.

    Returns
    -------
    Facts
        The rows are in the job's folder.

    Raises
    ------
    ImportRefusedError
        If it is no JSON, or passes a limit.
    NeedsAnswerError
        If it holds several lists, or its reference system is open.
    """
    charset = decide_charset(job.name, job.source, job.wishes.encoding)
    with open_text(job.source, charset) as file:
        outline = outline_of(job.name, file)
    layer = "" if outline.sequence else outline.chosen(job.name, job.wishes.layer)
    place = Place(job, _named(outline.crs), assumed="" if outline.crs is not None else "OGC:CRS84")
    shapes = Shapes(job, place) if outline.geo else None
    features = Features(job, shapes)
    size = job.source.stat().st_size
    with open_text(job.source, charset) as file:
        for row, found in enumerate(_records(job, file, outline, layer), start=1):
            _add(job, features, row, found)
            if row % 1000 == 0:
                progress(file.buffer.tell() / size)
            if features.table.full:
                break
    features.flush()
    header = features.table.finish()
    lists = tuple(outline.lists) if len(outline.lists) > 1 and not outline.geo else ()
    return Facts(
        format="geojson" if outline.geo else "json",
        encoding=charset.name,
        encoding_evidence=charset.evidence,
        layers=lists,
        layer=layer if lists else None,
        crs=place.label if shapes else None,
        header=header,
        notes=tuple(shapes.notes() if shapes else ()),
    )


def _named(crs: Json) -> str | None:
    """The name in a member ``crs``; one that links elsewhere names nothing and is not followed."""
    properties = crs.get("properties") if isinstance(crs, dict) and crs.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name.replace("urn:ogc:def:crs:OGC:1.3:", "OGC:") if isinstance(name, str) else None


def _records(job: Job, file: TextIO, outline: Outline, layer: str) -> Iterator[_Found]:
    """Each record, however the file strings them together."""
    try:
        if outline.sequence:
            yield from _sequence(file)
            return
        stream = JsonStream(file)
        if layer:
            for key in stream.members():
                if key == layer and stream.peek() == "[":
                    yield from ((value, None, "") for value in stream.items())
                else:
                    stream.value()
        else:
            yield from ((value, None, "") for value in stream.items())
    except (ValueError, RecursionError) as error:
        words = str(error) if isinstance(error, ValueError) else "its values are nested too deep"
        raise ImportRefusedError(f"{visible(job.name)}: {words}; save it again where it came from.") from None


def _sequence(file: TextIO) -> Iterator[_Found]:
    """Values one after the other: one a line, so that a broken one takes no other along, or one behind the other."""
    start = file.readline()
    while start and not start.strip(" \t\r\n\x1e"):
        start = file.readline()
    file.seek(0)
    try:
        _value, end = EXACT.raw_decode(start.strip(" \t\r\n\x1e"))
        by_line = end == len(start.strip(" \t\r\n\x1e"))
    except (JSONDecodeError, RecursionError):
        by_line = False
    if not by_line:
        stream = JsonStream(file)
        while stream.peek():
            yield from _unpacked(stream.value())
        return
    for line in file:
        text = line.strip(" \t\r\n\x1e\ufeff")
        if not text:
            continue
        try:
            value = EXACT.decode(text)
        except (JSONDecodeError, RecursionError):
            yield None, "the line is no JSON", text
            continue
        yield from _unpacked(value)


def _unpacked(value: Json) -> Iterator[_Found]:
    inner = value.get("features") if isinstance(value, dict) and value.get("type") == "FeatureCollection" else None
    if isinstance(inner, list):
        yield from ((feature, None, "") for feature in inner)
    else:
        yield value, None, ""


def _add(job: Job, features: Features, row: int, found: _Found) -> None:
    record, why, raw = found
    depth = job.limits.depth
    if why is not None or not isinstance(record, dict):
        features.add(row, {}, why=why or "it is no record with names", raw=raw or _raw(record))
        return
    try:
        if not features.geo:
            features.add(row, {name: as_text(value, depth) for name, value in record.items()})
            return
        shape, members = feature_of(record, job.limits)
        features.add(row, {name: as_text(value, depth) for name, value in members.items()}, shape)
    except GeometryError as error:
        features.add(row, {}, why=f"its geometry cannot be read: {error}", raw=_raw(record))
    except ValueError as error:
        features.add(row, {}, why=str(error), raw=_raw(record))


def _raw(record: Json) -> str:
    try:
        return as_json(record, 200)
    except ValueError:
        return "(nested too deep to be shown)"
