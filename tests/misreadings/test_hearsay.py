"""What others say of a claim, and reports that nobody dated: neither makes it surer nor older than it is."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geodata.ingest import load_dataset
from geodata.model import Status
from mapapp.cli import main
from mapapp.export.csvfile import restore
from tests.browser.conftest import serve
from tests.browser.onefile import FileReader
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder
from tests.misreadings.desk import Desk

SEEN, RUMOUR = "Soldiers are said to hold the mill.", "Shells are said to lie in the depot."
AT = {"seen": (35.0, 51.2), "rumour": (35.8, 51.2)}
WORD = "Confirmed"  # theirs; ours has the same name and means something else
DAYS = (
    "2024-11-05",
    "2025-01-31",
    "2025-06-30",
)  # the first and the last on which anything was public, and one between


@pytest.fixture(scope="module")
def hearsay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two claims: one that an archive calls confirmed, one of which no report has a date; and a later report."""
    builder = DatasetBuilder(tmp_path_factory.mktemp("hearsay") / "data")
    builder.tables = {file: [] for file in builder.tables}
    builder.add("sources.csv", source_id="post", name="The Post", party="The Post", reliability="C")
    for claim, text in (("seen", SEEN), ("rumour", RUMOUR)):
        lon, lat = map(str, AT[claim])
        builder.add(
            "places.csv", place_id=claim, name_en=f"Place of {claim}", geo_precision="locality", lon=lon, lat=lat,
            coordinate_uncertainty_m="900",
        )  # fmt: skip
        builder.add(
            "claims.csv", claim_id=claim, claim=text, claim_type="deployment", modality="present", actor="soldiers",
            place_id=claim, event_date="2024-11-04",
        )  # fmt: skip
    for key, claim, day, stance in (
        ("r1", "seen", "2024-11-05", "asserts"), ("r2", "seen", "2025-06-30", "mentions"),
        ("r3", "rumour", "", "asserts"), ("r4", "rumour", "", "mentions"),
    ):  # fmt: skip
        builder.add(
            "reports.csv", report_id=key, claim_id=claim, source_id="post", published_at=day, stance=stance,
            title=f"Report {key}",
        )  # fmt: skip
    for claim, day in (("seen", "2024-12-01"), ("rumour", "")):
        builder.add("foreign.csv", claim_id=claim, by="An archive", scheme="verdict", value=WORD, said_on=day)
    return builder.write()


@pytest.fixture(scope="module")
def hearsay_reader(hearsay: Path, browser: Browser) -> Iterator[Reader]:
    with serve(hearsay) as address:
        reader = Reader(browser, address)
        yield reader.open()
        reader.close()
        assert reader.outside == [], "a request left the machine"


@pytest.fixture
def desk(hearsay_reader: Reader) -> Desk:
    desk = Desk(hearsay_reader)
    desk.clear()
    return desk


def saved(folder: Path, out: Path, *asked: str) -> Path:
    assert main(["snapshot" if out.suffix == ".html" else "export", str(out), "--dataset", str(folder), *asked]) == 0
    return out


def test_what_somebody_else_calls_confirmed_looks_confirmed_here(desk: Desk) -> None:
    """Mark, list, legend and the card's status say unverified; their word stands on the card alone, as theirs."""
    for claim, text in (("seen", SEEN), ("rumour", RUMOUR)):
        assert desk.status(*AT[claim]) is Status.UNVERIFIED
        listed = desk.item(text).text_content() or ""
        assert "Unverified" in listed
        assert WORD.lower() not in listed.lower()
        card = desk.open(text)
        assert card.locator(".cl-chip").inner_text() == "Unverified"
        assert WORD.lower() not in card.locator(".cl-card-status").inner_text().lower()
        assert f"An archive calls it “{WORD}” (their word, not our status)" in card.inner_text()
        desk.doc.get_by_role("button", name="Close").click()


def test_the_word_of_others_is_known_before_they_said_it(desk: Desk) -> None:
    card = desk.open(SEEN)
    for day, stands in (("2024-11-30", False), ("2024-12-01", True), (None, True)):
        desk.know(day)
        assert ("calls it" in card.inner_text()) is stands
        assert card.locator(".cl-chip").inner_text() == "Unverified"


def test_the_word_of_others_stands_for_our_status_in_a_file(hearsay: Path, tmp_path: Path) -> None:
    features = json.loads(saved(hearsay, tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]
    rows = list(csv.DictReader(io.StringIO(saved(hearsay, tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    base = sqlite3.connect(saved(hearsay, tmp_path / "a.gpkg"))
    base.row_factory = sqlite3.Row
    points = [dict(row) for row in base.execute("SELECT * FROM claims_points")]
    said = [dict(row) for row in base.execute("SELECT * FROM foreign_verdicts")]
    base.close()
    for found in ([one["properties"] for one in features], rows, points):
        assert [one["status"] for one in found] == ["unverified", "unverified"]
        ours = [str(value) for one in found for key, value in one.items() if key.startswith("status")]
        assert not any(WORD.lower() in value.lower() for value in ours)
    theirs = [{"by": "An archive", "scheme": "verdict", "value": WORD, "said_on": day} for day in ("2024-12-01", None)]
    assert [one["properties"]["foreign_verdicts"] for one in features] == [[each] for each in theirs]
    assert [json.loads(restore(row["foreign_verdicts"])) for row in rows] == [[each] for each in theirs]
    assert [{key: one[key] for key in theirs[0]} for one in said] == theirs


def test_an_undated_report_makes_a_claim_look_known_on_a_day(desk: Desk) -> None:
    """On no day is it drawn or listed, and the map says that one is left out, and why; with everything known it is."""
    for day in DAYS:
        desk.know(day)
        assert desk.status(*AT["rumour"]) is None
        assert desk.item(RUMOUR).count() == 0
        counts = desk.doc.locator(".cl-counts").inner_text()
        assert "1 left out: nobody knows when it became public" in counts
        assert "not known yet" not in counts
    desk.know(None)
    assert desk.status(*AT["rumour"]) is Status.UNVERIFIED
    assert "left out" not in desk.doc.locator(".cl-counts").inner_text()
    assert "date of publication not stated" in desk.open(RUMOUR).inner_text()


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".kml", ".html"])
def test_a_file_as_known_on_a_day_holds_an_undated_report(hearsay: Path, tmp_path: Path, suffix: str) -> None:
    for day in (*DAYS, "2030-01-01"):
        content = saved(hearsay, tmp_path / f"{day}{suffix}", "--known-on", day).read_text(encoding="utf-8")
        assert SEEN in content
        assert RUMOUR not in content
        assert "Report r3" not in content
        if suffix == ".csv":
            assert (f'""value"": ""{WORD}""' in content) is (day >= "2024-12-01")


def test_a_saved_map_tells_the_same(hearsay: Path, tmp_path: Path, browser: Browser) -> None:
    reader = FileReader(browser, saved(hearsay, tmp_path / "a.html"))
    desk = reader.page.locator("body")
    desk.locator(".cl-list .cl-item", has_text=RUMOUR).click()
    card = desk.locator(".cl-card-body")
    assert card.locator(".cl-chip").inner_text() == "Unverified"
    assert f"An archive calls it “{WORD}” (their word, not our status)" in card.inner_text()
    assert "date of publication not stated" in card.inner_text()
    assert reader.complaints == []
    reader.close()


def test_the_words_of_others_come_back_as_theirs(hearsay: Path, tmp_path: Path) -> None:
    from geodata.ingest import read_export

    whole = load_dataset(hearsay)
    back = read_export(saved(hearsay, tmp_path / "a.geojson").read_bytes())
    assert (back.foreign, back.reports, back.assessments) == (whole.foreign, whole.reports, ())
