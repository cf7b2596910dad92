from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import BuildError
from geodata.model import Dataset
from geodata.scale.build import build_dataset
from geodata.scale.counts import heaps_of
from geodata.scale.engine import open_engine
from geodata.scale.holding import remove_unless_held
from geodata.scale.tables import CACHE_FILE
from geodata.store import BBox, ClaimQuery, select
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


@pytest.fixture
def made(tmp_path: Path, tiny: Dataset) -> Path:
    return build_dataset(tiny, tmp_path / "builds")


def test_what_was_asked_before_is_answered_the_same(made: Path, tiny: Dataset) -> None:
    engine = open_engine(str(made))
    asked = ClaimQuery(date(2024, 10, 1), date(2024, 12, 31), text="sappers")
    for box in (None, BBox(30, 50, 40, 55), BBox(0, 0, 1, 1), None):
        question = replace(asked, bbox=box)
        for _again in range(2):
            assert engine.heaps(question) == heaps_of(select(tiny, question))
    assert (engine.total, engine.known_by(None), engine.known_by(date(2024, 10, 14))) == (6, 6, 1)
    engine.close()


def test_a_build_stays_while_it_is_asked(made: Path) -> None:
    engine = open_engine(made)
    assert not remove_unless_held(made)
    engine.close()
    assert remove_unless_held(made)
    with pytest.raises(BuildError, match="is gone; build the data set again"):
        open_engine(made)


def test_without_a_native_copy_the_tables_themselves_are_read(made: Path, tiny: Dataset) -> None:
    (made / CACHE_FILE).mkdir()  # no file of that name can be written
    engine = open_engine(made)
    for asked in (ClaimQuery(), ClaimQuery(known_on=date(2024, 11, 5)), ClaimQuery(text="équipement")):
        assert engine.heaps(asked) == heaps_of(select(tiny, asked))
        assert tuple(engine.rows(asked).column("row").to_pylist()) == select(tiny, asked).chosen
    engine.close()


def test_a_build_without_a_table_is_refused_and_let_go(made: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(made, copied, ignore=shutil.ignore_patterns(CACHE_FILE))
    (copied / "slim.parquet").unlink()
    with pytest.raises(BuildError, match="cannot be read"):
        open_engine(copied)
    assert remove_unless_held(copied)
