"""No date looks better known than its source knows it, and silence is not taken for news."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.misreadings.doubtful import EMPTY, FIRST, LAST, TOWN, VILLAGE_B
from tests.misreadings.screen import Picture, Screen


def _known(screen: Screen, day: str) -> None:
    box = screen.doc.get_by_label("As known on, the day")
    box.fill(day)
    box.blur()
    screen.settle()


def _bar(screen: Screen, day: date) -> str:
    """Point at a day of the histogram; what is then said of its bar."""
    box = screen.doc.locator(".cl-plot").first.bounding_box()
    assert box is not None
    share = ((day - FIRST).days + 0.5) / ((LAST - FIRST).days + 1)
    screen.reader.page.mouse.move(box["x"] + share * box["width"], box["y"] + 6)
    screen.settle()
    return screen.text(".cl-readout")


@pytest.mark.parametrize("day", [FIRST, LAST, date(2025, 5, 12)])
def test_a_claim_with_no_date_looks_like_one_of_that_day(screen: Screen, day: date) -> None:
    """It stands on no day of the timeline, the first and the last among them, but waits in a tray that is counted."""
    text = "A depot is said to have been seen."
    screen.look((54.0, 42.0), 4)
    screen.window(str(day))
    assert not [item for item in screen.listed() if text in item]
    assert "1 without a date" in screen.text(".cl-counts")
    said = _bar(screen, day)
    assert ("no claim" in said) == (day == FIRST), said
    tray = screen.doc.locator(".cl-tray[data-tray='No date stated']")
    tray.locator("summary").click()
    screen.settle()
    assert text in tray.inner_text()


def _yellow(picture: Picture) -> Picture:
    """How yellow each pixel is, 0 to 255: the colour of unverified claims and their lines, and of nothing near them."""
    return np.clip(picture[..., 0] - picture[..., 2], 0, 255)


def test_a_month_becomes_its_first_day(screen: Screen) -> None:
    """A month is a month in words, possible on each of its days, and a band from its first to its last."""
    screen.look(TOWN, 8)
    for day in ("2025-05-01", "2025-05-31"):
        screen.window(day)
        assert "0 certainly in these dates, 1 possibly" in screen.text(".cl-counts")
        assert "May 2025" in screen.listed()[0]
        assert not any(f"{number} May 2025" in screen.listed()[0] for number in range(1, 32))
        assert "possibly 1 unverified" in _bar(screen, date.fromisoformat(day))
    bands = screen.shot(".cl-bands")
    columns = np.flatnonzero((_yellow(bands) > 60).any(axis=0))
    wide = bands.shape[1] / ((LAST - FIRST).days + 1)  # of a day, CSS pixels
    may = [column for column in columns if column < ((date(2025, 11, 1) - FIRST).days) * wide]
    first, last = (((day - FIRST).days) * wide for day in (date(2025, 5, 1), date(2025, 6, 1)))
    assert (may[0], may[-1] + 1) == pytest.approx((first, last), abs=2)


def test_an_open_ended_presence_looks_as_if_it_still_went_on(screen: Screen) -> None:
    """Without a stated end a mark pales with the days since its last report; list and card say how many they are."""
    screen.window("2025-12-10")
    inks = {}
    for day in ("2025-12-07", "2026-08-30"):
        _known(screen, day)
        x, y = screen.look(VILLAGE_B, 9)
        inks[day] = _yellow(screen.shot()[y - 9 : y + 10, x - 9 : x + 10]).mean()
        silent = (date.fromisoformat(day) - date(2025, 12, 6)).days
        assert f"no end stated, last reported {silent} day" in screen.listed()[0].lower()
    assert inks["2026-08-30"] < 0.6 * inks["2025-12-07"]
    screen.reset().window("2025-12-10")
    card = screen.card("A garrison is said")
    assert "No end was stated. Last reported 268 days before 31 Aug 2026" in card
    assert "drawn paler for that" in card


def test_an_empty_range_looks_like_peace(screen: Screen) -> None:
    """Over the map of dates for which nothing was collected stands that its emptiness is no evidence."""
    screen.look(TOWN, 7)
    screen.window("2025-11-05", "2025-11-20")
    note = screen.doc.locator(".cl-empty-map")
    assert "Nothing was collected for 5 Nov to 20 Nov 2025" in note.inner_text()
    assert "An empty map is not evidence of absence." in note.inner_text()
    over, under = note.bounding_box(), screen.doc.locator(".cl-map").bounding_box()
    assert over is not None
    assert under is not None
    assert under["x"] <= over["x"] < over["x"] + over["width"] <= under["x"] + under["width"]
    assert under["y"] <= over["y"] < over["y"] + over["height"] <= under["y"] + under["height"]
    assert screen.doc.get_by_role("listitem", name="Not collected, 1 Nov to 30 Nov 2025").count() == 1
    screen.window(*EMPTY)
    assert note.is_visible()
    assert "collected" not in note.inner_text(), "where it was collected nothing else may be said"


def test_a_half_collected_range_looks_like_a_whole_one(screen: Screen) -> None:
    """Of a window that reaches into uncollected days the map says so as soon as nothing is in view."""
    screen.look(TOWN, 7)
    screen.window("2025-10-20", "2025-11-20")
    words = screen.text(".cl-empty-map")
    assert "For a part of" in words
    assert "nothing was collected" in words
