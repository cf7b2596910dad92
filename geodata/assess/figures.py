"""Numbers over time: who gave which figure for a topic, and until when it stood. Figures are never summed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from geodata.assess.claimants import first_source
from geodata.assess.status import DECIDING, known_reports
from geodata.model import Aspect, Claim, Dataset, Quantity, Status, TimeSpan

__all__ = ["Figure", "figures_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one claim.

    Parameters
    ----------
    claim_id, topic_id : str
        The claim, and the subject that it puts a number to.
    source_id : str
        The source that the number goes back to.
    quantity : Quantity
        Low, best and high as stated, in the topic's unit.
    published : date or None
        First UTC day at whose end a report of the claim was certainly public; None where there is no such day.
    time : TimeSpan
        What day or days the number speaks of, as far as that was known.
    superseded_on : date or None
        UTC day on which the same source gave a later figure of the topic, or on which the claim or its number was
        withdrawn, whichever came first; None while the figure stands.
    """

    claim_id: str
    topic_id: str
    source_id: str
    quantity: Quantity
    published: date | None
    time: TimeSpan
    superseded_on: date | None


def figures_of(dataset: Dataset, topic_id: str, known_on: date | None = None) -> tuple[Figure, ...]:
    """Collect the figures of a topic as they stood at the end of a UTC day.

    Parameters
    ----------
    dataset : Dataset
        Where to look.
    topic_id : str
        A topic of the data set.
    known_on : date or None
        Nothing that became public after this UTC day counts; None for all that is recorded.

    Returns
    -------
    tuple of Figure
        One for each claim that names the topic and that some public report asserts, admits or mentions; by the day they
        were published (without a day last), then in file order.

    Raises
    ------
    KeyError
        If the data set has no such topic.
    """
    if topic_id not in {topic.topic_id for topic in dataset.info.topics}:
        raise KeyError(topic_id)
    claims = [claim for claim in dataset.claims if claim.topic_id == topic_id]
    found = [figure for claim in claims for figure in _figure(dataset, claim, known_on)]
    found.sort(key=lambda figure: figure.published or date.max)
    return tuple(replace(figure, superseded_on=_superseded(figure, found)) for figure in found)


def _figure(dataset: Dataset, claim: Claim, known_on: date | None) -> Iterator[Figure]:
    source_id = first_source(dataset, claim, known_on)
    if source_id is None or claim.topic_id is None:
        return
    days = [day for report in known_reports(dataset, claim, known_on) if (day := report.known_on) is not None]
    published = min(days, default=None)
    withdrawn, time = _withdrawn_on(dataset, claim, known_on), claim.time_on(known_on)
    yield Figure(claim.claim_id, claim.topic_id, source_id, claim.quantity, published, time, withdrawn)


def _superseded(figure: Figure, figures: list[Figure]) -> date | None:
    """The earlier of its withdrawal and the next figure of its source; figures of one day stand beside each other."""
    days = [other.published for other in figures if other.source_id == figure.source_id and other.published is not None]
    later = [day for day in days if figure.published is not None and day > figure.published]
    return min([*later, *([figure.superseded_on] if figure.superseded_on else [])], default=None)


def _withdrawn_on(dataset: Dataset, claim: Claim, known_on: date | None) -> date | None:
    """First day since which the claim, or its number, has been withdrawn without a break."""
    found = []
    for aspects in (DECIDING, (Aspect.QUANTITY,)):
        since, held = None, {}
        for assessment in dataset.assessments_of.get(claim.claim_id, ()):  # oldest first: the last of a day stays
            if assessment.aspect in aspects and (known_on is None or assessment.effective_at <= known_on):
                held[assessment.effective_at] = assessment.status
        for day, status in held.items():
            since = (since or day) if status is Status.WITHDRAWN else None
        if since is not None:
            found.append(since)
    return min(found, default=None)
