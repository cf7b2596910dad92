"""Payloads about doubt: histories of reports, judgements of aspects, spans of time, for the panels' page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from geodata.model import Modality
from tests.mapapp.timemap.assets.known_columns import Step, known_parts, step
from tests.mapapp.timemap.assets.panel_page import DAY, payload, seconds

Payload = dict[str, Any]
Days = tuple[date | None, date | None]


def plain(spans: Sequence[Days], histories: Sequence[Sequence[Step]] | None = None) -> Payload:
    """Claims of these spans (last day inclusive; no end: open; no first day: undated), at Sudzha, without reports.

    ``histories`` as in :func:`known_parts`; without them every claim has been known and unverified since June 2024.
    """
    data = payload(len(spans))
    claims = data["claims"]
    count = len(spans)
    claims["t0"] = [None if first is None else seconds(first) for first, _ in spans]
    claims["t1"] = [None if last is None else seconds(last) + DAY for _, last in spans]
    claims["when"] = [f"{first or 'date not stated'} to {last or 'open'}" for first, last in spans]
    claims["text"] = [f"Claim number {number}" for number in range(count)]
    same = {"place": 0, "denied": 0, "remark": "", "status": 2, "modality": list(Modality).index(Modality.PRESENT)}
    claims |= {key: [value] * count for key, value in same.items()}
    known = histories or [[step(seconds(date(2024, 6, 1)), 2)] for _ in spans]
    return data | known_parts(known) | {"reports": [], "positions": [], "assessments": [], "foreign": []}


def report(source: int, day: date | None, **more: Any) -> Payload:
    """A report of claim 0 by a source; ``more``: any other field. Its origin is filled in by :func:`with_reports`."""
    blank = {"claim": 0, "stance": "asserts", "from": None, "independent_of": None}
    words = "date not stated" if day is None else f"{day.day} {day:%b %Y}"
    text = {"title": "", "url": "", "remark": "", "date": words}
    return blank | text | {"source": source, "at": None if day is None else seconds(day)} | more


def with_reports(data: Payload, reports: Sequence[Payload]) -> Payload:
    """The payload with these reports, each with the origin that its chain leads to."""

    def origin(index: int) -> int:
        behind = reports[index]["from"]
        return index if behind is None else origin(behind)

    data["reports"] = [each | {"origin": origin(index)} for index, each in enumerate(reports)]
    return data
