"""Whose turn it is: imports of all readers of this process, a few at a time, a short line before them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geodata.errors import ClaimlineError

__all__ = ["BUSY", "CancelledError", "TooBusyError", "Turns"]

BUSY = "The server is busy importing for others; try again in a moment."
"""What a reader is told whose import is not begun."""

_LOOK_S = 0.2  # seconds between two looks of one who waits, whether it is still wanted


class TooBusyError(ClaimlineError):
    """The line is full; nothing was begun."""

    def __init__(self) -> None:
        super().__init__(BUSY)


class CancelledError(ClaimlineError):
    """The import was given up by its reader; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("Cancelled; nothing was imported.")


class Turns:
    """Lets a few work at the same time; safe to use from any thread.

    Parameters
    ----------
    at_once : int
        Imports that are worked on at the same time.
    waiting : int
        Imports that may wait; one more is refused.
    """

    def __init__(self, at_once: int = 2, waiting: int = 8) -> None:
        self._at_once, self._waiting = at_once, waiting
        self._free = threading.Condition()
        self._line: list[object] = []
        self._working = 0

    def join(self) -> object:
        """Take the last place in the line, to be given to :meth:`turn`.

        Raises
        ------
        TooBusyError
            If the line is full.
        """
        with self._free:
            if len(self._line) >= self._waiting and self._working >= self._at_once:
                raise TooBusyError
            ticket = object()
            self._line.append(ticket)
            return ticket

    @contextmanager
    def turn(self, ticket: object, is_wanted: Callable[[], bool]) -> Iterator[None]:
        """Wait for a turn, and hold it.

        Raises
        ------
        CancelledError
            If it is no longer wanted before its turn has come.
        """
        with self._free:
            try:
                while self._line[0] is not ticket or self._working >= self._at_once:
                    if not is_wanted():
                        raise CancelledError
                    self._free.wait(_LOOK_S)
            finally:
                self._line.remove(ticket)
                self._free.notify_all()
            self._working += 1
        try:
            yield
        finally:
            with self._free:
                self._working -= 1
                self._free.notify_all()

    def place(self, ticket: object) -> int:
        """Its place in the line: 1 is the next one; 0 where it does not wait."""
        with self._free:
            return self._line.index(ticket) + 1 if ticket in self._line else 0
