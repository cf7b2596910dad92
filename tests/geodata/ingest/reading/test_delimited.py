from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import Facts, read_file
from tests.geodata.ingest.reading.texts import TEXTS, read_here, read_rows, rows_of

ENCODINGS = {
    "English": ["utf-8", "cp1252", "utf-16"],
    "Russian": ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16-le"],
    "Ukrainian": ["utf-8", "cp1251", "koi8-u"],
    "Korean": ["utf-8-sig", "cp949", "utf-16-be"],
    "German": ["utf-8", "cp1252"],
    "Polish": ["utf-8", "cp1250", "iso8859-2"],
}
TABLE = [
    (language, encoding, delimiter, end)
    for (language, encodings), (delimiter, end) in itertools.product(
        ENCODINGS.items(), [(",", "\r\n"), (";", "\n"), ("\t", "\r"), ("|", "\n")]
    )
    for encoding in encodings
]


def read_csv(folder: Path, content: bytes, **wishes: Any) -> tuple[Facts, list[dict[str, Any]]]:
    return read_here(folder, "a.csv", content, **wishes)


def cells(rows: list[dict[str, Any]], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in ("#row", *names)) for row in rows]


@pytest.mark.parametrize(("language", "encoding", "delimiter", "end"), TABLE)
def test_every_encoding_separator_and_line_end(
    tmp_path: Path, language: str, encoding: str, delimiter: str, end: str
) -> None:
    lines = [f"00{n}{delimiter}{line}{delimiter}36.1{n}" for n, line in enumerate(TEXTS[language])]
    if delimiter == ",":  # texts hold commas themselves
        lines = [f'00{n},"{line}",36.1{n}' for n, line in enumerate(TEXTS[language])]
    content = end.join([delimiter.join(["id", "text", "lon"]), *lines, ""]).encode(encoding)
    facts, rows = read_csv(tmp_path, content)
    assert (facts.delimiter, facts.header, facts.header_row) == (delimiter, ("id", "text", "lon"), 1)
    assert cells(rows, "id", "text", "lon") == [
        (n + 2, f"00{n}", line, f"36.1{n}") for n, line in enumerate(TEXTS[language])
    ]
    assert [row["#torn"] for row in rows] == [None] * 3


def test_quoted_line_breaks_stay_and_count_as_one_row(tmp_path: Path) -> None:
    _facts, rows = read_csv(tmp_path, b'id,text\r\n1,"a\r\nb ""c"""\r\n2,d\r\n')
    assert cells(rows, "id", "text") == [(2, "1", 'a\r\nb "c"'), (3, "2", "d")]


def test_the_separator_that_the_file_tells_is_taken_and_its_line_not_counted(tmp_path: Path) -> None:
    facts, rows = read_csv(tmp_path, "sep=;\na;b\n1,5;2,25\n".encode("utf-8-sig"))
    assert (facts.delimiter, facts.decimal_comma, facts.header_row) == (";", True, 1)
    assert cells(rows, "a", "b") == [(2, "1,5", "2,25")]


def test_decimal_commas_do_not_make_a_comma_file(tmp_path: Path) -> None:
    content = "place;lat;lon\n" + "".join(f"P{n};51,{n};36,{n}\n" for n in range(9))
    facts, _rows = read_csv(tmp_path, content.encode())
    assert (facts.delimiter, facts.decimal_comma) == (";", True)
    facts, _rows = read_csv(tmp_path, b"place;lat\nP;51.5\nQ;1,5\n")
    assert not facts.decimal_comma


def test_two_separators_that_fit_equally_well_are_asked_about(tmp_path: Path) -> None:
    content = b"a;b,c;d\n" + b"x;y,z;w\n" * 5
    with pytest.raises(NeedsAnswerError) as caught:
        read_csv(tmp_path, content)
    assert caught.value.questions[0].key == "delimiter"
    assert {value for value, _words in caught.value.questions[0].options} == {",", ";"}
    facts, _rows = read_csv(tmp_path, content, delimiter=";")
    assert facts.header == ("a", "b,c", "d")


def test_titles_above_the_header_are_said_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    facts, rows = read_csv(
        tmp_path, b"Events of 2024,,\n\nSource: x,,\nid,day,text\n1,2024-01-02,a\n\n2,2024-01-03,b\n,,\n"
    )
    assert facts.header_row == 4
    assert any("Events of 2024" in note for note in facts.notes)
    assert any("left out: 2" in note for note in facts.notes)
    assert cells(rows, "id") == [(5, "1"), (7, "2")]


def test_a_table_without_a_header_is_asked_about(tmp_path: Path) -> None:
    content = b"1,2024-01-02,51.5\n2,2024-01-03,52.5\n"
    with pytest.raises(NeedsAnswerError) as caught:
        read_csv(tmp_path, content)
    assert caught.value.questions[0].key == "header_row"
    facts, rows = read_csv(tmp_path, content, header_row=0)
    assert (facts.header, facts.header_row, rows[0]["#row"]) == (("column 1", "column 2", "column 3"), None, 1)
    facts, rows = read_csv(tmp_path, content, header_row=1)
    assert (facts.header[0], len(rows)) == ("1", 1)


def test_a_blank_row_cannot_be_the_header(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="row 1 is blank"):
        read_csv(tmp_path, b"\na,b\n1,2\n", delimiter=",", header_row=1)


def test_names_are_made_unique_and_ours_are_kept_free(tmp_path: Path) -> None:
    facts, _rows = read_csv(tmp_path, b"a,a,,#row,a (2),x\n1,2,3,4,5,6\n")
    assert facts.header == ("a", "a (3)", "column 3", "#row (2)", "a (2)", "x")


TORN = [
    (b"a,b\n1,2\n3\n4,5\n", {3: ("3", "one cell where the header has 2")}),
    (b"a,b\n1,2\n3,4,5\n4,5\n", {3: ("3,4,5", "3 cells")}),
    (b'a,b\n1,2\n3,"x"y\n4,5\n', {3: ('3,"x"y', "behind a closing quote")}),
    (b'a,b\n1,2\n3,"open\n4,5\n6,7\n', {3: ('3,"open', "not closed")}),
    (b'a,b\n1,2\n3,"open\n4,5\n6,"7"\n8,9\n', {3: ('3,"open', "behind a closing quote")}),
    (b'a,b\n1,2\n3,"open\n4,5\n6,7",8\n9,1\n', {3: ('3,"open', "not closed"), 5: ('6,7",8', "3 cells")}),
    (b"a,b\n1,2\n3,x\x00y\n4,5\n", {3: ("3,x\ufffdy", "zero byte")}),
    (
        "a,b\n1,Курск и Льгов\n3,".encode() + b"\xff\xfe" + "\n4,Рыльск\n".encode(),
        {3: ("3,\ufffd\ufffd", "do not fit")},
    ),
    (b"a,b\n1,2\n3," + b"x" * 20_001 + b"\n4,5\n", {3: ("3,xxx", "longer than")}),
]


@pytest.mark.parametrize(("content", "torn"), TORN)
def test_a_torn_row_is_set_aside_with_its_text_and_takes_no_other_along(
    tmp_path: Path, content: bytes, torn: dict[int, tuple[str, str]]
) -> None:
    _facts, rows = read_csv(tmp_path, content)
    assert [row["#row"] for row in rows] == list(range(2, content.count(b"\n") + 1))
    for row in rows:
        raw, reason = torn.get(int(str(row["#row"])), ("", ""))
        assert (row["#torn"] is not None) == bool(reason)
        assert reason in str(row["#torn"])
        assert str(row["a"]).startswith(raw)
        assert (row["b"] is None) == bool(reason)


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \n", b",,\n", b"\xef\xbb\xbf"])
def test_nothing_is_refused_as_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ImportRefusedError, match=r"nothing in it|is empty"):
        read_csv(tmp_path, content)


def test_one_word_with_a_hash_is_data(tmp_path: Path) -> None:
    _facts, rows = read_csv(tmp_path, b"day,place,lat\n,#Sudzha,\n2024-01-02,Sudzha,51.2\n")
    assert [row["#row"] for row in rows] == [2, 3]


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    facts, rows = read_csv(tmp_path, b"id,text\n")
    assert (facts.header, rows) == (("id", "text"), [])


@pytest.mark.parametrize(
    "tags", [b"#date,#loc +name,", b"#date+occurred,#adm1+name,#geo+lat", b"#Date, #adm2 +code +v2,"]
)
def test_tags_of_hxl_are_no_data(tmp_path: Path, tags: bytes) -> None:
    facts, rows = read_csv(tmp_path, b"day,place,lat\n" + tags + b"\n2024-01-02,Sudzha,51.2\n")
    assert [row["#row"] for row in rows] == [3]
    assert any("HXL" in note for note in facts.notes)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.integers(2, 5), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_any_table_that_can_be_written_comes_back(
    tmp_path: Path, data: st.DataObject, width: int, delimiter: str, end: str
) -> None:
    table = data.draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    header = ["text", *(f"name {n}" for n in range(width - 1))]
    writer.writerows([header, *table])
    facts, rows = read_csv(tmp_path, buffer.getvalue().encode(), encoding="utf-8", delimiter=delimiter, header_row=1)
    assert facts.header == tuple(header)
    kept = [(n, row) for n, row in enumerate(table, start=2) if any(cell.strip() for cell in row)]
    assert [row["#row"] for row in rows] == [n for n, _row in kept]
    assert [[row[name] for name in header] for row in rows] == [
        [cell if cell.strip() else None for cell in row] for _n, row in kept
    ]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_garbage_is_read_asked_about_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        _facts, rows = read_csv(tmp_path, content)
    except (ImportRefusedError, NeedsAnswerError):
        return
    assert all(row["#torn"] is None or list(row.values())[2] for row in rows)


def test_many_batches_stay_in_order_and_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_text("id,text\n" + "".join(f"{n:06d},text of {n}\n" for n in range(120_000)), encoding="utf-8")
    shares: list[float] = []
    with read_file(path, progress=shares.append) as reading:
        assert reading.rows == 120_000
        for _again in range(2):
            rows = rows_of(reading)
            assert [row["#row"] for row in rows] == list(range(2, 120_002))
            assert rows[77_777]["id"] == "077777"
    assert shares == sorted(shares)
    assert not reading.path_to_arrow.exists()
    assert [row["id"] for row in read_rows(path, head=3)] == ["000000", "000001", "000002"]
