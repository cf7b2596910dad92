"""Rows become claims: a batch of standard columns in, accepted records and the faults of all others out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodata.errors import visible
from geodata.ingest.glance import any_control
from geodata.ingest.importing.choice import Choice
from geodata.ingest.importing.columns import (
    bare_words,
    bools,
    known_words,
    mask_of,
    table_of,
    texts_of,
    unit_of,
    whole_numbers,
)
from geodata.ingest.importing.laid import EMPTY
from geodata.ingest.importing.numbering import Numbering, PlaceRows, SourceRows, place_rows, source_rows
from geodata.ingest.importing.numbers import read_numbers
from geodata.ingest.importing.reasons import reason_of_time
from geodata.ingest.importing.reports import Reports, unfold
from geodata.ingest.importing.sieve import Sieve
from geodata.ingest.importing.sites import Ambiguous, Sites, find_sites
from geodata.ingest.importing.when import When
from geodata.ingest.importing.where import Where
from geodata.ingest.profiles import LISTS, SEPARATOR, STANDARD
from geodata.ingest.profiles.standard import is_unknown_word
from geodata.ingest.times import NO_TIME, TimeFault, TimeForm, Times, combine, read_times
from geodata.model import NOT_STATED, TimePrecision

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Drawer", "Drawn", "Sketch", "drawn"]

_TIME = [word.value for word in TimePrecision]
_CONTROL = r"[\x00-\x08\x0e-\x1f\x7f]"
_CONTROL_IN_LISTS = r"[\x00-\x08\x0e-\x1e\x7f]"  # the one left out stands between several values
_MOST_CHARS = 20_000
_NOTHING = TimeForm()
_TAKEN = [
    "#row", "text", "claim_type", "modality", "actor", "unit", "their_id", "remark", "verdict", "verdict_by",
]  # fmt: skip
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What one batch gives by itself: all but the ids of its places and sources.

    Parameters
    ----------
    claims, reports : dict of str to pyarrow.Array
        Columns of ``claims.parquet`` without ``place_id``, of ``reports.parquet`` without ``source_id``.
    foreign : pyarrow.Table
        By the schema of ``foreign.parquet``.
    places : PlaceRows
        Of the claims.
    sources : SourceRows
        Of the reports.
    sieve : Sieve
        Heap and faults of every row.
    untyped, undated : int
        Accepted rows that state no type, no date.
    """

    claims: Mapping[str, Any]
    reports: Mapping[str, Any]
    foreign: pa.Table
    places: PlaceRows
    sources: SourceRows
    sieve: Sieve
    untyped: int
    undated: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one batch gave.

    Parameters
    ----------
    tables : dict of str to pyarrow.Table
        Accepted rows, by the names of ``TABLES``; sources and places only those that no batch before had.
    sieve : Sieve
        Heap and faults of every row.
    untyped, unplaced, undated : int
        Accepted rows that state no type, no place, no date.
    """

    tables: Mapping[str, pa.Table]
    sieve: Sieve
    untyped: int
    unplaced: int
    undated: int


def drawn(sketch: Sketch, numbering: Numbering) -> Drawn:
    """Give the places and sources of a batch their ids; batches must come in the order of the file."""
    place_ids, places = numbering.places(sketch.places)
    source_ids, sources = numbering.sources(sketch.sources)
    tables = {
        "claims.parquet": table_of("claims.parquet", {**sketch.claims, "place_id": place_ids}),
        "reports.parquet": table_of("reports.parquet", {**sketch.reports, "source_id": source_ids}),
        "sources.parquet": sources,
        "places.parquet": places,
        "foreign.parquet": sketch.foreign,
    }
    return Drawn(tables, sketch.sieve, sketch.untyped, place_ids.null_count, sketch.undated)


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws batches of one file, in any order and several at a time.

    Parameters
    ----------
    import_id, file : str
        Of the import, and the name of its file.
    choice, when, where
        What was decided.
    ambiguous : Ambiguous
        Names of places that are asked about.
    """

    import_id: str
    file: str
    choice: Choice
    when: When
    where: Where
    ambiguous: Ambiguous

    def draw(self, batch: pa.RecordBatch, same: Mapping[str, tuple[npt.NDArray[np.int64], list[str]]]) -> Sketch:
        """Draw one batch.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            Laid out.
        same : dict of str to (numpy.ndarray of int64, list of str)
            By code of a reason: the rows of the batch that are there already, and for each where.
        """
        sieve = Sieve(batch.num_rows)
        usable = self._whole(batch, sieve)
        for code, (rows, details) in same.items():
            sieve.add_values(code, rows, "", [""] * len(rows), details)
            usable[rows] = False
        if not usable.all():  # what is wrong with a row that is torn or there already need not be told
            hidden = Sieve(batch.num_rows)
            parts = self._parts(batch, hidden)
            sieve.take_over(hidden, usable)
        else:
            parts = self._parts(batch, sieve)
        return self._sketch(batch, sieve, *parts)

    def _parts(self, batch: pa.RecordBatch, sieve: Sieve) -> tuple[Times, Sites, Reports, Mapping[str, Any], Objects]:
        self._check_text(batch, sieve)
        times = self._times(batch, sieve)
        sites = self._sites(batch, sieve)
        counts = self._counts(batch, sieve)
        reports = unfold(batch, self.when.forms.get("published"), self.choice.shown, sieve)
        return times, sites, reports, counts, self._said_on(batch, sieve)

    def _shown(self, standard: str) -> str:
        return self.choice.shown.get(standard, standard)

    def _whole(self, batch: pa.RecordBatch, sieve: Sieve) -> Mask:
        """Tell rows that are torn, empty or without a text; which are none of these."""
        torn = batch.column("#torn").is_valid().to_numpy(zero_copy_only=False)
        empty = batch.column(EMPTY).to_numpy(zero_copy_only=False) & ~torn
        mute = batch.column("text").is_null().to_numpy(zero_copy_only=False) & ~torn & ~empty
        details = [f"{visible(why or '', 200)}" for why in batch.column("#torn").filter(mask_of(torn)).to_pylist()]
        sieve.add("torn", torn, details=details)
        sieve.add("empty", empty)
        sieve.add("no_text", mute, field=self._shown("text"))
        return np.asarray(~(torn | empty | mute), np.bool_)

    def _check_text(self, batch: pa.RecordBatch, sieve: Sieve) -> None:
        import pyarrow.compute as pc

        for name in STANDARD:
            column = batch.column(name)
            if column.null_count == len(column) or not any_control(column):
                continue
            column = bare_words(column) if name.endswith("_precision") else column
            pattern = _CONTROL_IN_LISTS if name in LISTS else _CONTROL
            hidden = pc.fill_null(pc.match_substring_regex(column, pattern), fill_value=False)
            sieve.add("control_characters", bools(hidden), field=self._shown(name), values=column)
        long = pc.fill_null(pc.greater(pc.utf8_length(batch.column("text")), _MOST_CHARS), fill_value=False)
        sieve.add("too_long", bools(long), field=self._shown("text"), values=batch.column("text"))

    def _times(self, batch: pa.RecordBatch, sieve: Sieve) -> Times:
        forms = self.when.forms
        words = batch.column("date_precision")
        unknown = is_unknown_word(words)
        sieve.add("unknown_precision", bools(unknown), field=self._shown("date_precision"), values=bare_words(words))
        precision = None if words.null_count == len(words) else known_words(words, unknown)
        found = read_times(batch.column("date"), forms.get("date", _NOTHING), precision=precision)
        self._tell_times(found, "date", batch, sieve)
        if "date_end" in forms:
            end = read_times(batch.column("date_end"), forms["date_end"])
            self._tell_times(end, "date_end", batch, sieve)
            both = combine(found, end)
            reversed_ = (both.bad == TimeFault.REVERSED) & (found.bad == 0) & (end.bad == 0)
            texts = texts_of(batch, ("date", "date_end"), reversed_)
            field = f"{self._shown('date')}, {self._shown('date_end')}"
            sieve.add_values("reversed", np.flatnonzero(reversed_), field, texts)
            found = both
        if self.choice.is_open("column:date"):
            sieve.add("date_column_open", np.ones(batch.num_rows, np.bool_))
        return found

    def _tell_times(self, times: Times, name: str, batch: pa.RecordBatch, sieve: Sieve) -> None:
        for fault in np.unique(times.bad[times.bad != 0]).tolist():
            code = reason_of_time(TimeFault(fault)).code
            sieve.add(code, times.bad == fault, field=self._shown(name), values=batch.column(name))

    def _sites(self, batch: pa.RecordBatch, sieve: Sieve) -> Sites:
        words = batch.column("geo_precision")
        unknown = is_unknown_word(words)
        sieve.add("unknown_precision", bools(unknown), field=self._shown("geo_precision"), values=bare_words(words))
        at = batch.schema.get_field_index("geo_precision")
        known = batch.set_column(at, "geo_precision", known_words(words, unknown))
        sites = find_sites(known, self.where, self.ambiguous, self.choice.shown, sieve)
        if self.choice.is_open("column:place", "place_columns"):
            sieve.add("place_column_open", ~sites.is_placed)
        return sites

    def _counts(self, batch: pa.RecordBatch, sieve: Sieve) -> Mapping[str, Any]:
        found = {}
        for name in ("quantity_low", "quantity_best", "quantity_high"):
            numbers = read_numbers(batch.column(name))
            sieve.add("not_a_number", numbers.bad, field=self._shown(name), values=batch.column(name))
            found[name] = numbers
        low, best, high = (found[name] for name in ("quantity_low", "quantity_best", "quantity_high"))
        is_range = best.low != best.high
        ranges = {
            "quantity_low": np.where((low.low < 0) & is_range, best.low, low.low),
            "quantity_best": np.where(is_range, -1, best.low),
            "quantity_high": np.where((high.high < 0) & is_range, best.high, high.high),
        }
        top = np.iinfo(np.int64).max
        lowest, middle, highest = ranges.values()
        upper = np.where(highest < 0, top, highest)
        wrong = (lowest > np.where(middle < 0, upper, middle)) | (middle > upper)
        field = ", ".join(self._shown(name) for name in ranges)
        sieve.add_values("number_order", np.flatnonzero(wrong), field, texts_of(batch, tuple(ranges), wrong))
        return ranges

    def _said_on(self, batch: pa.RecordBatch, sieve: Sieve) -> Objects:
        if "verdict_on" not in self.when.forms:
            return np.full(batch.num_rows, "", np.object_)
        said = read_times(batch.column("verdict_on"), self.when.forms["verdict_on"])
        self._tell_times(said, "verdict_on", batch, sieve)
        return said.edtf

    def _sketch(
        self, batch: pa.RecordBatch, sieve: Sieve, times: Times, sites: Sites, reports: Reports,
        counts: Mapping[str, Any], said_on: Objects,
    ) -> Sketch:  # fmt: skip
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = sieve.accepted
        taken = batch.select(_TAKEN)
        taken = taken if len(rows) == batch.num_rows else taken.take(pa.array(rows))
        numbers = taken.column("#row").cast(pa.string())
        claim_ids = pc.binary_join_element_wise(f"i{self.import_id}-", numbers, "")
        told, sources = _reported(sieve, claim_ids, reports)
        types, dates = taken.column("claim_type"), times.edtf[rows]
        claims = {
            "row": taken.column("#row"),
            "claim_id": claim_ids,
            "text": taken.column("text"),
            "claim_type": pc.fill_null(types, "other"),
            "modality": pc.fill_null(taken.column("modality"), "present"),
            "actor": pc.fill_null(taken.column("actor"), NOT_STATED),
            **{name: whole_numbers(numbers[rows], -1) for name, numbers in counts.items()},
            "unit": unit_of(taken, [numbers[rows] for numbers in counts.values()]),
            "event_date": pa.array(dates, pa.string()),
            "start_us": whole_numbers(times.start_us[rows], NO_TIME),
            "end_us": whole_numbers(times.end_us[rows], NO_TIME),
            "time_precision": pa.array(_TIME).take(pa.array(times.precision[rows])),
            "their_id": pc.fill_null(taken.column("their_id"), ""),
            "remark": self._remarks(taken, numbers),
        }
        foreign = self._foreign(taken, claim_ids, said_on[rows])
        undated = int(np.sum(dates == ""))
        return Sketch(claims, told, foreign, place_rows(rows, sites), sources, sieve, types.null_count, undated)

    def _remarks(self, taken: pa.RecordBatch, numbers: pa.Array) -> pa.Array:
        """Where the claim comes from, behind what the file remarks."""
        import pyarrow.compute as pc

        their_id, remark = taken.column("their_id"), taken.column("remark")
        said = pc.binary_join_element_wise("Row ", numbers, f" of {visible(self.file)}", "")
        if their_id.null_count < len(their_id):
            theirs = pc.binary_join_element_wise("; its id there is ", their_id, "")
            said = pc.binary_join_element_wise(said, pc.fill_null(theirs, ""), "")
        said = pc.binary_join_element_wise(said, ".", "")
        if remark.null_count == len(remark):
            return said
        before = pc.binary_join_element_wise(remark, " ", "")
        return pc.binary_join_element_wise(pc.fill_null(before, ""), said, "")

    def _foreign(self, taken: pa.RecordBatch, claim_ids: pa.Array, said_on: Objects) -> pa.Table:
        """What the publisher calls the claims: a word of theirs."""
        import pyarrow as pa
        import pyarrow.compute as pc

        told = taken.column("verdict").is_valid()
        profile = self.choice.profile
        by = pc.fill_null(taken.column("verdict_by"), profile.publisher or NOT_STATED)
        count = pc.sum(told).as_py() or 0
        columns = {
            "claim_id": claim_ids.filter(told),
            "by": pc.replace_substring(by.filter(told), SEPARATOR, "; "),
            "scheme": pa.repeat(pa.scalar(profile.label), count),
            "value": taken.column("verdict").filter(told),
            "said_on": pa.array(said_on, pa.string()).filter(told),
        }
        return table_of("foreign.parquet", columns)


def _reported(sieve: Sieve, claim_ids: pa.Array, reports: Reports) -> tuple[Mapping[str, Any], SourceRows]:
    """The reports of the accepted rows of a batch."""
    import pyarrow as pa
    import pyarrow.compute as pc

    accepted = sieve.heap == 0
    at = np.flatnonzero(accepted[reports.row])
    picked = pa.array(at)
    ids = claim_ids.take(pa.array((np.cumsum(accepted) - 1)[reports.row[at]]))
    who = {"name": reports.source, "party": reports.party, "reliability": reports.reliability}
    told = {
        "report_id": pc.binary_join_element_wise(ids, "-r", pa.array(reports.number[at]).cast(pa.string()), ""),
        "claim_id": ids,
        "published_at": pa.array(reports.published[at], pa.string()),
        **{name: getattr(reports, name).take(picked) for name in ("title", "url", "remark")},
    }
    return told, source_rows({name: column.take(picked) for name, column in who.items()})
