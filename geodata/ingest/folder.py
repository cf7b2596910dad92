"""Loading a data set folder: every row read and checked, all refusals told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from geodata.basemap import known_regions
from geodata.errors import DatasetError, Problem
from geodata.ingest import crosscheck as check
from geodata.ingest.ends import check_ends
from geodata.ingest.excerpts import check_excerpt
from geodata.ingest.fields import Record
from geodata.ingest.imported import Imported, check_apart, with_coverage, with_origins
from geodata.ingest.info import read_info
from geodata.ingest.judgements import check_evidence, check_transitions
from geodata.ingest.records import (
    read_assessment,
    read_claim,
    read_foreign,
    read_place,
    read_position,
    read_report,
    read_source,
)
from geodata.ingest.tables import COLUMNS, INFO_FILE, read_files, read_table, read_toml
from geodata.ingest.topics import check_topics
from geodata.model import (
    Assessment,
    Claim,
    Dataset,
    DatasetInfo,
    ForeignVerdict,
    PartyPosition,
    Place,
    Report,
    Source,
)

__all__ = ["Tables", "digest_of", "in_file_order", "load_dataset", "read_own"]

_T = TypeVar("_T")
Numbered = list[tuple[int, _T]]


def load_dataset(folder: Path | str) -> Dataset:
    """Load and check a data set.

    Parameters
    ----------
    folder : Path or str
        A folder as ``docs/data-format.md`` describes it.

    Returns
    -------
    Dataset
        Whole and cross-checked: every reference resolves, no chain of reports is circular. The records of its imports
        follow those of its own files; ``info.licence`` and ``info.attribution`` then say what covers which.

    Raises
    ------
    DatasetError
        If anything was refused. It carries every problem found, so that all can be mended in one go.
    """
    folder = Path(folder)
    problems: list[Problem] = []
    if not folder.is_dir():
        raise DatasetError([Problem(folder.name or str(folder), None, None, None, "there is no such folder")])
    contents = read_files(folder, problems)
    info, own = read_own(contents, problems)
    imported = _imports(folder, problems)
    if not problems:  # references of a table that could not be read would only repeat the first cause
        tables = replace(own, imported=imported)
        dataset = tables.dataset(info, digest_of({**contents, **imported.contents}))
        tables.cross_check(dataset, problems)
    if problems:
        raise DatasetError(in_file_order(folder, problems))
    return dataset


def in_file_order(folder: Path, problems: list[Problem]) -> list[Problem]:
    """Problems by file, then row; last what the imports are refused for, in the order in which it was found."""
    order = {file: number for number, file in enumerate((folder.name, INFO_FILE, *COLUMNS))}
    return sorted(problems, key=lambda one: (order.get(one.file, len(order)), one.row or 0))


def read_own(contents: dict[str, bytes], problems: list[Problem]) -> tuple[DatasetInfo, Tables]:
    """Read the files of a data set itself, each row on its own: what only shows between rows is yet to be checked.

    Parameters
    ----------
    contents : dict of str to bytes
        Content by file name, as :func:`geodata.ingest.tables.read_files` gives it.
    problems : list of Problem
        Where refusals are added.
    """
    table = read_toml(INFO_FILE, contents[INFO_FILE], problems) if INFO_FILE in contents else None
    info = read_info(table, problems)

    def rows(file: str, read: Callable[[Record], _T]) -> Numbered[_T]:
        if file not in contents:
            return []
        return [(record.row, read(record)) for record in read_table(file, contents[file], problems)]

    return info, Tables(
        places=rows("places.csv", read_place),
        sources=rows("sources.csv", read_source),
        claims=rows("claims.csv", read_claim),
        reports=rows("reports.csv", read_report),
        positions=rows("positions.csv", read_position),
        assessments=rows("assessments.csv", read_assessment),
        foreign=rows("foreign.csv", read_foreign),
    )


def _imports(folder: Path, problems: list[Problem]) -> Imported:
    """The imports of a data set; what reads them is loaded only where there are any."""
    if not (folder / "imports").is_dir():
        return Imported()
    from geodata.ingest.importing.kept import read_imports

    return read_imports(folder, problems)


@dataclass(frozen=True)
class Tables:
    """The records of a folder, each with the row it stands in, and those of its imports, which were checked already."""

    places: Numbered[Place]
    sources: Numbered[Source]
    claims: Numbered[Claim]
    reports: Numbered[Report]
    positions: Numbered[PartyPosition]
    assessments: Numbered[Assessment]
    foreign: Numbered[ForeignVerdict]
    imported: Imported = field(default_factory=Imported)

    def dataset(self, info: DatasetInfo, digest: str) -> Dataset:
        """The records without their rows, those of the imports last."""
        told = (self.claims, self.reports, self.positions, self.assessments, self.foreign)
        has_own = any((self.places, self.sources, *told))
        return Dataset(
            info=with_coverage(
                with_origins(info, self.imported.origins, has_own=has_own), self.imported.claims, self.imported.origins
            ),
            claims=_bare(self.claims) + self.imported.claims,
            places=_bare(self.places) + self.imported.places,
            sources=_bare(self.sources) + self.imported.sources,
            reports=_bare(self.reports) + self.imported.reports,
            positions=_bare(self.positions),
            assessments=_bare(self.assessments),
            digest=digest,
            foreign=_bare(self.foreign) + self.imported.foreign,
        )

    def cross_check(self, dataset: Dataset, problems: list[Problem]) -> None:
        """Refuse what only shows between rows: double ids, dangling references, circles, thin evidence."""
        self._check_ids(problems)
        excerpt, parties = dataset.info.excerpt, {source.party for source in dataset.sources}
        claims, reports, sources, places = dataset.row_of, dataset.report_of, dataset.source_of, dataset.place_of
        filed = {*claims, *(excerpt.claims if excerpt else ())}
        speaking = {*parties, *(excerpt.parties if excerpt else ())}
        refers = partial(check.check_references, problems=problems)
        refers("claims.csv", "place_id", self.claims, lambda c: c.place_id, places, "places.csv")
        refers("reports.csv", "claim_id", self.reports, lambda r: r.claim_id, filed, "claims.csv")
        refers("reports.csv", "source_id", self.reports, lambda r: r.source_id, sources, "sources.csv")
        refers("reports.csv", "derived_from", self.reports, lambda r: r.derived_from, reports, "reports.csv")
        refers(
            "reports.csv", "not_independent_of", self.reports, lambda r: r.not_independent_of, reports, "reports.csv"
        )
        refers("positions.csv", "claim_id", self.positions, lambda p: p.claim_id, claims, "claims.csv")
        refers("positions.csv", "report_id", self.positions, lambda p: p.report_id, reports, "reports.csv")
        refers("positions.csv", "party", self.positions, lambda p: p.party, speaking, "the party column of sources.csv")
        refers("assessments.csv", "claim_id", self.assessments, lambda a: a.claim_id, claims, "claims.csv")
        refers("foreign.csv", "claim_id", self.foreign, lambda v: v.claim_id, claims, "claims.csv")
        check.check_regions(self.places, known_regions(), problems)
        check_excerpt(dataset, problems)
        check.check_unaligned(dataset.info.unaligned, parties, problems)
        check.check_reported(self.claims, {report.claim_id for report in dataset.reports}, problems)
        check_topics(self.claims, dataset.info.topics, problems)
        check.check_origins(self.reports, problems)
        if not problems:  # origins can only be counted where every chain of reports ends
            check.check_order(self.reports, reports, problems)
            check.check_positions(self.positions, reports, problems)
            check_ends(self.claims, dataset, problems)
            check_evidence(self.assessments, dataset, problems)
            check_transitions(self.assessments, problems)

    def _check_ids(self, problems: list[Problem]) -> None:
        """Refuse ids that stand twice in a file, or in a file and in an import."""
        unique, more = partial(check.check_unique, problems=problems), self.imported
        places = unique("places.csv", "place_id", self.places, lambda p: p.place_id)
        sources = unique("sources.csv", "source_id", self.sources, lambda s: s.source_id)
        claims = unique("claims.csv", "claim_id", self.claims, lambda c: c.claim_id)
        reports = unique("reports.csv", "report_id", self.reports, lambda r: r.report_id)
        unique("assessments.csv", "assessment_id", self.assessments, lambda a: a.assessment_id)
        check_apart("places.csv", "place_id", places, {p.place_id for p in more.places}, problems)
        check_apart("sources.csv", "source_id", sources, {s.source_id for s in more.sources}, problems)
        check_apart("claims.csv", "claim_id", claims, {c.claim_id for c in more.claims}, problems)
        check_apart("reports.csv", "report_id", reports, {r.report_id for r in more.reports}, problems)


def _bare(numbered: Numbered[_T]) -> tuple[_T, ...]:
    return tuple(record for _row, record in numbered)


def digest_of(contents: dict[str, bytes]) -> str:
    """SHA-256 (hex) over the files of a data set, by name: names, lengths and bytes."""
    digest = hashlib.sha256()
    for file, content in sorted(contents.items()):
        digest.update(f"{file}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
