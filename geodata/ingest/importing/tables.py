"""The tables of one import: what stands in the files of ``imports/<import_id>/``, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["IMPORTS", "IMPORT_FILE", "LEDGER", "REJECTED", "TABLES", "UNDONE", "WAITING", "schema_of"]

IMPORTS = "imports"
"""Folder of a data set that holds its imports, each in a folder named by its id."""
UNDONE = ".undone"
"""Folder in ``IMPORTS`` where imports lie that were taken back."""
IMPORT_FILE = "import.toml"
"""What an import says of itself; also SHA-256 of each of its other files."""
LEDGER = "ledger.parquet"
"""One record for each row that was read."""
WAITING = "waiting.parquet"
"""The rows that were not accepted, with the columns of the file as they were read."""
REJECTED = "rejected.csv"
"""The same rows with their reasons, for a spreadsheet."""

TABLES: dict[str, dict[str, str]] = {
    "claims.parquet": {
        "row": "int64", "claim_id": "string", "text": "string", "claim_type": "string", "modality": "string",
        "actor": "string", "quantity_low": "int64?", "quantity_best": "int64?", "quantity_high": "int64?",
        "unit": "string", "place_id": "string?", "event_date": "string", "start_us": "int64?", "end_us": "int64?",
        "time_precision": "string", "their_id": "string", "remark": "string",
    },
    "reports.parquet": {
        "report_id": "string", "claim_id": "string", "source_id": "string", "published_at": "string",
        "title": "string", "url": "string", "remark": "string",
    },
    "sources.parquet": {"source_id": "string", "name": "string", "party": "string", "reliability": "string"},
    "places.parquet": {
        "place_id": "string", "name": "string", "geo_precision": "string", "lon": "double?", "lat": "double?",
        "coordinate_uncertainty_m": "double?", "regions": "string", "vague": "bool", "remark": "string",
    },
    "foreign.parquet": {
        "claim_id": "string", "by": "string", "scheme": "string", "value": "string", "said_on": "string",
    },
}  # fmt: skip
"""Columns of each table with their Arrow type, ``?`` where a value may be missing.

Text that is not known is the empty string. Dates (``event_date``, ``published_at``, ``said_on``) are EDTF as
:func:`geodata.model.parse_edtf` reads it, empty where there is none. ``start_us`` (inclusive) and ``end_us``
(exclusive) are microseconds since 1970-01-01T00:00Z. Longitude and latitude are degrees EPSG:4326, only of places whose
precision is a point; ``regions`` are ISO 3166 codes with a blank between them. Words are those of
:mod:`geodata.model.vocabulary`. ``row`` is the row of the file as a spreadsheet counts it. Every report asserts its
claim and repeats nobody: what a file does not say is not made up.
"""


def schema_of(file: str) -> pa.Schema:
    """The Arrow schema of one of ``TABLES``.

    Raises
    ------
    KeyError
        If there is no such table.
    """
    import pyarrow as pa

    types = {"int64": pa.int64(), "string": pa.string(), "double": pa.float64(), "bool": pa.bool_()}
    return pa.schema(
        [pa.field(name, types[kind.rstrip("?")], nullable=kind.endswith("?")) for name, kind in TABLES[file].items()]
    )
