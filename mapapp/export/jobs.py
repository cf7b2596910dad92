"""Files made in the background: a few at a time, a short line before them, and a bound on what is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from geodata.errors import ClaimlineError, ExportError
from mapapp.export.progress import CancelledError, Progress
from mapapp.export.save import Saved

__all__ = ["BUSY", "BusyError", "Job", "Jobs", "Limits", "State", "Work"]

Work = Callable[[Progress], Saved]
"""Makes a file; tells its progress, and lets pass what that raises."""

BUSY = "The server is busy saving for others; try again in a moment."
"""What a reader is told whose job is refused."""

_FAULT = "The file could not be made: Claimline has a fault here, and the server's log says more."


class State(Enum):
    """What becomes of a job; a reader's word for each."""

    QUEUED = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class BusyError(ExportError):
    """The line of jobs is full; nothing was begun."""

    def __init__(self) -> None:
        super().__init__(BUSY)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server gives to files made for its readers.

    Parameters
    ----------
    at_once : int
        Jobs that run at the same time.
    waiting : int
        Jobs that may wait; one more is refused.
    kept : int
        Finished files that are kept, and ``kept_bytes`` how large they may be together; the oldest goes first.
    lease_s : float
        Seconds after which a job that nobody has looked at is given up: its reader is gone.
    keep_s : float
        Seconds after which a finished file that nobody has looked at is dropped.
    """

    at_once: int = 2
    waiting: int = 8
    kept: int = 12
    kept_bytes: int = 256 * 2**20
    lease_s: float = 120.0
    keep_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Job:
    """What its owner may know of a job at one moment.

    Parameters
    ----------
    asked : hashable
        What was asked for, as the owner put it.
    state : State
        What has become of it.
    place : int
        Its place in line: 1 is the next one; 0 where it does not wait.
    share : float
        How much is done, 0 to 1.
    saved : Saved or None
        The file, once it is done.
    sentence : str
        Why there is none, where it failed or was cancelled.
    """

    asked: Hashable
    state: State
    place: int
    share: float
    saved: Saved | None
    sentence: str


@dataclass(slots=True, eq=False)
class _Task:
    owner: str
    asked: Hashable
    work: Work
    seen_at: float
    state: State = State.QUEUED
    share: float = 0.0
    saved: Saved | None = None
    sentence: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in (State.QUEUED, State.RUNNING)

    @property
    def size(self) -> int:
        return 0 if self.saved is None else len(self.saved.content) + len(self.saved.manifest or b"")

    def end(self, state: State, sentence: str = "", saved: Saved | None = None) -> None:
        self.state, self.sentence, self.saved = state, sentence, saved


def _in_thread(run: Callable[[], None]) -> None:
    threading.Thread(target=run, name="claimline-saving", daemon=True).start()


class Jobs:
    """Runs jobs for owners, one job for each; safe to use from any thread.

    Parameters
    ----------
    limits : Limits
        How many, how much, how long.
    clock : callable
        Seconds that only rise.
    start : callable
        Runs what it is given beside the caller.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        start: Callable[[Callable[[], None]], None] = _in_thread,
    ) -> None:
        self._limits = limits or Limits()
        self._clock, self._start = clock, start
        self._lock = threading.Lock()
        self._ended = threading.Condition(self._lock)  # told whenever a job ends
        self._tasks: dict[str, _Task] = {}  # by owner; finished ones in the order in which they ended
        self._line: list[_Task] = []
        self._running = 0  # threads at work, those of cancelled jobs included until they notice

    def submit(self, owner: str, asked: Hashable, work: Work) -> None:
        """Begin a job, or let it wait; the owner's earlier one is cancelled, and its file dropped.

        Parameters
        ----------
        owner : str
            Who asks; no two readers share one.
        asked : hashable
            What is asked for, to know it again.
        work : callable
            Makes the file, in another thread.

        Raises
        ------
        BusyError
            If too many wait already; the owner's earlier job stays as it is.
        """
        with self._lock:
            self._sweep()
            before = sum(task.owner != owner for task in self._line)
            if before >= self._limits.waiting and self._running >= self._limits.at_once:
                raise BusyError
            self._drop(owner)
            task = _Task(owner, asked, work, self._clock())
            self._tasks[owner] = task
            self._line.append(task)
            self._start_next()

    def look(self, owner: str, patience_s: float = 0.0) -> Job | None:
        """What has become of the owner's job; None where there is none. Looking keeps it alive.

        Parameters
        ----------
        owner : str
            Who asks.
        patience_s : float
            Seconds to wait for a job that has not ended.
        """
        with self._lock:
            task = self._tasks.get(owner)
            if task is not None:
                task.seen_at = self._clock()
            self._sweep()
            if task is not None and task.is_open:
                self._ended.wait_for(lambda: not task.is_open, patience_s)
            if task is None:
                return None
            place = self._line.index(task) + 1 if task.state is State.QUEUED else 0
            return Job(task.asked, task.state, place, task.share, task.saved, task.sentence)

    def cancel(self, owner: str) -> None:
        """Give up the owner's job if it has not ended; its thread stops when it next tells its progress."""
        with self._lock:
            task = self._tasks.get(owner)
            if task is not None and task.is_open:
                self._give_up(task)

    def forget(self, owner: str) -> None:
        """Cancel the owner's job and drop its file, as if nothing had been asked."""
        with self._lock:
            self._drop(owner)

    def _drop(self, owner: str) -> None:
        task = self._tasks.pop(owner, None)
        if task is not None and task.is_open:
            self._give_up(task)

    def _give_up(self, task: _Task) -> None:
        if task.state is State.QUEUED:
            self._line.remove(task)
        task.end(State.CANCELLED, str(CancelledError()))
        self._ended.notify_all()

    def _sweep(self) -> None:
        """Give up jobs whose readers are gone, and drop files that nobody fetches."""
        now = self._clock()
        for owner, task in list(self._tasks.items()):
            if now - task.seen_at > (self._limits.lease_s if task.is_open else self._limits.keep_s):
                self._drop(owner)

    def _start_next(self) -> None:
        while self._line and self._running < self._limits.at_once:
            task = self._line[0]
            self._start(partial(self._run, task))  # it waits for the lock that is held here
            self._line.remove(task)
            task.state = State.RUNNING
            self._running += 1

    def _run(self, task: _Task) -> None:
        def heard(share: float) -> None:
            with self._lock:
                self._sweep()
                if task.state is not State.RUNNING:
                    raise CancelledError
                task.share = max(task.share, min(1.0, share))

        try:
            heard(0.0)
            self._settle(task, State.DONE, saved=task.work(heard))
        except CancelledError as error:
            self._settle(task, State.CANCELLED, str(error))
        except ClaimlineError as error:
            self._settle(task, State.FAILED, str(error))
        finally:  # whatever else went wrong ends this thread and is written to the log
            self._settle(task, State.FAILED, _FAULT)
            with self._lock:
                self._running -= 1
                self._start_next()

    def _settle(self, task: _Task, state: State, sentence: str = "", saved: Saved | None = None) -> None:
        with self._lock:
            if task.state is not State.RUNNING:  # it was cancelled, or has ended
                return
            task.end(state, sentence, saved)
            if task.size > self._limits.kept_bytes:
                most = self._limits.kept_bytes // 2**20
                task.end(State.FAILED, f"The file is larger than {most} MB; narrow the view, or choose another format.")
            self._tasks[task.owner] = self._tasks.pop(task.owner)  # the newest stands last
            self._make_room()
            self._ended.notify_all()

    def _make_room(self) -> None:
        ended = [task for task in self._tasks.values() if task.saved is not None]
        while len(ended) > self._limits.kept or sum(task.size for task in ended) > self._limits.kept_bytes:
            del self._tasks[ended.pop(0).owner]
