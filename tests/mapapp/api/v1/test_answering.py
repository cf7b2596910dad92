"""The engine answers where there is a build of the data as they are, and says the same as memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.scale import build
from geodata.scale.answers import Answers
from geodata.scale.engine import Engine
from geodata.scale.memory import MemoryAnswers
from geodata.store import ClaimQuery
from mapapp.api.v1 import answering as module
from mapapp.api.v1.answering import Answering, answered
from mapapp.api.v1.handlers import _packed_view
from tests.builders import DatasetBuilder
from tests.mapapp.api.v1.asked_things import get, json_of, refused

QUESTIONS = ["", "known=2024-11-25&type=demining", "bbox=30,50,40,60", "text=kursk", "from=2024-11-01&status=confirmed"]


@pytest.fixture
def answering() -> Iterator[Answering]:
    kept = Answering(kept=2)
    yield kept
    kept.forget()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    """Let nothing be remembered that was answered before."""
    _packed_view.cache_clear()
    module._ANSWERING.forget()


def who(answering: Answering, folder: Path) -> Answers:
    with answering.of(load_dataset(folder), folder) as answers:
        return answers


def is_open(answers: Answers) -> bool:
    assert isinstance(answers, Engine)
    return answers._held is not None and not answers._held.closed


def test_a_build_answers_the_same(builder: DatasetBuilder) -> None:
    def told() -> list[object]:
        forget()
        views = [get("/view", f"{query}&zoom=9").body for query in QUESTIONS]
        return [*views, *(json_of("/histogram", query) for query in QUESTIONS)]

    before = told()
    build(builder.folder)
    assert told() == before


def test_a_build_that_cannot_be_read_is_said_to_be_so(builder: DatasetBuilder) -> None:
    made = build(builder.folder)
    for table in (*made.glob("*.parquet"), *made.glob("*.duckdb")):
        table.unlink()
    told = refused("/view", status=503)
    assert told.endswith("its keeper must build them again (geodata build --force).")
    assert str(builder.folder.parent) not in told


def test_the_engine_answers_once_there_is_a_build_and_as_long_as_it_is_of_these_data(
    builder: DatasetBuilder, answering: Answering
) -> None:
    assert isinstance(who(answering, builder.folder), MemoryAnswers)
    build(builder.folder)
    engine = who(answering, builder.folder)
    assert is_open(engine)
    assert who(answering, builder.folder) is engine
    builder.put("claims.csv", 2, "claim", "Something else").write()
    assert isinstance(who(answering, builder.folder), MemoryAnswers)
    assert not is_open(engine)


def test_data_that_are_older_than_the_build_are_answered_from_memory(
    builder: DatasetBuilder, answering: Answering
) -> None:
    older = load_dataset(builder.folder)
    builder.put("claims.csv", 2, "claim", "Something else").write()
    build(builder.folder)
    with answering.of(older, builder.folder) as answers:
        assert isinstance(answers, MemoryAnswers)


def test_who_was_asked_longest_ago_is_closed_once_nobody_asks(tmp_path: Path, answering: Answering) -> None:
    folders = [DatasetBuilder(tmp_path / name).write() for name in "abc"]
    data: list[Dataset] = [load_dataset(folder) for folder in folders]
    for folder in folders:
        build(folder)
    with answering.of(data[0], folders[0]) as first:
        second = who(answering, folders[1])
        third = who(answering, folders[2])
        assert is_open(first)
        assert first.heaps(ClaimQuery()).in_view == 3
    assert not is_open(first)
    assert is_open(second)
    assert is_open(third)
    answering.forget()
    assert not is_open(second)


def test_only_a_few_threads_ask(builder: DatasetBuilder) -> None:
    dataset, names = load_dataset(builder.folder), set()
    lock = threading.Lock()

    def ask(answers: Answers) -> int:
        with lock:
            names.add(threading.current_thread().name)
        return answers.heaps(ClaimQuery()).in_view

    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(answered(dataset, builder.folder, ask))) for _ in range(12)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [3] * 12
    assert 1 <= len(names) <= 4
    assert all(name.startswith("claimline-asking") for name in names)
