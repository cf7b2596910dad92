"""Days as every file writes them."""

from __future__ import annotations

from datetime import date

__all__ = ["iso_day"]


def iso_day(day: date | None) -> str | None:
    """A UTC day as ISO 8601, or None where there is none."""
    return None if day is None else day.isoformat()
