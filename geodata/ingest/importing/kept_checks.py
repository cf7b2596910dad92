"""What the tables of a kept import must hold: the rules of a data set's own files, column by column."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from geodata.ingest.fields import CONTROL, MAX_FIELD_CHARS, MAX_NUMBER
from geodata.ingest.importing.addresses import are_addresses
from geodata.ingest.importing.kept_columns import Columns, Spans
from geodata.ingest.records import EARTH_HALF_M
from geodata.model import ClaimType, GeoPrecision, Modality, Reliability, Word

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["check_tables"]

_IDS = (
    ("claims", "claim_id", "[0-9]+"),
    ("reports", "report_id", "[0-9]+-r[0-9]+"),
    ("sources", "source_id", "s[0-9]+"),
    ("places", "place_id", "p[0-9]+"),
)
_REFERENCES = (
    ("claims", "place_id", "places"),
    ("reports", "claim_id", "claims"),
    ("reports", "source_id", "sources"),
    ("foreign", "claim_id", "claims"),
)
_WORDS: tuple[tuple[str, str, type[Word]], ...] = (
    ("claims", "claim_type", ClaimType),
    ("claims", "modality", Modality),
    ("sources", "reliability", Reliability),
    ("places", "geo_precision", GeoPrecision),
)
_FILLED = (("claims", "text"), ("places", "name"), ("sources", "name"), ("foreign", "value"))
_COUNTS = ("quantity_low", "quantity_best", "quantity_high")


def check_tables(tables: Mapping[str, Columns], import_id: str, regions: Container[str], spans: Spans) -> None:
    """Refuse the first record that breaks a rule, for each rule and column.

    Parameters
    ----------
    tables : dict of str to Columns
        All tables of the import.
    import_id : str
        With which its ids begin.
    regions : container of str
        Codes that the basemap can draw.
    spans : Spans
        Where dates are kept that were read.
    """
    _check_texts(tables)
    _check_ids(tables, import_id)
    for name, field, words in _WORDS:
        known = frozenset(word.value for word in words)
        tables[name].refuse_values(field, known.__contains__)
    _check_dates(tables, spans)
    _check_counts(tables["claims"])
    _check_places(tables["places"], regions)


def _check_texts(tables: Mapping[str, Columns]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    for columns in tables.values():
        for field in columns.table.schema:
            if field.type == pa.string():
                columns.refuse(field.name, pc.match_substring_regex(columns[field.name], CONTROL.pattern))
    for name, text in _FILLED:
        columns = tables[name]
        columns.refuse(text, pc.equal(pc.utf8_trim_whitespace(columns[text]), ""))
    claims = tables["claims"]
    claims.refuse("text", pc.greater(pc.utf8_length(claims["text"]), MAX_FIELD_CHARS))
    url = tables["reports"]["url"]
    tables["reports"].refuse("url", pc.and_(pc.not_equal(url, ""), pc.invert(are_addresses(url))))


def _check_ids(tables: Mapping[str, Columns], import_id: str) -> None:
    """Ids are of this import and stand once, every reference leads somewhere, every claim has a report."""
    import pyarrow.compute as pc

    id_of = {name: tables[name][field] for name, field, _pattern in _IDS}
    for name, field, pattern in _IDS:
        strange = pc.invert(pc.match_substring_regex(id_of[name], f"^i{import_id}-{pattern}$"))
        tables[name].refuse(field, strange)
        if pc.count_distinct(id_of[name]).as_py() < len(id_of[name]):
            tables[name].refuse(field, _seen_before(id_of[name]))
    for name, field, other in _REFERENCES:
        column = tables[name][field]
        tables[name].refuse(field, pc.and_(pc.is_valid(column), pc.invert(_holds(id_of[other], column))))
    tables["claims"].refuse("claim_id", pc.invert(_holds(tables["reports"]["claim_id"], id_of["claims"])))


def _holds(known: pa.ChunkedArray, column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.is_in(column, value_set=known.combine_chunks())


def _seen_before(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each record whether an earlier one has the same value."""
    import pyarrow as pa

    seen: set[str] = set()
    repeated = [value in seen or bool(seen.add(value)) for value in column.to_pylist()]  # type: ignore[func-returns-value]
    return pa.chunked_array([pa.array(repeated, pa.bool_())])


def _check_dates(tables: Mapping[str, Columns], spans: Spans) -> None:
    """A report is public on some day or nobody knows when; it does not go on being published."""

    def ends(text: str) -> bool:
        span = spans.get(text)
        return span is not None and not span.is_open

    tables["claims"].refuse_values("event_date", lambda text: spans.get(text) is not None)
    tables["reports"].refuse_values("published_at", ends)
    tables["foreign"].refuse_values("said_on", ends)


def _check_counts(claims: Columns) -> None:
    import pyarrow.compute as pc

    low, best, high = (claims[name] for name in _COUNTS)
    for name in _COUNTS:
        beyond = pc.or_(pc.less(claims[name], 0), pc.greater(claims[name], MAX_NUMBER))
        claims.refuse(name, pc.fill_null(beyond, False))
    for name, less, more in (("quantity_low", low, best), ("quantity_low", low, high), ("quantity_best", best, high)):
        claims.refuse(name, pc.fill_null(pc.greater(less, more), False))
    stated = pc.or_(pc.is_valid(low), pc.or_(pc.is_valid(best), pc.is_valid(high)))
    claims.refuse("unit", pc.and_(stated, pc.equal(claims["unit"], "")))


def _check_places(places: Columns, regions: Container[str]) -> None:
    """A point has coordinates and a radius and no regions, an area the other way round."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def among(*precisions: GeoPrecision) -> pa.ChunkedArray:
        return pc.is_in(places["geo_precision"], value_set=pa.array([word.value for word in precisions]))

    is_point, is_unknown = among(*(word for word in GeoPrecision if word.is_point)), among(GeoPrecision.UNKNOWN)
    for name, least, most in (("lon", -180, 180), ("lat", -90, 90), ("coordinate_uncertainty_m", 0, EARTH_HALF_M)):
        column = places[name]
        inside = pc.and_(pc.greater_equal(column, least), pc.less_equal(column, most))  # of what is no number neither
        places.refuse(name, pc.fill_null(pc.invert(inside), False))
        places.refuse(name, pc.not_equal(pc.is_valid(column), is_point))
    radius = "coordinate_uncertainty_m"
    places.refuse(radius, pc.fill_null(pc.equal(places[radius], 0), False))
    named = pc.not_equal(places["regions"], "")
    places.refuse("regions", pc.equal(named, pc.or_(is_point, is_unknown)))
    places.refuse_values("regions", lambda codes: _drawable(codes.split(), regions))


def _drawable(codes: list[str], regions: Container[str]) -> bool:
    return len(set(codes)) == len(codes) and all(code in regions for code in codes)
