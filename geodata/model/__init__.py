"""Claims, reports, sources, places, times and assessments: the words of the field as types."""

from geodata.model.dataset import Dataset
from geodata.model.days import is_public, read_day
from geodata.model.records import (
    LANGUAGES,
    NOT_STATED,
    Assessment,
    Claim,
    Coverage,
    DatasetInfo,
    Excerpt,
    ForeignVerdict,
    LonLat,
    Names,
    PartyPosition,
    Place,
    Quantity,
    Report,
    Source,
    Topic,
)
from geodata.model.timespan import TimeSpan, format_precision, parse_edtf
from geodata.model.vocabulary import (
    Aspect,
    Basis,
    ClaimType,
    CoverageState,
    GeoPrecision,
    Modality,
    Position,
    Reliability,
    Stance,
    Status,
    TimePrecision,
    Word,
)

__all__ = [
    "LANGUAGES", "NOT_STATED", "Aspect", "Assessment", "Basis", "Claim", "ClaimType", "Coverage", "CoverageState",
    "Dataset", "DatasetInfo", "Excerpt", "ForeignVerdict", "GeoPrecision", "LonLat", "Modality", "Names",
    "PartyPosition", "Place", "Position", "Quantity", "Reliability", "Report", "Source", "Stance", "Status",
    "TimePrecision", "TimeSpan", "Topic", "Word", "format_precision", "is_public", "parse_edtf",
    "read_day",
]  # fmt: skip
