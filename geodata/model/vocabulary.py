"""The closed vocabularies: each word a claim may carry, and no other.

Values are what the data files, links and exports hold. Labels for readers live with the members
(``label``) so that card, list, legend, sentence and picture use the same words.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Aspect",
    "Basis",
    "ClaimType",
    "CoverageState",
    "GeoPrecision",
    "Modality",
    "Position",
    "Reliability",
    "Stance",
    "Status",
    "TimePrecision",
    "Word",
]


class Word(StrEnum):
    """A member of a closed vocabulary; ``label`` is what a reader sees."""

    label: str
    rule: str

    def __new__(cls, value: str, label: str = "", rule: str = "") -> Word:
        """Make a member from its value, its label (every member has one) and its rule."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.rule = rule
        return member


class ClaimType(Word):
    """What kind of activity is claimed."""

    DEPLOYMENT = "deployment", "Deployment"
    TRANSFER = "transfer", "Transfer"
    TRAINING = "training", "Training"
    COMBAT = "combat", "Combat"
    INFRASTRUCTURE_REPAIR = "infrastructure_repair", "Infrastructure repair"
    DEMINING = "demining", "Demining"
    CASUALTIES = "casualties", "Casualties"
    PRISONERS = "prisoners", "Prisoners"
    EQUIPMENT = "equipment", "Equipment"
    OFFICIAL_STATEMENT = "official_statement", "Official statement"
    OTHER = "other", "Other"


class Modality(Word):
    """How the claim stands to the event: has it happened, is it planned, is it concluded from something else."""

    PLANNED = "planned", "Planned", "somebody says that it is intended"
    ANNOUNCED = (
        "announced",
        "Announced",
        "publicly announced by the party that would do it or by an intelligence service",
    )
    EN_ROUTE = "en_route", "En route", "said to be under way and not yet there"
    PRESENT = "present", "Present", "said to be there or to be happening"
    COMPLETED = "completed", "Completed", "said to be over"
    WITHDRAWN = "withdrawn", "Withdrawn", "said to have left"
    INFERRED = "inferred", "Inferred", "concluded from something else; nobody says it was observed"

    @property
    def is_hollow(self) -> bool:
        """Whether the mark is drawn hollow: the event is a plan or an inference, not a presence."""
        return self in (Modality.PLANNED, Modality.ANNOUNCED, Modality.INFERRED)


class Status(Word):
    """How sure anyone can be; each with its one rule. The order is the order of the legend."""

    CONFIRMED = (
        "confirmed",
        "Confirmed",
        "Independent verifiable evidence, or an admission against interest; the basis is named.",
    )
    CORROBORATED = "corroborated", "Corroborated", "At least two independent origins say so."
    UNVERIFIED = "unverified", "Unverified", "Reported, but not assessed, or it cannot be judged."
    SPECULATIVE = "speculative", "Speculative", "An inference or forecast that nobody claims to have observed."
    DISPUTED = "disputed", "Disputed", "Credible sources conflict on a named aspect."
    REFUTED = "refuted", "Refuted", "Evidence shows it to be false."
    WITHDRAWN = "withdrawn", "Withdrawn", "The claimant retracted it, or another claim replaced it."


class Basis(Word):
    """What an assessment rests on."""

    IMAGERY = "imagery", "Imagery"
    DOCUMENT = "document", "Document"
    ADMISSION = "admission", "Admission against interest"
    ON_SITE = "on_site", "On-site observation"
    INDEPENDENT_ORIGINS = "independent_origins", "Independent origins"
    SINGLE_ORIGIN = "single_origin", "A single origin"
    CONFLICTING_SOURCES = "conflicting_sources", "Conflicting sources"
    INFERENCE = "inference", "Inference"
    REPLACED = "replaced", "Replaced by another claim"
    RETRACTED = "retracted", "Taken back by the claimant"
    NONE = "none", "Not assessed"


class Aspect(Word):
    """Which part of a claim an assessment speaks of."""

    PRESENCE = "presence", "Presence"
    ACTOR = "actor", "Actor"
    PLACE = "place", "Place"
    TIME = "time", "Time"
    QUANTITY = "quantity", "Quantity"
    ACTIVITY = "activity", "Activity"


class Stance(Word):
    """What one report does with the claim."""

    ASSERTS = "asserts", "asserts"
    DENIES = "denies", "denies"
    ADMITS = "admits", "admits"
    MENTIONS = "mentions", "mentions"


class Position(Word):
    """What a named party says of the claim. Never a verdict."""

    ASSERTS = "asserts", "asserts"
    ADMITS = "admits", "admits"
    DENIES = "denies", "denies"
    NO_COMMENT = "no_comment", "no comment"


class Reliability(Word):
    """Admiralty code for a source, A to F."""

    A = "A", "A · completely reliable"
    B = "B", "B · usually reliable"
    C = "C", "C · fairly reliable"
    D = "D", "D · not usually reliable"
    E = "E", "E · unreliable"
    F = "F", "F · cannot be judged"


class GeoPrecision(Word):
    """How exactly the place is known."""

    EXACT = "exact", "exact place", "within 10 m"
    VICINITY = "vicinity", "vicinity", "within 100 m"
    LOCALITY = "locality", "locality", "within 1 km"
    SETTLEMENT = "settlement", "settlement", "within about 5 km"
    DISTRICT = "district", "somewhere in the district", "an area of the second administrative level"
    REGION = "region", "somewhere in the region", "an area of the first administrative level"
    MULTI_REGION = "multi_region", "somewhere in several regions", "several regions, or a zone without a drawn limit"
    COUNTRY = "country", "somewhere in the country", "the whole country"
    UNKNOWN = "unknown", "place not stated", "no place was given"

    @property
    def is_point(self) -> bool:
        """Whether a claim of this precision is a point with an uncertainty ring; otherwise an area or unlocated."""
        return self in (GeoPrecision.EXACT, GeoPrecision.VICINITY, GeoPrecision.LOCALITY, GeoPrecision.SETTLEMENT)


class TimePrecision(Word):
    """How exactly the time is known, finest first."""

    TIME = "time", "to the minute"
    DAY = "day", "to the day"
    WEEK = "week", "to the week"
    MONTH = "month", "to the month"
    QUARTER = "quarter", "to the quarter"
    YEAR = "year", "to the year"
    UNKNOWN = "unknown", "date not stated"


class CoverageState(Word):
    """Whether claims were collected in a span of time."""

    COLLECTED = "collected", "collected"
    PARTLY = "partly", "partly collected"
    NONE = "none", "not collected"
