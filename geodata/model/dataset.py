"""A whole data set in memory, cross-checked, with its digest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from geodata.model.records import (
    Assessment,
    Claim,
    DatasetInfo,
    ForeignVerdict,
    PartyPosition,
    Place,
    Report,
    Source,
)

__all__ = ["Dataset"]


@dataclass(frozen=True)
class Dataset:
    """Claims with all that is known of them.

    Parameters
    ----------
    info : DatasetInfo
        Title, licence, coverage.
    claims : tuple of Claim
        In file order; the position is the claim's *row*, by which the map names it.
    places, sources, reports, positions, assessments : tuple
        The records of the other files, in file order.
    digest : str
        SHA-256 (hex, 64 characters) over the files, names and bytes.
    foreign : tuple of ForeignVerdict
        What others call these claims, in their own words and in file order; no part of any status.
    """

    info: DatasetInfo
    claims: tuple[Claim, ...]
    places: tuple[Place, ...]
    sources: tuple[Source, ...]
    reports: tuple[Report, ...]
    positions: tuple[PartyPosition, ...]
    assessments: tuple[Assessment, ...]
    digest: str
    foreign: tuple[ForeignVerdict, ...] = ()

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each claim id."""
        return {claim.claim_id: row for row, claim in enumerate(self.claims)}

    @cached_property
    def place_of(self) -> dict[str, Place]:
        """Place of each place id."""
        return {place.place_id: place for place in self.places}

    @cached_property
    def source_of(self) -> dict[str, Source]:
        """Source of each source id."""
        return {source.source_id: source for source in self.sources}

    @cached_property
    def report_of(self) -> dict[str, Report]:
        """Report of each report id."""
        return {report.report_id: report for report in self.reports}

    @cached_property
    def reports_of(self) -> dict[str, tuple[Report, ...]]:
        """Reports of each claim id, in file order."""
        found: dict[str, list[Report]] = defaultdict(list)
        for report in self.reports:
            found[report.claim_id].append(report)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def positions_of(self) -> dict[str, tuple[PartyPosition, ...]]:
        """Party positions of each claim id, oldest first."""
        found: dict[str, list[PartyPosition]] = defaultdict(list)
        for position in self.positions:
            found[position.claim_id].append(position)
        return {key: tuple(sorted(value, key=lambda p: p.said_on)) for key, value in found.items()}

    @cached_property
    def assessments_of(self) -> dict[str, tuple[Assessment, ...]]:
        """Assessments of each claim id, oldest first: by ``effective_at``, then ``recorded_at``, then id."""
        found: dict[str, list[Assessment]] = defaultdict(list)
        for assessment in self.assessments:
            found[assessment.claim_id].append(assessment)
        return {key: tuple(sorted(value, key=lambda a: a.order)) for key, value in found.items()}

    @cached_property
    def foreign_of(self) -> dict[str, tuple[ForeignVerdict, ...]]:
        """What others call each claim id, in file order."""
        found: dict[str, list[ForeignVerdict]] = defaultdict(list)
        for verdict in self.foreign:
            found[verdict.claim_id].append(verdict)
        return {key: tuple(value) for key, value in found.items()}

    def place(self, claim: Claim) -> Place | None:
        """Where a claim is said to have happened, or None where no place was given."""
        return self.place_of[claim.place_id] if claim.place_id else None

    def origin(self, report: Report) -> Report:
        """The origin that a report goes back to, itself where it repeats nobody."""
        while report.derived_from is not None:
            report = self.report_of[report.derived_from]
        return report
