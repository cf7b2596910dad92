"""The bytes of a text table in UTF-8, a stretch at a time: looked at, taken, or handed out as lines."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from geodata.ingest.reading.charsets import Charset, open_text

__all__ = ["Flow", "open_flow"]

_STRETCH = 1 << 19  # bytes looked at together: few enough to stay in a processor's cache
_LINE_END = re.compile(rb"\r\n|\n|\r(?=[^\n])")


class Flow:
    r"""A text as UTF-8, read once from start to end.

    Parameters
    ----------
    file : io.BufferedIOBase or TextIO
        Bytes in UTF-8, or text that is put into UTF-8 here.
    errors : str
        How what is no UTF-8 is kept in lines, and turned back from them: ``surrogateescape`` where the bytes are the
        file's own, ``surrogatepass`` where they were made from text.
    """

    def __init__(self, file: io.BufferedIOBase | TextIO, errors: str) -> None:
        self._file = file
        self._errors = errors
        self._buffer = b""
        self._ended = False

    def _more(self) -> bool:
        """Add a stretch to the buffer; False at the end."""
        if self._ended:
            return False
        read = self._file.read(_STRETCH)
        self._ended = not read
        self._buffer += read.encode("utf-8", self._errors) if isinstance(read, str) else read
        return not self._ended

    def window(self) -> tuple[bytes, bool]:
        """What comes next, without taking it, and whether that is all the rest."""
        while len(self._buffer) < _STRETCH and self._more():
            pass
        return self._buffer, self._ended

    def tell(self) -> int:
        """How many bytes of the file were read."""
        return self._file.buffer.tell() if isinstance(self._file, io.TextIOWrapper) else self._file.tell()

    def take(self, size: int) -> None:
        """Go on by so many bytes of the window."""
        self._buffer = self._buffer[size:]

    def give_back(self, lines: list[str]) -> None:
        """Put lines that were read but not used in front again."""
        self._buffer = "".join(lines).encode("utf-8", self._errors) + self._buffer

    def readlines(self, hint: int) -> list[str]:
        """Whole lines, with their ends, of about so many bytes; none at the end of the text."""
        while len(self._buffer) < hint and self._more():
            pass
        while not (found := _LINE_END.search(self._buffer, max(hint - 1, 0))) and self._more():
            pass
        size = found.end() if found else len(self._buffer)
        text = self._buffer[:size].decode("utf-8", self._errors)
        self.take(size)
        return io.StringIO(text, newline="").readlines()


@contextmanager
def open_flow(path: Path, charset: Charset) -> Iterator[Flow]:
    """Open a text in any encoding; bytes that do not fit it are kept as :func:`open_text` keeps them."""
    if charset.name not in {"utf_8", "utf_8_sig"}:
        with open_text(path, charset) as text:
            yield Flow(text, "surrogatepass")
        return
    with path.open("rb") as file:
        flow = Flow(file, "surrogateescape")
        if charset.name == "utf_8_sig" and flow.window()[0].startswith(codecs.BOM_UTF8):
            flow.take(len(codecs.BOM_UTF8))
        yield flow
