"""Whatever stands in a file: what was accepted is a data set that loads, and every row is accounted for."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest import load_dataset
from geodata.ingest.importing import Request, try_import
from geodata.ingest.importing.kept import list_imports, undo_import
from geodata.ingest.profiles import STANDARD, Mapping
from geodata.ingest.reading import Facts, Reading

NASTY = st.text(st.sampled_from("aж한 \t\n\u00a0\u2028\u202e\x00\x1b\x1e\x1f|,;'\"<{%0.-/:°😀"), max_size=12)
DATES = ["2024-10-18", "18.10.2024", "2024-10", "2024-10/..", "2025", "1729261800", "03/04/2025", "2023-01-02/2024-05"]
NUMBERS = ["0", "7", "1500", "10-12", "1,500", "-1", "51.19", "35.27", "91", "180.5", "1e3", "51,19; 35,27"]
PLACES = ["Sudzha", "Kursk Oblast", "Courland", "Russia", "Korenevo", "POINT (35.27 51.19)", "36UXB5862473403", "北韓"]
ADDRESSES = [
    "https://example.org/a",
    "https://ex\u2003ample.org",
    "http://a\u00a0b/",
    "https://℀/",
    "t.me/x",
    "https://a|x",
]
WORDS = ["present", "planned", "combat", "A", "F", "region", "exact", "country", "week", "month", "verified", "persons"]
CELL = st.none() | NASTY | st.sampled_from([*DATES, *NUMBERS, *PLACES, *ADDRESSES, *WORDS])
GOOD = {"date": "2024-10-18", "lat": "51.19123", "lon": "35.27123"}
LOOSE = (
    "url",
    "title",
    "source",
    "party",
    "actor",
    "remark",
    "their_id",
    "verdict",
    "verdict_by",
    "unit",
    "place",
    "text",
)
ODD = st.dictionaries(st.sampled_from(LOOSE), CELL, max_size=4) | st.dictionaries(
    st.sampled_from(STANDARD), CELL, max_size=3
)
ROWS = st.lists(ODD, min_size=20, max_size=40).map(
    lambda odd: [{"text": f"Claim {number}", **GOOD, **row} for number, row in enumerate(odd)]
)
ALL = Mapping(columns={name: name for name in STANDARD}, separator="|")


def reading_of(rows: list[dict[str, str | None]], folder: Path) -> Reading:
    """A file as if it had been read."""
    names = list(STANDARD)
    schema = pa.schema([("#row", pa.int64()), ("#torn", pa.string()), *((name, pa.string()) for name in names)])
    told = [{"#row": number, **row} for number, row in enumerate(rows, start=2)]
    path = folder / "rows.arrow"
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        writer.write_table(pa.Table.from_pylist(told, schema))
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    facts = Facts("csv", encoding="utf_8", delimiter=",", header=tuple(names), header_row=1)
    return Reading(facts, path, name="a.csv", sha256=digest, size=1, rows=len(rows), folder=folder)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_what_is_accepted_can_be_loaded(rows: list[dict[str, str | None]]) -> None:
    folder = Path(tempfile.mkdtemp())
    spare = Path(tempfile.mkdtemp())
    into = folder / "mine"
    try:
        request = Request(profile="generic", mapping=ALL, licence="CC0-1.0")
        with reading_of(rows, spare) as reading, try_import(reading, request, into=into) as trial:
            counts = trial.report.counts
            assert counts.read == len(rows)
            left = [entry.row for entry in trial.entries()]
            assert len(left) == counts.doubtful + counts.rejected + counts.duplicates
            trial.accept(into)
        found = load_dataset(into)
        assert len(found.claims) == counts.accepted
        taken = {int(claim.claim_id.rpartition("-")[2]) for claim in found.claims}
        assert sorted([*taken, *left]) == list(range(2, len(rows) + 2))
        (kept,) = list_imports(into)
        assert kept.counts == counts
        undo_import(into, kept.import_id)
        assert load_dataset(into).claims == ()
    finally:
        shutil.rmtree(folder)
