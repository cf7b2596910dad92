"""The tables themselves: each rule can fire, says what follows, and the one that fires is the first that fits."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from geodata.assess import EVIDENCE, RULES, TRANSITIONS
from geodata.assess.rules import Facts, rule_for
from geodata.model import Aspect, Assessment, Basis, Status

DAY = date(2024, 10, 14)


def judged(status: str, basis: str) -> Assessment:
    return Assessment("a", "c", Aspect.PRESENCE, Status(status), Basis(basis), "So", (), DAY, DAY, "tests")


FIRES = [
    (Facts(), "not-reported", "unverified"),
    (Facts(saying=1, independent=1), "single-origin", "unverified"),
    (Facts(saying=1, independent=1, mentioning=4, denying=2), "single-origin", "unverified"),
    (Facts(saying=2, independent=1), "not-independent", "unverified"),
    (Facts(saying=9, independent=1, denying=1), "not-independent", "unverified"),
    (Facts(saying=2, independent=2), "counted-independent", "corroborated"),
    (Facts(saying=2, independent=2, denying=9), "counted-independent", "corroborated"),  # denials move nothing
    (Facts(mentioning=3), "only-mentions", "unverified"),
    (Facts(denying=3), "only-denials", "unverified"),
    (Facts(denying=1, mentioning=1), "mentioned-and-denied", "unverified"),
    (Facts(inferred=True, mentioning=1), "not-observed", "speculative"),
    (Facts(inferred=True, denying=1), "not-observed", "speculative"),
    (Facts(inferred=True), "not-reported", "unverified"),
    (Facts(inferred=True, saying=1, independent=1), "single-origin", "unverified"),
    (Facts(inferred=True, saying=2, independent=2), "counted-independent", "corroborated"),
    (Facts(aspect_only=True), "aspect-not-judged", "unverified"),
    (Facts(aspect_only=True, saying=2, independent=2), "aspect-not-judged", "unverified"),
    (Facts(judged("unverified", "none"), saying=2, independent=2), "unverified-none", "unverified"),
    (Facts(judged("unverified", "single_origin"), inferred=True), "unverified-single-origin", "unverified"),
    (Facts(judged("confirmed", "admission"), aspect_only=True), "confirmed-admission", "confirmed"),
    (Facts(judged("confirmed", "imagery")), "confirmed-imagery", "confirmed"),
    (Facts(judged("confirmed", "document")), "confirmed-document", "confirmed"),
    (Facts(judged("confirmed", "document"), statement=True), "confirmed-on-record", "confirmed"),  # said, not true
    (Facts(judged("refuted", "document"), statement=True), "refuted-document", "refuted"),
    (Facts(saying=2, independent=2, statement=True), "counted-independent", "corroborated"),
    (Facts(judged("refuted", "imagery"), saying=3, independent=3), "refuted-imagery", "refuted"),
    (Facts(judged("withdrawn", "retracted")), "withdrawn-retracted", "withdrawn"),
    (Facts(judged("confirmed", "none")), "judged", None),  # no data set that loads holds it; a person still decides
]


@pytest.mark.parametrize(("facts", "rule_id", "status"), FIRES)
def test_which_rule_fires(facts: Facts, rule_id: str, status: str | None) -> None:
    rule = rule_for(facts)
    assert (rule.rule_id, rule.status) == (rule_id, status)


def test_every_judgement_that_can_be_loaded_has_a_rule_of_its_own() -> None:
    pairs = [(status, basis) for status, need in EVIDENCE.items() for basis in need.bases]
    fired = {rule_for(Facts(judged(status, basis))): status for status, basis in pairs}
    assert len(fired) == len(pairs)
    assert all(rule.status is status for rule, status in fired.items())


def test_every_rule_can_fire_and_the_last_one_always_fits() -> None:
    every = [
        Facts(judgement, aspect_only, inferred, statement, independent, saying, mentioning, denying)
        for judgement in (None, *(judged(status, basis) for status, basis in product(Status, Basis)))
        for aspect_only, inferred, statement in product((False, True), repeat=3)
        for independent, saying, mentioning, denying in product(range(3), range(3), range(2), range(2))
    ]
    assert {rule_for(facts) for facts in every} == set(RULES)
    assert all(RULES[-1].fits(facts) for facts in every)


def test_ids_are_unique_and_words_are_one_sentence_that_names_the_status() -> None:
    assert len({rule.rule_id for rule in RULES}) == len(RULES)
    assert len({rule.words for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.words.endswith("."), rule
        assert rule.words.count(".") == 1, rule
        if rule.status is not None:
            assert rule.words.startswith(rule.status.label), rule
        assert rule.rule_id not in rule.words


@pytest.mark.parametrize("facts", [facts for facts, _rule_id, _status in FIRES])
def test_words_say_that_nobody_judged_it_only_where_nobody_has(facts: Facts) -> None:
    says = "nobody has judged" in rule_for(facts).words
    reported = bool(facts.aspect_only or facts.saying or facts.mentioning or facts.denying)
    assert says == (facts.assessment is None and reported)


FORBIDDEN = {
    "speculative": "",
    "unverified": "",
    "corroborated": "speculative",
    "confirmed": "speculative unverified corroborated",
    "disputed": "speculative",
    "refuted": "speculative unverified corroborated confirmed",
    "withdrawn": "speculative corroborated disputed",
}


@pytest.mark.parametrize("before", Status)
def test_what_may_not_follow(before: Status) -> None:
    assert set(Status) - TRANSITIONS[before] == {Status(word) for word in FORBIDDEN[before].split()}


def test_what_each_status_must_rest_on() -> None:
    assert {status: (need.reports, need.independent) for status, need in EVIDENCE.items()} == {
        "confirmed": (1, 0), "corroborated": (2, 2), "unverified": (0, 0), "speculative": (0, 0),
        "disputed": (2, 0), "refuted": (1, 0), "withdrawn": (1, 0),
    }  # fmt: skip


def test_the_tables_cannot_be_changed_by_who_reads_them() -> None:
    for table in (TRANSITIONS, EVIDENCE):
        with pytest.raises(TypeError):
            table[Status.CONFIRMED] = frozenset()  # type: ignore[index]


DOCS = Path(__file__).parents[3] / "docs"


def rows(file: str, first: str) -> dict[str, list[str]]:
    """Cells of the table whose first heading is ``first``, by their first cell."""
    text = (DOCS / file).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split(f"| {first} |", 1)[1].splitlines()[2:]]
    table = lines[: next(number for number, line in enumerate(lines) if not line.startswith("|"))]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {line[0]: line[1:] for line in cells}


def test_the_methodology_tells_the_rules_and_transitions_of_the_code() -> None:
    assert rows("methodology.md", "status") == {status: [status.rule] for status in Status}
    for name, (after, _why) in rows("methodology.md", "after").items():
        told = set(Status) if after == "any" else {Status(word) for word in after.split(", ")} | {Status(name)}
        assert told == TRANSITIONS[Status(name)], name
    assert set(rows("methodology.md", "after")) == set(Status)


def test_the_data_format_tells_what_each_status_rests_on() -> None:
    told = rows("data-format.md", "status")
    assert {status: set(cells[0].split(", ")) for status, cells in told.items()} == {
        status: {basis.value for basis in need.bases} for status, need in EVIDENCE.items()
    }
    assert {status for status, cells in told.items() if cells[1] == "–"} == {
        status for status, need in EVIDENCE.items() if not need.reports
    }
