"""The records of a data set: frozen, validated at the door (``geodata.ingest``), never changed after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from geodata.model.days import is_public
from geodata.model.timespan import TimeSpan
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
)

__all__ = [
    "LANGUAGES",
    "NOT_STATED",
    "Assessment",
    "Claim",
    "Coverage",
    "DatasetInfo",
    "Excerpt",
    "ForeignVerdict",
    "LonLat",
    "Names",
    "PartyPosition",
    "Place",
    "Quantity",
    "Report",
    "Source",
    "Topic",
]


@dataclass(frozen=True, slots=True)
class LonLat:
    """A point in EPSG:4326, degrees; ``lon`` east of Greenwich in [-180, 180], ``lat`` north in [-90, 90]."""

    lon: float
    lat: float


LANGUAGES = ("en", "ru", "uk", "ko")
"""Languages that names are kept in (ISO 639-1), English first."""


NOT_STATED = "not stated"
"""Stands where a file does not say who: as the actor of a claim, as a source, as the party that a source belongs to."""


@dataclass(frozen=True, slots=True)
class Names:
    """One name in four languages; empty where none is known. English is always there."""

    en: str
    ru: str = ""
    uk: str = ""
    ko: str = ""

    def all(self) -> tuple[str, ...]:
        """Every name that is known, English first."""
        return tuple(name for name in (self.en, self.ru, self.uk, self.ko) if name)

    def in_language(self, language: str) -> str:
        """The name in one of ``LANGUAGES``; where it is not known there, the English one."""
        return {"ru": self.ru, "uk": self.uk, "ko": self.ko}.get(language) or self.en


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim is said to have happened, as exact as its source and no more.

    Parameters
    ----------
    place_id : str
        Stable id.
    names : Names
        The name as shown.
    precision : GeoPrecision
        A point precision needs ``position``; an area precision needs ``regions``.
    position : LonLat or None
        EPSG:4326; only for point precisions. Never a centroid of an area.
    uncertainty_m : float or None
        Radius in metres around ``position`` (Darwin Core coordinateUncertaintyInMeters); positive.
    regions : tuple of str
        ISO 3166-2 codes (or ISO 3166-1 alpha-2 for a country) whose union is the area.
    vague : bool
        The source does not say where the area ends: it is drawn without an outline.
    zone : bool
        A repair zone, which the reader can switch on and off.
    remark : str
        How the place was decided.
    """

    place_id: str
    names: Names
    precision: GeoPrecision
    position: LonLat | None = None
    uncertainty_m: float | None = None
    regions: tuple[str, ...] = ()
    vague: bool = False
    zone: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a range; never summed across claims.

    ``low``, ``best`` and ``high`` are counts of ``unit``; each None where the source gives none.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes: a name, the party it belongs to, its reliability (Admiralty A–F).

    ``party`` is ``NOT_STATED`` where nobody says to which it belongs: it may be any.
    """

    source_id: str
    name: str
    party: str
    reliability: Reliability

    @property
    def has_party(self) -> bool:
        """Whether it is said to which party it belongs."""
        return self.party.casefold() != NOT_STATED


@dataclass(frozen=True, slots=True)
class Report:
    """One appearance of a claim in one source.

    ``published`` may be coarser than a day; such a report counts as known from the *end* of its span, so
    that nothing is shown as known before it certainly was. Where nobody says when it was published the span is unknown:
    it counts among all that is recorded and is known on no date. ``derived_from`` is the report it repeats; a
    report without one is an origin. ``not_independent_of`` is a report that it does not repeat but depends on all
    the same: the same number from the same announcement, say.
    """

    report_id: str
    claim_id: str
    source_id: str
    published: TimeSpan
    stance: Stance
    derived_from: str | None
    title: str
    url: str
    remark: str = ""
    not_independent_of: str | None = None

    @property
    def known_on(self) -> date | None:
        """First UTC day at whose end the report was certainly public: the last day of ``published``.

        None where the span has no end or there is no date; such a report is never known on any date.
        """
        if self.published.end_utc is None:
            return None
        return (self.published.end_utc - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class PartyPosition:
    """What a named party says of a claim, dated (UTC calendar day). Never a verdict."""

    claim_id: str
    party: str
    position: Position
    said_on: date
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One dated judgement, append-only.

    ``effective_at`` is the UTC day on which the evidence was public, ``recorded_at`` the day on which the
    judgement was written down. ``evidence`` holds report ids.
    """

    assessment_id: str
    claim_id: str
    aspect: Aspect
    status: Status
    basis: Basis
    reason: str
    evidence: tuple[str, ...]
    effective_at: date
    recorded_at: date
    by: str

    @property
    def order(self) -> tuple[date, date, str]:
        """By which one judgement comes after another: evidence public later, then written down later, then the id."""
        return self.effective_at, self.recorded_at, self.assessment_id


@dataclass(frozen=True, slots=True)
class ForeignVerdict:
    """What somebody else calls a claim, in their own word. Their assessment, never ours: it moves no status.

    Parameters
    ----------
    claim_id : str
        The claim that they speak of.
    by : str
        Who says so: the publisher of the file that the claim was taken from, say.
    scheme : str
        Their scale, or the column that the word stood in, such as ``event_clarity``; empty where they name none.
    value : str
        Their word, as they write it.
    said_on : date or None
        UTC day on which it was public; None where nobody knows, and then it counts on no day that is asked for.
    """

    claim_id: str
    by: str
    scheme: str
    value: str
    said_on: date | None = None

    def is_public(self, known_on: date | None) -> bool:
        """Whether it was said by the end of a UTC day; None for all that is recorded, whatever its day."""
        return is_public(self.said_on, known_on)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about the world: who did or will do what, where, when.

    Parameters
    ----------
    claim_id : str
        Stable, never reused.
    text : str
        The claim in one sentence, in our own words.
    place_id : str or None
        None where no place was given: the claim waits in the tray of unlocated claims.
    time : TimeSpan
        When it is said to have happened; unknown where no date was given.
    topic_id : str or None
        The subject of its number, which other claims may state as well; None where it stands alone.
    end_known_on : date or None
        UTC day on which the end of ``time`` was first told; before the end of that day nobody could know it. None where
        it was told with the claim.
    """

    claim_id: str
    text: str
    claim_type: ClaimType
    modality: Modality
    actor: str
    quantity: Quantity
    place_id: str | None
    time: TimeSpan
    remark: str = ""
    topic_id: str | None = None
    end_known_on: date | None = None

    def time_on(self, known_on: date | None) -> TimeSpan:
        """When it is said to have happened, as far as that was known at the end of a UTC day; None for all recorded.

        The span of the claim, with an open end until the end of the day ``end_known_on``.
        """
        is_told = self.end_known_on is None or known_on is None or known_on >= self.end_known_on
        return self.time if is_told else self.time.opened()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether we collected claims between two UTC days, both inclusive."""

    first: date
    last: date
    state: CoverageState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that several sources put a number to, all counted in one ``unit``; never summed."""

    topic_id: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What was left out of a data set that was made from a saved file.

    Parameters
    ----------
    digest : str
        SHA-256 (hex, 64 characters) of the data set that the file was saved from.
    question : str
        The question that chose its claims, as a sentence; it chose all where it asks for nothing.
    known_on : date or None
        Nothing that became public after this UTC day is in it; None: nothing was left out for its day.
    claims : frozenset of str
        Ids of claims that were not chosen and of which reports are held all the same, because others go back to them.
    parties : frozenset of str
        Parties that speak in positions and of which no source is held.
    """

    digest: str
    question: str
    known_on: date | None = None
    claims: frozenset[str] = field(default=frozenset())
    parties: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """What a data set says of itself.

    ``unaligned`` are the parties of its sources that are no side in the matter, such as the press: their sources do not
    speak with one interest, and two of them may be independent of each other. ``excerpt`` says what was left out, where
    the data set was made from a saved file; None for a data set that is whole.
    """

    dataset_id: str
    title: str
    scope: str
    version: str
    licence: str
    attribution: str
    coverage: tuple[Coverage, ...] = field(default=())
    topics: tuple[Topic, ...] = field(default=())
    unaligned: frozenset[str] = field(default=frozenset())
    excerpt: Excerpt | None = None
