"""A saved GeoJSON: claims are features, the rest stands in the member ``records``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geodata.errors import Problem
from geodata.ingest.exported.bounded import parsed
from geodata.ingest.exported.raw import MAY_LACK, TABLES, Raw, head_of, row_of, unreadable

__all__ = ["read_claim_parts", "read_geojson", "read_records"]

_PARTS = ("reports", "positions", "assessments", "foreign_verdicts")
_RECORDS = tuple(table for table in TABLES if table not in ("claims", *_PARTS))


def read_geojson(content: bytes, raw: Raw) -> None:
    """Read the features and records of a GeoJSON into ``raw``.

    Raises
    ------
    UnreadableError
        If it is not JSON, or no FeatureCollection.
    """
    try:
        found = parsed(content)
    except ValueError as error:
        raise unreadable(raw.name, f"it is not JSON that can be read ({error})") from error
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise unreadable(raw.name, "it is no FeatureCollection, so it is none of ours")
    read_records(found, raw)
    for number, feature in enumerate(_list(raw, raw.name, None, "features", found.get("features")), start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        row_of(raw, "claims", properties, f"{raw.name}: features", number)
        if isinstance(properties, dict):
            read_claim_parts(raw, properties, f"{raw.name}: feature {number}")


def read_records(found: dict[str, Any], raw: Raw) -> None:
    """Read what a file says of itself, and the member ``records``, from JSON."""
    records = found.get("records")
    if not isinstance(records, dict):
        raise unreadable(
            raw.name, "it holds no records to restore: it is none of ours, or was saved before they were kept"
        )
    head_of(raw, _head(found.get("dataset"), records), raw.name)
    for table in _RECORDS:
        where = f"{raw.name}: {table}"
        for number, entry in enumerate(_list(raw, raw.name, None, f"records.{table}", records.get(table)), start=1):
            row_of(raw, table, entry, where, number)


def _head(dataset: object, records: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield "layout", records.get("layout")
    for prefix, found in (("dataset", dataset), ("excerpt", records.get("excerpt"))):
        for key, value in found.items() if isinstance(found, dict) else ():
            yield f"{prefix}_{key}", value


def read_claim_parts(raw: Raw, claim: dict[str, Any], where: str) -> None:
    """Read the reports, positions, assessments and verdicts of others that stand in a claim."""
    for table in (one for one in _PARTS if one in claim or one not in MAY_LACK):
        for number, entry in enumerate(_list(raw, where, None, table, claim.get(table)), start=1):
            whole = {**entry, "claim_id": claim.get("claim_id")} if isinstance(entry, dict) else entry
            row_of(raw, table, whole, f"{where}: {table}", number)


def _list(raw: Raw, where: str, number: int | None, key: str, value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raw.problems.append(Problem(where, number, key, None, "a list belongs here, and there is none"))
    return []
