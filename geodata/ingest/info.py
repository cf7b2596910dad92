"""Reading ``dataset.toml``: what a data set says of itself."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from geodata.errors import Problem
from geodata.ingest.excerpts import read_excerpt
from geodata.ingest.fields import IDENTIFIER
from geodata.ingest.topics import read_topics
from geodata.model import Coverage, CoverageState, DatasetInfo

__all__ = ["read_info"]

_FILE = "dataset.toml"
_KEYS = ("id", "title", "scope", "version", "licence", "attribution")
_STATES = {state.value: state for state in CoverageState}


def read_info(table: dict[str, Any] | None, problems: list[Problem]) -> DatasetInfo:
    """Check the table of ``dataset.toml``.

    Parameters
    ----------
    table : dict or None
        As read from TOML; None where it could not be read, which has been refused already.
    problems : list of Problem
        Where refusals are added.

    Returns
    -------
    DatasetInfo
        Coverage ranges in time order; they may not overlap. Topics in file order; their ids are unique. Whether the
        sources know the parties in ``unaligned``, and what an excerpt names, is not checked here.
    """
    if table is None:
        return DatasetInfo("", "", "", "", "", "")
    problems.extend(
        Problem(_FILE, None, key, None, "the key is not known, remove it or correct its name")
        for key in table
        if key not in (*_KEYS, "unaligned", "excerpt", "coverage", "topics")
    )
    values = {key: _text(table, key, problems) for key in _KEYS}
    if values["id"] and not IDENTIFIER.fullmatch(values["id"]):
        problems.append(Problem(_FILE, None, "id", values["id"], "use lower-case letters, digits and single hyphens"))
    found = _tables(table, "coverage", "range", problems)
    ranges = [_coverage(number, entry, problems) for number, entry in enumerate(found, start=1)]
    coverage = sorted((entry for entry in ranges if entry is not None), key=lambda entry: entry.first)
    for before, after in pairwise(coverage):
        if after.first <= before.last:
            mend = f"it overlaps the range that ends on {before.last}, let it begin a day later"
            problems.append(Problem(_FILE, None, "coverage.first", str(after.first), mend))
    return DatasetInfo(
        dataset_id=values["id"],
        title=values["title"],
        scope=values["scope"],
        version=values["version"],
        licence=values["licence"],
        attribution=values["attribution"],
        coverage=tuple(coverage),
        topics=read_topics(_tables(table, "topics", "topic", problems), problems),
        unaligned=_parties(table, problems),
        excerpt=read_excerpt(table, problems),
    )


def _parties(table: dict[str, Any], problems: list[Problem]) -> frozenset[str]:
    found = table.get("unaligned", [])
    if isinstance(found, list) and all(isinstance(name, str) and name.strip() for name in found):
        return frozenset(name.strip() for name in found)
    problems.append(Problem(_FILE, None, "unaligned", str(found), 'write it as a list of names in quotes: ["Press"]'))
    return frozenset()


def _tables(table: dict[str, Any], key: str, what: str, problems: list[Problem]) -> list[dict[str, Any]]:
    found = table.get(key, [])
    if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
        return found
    problems.append(Problem(_FILE, None, key, str(found), f"write each {what} as a [[{key}]] table"))
    return []


def _text(table: dict[str, Any], key: str, problems: list[Problem]) -> str:
    value = table.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    shown = None if value is None else str(value)
    problems.append(Problem(_FILE, None, key, shown, "write it as text in quotes"))
    return ""


def _coverage(number: int, entry: dict[str, Any], problems: list[Problem]) -> Coverage | None:
    before = len(problems)
    name = f"coverage[{number}]"
    problems.extend(
        Problem(_FILE, None, f"{name}.{key}", None, "the key is not known, remove it")
        for key in entry
        if key not in ("first", "last", "state", "note")
    )
    days = []
    for key in ("first", "last"):
        day = entry.get(key)
        if type(day) is not date or day == date.max:  # the day after the last one could not be written
            shown = None if day is None else str(day)
            problems.append(Problem(_FILE, None, f"{name}.{key}", shown, "write one day without quotes: 2024-10-01"))
        else:
            days.append(day)
    state, note = entry.get("state"), entry.get("note", "")
    if not isinstance(state, str) or state not in _STATES:
        shown = None if state is None else str(state)
        problems.append(Problem(_FILE, None, f"{name}.state", shown, "use one of " + ", ".join(_STATES)))
    if not isinstance(note, str):
        problems.append(Problem(_FILE, None, f"{name}.note", str(note), "write it as text in quotes"))
    if len(days) == 2 and days[1] < days[0]:
        problems.append(Problem(_FILE, None, f"{name}.last", str(days[1]), "put it on or after first"))
    if len(problems) > before:
        return None
    return Coverage(days[0], days[1], _STATES[str(state)], str(note))
