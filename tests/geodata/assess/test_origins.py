"""Who says it first, and which of them say so independently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.assess import independent_count, origin_count
from geodata.assess.origins import stance_counts, stance_of
from geodata.model import NOT_STATED, Dataset, Report, Source, Stance, parse_edtf
from tests.builders import DatasetBuilder

DAY = parse_edtf("2024-10-14")
PARTIES = {
    "nis": "Korea", "jcs": "Korea", "hur": "Ukraine", "kremlin": "Russia", "mfa": "Russia", "us": "America",
    "daily": "Press", "weekly": "Press", "blog": NOT_STATED, "channel": "Not stated",
}  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    loaded = DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()
    grade = loaded.sources[0].reliability
    sources = tuple(Source(key, key, party, grade) for key, party in PARTIES.items())
    return replace(loaded, sources=sources, info=replace(loaded.info, unaligned=frozenset({"Press"})))


def written(tiny: Dataset, words: str) -> Dataset:
    """Reports as ``id source stance``, then ``<id`` it repeats, ``~id`` it depends on, ``@claim`` it is of."""
    reports = []
    for entry in filter(None, (part.strip() for part in words.split(","))):
        key, source, stance, *links = entry.split()
        named = {link[0]: link[1:] for link in links}
        claim_id, mark = named.get("@", "point"), named.get("~")
        reports.append(
            Report(key, claim_id, source, DAY, Stance(stance), named.get("<"), "A title", "", not_independent_of=mark)
        )
    return replace(tiny, reports=tuple(reports))


# reports; origins, independent groups among those of the point
COUNTS = [
    ("", 0, 0),
    ("a nis asserts", 1, 1),
    ("a nis asserts, b hur asserts", 2, 2),
    ("a nis asserts, b jcs asserts", 2, 1),  # two offices of one party
    ("a nis asserts, b hur asserts <a", 1, 1),
    ("a nis asserts, b hur asserts <a, c us asserts <b", 1, 1),
    ("a nis asserts, b kremlin asserts <a, c mfa asserts", 2, 2),  # the party of who repeats is nothing to it
    ("a nis asserts, b hur asserts ~a", 2, 1),
    ("a nis asserts ~b, b hur asserts ~a", 2, 1),  # a mutual mark is one
    ("a nis asserts, b hur asserts ~a, c us asserts ~b", 3, 1),  # and so on from group to group
    ("a nis asserts, b hur asserts ~a, c us asserts", 3, 2),
    ("a nis asserts, b hur asserts ~a, c jcs asserts, d us asserts ~c", 4, 1),  # by mark and party
    ("a nis asserts, b us asserts <a ~c, c hur asserts", 2, 1),  # a mark on a repetition speaks of its origin
    ("a nis asserts, b hur asserts, c us mentions <a ~b", 2, 1),
    ("x kremlin asserts @area, a nis asserts ~x, b mfa asserts", 2, 1),  # through an announcement of another claim
    ("x kremlin asserts @area, a nis asserts ~x, b hur asserts", 2, 2),
    ("a nis asserts, b kremlin denies", 2, 1),
    ("a nis asserts, b kremlin mentions", 2, 1),
    ("a nis asserts, b kremlin admits", 2, 2),
    ("a kremlin denies, b us denies", 2, 0),
    ("a kremlin mentions, b us denies", 2, 0),
    ("a nis asserts, b kremlin mentions, c us asserts <b", 2, 1),  # nobody makes an assertion of a mention
    ("a nis asserts, b kremlin denies, c us admits <b", 2, 1),
    ("x kremlin asserts @area, a us asserts <x, b nis asserts", 2, 2),  # an origin that stands with another claim
    ("x kremlin mentions @area, a us asserts <x, b nis asserts", 2, 1),
    ("x kremlin asserts @area, a us asserts <x, b hur asserts <x", 1, 1),
    ("a daily asserts, b weekly asserts", 2, 2),  # a party that is no side does not join its sources
    ("a daily asserts, b daily asserts", 2, 1),  # one outlet is one voice
    ("a daily asserts, b weekly asserts <a", 1, 1),
    ("a daily asserts, b weekly asserts ~a", 2, 1),
    ("a blog asserts", 1, 1),
    ("a blog asserts, b channel asserts", 2, 1),  # nobody says that they are not one and the same
    ("a blog asserts, b nis asserts", 2, 1),  # nor that the blog is not Korea's
    ("a blog asserts, b channel asserts, c nis asserts, d us asserts", 4, 2),
    ("a blog asserts, b daily asserts, c weekly asserts", 3, 2),
    ("a blog asserts, b nis asserts <a", 1, 1),
    ("a blog asserts ~b, b nis asserts, c channel asserts", 3, 1),
    ("a daily asserts, b weekly asserts, c nis asserts, d jcs asserts", 4, 3),
]


@pytest.mark.parametrize(("words", "origins", "independent"), COUNTS)
def test_origins_and_those_that_are_independent(tiny: Dataset, words: str, origins: int, independent: int) -> None:
    data = written(tiny, words)
    reports = data.reports_of.get("point", ())
    for given in (reports, reports[::-1], reports + reports):
        assert origin_count(data, given) == origins
        assert independent_count(data, given) == independent


def test_outlets_of_a_party_that_takes_a_side_are_one_voice(tiny: Dataset) -> None:
    data = written(tiny, "a daily asserts, b weekly asserts")
    sided = replace(data, info=replace(data.info, unaligned=frozenset({"Korea"})))
    assert independent_count(sided, sided.reports) == 1


def test_who_nobody_names_is_no_bystander(tiny: Dataset) -> None:
    data = written(tiny, "a blog asserts, b channel asserts, c daily asserts")
    unaligned = replace(data, info=replace(data.info, unaligned=frozenset({NOT_STATED, "Not stated", "Press"})))
    assert independent_count(unaligned, unaligned.reports) == 1


def test_a_mark_of_a_report_that_is_not_given_counts_for_nothing(tiny: Dataset) -> None:
    data = written(tiny, "a nis asserts, b hur asserts, c us asserts <a ~b")
    a, b, c = data.reports
    assert independent_count(data, (a, b)) == 2
    assert independent_count(data, (a, b, c)) == 1


STANCES = [
    ("a nis asserts", "asserts"),
    ("b nis asserts, a hur admits <b", "admits"),
    ("b nis admits, a hur asserts <b", "asserts"),
    ("b nis mentions, a hur asserts <b", "mentions"),
    ("b nis denies, a hur mentions <b", "denies"),
    ("b nis mentions, c us denies <b, a hur admits <c", "denies"),
    ("b nis asserts, a hur denies <b", "denies"),
]


@pytest.mark.parametrize(("words", "stance"), STANCES)
def test_a_report_is_no_stronger_than_what_it_repeats(tiny: Dataset, words: str, stance: str) -> None:
    data = written(tiny, words)
    assert stance_of(data, data.report_of["a"]) is Stance(stance)


def test_each_origin_counts_once_by_its_best_stance(tiny: Dataset) -> None:
    data = written(
        tiny,
        "a nis asserts, b us mentions <a, c hur denies <a, d kremlin denies, e us mentions <d, "
        "f us mentions, g hur denies <f",
    )
    for reports in (data.reports, data.reports[::-1]):
        assert stance_counts(data, reports) == {Stance.ASSERTS: 1, Stance.DENIES: 1, Stance.MENTIONS: 1}


def test_twelve_reports_of_one_briefing_are_one_origin(tmp_path: Path) -> None:
    tiny = DatasetBuilder(tmp_path).load()
    echoes = tuple(replace(tiny.reports[1], report_id=f"echo{number}") for number in range(11))
    many = replace(tiny, reports=(*tiny.reports, *echoes))
    assert origin_count(many, (many.reports[0], *echoes)) == 1
    assert origin_count(many, many.reports_of["point"]) == 2
    assert origin_count(many, ()) == 0
