"""A selection as plain tables: claims and what was said of them, sources, and what the file is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Literal

from geodata.ingest.exported.cells import writable
from geodata.ingest.written import number_text
from geodata.store import Selection
from mapapp.export.evidence import evidence_of
from mapapp.export.properties import claim_properties, head_of
from mapapp.export.records import records_of

__all__ = ["Cell", "Column", "Kind", "Table", "tables_of", "words_of", "writable"]

Cell = str | int | float | bool | date | datetime | None
"""What one field holds; an instant is in UTC, None is "not stated"."""

Kind = Literal["text", "whole", "real", "yes_no", "day", "instant"]
"""What the fields of one column are; a day is a UTC calendar day."""

_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        **dict.fromkeys(("quantity_low", "quantity_best", "quantity_high", "origins", "independent_origins"), "whole"),
        **dict.fromkeys(("lon", "lat", "coordinate_uncertainty_m"), "real"),
        **dict.fromkeys(
            ("area_is_vague", "time_is_approximate", "denied", "is_origin", "vague", "zone", "unaligned"), "yes_no"
        ),
        **dict.fromkeys(
            ("status_effective_at", "last_reported_on", "public_on", "end_known_on", "first", "last"), "day"
        ),
        **dict.fromkeys(("said_on", "effective_at", "recorded_at"), "day"),
        **dict.fromkeys(("event_start", "event_end_exclusive"), "instant"),
    }
)
_CLAIMS = """claim_id claim claim_type modality status status_rule status_of_aspect status_decided_by
    status_decided_words status_basis status_reason status_effective_at shown_as actor place_id place place_ru place_uk
    place_ko geo_precision coordinate_uncertainty_m regions area_is_vague lon lat event_date event_start
    event_end_exclusive end_known_on time_precision time_is_approximate last_reported_on topic quantity_low
    quantity_best quantity_high unit denied origins independent_origins aspects remark"""
_REPORTS = """report_id claim_id source source_id party reliability published_at public_on stance is_origin derived_from
    not_independent_of title url remark"""
_POSITIONS = "claim_id party position said_on report_id"
_ASSESSMENTS = "assessment_id claim_id aspect status basis reason evidence effective_at recorded_at by"
_FOREIGN = "claim_id by scheme value said_on"
_RECORDS = {
    "sources": "source_id source party reliability",
    "places": """place_id name_en name_ru name_uk name_ko geo_precision lon lat coordinate_uncertainty_m regions vague
        zone remark""",
    "related_reports": _REPORTS,
    "parties": "party unaligned",
    "topics": "topic label unit",
    "coverage": "first last state note",
}


@dataclass(frozen=True, slots=True)
class Column:
    """The name of a column and what its fields are."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """One table; each row holds a field for each column, in their order, None where nothing is stated."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def words_of(cell: Cell) -> str:
    """A field as text: days and instants as ISO 8601 in UTC, ``true`` or ``false``, a number without an exponent.

    Nothing is stated by nothing.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    if isinstance(cell, date):
        return cell.isoformat()
    return number_text(cell) if isinstance(cell, int | float) else cell


def tables_of(selection: Selection) -> tuple[Table, ...]:
    """Lay a selection out as tables, with every report, source and assessment of the claims it holds.

    Parameters
    ----------
    selection : Selection
        What to lay out. Nothing that was public only after the query's ``known_on`` is in any table.

    Returns
    -------
    tuple of Table
        ``claims``, ``reports``, ``positions``, ``assessments``, ``foreign_verdicts`` (what others call the claims, in
        their own words), those of ``records_of``, and ``about``. ``lon`` and ``lat`` are EPSG:4326 degrees and stand
        only where a source gave a precise place, never for the middle of an area. ``claim_id`` links a row to its
        claim, ``source_id`` a report to its source.
    """
    dataset = selection.dataset
    claims: list[dict[str, Any]] = []
    found: dict[str, list[dict[str, Any]]] = {"reports": [], "positions": [], "assessments": [], "foreign_verdicts": []}
    for row in selection.chosen:
        claim = dataset.claims[row]
        evidence = evidence_of(selection, claim)
        place = dataset.place(claim)
        spot = None if place is None else place.position
        where = {"lon": None if spot is None else spot.lon, "lat": None if spot is None else spot.lat}
        claims.append({**claim_properties(selection, row), **where, **evidence})
        for name, held in found.items():
            held += [{"claim_id": claim.claim_id, **one} for one in evidence[name]]
    records = records_of(selection)
    said = {"layout": records["layout"], "excerpt": records["excerpt"]}
    about = [{"key": key, "value": value} for key, value in _flat({**head_of(selection), **said})]
    return (
        _table("claims", _CLAIMS, claims),
        _table("reports", _REPORTS, found["reports"]),
        _table("positions", _POSITIONS, found["positions"]),
        _table("assessments", _ASSESSMENTS, found["assessments"]),
        _table("foreign_verdicts", _FOREIGN, found["foreign_verdicts"]),
        *(_table(name, columns, records[name]) for name, columns in _RECORDS.items()),
        _table("about", "key value", about),
    )


def _flat(head: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str | None]]:
    for key, value in head.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}_")
        else:
            yield f"{prefix}{key}", None if value is None else str(value)


def _table(name: str, columns: str, records: Iterable[Mapping[str, Any]]) -> Table:
    kept = tuple(Column(column, _KINDS.get(column, "text")) for column in columns.split())
    return Table(name, kept, tuple(tuple(_cell(record[one.name], one.kind) for one in kept) for record in records))


def _cell(value: Any, kind: Kind) -> Cell:  # noqa: ANN401  (what JSON can hold)
    if value is None:
        return None
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "instant":
        return datetime.fromisoformat(value).astimezone(UTC)
    if kind != "text":
        typed: Cell = value
        return typed
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    return writable(" ".join(value) if isinstance(value, list) else value)
