"""What a saved file holds of a data set: the chosen claims, as far as they were public, and what belongs to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from geodata.assess import known_reports
from geodata.model import Assessment, Claim, Coverage, Dataset, Excerpt, PartyPosition, Place, Report, is_public
from geodata.store.select import Selection
from geodata.store.sentence import sentence

__all__ = ["excerpt_of", "excerpt_words"]


def excerpt_of(selection: Selection) -> Dataset:
    """Cut out of a data set what a file of a selection holds.

    Parameters
    ----------
    selection : Selection
        What was chosen: the claims in view, and those without a place or a date.

    Returns
    -------
    Dataset
        The chosen claims in file order, with their reports, positions, assessments and what others call them by claim;
        then those reports of other claims that the former go back to, depend on or name; the places, topics and sources
        of all these. With a ``known_on`` nothing that became public after that UTC day: no remark, since ours have no
        date, no end of an interval that had not been told, no coverage after it. A verdict on a claim is the same as in
        the whole. ``info.excerpt`` says what it was cut from and by which question; the digest is made from that and
        the ids.
    """
    dataset, known_on = selection.dataset, selection.query.known_on
    claims = tuple(_claim(dataset.claims[row], known_on) for row in selection.chosen)
    own = [report for claim in claims for report in known_reports(dataset, claim, known_on)]
    positions = tuple(
        _position(dataset, one, known_on)
        for claim in claims
        for one in dataset.positions_of.get(claim.claim_id, ())
        if is_public(one.said_on, known_on)
    )
    assessments = tuple(
        _assessment(dataset, one, known_on)
        for claim in claims
        for one in dataset.assessments_of.get(claim.claim_id, ())
        if is_public(one.effective_at, known_on)
    )
    foreign = tuple(
        one for claim in claims for one in dataset.foreign_of.get(claim.claim_id, ()) if one.is_public(known_on)
    )
    held = [*own, *_related(dataset, own, positions, assessments, known_on)]
    cut = replace(
        dataset,
        claims=claims,
        places=_places(dataset, claims, known_on),
        sources=tuple(one for one in dataset.sources if one.source_id in {report.source_id for report in held}),
        reports=tuple(_report(dataset, report, known_on) for report in held),
        positions=positions,
        assessments=assessments,
        foreign=foreign,
    )
    return _said(selection, cut)


def excerpt_words(dataset: Dataset) -> str:
    """Say of an excerpt what it holds, as a sentence; nothing of a data set that is whole."""
    excerpt = dataset.info.excerpt
    return "" if excerpt is None else f"It holds what was asked for, and no more: {excerpt.question}."


def _said(selection: Selection, cut: Dataset) -> Dataset:
    """The cut with what it says of itself."""
    whole, known_on = selection.dataset, selection.query.known_on
    info, earlier = whole.info, whole.info.excerpt
    asked = sentence(whole, selection.query)
    if earlier is not None:
        asked = f"{asked}. Of an excerpt: {earlier.question}"
        known_on = min((day for day in (known_on, earlier.known_on) if day is not None), default=None)
    sources = {source.party for source in cut.sources}
    ids = [claim.claim_id for claim in cut.claims]
    excerpt = Excerpt(
        digest=whole.digest,
        question=asked.encode("utf-8", "backslashreplace").decode().strip(),  # a link may hold half a character
        known_on=known_on,
        claims=frozenset(report.claim_id for report in cut.reports).difference(ids),
        parties=frozenset(position.party for position in cut.positions) - sources,
    )
    topics = {claim.topic_id for claim in cut.claims}
    said = replace(
        info,
        coverage=tuple(_coverage(info.coverage, selection.query.known_on)),
        topics=tuple(topic for topic in info.topics if topic.topic_id in topics),
        unaligned=info.unaligned & sources,
        excerpt=excerpt,
    )
    digest = hashlib.sha256("\n".join((whole.digest, str(known_on), *ids)).encode()).hexdigest()
    return replace(cut, info=said, digest=digest)


def _named(dataset: Dataset, report_id: str | None, known_on: date | None) -> str | None:
    """The id of a report that was public; None in place of any other."""
    is_named = report_id is not None and is_public(dataset.report_of[report_id].known_on, known_on)
    return report_id if is_named else None


def _claim(claim: Claim, known_on: date | None) -> Claim:
    if known_on is None:
        return claim
    told = claim.end_known_on if is_public(claim.end_known_on, known_on) else None
    return replace(claim, time=claim.time_on(known_on), end_known_on=told, remark="")


def _report(dataset: Dataset, report: Report, known_on: date | None) -> Report:
    if known_on is None:
        return report
    return replace(
        report,
        derived_from=_named(dataset, report.derived_from, known_on),
        not_independent_of=_named(dataset, report.not_independent_of, known_on),
        remark="",
    )


def _position(dataset: Dataset, position: PartyPosition, known_on: date | None) -> PartyPosition:
    return replace(position, report_id=_named(dataset, position.report_id, known_on))


def _assessment(dataset: Dataset, assessment: Assessment, known_on: date | None) -> Assessment:
    return replace(assessment, evidence=tuple(key for key in assessment.evidence if _named(dataset, key, known_on)))


def _related(
    dataset: Dataset,
    own: Iterable[Report],
    positions: Iterable[PartyPosition],
    assessments: Iterable[Assessment],
    known_on: date | None,
) -> list[Report]:
    """Public reports that others lead to, however far, and that are not among them; in file order."""
    held = {report.report_id for report in own}
    waiting = [key for report in own for key in (report.derived_from, report.not_independent_of)]
    waiting += [position.report_id for position in positions]
    waiting += [key for assessment in assessments for key in assessment.evidence]
    found: set[str] = set()
    while waiting:
        key = _named(dataset, waiting.pop(), known_on)
        if key is not None and key not in held and key not in found:
            found.add(key)
            waiting += [dataset.report_of[key].derived_from, dataset.report_of[key].not_independent_of]
    return [report for report in dataset.reports if report.report_id in found]


def _places(dataset: Dataset, claims: Iterable[Claim], known_on: date | None) -> tuple[Place, ...]:
    used = {claim.place_id for claim in claims}
    places = (place for place in dataset.places if place.place_id in used)
    return tuple(place if known_on is None else replace(place, remark="") for place in places)


def _coverage(ranges: Iterable[Coverage], known_on: date | None) -> Iterator[Coverage]:
    """The ranges up to the end of a day: a file of that day says nothing of what was collected later."""
    for entry in ranges:
        if known_on is None or entry.first <= known_on:
            yield entry if known_on is None else replace(entry, last=min(entry.last, known_on))
