"""Which function reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable

from geodata.ingest.reading.delimited import read_delimited
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.job import Job

__all__ = ["READERS"]

# By kind, as `geodata.ingest.reading.kinds.recognise` tells it
READERS: dict[str, Callable[[Job, Callable[[float], None]], Facts]] = {
    "text": read_delimited,
}
