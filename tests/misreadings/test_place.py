"""No place looks better known than its source knows it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from geodata.model import Status
from mapapp.cli import main
from mapapp.export.theme import line_colour
from mapapp.palette import STATUS_STYLES
from tests.misreadings.doubtful import EMPTY, TOWN, VILLAGE_A
from tests.misreadings.screen import Picture, Screen, changed, crowding, near, of_status, rgb

KURSK = (51.76, 36.4)  # about the middle of the region
BELGOROD = (50.75, 37.4)
A_MARK = 0.3  # of 16 by 16 pixels: a mark's full colour takes more, whatever an area has takes less
_LINE = rgb(line_colour(STATUS_STYLES[Status.UNVERIFIED].colour, "#f1efe9"))


def _drawn(screen: Screen, day: str) -> tuple[Picture, Picture]:
    """The map on a day, and how far each of its pixels is from that of days without a claim."""
    screen.window(*EMPTY)
    blank = screen.bare()
    screen.window(day)
    shown = screen.shot()
    return shown, changed(shown, blank)


def _mark_in(drawn: tuple[Picture, Picture]) -> float:
    """How much of 16 by 16 pixels the full colour of an unverified claim takes, at the most; the legend stays out."""
    shown, difference = drawn
    return crowding(of_status(shown, Status.UNVERIFIED) & (difference > 0))


def _shape_in_file(folder: Path, out: Path, claim: str) -> str:
    assert main(["export", str(out), "--dataset", str(folder)]) == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    geometry = next(one for one in features if one["id"] == claim)["geometry"]
    return "nothing" if geometry is None else str(geometry["type"])


def test_a_region_claim_looks_like_a_town(screen: Screen, doubtful_folder: Path, tmp_path: Path) -> None:
    """A region is hatched over its whole width without a mark in it, its words say region, and its file has an area."""
    screen.look(KURSK, 7)
    assert _mark_in(_drawn(screen, "2024-11-05")) < A_MARK
    assert "Kursk Oblast · somewhere in the region" in screen.listed()[0]
    assert "somewhere in the region" in screen.card("mend roads")
    assert _shape_in_file(doubtful_folder, tmp_path / "a.geojson", "region") in ("Polygon", "MultiPolygon")
    assert _mark_in(_drawn(screen, "2024-12-05")) > A_MARK, "a town would have been seen"


def test_a_vague_zone_looks_like_a_drawn_border(screen: Screen) -> None:
    """An area whose limits nobody stated fades out: no line is drawn around it, as around a region that was named."""
    screen.look(BELGOROD, 7.5)
    lines = {}
    for claim, day in (("firm", "2024-11-15"), ("vague", "2024-11-25")):
        shown, difference = _drawn(screen, day)
        lines[claim] = int((near(shown, _LINE, 30) & (difference > 40)).sum())
    assert lines["firm"] > 800, "the outline of a named region would have been seen"
    assert lines["vague"] < lines["firm"] / 20
    assert "does not say where it ends" in screen.card("near the border")


def test_a_town_looks_like_an_exact_spot(screen: Screen) -> None:
    """Around a town's mark stands a ring as wide as the doubt: 5 km on the ground, measured on the screen."""
    x, y = screen.look(TOWN, 10)
    _, difference = _drawn(screen, "2024-12-05")
    metre = 256 * 2**10 / (40_075_016.686 * math.cos(math.radians(TOWN[0])))
    reach = 5000 * metre  # CSS pixels
    columns = np.flatnonzero(difference[y - 20 : y + 20, x - 120 : x + 120].max(axis=0) > 12) - 120
    assert (-columns.min(), columns.max()) == pytest.approx((reach, reach), abs=2.5)
    assert "Sudzha · within 5 km" in screen.listed()[0]


def test_a_country_claim_looks_like_a_place_in_it(screen: Screen, doubtful_folder: Path, tmp_path: Path) -> None:
    """A claim of a whole country lies over all of it, faintly and without a mark, and its words say country."""
    screen.look((60.0, 90.0), 3)
    shown, difference = _drawn(screen, "2025-01-05")
    assert _mark_in((shown, difference)) < A_MARK
    columns = np.flatnonzero((difference > 3).mean(axis=0) > 0.02)
    assert np.ptp(columns) > 0.7 * shown.shape[1], "it lies over one part of the country only"
    assert "Russia · somewhere in the country" in screen.listed()[0]
    x, y = screen.look(KURSK, 7)
    inks = [
        _drawn(screen, day)[1][y + 60 : y + 140, x - 60 : x + 60].mean()  # beside the chips
        for day in ("2025-01-05", "2024-11-05")
    ]
    assert 0 < inks[0] < inks[1] / 3, "it is as strong as a region"
    assert _shape_in_file(doubtful_folder, tmp_path / "a.geojson", "country") == "MultiPolygon"


def test_a_claim_with_no_place_looks_as_if_it_did_not_exist(
    screen: Screen, doubtful_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no map can hold is counted over the map, waits in a tray of the list, and is written into the file."""
    screen.window("2025-04-05")
    assert "1 without a place" in screen.text(".cl-counts")
    assert "1 claim without a place" in screen.text(".cl-empty-map")
    tray = screen.doc.locator(".cl-tray[data-tray='No place on the map']")
    tray.locator("summary").click()
    screen.settle()
    assert "Drills are said to have been held." in tray.inner_text()
    assert _shape_in_file(doubtful_folder, tmp_path / "a.geojson", "unlocated") == "nothing"
    assert "1 without a place" in capsys.readouterr().out


def test_claims_under_another_mark_look_absent(screen: Screen) -> None:
    """Of nine claims at one spot one mark is drawn, with their number; the card walks through every one of them."""
    at = screen.look(VILLAGE_A, 9)
    assert _mark_in(_drawn(screen, "2025-08-05")) > A_MARK
    screen.click_map(at)
    card = screen.doc.locator(".cl-card")
    assert card.locator(".cl-card-where").inner_text() == "1 of 9 at this spot"
    found = {card.locator(".cl-claim").inner_text()}
    for _ in range(8):
        card.get_by_role("button", name="Next").click()
        found.add(card.locator(".cl-claim").inner_text())
    assert found == {f"Checkpoint {number} is said to stand there." for number in range(1, 10)}


def test_claims_of_two_places_in_one_region_look_like_one(screen: Screen) -> None:
    """Two places known no better than the same region share its outline: each is found by walking through the area."""
    at = screen.look(KURSK, 7)
    screen.window("2025-08-15")
    assert "2 claims of" in screen.text(".cl-counts")
    screen.click_map(at)
    card = screen.doc.locator(".cl-card")
    assert "1 of 2 at this spot" in card.locator(".cl-card-where").inner_text()
    first = card.inner_text()
    card.get_by_role("button", name="Next").click()
    assert {"Woods of Kursk Oblast" in first, "Woods of Kursk Oblast" in card.inner_text()} == {True, False}
