from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assess import DECIDING, is_denied, steps_of, verdict_on
from geodata.model import (
    Aspect,
    Assessment,
    Basis,
    Claim,
    ClaimType,
    Dataset,
    DatasetInfo,
    Modality,
    Quantity,
    Reliability,
    Report,
    Source,
    Stance,
    Status,
    parse_edtf,
)
from geodata.scale.flatten import flatten
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.scale.versions import is_plain
from geodata.store import is_known
from tests.worlds import DAYS, WORLDS

STATUSES = list(Status)
_PUBLISHED = ["2024-10-01", "2024-10", "2024-10-01/2024-11-05", "", "2024-12-24"]
_EVENTS = ["", "2024-10-02", "2024-10-02/2024-12-30", "2024-10/..", "2024-09-30/2024-11"]


def _day(random: Random) -> date:
    return date(2024, 9, 20) + timedelta(days=random.randrange(120))


def judged_world(seed: int, claims: int = 40) -> Dataset:
    """Claims with one report and many judgements: rules of evidence left aside, for they move no interval."""
    random = Random(seed)
    made, reports, assessments = [], [], []
    for number in range(claims):
        end = _day(random) if random.random() < 0.5 else None
        made.append(
            Claim(
                f"c{number}", "x", random.choice([*ClaimType, ClaimType.OFFICIAL_STATEMENT]),
                random.choice([Modality.INFERRED, *Modality]), "a", Quantity(), None,
                parse_edtf(random.choice(_EVENTS)), end_known_on=end,
            )
        )  # fmt: skip
        reports.append(
            Report(
                f"r{number}", f"c{number}", "s", parse_edtf(random.choice(_PUBLISHED)), random.choice(list(Stance)),
                None, "t", "",
            )
        )  # fmt: skip
        for _ in range(random.randrange(5)):
            effective = random.choice([_day(random), date(2024, 10, 1), date(2024, 12, 24)])
            assessments.append(
                Assessment(
                    f"a{random.randrange(10**6)}-{len(assessments)}", f"c{number}",
                    random.choice([*DECIDING, *DECIDING, *Aspect]), random.choice(STATUSES), random.choice(list(Basis)),
                    "r", (), effective, effective + timedelta(days=random.randrange(3)), "b",
                )
            )  # fmt: skip
    random.shuffle(assessments)
    info = DatasetInfo("d", "t", "s", "1", "l", "a")
    source = Source("s", "n", "p", Reliability.F)
    return Dataset(info, tuple(made), (), (source,), tuple(reports), (), tuple(assessments), "0" * 64)


def check(dataset: Dataset) -> None:
    """Every claim on every day on which anything may change, and the day before and after."""
    table = flatten(dataset)["versions"].to_pylist()
    days = {one.known_on for one in dataset.reports if one.known_on} | set(DAYS)
    days |= {one.effective_at for one in dataset.assessments} | {one.said_on for one in dataset.positions}
    days |= {one.end_known_on for one in dataset.claims if one.end_known_on}
    asked = sorted({day + timedelta(days=step) for day in days for step in (-1, 0, 1)})
    for row, claim in enumerate(dataset.claims):
        mine = [one for one in table if one["row"] == row]
        _check_gapless(mine)
        for day in asked:
            here = [one for one in mine if one["vf"] <= day_number(day) < one["vt"]]
            assert len(here) == is_known(dataset, claim, day)
            if here:
                told = here[0]
                assert STATUSES[told["status"]] is verdict_on(dataset, claim, day).status
                assert told["denied"] == is_denied(dataset.positions_of.get(claim.claim_id, ()), day)
                span = claim.time_on(day)
                assert (told["day1"] == NEVER) == span.is_open
                assert (told["day1"] is None) == (not span.is_known)


def _check_gapless(versions: list[dict[str, int]]) -> None:
    for before, after in pairwise(versions):
        assert before["vt"] == after["vf"]
        told = ("status", "denied", "day1")
        assert [before[name] for name in told] != [after[name] for name in told]
    assert all(one["vf"] < one["vt"] for one in versions)
    assert not versions or versions[-1]["vt"] == NEVER


@settings(max_examples=80, deadline=None)
@given(WORLDS)
def test_every_day_of_a_random_data_set(dataset: Dataset) -> None:
    check(dataset)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_day_of_claims_that_only_judgements_move(seed: int) -> None:
    dataset = judged_world(seed)
    assert all(is_plain(dataset, claim) for claim in dataset.claims)
    check(dataset)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_arrays_give_the_steps_of_the_library(seed: int) -> None:
    dataset = judged_world(seed)
    table = flatten(dataset)["versions"].to_pylist()
    for row, claim in enumerate(dataset.claims):
        steps: list[tuple[int, Status]] = []
        for step in steps_of(dataset, claim):
            if step.day is not None and (not steps or steps[-1][1] is not step.status):
                steps.append((day_number(step.day), step.status))
        told: list[tuple[int, Status]] = []
        for one in table:
            if one["row"] == row and (not told or told[-1][1] is not STATUSES[one["status"]]):
                told.append((one["vf"], STATUSES[one["status"]]))
        assert told == steps


def test_of_judgements_on_one_day_the_one_written_down_last_holds() -> None:
    dataset = judged_world(1, claims=1)
    claim = replace(dataset.claims[0], end_known_on=None)
    report = replace(dataset.reports[0], published=parse_edtf("2024-10-01"))
    day = date(2024, 10, 5)

    def judged(key: str, status: Status, recorded: date) -> Assessment:
        return Assessment(key, claim.claim_id, Aspect.PRESENCE, status, Basis.NONE, "r", (), day, recorded, "b")

    told = (
        judged("b", Status.REFUTED, day),
        judged("a", Status.DISPUTED, day + timedelta(days=1)),
        judged("c", Status.CONFIRMED, day),
    )
    dataset = replace(dataset, claims=(claim,), reports=(report,), assessments=told)
    versions = flatten(dataset)["versions"].to_pylist()
    assert [STATUSES[one["status"]] for one in versions][-1] is Status.DISPUTED
    assert versions[-1]["vf"] == day_number(day)


def test_a_claim_that_no_dated_report_carries_has_no_interval() -> None:
    dataset = judged_world(1, claims=1)
    dataset = replace(dataset, reports=(replace(dataset.reports[0], published=parse_edtf("")),))
    tables = flatten(dataset)
    assert tables["versions"].num_rows == 0
    assert tables["claims"]["known"] == pa.chunked_array([[NEVER]], pa.int32())
