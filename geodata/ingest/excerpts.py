"""Excerpts: data sets made from a saved file, which say what was left out of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from geodata.errors import Problem
from geodata.ingest.fields import IDENTIFIER
from geodata.model import Dataset, Excerpt

__all__ = ["check_excerpt", "read_excerpt"]

_FILE = "dataset.toml"
_KEYS = ("digest", "question", "known_on", "claims", "parties")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_excerpt(table: dict[str, Any], problems: list[Problem]) -> Excerpt | None:
    """Check the table ``[excerpt]`` of ``dataset.toml``; None where there is none, refusals added to ``problems``."""
    found = table.get("excerpt")
    if found is None:
        return None
    if not isinstance(found, dict):
        problems.append(Problem(_FILE, None, "excerpt", str(found), "write it as a table [excerpt]"))
        return None
    problems.extend(
        Problem(_FILE, None, f"excerpt.{key}", None, "the key is not known, remove it")
        for key in found
        if key not in _KEYS
    )
    digest, question, known_on = found.get("digest"), found.get("question"), found.get("known_on")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        _refuse("digest", digest, "write the 64 hexadecimal digits of the data set that it was taken from", problems)
    if not isinstance(question, str) or not question.strip():
        _refuse("question", question, "write as text in quotes what was asked for", problems)
    if known_on is not None and type(known_on) is not date:
        _refuse("known_on", known_on, "write one day without quotes: 2024-10-01", problems)
        known_on = None
    claims, parties = (_names(found, key, problems) for key in ("claims", "parties"))
    for name in sorted(claims):
        if not IDENTIFIER.fullmatch(name):
            _refuse("claims", name, "use lower-case letters, digits and single hyphens", problems)
    return Excerpt(str(digest), str(question).strip(), known_on, claims, parties)


def _refuse(key: str, value: object, mend: str, problems: list[Problem]) -> None:
    problems.append(Problem(_FILE, None, f"excerpt.{key}", None if value is None else str(value), mend))


def _names(table: dict[str, Any], key: str, problems: list[Problem]) -> frozenset[str]:
    found = table.get(key, [])
    if isinstance(found, list) and all(isinstance(name, str) and name.strip() for name in found):
        return frozenset(name.strip() for name in found)
    _refuse(key, found, "write it as a list of texts in quotes, or leave it out", problems)
    return frozenset()


def check_excerpt(dataset: Dataset, problems: list[Problem]) -> None:
    """Refuse what an excerpt says was left out and is there, and what nothing in it speaks of.

    So a misspelt id cannot hide behind it.
    """
    excerpt = dataset.info.excerpt
    if excerpt is None:
        return
    sources = {source.party for source in dataset.sources}
    _check(excerpt.claims, "claims", "claims.csv", dataset.row_of, set(dataset.reports_of), problems)
    speaking = {position.party for position in dataset.positions}
    _check(excerpt.parties, "parties", "sources.csv", sources, speaking, problems)


def _check(
    names: frozenset[str], key: str, file: str, held: Collection[str], spoken: set[str], problems: list[Problem]
) -> None:
    """Each name may not be held by a file, and must be spoken of."""
    for name in sorted(names):
        if name in held:
            _refuse(key, name, f"{file} holds it, so it was not left out: remove it here", problems)
        elif name not in spoken:
            _refuse(key, name, "nothing in this data set speaks of it, remove it", problems)
