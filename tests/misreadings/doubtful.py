"""A made-up data set in which every kind of doubt about place, time and number has days of its own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from geodata.ingest.tables import COLUMNS
from tests.builders import DatasetBuilder

__all__ = ["EMPTY", "FIRST", "LAST", "QUANTITIES", "TOWN", "VILLAGE_A", "VILLAGE_B", "write_doubtful"]

TOWN = (51.19, 35.27)  # latitude, longitude
VILLAGE_A = (51.56, 34.68)
VILLAGE_B = (51.66, 35.65)
FIRST, LAST = date(2024, 10, 1), date(2026, 8, 31)  # what the timeline spans
EMPTY = ("2025-10-20", "2025-10-22")  # collected, and nothing was claimed
QUANTITIES = (10_100, 12_300, 3_001)
_CROWD, _CROWD_DAY = 420, date(2024, 10, 20)  # more claims than are counted anew in every frame

_INFO = """\
id = "doubtful"
title = "Made-up claims"
scope = "Every kind of doubt"
version = "1"
licence = "CC0-1.0"
attribution = "Nobody"

[[topics]]
id = "soldiers"
label = "Soldiers in Kursk Oblast"
unit = "persons"

[[coverage]]
first = 2024-10-01
last = 2025-10-31
state = "collected"

[[coverage]]
first = 2025-11-01
last = 2025-11-30
state = "none"

[[coverage]]
first = 2025-12-01
last = 2026-08-31
state = "collected"
"""

# Fields in the order of the columns, separated by |; what is left out at the end is blank
_RECORDS = {
    "places.csv": """
        town|Sudzha||||settlement|35.27|51.19|5000
        village-a|First village||||locality|34.68|51.56|1000
        village-b|Second village||||locality|35.65|51.66|1000
        far-town|Kazan||||settlement|49.12|55.79|5000
        kursk|Kursk Oblast||||region||||RU-KRS
        kursk-woods|Woods of Kursk Oblast||||region||||RU-KRS
        belgorod|Belgorod Oblast||||region||||RU-BEL
        border-strip|Strip along the border||||region||||RU-BEL|yes
        russia|Russia||||country||||RU
    """,
    "sources.csv": """
        ministry|Ministry of Defence|Ukraine|F
        daily|Daily paper|South Korea|F
        agency|News agency|Russia|F
    """,
    "claims.csv": """
        region|Engineers are said to mend roads.|infrastructure_repair|present|engineers|||||kursk|2024-11-05
        firm|Troops are said to be in Belgorod Oblast.|deployment|present|troops|||||belgorod|2024-11-15
        vague|Troops are said to be near the border.|deployment|present|troops|||||border-strip|2024-11-25
        town|Sappers are said to work in Sudzha.|demining|present|sappers|||||town|2024-12-05
        country|Troops are said to be in Russia.|deployment|present|troops|||||russia|2025-01-05
        plan|Sappers are said to be going to come.|demining|planned|sappers|||||village-a|2025-02-05
        presence|Sappers are said to be there.|demining|present|sappers|||||village-b|2025-02-05
        inference|Troops could be in the first village.|deployment|inferred|troops|||||village-a|2025-03-05
        unlocated|Drills are said to have been held.|training|completed|troops||||||2025-04-05
        undated|A depot is said to have been seen.|equipment|present|troops|||||far-town|
        month|Trenches are said to have been dug in May.|other|present|troops|||||town|2025-05
        day|A convoy is said to have passed.|transfer|en_route|troops|||||village-b|2025-05-12
        figure-1|Soldiers: about 10,100.|deployment|present|all||10100||persons|kursk|2025-06-10||soldiers
        figure-2|Soldiers: about 12,300.|deployment|present|all||12300||persons|kursk|2025-07-10||soldiers
        figure-3|Soldiers: more than 3,000.|deployment|present|all|3001|||persons|kursk|2025-07-05||soldiers
        shared-1|Checkpoint 1 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-2|Checkpoint 2 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-3|Checkpoint 3 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-4|Checkpoint 4 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-5|Checkpoint 5 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-6|Checkpoint 6 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-7|Checkpoint 7 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-8|Checkpoint 8 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        shared-9|Checkpoint 9 is said to stand there.|other|present|troops|||||village-a|2025-08-05
        twin-1|A camp is said to be in Kursk Oblast.|deployment|present|troops|||||kursk|2025-08-15
        twin-2|A camp is said to be in the woods.|deployment|present|troops|||||kursk-woods|2025-08-15
        aspects|A column is said to be North Korean.|deployment|present|troops|||||village-b|2025-09-05
        open|A garrison is said to be in the second village.|deployment|present|troops|||||village-b|2025-12-05/..
        late|A train is said to have left.|transfer|completed|trains|||||far-town|2026-08-29
    """,
    "assessments.csv": """
        a1|aspects|place|confirmed|imagery|The road was recognised|r-aspects|2025-09-07|2025-09-07|tests
        a2|aspects|presence|unverified|single_origin|Nobody knows who they are|r-aspects|2025-09-07|2025-09-07|tests
    """,
}  # fmt: skip


def _fill(builder: DatasetBuilder, file: str, text: str) -> None:
    for line in text.strip().splitlines():
        builder.add(file, **dict(zip(COLUMNS[file], line.strip().split("|"), strict=False)))


def _public_on(event_date: str) -> str:
    """The day after the claim's; of a month the last day but one, of no date an early day."""
    if not event_date:
        return "2024-10-03"
    day = event_date.removesuffix("/..")
    return f"{day}-30" if len(day) == 7 else str(date.fromisoformat(day) + timedelta(1))


def write_doubtful(folder: Path) -> Path:
    """Write the data set into a folder and give the folder back."""
    builder = DatasetBuilder(folder)
    builder.info = _INFO
    for file in builder.tables:
        builder.tables[file].clear()
    for file, text in _RECORDS.items():
        _fill(builder, file, text)
    for number in range(_CROWD):
        builder.add(
            "claims.csv", claim_id=f"crowd-{number}", claim=f"Lorry {number} is said to have been seen.",
            claim_type="equipment", modality="present", actor="lorries", place_id="far-town",
            event_date=str(_CROWD_DAY),
        )  # fmt: skip
    for claim in builder.tables["claims.csv"]:
        builder.add(
            "reports.csv", report_id=f"r-{claim['claim_id']}", claim_id=claim["claim_id"],
            source_id="daily" if claim["claim_id"] == "figure-3" else "ministry", title="A briefing",
            stance="mentions" if claim["claim_id"] == "inference" else "asserts",
            published_at=_public_on(claim["event_date"]),
        )  # fmt: skip
    return builder.write()
