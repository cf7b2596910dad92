"""The engine answers where there is a build of the data as they are, and says the same as memory."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.types import Message

from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.scale import build
from geodata.scale.answers import Answers
from geodata.scale.engine import Engine
from geodata.scale.memory import MemoryAnswers
from geodata.scale.reader import CancelledQueryError
from geodata.scale.sql import Bind
from geodata.store import ClaimQuery
from mapapp.api.v1 import answering as module
from mapapp.api.v1.answering import Answering, answered
from mapapp.api.v1.handlers import _packed_view
from tests.builders import DatasetBuilder
from tests.mapapp.api.asgi import APP
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


LONG = "range(1000000)"


def test_a_statement_is_ended_when_nobody_waits_any_more(builder: DatasetBuilder, answering: Answering) -> None:
    build(builder.folder)
    begun = threading.Event()

    def ask(answers: Answers) -> object:
        assert isinstance(answers, Engine)
        begun.set()
        return answers.rows_of(
            "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 3", Bind()
        )

    dataset = load_dataset(builder.folder)
    with pytest.raises(CancelledQueryError, match="ask it anew"):
        answered(dataset, builder.folder, ask, given_up=begun.is_set, answering=answering)
    counted = answered(
        dataset, builder.folder, lambda answers: answers.heaps(ClaimQuery()).in_view, answering=answering
    )
    assert counted == 3


def test_what_waits_is_not_begun_when_nobody_waits_for_it(builder: DatasetBuilder, answering: Answering) -> None:
    dataset, go_on, begun = load_dataset(builder.folder), threading.Event(), threading.Semaphore(0)

    def hold(_answers: Answers) -> None:
        begun.release()
        assert go_on.wait(20)

    def ask(work: Callable[[Answers], None]) -> None:
        answered(dataset, builder.folder, work, given_up=lambda: work is not hold, answering=answering)

    holders = [threading.Thread(target=ask, args=(hold,)) for _ in range(4)]
    for holder in holders:
        holder.start()
    assert all(begun.acquire(timeout=20) for _ in holders)
    with pytest.raises(CancelledQueryError, match="not begun"):
        ask(lambda _answers: pytest.fail("it was begun"))
    go_on.set()
    for holder in holders:
        holder.join(20)


def test_who_leaves_is_noticed(builder: DatasetBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    builder.write()
    noticed: list[bool] = []

    def slow(_dataset: object, _folder: object, _ask: object, *, given_up: Callable[[], bool]) -> None:
        for _ in range(200):
            if given_up():
                break
            time.sleep(0.05)
        noticed.append(given_up())
        raise CancelledQueryError("It was given up.")

    monkeypatch.setattr("mapapp.api.v1.handlers.answered", slow)
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        return

    scope = {
        "type": "http", "method": "GET", "path": "/api/v1/view", "query_string": b"", "headers": [], "root_path": "",
        "scheme": "http", "server": ("127.0.0.1", 80), "http_version": "1.1",
    }  # fmt: skip

    async def answer() -> None:
        await APP(scope, receive, send)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answer()).result(30)
    assert noticed == [True]


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
