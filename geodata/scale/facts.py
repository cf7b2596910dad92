"""What holds of one claim on a day of knowledge, by the records of a data set: a line of the engine's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geodata.assess import is_denied, known_reports, origin_count
from geodata.model import ClaimType, Dataset, Modality, Stance, Status, TimeSpan, Word
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number, known_number, micros
from geodata.scale.where import place_table, where_columns
from geodata.store import Selection

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Facts"]

_DAY_US = 86_400_000_000


def _positions(words: type[Word]) -> dict[Word, int]:
    return {word: number for number, word in enumerate(words)}


_TYPES, _MODALITIES, _STATUSES = map(_positions, (ClaimType, Modality, Status))


class Facts:
    """Lines of a data set in memory.

    Parameters
    ----------
    dataset : Dataset
        Whose claims they are of.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._place = {place.place_id: number for number, place in enumerate(dataset.places)}
        self._source = {source.source_id: number for number, source in enumerate(dataset.sources)}
        self._places: dict[str, list[Any]] = self._located(place_table(dataset.places)).to_pydict()

    @staticmethod
    def _located(places: pa.Table) -> pa.Table:
        """For each place, and last for none, what a claim there has of it."""
        import pyarrow as pa

        index: NDArray[np.int64] = np.append(np.arange(places.num_rows), -1)
        if not places.num_rows:  # nothing to take from: a claim without a place is all there is
            from geodata.model import GeoPrecision, Names, Place

            places = place_table([Place("", Names(""), GeoPrecision.UNKNOWN)])
        return pa.table(where_columns(places, index))

    def on_map(self, selection: Selection, row: int) -> dict[str, Any]:
        """What a view shows of a claim: columns of ``CLAIM_COLUMNS`` and where it stands."""
        dataset, known_on = self._dataset, selection.query.known_on
        claim = dataset.claims[row]
        place = -1 if claim.place_id is None else self._place[claim.place_id]
        span = claim.time_on(known_on)
        return {
            "row": row, "place": place, **{name: values[place] for name, values in self._places.items()},
            "day0": _first_day(span), "day1": _last_day(span), "type": _TYPES[claim.claim_type],
            "modality": _MODALITIES[claim.modality], "status": _STATUSES[selection.verdicts[row].status],
            "denied": is_denied(dataset.positions_of.get(claim.claim_id, ()), known_on),
        }  # fmt: skip

    def voices(self, selection: Selection, row: int) -> dict[str, Any]:
        """How many reports of a claim, and origins, were public."""
        reports = known_reports(self._dataset, self._dataset.claims[row], selection.query.known_on)
        return {"reports": len(reports), "origins": origin_count(self._dataset, reports)}

    def in_full(self, selection: Selection, row: int) -> dict[str, Any]:
        """A line of a page."""
        dataset, known_on = self._dataset, selection.query.known_on
        claim, line = dataset.claims[row], self.on_map(selection, row)
        span, number = claim.time_on(known_on), claim.quantity
        all_reports = dataset.reports_of.get(claim.claim_id, ())
        reports = known_reports(dataset, claim, known_on)
        living = [report.known_on for report in reports if report.stance is not Stance.DENIES]
        days = [day_number(day) for day in living if day is not None]
        return {
            **line, **self.voices(selection, row), "claim_id": claim.claim_id, "text": claim.text,
            "actor": claim.actor, "quantity_low": number.low, "quantity_best": number.best,
            "quantity_high": number.high, "unit": number.unit,
            "t0": None if span.start_utc is None else micros(span.start_utc),
            "t1": None if span.end_utc is None else micros(span.end_utc), "event_date": span.edtf, "when": span.words(),
            "known": min((known_number(report.published) for report in all_reports), default=NEVER),
            "sources": sorted({self._source[report.source_id] for report in reports}),
            "last_reported": max(days, default=None) if span.is_open else None,
            "remark": claim.remark if known_on is None else None,
        }  # fmt: skip


def _first_day(span: TimeSpan) -> int | None:
    return None if span.start_utc is None else micros(span.start_utc) // _DAY_US


def _last_day(span: TimeSpan) -> int | None:
    if span.start_utc is None:
        return None
    return NEVER if span.end_utc is None else (micros(span.end_utc) - 1) // _DAY_US
