"""An end that was told later is open until that day: in every count, on every band and in every word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.timemap.payload import claims_payload
from tests.builders import DatasetBuilder
from tests.mapapp.timemap.assets import panel_page as panels
from tests.mapapp.timemap.assets.panel_page import DAY, seconds

Payload = dict[str, Any]
TOLD = date(2024, 12, 20)  # the day on which the ends of the tiny claims were told


@pytest.fixture(scope="module")
def opened() -> Iterator[panels.Opener]:
    with panels.chromium() as browser, panels.opener(browser) as open_page:
        yield open_page


def late(folder: Path) -> Dataset:
    """The tiny claims; the ends of a point and of an area were told on ``TOLD``."""
    builder = DatasetBuilder(folder)
    builder.put("claims.csv", 2, "event_date", "2024-10-08/2024-12-13").put("claims.csv", 3, "modality", "present")
    builder.put("claims.csv", 3, "event_date", "2024-11/2024-12-10")
    for row in (2, 3):
        builder.put("claims.csv", row, "end_known_on", str(TOLD))
    return builder.load()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return late(tmp_path_factory.mktemp("late"))


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def end_of(day: date | None) -> int | None:
    """What the state holds for a day: its end, exclusive."""
    return None if day is None else seconds(day) + DAY


# The selection, and the same window counted by the two indexes that draw the map
ANSWER = """
([known, from, to]) => {
  const { state, data } = page;
  state.set({ known, from, to, bounds: null });
  window.indexes = window.indexes || { tally: Claimline.createTally(data), spans: Claimline.createSpans(data) };
  const { tally, spans } = window.indexes;
  const { keep } = state.get();
  tally.fit(keep);
  spans.recode();
  let points = 0;
  spans.ranges(from, to).forEach(([low, middle, high]) => {
    for (let i = low; i < high; i += 1) {
      if (keep[spans.row[i]] !== 0 && (i >= middle || spans.t1[i] > from)) points += 1;
    }
  });
  const found = state.selection();
  return {
    inView: Array.from(found.inView), unlocated: Array.from(found.unlocated), undated: Array.from(found.undated),
    definite: found.definite, possible: found.possible, outsideWindow: found.outsideWindow, notKnown: found.notKnown,
    counts: Array.from(found.counts), drawn: points + tally.ask(from, to).reduce((sum, area) => sum + area.total, 0),
  };
}
"""


def asked_of(dataset: Dataset, known: date | None, first: date, last: date) -> Payload:
    found = select(dataset, ClaimQuery(first, last, known_on=known))
    return {
        "inView": list(found.in_view), "unlocated": list(found.unlocated), "undated": list(found.undated),
        "definite": found.definite, "possible": found.possible, "outsideWindow": found.outside_window,
        "notKnown": found.not_known, "counts": list(found.counts().values()), "drawn": len(found.in_view),
    }  # fmt: skip


def days_between(chance: random.Random, first: date, last: date, count: int) -> list[date]:
    return [first + timedelta(chance.randrange((last - first).days)) for _ in range(count)]


@pytest.mark.parametrize("name", ["bundled", "tiny"])
def test_the_browser_selects_what_the_library_selects_on_any_day_and_window(
    opened: panels.Opener, bundled: Dataset, tiny: Dataset, name: str
) -> None:
    dataset = {"bundled": bundled, "tiny": tiny}[name]
    page, chance = opened(claims_payload(dataset)), random.Random(5)
    first, end = (datetime.fromtimestamp(at, UTC).date() for at in page.evaluate("page.data.extent"))
    told = [claim.end_known_on for claim in dataset.claims if claim.end_known_on is not None]
    edges = [each for day in set(told) for each in (day, day - timedelta(1))]
    for known in [*days_between(chance, first, end, 20), *edges, None, *edges]:
        for _ in range(6):
            start, last = sorted(days_between(chance, first, end, 2))
            answer = page.evaluate(ANSWER, [end_of(known), seconds(start), end_of(last)])
            assert answer == asked_of(dataset, known, start, last), (known, start, last)


def test_points_lie_in_the_heap_of_their_latest_end(opened: panels.Opener, tiny: Dataset) -> None:
    page = opened(claims_payload(tiny))
    for known, ends in ((TOLD, [1, 0]), (TOLD - timedelta(1), [0, 1]), (None, [1, 0])):
        assert page.evaluate(
            """known => {
            page.state.set({ known });
            const { t1, t1Latest } = page.data;
            return [t1[0], t1Latest[0]].map((end, i) => Number(i === 0 ? end !== Infinity : t1[0] === Infinity));
          }""",
            end_of(known),
        ) == ends  # fmt: skip
    assert page.evaluate("page.data.t1Latest[0] === Infinity && page.data.t1Latest[4] !== page.data.t1Latest[4]")


def test_without_such_ends_nothing_is_kept_twice(opened: panels.Opener, tmp_path: Path) -> None:
    page = opened(claims_payload(DatasetBuilder(tmp_path).load()))
    assert page.evaluate("[page.data.t1Latest === page.data.t1, page.data.lateEnds.length]") == [True, 0]
    assert page.evaluate("Claimline.dataAt(page.data, null).t1 === page.data.t1")


def test_a_twin_has_ends_of_its_own(opened: panels.Opener, tiny: Dataset) -> None:
    page = opened(claims_payload(tiny))
    panels.patch(page, known=end_of(TOLD - timedelta(1)))
    ends = """() => {
      const twin = Claimline.dataAt(page.data, null);
      return [page.data, twin].map((data) => (data.t1[0] === Infinity ? null : data.t1[0]));
    }"""
    assert page.evaluate(ends) == [None, end_of(date(2024, 12, 13))]


WORDS = [
    (TOLD, "8 Oct 2024 to 13 Dec 2024", "Known to the day", False),
    (TOLD - timedelta(1), "Since 8 Oct 2024", "Known to the day, no end stated", True),
    (None, "8 Oct 2024 to 13 Dec 2024", "Known to the day", False),
]


@pytest.mark.parametrize(("known", "when", "precision", "fades"), WORDS)
def test_card_and_list_speak_as_of_the_day(
    opened: panels.Opener, tiny: Dataset, known: date | None, when: str, precision: str, *, fades: bool
) -> None:
    page = opened(claims_payload(tiny))
    panels.patch(page, known=end_of(date(2024, 12, 1)))  # another day first: what was built must be built again
    panels.settle(page)
    panels.patch(page, known=end_of(known), selected=0)
    panels.settle(page)
    card, item = page.inner_text(".cl-card"), page.inner_text('.cl-item[data-row="0"]')
    assert f"{when}\n{precision}" in card
    assert when.lower() in item.lower()
    for text in (card.lower(), item.lower()):
        assert ("no end stated" in text, "last reported" in text) == (fades, fades)
        assert fades != ("13 dec 2024" in text)


def bar(page: Page, day: date, rows: list[int]) -> str:
    """What the bar at a day says of these claims alone."""
    return str(
        page.evaluate(
            """([seconds, rows]) => {
            page.state.set({ mask: Uint8Array.from({ length: page.data.n }, (_, row) => Number(rows.includes(row))) });
            return page.panels.timeline.histogram.describeAt(seconds).split(': ').slice(1).join(': ');
          }""",
            [seconds(day), rows],
        )
    )


# Day of knowledge, day of the bar, what it says of the point from 8 October to 13 December
BARS = [
    (TOLD, date(2024, 12, 13), "possibly 1 corroborated"),
    (TOLD, date(2025, 2, 10), "no claim"),
    (TOLD - timedelta(1), date(2024, 12, 13), "possibly 1 corroborated"),
    (date(2024, 11, 2), date(2024, 11, 1), "possibly 1 unverified"),
    (date(2024, 11, 2), date(2024, 12, 13), "no claim"),  # nobody could say that it went on
    (None, date(2025, 2, 10), "no claim"),
]


@pytest.mark.parametrize(("known", "day", "says"), BARS)
def test_no_bar_reaches_beyond_what_was_known(
    opened: panels.Opener, tiny: Dataset, known: date | None, day: date, says: str
) -> None:
    page = opened(claims_payload(tiny))
    panels.patch(page, known=end_of(known))
    assert bar(page, day, [0]) == says


def test_a_claim_without_an_end_fills_no_bar_after_the_data(opened: panels.Opener, tiny: Dataset) -> None:
    page = opened(claims_payload(tiny))
    assert bar(page, date(2025, 1, 20), [2]).startswith("possibly 1")  # the last report is of 2 February 2025
    assert bar(page, date(2025, 4, 20), [2]) == "no claim"
    assert bar(page, date(2025, 4, 20), [5]).startswith("possibly 1"), "a year that was stated is as long as it is"


def band_ends(page: Page) -> dict[int, int]:
    """Row -> seconds at which its band has run out."""
    return dict(page.evaluate("page.panels.timeline.bands.bands().map((band) => [band.row, band.to])"))


def test_a_band_ends_where_its_end_was_told_and_fades_out_before_that(opened: panels.Opener, tiny: Dataset) -> None:
    page = opened(claims_payload(tiny))
    height = page.evaluate("document.querySelector('.cl-bands').clientHeight")
    assert band_ends(page)[0] == end_of(date(2024, 12, 13))
    panels.patch(page, known=end_of(TOLD - timedelta(1)))
    assert band_ends(page)[0] == seconds(date(2024, 11, 30)) + 183 * DAY  # after the last report
    panels.patch(page, known=end_of(TOLD))
    assert band_ends(page)[0] == end_of(date(2024, 12, 13))
    assert page.evaluate("document.querySelector('.cl-bands').clientHeight") == height


def test_marks_and_areas_fade_only_while_no_end_is_known(opened: panels.Opener, tiny: Dataset) -> None:
    page = opened(claims_payload(tiny))
    fades = """known => {
      page.state.set({ known });
      const { data, state } = page;
      const tally = Claimline.createTally(data);
      tally.fit(state.get().keep);
      const [from, to] = data.extent;
      const areas = Claimline.areaFades(data, tally.ask(from, to), from, to, state.get().keep);
      return [Claimline.fadeOf(data, known)[0] > 0, areas[data.area[1]] > 0];
    }"""
    found = [page.evaluate(fades, end_of(day)) for day in (date(2024, 12, 19), TOLD, date(2024, 12, 19), None)]
    assert found == [[False, True], [False, False], [False, True], [False, False]]


def test_a_claim_that_is_over_does_not_freshen_its_area(opened: panels.Opener, tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "place_id", "border-zone")  # with the open claim
    builder.put("claims.csv", 2, "event_date", "2024-10-08/2024-12-13").put("claims.csv", 2, "end_known_on", str(TOLD))
    page = opened(claims_payload(builder.load()))
    fade = """([known, from, to]) => {
      page.state.set({ known });
      const { data, state } = page;
      const tally = Claimline.createTally(data);
      tally.fit(state.get().keep);
      return Claimline.areaFades(data, tally.ask(from, to), from, to, state.get().keep)[data.area[2]];
    }"""
    day = date(2025, 2, 2)  # 54 days after the last report of the open claim
    assert page.evaluate(fade, [end_of(day), seconds(date(2025, 1, 1)), end_of(day)]) > 0
    assert page.evaluate(fade, [end_of(day), seconds(date(2024, 12, 1)), end_of(day)]) == 0
