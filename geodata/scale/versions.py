"""What held of a claim on which days: status and end as half-open intervals of days of knowledge.

:func:`geodata.assess.steps_of` and :meth:`geodata.model.Claim.time_on` are the definition. Claims of which reports
repeat each other or parties speak go through them one by one. All others, however many, go through arrays: nothing but
dated judgements, a count of voices and the day on which an end was told can change them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geodata.assess import DECIDING, steps_of
from geodata.model import Aspect, Claim, Dataset, Modality, Report, Stance, Status
from geodata.scale.tables import NEVER, schema_of
from geodata.scale.times import day_number

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Judged", "Plain", "Versions", "is_plain", "judged_of", "plain_status", "plain_versions", "version_table",
           "versions_of"]  # fmt: skip

Ints = NDArray[np.int64]
_STATUS = {word: number for number, word in enumerate(Status)}
_CORROBORATED = _STATUS[Status.CORROBORATED]
_DECIDING = [number for number, word in enumerate(Aspect) if word in DECIDING]


@dataclass(frozen=True)
class Plain:
    """Claims of which no report repeats another and no party speaks, as columns of n values.

    Parameters
    ----------
    known : array of int64
        First UTC day at whose end each is known, ``NEVER`` where no report has a date.
    status : array of int64
        Position in ``Status`` that the first reports give it.
    corroborated : array of int64
        UTC day from which on its reports, by count, corroborate it; ``NEVER`` where they don't.
    end_told : array of int64
        UTC day on which its end was told; anything up to ``known`` where it was told with the claim or nothing hides
        it.
    """

    known: Ints
    status: Ints
    corroborated: Ints
    end_told: Ints


@dataclass(frozen=True)
class Judged:
    """Judgements of presence and activity, m of them, in the order in which they follow each other.

    Parameters
    ----------
    at : array of int64
        Position of the claim that each speaks of in a :class:`Plain`, rising; those of one claim by ``effective_at``,
        then ``recorded_at``, then id.
    effective : array of int64
        UTC day on which its evidence was public.
    status : array of int64
        Position in ``Status``.
    """

    at: Ints
    effective: Ints
    status: Ints


@dataclass(frozen=True)
class Versions:
    """Intervals, each of the claim at position ``at``; by claim, then day.

    ``vf`` is the first UTC day at whose end it holds, ``vt`` the first at whose end it no longer does, ``NEVER`` where
    it still does. ``told`` says whether the end of the claim is known in it.
    """

    at: Ints
    vf: Ints
    vt: Ints
    status: Ints
    told: NDArray[np.bool_]
    denied: NDArray[np.bool_]


def plain_versions(claims: Plain, judged: Judged) -> Versions:
    """The intervals of very many claims without an object for each.

    Claims known on no day have none. A judgement counts from the day that it names on, or from the claim's first day if
    that is later; once one is in force, the count of voices says nothing any more.
    """
    shown = claims.known < NEVER
    first_judged = np.full(len(claims.known), NEVER, np.int64)
    np.minimum.at(first_judged, judged.at, judged.effective)
    counted = shown & (claims.corroborated > claims.known) & (claims.corroborated < np.minimum(first_judged, NEVER))
    base = np.where(claims.corroborated <= claims.known, _CORROBORATED, claims.status)
    told_later = shown & (claims.end_told > claims.known)
    begin, count, told = np.flatnonzero(shown), np.flatnonzero(counted), np.flatnonzero(told_later)
    speaks = shown[judged.at]
    at = judged.at[speaks]
    parts = (
        (begin, claims.known[begin], base[begin]),
        (count, claims.corroborated[count], np.full(len(count), _CORROBORATED)),
        (at, np.maximum(judged.effective[speaks], claims.known[at]), judged.status[speaks]),
        (told, claims.end_told[told], np.full(len(told), -1)),
    )
    where, day, status = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return _merged(claims, *_by_day(where, day, status))


def _by_day(where: Ints, day: Ints, status: Ints) -> tuple[Ints, Ints, Ints]:
    """Events by claim and day, of each claim and day the last; -1 takes the status of the one before."""
    rising = np.lexsort((day, where))  # stable: of one day those that came later stay later
    where, day, status = where[rising], day[rising], status[rising]
    source = np.maximum.accumulate(np.where(status >= 0, np.arange(len(status)), 0))
    status = status[source]
    last = np.ones(len(where), np.bool_)
    last[:-1] = (where[1:] != where[:-1]) | (day[1:] != day[:-1])
    return where[last], day[last], status[last]


def _merged(claims: Plain, at: Ints, vf: Ints, status: Ints) -> Versions:
    told = vf >= claims.end_told[at]
    new = np.ones(len(at), np.bool_)
    new[1:] = (at[1:] != at[:-1]) | (status[1:] != status[:-1]) | (told[1:] != told[:-1])
    at, vf, status, told = at[new], vf[new], status[new], told[new]
    return Versions(at, vf, _until(at, vf), status, told, np.zeros(len(at), np.bool_))


def _until(at: Ints, vf: Ints) -> Ints:
    vt = np.full(len(at), NEVER, np.int64)
    vt[:-1] = np.where(at[1:] == at[:-1], vf[1:], NEVER)
    return vt


def is_plain(dataset: Dataset, claim: Claim) -> bool:
    """Whether a claim has one report, which repeats nobody, and no party speaks of it."""
    reports = dataset.reports_of.get(claim.claim_id, ())
    return len(reports) == 1 and reports[0].derived_from is None and claim.claim_id not in dataset.positions_of


def plain_status(claim: Claim, report: Report) -> Status:
    """Status of a claim by its one report, before anybody judges it; as the table of ``geodata.assess`` has it."""
    seen = report.stance in (Stance.ASSERTS, Stance.ADMITS)
    return Status.SPECULATIVE if claim.modality is Modality.INFERRED and not seen else Status.UNVERIFIED


def judged_of(assessments: pa.Table, rows: Ints) -> Judged:
    """Those judgements of a table ``assessments`` that decide the status of claims.

    Parameters
    ----------
    assessments : pyarrow.Table
        With the columns ``row``, ``aspect``, ``status``, ``effective``, ``recorded`` and ``assessment_id``.
    rows : array of int64, shape (n,)
        Rows of the claims, rising; ``at`` is a position in them. Judgements of others are left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    deciding = pc.is_in(assessments["aspect"], value_set=pa.array(_DECIDING, pa.int8()))
    found = assessments.filter(deciding)
    keys = [(name, "ascending") for name in ("row", "effective", "recorded", "assessment_id")]
    found = found.take(pc.sort_indices(found, sort_keys=keys))
    row = found["row"].to_numpy()
    at = np.searchsorted(rows, row)
    here = rows[np.minimum(at, len(rows) - 1)] == row if len(rows) else np.zeros(len(row), np.bool_)
    columns = (found[name].to_numpy().astype(np.int64) for name in ("effective", "status"))
    effective, status = (column[here] for column in columns)
    return Judged(at[here].astype(np.int64), effective, status)


def versions_of(dataset: Dataset, claims: pa.Table, assessments: pa.Table) -> pa.Table:
    """The table ``versions`` of a data set in memory.

    Parameters
    ----------
    dataset : Dataset
        The data set.
    claims, assessments : pyarrow.Table
        Its tables of these names; claims in the order of ``dataset.claims``, their rows rising.
    """
    plain = np.array([is_plain(dataset, claim) for claim in dataset.claims], np.bool_)
    few, many = _stepped(dataset, np.flatnonzero(~plain)), np.flatnonzero(plain)
    told = claims["end_known"].fill_null(-NEVER).to_numpy().astype(np.int64)
    has_end = (claims["day1"].fill_null(NEVER).to_numpy() < NEVER)[many]
    plain_claims = Plain(
        claims["known"].to_numpy().astype(np.int64)[many],
        np.array([_reported(dataset, dataset.claims[at]) for at in many], np.int64),
        np.full(len(many), NEVER, np.int64),
        np.where(has_end, told[many], -NEVER),
    )
    found = plain_versions(plain_claims, judged_of(assessments, claims["row"].to_numpy()[many]))
    return version_table(claims, _joined(few, Versions(many[found.at], *_rest(found))))


def _reported(dataset: Dataset, claim: Claim) -> int:
    return _STATUS[plain_status(claim, dataset.reports_of[claim.claim_id][0])]


def _rest(found: Versions) -> tuple[Ints, Ints, Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    return found.vf, found.vt, found.status, found.told, found.denied


def _stepped(dataset: Dataset, positions: Ints) -> Versions:
    """Claims that only ``steps_of`` can tell."""
    found: list[tuple[int, int, int, bool, bool]] = []
    for at in positions.tolist():
        claim = dataset.claims[at]
        steps = [(day_number(step.day), step) for step in steps_of(dataset, claim) if step.day is not None]
        hides = claim.end_known_on is not None and claim.time.end_utc is not None
        told = day_number(claim.end_known_on) if hides and claim.end_known_on is not None else -NEVER
        for number, (day, step) in enumerate(steps):
            until = steps[number + 1][0] if number + 1 < len(steps) else NEVER
            what = (_STATUS[step.status], step.denied)
            found.append((at, day, what[0], day >= told, what[1]))
            if day < told < until:
                found.append((at, told, what[0], True, what[1]))
    kept = [one for before, one in zip([None, *found], found, strict=False) if not _goes_on(before, one)]
    at_, vf, status = (np.array([one[number] for one in kept], np.int64) for number in (0, 1, 2))
    told_, denied = (np.array([one[number] for one in kept], np.bool_) for number in (3, 4))
    return Versions(at_, vf, _until(at_, vf), status, told_, denied)


def _goes_on(before: tuple[int, int, int, bool, bool] | None, one: tuple[int, int, int, bool, bool]) -> bool:
    """Whether nothing that an interval tells has changed: a step may be of a report more, or of another rule."""
    return before is not None and before[0] == one[0] and before[2:] == one[2:]


def _joined(first: Versions, second: Versions) -> Versions:
    pairs = zip((first.at, *_rest(first)), (second.at, *_rest(second)), strict=True)
    return Versions(*(np.concatenate(pair) for pair in pairs))


def version_table(claims: pa.Table, found: Versions) -> pa.Table:
    """The table ``versions`` of :data:`geodata.scale.tables.TABLES`: intervals beside what of their claims stays."""
    import pyarrow as pa
    import pyarrow.compute as pc

    at, schema = pa.array(found.at), schema_of("versions")
    columns = {name: claims[name].take(at) for name in schema.names if name in claims.column_names}
    never = pa.scalar(NEVER, pa.int32())
    hidden = pc.and_(pc.is_valid(columns["day1"]), pa.array(~found.told))
    columns["day1"] = pc.if_else(hidden, never, columns["day1"])
    columns |= {name: pa.array(getattr(found, name)) for name in ("status", "denied", "vf", "vt")}
    return pa.table({field.name: columns[field.name].cast(field.type) for field in schema}, schema=schema)
