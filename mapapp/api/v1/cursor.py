"""The cursor between two pages: opaque to a reader, and good only for the data and the question that it came from."""

from __future__ import annotations

import base64
import struct

from mapapp.api.v1.asked import Asked
from mapapp.api.v1.problems import RefusedError

__all__ = ["begin_after", "cursor_to"]

_FORM = struct.Struct("<I8s")  # position of the last entry of a page, and the key of the question


def cursor_to(asked: Asked, last: int | None) -> str | None:
    """The cursor of the page after an entry: 16 letters, digits, ``-`` and ``_``; None stays None.

    Parameters
    ----------
    asked : Asked
        The question of both pages.
    last : int or None
        Position of the last entry of the page.
    """
    if last is None:
        return None
    return base64.urlsafe_b64encode(_FORM.pack(last, bytes.fromhex(asked.question_key))).decode()


def begin_after(asked: Asked) -> int:
    """Position of the entry after which a page begins; -1 where no cursor is given.

    Raises
    ------
    RefusedError
        400 if the cursor comes from another question, or from other data.
    """
    cursor = asked.one("after")
    if cursor is None:
        return -1
    last, key = _FORM.unpack(base64.urlsafe_b64decode(cursor))
    if key.hex() != asked.question_key:
        detail = f"“after” is “{cursor}”, which belongs to another question or to other data: leave it out, begin anew."
        raise RefusedError(400, detail, parameter="after")
    return int(last)
