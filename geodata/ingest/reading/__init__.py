"""A stranger's file in, columns of text out; a child process without rights does the parsing."""

from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.limits import LIMITS, SHELL, UPLOAD, Limits
from geodata.ingest.reading.opening import read_file
from geodata.ingest.reading.reading import Reading

__all__ = ["LIMITS", "SHELL", "UPLOAD", "Facts", "Limits", "Reading", "read_file"]
