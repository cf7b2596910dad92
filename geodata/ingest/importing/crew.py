"""Batches worked on side by side: Arrow and NumPy leave the interpreter to others while they count."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

__all__ = ["Crew", "in_order"]

_WORKERS = 2
_WAITING = 2  # tasks that are ready for each worker: so many batches more are in memory
_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


class Crew(Generic[_Task, _Done]):
    """Threads that do one kind of work; what they make comes in the order in which it was asked for.

    A context manager: at its end no thread is left, and what was not begun is dropped.

    Parameters
    ----------
    work : callable
        Done in a thread for each task. What it raises is raised where its result is taken.
    workers : int
        How many threads there are. With one, tasks are done in their order too.
    """

    def __init__(self, work: Callable[[_Task], _Done], workers: int = _WORKERS) -> None:
        self._work = work
        self._most = workers * (1 + _WAITING)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="import")
        self._open: deque[Future[_Done]] = deque()
        self._done: deque[_Done] = deque()

    def add(self, task: _Task) -> None:
        """Ask for one more; waits while too many are open."""
        if len(self._open) >= self._most:
            self._done.append(self._open.popleft().result())
        self._open.append(self._pool.submit(self._work, task))

    @property
    def is_busy(self) -> bool:
        """Whether as many are open as may be."""
        return len(self._open) >= self._most

    @property
    def is_open(self) -> bool:
        """Whether a result was not taken yet."""
        return bool(self._done or self._open)

    def next(self) -> _Done:
        """The first result that was not taken yet; IndexError where all were."""
        return self._done.popleft() if self._done else self._open.popleft().result()

    def rest(self) -> list[_Done]:
        """All results that were not taken yet."""
        found = []
        while self.is_open:
            found.append(self.next())
        return found

    def __enter__(self) -> Crew[_Task, _Done]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=error is not None)


def in_order(
    work: Callable[[_Task], _Done], tasks: Iterable[_Task], workers: int = _WORKERS
) -> Generator[_Done, None, None]:
    """The result of each task, in the order of the tasks, of which a few are done ahead.

    Parameters
    ----------
    work : callable
        Done in a thread for each task.
    tasks : iterable
        Taken in the caller's thread, as they are needed.
    workers : int
        How many threads there are.
    """
    with Crew(work, workers) as crew:
        for task in tasks:
            if crew.is_busy:
                yield crew.next()
            crew.add(task)
        while crew.is_open:
            yield crew.next()
