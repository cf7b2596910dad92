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
from mapapp.export.look import Look
from mapapp.export.progress import CancelledError
from mapapp.export.save import save
from mapapp.export.tables import tables_of
from tests.builders import DatasetBuilder

NO_TIME = "No claim in view has a date, so there is no time to film: name a first and a last day."
SHORT = Look(size_px=(640, 420), frames=2)


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


@pytest.mark.parametrize(
    ("query", "films"),
    [(ClaimQuery(), True), (ClaimQuery(known_on=date(2024, 10, 16)), True), (ClaimQuery(text="nobody"), False)],
)
def test_every_format_is_in_it_and_the_manifest_names_each(tiny: Dataset, query: ClaimQuery, films: bool) -> None:
    selection = select(tiny, query)
    with zipfile.ZipFile(io.BytesIO(save(selection, ".zip", SHORT).content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    held = {suffix for suffix, one in FORMATS.items() if suffix != ".zip" and (films or one.kind is not Kind.FILM)}
    for suffix in held:
        assert files[f"claims{suffix}"] == save(selection, suffix, SHORT).content
    tables = {f"tables/{table.name}.csv" for table in tables_of(selection)}
    assert set(files) == {f"claims{suffix}" for suffix in held} | tables
    assert {one["name"]: (one["bytes"], one["sha256"]) for one in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    }
    assert [claim["id"] for claim in manifest["claims"]] == [tiny.claims[row].claim_id for row in selection.chosen]
    assert manifest["left_out"] == (None if films else f"A film: {NO_TIME}")
    assert manifest["dataset"]["digest"] == tiny.digest
    assert manifest["caveat"] == "Reported claims, not confirmed facts"


def test_the_same_selection_gives_the_same_bytes(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery())
    assert save(selection, ".zip", SHORT).content == save(selection, ".zip", SHORT).content


def test_it_tells_how_far_it_is_and_can_be_stopped(tiny: Dataset) -> None:
    shares: list[float] = []

    def until_half(share: float) -> None:
        shares.append(share)
        if share > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        save(select(tiny, ClaimQuery()), ".zip", SHORT, until_half)
    assert shares == sorted(shares)
    assert len(shares) > len(FORMATS) - 4
