"""The document on any day shows what the library selects; the day moves without the server, and travels in the link."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from geodata.model import Aspect, Dataset, Status
from geodata.store import BBox, ClaimQuery, select
from tests.browser.reader import Reader

DAYS = [
    None,
    *(date.fromisoformat(day) for day in ("2024-06-18", "2024-10-31", "2024-11-20", "2025-04-27", "2025-12-13")),
]
FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("party=Russia", {"parties": frozenset({"Russia"})}),
    ("text=lawmaker&status=unverified", {"text": "lawmaker", "statuses": frozenset({Status.UNVERIFIED})}),
    ("text=soldiers&status=corroborated&status=confirmed", {
        "text": "soldiers", "statuses": frozenset({Status.CORROBORATED, Status.CONFIRMED}),
    }),
    ("source=rok-nis&aspect=quantity", {"sources": frozenset({"rok-nis"}), "aspect": Aspect.QUANTITY}),
]  # fmt: skip


SELECTED = (
    "(({inView, unlocated, undated, filtered, outsideWindow, outsideView, notKnown, definite, possible, counts}) => {"
    " const ids = (rows) => Array.from(rows, (row) => app.data.payload.claims.id[row]).sort();"
    " return {inView: ids(inView), unlocated: ids(unlocated), undated: ids(undated), filtered, outsideWindow,"
    " outsideView, notKnown, definite, possible, counts: Array.from(counts)} })(app.state.selection())"
)


def seconds(day: date | None) -> int | None:
    """The end of a day as the document writes it."""
    return None if day is None else int(datetime.combine(day, datetime.min.time(), UTC).timestamp()) + 86400


def expected(dataset: Dataset, query: ClaimQuery) -> dict[str, Any]:
    found = select(dataset, query)

    def ids(rows: tuple[int, ...]) -> list[str]:
        return sorted(dataset.claims[row].claim_id for row in rows)

    return {
        "inView": ids(found.in_view), "unlocated": ids(found.unlocated), "undated": ids(found.undated),
        "filtered": found.filtered, "outsideWindow": found.outside_window, "outsideView": found.outside_view,
        "notKnown": found.not_known, "definite": found.definite, "possible": found.possible,
        "counts": list(found.counts().values()),
    }  # fmt: skip


@pytest.mark.parametrize(("params", "filters"), FILTERS)
def test_every_filter_is_right_on_every_day_without_a_rerun(
    served: str, open_reader: Callable[..., Reader], bundled: Dataset, params: str, filters: dict[str, Any]
) -> None:
    reader = open_reader(served).open(f"?{params}")
    west, south, east, north = reader.js("Claimline.describeView(app.map, app.data, app.state.get()).bounds")
    # all in one breath: the server cannot have had a hand in it
    shown = reader.js(
        f"argument.map((known) => {{ app.state.set({{ known }}); return {SELECTED} }})", [*map(seconds, DAYS)]
    )
    for day, heaps in zip(DAYS, shown, strict=True):
        query = ClaimQuery(known_on=day, bbox=BBox(west, south, east, north), **filters)
        assert heaps == expected(bundled, query), day


def test_a_link_carries_day_aspect_and_panel(served: str, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(served).open("?known=2024-11-20&aspect=place&panel=says")
    view = reader.js("Claimline.describeView(app.map, app.data, app.state.get())")
    assert (view["known"], view["aspect"], view["panel"]) == ("2024-11-20", "place", "says")
    reader.js("app.state.set({ known: argument })", seconds(date(2025, 4, 27)))
    reader.page.wait_for_url(lambda url: "known=2025-04-27" in url)
    assert (reader.link()["aspect"], reader.link()["panel"]) == (["place"], ["says"])
    reader.js("app.state.set({ known: null, aspect: -1, panel: 'map' })")
    reader.page.wait_for_url(lambda url: "known=" not in url)
    assert not {"aspect", "panel"} & set(reader.link())


def test_what_is_saved_is_as_known_on_the_day_that_is_shown(
    served: str, open_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    reader = open_reader(served).open("?text=soldiers")
    reader.js("app.state.set({ known: argument })", seconds(date(2024, 10, 31)))
    reader.page.wait_for_url(lambda url: "known=2024-10-31" in url)
    reader.rest()
    download = reader.save(".geojson")
    assert "known-on-2024-10-31" in download.suggested_filename
    download.save_as(tmp_path / "saved.geojson")
    content = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))
    assert content["known_on"] == "2024-10-31"
    shown = reader.selection()
    ids = sorted(feature["id"] for feature in content["features"])
    assert ids == sorted([*shown["inView"], *shown["unlocated"], *shown["undated"]])
    after = date(2024, 10, 31) + timedelta(1)
    for feature in content["features"]:
        assert all(one["effective_at"] < str(after) for one in feature["properties"]["assessments"])
    known = len(ids) + sum(content["counts"][heap] for heap in ("filtered", "outside_window", "outside_view"))
    assert f"of {known} known on 31 October 2024" in reader.sidebar().inner_text()


# day, whether a repair zone was claimed by then, how far the known places lie apart in degrees of longitude
JUMPS = [("2024-06-19", False, (0, 12)), ("2024-10-31", False, (80, 360)), ("2025-12-13", True, (80, 360))]


@pytest.mark.parametrize(("day", "has_zones", "width"), JUMPS)
def test_the_jumps_lead_to_no_place_of_a_later_day(
    served: str, open_reader: Callable[..., Reader], day: str, has_zones: bool, width: tuple[float, float]
) -> None:
    reader = open_reader(served).open(f"?known={day}")
    assert reader.doc.get_by_role("button", name="Zoom to zones").is_visible() == has_zones
    reader.doc.get_by_role("button", name="Zoom to all").click()
    reader.page.wait_for_timeout(1000)
    shown = reader.js("(box => [box.getWest(), box.getEast(), box.getCenter().lng])(app.map.getBounds())")
    assert width[0] <= shown[1] - shown[0] <= width[1], shown
    if not width[0]:
        assert shown[2] == pytest.approx(125.75, abs=0.2), "Pyongyang, where the treaty was signed, and nothing else"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_then_and_now_write_no_label_under_a_caption(
    served: str, open_reader: Callable[..., Reader], width: int, height: int
) -> None:
    reader = open_reader(served, width=width, height=height).open()
    reader.doc.get_by_role("button", name="Then and now").click()
    reader.page.wait_for_timeout(700)
    boxes = reader.doc.evaluate(
        "() => ['left', 'right'].map((side) => document.querySelector('.cl-then-' + side).getBoundingClientRect())"
        ".map((box) => [box.left, box.top, box.right, box.bottom])"
    )
    chips = reader.js(
        "[app.claims, app.then.pair().claims]"
        ".map((layer) => layer.chips().map(({ x, y, width, height, name }) => ({ x, y, width, height, name })))"
    )
    maps = reader.js("[app.map, app.then.pair().map].map((map) => map.getContainer().getBoundingClientRect().toJSON())")
    for (left, top, right, bottom), labels, at in zip(boxes, chips, maps, strict=True):
        assert labels
        for chip in labels:
            x, y = chip["x"] + at["x"], chip["y"] + at["y"]
            clear = x >= right or x + chip["width"] <= left or y >= bottom or y + chip["height"] <= top
            assert clear, (chip, left, top, right, bottom)


def test_what_colours_the_map_is_written_in_full(served: str, open_reader: Callable[..., Reader]) -> None:
    select_box = open_reader(served).open().doc.locator(".cl-colour-by select")
    room, needed = select_box.evaluate(
        "(node) => { const pen = document.createElement('canvas').getContext('2d');"
        " pen.font = getComputedStyle(node).font;"
        " const texts = [...node.options].map((each) => pen.measureText(each.text).width);"
        " return [node.clientWidth - 22, Math.max(...texts)] }"  # the arrow takes the rest
    )
    assert needed <= room
