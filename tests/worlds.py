"""Random data sets that the door of a data set lets through: every vocabulary, odd characters, blanks, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from geodata.assess import EVIDENCE
from geodata.errors import Problem
from geodata.ingest.judgements import check_evidence, check_transitions
from geodata.model import (
    Aspect,
    Assessment,
    Basis,
    Claim,
    ClaimType,
    Coverage,
    CoverageState,
    Dataset,
    DatasetInfo,
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
    TimeSpan,
    Topic,
    parse_edtf,
)
from geodata.store import BBox, ClaimQuery

__all__ = ["DAYS", "PARTIES", "QUERIES", "TEXTS", "WORLDS"]

_T = TypeVar("_T")
DAYS = [date(2024, 9, 28) + timedelta(days=9 * number) for number in range(12)]
TEXTS = [
    "Engineers", "=1+1", '=HYPERLINK("http://x";"y")', "'=x", "''", "@SUM(A1)", "-5", "+7 900", "a\t=b", "a\r\n=b",
    "a\rb", "line\n\nline", "two, with; marks", '"quoted"', "‹U+0007›", "‹U+2039›U+0007›", "‹‹U+00", "a\x0bb\x0cc",
    "a\uffff\ufffeb", "Сапёры в Судже", "공병 수자", "e\u0301\u202e\u2066x", "👩\u200d🔧", "\u2028x\u2029", "＝1",
    "_x0041_", "{{ 7*191 }}", "<b>&amp;", "x\x85y\xa0z", "true", "12", "null", "\ufeffx", "a\\b\\u0007",
]  # fmt: skip
_PUBLISHED = [
    "2024-09-28", "2024-10-07", "2024-10", "2024-11~", "2024-10-07/2024-10-20", "2024-12-05T23:30+03:00", "2024-23",
    "2024?", "2025-01-02", "",
]  # fmt: skip
_EVENTS = [
    "", "2024-10-08", "2024-10-08/2024-10-13", "2024-10/..", "2024-10~/2024-12-05%", "2024-24", "0812-09-07", "1900",
    "2024-10-18T14:30+03:00", "2024-09-28T23:59Z/2024-10", "9999-12-30", "2024-11/2025-01~",
]  # fmt: skip
_REGIONS = ["RU-KRS", "RU-BEL", "RU-BRY"]
PARTIES = ["Press", "Russia", "=Party, “A”", "Україна"]
_UNITS = ["persons", "‹U+0007›", "@units"]


class _Choices:
    """Takes choices out of a string of bytes, one after the other; the first of each once they are used up."""

    def __init__(self, choices: bytes) -> None:
        self._rest = iter(choices)

    def below(self, count: int) -> int:
        return next(self._rest, 0) % count

    def one(self, values: Sequence[_T]) -> _T:
        return values[self.below(len(values))]

    def text(self, *, may_be_blank: bool = False) -> str:
        if may_be_blank and self.below(2):
            return ""
        parts = [self.one(TEXTS) for _ in range(1 + self.below(3))]
        return self.one(["", " ", ";", "\n"]).join(parts).strip() or "x"

    def day(self) -> date:
        return self.one(DAYS)


def _place(number: int, choose: _Choices) -> Place:
    precision = choose.one(list(GeoPrecision))
    names = Names(choose.text(), *(choose.text(may_be_blank=True) for _ in range(3)))
    place = Place(f"p{number}", names, precision, vague=choose.below(2) == 1, zone=choose.below(2) == 1)
    place = replace(place, remark=choose.text(may_be_blank=True))
    if precision.is_point:
        lon, lat = choose.below(256) / 255 * 360 - 180, (choose.below(256) - 128) * 7e-7 + choose.below(80)
        return replace(place, position=LonLat(lon, lat), uncertainty_m=choose.one([5000.0, 0.1 + 0.2, 1e-5, 2e7]))
    if precision is GeoPrecision.UNKNOWN:
        return place
    return replace(place, regions=tuple(_REGIONS[: 1 + choose.below(3)]))


def _claim(number: int, choose: _Choices, places: Sequence[Place], topics: Sequence[Topic]) -> Claim:
    topic = choose.one([None, *topics])
    low, best, high = sorted(choose.one([0, 1, 20, 999_999_999_999]) for _ in range(3))
    quantity = Quantity(*(value if choose.below(3) else None for value in (low, best)), high, choose.one(_UNITS))
    if topic is not None:
        quantity = replace(quantity, unit=topic.unit)
    return Claim(
        claim_id=f"c{number}",
        text=choose.text(),
        claim_type=choose.one(list(ClaimType)),
        modality=choose.one(list(Modality)),
        actor=choose.text(),
        quantity=quantity if topic is not None or choose.below(2) else Quantity(),
        place_id=choose.one([None, *(place.place_id for place in places)]),
        time=parse_edtf(choose.one(_EVENTS)),
        remark=choose.text(may_be_blank=True),
        topic_id=None if topic is None else topic.topic_id,
    )


def _reports(choose: _Choices, claims: Sequence[Claim], sources: Sequence[Source]) -> list[Report]:
    """One of each claim at least; each links only to reports that were public no later."""
    found: list[Report] = []
    owners = [claim.claim_id for claim in claims] + [choose.one(claims).claim_id for _ in range(choose.below(7))]
    for number, claim_id in enumerate(owners):
        published = parse_edtf(choose.one(_PUBLISHED))
        earlier = [one.report_id for one in found if _day(one.published) <= _day(published)]
        found.append(
            Report(
                report_id=f"r{number}",
                claim_id=claim_id,
                source_id=choose.one(sources).source_id,
                published=published,
                stance=choose.one([Stance.ASSERTS, *Stance]),
                derived_from=choose.one([None, None, *earlier]),
                title=choose.text(),
                url=choose.one(["", "https://example.org/a?b=c&d=%7B", "http://пример.рф/=x;y"]),
                remark=choose.text(may_be_blank=True),
                not_independent_of=choose.one([None, None, *earlier]),
            )
        )
    turn = choose.below(len(found))
    return found[turn:] + found[:turn]


def _day(published: TimeSpan) -> date:
    """The day from which on it counts; the last of all days where there is no date."""
    return Report("r", "c", "s", published, Stance.ASSERTS, None, "", "").known_on or date.max


def _with_end(claim: Claim, reports: Sequence[Report], choose: _Choices) -> Claim:
    """The claim with the day on which its end was told, where it needs one, and sometimes where it does not."""
    begins, first = claim.time.end_begins, min(_day(one.published) for one in reports if one.claim_id == claim.claim_id)
    if begins is None or (begins <= first and choose.below(2)):
        return claim
    told = begins if first == date.max else max(begins, first)
    return replace(claim, end_known_on=told + timedelta(days=choose.below(20)))


def _position(
    choose: _Choices, claims: Sequence[Claim], parties: Sequence[str], reports: list[Report]
) -> PartyPosition:
    said_on = choose.day()
    public = [one.report_id for one in reports if _day(one.published) <= said_on]
    word, party = choose.one(list(Position)), choose.one(parties)
    return PartyPosition(choose.one(claims).claim_id, party, word, said_on, choose.one([None, *public]))


def _foreign(choose: _Choices, claims: Sequence[Claim]) -> ForeignVerdict:
    by, scheme = choose.text(), choose.text(may_be_blank=True)
    value = choose.one([choose.text(), "Verified", Status.CONFIRMED.value])
    return ForeignVerdict(choose.one(claims).claim_id, by, scheme, value, choose.one([None, choose.day()]))


def _assessment(number: int, choose: _Choices, dataset: Dataset) -> Assessment:
    status, effective_at = choose.one(list(Status)), choose.day()
    public = [one.report_id for one in dataset.reports if _day(one.published) <= effective_at]
    count = 6 if status is Status.CORROBORATED else choose.below(4)
    evidence = [choose.one(public) for _ in range(count) if public]
    basis = choose.one([basis for basis in Basis if basis in EVIDENCE[status].bases])
    return Assessment(
        f"a{number}", choose.one(dataset.claims).claim_id, choose.one(list(Aspect)), status, basis, choose.text(),
        tuple(evidence), effective_at, effective_at + timedelta(days=choose.below(3)), choose.text(),
    )  # fmt: skip


def _judged(dataset: Dataset, choose: _Choices) -> Dataset:
    """The data set with those of some random judgements that a data set may hold."""
    for number in range(choose.below(12)):
        longer = (*dataset.assessments, _assessment(number, choose, dataset))
        problems: list[Problem] = []
        check_evidence(list(enumerate(longer)), dataset, problems)
        check_transitions(list(enumerate(longer)), problems)
        if not problems:
            dataset = replace(dataset, assessments=longer)
    return replace(dataset, assessments=tuple(reversed(dataset.assessments)))


def _info(choose: _Choices, sources: Sequence[Source]) -> DatasetInfo:
    states = [choose.one(list(CoverageState)) for _ in range(choose.below(3))]
    spans = [(date(2024, 9 + number, 1), date(2024, 9 + number, 28)) for number in range(len(states))]
    notes = ["", "  two\nlines \x07", "=1", choose.text()]
    return DatasetInfo(
        "world", choose.text(), choose.text(), choose.text(), choose.text(), choose.text(),
        coverage=tuple(Coverage(*span, state, choose.one(notes)) for span, state in zip(spans, states, strict=True)),
        topics=tuple(Topic(f"t{number}", choose.text(), choose.one(_UNITS)) for number in range(choose.below(3))),
        unaligned=frozenset(source.party for source in sources if choose.below(3) == 0),
    )  # fmt: skip


def _world(text: bytes) -> Dataset:
    choose = _Choices(text)
    sources = [
        Source(f"s{number}", choose.text(), choose.one(PARTIES), choose.one(list(Reliability)))
        for number in range(1 + choose.below(4))
    ]
    places = [_place(number, choose) for number in range(choose.below(4))]
    info = _info(choose, sources)
    claims = [_claim(number, choose, places, info.topics) for number in range(1 + choose.below(5))]
    reports = _reports(choose, claims, sources)
    parties = [source.party for source in sources]
    dataset = Dataset(
        info=info,
        claims=tuple(_with_end(claim, reports, choose) for claim in claims),
        places=tuple(places),
        sources=tuple(sources),
        reports=tuple(reports),
        positions=tuple(_position(choose, claims, parties, reports) for _ in range(choose.below(5))),
        assessments=(),
        digest=f"{choose.below(256):064x}",
        foreign=tuple(_foreign(choose, claims) for _ in range(choose.below(4))),
    )
    return _judged(dataset, choose)


WORLDS = st.integers(0, 2**32 - 1).map(lambda seed: _world(Random(seed).randbytes(2000)))


def _query(text: bytes) -> ClaimQuery:
    """Mostly wide questions, so that something is chosen; each filter now and then."""
    choose = _Choices(text)
    first, last = sorted((choose.day(), choose.day()))
    rare, none = [0] * 4, frozenset[str]()
    return ClaimQuery(
        known_on=choose.one([None, None, choose.day(), DAYS[6 + choose.below(6)]]),
        aspect=choose.one([None, None, *Aspect]),
        first_day=choose.one([None, None, None, first]),
        last_day=choose.one([None, None, None, last]),
        types=frozenset(list(ClaimType)[choose.below(6) :]) if choose.one([*rare, 1]) else frozenset(),
        statuses=frozenset(list(Status)[choose.below(7) :]) if choose.one([*rare, 1]) else frozenset(),
        modalities=frozenset(list(Modality)[choose.below(6) :]) if choose.one([*rare, 1]) else frozenset(),
        parties=frozenset(PARTIES[: 1 + choose.below(3)]) if choose.one([*rare, 1]) else none,
        sources=frozenset(["s0", "s1"]) if choose.one([*rare, 1]) else none,
        text=choose.one(["", "", "", "", "x", "=‹U+0007› \x07"]),
        bbox=choose.one([None, None, None, BBox(30, 40, 60, 70)]),
    )


QUERIES = st.integers(0, 2**32 - 1).map(lambda seed: _query(Random(seed).randbytes(40)))
