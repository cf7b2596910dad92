from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.save import save
from mapapp.export.tables import tables_of
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


@pytest.mark.parametrize("query", [ClaimQuery(), ClaimQuery(known_on=date(2024, 10, 16)), ClaimQuery(text="nobody")])
def test_every_format_is_in_it_and_the_manifest_names_each(tiny: Dataset, query: ClaimQuery) -> None:
    selection = select(tiny, query)
    with zipfile.ZipFile(io.BytesIO(save(selection, ".zip").content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    held = {suffix for suffix, one in FORMATS.items() if suffix != ".zip" and one.kind is not Kind.FILM}
    for suffix in held:
        assert files[f"claims{suffix}"] == save(selection, suffix).content
    tables = {f"tables/{table.name}.csv" for table in tables_of(selection)}
    assert set(files) == {f"claims{suffix}" for suffix in held} | tables
    assert {one["name"]: (one["bytes"], one["sha256"]) for one in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    }
    assert [claim["id"] for claim in manifest["claims"]] == [tiny.claims[row].claim_id for row in selection.chosen]
    assert manifest["dataset"]["digest"] == tiny.digest
    assert manifest["caveat"] == "Reported claims, not confirmed facts"


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery())
    assert save(selection, ".zip").content == save(selection, ".zip").content
