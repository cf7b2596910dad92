"""The map as one file, opened from the disk with the network off: it is the live map, and asks nobody for anything."""

from __future__ import annotations

import http.server
import random
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geodata.ingest import load_dataset
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import BBox, ClaimQuery, filter_words, knowledge_days, select, sentence
from geodata.store.text import fold, haystack
from mapapp.export.link import link_of
from mapapp.export.look import LOOK, Look
from mapapp.export.save import save
from tests.browser.onefile import FileReader
from tests.browser.payloads import PAYLOADS, hostile_folder
from tests.builders import DatasetBuilder

ALL = ClaimQuery()
KURSK = BBox(33, 50, 40, 53)
Open = Callable[..., FileReader]


@pytest.fixture
def opened(browser: Browser, bundled: Dataset, tmp_path: Path) -> Iterator[Open]:
    """Save a map and open it; at the end nothing but the file itself was asked for, and the console is empty."""
    readers: list[tuple[FileReader, str]] = []

    def make(query: ClaimQuery = ALL, look: Look = LOOK, **more: Any) -> FileReader:
        dataset = more.pop("dataset", bundled)
        path = tmp_path / f"map{len(readers)}.html"
        path.write_bytes(save(select(dataset, query), ".html", look).content)
        readers.append((FileReader(browser, path, **more), path.as_uri()))
        return readers[-1][0]

    yield make
    for reader, address in readers:
        asked = {url for url in reader.requests if not url.startswith("data:")}  # icons of the browser's own
        assert asked == {address}
        assert reader.complaints == []
        reader.close()


def seconds(day: date | None) -> int | None:
    """The end of a day as the document writes it."""
    return None if day is None else int(datetime.combine(day, datetime.min.time(), UTC).timestamp()) + 86400


def ids(dataset: Dataset, rows: tuple[int, ...]) -> list[str]:
    return sorted(dataset.claims[row].claim_id for row in rows)


def test_it_is_the_live_map(opened: Open) -> None:
    reader = opened()
    page = reader.page
    before = reader.in_view()
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Pause").click()
    reader.rest()
    assert reader.in_view() != before, "the window moved"
    page.get_by_role("button", name="All dates").click()
    page.locator(".cl-known-handle").focus()
    page.keyboard.press("Home")
    reader.rest()
    assert "as known on 19 June 2024" in reader.sentence()
    page.locator(".cl-known").get_by_role("button", name="Everything known").click()
    page.locator(".cl-list .cl-item").first.click()
    assert page.locator(".cl-card h2").inner_text()
    page.keyboard.press("Escape")
    for name in ("Who says what", "Numbers", "Map"):
        page.get_by_role("tab", name=name).click()
        assert page.get_by_role("tabpanel", name=name).is_visible()
    page.get_by_role("button", name="Then and now").click()
    reader.rest()
    assert page.locator(".cl-then-right").inner_text().startswith("Everything known")
    page.locator(".cl-tray summary").first.click()
    page.locator(".cl-tray[open] .cl-item").first.wait_for()
    assert reader.js("[window.localStorage.length, document.cookie]") == [0, ""]


VIEWS: list[tuple[ClaimQuery, Look]] = [
    (ClaimQuery(), Look()),
    (ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2025, 4, 30), bbox=KURSK), Look(theme="dark", zones=False)),
    (
        ClaimQuery(
            last_day=date(2025, 6, 30), known_on=date(2025, 4, 27), aspect=Aspect.QUANTITY, text="soldiers",
            parties=frozenset({"Russia", "Ukraine"}), statuses=frozenset({Status.UNVERIFIED, Status.DISPUTED}),
        ),
        Look(borders="defacto", window_mode="cumulative", title="Numbers in dispute"),
    ),
    (ClaimQuery(modalities=frozenset({Modality.PRESENT}), sources=frozenset({"rok-nis"}), bbox=KURSK), Look()),
]  # fmt: skip


@pytest.mark.parametrize(("query", "look"), VIEWS)
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_it_opens_at_the_saved_view(
    opened: Open, bundled: Dataset, query: ClaimQuery, look: Look, size: tuple[int, int]
) -> None:
    reader = opened(query, look, width=size[0], height=size[1])
    west, south, east, north = reader.js("Claimline.describeView(app.map, app.data, app.state.get()).bounds")
    if query.bbox is not None:
        assert west <= query.bbox.west
        assert south <= query.bbox.south
        assert east >= query.bbox.east
        assert north >= query.bbox.north
        assert max(query.bbox.east - query.bbox.west, 0) * 2 > (east - west) / 2, "no farther than it must be"
    shown = replace(query, bbox=BBox(west, south, east, north))
    assert reader.in_view() == ids(bundled, select(bundled, shown).in_view)
    if query.bbox is None:
        assert reader.in_view() == ids(bundled, select(bundled, query).in_view)
    state = reader.js("['theme', 'borders', 'mode', 'zones', 'aspect'].map((key) => app.state.get()[key])")
    aspect = -1 if query.aspect is None else list(Aspect).index(query.aspect)
    assert state == [look.theme, look.borders, look.window_mode, look.zones, aspect]
    assert reader.page.title() == (look.title or bundled.info.title)
    assert reader.page.locator(".cl-kicker").inner_text().startswith(look.title or bundled.info.title)
    assert "Reported claims, not confirmed facts" in reader.page.locator(".cl-kicker").inner_text()
    assert reader.sentence().startswith(filter_words(bundled, query))
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def random_query(dataset: Dataset, pick: random.Random) -> ClaimQuery:
    """Any filters, any day, any aspect; searches are of words and pieces of words that the data hold, or not."""

    def some(choices: list[Any], chance: float = 0.3) -> frozenset[Any]:
        return frozenset(pick.sample(choices, pick.randint(1, min(3, len(choices)))) if pick.random() < chance else ())

    hay = [haystack(dataset, claim) for claim in dataset.claims]
    words = [*pick.choice(hay).split(), "Курск", "쿠르스크", "KURSK", "équipement", "ÉQUIPEMENT", "ﬁre", "nobody", "ё"]
    chosen = [word[: pick.choice([3, 5, 99])].swapcase() for word in pick.sample(words, pick.choice([1, 1, 2]))]
    known = knowledge_days(dataset)
    assert known
    span = (known[1] - known[0]).days
    return ClaimQuery(
        types=some(list(ClaimType)),
        statuses=some(list(Status)),
        modalities=some(list(Modality)),
        parties=some(sorted({source.party for source in dataset.sources})),
        sources=some(sorted(dataset.source_of)),
        text=pick.choice(["", "", " \u2003 ".join(chosen), f"  {chosen[0]}\t"]),
        known_on=pick.choice([None, date.fromordinal(known[0].toordinal() + pick.randint(-3, span + 3))]),
        aspect=pick.choice([None, None, *Aspect]),
    )


def asked(dataset: Dataset, query: ClaimQuery) -> dict[str, Any]:
    """A query as the document is asked it."""
    return {
        "types": [word.value for word in ClaimType if word in query.types],
        "statuses": [word.value for word in Status if word in query.statuses],
        "modalities": [word.value for word in Modality if word in query.modalities],
        "parties": list(query.parties),
        "sources": [at for at, source in enumerate(dataset.sources) if source.source_id in query.sources],
        "text": query.text,
    }


ANSWERS = """argument.map(({question, known, aspect}) => {
  app.file.filters.ask(question);
  app.state.set({known, aspect, bounds: null});
  const found = app.state.selection();
  const ids = (rows) => Array.from(rows, (row) => app.data.payload.claims.id[row]).sort();
  return [ids(found.inView), ids(found.unlocated), ids(found.undated), found.filtered, found.notKnown,
    Array.from(found.counts), Claimline.filterWords(app.data.payload, app.file.filters.question())];
})"""


def many_scripts(folder: Path) -> Dataset:
    """Remarks, which have no day, two sources of one name, and letters of many scripts."""
    builder = DatasetBuilder(folder).put("claims.csv", 3, "remark", "İstanbul ẞ Ꭰ")
    builder.put("places.csv", 3, "remark", "Straße ΣΊΣΥΦΟΣ").put("claims.csv", 4, "actor", "ǅ ᏸ ᲀ e\u0301\u0345 नि")
    for row in (3, 4):
        builder.put("sources.csv", row, "name", "News \U0001f5de \uff5e")
    return builder.load()


@pytest.mark.parametrize("which", ["bundled", "many scripts"])
def test_the_filters_are_those_of_the_library_on_every_day(
    opened: Open, bundled: Dataset, tmp_path: Path, which: str
) -> None:
    dataset = bundled if which == "bundled" else many_scripts(tmp_path / "data")
    pick = random.Random(4)
    queries = [random_query(dataset, pick) for _ in range(150)]
    reader = opened(dataset=dataset)
    answers = reader.js(
        ANSWERS,
        [
            {
                "question": asked(dataset, query), "known": seconds(query.known_on),
                "aspect": -1 if query.aspect is None else list(Aspect).index(query.aspect),
            }
            for query in queries
        ],
    )  # fmt: skip
    kept = 0
    for query, answer in zip(queries, answers, strict=True):
        found = select(dataset, query)
        heaps = [ids(dataset, rows) for rows in (found.in_view, found.unlocated, found.undated)]
        counts = [found.filtered, found.not_known, list(found.counts().values())]
        assert answer == [*heaps, *counts, filter_words(dataset, query)], query
        kept += 0 < len(found.chosen) < len(dataset.claims)
    assert kept > 30, "too few of the questions tell anything apart"


def test_text_is_folded_as_the_library_folds_it(opened: Open) -> None:
    reader = opened()
    points = [code for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    folded = reader.js("argument.map((code) => Claimline.fold('a' + String.fromCodePoint(code)))", points)
    wrong = [hex(code) for code, text in zip(points, folded, strict=True) if text != fold("a" + chr(code))]
    assert wrong == []
    blanks = [code for code in points if reader_splits(code)]
    splits = "Claimline.splitWords('a' + String.fromCodePoint(code) + 'b').length > 1"
    split = reader.js(f"argument.filter((code) => {splits})", points)
    assert split == blanks


def reader_splits(code: int) -> bool:
    return len(f"a{chr(code)}b".split()) > 1


def test_a_reader_filters_with_panel_and_legend(opened: Open, bundled: Dataset) -> None:
    reader = opened(ClaimQuery(bbox=BBox(-30, -10, 180, 80)))
    page = reader.page
    page.get_by_role("button", name="Filters", exact=True).click()
    reader.choose("Claim type", "Demining")
    reader.choose("Status", "Unverified")
    page.get_by_label("Search").fill("курск")
    reader.rest()
    query = ClaimQuery(types=frozenset({ClaimType.DEMINING}), statuses=frozenset({Status.UNVERIFIED}), text="курск")
    assert reader.sentence().startswith("Demining claims, unverified, matching “курск”")
    assert reader.in_view() == ids(bundled, select(bundled, query).in_view)
    alone = select(bundled, ClaimQuery(text="курск"))
    assert page.locator(".cl-filter-search [role=status]").inner_text() == (
        f"leaves {len(bundled.claims) - alone.filtered} of {len(bundled.claims)}"
    )
    assert page.get_by_role("button", name="Filters (3)").get_attribute("aria-expanded") == "true"
    page.locator(".cl-legend-row[data-status=confirmed]").click()
    reader.rest()
    assert reader.sentence().startswith("Demining claims, confirmed or unverified")
    assert page.locator(".cl-filter-said").nth(1).inner_text() == "Confirmed, Unverified"
    page.get_by_role("button", name="Clear filters").click()
    reader.rest()
    assert reader.sentence().startswith("All claims, ")
    assert page.get_by_label("Search").input_value() == ""
    assert page.get_by_role("button", name="Clear filters").is_disabled()
    assert page.locator(".cl-legend-row[aria-pressed=false]").count() == 0


def test_no_source_is_offered_before_it_had_reported(opened: Open, bundled: Dataset) -> None:
    reader, day = opened(), date(2024, 10, 31)
    page = reader.page
    reader.js(f"app.state.set({{known: {seconds(day)}}})")
    reader.rest()
    page.get_by_role("button", name="Filters").click()
    page.locator(".cl-filter summary").nth(4).click()
    heard = {report.source_id for report in bundled.reports if report.known_on and report.known_on <= day}
    offered = page.locator(".cl-filter").nth(4).locator("li:visible").all_inner_texts()
    assert sorted(offered) == sorted(bundled.source_of[key].name for key in heard)
    assert f"offers the {len(heard)} of {len(bundled.sources)} sources" in page.locator(".cl-filter-offer").inner_text()
    reader.js("app.state.set({known: null})")
    reader.rest()
    assert page.locator(".cl-filter").nth(4).locator("li:visible").count() == len(bundled.sources)


def test_saved_as_known_on_a_day_it_knows_nothing_later(opened: Open, bundled: Dataset) -> None:
    day = date(2024, 10, 31)
    reader = opened(ClaimQuery(known_on=day))
    known = select(bundled, ClaimQuery(known_on=day))
    for _moved in range(2):
        assert reader.in_view() == ids(bundled, known.in_view)
        reader.js("app.state.set({known: null})")
    assert reader.js("app.data.n") == len(known.chosen) < len(bundled.claims)
    assert reader.js("app.data.payload.knowledge[1]") <= (seconds(day) or 0)


def test_everything_is_reached_with_the_keyboard_alone(opened: Open) -> None:
    reader = opened()
    page = reader.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Filters"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "cl-search":
            break
    page.keyboard.type("Sudzha")
    reader.rest()
    assert "matching “Sudzha”" in reader.sentence()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    reader.rest()
    assert "Deployment claims" in reader.sentence()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Filters (2)"
    assert page.locator(".cl-filters").is_hidden()
    page.get_by_role("button", name="About this file").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reader.rest()
    assert page.locator("dialog[open]").count() == 0
    assert reader.sentence().startswith("All claims, "), "the view as saved"


def test_the_file_says_what_it_is(opened: Open, bundled: Dataset) -> None:
    query = ClaimQuery(text="soldiers", known_on=date(2025, 4, 27))
    reader = opened(query, Look(title="A title", borders="defacto", made_on=date(2026, 3, 4)))
    reader.page.get_by_role("button", name="About this file").click()
    told = reader.page.locator("dialog").inner_text()
    info, link = bundled.info, link_of(select(bundled, query), borders="defacto")
    for words in (
        "A title", "Reported claims, not confirmed facts", f"{sentence(bundled, query)}.", "27 April 2025", info.title,
        info.version, bundled.digest[:12], info.licence, info.attribution, info.scope, "4 March 2026", "De facto",
        "Natural Earth", link, "python -m mapapp verify",
    ):  # fmt: skip
        assert words in told, words
    reader.page.get_by_role("button", name="Dark colours").click()
    assert reader.js("document.documentElement.dataset.theme") == "dark"


def test_on_a_phone_everything_is_large_enough_for_a_finger(opened: Open) -> None:
    reader = opened(ClaimQuery(text="soldiers"), width=390, height=844)
    page = reader.page
    assert page.locator(".cl-filters").is_hidden(), "the map comes first"
    page.get_by_role("button", name="Filters (1)").tap()
    page.locator(".cl-filter summary").first.tap()
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, summary, .cl-search, .cl-choice')]"
        ".filter((node) => node.offsetParent !== null && node.getBoundingClientRect().height < 36)"
        ".map((node) => node.textContent)"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_text_of_strangers_stays_text(opened: Open, tmp_path: Path) -> None:
    dataset = load_dataset(hostile_folder(tmp_path / "hostile"))
    reader = opened(ClaimQuery(text="{{"), Look(title=" ¦ ".join(PAYLOADS) + "\ud800"), dataset=dataset)
    page = reader.page
    page.locator(".cl-list .cl-item").first.click()
    shown = page.locator(".cl-card").inner_text()
    page.get_by_role("button", name="About this file").click()
    told = page.locator("dialog").inner_text()
    for payload in PAYLOADS:
        for text in (shown, told, page.locator(".cl-header .cl-kicker").text_content() or "", page.title()):
            assert payload in text
    page.keyboard.press("Escape")
    page.locator(".cl-filter summary").last.click()
    assert PAYLOADS[0] in page.locator(".cl-filters").inner_text()
    for name in ("Who says what", "Numbers"):
        page.get_by_role("tab", name=name).click()
    assert page.evaluate("[window.__ran, window.__x]") == [None, None]
    assert "1337" not in re.sub(r"[0-9a-f]{12,}", "", page.locator("body").inner_text())


def test_a_page_without_claims_says_so(opened: Open, tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "empty")
    for file in ("claims.csv", "reports.csv", "positions.csv", "assessments.csv"):
        builder.tables[file].clear()
    reader = opened(dataset=builder.load())
    assert reader.page.locator(".cl-counts").inner_text().startswith("0 claims of 0 in view")
    reader.page.get_by_role("button", name="Filters").click()
    assert reader.page.locator(".cl-filter-said").first.inner_text() == "All"


class _Log(http.server.SimpleHTTPRequestHandler):
    asked: list[str]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002
        self.asked.append(self.path)


def test_put_on_a_server_it_asks_for_no_more_than_itself(browser: Browser, bundled: Dataset, tmp_path: Path) -> None:
    (tmp_path / "map.html").write_bytes(save(select(bundled, ClaimQuery()), ".html").content)
    _Log.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Log, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        reader = FileReader(browser, f"http://127.0.0.1:{server.server_port}/map.html#%7B%22claimline%22:%22page%22%7D")
        reader.page.wait_for_timeout(500)
        complaints = reader.complaints
        reader.close()
        server.shutdown()
    assert _Log.asked == ["/map.html"]
    assert complaints == []
