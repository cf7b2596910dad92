"""Work side by side, taken in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice

import pytest

from geodata.ingest.importing.crew import Crew, in_order


def test_what_is_done_first_is_not_taken_first() -> None:
    second = threading.Event()

    def work(task: int) -> int:
        if task == 0:
            assert second.wait(10)
        if task == 1:
            second.set()
        return task * task

    assert list(in_order(work, range(50))) == [task * task for task in range(50)]


def test_tasks_are_taken_as_they_are_needed() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[int]:
        for task in range(1_000):
            begun.append(task)
            yield task

    results = in_order(str, tasks())
    assert next(results) == "0"
    assert len(begun) <= 7
    results.close()
    assert len(begun) <= 7


def test_an_error_comes_in_its_turn_and_leaves_no_thread() -> None:
    before = threading.active_count()

    def work(task: int) -> int:
        if task == 3:
            raise ValueError("three")
        return task

    results = in_order(work, range(100))
    assert list(islice(results, 3)) == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)
    assert threading.active_count() == before


def test_a_crew_keeps_all_that_was_asked_for() -> None:
    with Crew(str, workers=1) as crew:
        for task in range(20):
            crew.add(task)
        assert crew.next() == "0"
        assert crew.rest() == [str(task) for task in range(1, 20)]
        assert not crew.is_open
        with pytest.raises(IndexError):
            crew.next()
