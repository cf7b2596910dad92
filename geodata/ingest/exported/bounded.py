"""JSON from strangers: text of bounded depth, with no name twice and no number that is none."""

from __future__ import annotations

import json
from typing import Any, NoReturn

__all__ = ["parsed"]


def parsed(text: bytes | str) -> Any:  # noqa: ANN401  (what JSON can hold)
    """Parse JSON.

    Raises
    ------
    ValueError
        If it is not JSON, nests too deeply, names a member twice in one object, or holds NaN or Infinity; the message
        says which.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("it nests too deeply") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} is not UTF-8") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object names a member twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
