"""What status a claim has on a date, by which rule, and from how many origins."""

from geodata.assess.changes import Change, ChangeKind, changes_between, changes_of
from geodata.assess.figures import Figure, figures_of
from geodata.assess.history import AspectStep, Step, aspect_steps_of, steps_of
from geodata.assess.lives import FEW, Life, lives
from geodata.assess.origins import independent_count, origin_count
from geodata.assess.rules import EVIDENCE, RULES, TRANSITIONS, EvidenceNeed, Rule
from geodata.assess.status import DECIDING, Verdict, is_denied, known_reports, verdict_on

__all__ = [
    "DECIDING", "EVIDENCE", "FEW", "RULES", "TRANSITIONS", "AspectStep", "Change", "ChangeKind", "EvidenceNeed",
    "Figure", "Life", "Rule", "Step", "Verdict", "aspect_steps_of", "changes_between", "changes_of",
    "figures_of", "independent_count", "is_denied", "known_reports", "lives", "origin_count", "steps_of", "verdict_on",
]  # fmt: skip
