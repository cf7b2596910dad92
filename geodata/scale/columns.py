"""An import as flat columns: a batch of rows at a time, and never an object for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geodata.model import NOT_STATED, ClaimType, Modality, Reliability, Stance, Status, Word
from geodata.scale.imports import Import, Ints, numbers_of, positions
from geodata.scale.regions import place_columns
from geodata.scale.reported import Reported, reported
from geodata.scale.tables import NEVER, ROW_GROUP, schema_of
from geodata.scale.times import Told, time_columns, told_of_text
from geodata.scale.versions import Judged, Plain, judged_of, plain_versions, version_table
from geodata.scale.where import GEOGRAPHY, where_columns

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["flatten_import"]

_STATUS = {word: number for number, word in enumerate(Status)}
_ASSERTS = list(Stance).index(Stance.ASSERTS)
_NOT_HIDDEN = [list(Modality).index(word) for word in (Modality.PLANNED, Modality.ANNOUNCED)]
_COUNTS = ("quantity_low", "quantity_best", "quantity_high")


def flatten_import(
    one: Import,
    skip: Ints,
    unaligned: frozenset[str],
    to: Path,
    progress: Callable[[float], None],
    assessments: pa.Table | None = None,
) -> None:
    """Write an import as a part of a build: the tables of :data:`geodata.scale.sorting.FROM_PARTS`.

    The rules are those of ``load_dataset`` and :func:`geodata.scale.flatten.flatten`; tests compare.

    Parameters
    ----------
    one : Import
        Which, with the numbers of its first records.
    skip : array of int64
        Rows of claims, rising, that stand in another part because the data set's own files speak of them.
    unaligned : frozenset of str
        Parties that are no side (:class:`geodata.model.DatasetInfo`).
    to : Path
        Folder of the part.
    progress : callable
        Is told the share that is done, from 0 to 1.
    assessments : pyarrow.Table or None
        Judgements of its claims that stand in no other part, as the table ``assessments`` has them, rows rising.
    """
    judged = schema_of("assessments").empty_table() if assessments is None else assessments
    _sources(one, to)
    geography = _places(one, to)
    progress(0.05)
    claim = _numbers(one, "claims")
    told = _reports(one, claim, unaligned, to)
    progress(0.3)
    part = _Part(one, geography, _numbers(one, "places"), told, skip, judged)
    with ExitStack() as stack:
        claims, versions = (stack.enter_context(_writer(to, name)) for name in ("claims", "versions"))
        for first, batch in _batches(one, "claims"):
            for table, writer in zip(part.tables(first, batch), (claims, versions), strict=True):
                writer.write_table(table)
            progress(0.3 + 0.7 * (first + batch.num_rows) / max(1, one.counts.claims))
    with _writer(to, "assessments") as writer:
        writer.write_table(judged)


def _writer(to: Path, table: str) -> pq.ParquetWriter:
    import pyarrow.parquet as pq

    return pq.ParquetWriter(to / f"{table}.parquet", schema_of(table), compression="lz4")


def _batches(one: Import, table: str, columns: list[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
    """A table of an import piece by piece, each with the position of its first record."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = 0
    with pq.ParquetFile(one.folder / f"{table}.parquet") as file:
        for batch in file.iter_batches(ROW_GROUP, columns=columns):
            yield first, pa.Table.from_batches([batch])
            first += batch.num_rows


def _numbers(one: Import, table: str) -> Ints:
    """The numbers in the ids of a table, in file order."""
    column, prefix = f"{table[:-1]}_id", {"claims": "", "places": "p", "sources": "s"}[table]
    found = [numbers_of(batch[column], one.prefix + prefix) for _first, batch in _batches(one, table, [column])]
    return np.concatenate([np.zeros(0, np.int64), *found])


def _at_words(column: pa.ChunkedArray, words: type[Word], kind: str) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.index_in(column, value_set=pa.array([word.value for word in words])).cast(kind)


def _sources(one: Import, to: Path) -> None:
    import pyarrow as pa

    with _writer(to, "sources") as writer:
        for first, batch in _batches(one, "sources"):
            number = pa.array(np.arange(first, first + batch.num_rows) + one.bases.sources, pa.int32())
            columns = {name: batch[name] for name in ("source_id", "name", "party")}
            columns |= {"source": number, "reliability": _at_words(batch["reliability"], Reliability, "int8")}
            _write(writer, "sources", columns)


def _write(writer: pq.ParquetWriter, table: str, columns: dict[str, Any]) -> None:
    writer.write_table(_in_order(table, columns))


def _in_order(table: str, columns: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    schema = schema_of(table)
    return pa.table({field.name: columns[field.name] for field in schema}, schema=schema)


def _places(one: Import, to: Path) -> pa.Table:
    """Write the places; gives back where they are."""
    import pyarrow as pa

    kept: list[pa.Table] = []
    with _writer(to, "places") as writer:
        for first, batch in _batches(one, "places"):
            table = _in_order("places", place_columns(batch, first + one.bases.places))
            writer.write_table(table)
            kept.append(table.select(GEOGRAPHY))
    empty = schema_of("places").empty_table().select(GEOGRAPHY)
    return pa.concat_tables([empty, *kept]).combine_chunks()


def _voices(one: Import, unaligned: frozenset[str]) -> Ints:
    """Who speaks with one interest, of each source of an import; -1 where nobody says to which party it belongs."""
    numbers: dict[str, int] = {}
    found: list[int] = []
    for _first, batch in _batches(one, "sources", ["source_id", "party"]):
        for source, party in zip(batch["source_id"].to_pylist(), batch["party"].to_pylist(), strict=True):
            voice = f"source {source}" if party in unaligned else f"party {party}"
            is_named = party.casefold() != NOT_STATED
            found.append(numbers.setdefault(voice, len(numbers)) if is_named else -1)
    return np.array(found, np.int64)


def _reports(one: Import, claim: Ints, unaligned: frozenset[str], to: Path) -> Reported:
    """Write the reports; gives back what those of each claim say together."""
    import pyarrow as pa

    known_source, voices = _numbers(one, "sources"), _voices(one, unaligned)
    parts: list[tuple[Ints, Ints, Ints]] = []
    with _writer(to, "reports") as writer:
        for first, batch in _batches(one, "reports"):
            at = positions(claim, numbers_of(batch["claim_id"], one.prefix))
            source = positions(known_source, numbers_of(batch["source_id"], f"{one.prefix}s"))
            texts, index = _uniques(batch["published_at"])
            known = np.array([told_of_text(text).known for text in texts], np.int64)[index]
            parts.append((at, source, known))
            columns = {name: batch[name] for name in ("report_id", "title", "url", "remark")}
            columns |= _report_columns(batch.num_rows, first + one.bases.reports)
            columns |= {
                "row": at + one.bases.claims, "source": pa.array(source + one.bases.sources, pa.int32()),
                "published": batch["published_at"], "known": pa.array(known, pa.int32()),
            }  # fmt: skip
            _write(writer, "reports", columns)
    none = np.zeros(0, np.int64)
    at, source, known = (np.concatenate([none, *column]) for column in zip((none,) * 3, *parts, strict=True))
    return reported(len(claim), at, source, known, voices[source])


def _report_columns(count: int, first: int) -> dict[str, Any]:
    """What of the reports of an import is always the same, and their numbers."""
    import pyarrow as pa

    nobody = pa.nulls(count, pa.string())
    return {
        "seq": np.arange(first, first + count),
        "origin": np.arange(first, first + count), "stance": pa.array(np.full(count, _ASSERTS), pa.int8()),
        "derived_from": nobody, "not_independent_of": nobody,
    }  # fmt: skip


def _uniques(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """The values of a column of text, each once, and which of them each record has."""
    found = column.combine_chunks().dictionary_encode()
    return found.dictionary.to_pylist(), found.indices.to_numpy().astype(np.int64)


@dataclass(frozen=True)
class _Part:
    """The claims of an import with what their places and reports say of them."""

    one: Import
    geography: pa.Table
    place_numbers: Ints
    told: Reported
    skip: Ints
    assessments: pa.Table

    def tables(self, first: int, batch: pa.Table) -> tuple[pa.Table, pa.Table]:
        """``claims`` and ``versions`` of those records of a batch that stand in no other part."""
        import pyarrow as pa

        claims = self._claims(first, batch)
        rows = claims["row"].to_numpy()
        begin, end = (
            np.searchsorted(self.assessments["row"].to_numpy(), (rows[0], rows[-1] + 1)) if len(rows) else (0, 0)
        )
        judged = judged_of(self.assessments.slice(begin, end - begin), rows)
        versions = self._versions(claims, judged)
        if len(judged.at):
            status = claims["status"].to_numpy().copy()
            status[judged.at] = judged.status  # of several judgements of a claim the last one stays
            number = claims.schema.get_field_index("status")
            claims = claims.set_column(number, claims.schema.field(number), pa.array(status))
        return claims, versions

    def _claims(self, first: int, batch: pa.Table) -> pa.Table:
        import pyarrow as pa

        end, one, told = first + batch.num_rows, self.one, self.told
        row = np.arange(first, end) + one.bases.claims
        place = positions(self.place_numbers, numbers_of(batch["place_id"], f"{one.prefix}p"))
        texts, index = _uniques(batch["event_date"])
        spans = [told_of_text(text) for text in texts]
        modality = _at_words(batch["modality"], Modality, "int16")
        columns: dict[str, Any] = time_columns(spans, index) | where_columns(self.geography, place)
        columns |= {name: batch[name] for name in ("claim_id", "text", "actor", "remark", *_COUNTS)}
        known, last = told.known[first:end], told.last[first:end]
        status = np.where(told.agreed[first:end], _STATUS[Status.CORROBORATED], _STATUS[Status.UNVERIFIED])
        hidden = ~np.isin(modality.to_numpy(), _NOT_HIDDEN)
        columns |= {
            "row": row, "place": _int32(np.where(place < 0, -1, place + one.bases.places)),
            "end_known": _end_known(spans, index, hidden, known),
            "type": _at_words(batch["claim_type"], ClaimType, "int16"), "modality": modality,
            "status": pa.array(status, pa.int8()), "known": _int32(known),
            "reports": _int32(told.count[first:end]), "origins": _int32(told.count[first:end]),
            "denied": pa.array(np.zeros(len(row), np.bool_)),
            "last_reported": pa.array(last, pa.int32(), mask=last == NEVER),
            "unit": _units(batch), "sources": _raised(told.sources_of(first, end), one.bases.sources),
        }  # fmt: skip
        table = _in_order("claims", columns)
        return table.filter(pa.array(~np.isin(row, self.skip))) if len(self.skip) else table

    def _versions(self, table: pa.Table, judged: Judged) -> pa.Table:
        at = table["row"].to_numpy() - self.one.bases.claims
        end_told = table["end_known"].fill_null(-NEVER).to_numpy().astype(np.int64)
        status = np.full(len(at), _STATUS[Status.UNVERIFIED], np.int64)
        plain = Plain(self.told.known[at], status, self.told.corroborated[at], end_told)
        return version_table(table, plain_versions(plain, judged))


def _int32(values: NDArray[Any]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.int32())


def _end_known(spans: list[Told], index: Ints, hidden: NDArray[np.bool_], known: Ints) -> pa.Array:
    """The day before which nobody could know the end of each claim, as an import has it.

    It is the day on which the end begins, where that is later than the first report and the claim is no plan.
    """
    import pyarrow as pa

    days = [-NEVER if span.begins is None else span.begins for span in spans]
    begins = np.array(days, np.int64)[index]
    told_later = hidden & (begins > known) & (known < NEVER)
    return pa.array(begins, pa.int32(), mask=~told_later)


def _units(batch: pa.Table) -> pa.ChunkedArray:
    """What is counted, empty where no number is stated."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stated = pc.or_(pc.is_valid(batch[_COUNTS[0]]), pc.or_(*(pc.is_valid(batch[name]) for name in _COUNTS[1:])))
    return pc.if_else(stated, batch["unit"], pa.scalar(""))


def _raised(lists: pa.Array, base: int) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pa.ListArray.from_arrays(lists.offsets, pc.add(lists.values, pa.scalar(base, pa.int32())))
