"""A valid, tiny data set that a test writes into a folder and changes in one place."""

from __future__ import annotations

import csv
import io
from copy import deepcopy
from pathlib import Path

from geodata.ingest import load_dataset
from geodata.ingest.tables import COLUMNS, MAY_BE_MISSING
from geodata.model import Dataset

__all__ = ["INFO", "DatasetBuilder"]

INFO = """\
id = "tiny"
title = "A tiny data set"
scope = "What tests need"
version = "1"
licence = "CC0-1.0"
attribution = "Nobody"

[[coverage]]
first = 2024-10-01
last = 2024-12-31
state = "collected"
note = "daily"

[[coverage]]
first = 2025-01-01
last = 2025-03-31
state = "none"
"""

# One record a line, fields in the order of the header, separated by |; what is left out at the end is blank.
_RECORDS = {
    "places.csv": """
        sudzha|Sudzha|Суджа|Суджа|수자|settlement|35.27|51.19|5000
        kursk|Kursk Oblast|Курская область|Курська область|쿠르스크주|region||||RU-KRS
        border-zone|Border zone||||multi_region||||RU-KRS RU-BEL|yes|yes
        nowhere|Not stated||||unknown
    """,
    "sources.csv": """
        ministry|Ministry of Defence|Ukraine|C
        agency|News agency|Russia|D
        daily|Daily paper|South Korea|B
    """,
    "claims.csv": """
        point|Sappers work at Sudzha|demining|present|sappers|10|20|50|persons|sudzha|2024-10-08/2024-10-13
        area|Engineers repair roads in Kursk|infrastructure_repair|planned|engineers|||||kursk|2024-11
        vague|Troops stand near the border|deployment|present|troops|||||border-zone|2024-12/..
        unlocated|Drills were held|training|completed|troops||||||2025-01-15
        undated|Équipement was seen|equipment|inferred|troops|||||kursk
        nowhere|Somebody said something|other|announced|officials|||||nowhere|2025
    """,
    "reports.csv": """
        r1|point|ministry|2024-10-14|asserts||Sappers at Sudzha|https://example.org/1
        r2|point|daily|2024-10-20|mentions|r1|Ministry speaks of sappers|https://example.org/2
        r3|point|agency|2024-11|asserts||Agency shows sappers|https://example.org/3
        r4|area|agency|2024-11-05|asserts||Roads to be mended
        r5|vague|daily|2024-12-10|asserts||Troops at the border
        r6|unlocated|ministry|2025-01-16|asserts||Drills
        r7|undated|daily|2025-02-01|asserts||Equipment
        r8|nowhere|agency|2025-02-02|denies||Words
    """,
    "positions.csv": """
        point|Russia|denies|2024-10-15|r1
        point|Russia|admits|2025-01-01
        area|Ukraine|no_comment|2024-11-06
        area|Russia|denies|2024-11-07|r4
    """,
    "assessments.csv": """
        a1|point|presence|unverified|single_origin|One origin only|r1|2024-10-14|2024-10-15|tests
        a2|point|presence|corroborated|independent_origins|Two origins|r1 r3|2024-11-30|2024-12-01|tests
        a3|point|quantity|disputed|conflicting_sources|Numbers differ|r1 r3|2024-12-05|2024-12-05|tests
        a4|area|activity|confirmed|imagery|Seen from above|r4|2024-11-20|2024-11-21|tests
        a5|vague|presence|speculative|inference|Nobody saw it||2024-12-10|2024-12-10|tests
    """,
}


def _records(file: str) -> list[dict[str, str]]:
    columns = COLUMNS[file]
    lines = [line.strip().split("|") for line in _RECORDS.get(file, "").strip().splitlines()]
    return [dict(zip(columns, values + [""] * (len(columns) - len(values)), strict=True)) for values in lines]


class DatasetBuilder:
    """A valid data set of six claims; change ``info`` and ``tables``, then ``write`` or ``load``.

    There is a point, an area, a vague area, one without place, one without date, and one whose place is unknown.

    Parameters
    ----------
    folder : Path
        Where ``write`` puts the files; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.info = INFO
        self.tables = deepcopy({file: _records(file) for file in COLUMNS})

    def put(self, file: str, row: int, field: str, value: str) -> DatasetBuilder:
        """Put a value into a field; ``row`` as a spreadsheet counts it (header = 1)."""
        self.tables[file][row - 2][field] = value
        return self

    def add(self, file: str, **values: str) -> DatasetBuilder:
        """Add a record; what is not given is blank."""
        self.tables[file].append({**dict.fromkeys(COLUMNS[file], ""), **values})
        return self

    def csv(self, file: str) -> str:
        """The text of one table."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS[file], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.tables[file])
        return text.getvalue()

    def write(self) -> Path:
        """Write all files and give back their folder; one that may be missing only where it has records."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "dataset.toml").write_text(self.info, encoding="utf-8")
        for file, records in self.tables.items():
            if records or file not in MAY_BE_MISSING:
                (self.folder / file).write_text(self.csv(file), encoding="utf-8", newline="")
            else:
                (self.folder / file).unlink(missing_ok=True)
        return self.folder

    def load(self) -> Dataset:
        """Write and load.

        Raises
        ------
        DatasetError
            If a change made the data set unusable.
        """
        return load_dataset(self.write())
