"""Life of a rumour: what became of each claimant's claims, as far as they were assessed.

This is the record of our assessments and not of a claimant's truthfulness. Who speaks of what can be checked is
settled more often, and a claim that nobody could settle is not false.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from geodata.assess.claimants import first_reports
from geodata.assess.history import steps_of
from geodata.assess.status import verdict_on
from geodata.model import Claim, ClaimType, Dataset, Status

__all__ = ["FEW", "FEW_WORDS", "LEFT_OUT_WORDS", "SETTLED", "Life", "lives"]

# Fewer settled claims than this, and one more or less would move a rate by more than five in a hundred
FEW = 20
# The warning that goes with it
FEW_WORDS = f"Fewer than {FEW} settled claims: too few for a rate, and too few to compare one claimant with another."
# What is not counted, and why
LEFT_OUT_WORDS = (
    "Official statements are left out: confirmed means there that something was said, not that what was said is true."
)
# The statuses after which a claim no longer waits; corroborated is not among them
SETTLED = (Status.CONFIRMED, Status.REFUTED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Life:
    """What became of the claims that one source was the first to make.

    Parameters
    ----------
    claimant, source_id, party : str
        Name and id of the source, and the party it belongs to.
    claims : int
        Claims that it made, alone or on the same day as others; ``claims = confirmed + refuted + withdrawn +
        unsettled``.
    confirmed, refuted, withdrawn : int
        Settled claims by their status now. A total that a later total replaced is withdrawn, which is no fault.
    unsettled : int
        Claims that are still open, corroborated ones among them.
    days : tuple of int
        For each settled claim, in file order, whole days from its first report to the day since which it has had its
        status; zero where that day came no later. A claim whose first report, or whose settling, has no day
        is left out.
    few : bool
        Whether fewer than ``FEW`` are settled, so that ``FEW_WORDS`` must be shown.
    """

    claimant: str
    source_id: str
    party: str
    claims: int
    confirmed: int
    refuted: int
    withdrawn: int
    unsettled: int
    days: tuple[int, ...]
    few: bool


@dataclass
class _Record:
    """Counts of one source while they are gathered."""

    statuses: Counter[Status] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)


def lives(dataset: Dataset, known_on: date | None = None) -> tuple[Life, ...]:
    """Count, for each claimant, what became of its claims by the end of a UTC day.

    Parameters
    ----------
    dataset : Dataset
        Where to look.
    known_on : date or None
        Nothing that became public after this UTC day counts; None for all that is recorded.

    Returns
    -------
    tuple of Life
        One for each source that was the first origin to assert or admit some claim, the source with most claims first,
        then by name. Official statements are not counted (``LEFT_OUT_WORDS``).
    """
    records: dict[str, _Record] = {}
    for claim in dataset.claims:
        first = first_reports(dataset, claim, known_on)
        if not first or claim.claim_type is ClaimType.OFFICIAL_STATEMENT:
            continue
        status = verdict_on(dataset, claim, known_on).status
        days = _days_to_settle(dataset, claim, first[0].known_on, known_on) if status in SETTLED else None
        for source_id in {report.source_id: None for report in first}:
            record = records.setdefault(source_id, _Record())
            record.statuses[status] += 1
            if days is not None:
                record.days.append(days)
    made = [_life(dataset, source_id, record) for source_id, record in records.items()]
    return tuple(sorted(made, key=lambda life: (-life.claims, life.claimant)))


def _days_to_settle(dataset: Dataset, claim: Claim, first: date | None, known_on: date | None) -> int | None:
    since, status = None, None
    for step in steps_of(dataset, claim):
        if known_on is not None and (step.day is None or step.day > known_on):
            break
        if step.status is not status:
            since, status = step.day, step.status
    return None if first is None or since is None else max(0, (since - first).days)


def _life(dataset: Dataset, source_id: str, record: _Record) -> Life:
    source, settled = dataset.source_of[source_id], {status: record.statuses[status] for status in SETTLED}
    claims = record.statuses.total()
    return Life(
        claimant=source.name,
        source_id=source_id,
        party=source.party,
        claims=claims,
        confirmed=settled[Status.CONFIRMED],
        refuted=settled[Status.REFUTED],
        withdrawn=settled[Status.WITHDRAWN],
        unsettled=claims - sum(settled.values()),
        days=tuple(record.days),
        few=sum(settled.values()) < FEW,
    )
