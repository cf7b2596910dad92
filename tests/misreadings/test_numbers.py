"""No number looks like more than its source said, and none is made out of several."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

from mapapp.cli import main
from tests.misreadings.doubtful import QUANTITIES
from tests.misreadings.screen import Screen

_SUMS = {sum(some) for size in (2, 3) for some in combinations(QUANTITIES, size)}


def _numbers(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)}


def _rows(screen: Screen) -> dict[str, list[str]]:
    """Rows of the table of figures by the day for which they are given; cells from low to what became of it."""
    rows = screen.doc.locator(".cl-numbers-table tbody tr").all()
    cells = [[cell.inner_text() for cell in row.locator("td").all()] for row in rows]
    return {row[3]: row for row in cells}


def _open_numbers(screen: Screen) -> None:
    screen.window("2025-06-01", "2025-07-31")
    screen.doc.get_by_role("tab", name="Numbers").click()
    screen.settle()


def test_quantities_look_summed(screen: Screen, doubtful_folder: Path, tmp_path: Path) -> None:
    """In no view, on no card and in no file stands a number that several claims' numbers add up to."""
    _open_numbers(screen)
    assert "never added up" in screen.text(".cl-numbers-view")
    seen = [screen.text("body"), *screen.doc.locator("[aria-label]").evaluate_all(
        "(nodes) => nodes.map((node) => node.getAttribute('aria-label'))"
    )]  # fmt: skip
    screen.doc.get_by_role("tab", name="Who says what").click()
    screen.settle()
    seen.append(screen.text("body"))
    screen.doc.get_by_role("tab", name="Map").click()
    screen.settle()
    for claim in ("10,100", "12,300", "3,000"):
        seen.append(screen.card(f"Soldiers: {'more than' if claim == '3,000' else 'about'} {claim}"))
        screen.doc.get_by_role("button", name="Close").click()
    assert all("never added to other claims" in card for card in seen[-3:])
    seen.append(screen.text("body"))
    out = tmp_path / "claims.geojson"
    assert main(["export", str(out), "--dataset", str(doubtful_folder)]) == 0
    seen.append(out.read_text(encoding="utf-8").split('"features"')[0])
    numbers = _numbers(" ".join(seen))
    assert set(QUANTITIES) <= numbers, "they should have been seen one by one"
    assert not numbers & _SUMS


def test_a_superseded_figure_looks_current(screen: Screen) -> None:
    """A figure that its source replaced is paler, is called superseded with the day, and is read out so."""
    _open_numbers(screen)
    rows = _rows(screen)
    assert rows["10 Jun 2025"][-1] == "superseded 11 Jul 2025"
    assert rows["10 Jul 2025"][-1] == ""
    figure = screen.doc.locator(".cl-figure[aria-label*='10,100']")
    assert "superseded 11 Jul 2025" in (figure.get_attribute("aria-label") or "")
    later = screen.doc.locator(".cl-figure[aria-label*='12,300']")
    strength = "(node) => Number(getComputedStyle(node).opacity)"
    assert figure.locator(".cl-symbol").evaluate(strength) < 0.6
    assert later.locator(".cl-symbol").evaluate(strength) == 1


def test_a_figure_looks_superseded_before_it_was(screen: Screen) -> None:
    """As known on a day before the later figure nothing is superseded, and the later figure is not there."""
    _open_numbers(screen)
    box = screen.doc.get_by_label("As known on, the day")
    box.fill("2025-07-08")
    box.blur()
    screen.settle()
    rows = _rows(screen)
    assert "10 Jul 2025" not in rows
    assert [row[-1] for row in rows.values()] == ["", ""]
    assert "12,300" not in screen.text(".cl-numbers-view")


def test_at_least_looks_like_exactly(screen: Screen, doubtful_folder: Path, tmp_path: Path) -> None:
    """A lower limit stands in its own column with nothing beside it, is called at least, and points upwards."""
    _open_numbers(screen)
    assert _rows(screen)["5 Jul 2025"][:3] == ["3,001", "–", "–"]
    figure = screen.doc.locator(".cl-figure[aria-label*='3,001']")
    assert "at least 3,001 persons" in (figure.get_attribute("aria-label") or "")
    assert figure.locator(".cl-arrow").is_visible()
    assert screen.doc.locator(".cl-figure[aria-label*='12,300'] .cl-arrow").count() == 0
    screen.doc.get_by_role("tab", name="Map").click()
    screen.settle()
    card = screen.card("Soldiers: more than 3,000")
    assert re.search(r"Low\s+Best\s+High\s+3,001\s+not stated\s+not stated", card)
    out = tmp_path / "claims.geojson"
    assert main(["export", str(out), "--dataset", str(doubtful_folder)]) == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    written = next(one["properties"] for one in features if one["id"] == "figure-3")
    assert [written[f"quantity_{end}"] for end in ("low", "best", "high")] == [3001, None, None]
