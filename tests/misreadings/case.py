"""Made-up claims, each of which invites one wrong conclusion; of two parties at war and the press."""

from __future__ import annotations

from pathlib import Path

from geodata.ingest.tables import COLUMNS
from tests.builders import DatasetBuilder

__all__ = ["AT", "LATER", "TEXT", "told_case"]

_INFO = """\
id = "rumours"
title = "Rumours of a made-up war"
scope = "What the tests of misreadings need"
version = "1"
licence = "CC0-1.0"
attribution = "Nobody"

[[coverage]]
first = 2024-10-01
last = 2025-06-30
state = "collected"
"""

# claim -> longitude, latitude of its place, degrees (EPSG:4326): each alone at its spot
AT = {
    "mill": (35.0, 51.2),
    "bridge": (35.4, 51.2),
    "depot": (35.8, 51.2),
    "school": (36.2, 51.2),
    "convoy": (36.6, 51.2),
    "airfield": (35.0, 51.5),
    "hospital": (35.4, 51.5),
    "station": (35.8, 51.5),
    "speech": (36.2, 51.5),
    "toll": (36.6, 51.5),
    "newtoll": (35.0, 51.8),
}
TEXT = {
    "mill": "Soldiers are said to hold the mill.",
    "bridge": "Sappers are said to mend the bridge.",
    "depot": "Shells are said to lie in the depot.",
    "school": "Soldiers are said to sleep in the school.",
    "convoy": "A convoy of 500 soldiers is said to have left.",
    "airfield": "Drones are said to start from the airfield.",
    "hospital": "About 300 wounded are said to lie in the hospital.",
    "station": "Soldiers are said to guard the station.",
    "speech": "Southland's minister is said to have declared that the enemy fled.",
    "toll": "At least 100 soldiers are said to have been killed.",
    "newtoll": "At least 250 soldiers are said to have been killed.",
}
# What only records of February 2025 and later say of the mill
LATER = (
    "General Staff calls the mill a fable",
    "Picture of March shows men in the yard",
    "A picture of 9 March shows the soldiers.",
    "https://example.org/fable",
    "https://example.org/march",
    "Our note in hindsight",
)

# One record a line, as in tests/builders.py; what is left out at the end is blank
_SOURCES = """
    north-mod|Northland Ministry of Defence|Northland|C
    north-mfa|Northland Foreign Ministry|Northland|C
    south-staff|Southland General Staff|Southland|D
    post|The Morning Post|The Morning Post|B
"""
_CLAIMS = """
    mill|deployment|present|soldiers|||||2024-11-04|Our note in hindsight
    bridge|infrastructure_repair|present|sappers|||||2024-11-20
    depot|equipment|present|soldiers|||||2024-12-01
    school|deployment|present|soldiers|||||2024-12-03
    convoy|transfer|completed|soldiers||500||persons|2024-12-05
    airfield|combat|present|drones|||||2024-11-18
    hospital|casualties|present|soldiers||300||persons|2024-12-04
    station|deployment|present|soldiers|||||2024-12-08
    speech|official_statement|completed|minister|||||2025-01-20
    toll|casualties|present|soldiers|100|||persons killed|2024-12-15
    newtoll|casualties|present|soldiers|250|||persons killed|2025-03-20
"""
_REPORTS = """
    mill-1|mill|north-mod|2024-11-05|asserts||Ministry on the mill|https://example.org/first
    mill-2|mill|south-staff|2025-02-01|denies||General Staff calls the mill a fable|https://example.org/fable
    mill-3|mill|post|2025-03-09|asserts||Picture of March shows men in the yard|https://example.org/march
    bridge-1|bridge|north-mod|2025-04-01|asserts||Ministry on the bridge
    depot-1|depot|north-mod|2024-12-02|asserts||Ministry on the depot
    school-1|school|north-mod|2024-12-04|asserts||Ministry on the school
    school-2|school|north-mfa|2024-12-05|asserts||Foreign Ministry on the school
    convoy-1|convoy|north-mod|2024-12-06|asserts||Ministry counts 500
    convoy-2|convoy|post|2024-12-07|asserts||The Post counts 500||It is the ministry's count.|convoy-1
    airfield-1|airfield|north-mod|2024-11-20|asserts||Ministry on the airfield
    airfield-2|airfield|south-staff|2024-11-25|denies||General Staff on the airfield
    hospital-1|hospital|north-mod|2024-12-05|asserts||Ministry on the hospital
    hospital-2|hospital|south-staff|2025-02-10|admits||General Staff owns up to the hospital
    station-1|station|north-mod|2024-12-09|asserts||Ministry confirms that soldiers guard the station
    speech-1|speech|south-staff|2025-01-20|asserts||Transcript of the speech
    toll-1|toll|north-mod|2024-12-16|asserts||Ministry counts 100
    newtoll-1|newtoll|north-mod|2025-03-20|asserts||Ministry counts 250
"""
_POSITIONS = """
    mill|Southland|denies|2025-02-01|mill-2
    station|Southland|no_comment|2024-12-10
    airfield|Southland|denies|2024-11-25|airfield-2
    hospital|Southland|denies|2024-12-06
    hospital|Southland|admits|2025-02-10|hospital-2
    depot|Southland|admits|2025-01-10
"""
_ASSESSMENTS = """
    a1|mill|presence|confirmed|imagery|A picture of 9 March shows the soldiers.|mill-3|2025-03-10|2026-05-05|desk
    a2|hospital|presence|confirmed|admission|The General Staff admits it.|hospital-2|2025-02-10|2025-02-11|desk
    a3|convoy|quantity|disputed|conflicting_sources|Two counts.|convoy-1 convoy-2|2024-12-08|2024-12-08|desk
    a4|speech|presence|confirmed|document|The transcript is published.|speech-1|2025-01-21|2025-01-21|desk
    a5|toll|presence|withdrawn|replaced|A later count.|newtoll-1|2025-03-20|2025-03-21|desk
"""


def _rows(text: str, fields: list[str]) -> list[dict[str, str]]:
    lines = [line.strip().split("|") for line in text.strip().splitlines()]
    return [dict(zip(fields, values, strict=False)) for values in lines]


def _fields(file: str, *left_out: str) -> list[str]:
    return [field for field in COLUMNS[file] if field not in left_out]


def told_case(folder: Path) -> Path:
    """Write the data set and give back its folder."""
    builder = DatasetBuilder(folder)
    builder.info = _INFO
    builder.tables = {file: [] for file in COLUMNS}
    for place, (lon, lat) in AT.items():
        name = f"The {place}"
        where = {"lon": str(lon), "lat": str(lat), "coordinate_uncertainty_m": "900"}
        builder.add("places.csv", place_id=place, name_en=name, geo_precision="locality", **where)
    for row in _rows(_CLAIMS, _fields("claims.csv", "claim", "place_id")):
        builder.add("claims.csv", **row, claim=TEXT[row["claim_id"]], place_id=row["claim_id"])
    for file, text in (
        ("sources.csv", _SOURCES), ("reports.csv", _REPORTS), ("positions.csv", _POSITIONS),
        ("assessments.csv", _ASSESSMENTS),
    ):  # fmt: skip
        for row in _rows(text, _fields(file)):
            builder.add(file, **row)
    for number in range(1, 12):  # eleven papers carry what the ministry said of the depot
        paper = f"paper-{number}"
        builder.add("sources.csv", source_id=paper, name=f"Paper {number}", party=f"Paper {number}", reliability="F")
        builder.add(
            "reports.csv", report_id=f"depot-{paper}", claim_id="depot", source_id=paper, stance="asserts",
            published_at=f"2024-12-{number + 2:02}", derived_from="depot-1", title=f"Paper {number} on the depot",
        )  # fmt: skip
    return builder.write()
