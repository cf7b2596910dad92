"""The words of dates, out of ``words.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

__all__ = ["ABOUT", "MONTHS", "SEASONS", "WEEKDAYS"]

_WORDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

MONTHS: dict[str, int] = {name: int(number) for number, names in _WORDS["months"].items() for name in names}
"""Number of the month, 1 to 12, by its name in small letters without a full stop."""

SEASONS: dict[str, int] = {name: int(code) for code, names in _WORDS["seasons"].items() for name in names}
"""EDTF's number of a season of the northern half by its name in small letters."""

ABOUT: tuple[str, ...] = tuple(_WORDS["single"]["about"])
"""Words that say that a date is approximate."""

WEEKDAYS: frozenset[str] = frozenset(_WORDS["single"]["weekdays"])
"""Names of the days of the week in small letters: the only words that may stand before a date."""
