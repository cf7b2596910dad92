"""The panels' page with something to say in the two views beside the map: positions of parties, topics and figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import Page

from tests.mapapp.timemap.assets.panel_page import DAY, HOSTILE, patch, seconds
from tests.mapapp.timemap.assets.panel_page import payload as panels_payload

KOREA, RUSSIA, INDEPENDENT = 0, 1, 2
TOPICS = [
    {"id": "engineers", "label": "Engineers in the zone", "unit": "persons"},
    {"id": "killed", "label": "Killed", "unit": "persons killed"},
    {"id": "empty", "label": HOSTILE[0], "unit": "vehicles"},
]


def end_of(day: date) -> int:
    """The state's ``known`` for a UTC day: the first second after it."""
    return seconds(day) + DAY


def position(claim: int, party: int, word: str, day: date) -> dict[str, Any]:
    """What a party says of a claim on a day."""
    words = f"{day.day} {day:%b %Y}"
    return {"claim": claim, "party": party, "position": word, "date": words, "report": None, "at": seconds(day)}


def figure(claim: int, topic: int, source: int, numbers: tuple[int | None, int | None, int | None], **more: Any) -> Any:
    """A figure: ``numbers`` are low, best and high; ``more``: ``at``, ``superseded`` (days or None), ``t0``, ``t1``."""
    low, best, high = numbers
    blank = {"at": date(2024, 11, 1), "superseded": None, "t0": date(2024, 11, 1), "t1": date(2024, 11, 2)} | more
    times = {key: None if day is None else seconds(day) for key, day in blank.items()}
    unit = TOPICS[topic]["unit"]
    return {
        "claim": claim,
        "topic": topic,
        "source": source,
        "low": low,
        "best": best,
        "high": high,
        "unit": unit,
    } | times


POSITIONS = [
    position(0, KOREA, "asserts", date(2024, 10, 18)),
    position(0, RUSSIA, "denies", date(2024, 10, 25)),
    position(0, RUSSIA, "admits", date(2025, 4, 26)),
    position(0, RUSSIA, "admits", date(2025, 4, 28)),
    position(2, RUSSIA, "no comment", date(2024, 11, 4)),
    position(2, RUSSIA, "no comment", date(2024, 11, 8)),
    position(9, INDEPENDENT, "asserts", date(2024, 12, 24)),
]
FIGURES = [
    figure(0, 0, 0, (8000, 10000, 12000), superseded=date(2025, 9, 2)),
    figure(2, 0, 1, (None, 11000, None), at=date(2024, 11, 4), t0=date(2024, 11, 4), t1=date(2024, 11, 5)),
    figure(3, 0, 2, (10000, None, None), at=date(2024, 11, 18), t0=date(2024, 11, 18), t1=date(2024, 11, 19)),
    figure(5, 0, 3, (1000, 1200, 1500), at=date(2025, 9, 2), t0=date(2025, 9, 1), t1=date(2025, 12, 1)),
    figure(6, 0, 4, (None, 5000, None), at=date(2025, 9, 2), t0=date(2025, 9, 1), t1=None),
    figure(19, 0, 0, (None, 4000, None), at=date(2025, 3, 10), t0=date(2025, 3, 9), t1=date(2025, 3, 10)),
    figure(9, 0, 2, (None, 3000, None), at=date(2025, 1, 1), t0=None, t1=None),
    figure(13, 0, 1, (None, None, 20000), at=None, t0=date(2025, 2, 1), t1=date(2025, 3, 1)),
    figure(10, 1, 0, (None, 300, None), at=date(2025, 1, 13), t0=date(2025, 1, 13), t1=date(2025, 1, 14)),
]


def payload(count: int = 34) -> dict[str, Any]:
    """The panels' payload with positions and figures; more positions where there are more claims."""
    made = panels_payload(count)
    more = [
        position(claim, claim % 3, ("asserts", "denies")[claim % 2], date(2025, 6, 1)) for claim in range(34, count)
    ]
    return made | {"positions": POSITIONS + more, "topics": TOPICS, "figures": FIGURES}


def open_view(page: Page, panel: str, **changes: Any) -> None:
    """Show a view, as a click on its tab does, and wait until it has followed."""
    patch(page, panel=panel, **changes)


def party_names(page: Page) -> list[str]:
    """Columns of "Who says what", from left to right."""
    return page.locator(".cl-party").all_inner_texts()


def cell(page: Page, row: int, party: str) -> str:
    """What stands in the cell of a claim and a party, on one line."""
    index = party_names(page).index(party)
    return " ".join(page.locator(f".cl-says-table tr[data-row='{row}'] td").nth(index).inner_text().split())


def rows_said(page: Page) -> list[int]:
    """Claims of "Who says what", from top to bottom."""
    nodes = page.locator(".cl-says-table tr[data-row]")
    return [int(row) for row in nodes.evaluate_all("nodes => nodes.map(node => node.dataset.row)")]


def figures_drawn(page: Page) -> list[int]:
    """Figures of the chart as positions in the payload, in rising order."""
    found = page.eval_on_selector_all(".cl-figure", "nodes => nodes.map(node => Number(node.dataset.figure))")
    return sorted(found)
