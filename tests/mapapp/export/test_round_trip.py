"""What is saved as GeoJSON, GeoPackage, GeoParquet or ZIP comes back: the same claims, and all that belongs to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from geodata.assess import Verdict, verdict_on
from geodata.ingest import load_dataset, read_export, write_folder
from geodata.model import ClaimType, Dataset
from geodata.store import ClaimQuery, Selection, excerpt_of, select
from mapapp.export import to_geojson
from mapapp.export.gpkg import to_gpkg
from mapapp.export.look import LOOK
from mapapp.export.parquet import to_parquet
from mapapp.export.progress import unheard
from mapapp.export.zipped import to_zip
from mapapp.timemap.payload import claims_payload
from tests.worlds import QUERIES, WORLDS

WRITERS: dict[str, Callable[[Selection], bytes]] = {
    "geojson": lambda selection: to_geojson(selection).encode("utf-8"),
    "gpkg": to_gpkg,
    "parquet": to_parquet,
    "zip": lambda selection: to_zip(selection, LOOK, unheard, {}),
}
KNOWN = [None, date(2024, 10, 9), date(2024, 10, 20), date(2025, 1, 15), date(2025, 4, 30), date(2026, 2, 12)]


@pytest.fixture(scope="module")
def bundled(bundled_dataset: Path) -> Dataset:
    return load_dataset(bundled_dataset)


def said(verdict: Verdict) -> tuple[object, ...]:
    judged = verdict.assessment
    return verdict.status, verdict.rule.rule_id, judged and (judged.assessment_id, judged.effective_at, judged.reason)


def check_meaning(back: Dataset, whole: Dataset, selection: Selection) -> None:
    """The same questions get the same answers, claim by claim and as a whole; nothing of later is there."""
    query = selection.query
    ids = [whole.claims[row].claim_id for row in selection.chosen]
    assert [claim.claim_id for claim in back.claims] == ids
    for claim in back.claims:
        original = whole.claims[whole.row_of[claim.claim_id]]
        assert said(verdict_on(back, claim)) == said(verdict_on(whole, original, query.known_on))
        assert said(verdict_on(back, claim, query.known_on, query.aspect)) == said(
            verdict_on(whole, original, query.known_on, query.aspect)
        )
        assert back.place(claim) == whole.place(original) or query.known_on is not None
    again = select(back, query)
    assert (again.chosen, again.definite, again.possible) == (
        tuple(range(len(ids))), selection.definite, selection.possible,
    )  # fmt: skip
    assert again.counts() == selection.counts()
    if query.known_on is not None:
        days = [report.known_on for report in back.reports] + [one.said_on for one in back.positions]
        days += [one.effective_at for one in back.assessments] + [one.last for one in back.info.coverage]
        assert all(day is not None and day <= query.known_on for day in days)
        notes = [*back.claims, *back.places, *back.reports]
        assert not any(one.remark for one in notes)


def check_records(back: Dataset, whole: Dataset, chosen: set[str]) -> None:
    """With no day of knowledge, every record of the chosen claims is there, and is what it was."""
    assert back.claims == tuple(claim for claim in whole.claims if claim.claim_id in chosen)
    for name in ("reports", "positions", "assessments"):
        held = [one for one in getattr(back, name) if one.claim_id in chosen]
        wanted = [one for one in getattr(whole, name) if one.claim_id in chosen]
        assert sorted(map(repr, held)) == sorted(map(repr, wanted))
    assert all(report == whole.report_of[report.report_id] for report in back.reports)
    assert all(source == whole.source_of[source.source_id] for source in back.sources)
    assert set(back.places) == {place for claim in back.claims if (place := whole.place(claim)) is not None}
    assert (back.info.title, back.info.scope, back.info.version) == (
        whole.info.title, whole.info.scope, whole.info.version,
    )  # fmt: skip
    assert (back.info.licence, back.info.attribution, back.info.coverage) == (
        whole.info.licence, whole.info.attribution, whole.info.coverage,
    )  # fmt: skip


@given(WORLDS, QUERIES)
@settings(deadline=None, max_examples=120)
def test_any_data_set_comes_back_from_every_format(whole: Dataset, query: ClaimQuery) -> None:
    selection = select(whole, query)
    wanted = excerpt_of(selection)
    found = [read_export(write(selection)) for write in WRITERS.values()]
    assert all(replace(back, digest=wanted.digest) == wanted for back in found)
    assert len({back.digest for back in found}) == 1
    back = found[0]
    check_meaning(back, whole, selection)
    if query.known_on is None:
        check_records(back, whole, {claim.claim_id for claim in back.claims})
    with TemporaryDirectory() as folder:
        assert write_folder(back, Path(folder) / "back") == back
        assert load_dataset(Path(folder) / "back") == back


@given(WORLDS, QUERIES)
@settings(deadline=None, max_examples=40)
def test_what_came_back_can_be_saved_again(whole: Dataset, query: ClaimQuery) -> None:
    """An excerpt of an excerpt holds no more than the first, and says so."""
    first = read_export(WRITERS["zip"](select(whole, query)))
    again = read_export(WRITERS["zip"](select(first, ClaimQuery())))
    assert (again.claims, again.reports, again.assessments) == (first.claims, first.reports, first.assessments)
    assert first.info.excerpt
    assert again.info.excerpt
    assert again.info.excerpt.known_on == first.info.excerpt.known_on
    assert again.info.excerpt.digest == first.digest
    assert again.info.excerpt.question.endswith(first.info.excerpt.question)


@pytest.mark.parametrize("form", WRITERS)
def test_the_bundled_data_set_comes_back_exactly(bundled: Dataset, form: str) -> None:
    back = read_export(WRITERS[form](select(bundled, ClaimQuery())), form)
    excerpt = back.info.excerpt
    assert excerpt is not None
    assert (excerpt.digest, excerpt.known_on, excerpt.claims, excerpt.parties) == (bundled.digest, None, set(), set())
    assert replace(back, digest=bundled.digest, info=replace(back.info, excerpt=None)) == bundled
    payload = claims_payload(back)
    assert {**payload, "digest": bundled.digest} == claims_payload(bundled)
    for day in KNOWN:
        for claim in bundled.claims:
            assert said(verdict_on(back, claim, day)) == said(verdict_on(bundled, claim, day))


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("known_on", KNOWN[1:])
def test_the_bundled_data_set_as_known_on_a_day_comes_back(bundled: Dataset, form: str, known_on: date) -> None:
    plain = replace(bundled, places=tuple(replace(place, regions=place.regions[:1]) for place in bundled.places))
    selection = select(plain, ClaimQuery(known_on=known_on))
    back = read_export(WRITERS[form](selection), form)
    assert back.claims
    assert replace(back, digest="") == replace(excerpt_of(selection), digest="")
    check_meaning(back, plain, selection)


def test_a_part_of_the_bundled_data_set_opens_in_the_app(bundled: Dataset, tmp_path: Path) -> None:
    """Reports of claims that were left out are held where judgements rest on them, and belong to no row."""
    parts = [excerpt_of(select(bundled, ClaimQuery(types=frozenset({word})))) for word in ClaimType]
    word = next(
        word for word, part in zip(ClaimType, parts, strict=True) if part.info.excerpt and part.info.excerpt.claims
    )
    query = ClaimQuery(types=frozenset({word}))
    back = write_folder(read_export(WRITERS["zip"](select(bundled, query))), tmp_path / "part")
    excerpt = back.info.excerpt
    assert excerpt is not None
    payload = claims_payload(back)
    rows = [entry["claim"] for entry in payload["reports"]]
    assert rows.count(-1) == sum(report.claim_id in excerpt.claims for report in back.reports)
    assert all(-1 <= row < len(back.claims) for row in rows)
    assert all(0 <= entry["party"] < len(payload["parties"]) for entry in payload["positions"])
