from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.export.csvfile import neutralise, restore, table_csv, to_csv
from mapapp.export.joined import ABOUT
from mapapp.export.tables import Column, Table, tables_of
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+7 900", "'+7 900"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("'=1", "''=1"),
        ("a;=1", "a;'=1"),
        ("a; @x", "a;' @x"),
        ("a\n=1", "a\n'=1"),
        ("a, -5 degrees", "a, -5 degrees"),
        ("'quoted'", "'quoted'"),
        ("10-20 = many", "10-20 = many"),
        ("", ""),
    ],
)
def test_a_formula_becomes_text(text: str, written: str) -> None:
    assert neutralise(text) == written
    assert restore(written) == text


@given(st.text(alphabet=st.sampled_from("=+-@＝'; \t\r\na,\"|")))
def test_whatever_is_neutralised_can_be_restored(text: str) -> None:
    safe = neutralise(text)
    assert restore(safe) == text
    for field in re.split(r"[;\t\r\n]", safe):
        assert not field.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert safe[:1] not in {"\t", "\r", "\n"}


def test_one_row_a_claim_loses_nothing(bundled_dataset: Path) -> None:
    dataset = load_dataset(bundled_dataset)
    selection = select(dataset, ClaimQuery())
    rows = read(to_csv(selection))
    assert [row["claim_id"] for row in rows] == [claim.claim_id for claim in dataset.claims]
    tables = {table.name: table for table in tables_of(selection)}
    for name in ("reports", "positions", "assessments"):
        held = [json.loads(restore(row[name])) for row in rows]
        assert sum(map(len, held)) == len(tables[name].rows)
    assert [restore(row["claim"]) for row in rows] == [claim.text for claim in dataset.claims]


def test_a_row_says_all_of_a_claim(tiny: Dataset) -> None:
    rows = {row["claim_id"]: row for row in read(to_csv(select(tiny, ClaimQuery())))}
    point = rows["point"]
    expected = {
        "status": "corroborated", "event_start": "2024-10-08T00:00:00Z", "event_end_exclusive": "2024-10-14T00:00:00Z",
        "lon": "35.27", "denied": "false", "quantity_low": "10", "place_ko": "수자", "dataset_licence": "CC0-1.0",
        "sources": "Ministry of Defence; Daily paper; News agency", "dataset_digest": tiny.digest, "known_on": "",
        "caveat": "Reported claims, not confirmed facts", "query": "All claims, all dates",
    }  # fmt: skip
    assert {key: point[key] for key in expected} == expected
    reports = json.loads(point["reports"])
    assert [one["report_id"] for one in reports] == ["r1", "r2", "r3"]
    assert (reports[1]["public_on"], reports[1]["is_origin"], reports[1]["remark"]) == ("2024-10-20", False, "")
    assert [one["status"] for one in json.loads(point["assessments"])] == ["unverified", "corroborated", "disputed"]
    assert (rows["area"]["lon"], rows["area"]["regions"]) == ("", "RU-KRS")


def test_nothing_of_later_is_written(tiny: Dataset) -> None:
    text = to_csv(select(tiny, ClaimQuery(known_on=date(2024, 10, 16)))).decode("utf-8-sig")
    assert "2024-10-16" in text
    for later in ("r2", "r3", "2024-11-30", "2025-01-01", "Two origins", "Daily paper"):
        assert later not in text


def test_hostile_text_runs_nowhere_and_comes_back(tiny: Dataset) -> None:
    hostile = '=HYPERLINK("http://x";"y"), \u202e\n;@z "\''
    claims = tuple(replace(claim, text=hostile, actor="-1") for claim in tiny.claims)
    reports = tuple(replace(report, title=hostile) for report in tiny.reports)
    rows = read(to_csv(select(replace(tiny, claims=claims, reports=reports), ClaimQuery())))
    assert rows[0]["claim"].startswith("'=HYPERLINK")
    assert {restore(row["claim"]) for row in rows} == {hostile}
    assert {restore(row["actor"]) for row in rows} == {"-1"}
    assert json.loads(restore(rows[0]["reports"]))[0]["title"] == hostile


def test_the_bytes_are_what_spreadsheets_need() -> None:
    table = Table("t", (Column("a", "text"), Column("b", "real"), Column("c", "yes_no")), (("Суджа", -5.5, True),))
    assert table_csv(table) == b"\xef\xbb\xbfa,b,c\r\n" + "Суджа,-5.5,true\r\n".encode()


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    assert to_csv(select(tiny, ClaimQuery())) == to_csv(select(tiny, ClaimQuery()))


def test_an_answer_of_no_claims_still_says_what_was_asked(tiny: Dataset) -> None:
    (row,) = read(to_csv(select(tiny, ClaimQuery(text="nothing has this word", known_on=date(2024, 12, 1)))))
    said = {key: value for key, value in row.items() if value}
    assert set(said) <= {*ABOUT}
    assert (said["caveat"], said["known_on"]) == ("Reported claims, not confirmed facts", "2024-12-01")
    assert (said["dataset_licence"], said["dataset_digest"]) == ("CC0-1.0", tiny.digest)
    assert "nothing has this word" in said["query"]
