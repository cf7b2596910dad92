from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from geodata.errors import ExportError
from geodata.ingest import load_dataset
from geodata.model import Dataset, parse_edtf
from geodata.store import ClaimQuery, Selection, select
from mapapp.export import xlsx
from mapapp.export.tables import tables_of
from mapapp.export.xlsx import to_xlsx
from tests.builders import DatasetBuilder
from tests.worlds import WORLDS

FORMULAS = ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "#REF!", "TRUE", "12", "2024-01-01"]


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def opened(selection: Selection):
    return load_workbook(io.BytesIO(to_xlsx(selection)))


def records(book, name: str) -> list[dict[str, object]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_table_is_a_sheet_with_every_field(bundled_dataset: Path) -> None:
    selection = select(load_dataset(bundled_dataset), ClaimQuery())
    book = opened(selection)
    assert book.sheetnames == [
        "about", "claims", "reports", "positions", "assessments", "foreign_verdicts", "sources", "places",
        "related_reports", "parties", "topics", "coverage",
    ]  # fmt: skip
    for table in tables_of(selection):
        head, *rows = book[table.name].iter_rows(values_only=True)
        assert list(head) == [column.name for column in table.columns]
        assert len(rows) == len(table.rows)
        for row, wanted in zip(rows, table.rows, strict=True):
            plain = [one.replace(tzinfo=None) if isinstance(one, datetime) else one or None for one in wanted]
            shown = [
                one.date() if isinstance(one, datetime) and column.kind == "day" else one or None
                for one, column in zip(row, table.columns, strict=True)
            ]
            assert shown == plain


def test_dates_are_dates(tiny: Dataset) -> None:
    sheet = opened(select(tiny, ClaimQuery()))["claims"]
    column = {cell.value: cell.column for cell in sheet[1]}
    start, judged = sheet.cell(2, column["event_start"]), sheet.cell(2, column["status_effective_at"])
    assert (start.value, start.is_date) == (datetime(2024, 10, 8), True)  # noqa: DTZ001
    assert (judged.value.date(), judged.is_date, judged.number_format) == (date(2024, 11, 30), True, "yyyy-mm-dd")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_stays_text(tiny: Dataset, text: str) -> None:
    claims = tuple(replace(claim, text=text) for claim in tiny.claims)
    sheet = opened(select(replace(tiny, claims=claims), ClaimQuery()))["claims"]
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert not any(one.data_type == "f" for row in sheet.iter_rows() for one in row)


def test_what_xml_cannot_hold_is_visible(tiny: Dataset) -> None:
    claims = tuple(replace(claim, text="<b>&\x07\ud800") for claim in tiny.claims)
    book = opened(select(replace(tiny, claims=claims), ClaimQuery()))
    assert records(book, "claims")[0]["claim"] == "<b>&‹U+0007›‹U+D800›"


def test_a_day_that_no_workbook_can_count_is_text(tiny: Dataset) -> None:
    claims = tuple(replace(claim, time=parse_edtf("1812-09-07")) for claim in tiny.claims)
    book = opened(select(replace(tiny, claims=claims), ClaimQuery()))
    assert records(book, "claims")[0]["event_start"] == "1812-09-07T00:00:00Z"


def test_nothing_is_cut_silently(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    long = replace(tiny, claims=tuple(replace(claim, text="수" * 32768) for claim in tiny.claims))
    with pytest.raises(ExportError, match="too long for a workbook"):
        to_xlsx(select(long, ClaimQuery()))
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 3)
    with pytest.raises(ExportError, match="ask for fewer claims"):
        to_xlsx(select(tiny, ClaimQuery()))


def test_the_workbook_says_what_it_is(tiny: Dataset) -> None:
    query = ClaimQuery(known_on=date(2024, 10, 16))
    book = opened(select(tiny, query))
    said = {row["key"]: row["value"] for row in records(book, "about")}
    assert (said["caveat"], said["known_on"]) == ("Reported claims, not confirmed facts", "2024-10-16")
    assert [row["report_id"] for row in records(book, "reports")] == ["r1"]
    assert book.properties.title == "A tiny data set"


def test_no_clock_is_in_it(tiny: Dataset) -> None:
    first = to_xlsx(select(tiny, ClaimQuery()))
    assert to_xlsx(select(tiny, ClaimQuery())) == first
    core = load_workbook(io.BytesIO(first)).properties
    assert (core.created.year, core.modified.year) == (1980, 1980)


@given(WORLDS)
@settings(deadline=None, max_examples=25)
def test_no_sheet_has_a_formula_and_each_gives_its_texts_back(world: Dataset) -> None:
    selection = select(world, ClaimQuery())
    book = opened(selection)
    for table in tables_of(selection):
        sheet = book[table.name]
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        for number, wanted in enumerate(table.rows, start=2):
            for column, text in enumerate(wanted, start=1):
                if isinstance(text, str):
                    cell = sheet.cell(number, column)
                    assert ((cell.value or ""), cell.quotePrefix or not text) == (text, True)
