"""The bundled data set holds all that was collected, keeps its own rules, and answers for each claim of the article."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from geodata.assess import independent_count, is_denied, origin_count, steps_of, verdict_on
from geodata.ingest import load_dataset
from geodata.model import (
    Basis,
    CoverageState,
    Dataset,
    GeoPrecision,
    Modality,
    Position,
    Reliability,
    Status,
    parse_edtf,
)
from geodata.store import ClaimQuery, select

# Day of the report, end of its page's address (blank: no page), claims it speaks of.
COLLECTED = (
    ("2024-06-19", "tass.com/world/1950153", "treaty-signed treaty-ratified"),
    ("2024-08-06", "", "incursion-kursk"),
    ("2024-10-10", "korean-troops-involvement-in-ukraine-war", "nk-troops-in-war"),
    ("2024-10-18", "ice/news_view.htm?lang=e&Seq_Code=188550", "first-batch-shipped first-batch-stationed"),
    ("2024-10-18", "ends-troops-to-support-russia-in-ukraine", "four-brigades-planned"),
    ("2024-10-18", "korean-troops-in-russia-as-contradictory", "training-eastern-russia training-number-hur"),
    ("2024-10-18", "", "training-sergeevka"),
    ("2024-10-21", "tass.com/politics/1858987", "first-batch-shipped training-eastern-russia"),
    ("2024-10-23", "notdenynorthkoreahassentsoldierstorussia", "training-eastern-russia training-number-us-1"),
    (
        "2024-10-24",
        "ra-da-situacao-do-terreno-diz-russia.htm",
        "first-batch-shipped training-eastern-russia putin-on-images",
    ),
    ("2024-10-28", "nt-troops-to-join-russias-war-in-ukraine", "kursk-presence"),
    (
        "2024-10-28",
        "nt-of-north-korean-troops-in-russia.html",
        "training-eastern-russia training-number-us-2 part-moving-west",
    ),
    ("2024-11-05", "ussia-a-new-dimension-in-global-tensions", "kursk-combat"),
    ("2024-11-12", "rean-troops-join-combat-alongside-russia", "kursk-presence kursk-combat sent-number-us"),
    ("2024-11-18", "nter-kursk-where-ukrainians-are-fighting", "kursk-presence kursk-combat kursk-number-us"),
    ("2024-12-14", "", "assault-kremyanoe assault-plekhovo"),
    ("2024-12-23", "ath-toll-in-north-korea-ukraine-invasion", "casualties-zelensky-2024-12"),
    ("2024-12-27", "n-russias-kursk-oblast-zelensky-says/amp", "pow-died-2024-12"),
    ("2025-01-11", "live-71273185?maca=en-rss-en-eu-2092-rdf", "pow-two-captured"),
    ("2025-01-13", "ers-fought-against-ukraine-forces-608750", "killed-nis-2025-01 injured-nis-2025-01"),
    ("2025-03-27", "www.koreaherald.com/article/10511565", "deployment-early-2025"),
    (
        "2025-04-26",
        "-north-koreas-involvement-in-ukraine-war",
        "nk-troops-in-war kursk-presence kursk-combat kursk-retaken",
    ),
    ("2025-04-28", "tass.com/world/1950153", "nk-troops-in-war kursk-presence kursk-combat"),
    ("2025-04-28", "tass.com/politics/1950213", "kursk-combat"),
    (
        "2025-04-30",
        "ice/news_view.htm?Seq_Code=192744&lang=e",
        "casualties-nis-2025-04 killed-nis-2025-04 two-deployments-nis",
    ),
    ("2025-06-15", "sk-oblast-at-start-of-2026-media-reports", "casualties-uk-2025-06"),
    ("2025-06-17", "www.koreaherald.com/article/10511565", "builders-5000-announced sappers-1000-announced"),
    ("2025-07-02", "-a-crowd-with-flowers-and-an-honor-guard", "more-troops-planned"),
    ("2025-07-13", "tass.com/politics/1988891", "kursk-combat lavrov-thanks-wonsan mfa-praises-support"),
    ("2025-12-13", "tass.com/world/2058195", "regiment-528-left sappers-1000-demining"),
    (
        "2025-09-02",
        "rs-killed-fighting-for-russia-seoul-says",
        "killed-nis-2025-09 third-deployment-planned engineers-1000-arrived",
    ),
    (
        "2025-11-04",
        "nstruction-troops-to-russia-seoul-a91038",
        "builders-5000-moving sappers-1000-demining near-border-10000",
    ),
    ("2025-11-14", "tass.com/politics/2043763", "sappers-1000-demining"),
    ("2025-12-13", "www.koreaherald.com/article/10635827", "regiment-528-returned regiment-528-killed"),
    (
        "2026-02-12",
        "sk-oblast-at-start-of-2026-media-reports",
        "kursk-combat-troops-2026 kursk-engineers-2026 rotated-home-2025-12 rotated-may-return casualties-nis-2026-02",
    ),
)

# The treaty's page of 2025 adds its ratification, which came after the day of the report.
KNOWN_LATER = {"treaty-ratified"}

# Claim of the article: our id, precision of the place, event date, modality, latest status, heap.
ARTICLE = {
    "A1": ("repair-troops-smo-zone", "multi_region", "", "announced", "unverified", "undated"),
    "A2": ("builders-5000-moving", "region", "2025-09/2025-11", "en_route", "unverified", "in_view"),
    "A3": ("sappers-1000-demining", "region", "2025-09/2025-11", "present", "confirmed", "in_view"),
    "A4": ("total-could-reach-10000", "country", "", "inferred", "unverified", "undated"),
    "A5": ("kursk-combat", "region", "2024-10/2025-04-26", "present", "confirmed", "in_view"),
    "A6": ("mfa-praises-support", "settlement", "2025-07", "completed", "confirmed", "in_view"),
    "A7": ("lavrov-thanks-wonsan", "settlement", "2025-07-12/2025-07-13", "completed", "confirmed", "in_view"),
    "A8": ("artillery-units-possible", "country", "", "inferred", "speculative", "undated"),
    "A9": ("cyber-teams-possible", None, "", "inferred", "speculative", "unlocated"),
}

STATUS_ON = (
    ("kursk-combat", date(2024, 10, 31), "unverified"),
    ("kursk-combat", date(2024, 11, 11), "unverified"),
    ("kursk-combat", date(2024, 11, 12), "corroborated"),
    ("kursk-combat", date(2025, 4, 25), "corroborated"),
    ("kursk-combat", date(2025, 4, 26), "confirmed"),
    ("sappers-1000-demining", date(2025, 11, 13), "unverified"),
    ("sappers-1000-demining", date(2025, 11, 14), "confirmed"),
    ("first-batch-shipped", date(2024, 10, 27), "unverified"),
    ("first-batch-shipped", date(2024, 10, 28), "corroborated"),
    ("killed-nis-2025-04", date(2025, 9, 1), "unverified"),
    ("killed-nis-2025-04", date(2025, 9, 2), "withdrawn"),
    ("builders-5000-moving", date(2026, 11, 23), "unverified"),
)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def dataset(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def test_every_collected_report_is_covered_by_a_report_of_its_page_and_day(bundled_dataset: Path) -> None:
    assert len(COLLECTED) == 35
    reports = table(bundled_dataset, "reports.csv")
    for day, page, claim_ids in COLLECTED:
        moment = parse_edtf(day).start_utc
        assert moment is not None
        for claim_id in claim_ids.split():
            of_claim = [row for row in reports if row["claim_id"] == claim_id]
            of_page = [row for row in of_claim if (row["url"].rstrip("/").endswith(page) if page else not row["url"])]
            assert of_page, (page, claim_id)
            spans = [parse_edtf(row["published_at"]) for row in of_page]
            on_day = any(span.touches(moment, parse_edtf(day).end_utc) for span in spans)
            assert on_day != (claim_id in KNOWN_LATER), (day, page, claim_id)


def test_ids_are_unique_and_references_exist(bundled_dataset: Path) -> None:
    ids = {}
    for name in ("place", "source", "claim", "report", "assessment"):
        found = [row[f"{name}_id"] for row in table(bundled_dataset, f"{name}s.csv")]
        assert len(found) == len(set(found)), name
        assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key) for key in found), name
        ids[name] = set(found)
    for file in ("claims.csv", "reports.csv", "positions.csv", "assessments.csv"):
        for row in table(bundled_dataset, file):
            for name in ("place", "source", "claim", "report"):
                assert row.get(f"{name}_id", "") in ids[name] | {""}, (file, row)
            named = [row.get("derived_from", ""), *row.get("evidence", "").split()]
            assert set(named) <= ids["report"] | {""}, (file, row)


def test_the_report_known_from_memory_was_left_out(bundled_dataset: Path) -> None:
    words = "\n".join(path.read_text(encoding="utf-8") for path in bundled_dataset.glob("*.csv"))
    assert "stereotyped" not in words.casefold()
    assert "New York" not in words


@pytest.mark.parametrize("name", ARTICLE)
def test_each_claim_of_the_article_is_where_it_belongs(dataset: Dataset, name: str) -> None:
    claim_id, precision, event, modality, status, heap = ARTICLE[name]
    row = dataset.row_of[claim_id]
    claim = dataset.claims[row]
    place = dataset.place(claim)
    found = (place.precision.value if place else None, claim.time.edtf, claim.modality.value)
    assert found == (precision, event, modality)
    assert verdict_on(dataset, claim).status == status
    assert row in getattr(select(dataset, ClaimQuery()), heap)
    assert any(report.source_id == "article-autumn-2025" for report in dataset.reports_of[claim_id])


def test_the_article_makes_nine_claims_and_is_one_source(dataset: Dataset) -> None:
    of_article = [report for report in dataset.reports if report.source_id == "article-autumn-2025"]
    assert sorted(report.claim_id for report in of_article) == sorted(row[0] for row in ARTICLE.values())
    assert {(report.published.edtf, report.url) for report in of_article} == {("2025-23", "")}


@pytest.mark.parametrize("name", ["A1", "A2", "A3", "A4", "A5"])
def test_what_the_article_relays_goes_back_to_the_intelligence_service(dataset: Dataset, name: str) -> None:
    reports = dataset.reports_of[ARTICLE[name][0]]
    article = next(report for report in reports if report.source_id == "article-autumn-2025")
    assert dataset.report_of[article.derived_from or ""].source_id == "yonhap"
    assert dataset.origin(article).source_id == "rok-nis"


def test_however_many_outlets_repeat_a_briefing_it_is_one_origin(dataset: Dataset) -> None:
    reports = dataset.reports_of["builders-5000-moving"]
    assert (len(reports), origin_count(dataset, reports)) == (4, 1)


def test_what_repeats_the_numbers_of_june_is_no_second_origin_of_them(dataset: Dataset) -> None:
    marked = {report.claim_id: report for report in dataset.reports if report.not_independent_of is not None}
    assert set(marked) == {"builders-5000-moving", "sappers-1000-demining", "third-deployment-planned"}
    for report in marked.values():
        announced = dataset.report_of[report.not_independent_of or ""]
        assert (announced.source_id, announced.published.edtf) == ("ru-security-council", "2025-06-17")
        assert origin_count(dataset, (report, announced)) == 2
        assert independent_count(dataset, (report, announced)) == 1


def test_the_press_is_no_side_and_that_moves_no_status(dataset: Dataset) -> None:
    assert dataset.info.unaligned == {"Press", "Open-source investigators"}
    sided = replace(dataset, info=replace(dataset.info, unaligned=frozenset()))
    for claim in dataset.claims:
        found, without = steps_of(dataset, claim), steps_of(sided, claim)
        assert [(step.day, step.status, step.rule) for step in found] == [
            (step.day, step.status, step.rule) for step in without
        ], claim.claim_id


def test_every_judgement_fires_a_rule_of_its_own(dataset: Dataset) -> None:
    found = {verdict_on(dataset, claim).rule.rule_id for claim in dataset.claims}
    assert "judged" not in found
    assert {"confirmed-admission", "confirmed-document", "unverified-single-origin", "withdrawn-replaced"} <= found


END_OF_COMBAT = [
    (date(2024, 11, 10), "since October 2024"),
    (date(2025, 4, 25), "since October 2024"),
    (date(2025, 4, 26), "October 2024 to 26 Apr 2025"),
    (None, "October 2024 to 26 Apr 2025"),
]


@pytest.mark.parametrize(("day", "words"), END_OF_COMBAT)
def test_the_end_of_the_fighting_is_known_from_the_day_it_was_told(
    dataset: Dataset, day: date | None, words: str
) -> None:
    claim = dataset.claims[dataset.row_of["kursk-combat"]]
    assert claim.time_on(day).words() == words
    assert "push" not in claim.text


def test_no_claim_ends_later_than_anybody_could_know(dataset: Dataset) -> None:
    first = date(2024, 6, 1)
    for day in (first + timedelta(number) for number in range(700)):
        for claim in dataset.claims:
            known = [report for report in dataset.reports_of[claim.claim_id] if (report.known_on or date.max) <= day]
            ends = claim.time_on(day).end_begins
            assert not known or claim.modality.is_hollow or ends is None or ends <= day, (claim.claim_id, day)


def test_the_vague_zone_has_no_limit_and_can_be_switched(dataset: Dataset) -> None:
    zone = dataset.place_of["smo-zone"]
    assert (zone.vague, zone.zone, zone.regions) == (True, True, ("RU-BRY", "RU-KRS", "RU-BEL"))
    assert dataset.place_of["kursk-repair-zone"].zone


@pytest.mark.parametrize(("claim_id", "day", "status"), STATUS_ON)
def test_status_follows_what_was_public_on_the_day(dataset: Dataset, claim_id: str, day: date, status: str) -> None:
    claim = dataset.claims[dataset.row_of[claim_id]]
    assert verdict_on(dataset, claim, day).status == status


def test_the_quantity_of_the_total_is_disputed_and_its_presence_is_not(dataset: Dataset) -> None:
    found = {str(a.aspect): str(a.status) for a in dataset.assessments_of["total-could-reach-10000"]}
    assert found == {"quantity": "disputed", "presence": "unverified"}


def test_a_denial_is_a_dated_badge_that_an_admission_ends(dataset: Dataset) -> None:
    positions = dataset.positions_of["nk-troops-in-war"]
    assert is_denied(positions, date(2024, 10, 10))
    assert not is_denied(positions, date(2025, 4, 26))
    said = [(p.position, p.said_on) for p in dataset.positions_of["first-batch-shipped"] if p.party == "Russia"]
    assert said == [(Position.NO_COMMENT, date(2024, 10, 21)), (Position.NO_COMMENT, date(2024, 10, 24))]


def test_no_region_is_a_pin_and_every_place_is_named_in_four_languages(dataset: Dataset) -> None:
    for place in dataset.places:
        assert len(place.names.all()) == 4, place.place_id
        assert (place.position is not None) == place.precision.is_point, place.place_id
        assert place.precision is not GeoPrecision.UNKNOWN
    used = {claim.place_id for claim in dataset.claims} - {None}
    assert used == set(dataset.place_of)


def test_no_judgement_or_repetition_comes_before_what_it_rests_on(dataset: Dataset) -> None:
    for assessment in dataset.assessments:
        for key in assessment.evidence:
            known = dataset.report_of[key].known_on
            assert known is not None
            assert known <= assessment.effective_at, assessment.assessment_id
    for report in dataset.reports:
        if report.derived_from is not None:
            first, second = dataset.report_of[report.derived_from].known_on, report.known_on
            assert first is not None
            assert second is not None
            assert first <= second, report.report_id


def test_corroboration_needs_two_parties_and_confirmation_a_hard_basis(dataset: Dataset) -> None:
    hard = {Basis.IMAGERY, Basis.DOCUMENT, Basis.ADMISSION, Basis.ON_SITE}
    for assessment in dataset.assessments:
        parties = {dataset.source_of[dataset.report_of[key].source_id].party for key in assessment.evidence}
        if assessment.status is Status.CORROBORATED:
            assert len(parties) >= 2, assessment.assessment_id
        if assessment.status is Status.CONFIRMED:
            assert assessment.basis in hard, assessment.assessment_id


def test_where_only_another_claims_report_makes_it_two_the_readme_says_so(
    bundled_dataset: Path, dataset: Dataset
) -> None:
    found = {
        claim.claim_id
        for claim in dataset.claims
        if verdict_on(dataset, claim).status is Status.CORROBORATED
        and independent_count(dataset, dataset.reports_of[claim.claim_id]) < 2
    }
    readme = (bundled_dataset / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Evidence that stands with another claim")[1].split("## ")[0]
    assert found == set(re.findall(r"^- `([a-z-]+)`", section, re.MULTILINE))


def test_every_claim_was_assessed_and_no_source_is_graded_without_a_record(dataset: Dataset) -> None:
    assert {assessment.claim_id for assessment in dataset.assessments} == set(dataset.row_of)
    assert {(a.recorded_at, a.by) for a in dataset.assessments} == {(date(2026, 11, 23), "Claimline editors")}
    assert {source.reliability for source in dataset.sources} == {Reliability.F}
    assert {report.source_id for report in dataset.reports} == set(dataset.source_of)


def test_inferences_are_never_confirmed_as_presences(dataset: Dataset) -> None:
    for claim in dataset.claims:
        if claim.modality is Modality.INFERRED and claim.claim_id != "nk-troops-in-war":
            assert verdict_on(dataset, claim).status in (Status.SPECULATIVE, Status.UNVERIFIED)


def test_a_topic_joins_numbers_of_one_unit_and_at_least_two_days(dataset: Dataset) -> None:
    for topic in dataset.info.topics:
        claims = [claim for claim in dataset.claims if claim.topic_id == topic.topic_id]
        assert {claim.quantity.unit for claim in claims} == {topic.unit}
        assert len({claim.time.edtf for claim in claims}) >= 2, topic.topic_id
        plans = {claim.modality is Modality.PLANNED for claim in claims}
        assert len(plans) == 1 or topic.topic_id == "builders-to-kursk", "a plan beside a presence"


def test_coverage_has_no_gap_and_says_when_nothing_was_collected(dataset: Dataset) -> None:
    coverage = dataset.info.coverage
    assert (coverage[0].first, coverage[-1].last) == (date(2024, 6, 19), date(2026, 11, 23))
    assert all((after.first - before.last).days == 1 for before, after in pairwise(coverage))
    states = [entry.state for entry in coverage]
    assert states == [CoverageState.PARTLY, CoverageState.COLLECTED, CoverageState.PARTLY, CoverageState.NONE]


def test_the_folder_says_its_own_name_and_version(bundled_dataset: Path) -> None:
    info = tomllib.loads((bundled_dataset / "dataset.toml").read_text(encoding="utf-8"))
    assert (info["id"], info["version"]) == (bundled_dataset.name, "2026.11")


def test_the_readme_counts_right_and_names_only_what_is_there(bundled_dataset: Path, dataset: Dataset) -> None:
    readme = (bundled_dataset / "README.md").read_text(encoding="utf-8")
    assert f"{len(dataset.claims)} claims with {len(dataset.reports)} reports" in readme
    rows = re.findall(r"^\| \d+ \| .*$", readme, re.MULTILINE)
    assert len(rows) == len(COLLECTED)
    for row, (_day, page, claim_ids) in zip(rows, COLLECTED, strict=True):
        assert re.findall(r"`([a-z0-9-]+)`", row) == claim_ids.split()
        assert page in row
    for name, (claim_id, *_rest) in ARTICLE.items():
        assert re.search(rf"^\| {name} \|.*`{claim_id}`", readme, re.MULTILINE), name
