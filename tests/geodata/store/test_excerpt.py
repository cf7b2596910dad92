from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.assess import independent_count, verdict_on
from geodata.model import ClaimType, Dataset
from geodata.store import ClaimQuery, excerpt_of, select
from tests.builders import DatasetBuilder


@pytest.fixture
def builder(tmp_path: Path) -> DatasetBuilder:
    return DatasetBuilder(tmp_path / "tiny")


def cut(dataset: Dataset, query: ClaimQuery | None = None) -> Dataset:
    return excerpt_of(select(dataset, query or ClaimQuery()))


def test_of_all_claims_it_is_the_whole(builder: DatasetBuilder) -> None:
    whole = builder.load()
    part = cut(whole)
    assert replace(part, digest=whole.digest, info=replace(part.info, excerpt=None)) == whole
    excerpt = part.info.excerpt
    assert excerpt is not None
    assert (excerpt.digest, excerpt.question, excerpt.known_on) == (whole.digest, "All claims, all dates", None)
    assert part.digest != whole.digest


def test_reports_of_other_claims_stay_where_a_verdict_rests_on_them(builder: DatasetBuilder) -> None:
    builder.put("reports.csv", 8, "derived_from", "r1").put("reports.csv", 8, "not_independent_of", "r2")
    builder.put("reports.csv", 3, "derived_from", "")
    builder.put("reports.csv", 3, "not_independent_of", "r1")
    whole = builder.load()
    part = cut(whole, ClaimQuery(types=frozenset({ClaimType.EQUIPMENT})))
    assert [claim.claim_id for claim in part.claims] == ["undated"]
    assert [report.report_id for report in part.reports] == ["r7", "r1", "r2"]
    assert part.info.excerpt is not None
    assert part.info.excerpt.claims == {"point"}
    assert [source.source_id for source in part.sources] == ["ministry", "daily"]
    assert [place.place_id for place in part.places] == ["kursk"]
    (claim,) = part.claims
    assert verdict_on(part, claim) == verdict_on(whole, claim)
    assert independent_count(part, part.reports_of["undated"]) == independent_count(whole, whole.reports_of["undated"])


def test_a_party_may_speak_without_a_source(builder: DatasetBuilder) -> None:
    part = cut(builder.load(), ClaimQuery(types=frozenset({ClaimType.INFRASTRUCTURE_REPAIR})))
    assert part.info.excerpt is not None
    assert part.info.excerpt.parties == {"Ukraine"}
    assert {position.party for position in part.positions} == {"Ukraine", "Russia"}


def test_nothing_of_later_is_in_it(builder: DatasetBuilder) -> None:
    builder.put("claims.csv", 2, "event_date", "2024-10-08/2025-04-26").put(
        "claims.csv", 2, "end_known_on", "2025-04-28"
    )
    builder.put("claims.csv", 2, "remark", "later").put("places.csv", 2, "remark", "later")
    builder.put("reports.csv", 2, "remark", "later")
    whole = builder.load()
    part = cut(whole, ClaimQuery(known_on=date(2024, 10, 16)))
    (claim,) = part.claims
    assert (claim.claim_id, claim.time.edtf, claim.end_known_on, claim.remark) == ("point", "2024-10-08/..", None, "")
    assert ([report.report_id for report in part.reports], part.reports[0].remark) == (["r1"], "")
    assert [one.assessment_id for one in part.assessments] == ["a1"]
    assert [one.said_on for one in part.positions] == [date(2024, 10, 15)]
    assert part.places[0].remark == ""
    assert [(entry.first, entry.last) for entry in part.info.coverage] == [(date(2024, 10, 1), date(2024, 10, 16))]
    assert part.info.excerpt is not None
    assert part.info.excerpt.known_on == date(2024, 10, 16)
    told = cut(whole, ClaimQuery(known_on=date(2025, 4, 28))).claims[0]
    assert (told.time.edtf, told.end_known_on) == ("2024-10-08/2025-04-26", date(2025, 4, 28))


def test_an_excerpt_of_an_excerpt_says_both_questions_and_the_earlier_day(builder: DatasetBuilder) -> None:
    first = cut(builder.load(), ClaimQuery(known_on=date(2024, 11, 10)))
    second = cut(first, ClaimQuery(types=frozenset({ClaimType.DEMINING})))
    assert first.info.excerpt is not None
    assert second.info.excerpt is not None
    assert second.info.excerpt.known_on == date(2024, 11, 10)
    assert second.info.excerpt.digest == first.digest
    assert second.info.excerpt.question == f"Demining claims, all dates. Of an excerpt: {first.info.excerpt.question}"
