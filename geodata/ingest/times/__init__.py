"""Columns of dates as the world writes them, read without a guess: what can be read two ways becomes a question."""

from geodata.ingest.times.columns import NO_TIME, Times, combine, read_times
from geodata.ingest.times.decide import TimeDecision, answered, decide
from geodata.ingest.times.forms import Epoch, Order, TimeFault, TimeForm

__all__ = [
    "NO_TIME",
    "Epoch",
    "Order",
    "TimeDecision",
    "TimeFault",
    "TimeForm",
    "Times",
    "answered",
    "combine",
    "decide",
    "read_times",
]
