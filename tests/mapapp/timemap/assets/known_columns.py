"""What was known when, for payloads made up by hand: the columns that the browser reads a past day from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geodata.model import Aspect

DAY = 86_400
ASPECTS = [{"id": aspect.value, "label": aspect.label} for aspect in Aspect]
RULES = [{"id": "default", "status": 0, "words": "Reported, and not assessed."}]
_COLUMNS = ("claim", "at", "status", "rule", "assessment", "reports", "origins", "independent", "denied")

Step = dict[str, Any]


def step(at: int | None, status: int, **more: int) -> Step:
    """One step of a claim: ``at`` seconds UTC or None, ``status`` a position; ``more``: any other column but claim."""
    origins = more.get("origins", 1)
    blank = {"rule": 0, "assessment": -1, "reports": origins, "origins": origins, "independent": origins, "denied": 0}
    return {"at": at, "status": status, **blank, **more}


def step_columns(histories: Sequence[Iterable[Step]]) -> dict[str, list[Any]]:
    """The payload's ``steps``: one history a claim, each oldest first."""
    rows = [each | {"claim": claim} for claim, history in enumerate(histories) for each in history]
    return {key: [row[key] for row in rows] for key in _COLUMNS}


def known_parts(
    histories: Sequence[Iterable[Step]], aspect_rows: Iterable[tuple[int, int, int | None, int]] = ()
) -> dict[str, Any]:
    """The payload's parts about knowledge; ``aspect_rows``: claim, aspect, at, status, sorted as the payload is."""
    steps = step_columns(histories)
    days = [at for at in steps["at"] if at is not None] or [0]
    aspects = [
        dict(zip(("claim", "aspect", "at", "status"), row, strict=True)) | {"assessment": -1} for row in aspect_rows
    ]
    return {
        "steps": steps,
        "aspects": ASPECTS,
        "aspectSteps": {
            key: [row[key] for row in aspects] for key in ("claim", "aspect", "at", "status", "assessment")
        },
        "rules": RULES,
        "knowledge": [min(days), max(days) + DAY],
        "topics": [],
        "figures": [],
    }
