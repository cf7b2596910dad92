"""What became public between two days: news about claims, each told in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from geodata.assess.history import Step, steps_of
from geodata.errors import QueryError
from geodata.model import Basis, Claim, Dataset, PartyPosition, Position, Status, Word, parse_edtf

__all__ = ["Change", "ChangeKind", "changes_between", "changes_of"]


class ChangeKind(Word):
    """What kind of news it is."""

    NEW = "new", "New", "The first report of the claim became public."
    UPGRADED = "upgraded", "Upgraded", "Its status is surer than before."
    DOWNGRADED = "downgraded", "Downgraded", "Its status is less sure than before, or speaks against it."
    DENIED = "denied", "Denied", "A party denies it, for the first time or after another word. That is no refutation."
    ADMITTED = (
        "admitted",
        "Admitted",
        "A party admits it against its interest, for the first time or after another word.",
    )
    WITHDRAWN = "withdrawn", "Withdrawn", "The claim was taken back."
    SUPERSEDED = "superseded", "Superseded", "Another claim took its place, such as a later total."


# From surely false to surely true. Withdrawn stands beside refuted: coming back from it is news for the better.
_RANK = {
    Status.REFUTED: 0,
    Status.WITHDRAWN: 1,
    Status.SPECULATIVE: 2,
    Status.DISPUTED: 3,
    Status.UNVERIFIED: 4,
    Status.CORROBORATED: 5,
    Status.CONFIRMED: 6,
}
_TOLD = {Position.DENIES: ChangeKind.DENIED, Position.ADMITS: ChangeKind.ADMITTED}
_GRAVITY = (Position.NO_COMMENT, Position.ASSERTS, Position.DENIES, Position.ADMITS)  # as in is_denied
_BY = {
    Basis.IMAGERY: "by imagery",
    Basis.DOCUMENT: "by a document",
    Basis.ADMISSION: "by an admission against interest",
    Basis.ON_SITE: "by observation on the spot",
    Basis.INDEPENDENT_ORIGINS: "by independent origins",
    Basis.SINGLE_ORIGIN: "with a single origin",
    Basis.CONFLICTING_SOURCES: "because sources conflict",
    Basis.INFERENCE: "as an inference",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news about one claim.

    Parameters
    ----------
    kind : ChangeKind
        What happened.
    day : date
        UTC day at whose end it was public.
    claim_id : str
        The claim.
    was, now : Status or None
        Status at the end of the day before and at the end of ``day``. ``was`` is None for a new claim. What a party
        says moves no status by itself: for denied and admitted both are the status at the end of ``day``.
    party : str or None
        Who denied or admitted; None for other news.
    words : str
        One sentence for a reader.
    reason : str
        Why the status is what it is now, in the words of the assessment; empty where nobody assessed, and for parties.
    happened : str
        The sentence without the words of the claim in front.
    """

    kind: ChangeKind
    day: date
    claim_id: str
    was: Status | None
    now: Status | None
    party: str | None
    words: str
    reason: str = ""
    happened: str = ""


def changes_between(dataset: Dataset, since: date, until: date) -> tuple[Change, ...]:
    """Tell what became public after one day and up to another.

    Parameters
    ----------
    dataset : Dataset
        Where to look.
    since, until : date
        UTC days: what was public at the end of ``since`` is left out, what was public at the end of ``until`` is in.

    Returns
    -------
    tuple of Change
        By day, then in file order of the claims; of one claim on one day first that it is new, then what parties said,
        then its status. Of several assessments on one day only the status at its end counts. What has no last day by
        which it was public is never told.

    Raises
    ------
    QueryError
        If ``until`` is before ``since``.
    """
    if until < since:
        raise QueryError(f"The changes end on {until}, before they begin on {since}: swap the two.")
    found = (change for claim in dataset.claims for change in changes_of(dataset, claim) if since < change.day <= until)
    return tuple(sorted(found, key=lambda change: change.day))


def changes_of(dataset: Dataset, claim: Claim) -> Iterator[Change]:
    """All that ever became public about one claim, by day, as :func:`changes_between` tells it."""
    steps = [(step.day, step) for step in steps_of(dataset, claim) if step.day is not None]
    if not steps:
        return
    first, step = steps[0]
    words = f"claimed for the first time; {step.status.label.lower()}{_basis(step)}"
    yield _change(ChangeKind.NEW, first, claim, None, step.status, None, words, _reason(step))
    later = [*_said(dataset, claim, steps), *_moved(claim, steps)]
    yield from sorted(later, key=lambda change: change.day)


def _moved(claim: Claim, steps: list[tuple[date, Step]]) -> Iterator[Change]:
    for (_day, before), (day, step) in pairwise(steps):
        if step.status is before.status:
            continue
        was, now = before.status.label.lower(), step.status.label.lower()
        kind, words = ChangeKind.DOWNGRADED, f"from {was} to {now},{_basis(step)}".rstrip(",")
        if step.status is Status.WITHDRAWN and _is_replaced(step):
            kind, words = ChangeKind.SUPERSEDED, f"replaced by another claim, {was} until then"
        elif step.status is Status.WITHDRAWN:
            kind, words = ChangeKind.WITHDRAWN, f"withdrawn, {was} until then"
        elif _RANK[step.status] > _RANK[before.status]:
            kind = ChangeKind.UPGRADED
        yield _change(kind, day, claim, before.status, step.status, None, words, _reason(step))


def _said(dataset: Dataset, claim: Claim, steps: list[tuple[date, Step]]) -> Iterator[Change]:
    """Denials and admissions; what was said before the claim itself was known is told on the day it became known."""
    first = steps[0][0]
    days = groupby(dataset.positions_of.get(claim.claim_id, ()), key=lambda position: max(first, position.said_on))
    last: dict[str, Position] = {}
    for day, said in days:
        status = next(step.status for known, step in reversed(steps) if known <= day)
        for party, (said_on, word) in _words(said).items():
            if word in _TOLD and last.get(party) is not word:
                before = "" if said_on == day else f" already on {parse_edtf(said_on.isoformat()).words()}"
                words = f"{_TOLD[word].value} by {party}{before}; the claim is {status.label.lower()}"
                yield _change(_TOLD[word], day, claim, status, status, party, words)
            last[party] = word


def _words(said: Iterator[PartyPosition]) -> dict[str, tuple[date, Position]]:
    """The word of each party that holds at the end, with its day: the latest; of one day the gravest."""
    latest: dict[str, tuple[date, int]] = {}
    for position in said:
        word = (position.said_on, _GRAVITY.index(position.position))
        latest[position.party] = max(word, latest.get(position.party, word))
    return {party: (day, _GRAVITY[gravity]) for party, (day, gravity) in latest.items()}


def _change(
    kind: ChangeKind, day: date, claim: Claim, was: Status | None, now: Status, party: str | None, words: str,
    reason: str = "",
) -> Change:  # fmt: skip
    name, happened = claim.text.rstrip(". "), f"{words[0].upper()}{words[1:]}."
    return Change(kind, day, claim.claim_id, was, now, party, f"{name}: {words}.", reason, happened)


def _is_replaced(step: Step) -> bool:
    return step.assessment is not None and step.assessment.basis is Basis.REPLACED


def _basis(step: Step) -> str:
    if step.assessment is None:
        return " by the count of independent origins" if step.status is Status.CORROBORATED else ""
    words = _BY.get(step.assessment.basis)
    return f" {words}" if words else ""


def _reason(step: Step) -> str:
    return "" if step.assessment is None else step.assessment.reason
