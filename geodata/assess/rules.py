"""The rules, as tables: which status follows from what, what may follow on what, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from geodata.model import Assessment, Basis, Status

__all__ = ["EVIDENCE", "HARD_BASES", "RULES", "TRANSITIONS", "EvidenceNeed", "Facts", "Rule", "rule_for"]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule may look at; of one claim, on one day.

    Parameters
    ----------
    assessment : Assessment or None
        The latest one that was in force on the day.
    aspect_only : bool
        Whether the question is about one aspect; what the reports say then counts for nothing.
    inferred : bool
        Whether the claim is concluded from something else.
    statement : bool
        Whether the claim is that something was officially said.
    independent : int
        Groups of origins that say so, independent of each other (see ``geodata.assess.origins``).
    saying, mentioning, denying : int
        Origins by what they do with the claim; an admission says so too.
    """

    assessment: Assessment | None = None
    aspect_only: bool = False
    inferred: bool = False
    statement: bool = False
    independent: int = 0
    saying: int = 0
    mentioning: int = 0
    denying: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    Parameters
    ----------
    rule_id : str
        Stable id.
    status : Status or None
        The status that follows; None for that of the assessment.
    words : str
        What fired, for a reader: one sentence.
    fits : callable
        Whether the rule fires on some facts; rules further up come first.
    """

    rule_id: str
    status: Status | None
    words: str
    fits: Callable[[Facts], bool] = field(repr=False, compare=False)


def _judged(status: Status, basis: Basis, words: str) -> Rule:
    def fits(facts: Facts) -> bool:
        judged = facts.assessment
        return judged is not None and judged.status is status and judged.basis is basis

    return Rule(f"{status.value}-{basis.value}".replace("_", "-"), status, words, fits)


def _on_record(facts: Facts) -> bool:
    return facts.statement and facts.assessment is not None and facts.assessment.status is Status.CONFIRMED


def _always(_facts: Facts) -> bool:
    return True


_C, _D, _R, _U = Status.CONFIRMED, Status.DISPUTED, Status.REFUTED, Status.UNVERIFIED

# The first that fits fires. A judgement outweighs any count: somebody looked. Denials alone never move the status.
RULES: tuple[Rule, ...] = (
    Rule(
        "confirmed-on-record",
        _C,
        "Confirmed: it is on record that this was said; whether what was said is true is another matter.",
        _on_record,
    ),
    _judged(_C, Basis.IMAGERY, "Confirmed: pictures or footage that anyone can check show it."),
    _judged(_C, Basis.DOCUMENT, "Confirmed: a document that anyone can check shows it."),
    _judged(_C, Basis.ADMISSION, "Confirmed: a party that had denied it, kept silent or lost by it now says so."),
    _judged(_C, Basis.ON_SITE, "Confirmed: somebody was there and saw it."),
    _judged(
        Status.CORROBORATED,
        Basis.INDEPENDENT_ORIGINS,
        "Corroborated: at least two origins that do not depend on each other say so.",
    ),
    _judged(_D, Basis.CONFLICTING_SOURCES, "Disputed: credible sources contradict each other."),
    _judged(_R, Basis.IMAGERY, "Refuted: pictures or footage that anyone can check show that it is false."),
    _judged(_R, Basis.DOCUMENT, "Refuted: a document that anyone can check shows that it is false."),
    _judged(_R, Basis.ADMISSION, "Refuted: a party that gained by it now says that it is false."),
    _judged(_R, Basis.ON_SITE, "Refuted: somebody was there and saw that it is false."),
    _judged(Status.WITHDRAWN, Basis.REPLACED, "Withdrawn: another claim has taken its place."),
    _judged(Status.WITHDRAWN, Basis.RETRACTED, "Withdrawn: whoever said it took it back."),
    _judged(Status.SPECULATIVE, Basis.INFERENCE, "Speculative: it is concluded, and nobody says that it was seen."),
    _judged(_U, Basis.SINGLE_ORIGIN, "Unverified: somebody looked, and found one origin that counts and no more."),
    _judged(_U, Basis.NONE, "Unverified: somebody looked, and found nothing to judge it by."),
    Rule("judged", None, "A person's judgement; its reason says why.", lambda facts: facts.assessment is not None),
    Rule(
        "aspect-not-judged",
        _U,
        "Unverified: nobody has judged this part of the claim.",
        lambda facts: facts.aspect_only,
    ),
    Rule(
        "counted-independent",
        Status.CORROBORATED,
        "Corroborated by count: at least two origins, independent of each other, say so; nobody has judged it yet.",
        lambda facts: facts.independent >= 2,
    ),
    Rule(
        "not-observed",
        Status.SPECULATIVE,
        "Speculative: it is concluded from something else, and nobody says that it was seen; nobody has judged it yet.",
        lambda facts: facts.inferred and not facts.saying and bool(facts.mentioning or facts.denying),
    ),
    Rule(
        "not-independent",
        _U,
        "Unverified: several origins say so, but they depend on each other, or nobody says that they do not; "
        "nobody has judged it yet.",
        lambda facts: facts.saying >= 2,
    ),
    Rule(
        "single-origin",
        _U,
        "Unverified: only one origin says so, however many repeat it; nobody has judged it yet.",
        lambda facts: facts.saying == 1,
    ),
    Rule(
        "only-mentions",
        _U,
        "Unverified: it is only mentioned, and no origin says so; nobody has judged it yet.",
        lambda facts: facts.mentioning > 0 and not facts.denying,
    ),
    Rule(
        "only-denials",
        _U,
        "Unverified: all that is recorded is a denial, and a denial proves nothing; nobody has judged it yet.",
        lambda facts: facts.denying > 0 and not facts.mentioning,
    ),
    Rule(
        "mentioned-and-denied",
        _U,
        "Unverified: it is mentioned and denied, and no origin says so; nobody has judged it yet.",
        lambda facts: facts.denying > 0,
    ),
    Rule("not-reported", _U, "Unverified: nothing about it was public by then.", _always),
)


def rule_for(facts: Facts) -> Rule:
    """The first rule that fits; the last one always does."""
    return next(rule for rule in RULES if rule.fits(facts))


def _may_become(**targets: str) -> Mapping[Status, frozenset[Status]]:
    table = {Status(name): frozenset(Status(word) for word in words.split()) for name, words in targets.items()}
    return MappingProxyType({status: table[status] | {status} for status in Status})


# What may follow on a judgement. What was seen is no longer a forecast; what was confirmed or refuted is first put in
# doubt before it is called open again; what was withdrawn can be said anew, or settled by evidence.
TRANSITIONS: Mapping[Status, frozenset[Status]] = _may_become(
    unverified="speculative corroborated confirmed disputed refuted withdrawn",
    speculative="unverified corroborated confirmed disputed refuted withdrawn",
    corroborated="unverified confirmed disputed refuted withdrawn",
    confirmed="disputed refuted withdrawn",
    disputed="unverified corroborated confirmed refuted withdrawn",
    refuted="disputed withdrawn",
    withdrawn="unverified confirmed refuted",
)


@dataclass(frozen=True, slots=True)
class EvidenceNeed:
    """What a judgement must rest on.

    Parameters
    ----------
    bases : frozenset of Basis
        Of which it names one.
    reports : int
        Fewest reports that it names as evidence, each public on the day the judgement takes effect.
    independent : int
        Fewest origins among them that say so and do not depend on each other.
    words : str
        The need in words.
    """

    bases: frozenset[Basis]
    reports: int
    independent: int
    words: str


# Bases that something outside the mouths of the parties can be checked by, or that cost the party that gives them
HARD_BASES = frozenset({Basis.IMAGERY, Basis.DOCUMENT, Basis.ADMISSION, Basis.ON_SITE})

# What a judgement must rest on, checked when a data set is loaded
EVIDENCE: Mapping[Status, EvidenceNeed] = MappingProxyType(
    {
        Status.CONFIRMED: EvidenceNeed(
            HARD_BASES, 1, 0, "a report that shows it; for an admission, one in which a party admits it"
        ),
        Status.CORROBORATED: EvidenceNeed(
            frozenset({Basis.INDEPENDENT_ORIGINS}), 2, 2, "reports that go back to at least two independent origins"
        ),
        Status.UNVERIFIED: EvidenceNeed(frozenset({Basis.NONE, Basis.SINGLE_ORIGIN}), 0, 0, "nothing"),
        Status.SPECULATIVE: EvidenceNeed(frozenset({Basis.INFERENCE}), 0, 0, "nothing"),
        Status.DISPUTED: EvidenceNeed(
            frozenset({Basis.CONFLICTING_SOURCES}), 2, 0, "at least two reports that contradict each other"
        ),
        Status.REFUTED: EvidenceNeed(HARD_BASES, 1, 0, "a report that shows it to be false"),
        Status.WITHDRAWN: EvidenceNeed(
            frozenset({Basis.REPLACED, Basis.RETRACTED}), 1, 0, "the report that replaces it or takes it back"
        ),
    }
)
