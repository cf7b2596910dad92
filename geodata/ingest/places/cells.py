"""Which one column holds whole places, and in which order its two numbers stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from geodata.ingest.places.forms import PlaceFault, PointForm
from geodata.ingest.places.names import cell_columns
from geodata.ingest.places.regions import region_at
from geodata.ingest.places.written import read_point
from geodata.ingest.questions import Question

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["decide_cells"]

Found = tuple[str, PointForm, tuple[Question, ...], str]
_LOOKED_AT = 2_000  # distinct cells
_NEARLY = 0.9
_MOST = 0.5  # share of a column's filled cells that must read as places
# At least one figure, and nothing that only prose holds: a quick look that spares reading every text column.
_LIKELY = (
    r"(?is)^\s*(geo:|https?://\S*\d\.\d|(srid=\d+;)?\s*(multi)?(point|polygon|linestring)|"
    r"[23456789CFGHJMPQRVWX0]{4,8}\+|\d{1,2}\s*[C-X]\s*[A-Z]{2}\s*\d|"
    r"[\[({]?\s*(\pL{1,9}[\s.:=]*)?[-+−]?\d{1,3}([.,°º:'’′\s]|[NSEWСЮВЗ])[^\pL]*\d.{0,60}$)"
)

_TELLING = re.compile(
    r"\d\.\d\d|\d,\d+[^\d,]+\d+,\d|[°º\"″:(+]|[A-Za-zСЮВЗ]"
)  # "12, 14" in a column of any name is no place


def decide_cells(header: Sequence[str], batches: Sequence[pa.RecordBatch]) -> Found | None:
    """Find the column of whole places.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    batches : sequence of pyarrow.RecordBatch
        All of the table.

    Returns
    -------
    tuple or None
        Column, form, questions, evidence; None where no column's cells mostly read as places. A column that is called
        after coordinates goes before one that is not.
    """
    named = dict(cell_columns(header))
    candidates = [name for name in header if name in named]
    candidates += [name for name in header if name not in named and not name.startswith("#")]
    for name in candidates:
        counts, example = _tally(name, batches, name in named)
        if counts["filled"] and counts["place"] > _MOST * counts["filled"]:
            return _decided(name, named.get(name), counts, example, name in named)
    return None


def _tally(name: str, batches: Sequence[pa.RecordBatch], is_named: bool) -> tuple[Counter[str], str]:
    """Count what the cells of a column speak for; the example is the first by the alphabet, not by row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counts: Counter[str] = Counter()
    likely: Counter[str] = Counter()
    for batch in batches:
        column = batch.column(name)
        if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
            return Counter(), ""
        filled = column.filter(pc.greater(pc.binary_length(pc.fill_null(pc.utf8_trim_whitespace(column), "")), 0))
        counts["filled"] += len(filled)
        looked = filled.filter(pc.match_substring_regex(filled, _LIKELY))
        for entry in pc.value_counts(looked).to_pylist():
            likely[entry["values"]] += entry["counts"]
    if sum(likely.values()) <= _MOST * counts["filled"]:
        return Counter({"filled": counts["filled"]}), ""
    examples = []
    for text, count in likely.items():
        if (is_named or _TELLING.search(text)) and _note(text, count, counts):
            examples.append(text)
    _tally_ground(sorted(examples), counts)
    return counts, min(examples, default="")


def _tally_ground(texts: Sequence[str], counts: Counter[str]) -> None:
    """Of cells that read both ways, count those that lie in the regions of the basemap one way only; some of many."""
    looked = texts[:: max(1, len(texts) // _LOOKED_AT)]
    found = []
    for lat_first in (True, False):
        points = [read_point(text, PointForm(counts["comma"] > 0, lat_first)) for text in looked]
        lon, lat = (np.array([getattr(one, axis) for one in points], np.float64) for axis in ("lon", "lat"))
        found.append(region_at(lon, lat) != "")
    counts["looked at"] = len(looked)
    counts["ground lat first"] = int(np.sum(found[0] & ~found[1]))
    counts["ground lon first"] = int(np.sum(found[1] & ~found[0]))


def _note(text: str, count: int, counts: Counter[str]) -> bool:
    """What one cell speaks for; True where its order is open."""
    readings = [read_point(text, PointForm(comma, lat_first)) for comma in (False, True) for lat_first in (True, False)]
    bare = read_point(text, PointForm(False, None)).fault
    if bare is PlaceFault.WHICH_COMMA:
        counts["comma"] += count
        bare, readings = read_point(text, PointForm(True, None)).fault, readings[2:]
    counts["place"] += count * (
        bare in (PlaceFault.NONE, PlaceFault.WHICH_AXIS, PlaceFault.OUTLINE, PlaceFault.PROJECTED)
    )
    if bare is not PlaceFault.WHICH_AXIS:
        return False
    lat_first, lon_first = (one.fault is PlaceFault.NONE for one in readings[:2])
    counts["only lat first"] += count * (lat_first and not lon_first)
    counts["only lon first"] += count * (lon_first and not lat_first)
    counts["either"] += count * (lat_first and lon_first)
    return True


def _decided(name: str, by_name: bool | None, counts: Counter[str], example: str, is_named: bool) -> Found:
    comma = counts["comma"] > 0
    lat, lon = counts["only lat first"], counts["only lon first"]
    said = f"“{name}” holds places" + (
        "." if is_named else f": {counts['place']:,} of its {counts['filled']:,} cells read so."
    )
    if not lat and not lon and not counts["either"]:
        return name, PointForm(comma, None), (), said
    if bool(lat) != bool(lon):
        words = "latitude" if lat else "longitude"
        return name, PointForm(comma, bool(lat)), (), f"{said} {lat + lon:,} cells fit only with the {words} first."
    if by_name is not None and not lat and not lon:
        words = "latitude" if by_name else "longitude"
        return name, PointForm(comma, by_name), (), f"{said} Its name says that the {words} comes first."
    ground, seen = counts["ground lat first"], counts["looked at"]
    if not lon and ground >= _NEARLY * seen and not counts["ground lon first"]:
        said += (
            f" The latitude comes first, as people write: {ground:,} of {seen:,} places lie in Russia, Ukraine, Belarus"
        )
        return name, PointForm(comma, True), (), f"{said} or Korea only so."
    question = Question(
        f"axes:{name}",
        f"In “{name}”, which number comes first?",
        (("lat first", f"the latitude, in “{example}” too"), ("lon first", f"the longitude, in “{example}” too")),
        f"{lat:,} cells fit only with the latitude first, {lon:,} only the other way, {counts['either']:,} both ways.",
    )
    return name, PointForm(comma, None), (question,), said
