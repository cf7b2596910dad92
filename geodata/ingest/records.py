"""From rows to records: one function a file, each field read with its own check."""

from __future__ import annotations

from datetime import date

from geodata.assess import EVIDENCE
from geodata.ingest.fields import Record
from geodata.model import (
    Aspect,
    Assessment,
    Basis,
    Claim,
    ClaimType,
    ForeignVerdict,
    GeoPrecision,
    LonLat,
    Modality,
    Names,
    PartyPosition,
    Place,
    Position,
    Quantity,
    Reliability,
    Report,
    Source,
    Stance,
    Status,
)

__all__ = [
    "EARTH_HALF_M",
    "read_assessment",
    "read_claim",
    "read_foreign",
    "read_place",
    "read_position",
    "read_report",
    "read_source",
]

EARTH_HALF_M = 20_040_000  # half of the equator: no uncertainty is larger


def read_place(record: Record) -> Place:
    """A place; a point precision needs coordinates and a radius, an area precision needs regions."""
    precision = record.word("geo_precision", GeoPrecision)
    lon, lat = record.number("lon", -180, 180), record.number("lat", -90, 90)
    uncertainty_m = record.number("coordinate_uncertainty_m", 0, EARTH_HALF_M)
    regions = tuple(record.text("regions").split())
    if not record.holds("geo_precision", precision):
        pass  # refused: what else the place needs is not known
    elif precision.is_point:
        for field, value in (("lon", lon), ("lat", lat), ("coordinate_uncertainty_m", uncertainty_m)):
            if not record.fields[field]:
                record.refuse(field, None, f"fill it in, a place of precision {precision.value} needs it")
            elif field == "coordinate_uncertainty_m" and value == 0:
                record.refuse(field, record.fields[field], "write a positive radius in metres")
        if regions:
            record.refuse("regions", record.fields["regions"], "leave it blank, a point has coordinates instead")
    else:
        _refuse_coordinates(record, precision, regions)
    return Place(
        place_id=record.identifier("place_id"),
        names=Names(
            record.text("name_en", required=True),
            record.text("name_ru"),
            record.text("name_uk"),
            record.text("name_ko"),
        ),
        precision=precision,
        position=LonLat(lon, lat) if precision.is_point and lon is not None and lat is not None else None,
        uncertainty_m=uncertainty_m if precision.is_point else None,
        regions=regions,
        vague=record.flag("vague"),
        zone=record.flag("zone"),
        remark=record.text("remark"),
    )


def _refuse_coordinates(record: Record, precision: GeoPrecision, regions: tuple[str, ...]) -> None:
    for field in ("lon", "lat", "coordinate_uncertainty_m"):
        if record.fields[field]:
            mend = f"leave it blank, a place of precision {precision.value} is an area and never a pin"
            record.refuse(field, record.fields[field], mend)
    if precision is GeoPrecision.UNKNOWN:
        if regions:
            record.refuse("regions", record.fields["regions"], "leave it blank or state the precision")
    elif not regions:
        record.refuse("regions", None, "name the ISO 3166-2 codes of the area, as in RU-KRS")
    elif len(set(regions)) < len(regions):  # drawn twice, a shape would cancel itself out
        record.refuse("regions", record.fields["regions"], "name each region once")


def read_source(record: Record) -> Source:
    """A publisher with its party and Admiralty reliability."""
    return Source(
        source_id=record.identifier("source_id"),
        name=record.text("name", required=True),
        party=record.text("party", required=True),
        reliability=record.word("reliability", Reliability),
    )


def _read_quantity(record: Record) -> Quantity:
    names = ("quantity_low", "quantity_best", "quantity_high")
    low, best, high = (record.whole(name) for name in names)
    stated = [number for number in (low, best, high) if number is not None]
    if stated != sorted(stated):
        written = " / ".join(record.fields[name] or "–" for name in names)
        record.refuse("quantity_low", written, "put low, best and high in rising order")
    unit = record.text("unit")
    if stated and not unit:
        record.refuse("unit", None, "say what is counted, as in persons")
    return Quantity(low, best, high, unit if stated else "")


def read_claim(record: Record) -> Claim:
    """A claim; its place and date may be blank, and then it waits in a tray."""
    return Claim(
        claim_id=record.identifier("claim_id"),
        text=record.text("claim", required=True),
        claim_type=record.word("claim_type", ClaimType),
        modality=record.word("modality", Modality),
        actor=record.text("actor", required=True),
        quantity=_read_quantity(record),
        place_id=record.text("place_id") or None,
        time=record.edtf("event_date"),
        remark=record.text("remark"),
        topic_id=record.text("topic") or None,
        end_known_on=record.day("end_known_on") if record.fields["end_known_on"] else None,
    )


def read_report(record: Record) -> Report:
    """One appearance of a claim in one source; blank where nobody says when it was published."""
    published = record.edtf("published_at")
    if published.is_open:
        record.refuse(
            "published_at", published.edtf, "write when it was published at the latest instead of .., or leave it blank"
        )
    return Report(
        report_id=record.identifier("report_id"),
        claim_id=record.text("claim_id", required=True),
        source_id=record.text("source_id", required=True),
        published=published,
        stance=record.word("stance", Stance),
        derived_from=record.text("derived_from") or None,
        title=record.text("title", required=True),
        url=record.url("url"),
        remark=record.text("remark"),
        not_independent_of=record.text("not_independent_of") or None,
    )


def read_position(record: Record) -> PartyPosition:
    """What a party says of a claim, on one day."""
    return PartyPosition(
        claim_id=record.text("claim_id", required=True),
        party=record.text("party", required=True),
        position=record.word("position", Position),
        said_on=record.day("said_on"),
        report_id=record.text("report_id") or None,
    )


def read_assessment(record: Record) -> Assessment:
    """A dated judgement; each status demands its basis."""
    status, basis = record.word("status", Status), record.word("basis", Basis)
    allowed = EVIDENCE[status].bases
    read = record.holds("status", status) and record.holds("basis", basis)
    if read and basis not in allowed:
        words = ", ".join(word.value for word in Basis if word in allowed)
        record.refuse("basis", record.fields["basis"], f"the status {status.value} needs a basis of {words}")
    effective_at, recorded_at = record.day("effective_at"), record.day("recorded_at")
    if effective_at > recorded_at > date.min:
        mend = "the evidence cannot become public after the judgement was recorded, correct one of the two"
        record.refuse("effective_at", record.fields["effective_at"], mend)
    return Assessment(
        assessment_id=record.identifier("assessment_id"),
        claim_id=record.text("claim_id", required=True),
        aspect=record.word("aspect", Aspect),
        status=status,
        basis=basis,
        reason=record.text("reason", required=True),
        evidence=tuple(record.text("evidence").split()),
        effective_at=effective_at,
        recorded_at=recorded_at,
        by=record.text("by", required=True),
    )


def read_foreign(record: Record) -> ForeignVerdict:
    """What somebody else calls a claim; the day may be blank, and then it counts on no day."""
    return ForeignVerdict(
        claim_id=record.text("claim_id", required=True),
        by=record.text("by", required=True),
        scheme=record.text("scheme"),
        value=record.text("value", required=True),
        said_on=record.day("said_on") if record.fields["said_on"] else None,
    )
