from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from mapapp.ui.importing.turns import BUSY, CancelledError, TooBusyError, Turns


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.01)


def test_no_more_than_allowed_work_at_once_and_the_others_in_the_order_in_which_they_came() -> None:
    turns = Turns(at_once=2, waiting=8)
    goes_on = threading.Semaphore(0)
    begun: list[int] = []

    def work(number: int, ticket: object) -> None:
        with turns.turn(ticket, lambda: True):
            begun.append(number)
            assert goes_on.acquire(timeout=10)

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=work, args=(number, turns.join())))
        threads[-1].start()
        if number < 2:
            wait_until(lambda: len(begun) == number + 1)  # noqa: B023 - it is asked here
    time.sleep(0.3)
    assert begun == [0, 1]
    for count in (3, 4, 5):
        goes_on.release()
        wait_until(lambda: len(begun) == count)  # noqa: B023 - it is asked here
    assert begun == [0, 1, 2, 3, 4]
    for _ in range(2):
        goes_on.release()
    for thread in threads:
        thread.join(10)


def test_a_full_line_is_refused_and_a_place_in_it_is_told() -> None:
    turns = Turns(at_once=1, waiting=2)
    first = turns.join()
    with turns.turn(first, lambda: True):
        tickets = [turns.join(), turns.join()]
        assert [turns.place(ticket) for ticket in (first, *tickets)] == [0, 1, 2]
        with pytest.raises(TooBusyError, match=BUSY):
            turns.join()


def test_who_is_given_up_leaves_the_line() -> None:
    turns = Turns(at_once=1, waiting=2)
    with turns.turn(turns.join(), lambda: True):
        waiting = turns.join()
        with pytest.raises(CancelledError), turns.turn(waiting, lambda: False):
            raise AssertionError("its turn had not come")
        assert turns.place(waiting) == 0
    with turns.turn(turns.join(), lambda: True):  # and the next one has its turn
        pass


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns(at_once=1, waiting=1)
    with pytest.raises(ValueError, match="broken"), turns.turn(turns.join(), lambda: True):
        raise ValueError("broken")
    with turns.turn(turns.join(), lambda: True):
        pass
