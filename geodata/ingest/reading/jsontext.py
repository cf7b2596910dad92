"""JSON, value by value: numbers stay as written, repeated keys stay apart, a long file is never whole in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, TextIO, TypeAlias

__all__ = ["EXACT", "Json", "JsonStream", "Number", "as_json", "as_text"]

_CHUNK = 1 << 20
_SPACE = " \t\r\n\x1e"  # the separator of RFC 8142 among them


# A parsed value; plain numbers come only where exactness was not asked for
Json: TypeAlias = "dict[str, Json] | list[Json] | str | Number | float | bool | None"


class Number:
    """A number as it was written."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __float__(self) -> float:
        return float(self.text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for key, value in pairs:  # a repeated key: nothing is lost
        free, count = key, 1
        while free in found:
            count += 1
            free = f"{key} ({count})"
        found[free] = value
    return found


# Reads numbers as the text they are, and loses no repeated key
EXACT = JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=_pairs)


def as_json(value: Json, depth: int) -> str:
    """A parsed value as JSON, its numbers as they were written.

    Raises
    ------
    ValueError
        If it is nested deeper than ``depth``.
    """
    if isinstance(value, Number):
        return value.text
    if not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if depth <= 0:
        raise ValueError("its values are nested too deep")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_json(key, 1)}: {as_json(item, depth - 1)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(as_json(item, depth - 1) for item in value) + "]"


def as_text(value: Json, depth: int) -> str | None:
    """A parsed value as a cell: text as it is, null for null, anything nested as JSON of at most that depth."""
    return value if isinstance(value, str | None) else as_json(value, depth)


class JsonStream:
    """A file of JSON, read from its start to its end.

    Parameters
    ----------
    file : TextIO
        The text.
    exact : bool
        Whether numbers come as :class:`Number` and repeated keys are kept, which takes longer.
    """

    def __init__(self, file: TextIO, *, exact: bool = True) -> None:
        self._file = file
        self._decoder = EXACT if exact else JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False

    def _more(self) -> bool:
        """Read on: at least as much again as is waiting, so that a long value is not parsed over and over."""
        if self._ended:
            return False
        chunk = self._file.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not chunk
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Step over one sign.

        Raises
        ------
        ValueError
            If something else stands there.
        """
        found = self.peek()
        if found != sign:
            raise ValueError(f"a “{sign}” is missing" if found else "it breaks off")
        self._at += 1

    def value(self) -> Json:
        """The next value.

        Raises
        ------
        ValueError
            If it is no JSON.
        RecursionError
            If it is nested too deep.
        """
        self.peek()
        while True:
            try:
                value: Json
                value, end = self._decoder.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                if self._more():
                    continue
                raise ValueError(f"it is no JSON ({error.msg})") from None
            if end == len(self._text) and not isinstance(value, dict | list | str) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def items(self) -> Iterator[Json]:
        """The values of an array whose bracket comes next."""
        self.take("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")

    def members(self) -> Iterator[str]:
        """The keys of an object whose brace comes next; who asks takes the value before the next key."""
        self.take("{")
        while self.peek() != "}":
            key = self.value()
            if not isinstance(key, str):
                raise ValueError("a key is no text")
            self.take(":")
            yield key
            if self.peek() != "}":
                self.take(",")
        self.take("}")
