"""What became of the claims of a view since its day of knowledge, so that a view cited then can be read now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from geodata.assess import ChangeKind, aspect_steps_of, changes_of, verdict_on
from geodata.errors import QueryError
from geodata.model import Aspect, Claim, Dataset, Status
from geodata.store.query import ClaimQuery
from geodata.store.select import Selection, select

__all__ = ["ChangedClaim", "Sequel", "Turn", "sequel_of"]

# What is news where one aspect's status is shown: the claim's own status is then another matter
_BESIDE_ASPECTS = (ChangeKind.DENIED, ChangeKind.ADMITTED, ChangeKind.WITHDRAWN, ChangeKind.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that became public about a claim.

    Parameters
    ----------
    day : date or None
        UTC day at whose end it was public; None where nobody can tell that day.
    words : str
        One sentence, without the words of the claim.
    reason : str
        In the words of the assessment; empty where nobody assessed.
    """

    day: date | None
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim of a view of which something became public since.

    Parameters
    ----------
    row : int
        Position in ``dataset.claims``.
    was, now : Status
        At the end of the view's day of knowledge, and with everything recorded; of the view's aspect. They may be the
        same: a denial moves no status, and what rose may have fallen again.
    turns : tuple of Turn
        Oldest first, at least one.
    """

    row: int
    was: Status
    now: Status
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Sequel:
    """A view as it was known on its day, as it would be now, and what lies between.

    Parameters
    ----------
    then, now : Selection
        The same question as known on its day, and with everything recorded.
    changed : tuple of ChangedClaim
        Of the claims that were in view then, those of which something became public since, in file order.
    joined, left : tuple of int
        Rows that would be in view now and were not then, and the other way round.
    """

    then: Selection
    now: Selection
    changed: tuple[ChangedClaim, ...]
    joined: tuple[int, ...]
    left: tuple[int, ...]

    @property
    def dateless(self) -> tuple[int, ...]:
        """Of those that joined: rows of claims that are known on no day, because no report of them has a date."""
        dataset = self.now.dataset
        dated = {report.claim_id for report in dataset.reports if report.known_on is not None}
        return tuple(row for row in self.joined if dataset.claims[row].claim_id not in dated)


def sequel_of(dataset: Dataset, query: ClaimQuery) -> Sequel:
    """Tell what became of a view since its day of knowledge.

    Parameters
    ----------
    dataset : Dataset
        As it is now.
    query : ClaimQuery
        The view's question with its day of knowledge.

    Returns
    -------
    Sequel
        Changed is a claim whose status moved (and be it to and fro), that a party denied or admitted, that was
        withdrawn or replaced, or whose end was told after that day. One more report that moves nothing is no change.

    Raises
    ------
    QueryError
        If the question has no day of knowledge.
    """
    if query.known_on is None:
        raise QueryError("What changed since a view was made can be told only of a view with a day “as known on”.")
    then, now = select(dataset, query), select(dataset, replace(query, known_on=None))
    changed = []
    for row in then.in_view:
        was, is_now = then.verdicts[row].status, now.verdicts[row].status
        turns = _turns(dataset, dataset.claims[row], query.known_on, query.aspect)
        if turns or was is not is_now:
            turns += _undated(dataset, dataset.claims[row], query.aspect, is_now)
            changed.append(ChangedClaim(row, was, is_now, tuple(turns)))
    before, after = frozenset(then.in_view), frozenset(now.in_view)
    joined = tuple(row for row in now.in_view if row not in before)
    left = tuple(row for row in then.in_view if row not in after)
    return Sequel(then, now, tuple(changed), joined, left)


def _turns(dataset: Dataset, claim: Claim, since: date, aspect: Aspect | None) -> list[Turn]:
    """What became public of a claim after a day, by day."""
    found = [*_ended(claim, since), *_told(dataset, claim, since, aspect)]
    if aspect is not None:
        found += _judged(dataset, claim, since, aspect)
    return [turn for _day, turn in sorted(found, key=lambda pair: pair[0])]


def _undated(dataset: Dataset, claim: Claim, aspect: Aspect | None, now: Status) -> list[Turn]:
    """What reports do that became public on no day that anybody can tell: they count last."""
    dated = verdict_on(dataset, claim, date.max, aspect).status
    if dated is now:
        return []
    words = f"From {dated.label.lower()} to {now.label.lower()}, by a report whose date has no end."
    return [Turn(None, words)]


def _ended(claim: Claim, since: date) -> Iterator[tuple[date, Turn]]:
    if claim.end_known_on is not None and claim.end_known_on > since:
        words = f"Its end was told: {claim.time.words()} instead of {claim.time.opened().words()}."
        yield claim.end_known_on, Turn(claim.end_known_on, words)


def _told(dataset: Dataset, claim: Claim, since: date, aspect: Aspect | None) -> Iterator[tuple[date, Turn]]:
    for change in changes_of(dataset, claim):
        if change.day > since and (aspect is None or change.kind in _BESIDE_ASPECTS):
            yield change.day, Turn(change.day, change.happened, change.reason)


def _judged(dataset: Dataset, claim: Claim, since: date, aspect: Aspect) -> Iterator[tuple[date, Turn]]:
    before = Status.UNVERIFIED
    for step in aspect_steps_of(dataset, claim).get(aspect, ()):
        if step.day > since and step.status is not before:
            moved = f"from {before.label.lower()} to {step.status.label.lower()}"
            yield step.day, Turn(step.day, f"Status of the {aspect.label.lower()}: {moved}.", step.assessment.reason)
        before = step.status
