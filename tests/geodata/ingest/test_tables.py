"""Header, encoding and records of a file."""

from __future__ import annotations

import pytest

from geodata.errors import Problem
from geodata.ingest.fields import Record
from geodata.ingest.tables import read_table, read_toml

HEADER = "source_id,name,party,reliability\n"


def read(text: str | bytes) -> tuple[list[Record], list[Problem]]:
    problems: list[Problem] = []
    content = text if isinstance(text, bytes) else text.encode()
    return read_table("sources.csv", content, problems), problems


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_records_with_any_line_end_and_with_a_byte_order_mark(end: str, mark: str) -> None:
    text = mark + (HEADER + "a,A,X,C\nb,B,X,D\n").replace("\n", end)
    records, problems = read(text)
    assert not problems
    assert [(record.row, record.fields["source_id"], record.fields["reliability"]) for record in records] == [
        (2, "a", "C"),
        (3, "b", "D"),
    ]


def test_columns_may_stand_in_any_order() -> None:
    records, problems = read(" party ,reliability,source_id,name\nX,C,a,A\n")
    assert not problems
    assert records[0].fields == {"party": "X", "reliability": "C", "source_id": "a", "name": "A"}


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\n\n\n"])
def test_rows_are_records_and_not_lines(breaks: str) -> None:
    records, problems = read(HEADER + f'a,"A{breaks}A",X,C\nb,B,X,D\nc,C\n')
    assert [record.row for record in records] == [2, 3]
    assert records[0].fields["name"] == f"A{breaks}A"
    assert [(problem.row, problem.field) for problem in problems] == [(4, None)]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_only_cr_and_lf_end_a_record(separator: str, quote: str) -> None:
    records, problems = read(HEADER + f"a,{quote}A{separator}A{quote},X,C\nb,B,X,D\n")
    assert not problems
    assert [(record.row, record.fields["name"]) for record in records] == [(2, f"A{separator}A"), (3, "B")]


def test_blank_rows_are_passed_over_and_counted() -> None:
    records, problems = read(HEADER + "\na,A,X,C\n , ,,\nb,B,X,D\n\n")
    assert not problems
    assert [record.row for record in records] == [3, 5]


@pytest.mark.parametrize(
    ("text", "row", "field", "value", "mend"),
    [
        ("source_id,name,party\n", 1, "reliability", None, "the column is missing"),
        ("", 1, "source_id", None, "the column is missing"),
        (HEADER[:-1] + ",colour\n", 1, None, "colour", "remove the column"),
        (HEADER[:-1] + ",\n", 1, None, "", "remove the column"),
        (HEADER[:-1] + ",name\n", 1, None, "name", "remove the column"),
        ("Source_id,name,party,reliability\n", 1, "source_id", None, "the column is missing"),
        (HEADER + "a,A,X,C\nb,B,X,D,E\n", 3, None, None, "5 fields where the header has 4"),
        (HEADER + "a,A,X\n", 2, None, None, "3 fields where the header has 4"),
        (HEADER + 'a,A,X,C\nb,"B,X,D\nc,C,X,D\n', 3, None, None, "not CSV"),
        (HEADER + 'a,"A\nA",X,C\nb,"B"B,X,D\n', 3, None, None, "not CSV"),
        ('"source_id\n', 1, None, None, "not CSV"),
        (HEADER + "a,A,X,C\nb," + "B" * 140_000 + ",X,C\n", 3, None, None, "not CSV"),
    ],
)
def test_refusals(text: str, row: int, field: str | None, value: str | None, mend: str) -> None:
    _records, problems = read(text)
    first = problems[0]
    assert (first.file, first.row, first.field, first.value) == ("sources.csv", row, field, value)
    assert mend in first.mend


@pytest.mark.parametrize(
    ("content", "byte"),
    [(b"\xff\xfes\x00", 1), (HEADER.encode() + "a,Курск,X,C\n".encode("cp1251"), len(HEADER) + 3)],
)
def test_file_that_is_not_utf_8(content: bytes, byte: int) -> None:
    assert read(content) == (
        [],
        [Problem("sources.csv", None, None, None, f"save the file as UTF-8, byte {byte} is not")],
    )


def test_duplicate_column_is_told_once() -> None:
    _records, problems = read("source_id,name,name,party,reliability\n")
    assert [problem.value for problem in problems] == ["name"]


@pytest.mark.parametrize(
    "text", ["id = ", "id = 'a'\nid = 'b'", "id = " + "[" * 5000, "id = " + "9" * 5000, "day = 2024-13-01", "\0"]
)
def test_text_that_is_not_toml(text: str) -> None:
    problems: list[Problem] = []
    assert read_toml("dataset.toml", text.encode(), problems) is None
    assert [problem.file for problem in problems] == ["dataset.toml"]
    assert "not TOML" in problems[0].mend


def test_toml_with_a_byte_order_mark() -> None:
    problems: list[Problem] = []
    assert read_toml("dataset.toml", "\ufeffid = 'Курск'".encode(), problems) == {"id": "Курск"}
    assert read_toml("dataset.toml", b"id = '\xff'", problems) is None
    assert [problem.mend for problem in problems] == ["save the file as UTF-8, byte 7 is not"]
