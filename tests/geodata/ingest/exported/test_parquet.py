from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.ingest.exported import parquet
from tests.geodata.ingest.exported.samples import WRITERS, refusals, selected


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return WRITERS["parquet"](selected(tmp_path_factory.mktemp("saved")))


def altered(content: bytes, change: Callable[[Any], Any]) -> bytes:
    target = io.BytesIO()
    pq.write_table(change(pq.read_table(io.BytesIO(content))), target)
    return target.getvalue()


def put(column: str, row: int, value: object) -> Callable[[Any], Any]:
    def change(table: Any) -> Any:
        values = table[column].to_pylist()
        values[row] = value
        return table.set_column(table.schema.get_field_index(column), column, pa.array(values))

    return change


def said(**changes: object) -> Callable[[Any], Any]:
    """Change what the file says of itself."""

    def change(table: Any) -> Any:
        about = json.loads(table.schema.metadata[b"claimline"])
        for key, value in changes.items():
            about["records"][key] = value
        return table.replace_schema_metadata({b"claimline": json.dumps(about).encode()})

    return change


ALTERED: list[tuple[Callable[[Any], Any], str]] = [
    (put("modality", 1, "there"), "f, row 2, field modality: “there” cannot be used; use one of planned"),
    (put("reports", 0, "[{"), "f, row 1, field reports: it is not JSON ("),
    (put("reports", 0, "{}"), "f: row 1, field reports: a list belongs here, and there is none."),
    (put("reports", 0, None), "f, row 1, field reports: it is not JSON ("),
    (put("reports", 0, "[7]"), "f: row 1: reports, row 1: “7” cannot be used; write a record with named fields."),
    (lambda table: table.drop_columns(["actor"]), "f, row 1, field actor: the field is missing, add it"),
    (lambda table: table.replace_schema_metadata(None), "f: its metadata say nothing of Claimline"),
    (lambda table: table.replace_schema_metadata({b"claimline": b"{"}), "f: its metadata are not JSON that can be"),
    (lambda table: table.replace_schema_metadata({b"claimline": b"[]"}), "f: it holds no records to restore"),
    (said(layout=9), "its records have the layout “9”"),
    (said(places=[]), "field place_id: “sudzha” cannot be used; name an id that the table places holds."),
]


@pytest.mark.parametrize(("change", "words"), ALTERED)
def test_an_altered_file_is_refused_where_it_stands(saved: bytes, change: Callable[[Any], Any], words: str) -> None:
    sentences = refusals(altered(saved, change))
    assert any(words in sentence for sentence in sentences), sentences


def test_columns_without_measure_are_not_unpacked(saved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_MOST_BYTES", 2**10)
    (sentence,) = refusals(saved)
    assert "its columns unpack to more than" in sentence
