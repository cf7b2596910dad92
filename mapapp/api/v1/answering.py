"""Who counts and draws for each data set: opened once, shared by all who ask, closed when nobody asks any more."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geodata.model import Dataset

if TYPE_CHECKING:
    from geodata.scale.answers import Answers

__all__ = ["Answering", "answered"]

_Found = TypeVar("_Found")
_AT_ONCE = 4  # threads that ask: each has a cursor of its own in an engine, which it keeps
_LOOK_S = 0.05  # between two looks whether somebody still waits


@dataclass(slots=True, eq=False)
class _Open:
    version: tuple[str, Path | None]
    answers: Answers
    users: int = 0
    is_gone: bool = False


class Answering:
    """Keeps who answers for a few data sets; safe to use from any thread.

    Parameters
    ----------
    kept : int
        Data sets for which somebody is kept; the one that was asked longest ago goes first.
    """

    def __init__(self, kept: int = 4) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._open: OrderedDict[Path, _Open] = OrderedDict()

    @contextmanager
    def of(self, dataset: Dataset, folder: Path) -> Iterator[Answers]:
        """Who answers for a data set: the engine over its build, where that is of these data, else memory.

        Parameters
        ----------
        dataset : Dataset
            As it was read from the folder.
        folder : Path
            Where its build would be.

        Raises
        ------
        DatasetError
            If the files of the data set cannot be read.
        BuildError
            If the build cannot be read.
        """
        from geodata.scale.standing import build_name, built  # numpy with it: only for who asks

        build = built(folder)
        if build is not None and build.name != build_name(dataset.digest):  # the files changed this very moment
            build = None
        found = self._take(dataset, folder, build)
        try:
            yield found.answers
        finally:
            with self._lock:
                found.users -= 1
                _close_unused(found)

    def _take(self, dataset: Dataset, folder: Path, build: Path | None) -> _Open:
        version = (dataset.digest, build)
        with self._lock:
            found = self._open.get(folder)
            if found is None or found.version != version:
                made = _Open(version, _opened(dataset, build))
                self._leave(self._open.pop(folder, None))
                found = self._open[folder] = made
            self._open.move_to_end(folder)
            found.users += 1
            while len(self._open) > self._kept:
                self._leave(self._open.popitem(last=False)[1])
            return found

    def forget(self) -> None:
        """Keep nobody any more."""
        with self._lock:
            while self._open:
                self._leave(self._open.popitem()[1])

    @staticmethod
    def _leave(found: _Open | None) -> None:
        if found is not None:
            found.is_gone = True
            _close_unused(found)


def _opened(dataset: Dataset, build: Path | None) -> Answers:
    from geodata.scale.engine import open_engine
    from geodata.scale.memory import MemoryAnswers

    return MemoryAnswers(dataset) if build is None else open_engine(build)


def _close_unused(found: _Open) -> None:
    from geodata.scale.engine import Engine

    if found.is_gone and not found.users and isinstance(found.answers, Engine):
        found.answers.close()


_ANSWERING = Answering()
_ASKING = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="claimline-asking")


def _nobody_left() -> bool:
    return False


def answered(
    dataset: Dataset,
    folder: Path,
    ask: Callable[[Answers], _Found],
    *,
    given_up: Callable[[], bool] = _nobody_left,
    answering: Answering = _ANSWERING,
) -> _Found:
    """Ask a data set, in one of a few threads.

    Parameters
    ----------
    dataset, folder
        As of :meth:`Answering.of`.
    ask : callable
        What to ask of who answers.
    given_up : callable
        Whether nobody waits for the answer any more; looked at many times a second. Then what waits is not begun, and a
        statement of an engine is ended; memory goes on to its end.
    answering : Answering
        Who keeps them.

    Returns
    -------
    object
        What ``ask`` gives back; what it raises is raised.

    Raises
    ------
    CancelledQueryError
        If it was given up.
    DatasetError, BuildError
        As :meth:`Answering.of`.
    """
    asking: list[tuple[Answers, int]] = []
    lock = threading.Lock()  # a thread goes on to the next question only when nobody is about to end this one

    def work() -> _Found:
        with answering.of(dataset, folder) as answers:
            asking.append((answers, threading.get_ident()))
            try:
                return ask(answers)
            finally:
                with lock:
                    asking.clear()

    future = _ASKING.submit(work)
    while not wait((future,), _LOOK_S).done:
        if given_up():
            if future.cancel():  # it had not begun
                raise _gone()
            with lock:
                _end(asking)
    return future.result()


def _end(asking: Iterable[tuple[Answers, int]]) -> None:
    from geodata.scale.engine import Engine

    for answers, thread in asking:
        if isinstance(answers, Engine):
            answers.cancel(thread)


def _gone() -> Exception:
    from geodata.scale.reader import CancelledQueryError

    return CancelledQueryError("Nobody waits for the answer any more, so it was not begun: ask it anew.")
