"""The map draws, the window moves, a filter acts: with no network at all."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest

from geodata.model import ClaimType, Dataset, Status
from geodata.store import BBox, ClaimQuery, select, sentence
from tests.browser.reader import Reader


def test_opens_whole_without_a_request_outside_and_without_a_complaint(reader: Reader) -> None:
    found = reader.selection()
    rows = len(found["inView"]) + len(found["unlocated"]) + len(found["undated"])
    rest = found["filtered"] + found["outsideWindow"] + found["outsideView"]
    assert rows + rest == reader.js("app.data.n") == 54
    assert sum(found["counts"]) == len(found["inView"]) > 0
    assert reader.outside == []
    assert reader.complaints == []


def test_claims_and_basemap_are_painted(reader: Reader) -> None:
    painted = reader.doc.evaluate(
        "() => [...document.querySelectorAll('.cl-map canvas')].map((canvas) => {"
        " const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d'); copy.drawImage(canvas, 0, 0);"
        " const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;"
        " let some = 0; for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) some += 1; return some })"
    )
    assert len(painted) >= 3
    assert sum(count > 500 for count in painted) >= 3


def test_list_legend_and_counts_agree(reader: Reader) -> None:
    found = reader.selection()
    items = reader.doc.locator(".cl-list ol .cl-item").evaluate_all(
        "(nodes) => nodes.map((node) => Number(node.dataset.row))"
    )
    ids = reader.js("argument.map((row) => app.data.payload.claims.id[row]).sort()", items)
    assert ids == found["inView"]
    legend = reader.doc.locator(".cl-legend").inner_text()
    for label, count in zip([status.label for status in Status], found["counts"], strict=True):
        assert re.search(rf"{label}\s+{count}\b", legend), legend


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_document_and_library_select_the_same(reader: Reader, bundled: Dataset, seed: int) -> None:
    """Random windows and map views; compared heap by heap with ``geodata.store.select``."""
    chance = random.Random(seed)
    for _ in range(6):
        first = date(2024, 6, 19) + timedelta(days=chance.randrange(550))
        last = first + timedelta(days=chance.randrange(200))
        centre = [chance.uniform(40, 60), chance.uniform(30, 135)]
        reader.set_window(str(first), str(min(last, date(2026, 2, 12))))
        reader.js("app.map.setView([argument[0], argument[1]], argument[2], {animate: false})",
                  [*centre, chance.choice([3, 4.5, 6])])  # fmt: skip
        reader.page.wait_for_timeout(150)
        view = reader.js("Claimline.describeView(app.map, app.data, app.state.get())")
        query = ClaimQuery(
            first_day=date.fromisoformat(view["from"]),
            last_day=date.fromisoformat(view["to"]),
            bbox=BBox(*view["bounds"]),
        )
        ours, theirs = select(bundled, query), reader.selection()
        ids = [claim.claim_id for claim in bundled.claims]
        assert sorted(ids[row] for row in ours.in_view) == theirs["inView"]
        assert sorted(ids[row] for row in ours.unlocated) == theirs["unlocated"]
        assert sorted(ids[row] for row in ours.undated) == theirs["undated"]
        assert (ours.outside_window, ours.outside_view) == (theirs["outsideWindow"], theirs["outsideView"])
        assert (ours.definite, ours.possible) == (theirs["definite"], theirs["possible"])


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-06-01", "2025-11-30"), ("2025-06-01", "2025-06-30"), ("2024-10-10", "2025-04-26"),
     ("2024-10-18", "2024-10-18"), ("2025-02-01", "2025-02-28"), ("2024-12-31", "2025-01-01")],
)  # fmt: skip
def test_sentence_is_the_one_that_exports_print(reader: Reader, bundled: Dataset, first: str, last: str) -> None:
    reader.set_window(first, last)
    reader.page.wait_for_timeout(100)
    query = ClaimQuery(first_day=date.fromisoformat(first), last_day=date.fromisoformat(last))
    assert reader.doc.locator(".cl-sentence").inner_text() == sentence(bundled, query)


def test_dragging_the_window_reruns_nothing_and_tells_once_at_rest(reader: Reader) -> None:
    handle = reader.doc.locator(".cl-handle-from")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = reader.js("app.state.get().from")
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.sent = 0
    for step in range(60):
        reader.page.mouse.move(x + step * 5, y)
        reader.page.wait_for_timeout(15)
    assert reader.js("app.state.get().from") > before
    assert reader.sent == 0, "the server was told while the window still moved"
    reader.page.mouse.up()
    reader.rest()
    assert reader.sent == 1
    assert reader.link()["from"] == [reader.js("Claimline.describeView(app.map, app.data, app.state.get()).from")]


def test_playing_tells_the_server_only_when_it_stops(reader: Reader) -> None:
    play = reader.doc.get_by_role("button", name="Play")
    play.click()
    reader.page.wait_for_timeout(300)
    reader.sent = 0
    reader.page.wait_for_timeout(1500)
    assert reader.sent == 0
    moved = reader.js("app.state.get().to")
    reader.doc.get_by_role("button", name="Pause").click()
    reader.rest()
    assert reader.sent == 1
    assert moved > 0


def test_a_filter_sends_a_mask_and_not_the_data(reader: Reader, bundled: Dataset) -> None:
    reader.received_bytes = 0
    reader.requests.clear()
    reader.choose("Claim type", "Demining")
    kept = [claim for claim in bundled.claims if claim.claim_type is ClaimType.DEMINING]
    assert reader.selection()["filtered"] == 54 - len(kept)
    assert reader.doc.locator(".cl-sentence").inner_text().startswith("Demining claims, ")
    assert f"leaves {len(kept)} of 54" in reader.sidebar().inner_text()
    assert reader.link()["type"] == ["demining"]
    assert not [url for url in reader.requests if "/timemap/" in url], "the data came again"
    assert reader.received_bytes < 60_000


@pytest.mark.parametrize("words", ["Курск", "курск", "쿠르스크", "Kursk"])
def test_search_finds_a_place_in_every_language(reader: Reader, words: str) -> None:
    box = reader.sidebar().get_by_label("Search", exact=True)
    box.fill(words)
    box.press("Enter")
    reader.rest()
    left = 54 - reader.selection()["filtered"]
    assert 20 < left < 54
    assert f"leaves {left} of 54" in reader.sidebar().inner_text()


def test_zones_switch_off_and_borders_say_which_they_are(reader: Reader) -> None:
    assert "internationally recognised" in reader.doc.locator(".cl-header").inner_text()
    reader.doc.get_by_role("button", name="De facto borders").click()
    assert "de facto" in reader.doc.locator(".cl-borders").inner_text()
    reader.doc.get_by_role("button", name="Repair zones", exact=True).click()
    reader.rest()
    assert reader.link()["borders"] == ["defacto"]
    assert reader.link()["zones"] == ["off"]


def test_an_uncollected_range_is_not_called_empty(reader: Reader) -> None:
    reader.js("app.state.set({from: Date.UTC(2024, 6, 1) / 1000, to: Date.UTC(2024, 6, 3) / 1000})")
    reader.page.wait_for_timeout(150)
    assert reader.selection()["inView"] == []
    assert "Widen the dates" in reader.doc.locator(".cl-list").inner_text()
