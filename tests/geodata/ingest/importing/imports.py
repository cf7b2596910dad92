"""A kept import, written by the schemas, that a test changes in one place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, TABLES, schema_of

__all__ = ["ImportBuilder"]

_DEFAULTS: dict[str, dict[str, object]] = {
    "claims": {
        "text": "Sappers clear a field", "claim_type": "demining", "modality": "present", "actor": "", "unit": "",
        "event_date": "", "time_precision": "unknown", "their_id": "", "remark": "",
    },
    "reports": {"published_at": "", "title": "", "url": "", "remark": ""},
    "sources": {"name": "Somebody", "party": "Press", "reliability": "F"},
    "places": {"name": "Sudzha", "geo_precision": "settlement", "regions": "", "vague": False, "remark": ""},
    "foreign": {"by": "Somebody", "scheme": "status", "value": "verified", "said_on": ""},
}  # fmt: skip


class ImportBuilder:
    """An import of two claims: one at a point and dated, one in a region without a date.

    Parameters
    ----------
    dataset : Path
        The data set's folder; ``write`` makes ``imports/<import_id>`` in it.
    import_id : str
        Its id.
    """

    def __init__(self, dataset: Path, import_id: str = "0123456789abcdef") -> None:
        self.folder = dataset / IMPORTS / import_id
        self.id = f"i{import_id}"
        self.licence, self.attribution, self.label = "ODbL 1.0", "Zhukov and Ayers", "VIINA 2.0"
        self.imported_at = "2025-06-01T12:00:00Z"
        self.counts = {"read": 3, "accepted": 2, "doubtful": 1, "rejected": 0, "duplicates": 0, "near": 0}
        self.rows: dict[str, list[dict[str, Any]]] = {name.removesuffix(".parquet"): [] for name in TABLES}
        self.add("sources", source_id=f"{self.id}-s1")
        self.add("places", place_id=f"{self.id}-p1", lon=35.27, lat=51.19, coordinate_uncertainty_m=5000.0)
        self.add(
            "places", place_id=f"{self.id}-p2", name="Kursk Oblast", geo_precision="region", regions="RU-KRS RU-BEL"
        )
        self.claim(2, place_id=f"{self.id}-p1", event_date="2024-10-08/2024-10-13", quantity_best=20, unit="persons")
        self.claim(4, place_id=f"{self.id}-p2", text="Troops are near", claim_type="deployment")
        self.rows["reports"][0] |= {"published_at": "2024-10-14", "url": "https://example.org/1", "title": "A field"}
        self.add("foreign", claim_id=f"{self.id}-2", said_on="2024-11")

    def add(self, table: str, **values: object) -> ImportBuilder:
        """Add a record; what is not given is as usual."""
        blank: dict[str, object] = dict.fromkeys(TABLES[f"{table}.parquet"])
        self.rows[table].append({**blank, **_DEFAULTS[table], **values})
        return self

    def claim(self, row: int, **values: object) -> ImportBuilder:
        """Add a claim of one report."""
        self.add("claims", row=row, claim_id=f"{self.id}-{row}", **values)
        return self.add(
            "reports", report_id=f"{self.id}-{row}-r1", claim_id=f"{self.id}-{row}", source_id=f"{self.id}-s1"
        )

    def put(self, table: str, record: int, **values: object) -> ImportBuilder:
        """Change a record, the first is 0."""
        self.rows[table][record] |= values
        return self

    def table(self, name: str) -> pa.Table:
        """One table, by its name without suffix."""
        return pa.Table.from_pylist(self.rows[name], schema_of(f"{name}.parquet"))

    def write(self) -> Path:
        """Write the folder and give it back."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in self.rows:
            pq.write_table(self.table(name), self.folder / f"{name}.parquet")
        (self.folder / "rejected.csv").write_text("row\n3\n", encoding="utf-8")
        return self.seal()

    def seal(self) -> Path:
        """Write ``import.toml`` over the files as they are now."""
        told: dict[str, object] = {
            "id": self.folder.name, "file": "events.csv", "sha256": "ab" * 32, "size": 1000, "profile": "viina2",
            "label": self.label, "licence": self.licence, "attribution": self.attribution, "mapping": "",
        }  # fmt: skip
        lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
        lines += [f"imported_at = {self.imported_at}", "licence_to_confirm = false", "[counts]"]
        lines += [f"{key} = {value}" for key, value in self.counts.items()]
        lines += ["[answers]", "[fixes]", "[files]"]
        files = sorted(path for path in self.folder.iterdir() if path.name != IMPORT_FILE)
        lines += [f'"{path.name}" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"' for path in files]
        (self.folder / IMPORT_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.folder
