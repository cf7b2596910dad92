"""Our words beside those of others in the field: Admiralty, ICD 203, ACLED, UCDP and Airwars.

A row says how close their term is to ours and where the two part. Where their wording could not be read, there is no
row: a gap is honest, a guess is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geodata.model.vocabulary import (
    GeoPrecision,
    Position,
    Reliability,
    Status,
    TimePrecision,
    Word,
)

__all__ = ["CITATIONS", "CROSSWALK", "Citation", "Closeness", "Scheme", "Translation"]


class Scheme(Word):
    """Whose words they are."""

    ADMIRALTY = "admiralty", "Admiralty code", "grades a source by letter and a piece of information by number"
    ICD_203 = "icd203", "ICD 203", "words for how likely something is, and separately for how confident the analyst is"
    ACLED = "acled", "ACLED", "codes events of political violence, with a place and a date for each"
    UCDP = "ucdp", "UCDP GED", "codes events of organised violence, with precision codes and low, best and high counts"
    AIRWARS = "airwars", "Airwars", "grades reported harm to civilians"


class Closeness(Word):
    """How far one may read their term as ours."""

    SAME = "same", "the same", "may be exchanged for ours"
    NEAR = "near", "near", "similar, but not to be exchanged: the note says where they part"
    NONE = "none", "no equivalent", "they have no word for it, or the one that sounds alike means something else"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a scheme's words were read.

    Parameters
    ----------
    title, publisher : str
        Of the document.
    year : int or None
        Of the edition that was read; None where the page carries none.
    address : str
        Where the document, or the page that quotes it, is found.
    read_in : str
        What was in fact read, where that was not the document itself; otherwise empty.
    """

    title: str
    publisher: str
    year: int | None
    address: str
    read_in: str = ""

    def words(self) -> str:
        """The citation as one sentence, without its address."""
        dated = self.publisher if self.year is None else f"{self.publisher}, {self.year}"
        return f"{self.title}. {dated}." + (f" Read in {self.read_in}." if self.read_in else "")


@dataclass(frozen=True, slots=True)
class Translation:
    """One of our words and what another scheme says for it.

    Parameters
    ----------
    word : Word
        Ours.
    scheme : Scheme
        Whose term it is.
    term : str
        Their term; empty where there is none, or where only a false friend stands in ``note``.
    closeness : Closeness
        How far they agree.
    note : str
        Where the two part; may be empty only where they are the same.
    """

    word: Word
    scheme: Scheme
    term: str
    closeness: Closeness
    note: str = ""

    @property
    def citation(self) -> Citation:
        """Where the scheme's words were read."""
        return CITATIONS[self.scheme]


# Where each scheme's words were read
CITATIONS: Mapping[Scheme, Citation] = MappingProxyType(
    {
        Scheme.ADMIRALTY: Citation(
            "Joint Warfare Publication 2-00: Intelligence Support to Joint Operations",
            "Ministry of Defence (United Kingdom)",
            2003,
            "https://en.wikipedia.org/wiki/Admiralty_code",
            "the encyclopedia article “Admiralty code”, which cites it",
        ),
        Scheme.ICD_203: Citation(
            "Intelligence Community Directive 203: Analytic Standards",
            "Office of the Director of National Intelligence (United States)",
            2015,
            "https://fas.org/irp/dni/icd/icd-203.pdf",
            "a public transcription of its table of likelihoods",
        ),
        Scheme.ACLED: Citation(
            "ACLED Codebook",
            "Armed Conflict Location & Event Data",
            None,
            "https://acleddata.com/knowledge-base/codebook/",
            "the manual of the R package mapme.biodiversity, which restates its precision codes",
        ),
        Scheme.UCDP: Citation(
            "UCDP GED Codebook",
            "Department of Peace and Conflict Research, Uppsala University",
            None,
            "https://ucdp.uu.se/downloads/",
            "the manual of the R package mapme.biodiversity, which restates its precision codes",
        ),
        Scheme.AIRWARS: Citation(
            "Methodology: civilian harm grading",
            "Airwars",
            None,
            "https://airwars.org/about/methodology",
            "the public source of its website, which words each grade",
        ),
    }
)

_SAME, _NEAR, _NONE = Closeness.SAME, Closeness.NEAR, Closeness.NONE
_CENTROID = "They set a point in the middle of the area; we draw the area."


def _reliabilities() -> tuple[Translation, ...]:
    """The letters were taken over as they are."""
    terms = {
        Reliability.A: "A · Completely reliable",
        Reliability.B: "B · Usually reliable",
        Reliability.C: "C · Fairly reliable",
        Reliability.D: "D · Not usually reliable",
        Reliability.E: "E · Unreliable",
        Reliability.F: "F · Reliability cannot be judged",
    }
    return tuple(Translation(word, Scheme.ADMIRALTY, term, _SAME) for word, term in terms.items())


_STATUSES = (
    Translation(
        Status.CONFIRMED, Scheme.ADMIRALTY, "1 · Confirmed by other sources", _NEAR,
        "Theirs is met when other sources agree. Ours needs evidence that can be checked, or an admission.",
    ),
    Translation(
        Status.CONFIRMED, Scheme.ICD_203, "", _NONE,
        "“Almost certain” (95 to 99 %) is an estimate of likelihood; it does not say what evidence there is.",
    ),
    Translation(
        Status.CONFIRMED, Scheme.AIRWARS, "Confirmed", _NEAR,
        "Theirs means that a party to the conflict accepted responsibility. With us that is one of four bases.",
    ),
    Translation(
        Status.CORROBORATED, Scheme.ADMIRALTY, "2 · Probably true", _NEAR,
        "Theirs is a judgement of the item. Ours counts independent origins and says no more.",
    ),
    Translation(
        Status.CORROBORATED, Scheme.AIRWARS, "Fair", _NEAR,
        "Theirs needs two credible sources and military action nearby that is likely or confirmed. Ours needs two "
        "origins that do not repeat each other.",
    ),
    Translation(
        Status.UNVERIFIED, Scheme.ADMIRALTY, "6 · Truth cannot be judged", _NEAR,
        "Ours also holds claims that nobody has tried to judge yet.",
    ),
    Translation(
        Status.UNVERIFIED, Scheme.ICD_203, "", _NONE,
        "“Roughly even chance” (45 to 55 %) is an estimate. Unverified gives none, and is not one half.",
    ),
    Translation(
        Status.UNVERIFIED, Scheme.AIRWARS, "Weak", _NEAR,
        "Theirs is a claim by a single source. Ours may have many reports, if they cannot be judged.",
    ),
    Translation(
        Status.SPECULATIVE, Scheme.ADMIRALTY, "", _NONE,
        "It grades what was reported. An inference is not a report.",
    ),
    Translation(Status.SPECULATIVE, Scheme.AIRWARS, "", _NONE, "It grades reported events only."),
    Translation(
        Status.DISPUTED, Scheme.ADMIRALTY, "4 · Doubtful", _NEAR,
        "Theirs doubts one item. Ours needs credible sources that conflict, and names on what.",
    ),
    Translation(
        Status.DISPUTED, Scheme.AIRWARS, "Contested", _NEAR,
        "Theirs is about who was responsible. Ours may be about any aspect.",
    ),
    Translation(
        Status.REFUTED, Scheme.ADMIRALTY, "5 · Improbable", _NEAR,
        "Theirs is a judgement of likelihood. Ours needs evidence that the claim is false.",
    ),
    Translation(
        Status.REFUTED, Scheme.AIRWARS, "Discounted", _NEAR,
        "Theirs also means that those killed were combatants, or that somebody else was responsible.",
    ),
    Translation(Status.WITHDRAWN, Scheme.ADMIRALTY, "", _NONE, "It does not follow a claim after it was graded."),
)  # fmt: skip

_POSITIONS = (
    Translation(
        Position.ADMITS, Scheme.AIRWARS, "Confirmed", _NEAR,
        "There the admission is the grade. With us it is what a party says; an assessment may rest on it.",
    ),
)  # fmt: skip

_PLACES = (
    Translation(
        GeoPrecision.EXACT, Scheme.UCDP, "1", _NEAR, "Their finest code has no radius: the point stands for the place."
    ),
    Translation(
        GeoPrecision.EXACT, Scheme.ACLED, "", _NONE, "Their finest code is a town, which is our settlement."
    ),
    Translation(
        GeoPrecision.LOCALITY, Scheme.UCDP, "2", _NEAR, "A limited area around a place, without a radius in metres."
    ),
    Translation(
        GeoPrecision.SETTLEMENT, Scheme.UCDP, "2", _NEAR, "A limited area around a place, without a radius in metres."
    ),
    Translation(
        GeoPrecision.SETTLEMENT, Scheme.ACLED, "1", _NEAR, "A named town at the town's coordinates, without a radius."
    ),
    Translation(GeoPrecision.DISTRICT, Scheme.UCDP, "3", _NEAR, _CENTROID),
    Translation(GeoPrecision.REGION, Scheme.UCDP, "4", _NEAR, _CENTROID),
    Translation(
        GeoPrecision.REGION, Scheme.ACLED, "3", _NEAR,
        "They use a natural feature that was named or the provincial capital; we never move a region to its capital.",
    ),
    Translation(
        GeoPrecision.MULTI_REGION, Scheme.UCDP, "5", _NEAR,
        "Theirs is a part of a country larger than one region, set as a representative point; we draw the area.",
    ),
    Translation(GeoPrecision.COUNTRY, Scheme.UCDP, "6", _NEAR, _CENTROID),
)  # fmt: skip

_TIMES = (
    Translation(TimePrecision.TIME, Scheme.UCDP, "", _NONE, "Their finest code is the day."),
    Translation(TimePrecision.TIME, Scheme.ACLED, "", _NONE, "Their finest code is the day."),
    Translation(TimePrecision.DAY, Scheme.UCDP, "1", _SAME),
    Translation(TimePrecision.DAY, Scheme.ACLED, "1", _SAME),
    Translation(TimePrecision.WEEK, Scheme.UCDP, "3", _SAME),
    Translation(TimePrecision.WEEK, Scheme.ACLED, "2", _NEAR, "Theirs is a week or a similar period."),
    Translation(TimePrecision.MONTH, Scheme.UCDP, "4", _SAME),
    Translation(
        TimePrecision.MONTH, Scheme.ACLED, "3", _NEAR, "They set the middle of the month; we keep the whole month."
    ),
    Translation(TimePrecision.QUARTER, Scheme.UCDP, "", _NONE, "They have no code between the month and the year."),
    Translation(TimePrecision.QUARTER, Scheme.ACLED, "", _NONE, "Their coarsest code is the month."),
    Translation(TimePrecision.YEAR, Scheme.UCDP, "5", _SAME),
    Translation(TimePrecision.YEAR, Scheme.ACLED, "", _NONE, "Their coarsest code is the month."),
)

# Every translation, by vocabulary and then in its order; at most one for a word and a scheme
CROSSWALK: tuple[Translation, ...] = (*_STATUSES, *_POSITIONS, *_reliabilities(), *_PLACES, *_TIMES)
