from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from geodata.model import Dataset, Status
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot
from mapapp.export.geojson import CAVEAT
from mapapp.export.known import FADE_STEPS, cover_of, known_line, known_words, open_note
from mapapp.export.sheet import map_frame
from mapapp.palette import STATUS_STYLES
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Written, close_to, read, request_of, written  # noqa: F401

VAGUE = 2
KURSK = BBox(33, 50, 38.6, 52.6)
SMALL = (640, 420)


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def on(dataset: Dataset, day: str | None, bbox: BBox | None = None) -> Selection:
    return select(dataset, ClaimQuery(known_on=None if day is None else date.fromisoformat(day), bbox=bbox))


def test_the_steps_are_those_of_the_browser(root: Path) -> None:
    script = (root / "mapapp" / "timemap" / "assets" / "fade.js").read_text(encoding="utf-8")
    steps = re.findall(r"\{ days: (\d+), fade: ([\d.]+) \}", script)
    assert tuple((int(days), float(fade)) for days, fade in steps) == FADE_STEPS


SILENCE = [
    ("2024-12-10", 1.0),  # the day of the report
    ("2025-01-09", 1.0),  # 30 days later
    ("2025-01-10", 1 - 0.75 * 0.35),
    ("2025-03-11", 1 - 0.75 * 0.35),
    ("2025-03-12", 1 - 0.75 * 0.6),
    ("2025-06-11", 1 - 0.75 * 0.8),
    ("2030-01-01", 1 - 0.75 * 0.8),
]


@pytest.mark.parametrize(("day", "cover"), SILENCE)
def test_a_claim_without_an_end_fades_with_the_days_since_its_last_report(
    tmp_path: Path, day: str, cover: float
) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = builder.info.replace('state = "none"', 'state = "partly"').replace("2025-03-31", "2031-12-31")
    found = on(builder.load(), day)
    assert cover_of(found, VAGUE) == pytest.approx(cover)
    assert cover_of(found, 0) == 1, "a claim with an end never fades"


def test_nothing_fades_for_days_that_the_data_do_not_reach(tiny: Dataset) -> None:
    """The data end on 2 February 2025: silence after it is ours, not theirs."""
    until = on(tiny, "2025-02-02")
    assert cover_of(until, VAGUE) == cover_of(on(tiny, "2030-01-01"), VAGUE) == cover_of(on(tiny, None), VAGUE)


def test_a_claim_whose_reports_have_no_day_is_palest(tiny: Dataset) -> None:
    found = replace(on(tiny, None), last_reported={})
    assert cover_of(found, VAGUE) == pytest.approx(0.4)
    assert open_note(found) == "1 claim has no stated end and no dated report: palest."


MEANT = "only what was public at the end of that day (UTC)."
WORDS = [
    (None, "Everything recorded up to 2 February 2025", "Everything recorded up to 2 February 2025."),
    (
        "2024-11-01",
        "As known on 1 November 2024",
        f"As known on 1 November 2024: {MEANT}",
    ),
    (
        "2030-01-01",
        "As known on 1 January 2030",
        f"As known on 1 January 2030: {MEANT} The data reach to 2 February 2025.",
    ),
]


@pytest.mark.parametrize(("day", "words", "line"), WORDS)
def test_every_picture_says_its_date_in_the_title_and_in_the_map(
    tiny: Dataset, written: Written, day: str | None, words: str, line: str  # noqa: F811
) -> None:  # fmt: skip
    found = on(tiny, day, KURSK)
    assert (known_words(found), known_line(found)) == (words, line)
    draw_snapshot(found)
    assert line in written.all
    rect = map_frame(found, request_of(found, (1600, 1000))).rect
    inside = dict(zip(written.words, written.boxes, strict=True))
    for said in (words, CAVEAT):
        left, top, right, bottom = inside[said]
        assert rect.left <= left < right <= rect.right
        assert rect.top <= top < bottom <= rect.bottom
    assert inside[words][3] <= inside[CAVEAT][1], "one must not cover the other"


@pytest.mark.parametrize("size", [(480, 480), (640, 420), (420, 900), (3000, 900)])
def test_the_date_stands_in_the_map_at_every_size(
    tiny: Dataset, written: Written, size: tuple[int, int]  # noqa: F811
) -> None:  # fmt: skip
    draw_snapshot(on(tiny, "2024-11-01", KURSK), size_px=size)
    assert "As known on 1 November 2024" in written.words


def test_counts_and_signs_are_those_of_the_day(tiny: Dataset, written: Written) -> None:  # noqa: F811
    png = draw_snapshot(on(tiny, "2024-10-16", KURSK), size_px=(1600, 1000))
    said = written.words
    assert (said[said.index("Unverified") + 1], said[said.index("Corroborated") + 1]) == ("1", "0")
    assert said[said.index("Not yet known then") + 1] == "5"
    written.words.clear()
    assert png != draw_snapshot(on(tiny, None, KURSK))
    assert "Not yet known then" not in written.words


def test_a_mark_has_the_badge_only_while_the_denial_stands(tiny: Dataset) -> None:
    shown = {}
    for day in ("2024-10-14", "2024-10-15", "2025-01-01"):
        found = on(tiny, day, BBox(35, 51, 35.5, 51.4))
        picture = read(draw_snapshot(found))
        x, y = map_frame(found, request_of(found, (1600, 1000))).pixel(35.27, 51.19)
        mark = picture[round(y) - 16 : round(y) + 17, round(x) - 16 : round(x) + 17]
        shown[day] = close_to(mark, "#c8102e", 60).any()
        colour = STATUS_STYLES[Status.CORROBORATED if day == "2025-01-01" else Status.UNVERIFIED].colour
        assert close_to(mark, colour, 30).mean() > 0.1
    assert list(shown.values()) == [False, True, False]


def test_a_note_says_how_many_have_no_end_and_when_they_were_last_reported(
    tiny: Dataset,
    written: Written,  # noqa: F811
) -> None:
    assert open_note(on(tiny, "2024-11-01")) == ""
    found = on(tiny, None)
    note = "1 claim has no stated end: last reported on 10 December 2024, the paler the longer before 2 February 2025."
    assert open_note(found) == note
    draw_snapshot(found)
    assert note in written.all


def test_two_days_of_last_reports_are_a_range(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("claims.csv", 3, "event_date", "2024-11/..")
    assert open_note(on(builder.load(), None)).startswith(
        "2 claims have no stated end: last reported from 5 November 2024 to 10 December 2024, the paler"
    )


def test_what_has_faded_is_paler_in_the_picture(tiny: Dataset) -> None:
    last = date(2024, 12, 10)
    fresh, old = (replace(on(tiny, None, KURSK), last_reported={VAGUE: last - timedelta(days)}) for days in (-60, 300))
    open_point = tuple(
        replace(claim, time=tiny.claims[VAGUE].time) if claim.claim_id == "point" else claim for claim in tiny.claims
    )
    changed = []
    for found in (fresh, old):
        dataset = replace(tiny, claims=open_point)
        shown = replace(found, dataset=dataset, in_view=(0,), last_reported={0: found.last_reported[VAGUE]})
        none = replace(shown, in_view=(), last_reported={})
        picture, bare = (read(draw_snapshot(one, size_px=SMALL)) for one in (shown, none))
        x, y = map_frame(shown, request_of(shown, SMALL)).pixel(35.27, 51.19)
        spot = (slice(round(y) - 4, round(y) + 5), slice(round(x) - 4, round(x) + 5))
        changed.append(np.abs(picture[spot] - bare[spot]).mean())
    assert changed[1] < changed[0] * 0.8
    areas = [read(draw_snapshot(replace(found, in_view=(VAGUE,)), size_px=SMALL)) for found in (fresh, old)]
    empty = read(draw_snapshot(replace(fresh, in_view=(), last_reported={}), size_px=SMALL, zones=False))
    weights = [np.abs(picture - empty)[100:300, 60:380].mean() for picture in areas]
    assert weights[1] < weights[0]
