from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import Limits
from tests.geodata.ingest.reading.test_sheets import workbook
from tests.geodata.ingest.reading.texts import read_here

TABLE = "id,text\n1,Суджа\n".encode("cp1251") + "2,Курская область\n".encode("cp1251")


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "layer"),
    [
        ("a.csv.gz", gzip.compress(TABLE, mtime=0), None),
        ("a.zip", packed({"a.csv": TABLE}), None),
        (
            "a.zip",
            packed({"d/a.csv": TABLE, "__MACOSX/d/._a.csv": b"x", "readme.txt": b"words", "d/.b.csv": b"x"}),
            None,
        ),
        ("a.zip", packed({"a.csv": TABLE, "b.geojson": b"{}"}), "a.csv"),
        ("a.zip", packed({"../../a.csv": TABLE}), None),
    ],
)
def test_the_file_inside_is_read(tmp_path: Path, name: str, content: bytes, layer: str | None) -> None:
    facts, rows = read_here(tmp_path / "job", name, content, layer=layer)
    assert (facts.format, facts.encoding, facts.layer) == ("csv", "cp1251", layer)
    assert [row["text"] for row in rows] == ["Суджа", "Курская область"]
    assert [path.name for path in tmp_path.iterdir()] == ["job"]


def test_a_workbook_inside_is_read(tmp_path: Path) -> None:
    _facts, rows = read_here(tmp_path, "a.zip", packed({"a.xlsx": workbook([["a", "b"], ["1", "2"]])}))
    assert [row["a"] for row in rows] == ["1"]


def test_several_files_are_asked_about(tmp_path: Path) -> None:
    content = packed({"a.csv": TABLE, "b.json": b"[]"})
    with pytest.raises(NeedsAnswerError) as caught:
        read_here(tmp_path, "a.zip", content)
    assert [value for value, _words in caught.value.questions[0].options] == ["a.csv", "b.json"]
    with pytest.raises(ImportRefusedError, match="no file"):
        read_here(tmp_path, "a.zip", content, layer="c.csv")


def locked() -> bytes:
    content = bytearray(packed({"a.csv": TABLE}))
    content[6] |= 1
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


REFUSED: list[tuple[str, bytes, dict[str, Any], str]] = [
    ("a.zip", packed({"a.exe": b"x"}), {}, "nothing in it"),
    ("a.zip", packed({}), {}, "nothing in it"),
    ("a.zip", packed({"b.zip": packed({"a.csv": TABLE})}), {}, "nothing in it"),
    ("a.zip", packed({"a.csv": packed({"a.csv": TABLE})}), {}, "begins like"),
    ("a.zip", locked(), {}, "password"),
    ("a.zip", packed({f"{n}.csv": b"x" for n in range(5)}), {"entries": 4}, "more than 4 files"),
    ("a.zip", packed({"a.csv": b"a,b\n" * 500_000}), {}, "packed so tightly"),
    ("a.zip", packed({"a.csv": TABLE * 100}), {"unpacked_bytes": 1000}, "unpacks to more than"),
    ("a.csv.gz", gzip.compress(b"a,b\n" * 500_000, mtime=0), {}, "packed so tightly"),
    ("a.csv.gz", gzip.compress(TABLE * 100, mtime=0), {"unpacked_bytes": 1000}, "unpacks to more than"),
    ("a.csv.gz", gzip.compress(TABLE, mtime=0)[:-12], {}, "damaged"),
    ("a.csv.gz", b"\x1f\x8b nonsense", {}, "damaged"),
    ("a.zip.gz", gzip.compress(packed({"a.csv": TABLE}), mtime=0), {}, "archive in an archive"),
    ("a.gz", gzip.compress(TABLE, mtime=0), {}, "not read"),
    ("a.zip", packed({"a.csv": TABLE})[:-30], {}, "damaged"),
    ("a.zip", packed({"a.csv": TABLE * 9}).replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:40] + b"\0" * 300, {}, "damaged"),
    ("a.zip", packed({"a.shp": b"x"}), {}, r"\.dbf is missing"),
    ("a.xlsx", packed({"xl/x.xml": b" " * 30_000_000}), {}, "packed so tightly"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "limits", "words"), REFUSED)
def test_traps_and_damage_are_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, limits: dict[str, Any], words: str
) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        read_here(tmp_path, name, content, limits=Limits(**limits))
