"""Random histories of one claim, made as records at once: reports, words of parties and judgements on a few days."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from geodata.model import (
    Aspect,
    Assessment,
    Basis,
    Claim,
    ClaimType,
    Dataset,
    DatasetInfo,
    Modality,
    PartyPosition,
    Position,
    Quantity,
    Reliability,
    Report,
    Source,
    Stance,
    Status,
    TimeSpan,
    parse_edtf,
)

__all__ = ["CLAIM_ID", "DAYS", "HISTORIES", "past", "shuffled"]

CLAIM_ID = "c"
DAYS = [date(2024, 2, 26) + timedelta(days=number) for number in range(7)]  # with a 29th of February
_DATES = [parse_edtf(text) for text in [*map(str, DAYS), "2024-02", "2024-02-27/2024-03-02", "2024-02-27/.."]]
_NEVER = date.max
_SOURCES = tuple(
    Source(f"s{number}", f"Source {number}", party, Reliability.F) for number, party in enumerate("PPQQRS")
)
_WORDS = [(status, basis) for status in Status for basis in (Basis.NONE, Basis.ADMISSION, Basis.INFERENCE)]
_ASPECTS = (Aspect.PRESENCE, Aspect.ACTIVITY, Aspect.PRESENCE, Aspect.QUANTITY)
# A history is a string of bytes, a byte a choice: quick to draw, quick to make small
_REPORTS, _JUDGED, _SAID = 5, 3, 3  # most of each
_BYTES = (1 + _REPORTS * 7) + (1 + _JUDGED * 4) + (1 + _SAID * 3) + 1


class _Choices:
    """Takes choices out of a string of bytes, one after the other."""

    def __init__(self, choices: bytes) -> None:
        self._rest = iter(choices)

    def below(self, count: int) -> int:
        return next(self._rest) % count


def _reports(choose: _Choices) -> tuple[Report, ...]:
    """Each links only to reports that were public no later, as the door of a data set demands."""
    dates = sorted((_DATES[choose.below(len(_DATES))] for _ in range(choose.below(_REPORTS + 1))), key=_known_on)
    reports: list[Report] = []
    for index, published in enumerate(dates):
        links = [None, *(report.report_id for report in reports)]
        reports.append(
            Report(
                report_id=f"r{index}",
                claim_id="d" if choose.below(4) == 3 else CLAIM_ID,
                source_id=_SOURCES[choose.below(len(_SOURCES))].source_id,
                published=published,
                stance=list(Stance)[(0, 0, 0, 1, 2, 3)[choose.below(6)]],
                derived_from=links[choose.below(2 * len(links)) % len(links)],
                title="A title",
                url="",
                not_independent_of=links[choose.below(len(links))] if choose.below(3) == 0 else None,
            )
        )
    return tuple(reports)


def _known_on(published: TimeSpan) -> date:
    return Report("r", "c", "s", published, Stance.ASSERTS, None, "", "").known_on or _NEVER


def _assessment(index: int, choose: _Choices) -> Assessment:
    status, basis = _WORDS[choose.below(len(_WORDS))]
    effective_at = DAYS[choose.below(len(DAYS))]
    recorded_at = effective_at + timedelta(days=choose.below(2))
    aspect = _ASPECTS[choose.below(len(_ASPECTS))]
    return Assessment(f"a{index}", CLAIM_ID, aspect, status, basis, "So", (), effective_at, recorded_at, "tests")


def _position(choose: _Choices) -> PartyPosition:
    word, party, day = choose.below(len(Position)), choose.below(2), choose.below(len(DAYS))
    return PartyPosition(CLAIM_ID, "PQ"[party], list(Position)[word], DAYS[day])


def _history(text: bytes) -> Dataset:
    choose = _Choices(text)
    modality = Modality.INFERRED if choose.below(4) == 3 else Modality.PRESENT
    claims = tuple(
        Claim(key, "Something", ClaimType.OTHER, modality, "somebody", Quantity(), None, parse_edtf(""))
        for key in (CLAIM_ID, "d")
    )
    return Dataset(
        info=DatasetInfo("random", "Random", "", "1", "", ""),
        claims=claims,
        places=(),
        sources=_SOURCES,
        reports=_reports(choose),
        positions=tuple(_position(choose) for _ in range(choose.below(_SAID + 1))),
        assessments=tuple(_assessment(index, choose) for index in range(choose.below(_JUDGED + 1))),
        digest="0" * 64,
    )


HISTORIES = st.binary(min_size=_BYTES, max_size=_BYTES).map(_history)


def past(history: Dataset, day: date) -> Dataset:
    """The history as if nothing after the end of a UTC day had ever been written."""
    return Dataset(
        info=history.info,
        claims=history.claims,
        places=(),
        sources=history.sources,
        reports=tuple(report for report in history.reports if (report.known_on or _NEVER) <= day),
        positions=tuple(position for position in history.positions if position.said_on <= day),
        assessments=tuple(assessment for assessment in history.assessments if assessment.effective_at <= day),
        digest=history.digest,
    )


def shuffled(history: Dataset, random: Random) -> Dataset:
    """The same records in other rows."""
    return Dataset(
        info=history.info,
        claims=history.claims,
        places=(),
        sources=tuple(random.sample(history.sources, len(history.sources))),
        reports=tuple(random.sample(history.reports, len(history.reports))),
        positions=tuple(random.sample(history.positions, len(history.positions))),
        assessments=tuple(random.sample(history.assessments, len(history.assessments))),
        digest=history.digest,
    )
