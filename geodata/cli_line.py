"""How far a long command is, on one line of a terminal."""

from __future__ import annotations

import sys
from contextlib import suppress

from geodata.errors import visible

__all__ = ["Line"]


class Line:
    """How far it is, on one line of a terminal; nothing where nobody watches."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr.isatty()
        self._shown = ""

    def reading(self, share: float) -> None:
        """Tell how much of the file is read, from 0 to 1."""
        self.tell("Reading the file", share)

    def tell(self, words: str, share: float) -> None:
        """Tell what is being done, and how much of it is done, from 0 to 1."""
        shown = f"{visible(words)}: {min(100, int(100 * share))} %"
        if self._is_watched and shown != self._shown:
            print(f"\r{shown.ljust(len(self._shown))}", end="", file=sys.stderr, flush=True)
            self._shown = shown

    def clear(self) -> None:
        """Leave the line blank."""
        if self._shown:
            with suppress(OSError):
                print(f"\r{' ' * len(self._shown)}\r", end="", file=sys.stderr, flush=True)
            self._shown = ""
