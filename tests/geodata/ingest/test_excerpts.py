from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import DatasetError
from geodata.model import Excerpt
from tests.builders import DatasetBuilder

DIGEST = "0123456789abcdef" * 4
HEAD = f'[excerpt]\ndigest = "{DIGEST}"\nquestion = "All claims, all dates"\n'


def built(folder: Path, table: str) -> DatasetBuilder:
    """The tiny data set with an excerpt table; one report is of a claim that is not there."""
    builder = DatasetBuilder(folder / "tiny")
    builder.info = builder.info.replace("[[coverage]]", f"{table}\n[[coverage]]", 1)
    return builder


def with_others(builder: DatasetBuilder) -> DatasetBuilder:
    report = {
        "report_id": "r9", "claim_id": "elsewhere", "source_id": "daily", "published_at": "2024-10-01",
        "stance": "asserts", "title": "Another claim",
    }  # fmt: skip
    builder.add("reports.csv", **report)
    return builder.add("positions.csv", claim_id="area", party="China", position="denies", said_on="2024-12-01")


def test_an_excerpt_may_hold_reports_of_claims_and_words_of_parties_that_were_left_out(tmp_path: Path) -> None:
    table = HEAD + 'known_on = 2025-03-01\nclaims = ["elsewhere"]\nparties = ["China"]\n'
    dataset = with_others(built(tmp_path, table)).load()
    everyone = frozenset({"elsewhere"}), frozenset({"China"})
    assert dataset.info.excerpt == Excerpt(DIGEST, "All claims, all dates", date(2025, 3, 1), *everyone)
    assert "elsewhere" not in dataset.row_of
    assert built(tmp_path / "plain", HEAD).load().info.excerpt == Excerpt(DIGEST, "All claims, all dates")
    assert DatasetBuilder(tmp_path / "whole").load().info.excerpt is None


WRONG = [
    ("", "reports.csv, row 10, field claim_id: “elsewhere” cannot be used; name an id that claims.csv holds."),
    ("", "positions.csv, row 6, field party: “China” cannot be used; name an id that the party column"),
    ('claims = ["elsewhere", "point"]', "excerpt.claims: “point” cannot be used; claims.csv holds it"),
    ('claims = ["elsewhere", "other"]', "excerpt.claims: “other” cannot be used; nothing in this data set speaks of"),
    ('claims = ["A b"]', "excerpt.claims: “A b” cannot be used; use lower-case letters, digits and single hyphens."),
    ("claims = 7", "excerpt.claims: “7” cannot be used; write it as a list of texts in quotes"),
    ('parties = ["China", "Russia"]', "excerpt.parties: “Russia” cannot be used; sources.csv holds it"),
    ('parties = [""]', "excerpt.parties: “['']” cannot be used; write it as a list"),
    ('known_on = "2025"', "excerpt.known_on: “2025” cannot be used; write one day without quotes"),
    ("other = 1", "excerpt.other: the key is not known, remove it."),
]


@pytest.mark.parametrize(("line", "words"), WRONG)
def test_a_name_that_is_misspelt_cannot_hide_behind_it(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(DatasetError) as caught:
        with_others(built(tmp_path, f"{HEAD}{line}\n")).load()
    assert any(words in str(problem) for problem in caught.value.problems), str(caught.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('excerpt = "x"', "excerpt: “x” cannot be used; write it as a table [excerpt]."),
        ("[excerpt]", "excerpt.digest: write the 64 hexadecimal digits of the data set that it was taken from."),
        ('[excerpt]\ndigest = "ABC"', "excerpt.digest: “ABC” cannot be used"),
        (f'[excerpt]\ndigest = "{DIGEST}"\nquestion = " "', "excerpt.question: “ ” cannot be used; write as text"),
    ],
)
def test_it_must_say_what_it_was_taken_from(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(DatasetError) as caught:
        built(tmp_path, table).load()
    assert any(words in str(problem) for problem in caught.value.problems), str(caught.value)
