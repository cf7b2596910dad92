"""A stranger's file in, columns of text out; a child process without rights does the parsing."""

from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.limits import LIMITS, SHELL, UPLOAD, Limits

__all__ = ["LIMITS", "SHELL", "UPLOAD", "Facts", "Limits"]
