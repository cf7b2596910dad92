"""The part of a data set that is read as records: its own files, and what of its imports they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geodata.errors import DatasetError, Problem
from geodata.ingest.folder import Tables, digest_of, in_file_order, read_own
from geodata.ingest.imported import Imported, Origin
from geodata.ingest.importing.kept_columns import Columns, Spans
from geodata.ingest.importing.kept_records import claims_of, places_of, reports_of, sources_of
from geodata.model import Dataset, Place, Report, Source
from geodata.scale.digest import own_contents
from geodata.scale.flatten import Numbers, flatten
from geodata.scale.imports import ID_OF, Bases, Import, Ints, imports_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Core", "core_of"]


@dataclass(frozen=True)
class Core:
    """Own records, cross-checked as ``load_dataset`` does, with those imported ones that they speak of.

    Parameters
    ----------
    dataset : Dataset
        The records; own ones first.
    numbers : Numbers
        Where they stand in the whole data set.
    own : Bases
        How many of them are its own.
    imports : tuple of Import
        The imports of the data set, whatever was read of them.
    own_digest : str
        SHA-256 over the files of the data set itself, without its imports.
    """

    dataset: Dataset
    numbers: Numbers
    own: Bases
    imports: tuple[Import, ...]
    own_digest: str

    @property
    def imported_rows(self) -> Ints:
        """Rows of the imported claims among the records, rising."""
        claims = self.dataset.claims[self.own.claims :]
        return np.array([self.numbers.claims[claim.claim_id] for claim in claims], np.int64)

    def tables(self) -> dict[str, pa.Table]:
        """The tables of this part of a build: of places, sources and reports those of its own files alone."""
        found = flatten(self.dataset, self.numbers)
        counts = {"places": self.own.places, "sources": self.own.sources, "reports": self.own.reports}
        return found | {name: found[name].slice(0, count) for name, count in counts.items()}


def core_of(folder: Path) -> Core:
    """Read the files of a data set itself and check them, without the records of its imports.

    Raises
    ------
    DatasetError
        As ``load_dataset``, save that of an import it is only looked whether its files are as they were written.
    """
    contents, problems = own_contents(folder), list[Problem]()
    info, own = read_own(contents, problems)
    if problems:
        raise DatasetError(in_file_order(folder, problems))
    counts = Bases(len(own.claims), len(own.reports), len(own.places), len(own.sources))
    imports = imports_of(folder, counts)
    wanted = _spoken_of(own, info.excerpt.claims if info.excerpt else frozenset())
    found = _Found()
    for one in imports:
        found.read(one, {key for key in wanted if key.startswith(one.prefix)})
    whole = replace(own, imported=found.imported())
    digest = digest_of(contents)
    dataset = whole.dataset(info, digest)
    whole.cross_check(dataset, problems)
    if problems:
        raise DatasetError(in_file_order(folder, problems))
    first = Numbers.of(replace(whole, imported=Imported()).dataset(info, digest))
    return Core(dataset, _with(first, found.numbers), counts, imports, digest)


def _with(own: Numbers, more: Mapping[str, Mapping[str, int]]) -> Numbers:
    return Numbers(**{field.name: {**getattr(own, field.name), **more[field.name]} for field in fields(Numbers)})


def _spoken_of(own: Tables, claims: Iterable[str]) -> set[str]:
    """Every id that an own record has or names."""
    names: set[str | None] = set(claims)
    for _row, claim in own.claims:
        names |= {claim.claim_id, claim.place_id}
    for _row, report in own.reports:
        names |= {report.report_id, report.claim_id, report.source_id, report.derived_from, report.not_independent_of}
    for _row, position in own.positions:
        names |= {position.claim_id, position.report_id}
    for _row, judged in own.assessments:
        names |= {judged.claim_id, *judged.evidence}
    names |= {verdict.claim_id for _row, verdict in own.foreign}
    names |= {place.place_id for _row, place in own.places} | {source.source_id for _row, source in own.sources}
    return {name for name in names if name is not None}


class _Found:
    """Imported records that were asked for, with their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[str, dict[str, int]] = {table: {} for table in ID_OF}
        self._parts: list[Imported] = []
        self._spans = Spans()

    def imported(self) -> Imported:
        """The records of all imports, in their order."""
        return Imported(
            places=tuple(record for part in self._parts for record in part.places),
            sources=tuple(record for part in self._parts for record in part.sources),
            claims=tuple(record for part in self._parts for record in part.claims),
            reports=tuple(record for part in self._parts for record in part.reports),
            origins=tuple(origin for part in self._parts for origin in part.origins),
        )

    def read(self, one: Import, wanted: set[str]) -> None:
        """Read all sources of an import, and the records of some ids with those that belong to them."""
        sources: tuple[Source, ...] = tuple(sources_of(self._some(one, "sources", None)))
        origins = (Origin(one.import_id, "", "", ""),)
        if not wanted:
            self._parts.append(Imported(sources=sources, origins=origins))
            return
        named = self._columns(one, "reports", "report_id", wanted).table["claim_id"].to_pylist()
        claim_ids = {*wanted, *named}
        reports: tuple[Report, ...] = tuple(reports_of(self._some(one, "reports", claim_ids, "claim_id"), self._spans))
        claims = tuple(claims_of(self._some(one, "claims", claim_ids), self._spans, reports))
        at = {*wanted, *(claim.place_id for claim in claims if claim.place_id is not None)}
        places: tuple[Place, ...] = tuple(places_of(self._some(one, "places", at)))
        self._parts.append(Imported(places, sources, claims, reports, origins=origins))

    def _some(self, one: Import, table: str, wanted: set[str] | None, by: str | None = None) -> Columns:
        """The records of a table that are asked for, all with None; their numbers are kept."""
        found = self._columns(one, table, by or ID_OF[table], wanted)
        base = getattr(one.bases, table)
        ids, positions = found.table[ID_OF[table]].to_pylist(), found.table["position"].to_pylist()
        self.numbers[table] |= {key: base + at for key, at in zip(ids, positions, strict=True)}
        return Columns(found.file, found.table.drop_columns(["position"]), found.problems)

    def _columns(self, one: Import, table: str, by: str, wanted: set[str] | None) -> Columns:
        """Records whose column ``by`` holds one of some ids, with their position in the file."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        kept, first, ids = [], 0, None if wanted is None else pa.array(sorted(wanted), pa.string())
        with pq.ParquetFile(one.folder / f"{table}.parquet") as file:
            schema = file.schema_arrow.append(pa.field("position", pa.int64()))
            for batch in file.iter_batches():
                position = pa.array(np.arange(first, first + batch.num_rows))
                first += batch.num_rows
                piece = pa.Table.from_batches([batch]).append_column("position", position)
                kept.append(piece if ids is None else piece.filter(pc.is_in(piece[by], value_set=ids)))
        return Columns(table, pa.concat_tables([schema.empty_table(), *kept]), [])
