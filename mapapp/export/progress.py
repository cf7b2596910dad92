"""How far a long saving has come, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from geodata.errors import ExportError

__all__ = ["CancelledError", "Progress", "unheard"]

Progress = Callable[[float], None]
"""Called between two steps of a long work with the share that is done, 0 to 1; it may raise :class:`CancelledError`."""


class CancelledError(ExportError):
    """Somebody who asked for a file wants it no longer; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Cancelled: nothing was saved.")


def unheard(_share: float) -> None:
    """Progress that nobody listens to."""
