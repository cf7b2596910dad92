from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from geodata.ingest import read_export
from geodata.ingest.exported import zipped
from tests.geodata.ingest.exported.samples import WRITERS, altered_zip, refusals, selected

Rows = list[list[str]]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return WRITERS["zip"](selected(tmp_path_factory.mktemp("saved")))


def put(line: int, column: str, value: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[line - 1][rows[0].index(column)] = value

    return change


ALTERED: list[tuple[str, Callable[[Rows], None], str]] = [
    ("claims", put(3, "modality", "there"), "f: tables/claims.csv, row 3, field modality: “there” cannot be used"),
    ("places", put(2, "lon", "35,27"), "f: tables/places.csv, row 2, field lon: “35,27” cannot be used"),
    ("reports", put(2, "published_at", "14.10.2024"), "f: tables/reports.csv, row 2, field published_at: “14.10.2024”"),
    ("reports", lambda rows: rows[1].pop(), "f: tables/reports.csv, row 2: it has 14 fields where the header has 15"),
    ("claims", put(1, "remark", "note"), "f: tables/claims.csv, row 1, field remark: the header must name this column"),
    ("claims", put(1, "status", "remark"), "f: tables/claims.csv, row 1, field remark: the header must name this"),
    ("about", lambda rows: rows.clear(), "f: tables/about.csv, row 1, field key: the header must name this column"),
    ("topics", lambda rows: rows[0].append("x" * 200_000), "f: tables/topics.csv, row 2: the record is not CSV"),
]


@pytest.mark.parametrize(("table", "change", "words"), ALTERED)
def test_an_altered_table_is_refused_where_it_stands(
    saved: bytes, table: str, change: Callable[[Rows], None], words: str
) -> None:
    if table == "about":
        with pytest.raises(Exception, match="does not say their layout"):
            read_export(altered_zip(saved, table, change))
        return
    said = refusals(altered_zip(saved, table, change))
    assert any(words in sentence for sentence in said), said


def test_what_was_neutralised_comes_back(saved: bytes) -> None:
    back = read_export(altered_zip(saved, "claims", put(2, "claim", "'=1+1")))
    assert back.claims[0].text == "=1+1"
    assert read_export(altered_zip(saved, "claims", put(2, "claim", "'plain"))).claims[0].text == "'plain"


def repacked(content: bytes, change: Callable[[dict[str, bytes]], object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return target.getvalue()


def test_a_table_that_is_missing_is_named(saved: bytes) -> None:
    (said,) = refusals(repacked(saved, lambda files: files.pop("tables/places.csv")))
    assert "it holds tables/places.csv not at all" in said


def test_bytes_that_are_not_utf_8_are_named(saved: bytes) -> None:
    said = refusals(repacked(saved, lambda files: files.update({"tables/topics.csv": b"topic,label,unit\r\n\xff,a,b"})))
    assert any("save the file as UTF-8, byte 19 is not" in sentence for sentence in said)


def test_an_archive_without_measure_is_not_unpacked(saved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(saved, lambda files: files.update({"tables/claims.csv": b"0" * 2**24}))
    (said,) = refusals(bomb)
    assert "tables/claims.csv unpacks to more than any table of ours" in said
    (said,) = refusals(repacked(saved, dict.copy, zipfile.ZIP_BZIP2))
    assert "or in another way" in said
    monkeypatch.setattr(zipped, "_MOST_ENTRIES", 3)
    (said,) = refusals(saved)
    assert "files, and no archive of ours does" in said
    monkeypatch.setattr(zipped, "_MOST_ENTRIES", 1000)
    monkeypatch.setattr(zipped, "_MOST_BYTES", 100)
    (said,) = refusals(saved)
    assert "unpacks to more than any table of ours" in said


def test_a_size_that_lies_is_found_out(saved: bytes) -> None:
    """The directory says that a table is small; what is unpacked does not agree."""
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        size = archive.getinfo("tables/claims.csv").file_size.to_bytes(4, "little")
    assert saved.count(size) >= 2
    (said,) = refusals(saved.replace(size, (50).to_bytes(4, "little")))
    assert "it is no ZIP that can be read" in said
