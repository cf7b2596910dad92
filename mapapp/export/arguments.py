"""Readers of command-line values: each refuses with one sentence that names the value and the mend."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from geodata.errors import QueryError
from geodata.model import Word, read_day
from geodata.store import BBox
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.layouts import LARGEST_DPI, LARGEST_PX, LEAST_DPI, SMALLEST_PX

__all__ = ["box_of", "count_of", "day_of", "dpi_of", "name_of", "size_of", "suffix_of", "text_of", "word_of"]

_WordT = TypeVar("_WordT", bound=Word)
_MOST_CHARS = 200  # a search or a title longer than this is neither


def day_of(value: str) -> date:
    """Read a UTC day written as 2025-06-01.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is not one day of the calendar, written so.
    """
    try:
        return read_day(value)
    except ValueError as error:
        raise ArgumentTypeError(f"“{value}” is not a day; write one of the calendar, as in 2025-06-01.") from error


def box_of(value: str) -> BBox:
    """Read a box written as west,south,east,north, degrees in EPSG:4326.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is not four numbers, or no box.
    """
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as error:
        mend = "write four numbers west,south,east,north in degrees, as in 33,50,37,53"
        raise ArgumentTypeError(f"“{value}” is not a box; {mend}.") from error
    try:
        return BBox(west, south, east, north)
    except QueryError as error:
        raise ArgumentTypeError(str(error)) from error


def size_of(value: str) -> tuple[int, int]:
    """Read a size in pixels written as 1600x1000.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is not two whole numbers, or a side is too short or too long to draw.
    """
    match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", value, re.ASCII)
    size = (0, 0) if match is None else (int(match[1]), int(match[2]))
    if not all(SMALLEST_PX <= side <= LARGEST_PX for side in size):
        limits = f"each from {SMALLEST_PX} to {LARGEST_PX} pixels"
        raise ArgumentTypeError(f"“{value}” is not a size; write WIDTHxHEIGHT, {limits}, as in 1600x1000.")
    return size


def dpi_of(value: str) -> int:
    """Read how many pixels an inch has.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no whole number, or too few or too many.
    """
    if not re.fullmatch(r"\d{1,4}", value, re.ASCII) or not LEAST_DPI <= int(value) <= LARGEST_DPI:
        limits = f"a whole number from {LEAST_DPI} to {LARGEST_DPI}"
        raise ArgumentTypeError(f"“{value}” is no number of dots to an inch; write {limits}, as in 300.")
    return int(value)


def suffix_of(*suffixes: str) -> Callable[[str], Path]:
    """Make a reader of a file name that must end in one of some suffixes."""

    def read(value: str) -> Path:
        path = Path(value)
        if path.suffix.lower() not in suffixes:
            drawn = ", ".join(suffix for suffix, one in FORMATS.items() if one.kind is not Kind.DATA)
            written = ", ".join(suffix for suffix, one in FORMATS.items() if one.kind is Kind.DATA)
            formats = f"snapshot writes {drawn}; export writes {written} or .json"
            raise ArgumentTypeError(f"“{value}” does not end in {' or '.join(suffixes)}; {formats}.")
        return path

    return read


def word_of(vocabulary: type[_WordT]) -> Callable[[str], _WordT]:
    """Make a reader of one word of a closed vocabulary."""

    def read(value: str) -> _WordT:
        members = {word.value: word for word in vocabulary}
        if value not in members:
            raise ArgumentTypeError(f"“{value}” is not one of its words; use one of {', '.join(members)}.")
        return members[value]

    return read


def name_of(what: str, names: Sequence[str]) -> Callable[[str], str]:
    """Make a reader of one of a few names; ``what`` says what they name."""

    def read(value: str) -> str:
        if value not in names:
            raise ArgumentTypeError(f"“{value}” is no {what} that can be drawn; use one of {', '.join(names)}.")
        return value

    return read


def text_of(option: str) -> Callable[[str], str]:
    """Make a reader of free text of bounded length."""

    def read(value: str) -> str:
        if len(value) > _MOST_CHARS:
            raise ArgumentTypeError(f"the text has {len(value)} characters; shorten {option} to {_MOST_CHARS}.")
        return value

    return read


def count_of(what: str, least: int, most: int) -> Callable[[str], int]:
    """Make a reader of a whole number within limits, both allowed; ``what`` says what it counts."""

    def read(value: str) -> int:
        count = int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else -1
        if not least <= count <= most:
            raise ArgumentTypeError(f"“{value}” is no number of {what}; write one from {least} to {most}.")
        return count

    return read
