"""A data set in memory as flat columns: the tables of a build before they are put in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.assess import is_denied, origin_count, verdict_on
from geodata.model import (
    Aspect,
    Basis,
    Claim,
    ClaimType,
    Dataset,
    Modality,
    Reliability,
    Report,
    Stance,
    Status,
    TimeSpan,
    Word,
)
from geodata.scale.tables import NEVER, schema_of
from geodata.scale.times import day_number, known_number, time_columns, told_of
from geodata.scale.versions import versions_of
from geodata.scale.where import place_table, where_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Numbers", "flatten"]


@dataclass(frozen=True)
class Numbers:
    """Under which number each id goes: position of claims, places, sources and reports in the whole data set."""

    claims: Mapping[str, int]
    places: Mapping[str, int]
    sources: Mapping[str, int]
    reports: Mapping[str, int]

    @classmethod
    def of(cls, dataset: Dataset) -> Numbers:
        """Those of a data set that is whole."""
        return cls(
            dataset.row_of,
            {place.place_id: number for number, place in enumerate(dataset.places)},
            {source.source_id: number for number, source in enumerate(dataset.sources)},
            {report.report_id: number for number, report in enumerate(dataset.reports)},
        )


def flatten(dataset: Dataset, numbers: Numbers | None = None) -> dict[str, pa.Table]:
    """The tables that a build is put together from.

    Parameters
    ----------
    dataset : Dataset
        What to write down.
    numbers : Numbers or None
        Where the records stand in a larger data set of which this one is a part; None where it is the whole. Rows of
        claims rise in the order of ``dataset.claims``.

    Returns
    -------
    dict of str to pyarrow.Table
        ``claims``, ``versions``, ``places``, ``sources``, ``reports`` and ``assessments``, as
        :data:`geodata.scale.tables.TABLES` describes them; not in the order of a build.
    """
    numbers = numbers or Numbers.of(dataset)
    tables = {
        "claims": _claims(dataset, numbers),
        "places": _places(dataset, numbers),
        "sources": _sources(dataset, numbers),
        "reports": _reports(dataset, numbers),
        "assessments": _assessments(dataset, numbers),
    }
    tables["versions"] = versions_of(dataset, tables["claims"], tables["assessments"])
    return tables


def _positions(words: type[Word]) -> dict[Word, int]:
    return {word: number for number, word in enumerate(words)}


_TYPES, _MODALITIES, _STATUSES, _STANCES = map(_positions, (ClaimType, Modality, Status, Stance))
_ASPECTS, _BASES, _RELIABILITIES = map(_positions, (Aspect, Basis, Reliability))


def _claims(dataset: Dataset, numbers: Numbers) -> pa.Table:
    import pyarrow as pa

    schema, claims = schema_of("claims"), dataset.claims
    spans: dict[TimeSpan, int] = {}
    index = np.array([spans.setdefault(claim.time, len(spans)) for claim in claims], np.int64)
    columns: dict[str, Any] = time_columns([told_of(span) for span in spans], index)
    at = {place.place_id: number for number, place in enumerate(dataset.places)}
    where = np.array([-1 if claim.place_id is None else at[claim.place_id] for claim in claims], np.int64)
    columns |= where_columns(place_table(dataset.places), where)
    told = [_claim(dataset, claim, numbers) for claim in claims]
    for name in schema.names:
        if name not in columns:
            columns[name] = pa.array([one[name] for one in told], schema.field(name).type)
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def _claim(dataset: Dataset, claim: Claim, numbers: Numbers) -> dict[str, Any]:
    """What of a claim is neither place nor time, everything recorded."""
    reports = dataset.reports_of.get(claim.claim_id, ())
    number = claim.quantity
    return {
        "row": numbers.claims[claim.claim_id], "claim_id": claim.claim_id,
        "place": -1 if claim.place_id is None else numbers.places[claim.place_id],
        "end_known": None if claim.end_known_on is None else day_number(claim.end_known_on),
        "type": _TYPES[claim.claim_type], "modality": _MODALITIES[claim.modality],
        "status": _STATUSES[verdict_on(dataset, claim).status],
        "known": min((known_number(report.published) for report in reports), default=NEVER),
        "reports": len(reports), "origins": origin_count(dataset, reports),
        "denied": is_denied(dataset.positions_of.get(claim.claim_id, ())), "last_reported": _last_reported(reports),
        "text": claim.text, "actor": claim.actor, "quantity_low": number.low, "quantity_best": number.best,
        "quantity_high": number.high, "unit": number.unit,
        "sources": sorted({numbers.sources[report.source_id] for report in reports}), "remark": claim.remark,
    }  # fmt: skip


def _last_reported(reports: tuple[Report, ...]) -> int | None:
    days = [known_number(report.published) for report in reports if report.stance is not Stance.DENIES]
    return max((day for day in days if day < NEVER), default=None)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema_of(name))


def _places(dataset: Dataset, numbers: Numbers) -> pa.Table:
    import pyarrow as pa

    table = place_table(dataset.places)
    number = pa.array([numbers.places[place.place_id] for place in dataset.places], pa.int32())
    return table.set_column(0, table.schema.field("place"), number)


def _sources(dataset: Dataset, numbers: Numbers) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            "source": numbers.sources[source.source_id], "source_id": source.source_id, "name": source.name,
            "party": source.party, "reliability": _RELIABILITIES[source.reliability],
        }
        for source in dataset.sources
    ]  # fmt: skip
    return _table("sources", rows)


def _reports(dataset: Dataset, numbers: Numbers) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            "row": numbers.claims.get(report.claim_id, -1), "seq": numbers.reports[report.report_id],
            "report_id": report.report_id, "source": numbers.sources[report.source_id],
            "origin": numbers.reports[dataset.origin(report).report_id],
            "published": report.published.edtf, "known": known_number(report.published),
            "stance": _STANCES[report.stance], "derived_from": report.derived_from,
            "not_independent_of": report.not_independent_of, "title": report.title, "url": report.url,
            "remark": report.remark,
        }
        for report in dataset.reports
    ]  # fmt: skip
    return _table("reports", rows)


def _assessments(dataset: Dataset, numbers: Numbers) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            "row": numbers.claims[judged.claim_id], "assessment_id": judged.assessment_id,
            "aspect": _ASPECTS[judged.aspect], "status": _STATUSES[judged.status], "basis": _BASES[judged.basis],
            "effective": day_number(judged.effective_at), "recorded": day_number(judged.recorded_at),
            "reason": judged.reason, "evidence": " ".join(judged.evidence), "by": judged.by,
        }
        for judged in dataset.assessments
    ]  # fmt: skip
    return _table("assessments", rows)
