from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset
from geodata.scale.answers import Answers, answers_of
from geodata.scale.build import build
from geodata.scale.detail import View
from geodata.scale.engine import Engine
from geodata.scale.memory import MemoryAnswers
from geodata.store import ClaimQuery
from tests.builders import DatasetBuilder
from tests.geodata.scale.engines import ASKED, engine_of
from tests.worlds import WORLDS


def plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: (values.dtype.name, values.tolist()) for name, values in columns.items()}


def told(view: View) -> tuple[Any, ...]:
    return (
        view.kind, plain(view.columns), plain(view.areas), view.heaps, view.level, view.buckets, plain(view.top),
    )  # fmt: skip


@given(WORLDS, st.lists(ASKED, min_size=4, max_size=4), st.integers(0, 24), st.sampled_from([0, 1, 3, 50]))
@settings(deadline=None, max_examples=40)
def test_memory_and_engine_answer_alike(world: Dataset, questions: list[ClaimQuery], zoom: int, budget: int) -> None:
    memory: Answers = answers_of(world)
    assert isinstance(memory, MemoryAnswers)
    with engine_of(world) as answering:
        engine: Answers = answering
        for asked in questions:
            assert engine.heaps(asked) == memory.heaps(asked)
            assert engine.rows(asked).to_pylist() == memory.rows(asked).to_pylist()
            assert engine.rows(asked).schema == memory.rows(asked).schema
            assert plain(engine.histogram(asked).columns) == plain(memory.histogram(asked).columns)
            assert told(engine.view(asked, zoom, budget)) == told(memory.view(asked, zoom, budget))


def test_a_folder_is_answered_from_its_build_once_there_is_one(tmp_path: Path) -> None:
    folder = DatasetBuilder(tmp_path / "tiny").write()
    memory = answers_of(folder)
    assert isinstance(memory, MemoryAnswers)
    build(folder)
    engine = answers_of(str(folder))
    assert isinstance(engine, Engine)
    for text in ("", "Суджа", "équipement", "korea TROOPS", "‹"):
        asked = ClaimQuery(text=text, known_on=date(2025, 1, 16))
        assert engine.rows(asked).to_pylist() == memory.rows(asked).to_pylist()
    engine.close()
