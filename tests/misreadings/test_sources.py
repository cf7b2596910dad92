"""Articles are not sources, two offices are not two sources, and nobody is named before they spoke."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.cli import main as geodata
from geodata.model import Status
from tests.misreadings.case import AT, TEXT, told_case
from tests.misreadings.desk import Desk

HEADING = "h3:has-text('Who repeats whom') span"


def test_twelve_articles_look_like_twelve_sources_in_the_list(desk: Desk) -> None:
    """The list says of twelve articles that quote one ministry: 12 reports, 1 origin."""
    words = desk.item(TEXT["depot"]).inner_text()
    assert "12 reports, 1 origin" in words
    assert "Unverified" in words


def test_twelve_articles_look_like_twelve_sources_on_the_card(desk: Desk) -> None:
    """The card puts eleven of the twelve under the one that they repeat, and its rule says why they count as one."""
    card = desk.open(TEXT["depot"])
    assert card.locator(HEADING).inner_text() == "12 reports, 1 origin"
    assert "only one origin says so, however many repeat it" in card.locator(".cl-fired").inner_text()
    assert card.locator(".cl-origin").count() == 1
    assert "11 REPORTS REPEAT IT" in card.locator(".cl-origin").inner_text().upper()
    signs = [node.get_attribute("class") or "" for node in card.locator(".cl-lineage .cl-node").all()]
    assert [("cl-node-origin" in each) for each in signs] == [True] + [False] * 11
    assert desk.status(*AT["depot"]) is Status.UNVERIFIED


@pytest.mark.parametrize("row", [2, 3, 12])
def test_eleven_more_articles_raise_the_status(desk: Desk, row: int) -> None:
    """From the first article to the twelfth the mark keeps the colour of what one origin says."""
    desk.know(f"2024-12-{row:02}")
    assert desk.status(*AT["depot"]) is Status.UNVERIFIED
    reports = "1 report" if row == 2 else f"{row - 1} reports"
    assert f"{reports}, 1 origin" in desk.item(TEXT["depot"]).inner_text()


def test_two_offices_of_one_government_look_independent(desk: Desk) -> None:
    """List and card say that of two origins only one is independent, and the claim is not corroborated by them."""
    assert "2 reports, 2 origins, 1 of them independent" in desk.item(TEXT["school"]).inner_text()
    card = desk.open(TEXT["school"])
    assert card.locator(HEADING).inner_text() == "2 reports, 2 origins, 1 of them independent"
    assert card.locator(".cl-chip").inner_text() == "Unverified"
    assert "they depend on each other" in card.locator(".cl-fired").inner_text()
    assert desk.status(*AT["school"]) is Status.UNVERIFIED


def test_the_same_number_from_the_same_announcement_looks_like_a_second_origin(desk: Desk) -> None:
    """A report marked as dependent counts with the one it depends on, and the card says of which."""
    card = desk.open(TEXT["convoy"])
    assert card.locator(HEADING).inner_text() == "2 reports, 2 origins, 1 of them independent"
    assert card.locator(".cl-chip").inner_text() == "Unverified"
    assert "dashed: not independent of each other" in card.inner_text()
    spoken = card.locator(".cl-lineage .cl-node").nth(1).get_attribute("aria-label") or ""
    assert spoken.startswith("The Morning Post asserts it")
    assert spoken.endswith("not independent of Northland Ministry of Defence")


def test_an_origin_is_named_before_it_was_public(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A data set in which a report repeats one of a later day is refused with file, row and field."""
    folder = told_case(tmp_path / "case")
    table = folder / "reports.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(number for number, line in enumerate(lines, start=1) if line.startswith("depot-paper-1,"))
    lines[row - 1] = lines[row - 1].replace("2024-12-03", "2024-12-01")
    table.write_text("".join(lines), encoding="utf-8")
    assert geodata(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f"reports.csv, row {row}, field derived_from: “depot-1” cannot be used; that report is dated later" in said


def test_a_report_behind_a_partys_word_is_named_before_it_was_public(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A data set in which a party's word of January points to a report of February is refused in the same way."""
    folder = told_case(tmp_path / "case")
    table = folder / "positions.csv"
    words = table.read_text(encoding="utf-8")
    assert "mill,Southland,denies,2025-02-01,mill-2" in words
    table.write_text(words.replace("denies,2025-02-01,mill-2", "denies,2025-01-31,mill-2"), encoding="utf-8")
    assert geodata(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "positions.csv, row 2, field report_id: “mill-2” cannot be used; that report is dated later" in said
