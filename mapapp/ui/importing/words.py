"""An import in words: what the file is, where its rows went, why, and what may be told twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.errors import visible
from geodata.ingest.importing.report import Counts, Entry, Near, Report, Tallied

__all__ = ["FORMATS", "count_words", "entry_words", "file_facts", "near_words", "reason_row", "tiles_of"]

FORMATS = {
    "csv": "Text table (CSV)", "xlsx": "Excel workbook", "xls": "Excel workbook (97–2003)", "xlsb": "Excel workbook",
    "ods": "OpenDocument sheet", "geojson": "GeoJSON", "json": "JSON", "kml": "KML", "gpkg": "GeoPackage",
    "shapefile": "Shapefile", "flatgeobuf": "FlatGeobuf", "geoparquet": "GeoParquet", "parquet": "Parquet",
}  # fmt: skip
"""What readers call each format that :class:`geodata.ingest.reading.Facts` names."""

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MOST_VALUE = 90  # characters of a value in a line
_NEAR = {
    "event": "same text, place and day",
    "address": "same web address",
    "id": "same id of theirs",
}


def count_words(count: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 row``, ``3,077 rows``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def file_facts(report: Report) -> list[tuple[str, str]]:
    """What the file is and how it was read, as names and words; what does not apply is empty."""
    told = report.facts
    return [
        ("File", visible(report.file, 120)),
        ("Format", FORMATS.get(str(told["format"]), str(told["format"]))),
        ("Rows read", f"{report.counts.read:,}"),
        ("Encoding", _encoding(told)),
        ("Cells divided by", _divided(told)),
        ("Sheet", visible(told["sheet"] or "")),
        ("Layer", visible(told["layer"] or "")),
        ("Reference system", visible(told["crs"] or "")),
        ("Header", "" if told["header_row"] is None else f"row {told['header_row']}"),
        ("SHA-256", report.sha256),
    ]


def _encoding(told: Mapping[str, Any]) -> str:
    if not told["encoding"]:
        return ""
    return f"{told['encoding'].replace('_', '-')}. {visible(told['encoding_evidence'], 300)}".strip()


def _divided(told: Mapping[str, Any]) -> str:
    if told["delimiter"] is None:
        return ""
    comma = "; decimals are written with a comma" if told["decimal_comma"] else ""
    return _DELIMITERS.get(told["delimiter"], visible(told["delimiter"])) + comma


def tiles_of(counts: Counts) -> list[tuple[str, str, str, str]]:
    """The four heaps as tiles: class, figure, name, what it means."""
    return [
        ("accepted", f"{counts.accepted:,}", "accepted", "will be claims"),
        ("doubtful", f"{counts.doubtful:,}", "doubtful", "wait for somebody to say what is meant"),
        ("rejected", f"{counts.rejected:,}", "rejected", "cannot be claims as they stand"),
        ("duplicates", f"{counts.duplicates:,}", "duplicates", "are there already"),
    ]


def reason_row(told: Tallied) -> list[str]:
    """One reason as cells: what is the matter, how often, an example with its row, the mend."""
    value = f"“{visible(told.example, _MOST_VALUE)}”, " if told.example else ""
    said = told.to_json()
    return [_first_up(said["words"]), f"{told.count:,}", f"{value}row {told.example_row}", _first_up(said["mend"])]


def entry_words(entry: Entry) -> str:
    """Why a row was not accepted, in one line: column, value, what is the matter, and the mend."""
    return " ".join(_fault_words(fault.to_json()) for fault in entry.faults)


def _fault_words(told: Mapping[str, str]) -> str:
    where = f"{visible(told['field'])}: " if told["field"] else ""
    value = f"“{visible(told['value'], _MOST_VALUE)}”, " if told["value"] else ""
    detail = f" {visible(told['detail'], 400)}" if told["detail"] else ""
    return f"{where}{value}{told['words']}; {told['mend']}.{detail}"


def near_words(near: Near) -> str:
    """A near duplicate as a sentence."""
    other = f"a row of the earlier import {near.import_id}" if near.import_id else f"row {near.other}"
    return f"Row {near.row} may tell the same as {other}: {_NEAR.get(near.kind, near.kind)}."


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
