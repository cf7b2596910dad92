"""The quick way through a text table gives what the careful one gives, whatever the file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import UPLOAD, delimited, flow, lane
from geodata.ingest.reading.soundness import Form
from tests.geodata.ingest.reading.texts import TEXTS, read_here

LIMITS = replace(UPLOAD, field_chars=40, rows=60)
PIECES = [
    *'a1 ,;"\t|',
    "\n",
    "\r\n",
    '"',
    '","',
    '"\n"',
    '""',
    ",,,,",
    "\n,,\n",
    "Ж",
    "\ufeff",
    "\u3000",
    "\xa0",
    "x" * 39,
]
WILD = [*PIECES, "\r", "\0", "\x85", "\u2028", "\x1c", "x" * 41, "é" * 41, '"' * 3, "\udcff", "\udcd0"]
BLOWS = [b'"', b"\n", b"\r", b"\0", b"\xff", b"", b",", b";", b"\n\n", b"y" * 41]
CELL = st.lists(st.sampled_from([*'ab ,;"\t', "\n", "\r\n", "\r", "Ж", "\ufeff", "\u3000"]), max_size=6).map("".join)
STEPS = st.tuples(st.sampled_from([1, 7, 64, 1 << 19]), st.sampled_from([1, 3, 50_000]), st.sampled_from([1, 2, 500]))


def outcome(folder: Path, content: bytes, limits: Any = LIMITS, **wishes: Any) -> object:
    try:
        return read_here(folder, "a.csv", content, limits=limits, **wishes)
    except (ImportRefusedError, NeedsAnswerError) as error:
        return str(error)


def both(folder: Path, content: bytes, steps: tuple[int, int, int] = (1 << 19, 50_000, 500), **wishes: Any) -> object:
    """Read it both ways, the quick one in steps: bytes looked at, rows of a batch, rows read with care."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "can_be_quick", lambda _form: False)
        careful = outcome(folder, content, **wishes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "_STRETCH", steps[0])
        patch.setattr(lane, "BATCH_ROWS", steps[1])
        patch.setattr(lane, "_FEWEST", steps[2])
        quick = outcome(folder, content, **wishes)
    assert quick == careful
    return quick


def written(rows: list[list[str]], delimiter: str, end: str, quoting: Any) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def shown(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogateescape") if encoding == "utf-8" else text.encode(encoding, "replace")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WILD), max_size=60).map("".join),
    st.sampled_from([",", ";", "\t", "|", " "]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251", "gb18030"]),
    STEPS,
)
@example('1,"a\n2,b\n3,c"\n4,d', ",", "utf-8", (7, 3, 1))
@example('1,"a"\r\n\r\n2,"b""\r\n"\r\n3,c,,\r\n4', ",", "utf-8", (7, 3, 1))
@example("\ufeff1,2\n\ufeff3,4\n", ",", "utf-8", (1, 1, 1))
def test_any_bytes_come_out_the_same(
    tmp_path: Path, text: str, delimiter: str, encoding: str, steps: tuple[int, int, int]
) -> None:
    content = shown(f"text{delimiter}day\n{text}", encoding)
    both(tmp_path, content, steps, delimiter=delimiter, encoding=encoding, header_row=1)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.integers(1, 4), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]), STEPS)
def test_a_table_with_some_damage_comes_out_the_same(
    tmp_path: Path, data: st.DataObject, width: int, delimiter: str, end: str, steps: tuple[int, int, int]
) -> None:
    rows = data.draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12))
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    content = written([[f"name {n}" for n in range(width)], *rows], delimiter, end, quoting).encode()
    for _blow in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(len(f"name {width}"), len(content)))
        blow = data.draw(st.sampled_from(BLOWS))
        content = content[:at] + blow + content[at + data.draw(st.integers(0, 3)) :]
    head = data.draw(st.sampled_from([None, None, 2]))
    steps = steps if head is None else (steps[0], 50_000, steps[2])
    both(tmp_path, content, steps, delimiter=delimiter, encoding="utf-8", header_row=1, head=head)
    both(tmp_path, content, steps)  # everything found out


LONG = "".join(f'{n},"text ""{n}"" of\r\nЖ",{"" if n % 5 else " "},x\r\n' for n in range(2_000))
TORN = [
    '5,"a"b,c,d\r\n', "\r\n", "1,2\r\n", "1,2,3,4,,\r\n", '"open,2,3,4\r\n', "\0,1,2,3\r\n", "\r", ",,,\r\n",
    " , ,\r\n", '1,"a\r\nb",2\r\n', '1,"a\r\n1,2,3,4\r\n",2\r\n', '"1,2,"\r\n', "z" * 50 + ",1,2,3\r\n",
    'a"b,c,d,e\r\n',
]  # fmt: skip


@pytest.mark.parametrize("blow", TORN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_damage_at_any_place_takes_no_sound_row_along(tmp_path: Path, blow: str, encoding: str) -> None:
    lines = LONG.split("x\r\n")
    limits = replace(UPLOAD, field_chars=40)
    for at in (0, 1, 700, 1_999, 2_000):
        text = "a,b,c,d\r\n" + "x\r\n".join([*lines[:at], ""]) + blow + "x\r\n".join(lines[at:])
        both(tmp_path, text.encode(encoding), (4_096, 300, 10), encoding=encoding, limits=limits, header_row=1)


@pytest.mark.parametrize("language", TEXTS)
def test_a_sound_table_needs_no_care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(lane._Reader, "_careful", None)
    text = "\n".join(["id,text,day", *(f'{n},"{line}",2024-01-0{n}' for n, line in enumerate(TEXTS[language], 1))])
    assert len(read_here(tmp_path, "a.csv", text.encode())[1]) == 3


def test_a_separator_of_several_bytes_is_read_with_care(tmp_path: Path) -> None:
    form = Form("¦", 2, 9, nuls=False, damaged=False)
    assert not lane.can_be_quick(form)
    assert lane.can_be_quick(replace(form, delimiter=";"))
    assert not lane.can_be_quick(replace(form, delimiter=";", width=0))
    _facts, rows = read_here(tmp_path, "a.csv", "a¦b\n1¦2\n3¦4\n".encode(), delimiter="¦", encoding="utf-8")
    assert [(row["#row"], row["a"], row["b"]) for row in rows] == [(2, "1", "2"), (3, "3", "4")]
