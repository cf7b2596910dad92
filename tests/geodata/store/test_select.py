from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.basemap import region_bbox
from geodata.model import ClaimType, Dataset, LonLat, Modality, Status, parse_edtf
from geodata.store import BBox, ClaimQuery, Selection, filter_mask, place_bbox, select
from tests.builders import DatasetBuilder
from tests.worlds import WORLDS

POINT, AREA, VAGUE, UNLOCATED, UNDATED, NOWHERE = range(6)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def test_without_a_question_all_is_shown(tiny: Dataset) -> None:
    found = select(tiny, ClaimQuery())
    assert found.in_view == (POINT, AREA, VAGUE)
    assert (found.unlocated, found.undated) == ((UNLOCATED, NOWHERE), (UNDATED,))
    assert (found.filtered, found.outside_window, found.outside_view, found.not_known) == (0, 0, 0, 0)
    assert (found.definite, found.possible) == (2, 1)  # one has no stated end: possible, in whatever window
    assert found.chosen == (0, 1, 2, 3, 4, 5)
    assert [found.counts()[status] for status in Status] == [1, 1, 0, 1, 0, 0, 0]
    assert list(found.counts()) == list(Status)


WINDOWS = [
    ("2024-10-08", "2024-10-13", (POINT,), 1, 0),
    ("2024-10-09", "2024-10-13", (POINT,), 0, 1),
    ("2024-10-08", "2024-10-12", (POINT,), 0, 1),
    ("2024-10-13", "2024-10-13", (POINT,), 0, 1),
    ("2024-10-14", "2024-10-31", (), 0, 0),
    ("2024-10-01", "2024-10-07", (), 0, 0),
    ("2024-10-13", "2024-11-01", (POINT, AREA), 0, 2),
    ("2024-11-01", "2024-11-30", (AREA,), 1, 0),
    ("2024-11-30", "2024-12-01", (AREA, VAGUE), 0, 2),
    ("2024-12-01", "2026-01-01", (VAGUE,), 0, 1),  # an open end is never wholly inside a window that ends
    ("2024-12-01", None, (VAGUE,), 0, 1),
    ("2030-01-01", "2030-01-01", (VAGUE,), 0, 1),
    (None, "2024-10-31", (POINT,), 1, 0),
    (None, "9999-12-31", (POINT, AREA, VAGUE), 2, 1),
]


@pytest.mark.parametrize(("first", "last", "in_view", "definite", "possible"), WINDOWS)
def test_window(
    tiny: Dataset, first: str | None, last: str | None, in_view: tuple[int, ...], definite: int, possible: int
) -> None:
    found = select(tiny, ClaimQuery(first_day=day(first), last_day=day(last)))
    assert (found.in_view, found.definite, found.possible) == (in_view, definite, possible)
    assert found.outside_window == 3 - len(in_view)
    assert (found.unlocated, found.undated) == ((UNLOCATED, NOWHERE), (UNDATED,))  # trays know no window


FILTERS: list[tuple[dict[str, Any], set[int]]] = [
    ({"types": {ClaimType.DEMINING}}, {POINT}),
    ({"types": {ClaimType.DEMINING, ClaimType.OTHER}}, {POINT, NOWHERE}),
    ({"types": {ClaimType.COMBAT}}, set()),
    ({"statuses": {Status.UNVERIFIED}}, {UNLOCATED, UNDATED, NOWHERE}),
    ({"statuses": {Status.UNVERIFIED}, "known_on": date(2024, 10, 14)}, {POINT}),
    ({"modalities": {Modality.PLANNED, Modality.INFERRED}}, {AREA, UNDATED}),
    ({"parties": {"Russia"}}, {POINT, AREA, NOWHERE}),
    ({"parties": {"Russia"}, "known_on": date(2024, 11, 29)}, {AREA}),
    ({"sources": {"ministry"}}, {POINT, UNLOCATED}),
    ({"parties": {"Russia"}, "sources": {"ministry"}}, {POINT}),
    ({"parties": {"Russia"}, "types": {ClaimType.OTHER}, "text": "words"}, {NOWHERE}),
    ({"text": "troops"}, {VAGUE, UNLOCATED, UNDATED}),
]


@pytest.mark.parametrize(("chosen", "rows"), FILTERS)
def test_filters(tiny: Dataset, chosen: dict[str, Any], rows: set[int]) -> None:
    frozen: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, set) else value for key, value in chosen.items()
    }
    asked = ClaimQuery(**frozen)
    found = select(tiny, asked)
    assert set(found.chosen) == rows
    assert found.filtered == 6 - found.not_known - len(rows)
    mask = filter_mask(tiny, asked)
    assert rows <= {row for row, kept in enumerate(mask) if kept}


def test_mask_knows_neither_window_nor_box(tiny: Dataset) -> None:
    asked = ClaimQuery(first_day=date(1990, 1, 1), last_day=date(1990, 1, 2), bbox=BBox(0, 0, 1, 1))
    assert filter_mask(tiny, asked) == (True,) * 6


def test_boxes(tiny: Dataset) -> None:
    point = BBox(35.27, 51.19, 36, 52)  # on its edge
    assert POINT in select(tiny, ClaimQuery(bbox=point)).in_view
    assert POINT not in select(tiny, ClaimQuery(bbox=BBox(35.28, 51.19, 36, 52))).in_view
    west, south, east, north = region_bbox("RU-BEL")
    belgorod = select(tiny, ClaimQuery(bbox=BBox(east - 0.01, south, east, south + 0.01)))
    assert (belgorod.in_view, belgorod.outside_view) == ((VAGUE,), 2)
    assert belgorod.unlocated == (UNLOCATED, NOWHERE)
    assert place_bbox(tiny.places[0]) == (35.27, 51.19, 35.27, 51.19)
    kursk = region_bbox("RU-KRS")
    assert place_bbox(tiny.places[1]) == kursk
    union = (min(west, kursk[0]), min(south, kursk[1]), max(east, kursk[2]), max(north, kursk[3]))
    assert place_bbox(tiny.places[2]) == union
    assert place_bbox(tiny.places[3]) is None


KNOWN = [
    ("2024-10-13", 6, ()),
    ("2024-10-14", 5, (POINT,)),
    ("2024-11-05", 4, (POINT, AREA)),
    ("2024-12-10", 3, (POINT, AREA, VAGUE)),
    ("2025-02-02", 0, (POINT, AREA, VAGUE)),
]


@pytest.mark.parametrize(("known_on", "not_known", "in_view"), KNOWN)
def test_claims_that_nobody_had_reported_yet(
    tiny: Dataset, known_on: str, not_known: int, in_view: tuple[int, ...]
) -> None:
    found = select(tiny, ClaimQuery(known_on=day(known_on)))
    assert (found.not_known, found.in_view) == (not_known, in_view)


DAYS = st.none() | st.dates(date(2024, 9, 25), date(2025, 3, 5))
DEGREES = st.tuples(st.floats(20, 50), st.floats(40, 60), st.floats(0.1, 30), st.floats(0.1, 20)).map(
    lambda box: BBox(box[0], box[1], box[0] + box[2], box[1] + box[3])
)


def some(words: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(words)), max_size=3)


@st.composite
def queries(draw: st.DrawFn) -> ClaimQuery:
    first, last = draw(DAYS), draw(DAYS)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return ClaimQuery(
        first, last, draw(some(ClaimType)), draw(some(Status)), draw(some(Modality)),
        draw(some(["Ukraine", "Russia", "South Korea"])), draw(some(["ministry", "agency", "daily"])),
        draw(st.sampled_from(["", "", "sappers", "Курск", "troops korea"])), draw(st.none() | DEGREES), draw(DAYS),
    )  # fmt: skip


@given(queries())
@settings(deadline=None, max_examples=200)
def test_every_claim_lies_on_exactly_one_heap(tiny: Dataset, asked: ClaimQuery) -> None:
    found = select(tiny, asked)
    heaps = [*found.in_view, *found.unlocated, *found.undated]
    assert len(heaps) == len(set(heaps))
    others = found.filtered + found.outside_window + found.outside_view + found.not_known
    assert len(heaps) + others == len(tiny.claims)
    assert found.definite + found.possible == len(found.in_view) == sum(found.counts().values())
    assert found.chosen == tuple(sorted(heaps))
    assert found.query is asked
    assert_each_is_where_it_belongs(tiny, asked, found)


def assert_each_is_where_it_belongs(tiny: Dataset, asked: ClaimQuery, found: Selection) -> None:
    """Decide again for each claim, day by day."""
    mask = filter_mask(tiny, asked)
    for row, claim in enumerate(tiny.claims):
        reports = tiny.reports_of[claim.claim_id]
        known = asked.known_on is None or any(report.known_on <= asked.known_on for report in reports)  # type: ignore[operator]
        box = None if claim.place_id is None else place_bbox(tiny.place_of[claim.place_id])
        shown = mask[row] and known
        assert (row in found.unlocated) is (shown and box is None)
        assert (row in found.undated) is (shown and box is not None and not claim.time.is_known)
        located = shown and box is not None and claim.time.is_known
        seen = asked.bbox is None or (box is not None and asked.bbox.touches(box))
        assert (row in found.in_view) is (located and seen and bool(days_of(tiny, row) & days_asked(asked)))


@given(WORLDS, st.none() | st.dates(date(2024, 9, 1), date(2025, 3, 1)))
@settings(deadline=None, max_examples=60)
def test_what_is_known_on_no_day_is_counted_apart(world: Dataset, known_on: date | None) -> None:
    found = select(world, ClaimQuery(known_on=known_on))
    never = select(world, ClaimQuery(known_on=date.max)).not_known
    assert found.dateless == (0 if known_on is None else never)
    assert found.dateless <= found.not_known


FIRST, COUNT = date(2024, 9, 1), 300


def days_asked(asked: ClaimQuery) -> set[date]:
    first, last = asked.first_day or date.min, asked.last_day or date.max
    return {each for each in (FIRST + timedelta(number) for number in range(COUNT)) if first <= each <= last}


def days_of(tiny: Dataset, row: int) -> set[date]:
    span = tiny.claims[row].time
    noons = (datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(number, hours=12) for number in range(COUNT))
    if span.start_utc is None:
        return set()
    return {noon.date() for noon in noons if noon >= span.start_utc and (span.end_utc is None or noon < span.end_utc)}


LAST = [(None, "2024-12-20"), ("2024-12-20", "2024-12-20"), ("2024-12-19", "2024-12-10"), ("2024-12-09", None)]


@pytest.mark.parametrize(("known_on", "last"), LAST)
def test_claims_without_an_end_say_when_they_were_last_reported(
    tmp_path: Path, known_on: str | None, last: str | None
) -> None:
    builder = DatasetBuilder(tmp_path)
    said = {"source_id": "daily", "stance": "mentions", "title": "Still there"}
    builder.add("reports.csv", report_id="again", claim_id="vague", published_at="2024-12-20", **said)
    builder.add("reports.csv", report_id="point", claim_id="point", published_at="2025-12-20", **said)
    denial = {**said, "stance": "denies"}
    builder.add("reports.csv", report_id="denied", claim_id="vague", published_at="2025-01-01", **denial)
    dataset = builder.load()
    whenever = replace(dataset.report_of["again"], report_id="whenever", published=parse_edtf("2024-12/.."))
    dataset = replace(dataset, reports=(*dataset.reports, whenever))
    found = select(dataset, ClaimQuery(known_on=day(known_on)))
    assert dict(found.last_reported) == ({VAGUE: day(last)} if last else {})


# End told on 20 October. Day of knowledge, window; in view, definite, last reported
ENDS = [
    ("2024-10-19", None, None, True, 0, "2024-10-14"),
    ("2024-10-19", "2024-12-01", None, True, 0, "2024-10-14"),  # nobody had said that it was over
    ("2024-10-19", "2024-10-01", "2024-10-31", True, 0, "2024-10-14"),
    ("2024-10-20", None, None, True, 1, None),
    ("2024-10-20", "2024-12-01", None, False, 0, None),
    ("2024-10-20", "2024-10-01", "2024-10-31", True, 1, None),
    (None, "2024-12-01", None, False, 0, None),
    (None, "2024-10-01", "2024-10-31", True, 1, None),
]


@pytest.mark.parametrize(("known_on", "first", "last", "in_view", "definite", "reported"), ENDS)
def test_an_end_counts_from_the_day_on_which_it_was_told(
    tmp_path: Path, known_on: str | None, first: str | None, last: str | None, *,
    in_view: bool, definite: int, reported: str | None,
) -> None:  # fmt: skip
    builder = DatasetBuilder(tmp_path).put("claims.csv", 2, "end_known_on", "2024-10-20")
    builder.tables["reports.csv"] = [row for row in builder.tables["reports.csv"] if row["report_id"] != "r2"]
    found = select(builder.load(), ClaimQuery(day(first), day(last), text="sappers work", known_on=day(known_on)))
    assert (found.in_view, found.definite) == ((POINT,) if in_view else (), definite)
    assert dict(found.last_reported) == ({} if reported is None else {POINT: day(reported)})


def test_a_claim_out_of_view_is_not_among_the_last_reported(tiny: Dataset) -> None:
    assert dict(select(tiny, ClaimQuery(last_day=date(2024, 10, 31))).last_reported) == {}


@pytest.mark.parametrize(("lat", "heap"), [(85.05, "in_view"), (85.06, "unlocated"), (-90, "unlocated")])
def test_a_place_beyond_the_end_of_the_map_is_in_no_view(tiny: Dataset, lat: float, heap: str) -> None:
    spot = replace(tiny.place_of["sudzha"], position=LonLat(35.27, lat))
    places = tuple(spot if place.place_id == "sudzha" else place for place in tiny.places)
    selection = select(replace(tiny, places=places), ClaimQuery())
    assert tiny.row_of["point"] in getattr(selection, heap)
    assert tiny.row_of["point"] in selection.chosen
