"""Checks that need more than one row: unique ids, references, circles, what came before what."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from typing import TypeVar

from geodata.errors import Problem
from geodata.model import NOT_STATED, Claim, PartyPosition, Place, Report

__all__ = [
    "check_order",
    "check_origins",
    "check_positions",
    "check_references",
    "check_regions",
    "check_reported",
    "check_unaligned",
    "check_unique",
]

_T = TypeVar("_T")
Numbered = Sequence[tuple[int, _T]]
Rows = dict[str, int]  # id -> row in its file
# What to do about a link to a report that was not certainly public first: to one of a later date, to one without any
_EARLIER = (
    "that report is dated later than this one: give it the day by which it was public at the latest, or put the link on"
    " the other report"
)
_DATED = (
    "that report has no date of publication, though it was public when this one was: fill in its published_at, as an "
    "interval that ends no later than this one"
)


def check_unique(
    file: str, field: str, records: Numbered[_T], key_of: Callable[[_T], str], *, problems: list[Problem]
) -> Rows:
    """Refuse an id that stands twice; give back the row of each id."""
    rows: Rows = {}
    for row, record in records:
        key = key_of(record)
        if key in rows:
            problems.append(Problem(file, row, field, key, f"row {rows[key]} has the same id, give it another"))
        else:
            rows[key] = row
    return rows


def check_references(
    file: str,
    field: str,
    records: Numbered[_T],
    key_of: Callable[[_T], str | None],
    known: Container[str],
    where: str,
    *,
    problems: list[Problem],
) -> None:
    """Refuse a reference to an id that ``where`` does not hold; blank references are none."""
    for row, record in records:
        key = key_of(record)
        if key and key not in known:
            problems.append(Problem(file, row, field, key, f"name an id that {where} holds"))


def check_unaligned(names: frozenset[str], parties: Container[str], problems: list[Problem]) -> None:
    """Refuse a party that is no side in the matter where no source belongs to it, or where nobody says which it is."""
    for name in sorted(names):
        if name.casefold() == NOT_STATED:
            mend = "remove it: sources whose party nobody stated may belong to one that takes a side"
            problems.append(Problem("dataset.toml", None, "unaligned", name, mend))
        elif name not in parties:
            mend = "name a party that the party column of sources.csv holds, or remove it"
            problems.append(Problem("dataset.toml", None, "unaligned", name, mend))


def check_reported(claims: Numbered[Claim], reported: Container[str], problems: list[Problem]) -> None:
    """Refuse a claim that no report carries: somebody must have said it."""
    for row, claim in claims:
        if claim.claim_id not in reported:
            problems.append(Problem("claims.csv", row, "claim_id", claim.claim_id, "add a report of it to reports.csv"))


def check_regions(places: Numbered[Place], known: frozenset[str], problems: list[Problem]) -> None:
    """Refuse a region code that the bundled basemap cannot draw."""
    for row, place in places:
        for code in place.regions:
            if code not in known:
                mend = "use a code of the bundled regions, as in RU-KRS, or a country code of theirs, as in RU"
                problems.append(Problem("places.csv", row, "regions", code, mend))


def check_origins(reports: Numbered[Report], problems: list[Problem]) -> None:
    """Refuse chains of ``derived_from`` that run in a circle."""
    parent = {report.report_id: report.derived_from for _row, report in reports}
    for row, report in reports:
        seen = {report.report_id}
        step = report.derived_from
        while step is not None and step not in seen:
            seen.add(step)
            step = parent.get(step)
        if step == report.report_id:
            mend = "the chain of reports comes back to this one, remove the link that is wrong"
            problems.append(Problem("reports.csv", row, "derived_from", report.derived_from, mend))


def check_order(reports: Numbered[Report], known: Mapping[str, Report], problems: list[Problem]) -> None:
    """Refuse a report that repeats or depends on one that became public only after it, and one that depends on itself.

    Otherwise what was known on a day would hang on a report of a later day. A report without a date of publication may
    go back to any other, and only one without a date may go back to it. References must resolve in
    ``known``.
    """
    for row, report in reports:
        links = (("derived_from", report.derived_from), ("not_independent_of", report.not_independent_of))
        for field, key in links:
            if key == report.report_id:
                mend = "name another report than this one, or leave it blank"
                problems.append(Problem("reports.csv", row, field, key, mend))
            elif key is not None and not _no_later(known[key].known_on, report.known_on):
                mend = _DATED if known[key].known_on is None else _EARLIER
                problems.append(Problem("reports.csv", row, field, key, mend))


def check_positions(positions: Numbered[PartyPosition], known: Mapping[str, Report], problems: list[Problem]) -> None:
    """Refuse a position whose report was not certainly public on the UTC day on which the party is said to have spoken.

    A position counts from that day on; a report of a later day would be known before it was. References must resolve
    in ``known``.
    """
    for row, position in positions:
        key = position.report_id
        if key is not None and not _no_later(known[key].known_on, position.said_on):
            mend = (
                "nobody knows when that report became public: fill in its published_at, or leave this blank"
                if known[key].known_on is None
                else f"that report is dated later than the position, {position.said_on}: move said_on to the day by "
                "which the word was public, or name an earlier report"
            )
            problems.append(Problem("positions.csv", row, "report_id", key, mend))


def _no_later(first: date | None, second: date | None) -> bool:
    return second is None or (first is not None and first <= second)
