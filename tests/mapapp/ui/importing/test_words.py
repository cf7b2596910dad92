from __future__ import annotations

from pathlib import Path

import pytest

from geodata.ingest.importing import Counts, Entry, Fault, Heap, Near, Tallied
from mapapp.ui.importing.words import (
    FORMATS,
    count_words,
    entry_words,
    file_facts,
    near_words,
    reason_row,
    tiles_of,
)
from tests.geodata.ingest.importing.small import tried


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (3077, "3,077 rows"), (1_000_000, "1,000,000 rows")]
)
def test_numbers_with_their_noun(count: int, said: str) -> None:
    assert count_words(count, "row") == said


def test_the_four_heaps_add_up_to_what_was_read() -> None:
    tiles = tiles_of(Counts(read=2010, accepted=1000, doubtful=7, rejected=3, duplicates=1000))
    assert [tile[:3] for tile in tiles] == [
        ("accepted", "1,000", "accepted"),
        ("doubtful", "7", "doubtful"),
        ("rejected", "3", "rejected"),
        ("duplicates", "1,000", "duplicates"),
    ]


@pytest.mark.parametrize(
    ("near", "said"),
    [
        (Near(12, 7, "", "event"), "Row 12 may tell the same as row 7: same text, place and day."),
        (Near(12, 7, "", "address"), "Row 12 may tell the same as row 7: same web address."),
        (
            Near(12, 0, "0123456789abcdef", "id"),
            "Row 12 may tell the same as a row of the earlier import 0123456789abcdef: same id of theirs.",
        ),
    ],
)
def test_near_duplicates_in_words(near: Near, said: str) -> None:
    assert near_words(near) == said


def test_why_a_row_waits() -> None:
    named = Fault("ambiguous_name", "place", "Korenevo", "It may be A; B.")
    faults = (Fault("not_a_date", "date", "soon\u202e"), named)
    said = entry_words(Entry(3, Heap.DOUBTFUL, faults, {}))
    assert said.startswith("date: “soon\ufffd”, no date that can be read; ")
    assert said.endswith(" It may be A; B.")
    assert entry_words(Entry(3, Heap.REJECTED, (Fault("no_text"),), {})) == "no text of a claim; write what is claimed."


def test_a_reason_with_its_example() -> None:
    row = reason_row(Tallied("no_text", 1200, 7, ""))
    assert row == ["No text of a claim", "1,200", "row 7", "Write what is claimed"]
    assert reason_row(Tallied("not_a_date", 1, 3, "soon"))[2] == "“soon”, row 3"


def test_how_a_file_was_read(tmp_path: Path) -> None:
    text = "текст;дата\nВойска стоят в Судже;2024-10-18\nСапёры работают в Рыльске;2024-10-19\n"
    with tried(tmp_path, text.encode("cp1251"), name="войска.csv") as trial:
        told = dict(file_facts(trial.report))
    assert told["File"] == "войска.csv"
    assert told["Format"] == "Text table (CSV)"
    assert told["Rows read"] == "2"
    assert told["Encoding"].startswith("cp1251. ")
    assert told["Cells divided by"] == "semicolons"
    assert told["Header"] == "row 1"
    assert (told["Sheet"], told["Layer"], told["Reference system"]) == ("", "", "")
    assert len(told["SHA-256"]) == 64


def test_every_format_has_a_name() -> None:
    named = {"csv", "xlsx", "xls", "ods", "geojson", "json", "kml", "gpkg", "shapefile", "flatgeobuf", "geoparquet",
             "parquet"}  # fmt: skip
    assert named <= set(FORMATS)
