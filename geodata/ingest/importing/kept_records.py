"""From checked columns to the records of the model, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import repeat
from typing import TypeVar

from geodata.ingest.importing.kept_columns import Columns, Spans
from geodata.model import (
    Claim,
    ClaimType,
    ForeignVerdict,
    GeoPrecision,
    LonLat,
    Modality,
    Names,
    Place,
    Quantity,
    Reliability,
    Report,
    Source,
    Stance,
    TimeSpan,
)

__all__ = ["claims_of", "foreign_of", "places_of", "reports_of", "sources_of"]

_WordT = TypeVar("_WordT", ClaimType, Modality)


def places_of(places: Columns) -> Iterator[Place]:
    """The places; their one name is shown in every language, for the file does not say in which it is."""
    columns = (places[name].to_pylist() for name in places.table.schema.names)
    level = {word.value: word for word in GeoPrecision}
    for place_id, name, precision, lon, lat, uncertainty_m, regions, vague, remark in zip(*columns, strict=True):
        position = None if lon is None else LonLat(lon, lat)
        yield Place(
            place_id, Names(name), level[precision], position, uncertainty_m, tuple(regions.split()),
            vague=vague, remark=remark,
        )  # fmt: skip


def sources_of(sources: Columns) -> Iterator[Source]:
    """The publishers."""
    ids, names, parties = (sources[name].to_pylist() for name in ("source_id", "name", "party"))
    return map(Source, ids, names, parties, map(Reliability, sources["reliability"].to_pylist()))


def reports_of(reports: Columns, spans: Spans) -> Iterator[Report]:
    """The reports; each asserts its claim and repeats nobody."""
    ids, claims, sources, titles, urls, remarks = (
        reports[name].to_pylist() for name in ("report_id", "claim_id", "source_id", "title", "url", "remark")
    )
    published = spans.of(reports["published_at"])
    return map(Report, ids, claims, sources, published, repeat(Stance.ASSERTS), repeat(None), titles, urls, remarks)


def foreign_of(foreign: Columns, spans: Spans) -> Iterator[ForeignVerdict]:
    """What others call the claims; said on the last day of the date that they give, when it was certainly public."""
    columns = (foreign[name].to_pylist() for name in ("claim_id", "by", "scheme", "value"))
    return map(ForeignVerdict, *columns, map(_last_day, spans.of(foreign["said_on"])))


def claims_of(claims: Columns, spans: Spans, reports: Sequence[Report]) -> Iterator[Claim]:
    """The claims. ``reports`` are those of the same import."""
    ids, texts, actors, places, remarks = (
        claims[name].to_pylist() for name in ("claim_id", "text", "actor", "place_id", "remark")
    )
    types, modalities = _by_word(claims, "claim_type", ClaimType), _by_word(claims, "modality", Modality)
    times = spans.of(claims["event_date"])
    ends = _ends_known(ids, times, modalities, reports)
    numbers = _quantities(claims)
    return map(Claim, ids, texts, types, modalities, actors, numbers, places, times, remarks, repeat(None), ends)


def _by_word(columns: Columns, name: str, words: type[_WordT]) -> list[_WordT]:
    member = {word.value: word for word in words}
    return [member[value] for value in columns[name].to_pylist()]


def _quantities(claims: Columns) -> Iterator[Quantity]:
    none = Quantity()
    made: dict[tuple[object, ...], Quantity] = {}
    names = ("quantity_low", "quantity_best", "quantity_high", "unit")
    for stated in zip(*(claims[name].to_pylist() for name in names), strict=True):
        if stated[:3] == (None, None, None):
            yield none
        else:
            yield made.get(stated) or made.setdefault(stated, Quantity(*stated))


def _ends_known(
    ids: Sequence[str], times: Sequence[TimeSpan], modalities: Sequence[Modality], reports: Sequence[Report]
) -> list[date | None]:
    """For each claim the day before which nobody could know its end, None where it was told with the claim.

    A table does not say when an end was first told. Where it lies after the claim's first report, and the claim is
    neither a plan nor an announcement, the day on which the end begins is the first on which it can have been known.
    """
    begins = {
        claim_id: time.end_begins
        for claim_id, time, modality in zip(ids, times, modalities, strict=True)
        if "/" in time.edtf and modality not in (Modality.PLANNED, Modality.ANNOUNCED)
    }
    first = _first_known(begins, reports)
    return [_later(begins.get(claim_id), first.get(claim_id)) for claim_id in ids]


def _first_known(claim_ids: Mapping[str, object], reports: Sequence[Report]) -> dict[str, date]:
    """For some claims the day on which the first of their reports was certainly public, where that is known."""
    first: dict[str, date] = {}
    for report in reports:
        day = report.known_on if report.claim_id in claim_ids else None
        if day is not None:
            first[report.claim_id] = min(day, first.get(report.claim_id, day))
    return first


def _later(begins: date | None, first: date | None) -> date | None:
    return begins if begins is not None and first is not None and begins > first else None


def _last_day(span: TimeSpan) -> date | None:
    return None if span.end_utc is None else (span.end_utc - timedelta(microseconds=1)).date()
