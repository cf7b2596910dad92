from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from tests.geodata.ingest.reading.texts import read_here


def workbook(*sheets: list[list[Any]], merged: tuple[str, ...] = (), hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Лист {number}")
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
        if hidden and number > 1:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(folder: Path, content: bytes, name: str = "a.xlsx", **wishes: Any) -> tuple[Any, list[list[Any]]]:
    facts, rows = read_here(folder, name, content, **wishes)
    return facts, [[value for name, value in row.items() if name != "#torn"] for row in rows]


def test_cells_become_the_text_that_is_stored(tmp_path: Path) -> None:
    values = ["0012", 1500, 51.19, 1e-7, 12345678901, True, dt.date(2024, 5, 6), dt.datetime(2024, 5, 6, 7, 8, 9)]  # noqa: DTZ001 -- a workbook has no zones
    values += [dt.time(7, 8, 9), dt.timedelta(hours=26, minutes=30), "сапёры", None]
    names = [f"name {letter}" for letter in "abcdefghijkl"]
    facts, rows = read(tmp_path, workbook([names, values]))
    assert (facts.format, facts.sheet, facts.header_row, facts.header) == ("xlsx", "Лист 1", 1, tuple(names))
    assert rows == [
        [
            2, "0012", "1500", "51.19", "1e-07", "12345678901", "true", "2024-05-06", "2024-05-06T07:08:09", "07:08:09",
            "26:30:00", "сапёры", None,
        ]
    ]  # fmt: skip


def test_formulas_are_never_computed_and_said(tmp_path: Path) -> None:
    facts, rows = read(tmp_path, workbook([["a", "b"], ["x", "=1+1"], ["y", "=1+2"]]))
    assert rows == [[2, "x", None], [3, "y", None]]
    assert any("Formulas without a stored value, read as blank: 2" in note for note in facts.notes)


def test_titles_blank_rows_and_row_numbers(tmp_path: Path) -> None:
    rows = [["Events of 2024"], [], ["id", "day", "text"], [1, "2024-01-02", "a"], [], [2, "2024-01-03", "b"]]
    facts, read_rows = read(tmp_path, workbook(rows))
    assert facts.header_row == 3
    assert [row[:2] for row in read_rows] == [[4, "1"], [6, "2"]]
    assert any("Events of 2024" in note for note in facts.notes)


def test_names_over_several_columns_are_joined_with_those_below(tmp_path: Path) -> None:
    rows = [["id", "place", None, "text", "day"], [None, "lat", "lon", None, None], [1, 51.5, 36.5, "a", "b"]]
    facts, _rows = read(tmp_path, workbook(rows, merged=("B1:C1", "A1:A2", "D1:D2", "E1:E2")))
    assert facts.header == ("id", "lat", "lon", "text", "day")
    rows[1] = ["no", "lat", "lon", "of it", "of it"]
    facts, read_rows = read(tmp_path, workbook(rows, merged=("B1:C1",)))
    assert facts.header == ("id: no", "place: lat", "place: lon", "text: of it", "day: of it")
    assert read_rows == [[3, "1", "51.5", "36.5", "a", "b"]]


def test_cells_merged_down_count_for_each_row(tmp_path: Path) -> None:
    rows = [["day", "text"], ["2024-01-02", "a"], [None, "b"], ["2024-01-03", "c"]]
    facts, read_rows = read(tmp_path, workbook(rows, merged=("A2:A3",)))
    assert read_rows == [[2, "2024-01-02", "a"], [3, "2024-01-02", "b"], [4, "2024-01-03", "c"]]
    assert any("merged" in note for note in facts.notes)


def test_the_sheet_is_asked_for_where_several_hold_something(tmp_path: Path) -> None:
    content = workbook([["a", "b"], ["1", "2"]], [["c", "d"], ["3", "4"], ["5", "6"]], [])
    with pytest.raises(NeedsAnswerError) as caught:
        read(tmp_path, content)
    assert caught.value.questions[0].key == "sheet"
    assert caught.value.questions[0].options == (("Лист 1", "2 rows"), ("Лист 2", "3 rows"))
    facts, rows = read(tmp_path, content, sheet="Лист 2")
    assert (facts.sheet, facts.sheets, len(rows)) == ("Лист 2", ("Лист 1", "Лист 2"), 2)
    with pytest.raises(ImportRefusedError, match="no sheet"):
        read(tmp_path, content, sheet="other")


def test_the_only_sheet_that_is_a_table_is_read_and_said(tmp_path: Path) -> None:
    notes, table = [["Read me"], ["made by", "us"]], [["day", "place", "text"], ["2024-10-21", "Sudzha", "Seen"]]
    facts, rows = read(tmp_path, workbook(notes, table))
    assert (facts.sheet, rows) == ("Лист 2", [[2, "2024-10-21", "Sudzha", "Seen"]])
    words = "The sheet “Лист 2” was read, the only one with three columns or more; there is 1 other."
    assert any(words in note for note in facts.notes)
    with pytest.raises(NeedsAnswerError):
        read(tmp_path, workbook(notes, table, table))


def test_hidden_sheets_are_said_not_asked_about(tmp_path: Path) -> None:
    facts, _rows = read(tmp_path, workbook([["a", "b"], ["1", "2"]], [["c", "d"], ["3", "4"]], hidden=True))
    assert facts.sheet == "Лист 1"
    assert any("Hidden sheets" in note for note in facts.notes)


def ods(rows: list[list[str]]) -> bytes:
    """A sheet as OpenDocument has it, written by hand: dates and numbers beside what they look like."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join("<table:table-row>" + "".join(row) + "</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def test_opendocument_is_read(tmp_path: Path) -> None:
    def text(words: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'

    shown = "<text:p>as shown</text:p></table:table-cell>"
    date = f'<table:table-cell office:value-type="date" office:date-value="2024-05-06">{shown}'
    number = f'<table:table-cell office:value-type="float" office:value="51.19">{shown}'
    facts, rows = read(tmp_path, ods([[text("day"), text("lat")], [date, number]]), "a.ods")
    assert (facts.format, rows[0][2]) == ("ods", "51.19")
    assert rows[0][1].startswith("2024-05-06")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook([["a"]])[:-200], "damaged"),
        (workbook([]), "no sheet of it holds anything"),
        (b"PK\x03\x04" + b"nonsense" * 100, "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        read(tmp_path, content)


CELL = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=9),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**9), 10**9).map(lambda n: n / 10_000),
    st.dates(dt.date(1904, 1, 2), dt.date(2100, 1, 1)),
)


def as_written(value: Any) -> str | None:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return None if value is None else str(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_sheet_that_can_be_written_comes_back(tmp_path: Path, table: list[list[Any]]) -> None:
    plain = [
        [f" {value}" if isinstance(value, str) and value[:1] in "=+-@" else value for value in row] for row in table
    ]
    _facts, rows = read(tmp_path, workbook([["name a", "name b", "name c"], *plain]), header_row=1)
    written = [[n, *map(as_written, row)] for n, row in enumerate(plain, start=2)]
    assert rows == [row for row in written if any(cell is not None for cell in row[1:])]
