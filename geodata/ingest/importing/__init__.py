"""Files of others become claims here: decided, tried, told, accepted whole, and taken back whole."""

from geodata.ingest.importing.again import Waiting, open_waiting
from geodata.ingest.importing.reasons import REASONS, Heap, Reason
from geodata.ingest.importing.report import Counts, Entry, Fault, Near, Report, Tallied
from geodata.ingest.importing.request import Request, parse_answers
from geodata.ingest.importing.trial import Trial, try_import

__all__ = [
    "REASONS",
    "Counts",
    "Entry",
    "Fault",
    "Heap",
    "Near",
    "Reason",
    "Report",
    "Request",
    "Tallied",
    "Trial",
    "Waiting",
    "open_waiting",
    "parse_answers",
    "try_import",
]
