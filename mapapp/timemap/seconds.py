"""Days and instants as the browser counts them: whole seconds since 1970-01-01T00:00Z."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

__all__ = ["day_seconds", "instant_seconds"]


def day_seconds(day: date) -> int:
    """00:00 UTC of a day."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def instant_seconds(moment: datetime | None) -> int | None:
    """An instant with its time zone; None stays None."""
    return None if moment is None else int(moment.timestamp())
