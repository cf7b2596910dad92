"""Topics and their figures: the numbers over time of the claims payload. They are listed, and never summed."""

from __future__ import annotations

from datetime import date
from typing import Any

from geodata.assess import figures_of
from geodata.model import Dataset
from mapapp.timemap.seconds import day_seconds, instant_seconds

__all__ = ["figure_entries", "topic_entries"]


def topic_entries(dataset: Dataset) -> list[dict[str, str]]:
    """Every topic, in file order."""
    return [{"id": topic.topic_id, "label": topic.label, "unit": topic.unit} for topic in dataset.info.topics]


def _at(day: date | None) -> int | None:
    return None if day is None else day_seconds(day)


def figure_entries(dataset: Dataset) -> list[dict[str, Any]]:
    """Every figure, by topic and then by the day on which it became public.

    ``claim`` is a row, ``topic`` and ``source`` are positions in their lists. ``at`` and ``superseded`` are 00:00 UTC
    of a day, seconds since 1970; None means public on no day that can be told, and standing still. ``t0`` and ``t1``
    are when the number is of, half-open, each None where it was not stated.
    """
    source_index = {source.source_id: number for number, source in enumerate(dataset.sources)}
    return [
        {
            "claim": dataset.row_of[figure.claim_id],
            "topic": number,
            "source": source_index[figure.source_id],
            "low": figure.quantity.low,
            "best": figure.quantity.best,
            "high": figure.quantity.high,
            "unit": figure.quantity.unit,
            "at": _at(figure.published),
            "t0": instant_seconds(figure.time.start_utc),
            "t1": instant_seconds(figure.time.end_utc),
            "superseded": _at(figure.superseded_on),
        }
        for number, topic in enumerate(dataset.info.topics)
        for figure in figures_of(dataset, topic.topic_id)
    ]
