"""Nothing looks surer than it is: no plan, no inference, no claim of which one part alone is confirmed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geodata.model import Status
from mapapp.cli import main
from mapapp.palette import STATUS_STYLES
from tests.misreadings.doubtful import VILLAGE_A, VILLAGE_B
from tests.misreadings.screen import Picture, Screen, of_status, pixels, unlike

_AROUND = 11  # CSS pixels around a mark's middle


def _fill(picture: Picture, at: tuple[int, int], status: Status) -> float:
    """Which share of the pixels of a mark has the full colour of a status."""
    x, y = at
    return float(of_status(picture[y - _AROUND : y + _AROUND, x - _AROUND : x + _AROUND], status).mean())


def _pixel(screen: Screen, place: tuple[float, float]) -> tuple[int, int]:
    """Where a place is in the map's pixels, without moving the map."""
    x, y = screen.reader.js("(({x, y}) => [x, y])(app.map.latLngToContainerPoint(argument))", [*place])
    return round(x), round(y)


def test_a_plan_looks_like_a_presence(screen: Screen, doubtful_folder: Path, tmp_path: Path) -> None:
    """Beside a filled mark of what is there a plan is pale and dashed; card, legend and file call it planned."""
    screen.look((51.6, 35.2), 8)
    screen.window("2025-02-05")
    shown = screen.shot()
    assert _fill(shown, _pixel(screen, VILLAGE_B), Status.UNVERIFIED) > 0.2
    assert _fill(shown, _pixel(screen, VILLAGE_A), Status.UNVERIFIED) < 0.05
    assert "Modality\nplanned" in screen.card("going to come").replace("Planned", "planned")
    screen.doc.get_by_role("button", name="Close").click()
    screen.doc.locator(".cl-legend-help summary").click()
    assert "dashed and hollow: a plan or an inference" in screen.text(".cl-legend")
    screen.doc.locator(".cl-legend-help summary").click()
    out = tmp_path / "claims.geojson"
    assert (
        main(["export", str(out), "--dataset", str(doubtful_folder), "--from", "2025-02-05", "--to", "2025-02-05"]) == 0
    )
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    words = {one["id"]: one["properties"]["modality"] for one in features if one["geometry"]}
    assert (words["plan"], words["presence"]) == ("planned", "present")


def test_an_inference_looks_observed(screen: Screen) -> None:
    """What nobody saw has a hollow mark, the status speculative, and a card that says that it is inferred."""
    at = screen.look(VILLAGE_A, 9)
    screen.window("2025-03-05")
    assert screen.listed()[0].split("\n")[1] == "Speculative"
    shown = screen.shot()
    assert max(_fill(shown, at, status) for status in Status) < 0.05
    card = screen.card("Troops could be")
    assert "Modality\ninferred" in card.replace("Inferred", "inferred")
    assert "nobody claims to have observed" in card


def test_a_possible_claim_looks_certain(
    screen: Screen, doubtful_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every window has two counts, of what certainly lies in it and of what only may, on screen and in the file."""
    screen.look((51.4, 35.3), 8)
    screen.window("2025-05-10", "2025-05-14")
    assert "2 claims of" in screen.text(".cl-counts")
    assert "1 certainly in these dates, 1 possibly" in screen.text(".cl-counts")
    window = ["--dataset", str(doubtful_folder), "--from", "2025-05-10", "--to", "2025-05-14"]
    out = tmp_path / "claims.geojson"
    assert main(["export", str(out), *window]) == 0
    assert "Claims in view: 1 definite, 1 possible." in capsys.readouterr().out
    counts = json.loads(out.read_text(encoding="utf-8"))["counts"]
    assert (counts["in_view_definite"], counts["in_view_possible"]) == (1, 1)


def test_a_confirmed_place_looks_like_a_confirmed_presence(screen: Screen) -> None:
    """Where imagery confirms the place alone the mark stays unverified, until the reader asks for the place by name."""
    at = screen.look(VILLAGE_B, 9)
    screen.window("2025-09-05")
    assert _fill(screen.shot(), at, Status.CONFIRMED) == 0 < _fill(screen.shot(), at, Status.UNVERIFIED)
    assert "Unverified" in screen.listed()[0]
    card = screen.card("A column is said")
    assert "Unverified means" in card
    assert "Confirmed means" not in card
    screen.doc.get_by_role("button", name="Close").click()
    screen.doc.get_by_label("Colour by").select_option(label="Place")
    screen.settle()
    at = screen.look(VILLAGE_B, 9)
    assert _fill(screen.shot(), at, Status.CONFIRMED) > 0.2
    assert screen.text(".cl-sentence").endswith("status of the place alone")
    assert screen.text(".cl-legend summary").startswith("Status: place")
    card = screen.card("A column is said")
    assert "Unverified means" in card
    assert "The map is coloured by place: confirmed." in card


def test_a_claim_that_nobody_judged_in_an_aspect_looks_judged(screen: Screen) -> None:
    """Coloured by one aspect the legend says how many claims in view nobody has assessed for it."""
    screen.look((51.4, 35.3), 7)
    screen.window("2025-08-05")
    screen.doc.get_by_label("Colour by").select_option(label="Place")
    screen.settle()
    assert "9 claims in view are not assessed for place and look unverified for that." in screen.text(".cl-legend")


def test_colour_alone_tells_the_status(screen: Screen) -> None:
    """Without any colour each of the seven signs of the legend still has an outline and a letter of its own."""
    rows = screen.doc.locator(".cl-legend-row")
    letters = [(row.locator("text").text_content() or "") for row in rows.all()]
    assert sorted(letters) == sorted(style.letter for style in STATUS_STYLES.values())
    assert len(set(letters)) == len(Status)
    assert unlike([pixels(row.locator("svg").screenshot()) for row in rows.all()]) > 0.05
