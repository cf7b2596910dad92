"""How the reading child tells its parent how far it is: one line of text for each step."""

from __future__ import annotations

import sys
import time

__all__ = ["Progress"]

_SECONDS_BETWEEN = 0.1


class Progress:
    """Writes shares to standard output, at most ten a second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, share: float) -> None:
        """Tell the share of the bytes that are read, from 0 to 1."""
        now = time.monotonic()
        if now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            sys.stdout.write(f"{min(max(share, 0.0), 1.0):.4f}\n")
            sys.stdout.flush()
