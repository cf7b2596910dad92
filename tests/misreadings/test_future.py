"""What became public later stands on no earlier day: not on the map, nor on the card, nor in a file or a picture."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geodata.ingest import load_dataset
from geodata.model import Status
from geodata.store import BBox, ClaimQuery, select
from mapapp.cli import main as mapapp
from mapapp.export.sheet import map_frame
from tests.mapapp.export.pictures import Written, request_of, written  # noqa: F401
from tests.misreadings.case import AT, LATER, TEXT
from tests.misreadings.desk import Desk, Pixels, colours_of, status_in

BEFORE, AFTER = "2025-01-31", "2025-03-10"
NEAR = "34.8,51.1,35.2,51.3"  # around the mill alone


def test_a_status_from_the_future_leaks_into_the_mark_of_an_earlier_day(desk: Desk) -> None:
    """The mark of a claim confirmed in March has the colour of the unverified one until the end of 9 March."""
    seen = {}
    for day in (BEFORE, AFTER, None, "2024-11-05"):
        desk.know(day)
        seen[day] = desk.status(*AT["mill"])
    confirmed = dict.fromkeys((AFTER, None), Status.CONFIRMED)
    assert seen == confirmed | dict.fromkeys((BEFORE, "2024-11-05"), Status.UNVERIFIED)


def test_a_status_from_the_future_leaks_onto_the_card_of_an_earlier_day(desk: Desk) -> None:
    """The card as known on a day gives the status, the rule that gave it and the list entry of that day."""
    card = desk.open(TEXT["mill"])
    assert card.locator(".cl-chip").inner_text() == "Confirmed"
    desk.know(BEFORE)
    assert card.locator(".cl-chip").inner_text() == "Unverified"
    assert "only one origin says so" in card.locator(".cl-fired").inner_text()
    assert "confirmed" not in desk.all_of(".cl-card-body").lower()
    assert "Unverified" in (desk.item(TEXT["mill"]).text_content() or "")


def test_a_report_of_the_future_is_named_on_an_earlier_card(desk: Desk) -> None:
    """Neither the text of a card nor a link or a spoken name on it holds anything that only later reports say."""
    desk.open(TEXT["mill"])
    assert [words for words in LATER if words not in desk.all_of(".cl-card")] == []
    desk.know(BEFORE)
    shown = desk.all_of(".cl-card")
    assert [words for words in (*LATER, "2026", "Southland", "Morning Post") if words in shown] == []
    assert "Ministry on the mill" in shown


def test_a_denial_of_the_future_badges_an_earlier_day(desk: Desk) -> None:
    """The badge of a denial is on mark, list and card from the day of the denial on and on none before."""
    desk.open(TEXT["mill"])
    for day, denied in ((BEFORE, False), ("2025-02-01", True)):
        desk.know(day)
        assert desk.has_badge(*AT["mill"]) is denied
        assert ("denied" in (desk.item(TEXT["mill"]).text_content() or "")) is denied
        assert ("denied by a party" in desk.all_of(".cl-card")) is denied


def test_a_claim_that_nobody_had_reported_yet_looks_hidden_by_a_filter(desk: Desk) -> None:
    """It is counted as not yet reported, and the empty map says after which day it became known."""
    desk.know("2025-03-31")
    assert desk.status(*AT["bridge"]) is None
    assert desk.item(TEXT["bridge"]).count() == 0
    assert "1 not yet reported · 0 hidden by filters" in desk.doc.locator(".cl-rest").inner_text()
    assert "1 not known yet" in desk.doc.locator(".cl-counts").inner_text()
    lon, lat = AT["bridge"]
    desk.reader.spot(lat, lon, 13)
    desk.settle()
    words = desk.doc.locator(".cl-empty-map").inner_text()
    assert "1 claim of these dates became known only after 31 Mar 2025." in words
    assert "filter" not in words.lower()


def test_an_event_of_november_looks_known_in_november(desk: Desk) -> None:
    """A claim about November that was first reported in April is on no map as known in November."""
    desk.know("2024-11-30")
    desk.reader.set_window("2024-11-01", "2024-11-30")
    desk.settle()
    assert desk.item(TEXT["bridge"]).count() == 0
    assert desk.item(TEXT["airfield"]).count() == 1
    desk.know(None)
    assert desk.item(TEXT["bridge"]).count() == 1


def test_a_search_finds_a_claim_by_words_that_were_published_later(desk: Desk) -> None:
    """The search reads, of a day, only what was public by then; on a later day the same search finds the claim."""
    box = desk.reader.sidebar().get_by_label("Search", exact=True)
    try:
        box.fill("fable")
        box.press("Enter")
        desk.reader.rest()
        assert desk.item(TEXT["mill"]).count() == 1
        desk.know(BEFORE)
        assert desk.item(TEXT["mill"]).count() == 0
        desk.know("2025-02-01")
        assert desk.item(TEXT["mill"]).count() == 1
    finally:
        box.fill("")
        box.press("Enter")
        desk.reader.rest()


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def later_words(folder: Path, day: str) -> set[str]:
    """Titles, addresses, reasons and notes that no record of this UTC day or before it holds."""
    reports = [(row["published_at"], {row["title"], row["url"]}) for row in rows(folder, "reports.csv")]
    judged = [(row["effective_at"], {row["reason"]}) for row in rows(folder, "assessments.csv")]
    said = [*reports, *judged]
    early = {words for at, found in said if at <= day for words in found}
    notes = {row["remark"] for file in ("claims.csv", "reports.csv") for row in rows(folder, file)}
    return ({words for at, found in said if at > day for words in found} - early | notes) - {""}


@pytest.mark.parametrize("day", ["2024-11-05", "2024-12-06", BEFORE, "2025-03-09"])
def test_a_file_of_an_earlier_day_holds_later_words(case: Path, tmp_path: Path, day: str) -> None:
    """No byte of the file as known on a day comes from a report, a judgement or a note of later."""
    target = tmp_path / "claims.geojson"
    assert mapapp(["export", str(target), "--dataset", str(case), "--known-on", day]) == 0
    content = target.read_text(encoding="utf-8")
    assert "Ministry on the mill" in content
    later = later_words(case, day)
    assert len(later) > 3
    assert [words for words in later if words in content] == []
    mapapp(["export", str(target), "--dataset", str(case)])
    assert [words for words in later if words not in target.read_text(encoding="utf-8")] == []


def test_a_file_saved_in_the_app_on_an_earlier_day_holds_later_words(desk: Desk, case: Path, tmp_path: Path) -> None:
    """The button saves what the map shows: the file carries the day in its name and nothing of later in its bytes."""
    desk.know(BEFORE)
    desk.reader.rest()
    download = desk.reader.save(".geojson")
    assert "known-on-2025-01-31" in download.suggested_filename
    download.save_as(tmp_path / "saved.geojson")
    content = (tmp_path / "saved.geojson").read_text(encoding="utf-8")
    assert "Ministry on the mill" in content
    assert [words for words in later_words(case, BEFORE) if words in content] == []


def snapshot(case: Path, target: Path, day: str | None) -> Pixels:
    asked = [] if day is None else ["--known-on", day]
    assert mapapp(["snapshot", str(target), "--dataset", str(case), "--bbox", NEAR, "--size", "1000x700", *asked]) == 0
    return colours_of(Image.open(target))


def test_a_picture_of_an_earlier_day_shows_a_later_status(case: Path, tmp_path: Path) -> None:
    """In the picture as known on a day the mark has the colour of the status of that day."""
    dataset = load_dataset(case)
    found = select(dataset, ClaimQuery(bbox=BBox(*map(float, NEAR.split(",")))))
    x, y = map_frame(found, request_of(found, (1000, 700))).pixel(*AT["mill"])
    seen = {}
    for day in (BEFORE, "2025-03-09", None):
        pixels = snapshot(case, tmp_path / "map.png", day)
        seen[day] = status_in(pixels[round(y) - 8 : round(y) + 9, round(x) - 8 : round(x) + 9])
    assert seen == {BEFORE: Status.UNVERIFIED, "2025-03-09": Status.CORROBORATED, None: Status.CONFIRMED}


PICTURE_DATES = [
    ("2024-11-12", "2024-11-13", "As known on 12 November 2024"),
    (None, "2025-06-30", "Everything recorded up to 30 June 2025"),
]


@pytest.mark.parametrize(("day", "other", "words"), PICTURE_DATES)
def test_a_picture_loses_its_date(
    case: Path, tmp_path: Path, written: Written, day: str | None, other: str, words: str  # noqa: F811
) -> None:  # fmt: skip
    """Every picture says in its title and inside its map as of when it is known, so that no crop loses it."""
    picture = snapshot(case, tmp_path / "map.png", day)
    boxes = [box for said, box in zip(written.words, written.boxes, strict=True) if words in said]
    assert len(boxes) == 2, written.words
    changed = np.abs(picture - snapshot(case, tmp_path / "other.png", other)).max(axis=-1) > 60
    for left, top, right, bottom in boxes:
        assert changed[round(top) : round(bottom), round(left) : round(right)].any(), "it was written and not painted"
    title, inside = sorted(boxes, key=lambda box: box[1])
    assert title[3] < 140
    assert inside[1] > 400
