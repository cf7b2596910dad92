"""What status a claim has on a date, by which rule, and from how many origins."""

from geodata.assess.history import AspectStep, Step, aspect_steps_of, steps_of
from geodata.assess.origins import independent_count, origin_count
from geodata.assess.rules import EVIDENCE, RULES, TRANSITIONS, EvidenceNeed, Rule
from geodata.assess.status import Verdict, is_denied, known_reports, verdict_on

__all__ = [
    "EVIDENCE", "RULES", "TRANSITIONS", "AspectStep", "EvidenceNeed", "Rule", "Step", "Verdict", "aspect_steps_of",
    "independent_count", "is_denied", "known_reports", "origin_count", "steps_of", "verdict_on",
]  # fmt: skip
