"""What must hold of every history, tried on thousands of random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assess import (
    Step,
    aspect_steps_of,
    independent_count,
    is_denied,
    known_reports,
    origin_count,
    steps_of,
    verdict_on,
)
from geodata.model import Aspect, Claim, Dataset, Report, Stance, Status
from tests.geodata.assess.histories import CLAIM_ID, DAYS, HISTORIES, past, shuffled

DAY = st.sampled_from(DAYS)
EVERY_DAY = [DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1), None]


def claim_of(history: Dataset) -> Claim:
    return history.claims[history.row_of[CLAIM_ID]]


def shown(history: Dataset, day: date | None) -> tuple[object, ...]:
    """All that a reader sees of the claim on a day."""
    claim, positions = claim_of(history), history.positions_of.get(CLAIM_ID, ())
    reports = known_reports(history, claim, day)
    return (
        verdict_on(history, claim, day),
        *(verdict_on(history, claim, day, aspect) for aspect in (Aspect.PRESENCE, Aspect.QUANTITY)),
        reports,
        origin_count(history, reports),
        independent_count(history, reports),
        is_denied(positions, day),
    )


@given(HISTORIES, DAY, DAY)
@settings(max_examples=10_000, deadline=None)
def test_nothing_of_a_later_day_is_seen(history: Dataset, one: date, other: date) -> None:
    """What is shown on a day is what would be shown if nothing later had ever been written."""
    first, second = sorted((one, other))
    claim, before = claim_of(history), past(history, first)
    assert shown(history, first) == shown(before, first) == shown(before, second) == shown(before, None)
    upto = tuple(step for step in steps_of(history, claim) if step.day is not None and step.day <= first)
    assert upto == steps_of(before, claim)
    for aspect, steps in aspect_steps_of(history, claim).items():
        assert tuple(s for s in steps if s.day <= first) == aspect_steps_of(before, claim).get(aspect, ())
    verdict = verdict_on(history, claim, first)
    assert verdict.assessment is None or verdict.assessment.effective_at <= first
    assert {report.report_id for report in known_reports(history, claim, first)} <= {
        report.report_id for report in known_reports(history, claim, second)
    }


@given(HISTORIES, st.integers(0, 2**16))
@settings(max_examples=1_000, deadline=None)
def test_the_order_of_rows_decides_nothing(history: Dataset, seed: int) -> None:
    other = shuffled(history, Random(seed))
    claim = claim_of(history)
    assert steps_of(other, claim) == steps_of(history, claim)
    assert aspect_steps_of(other, claim) == aspect_steps_of(history, claim)
    for day in EVERY_DAY:
        assert verdict_on(other, claim, day) == verdict_on(history, claim, day)


@given(HISTORIES, st.integers(0, 4), st.sampled_from(Stance), st.integers(0, 5), st.booleans())
@settings(max_examples=2_000, deadline=None)
def test_one_more_repetition_raises_nothing(
    history: Dataset, which: int, stance: Stance, source: int, marked: bool
) -> None:
    """A report that repeats one of the claim's reports adds a report and nothing else, on no day."""
    own = [report for report in history.reports if report.claim_id == CLAIM_ID]
    if not own:
        return
    parent = own[which % len(own)]
    mark = history.reports[0].report_id if marked and history.reports[0] is not parent else None
    echo = Report("echo", CLAIM_ID, f"s{source}", parent.published, stance, parent.report_id, "T", "", "", mark)
    louder, claim = replace(history, reports=(*history.reports, echo)), claim_of(history)
    for day in EVERY_DAY:
        before, after = verdict_on(history, claim, day), verdict_on(louder, claim, day)
        heard, reports = known_reports(louder, claim, day), known_reports(history, claim, day)
        assert origin_count(louder, heard) == origin_count(history, reports)
        if mark is None:
            assert after == before
            assert independent_count(louder, heard) == independent_count(history, reports)
        else:  # a mark may join two origins, and take a count of two back
            assert after.status is before.status or before.rule.rule_id == "counted-independent"
            assert independent_count(louder, heard) <= independent_count(history, reports)
            assert before.status is Status.CORROBORATED or after.status is not Status.CORROBORATED


@given(HISTORIES)
@settings(max_examples=1_000, deadline=None)
def test_denials_never_move_the_status(history: Dataset) -> None:
    """Without the reports that deny it, and without what repeats them, the status is the same wherever any is left."""
    claim, kept = claim_of(history), []
    gone: set[str] = set()
    for report in history.reports:  # what it links to stands before it
        if report.stance is Stance.DENIES or {report.derived_from, report.not_independent_of} & gone:
            gone.add(report.report_id)
            if report.stance is not Stance.DENIES:
                return
        else:
            kept.append(report)
    if any(report.stance is Stance.DENIES and report.not_independent_of for report in history.reports):
        return  # its mark speaks of origins, not of the denial
    silent = replace(history, reports=tuple(kept), positions=())
    for day in EVERY_DAY:
        if known_reports(silent, claim, day):
            assert verdict_on(silent, claim, day).status is verdict_on(history, claim, day).status


def at(steps: tuple[Step, ...], day: date | None) -> Step | None:
    """The step that holds on a day, as a reader of the steps finds it."""
    held = [step for step in steps if day is None or (step.day is not None and step.day <= day)]
    return held[-1] if held else None


@given(HISTORIES)
@settings(max_examples=1_000, deadline=None)
def test_steps_agree_with_the_verdict_on_every_day(history: Dataset) -> None:
    claim, positions = claim_of(history), history.positions_of.get(CLAIM_ID, ())
    steps, aspects = steps_of(history, claim), aspect_steps_of(history, claim)
    for day in EVERY_DAY:
        step, reports, verdict = at(steps, day), known_reports(history, claim, day), verdict_on(history, claim, day)
        assert (step is None) == (not reports)
        if step is not None:
            assert (step.status, step.rule, step.assessment) == (verdict.status, verdict.rule, verdict.assessment)
            counts = len(reports), origin_count(history, reports), independent_count(history, reports)
            assert (step.reports, step.origins, step.independent) == counts
            assert step.denied == is_denied(positions, day)
        for aspect in Aspect:
            held = [entry for entry in aspects.get(aspect, ()) if day is None or entry.day <= day]
            judged = held[-1].assessment if held else None
            assert verdict_on(history, claim, day, aspect).assessment == judged


@given(HISTORIES)
@settings(max_examples=500, deadline=None)
def test_steps_rise_and_each_changes_something(history: Dataset) -> None:
    steps = steps_of(history, claim_of(history))
    days = [step.day for step in steps]
    assert None not in days[:-1]
    dated = [day for day in days if day is not None]
    assert dated == sorted(set(dated))
    undated = any(report.known_on is None for report in history.reports_of.get(CLAIM_ID, ()))
    assert (days[-1:] == [None]) == undated
    for before, after in pairwise(steps):
        assert replace(after, day=before.day) != before
