"""The desk of a reader who imports: the file that lies on it, what was decided, and what came of it.

A file is worked on in a thread of its own, so that nobody else waits. Each decision tries the file again; until that is
done, and where it fails, what was there before stays. Nothing of a file is left once it is put away.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import ClaimlineError, ImportRefusedError
from geodata.ingest.importing.request import Request
from geodata.ingest.questions import NeedsAnswerError, Question
from mapapp.ui.importing.turns import CancelledError, Turns
from mapapp.ui.importing.work import Read, Wanted, Work

if TYPE_CHECKING:
    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.reading import Reading

__all__ = ["FAULT", "Desk", "Seen", "Stage"]

FAULT = "The file could not be imported: Claimline has a fault here, and the server's log says more."
"""What a reader is told where the program is wrong."""

_MOST_DESKS = 16  # with a file on them, of all readers of this process
_ROOM = "The file was put away to make room for the files of others; choose it again."
_NEW = Request()


class Stage(Enum):
    """What lies on a desk."""

    EMPTY = "no file"
    WORKING = "being read and tried"
    ASKED = "cannot be read before something is answered"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Seen:
    """A desk at one moment.

    Parameters
    ----------
    stage : Stage
        What lies there.
    name : str
        Of the file; empty where there is none.
    words, share : str, float
        While it is worked on: what is being done, and how much is done, 0 to 1.
    sentence : str
        What went wrong last; empty where nothing did.
    questions : tuple of Question
        What has to be answered before the file can be read.
    request : Request
        What was decided.
    into : Path or None
        The data set that it is meant for.
    reading : Reading, Waiting or None
        The file's rows, where it could be read; or those of an import that wait.
    trial : Trial or None
        What the import would do, where that is known.
    """

    stage: Stage
    name: str
    words: str
    share: float
    sentence: str
    questions: tuple[Question, ...]
    request: Request
    into: Path | None
    reading: Reading | Waiting | None
    trial: Trial | None


@dataclass(slots=True, eq=False)
class _Held:
    """What has to be cleared away with a desk."""

    folder: Path | None = None
    read: Read | None = None
    trial: Trial | None = None
    work: Work | None = None

    def clear(self) -> None:
        if self.work is not None:
            self.work.give_up()
        if self.trial is not None:
            self.trial.close()
        if self.read is not None:
            self.read.reading.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = self.read = self.trial = self.work = None


_TURNS = Turns()
_DESKS: weakref.WeakSet[Desk] = weakref.WeakSet()
_DESKS_LOCK = threading.Lock()


class Desk:
    """A desk with room for one file; safe to use from any thread.

    Parameters
    ----------
    turns : Turns
        Whose turn it is to work.
    """

    def __init__(self, turns: Turns = _TURNS) -> None:
        self._turns = turns
        self._held = _Held()
        self._changed = threading.Condition()
        self._name = self._sentence = ""
        self._wanted: Wanted | None = None  # of what lies there now
        self._questions: tuple[Question, ...] = ()
        self.seen_at = time.monotonic()
        weakref.finalize(self, _Held.clear, self._held)

    def take(self, name: str, content: bytes, into: Path | None = None) -> None:
        """Put a file on the desk, in the place of whatever lies there, and try it for a data set (None: a new one)."""
        _make_room(self)
        with self._changed:
            self._clear()
            folder = Path(tempfile.mkdtemp(prefix="claimline-desk-"))
            self._held.folder = folder
            path = folder / "file"
            path.write_bytes(content)
            self._name = name
            self._begin(Wanted(path, name, _NEW, into))

    def take_waiting(self, dataset: Path, import_id: str) -> None:
        """Put the rows that an import left waiting on the desk, with what was decided then, and try them.

        Raises
        ------
        ImportRefusedError
            If there is no such import, it is damaged, or no row of it waits any more.
        """
        from geodata.ingest.importing.again import open_waiting

        waiting, request = open_waiting(dataset, import_id)
        if not waiting.rows:
            raise ImportRefusedError("No row of this import waits any more.")
        _make_room(self)
        with self._changed:
            self._clear()
            self._held.folder = Path(tempfile.mkdtemp(prefix="claimline-desk-"))
            self._name = waiting.name
            wanted = Wanted(self._held.folder / "file", waiting.name, request, dataset)
            self._held.read = Read(waiting, wanted.read_answers)
            self._begin(wanted)

    def decide(self, request: Request) -> None:
        """Try the file again under other decisions; nothing happens without a file."""
        self._again(request=request)

    def aim(self, into: Path | None) -> None:
        """Try the file again for another data set; None: a new one."""
        self._again(into=into)

    def again(self) -> None:
        """Try the file once more as it is: the data set has changed."""
        with self._changed:
            if self._wanted is not None and self._held.work is None:
                self._begin(self._wanted)

    def _again(self, **changed: object) -> None:
        with self._changed:
            before = self._held.work.wanted if self._held.work is not None else self._wanted
            if before is None:
                return
            wanted = replace(before, **changed)  # type: ignore[arg-type]
            if wanted != before or self._held.trial is None:
                self._begin(wanted)

    def cancel(self) -> None:
        """Give up what is being done: what was there before stays, and a file that was never tried is put away."""
        with self._changed:
            if self._held.work is None:
                return
            self._held.work.give_up()
            self._held.work = None
            if self._wanted is None:
                self._clear()
            self._sentence = str(CancelledError())
            self._changed.notify_all()

    def clear(self, sentence: str = "") -> None:
        """Put the file away, and all that came of it."""
        with self._changed:
            self._clear()
            self._sentence = sentence
            self._changed.notify_all()

    def look(self, patience_s: float = 0.0) -> Seen:
        """What lies on the desk; waits so many seconds for work to end."""
        with self._changed:
            self.seen_at = time.monotonic()
            self._changed.wait_for(lambda: self._held.work is None, patience_s)
            work, lies, read = self._held.work, self._wanted, self._held.read
            return Seen(
                stage=self._stage(),
                name=self._name,
                words=work.words if work is not None else "",
                share=work.share if work is not None else 0.0,
                sentence=self._sentence,
                questions=self._questions,
                request=lies.request if lies is not None else _NEW,
                into=lies.into if lies is not None else None,
                reading=read.reading if read is not None else None,
                trial=self._held.trial,
            )

    @property
    def is_idle(self) -> bool:
        """Whether a file lies there that nobody works on."""
        return self._held.folder is not None and self._held.work is None

    def _stage(self) -> Stage:
        if self._held.work is not None:
            return Stage.WORKING
        if self._questions:
            return Stage.ASKED
        return Stage.EMPTY if self._held.trial is None else Stage.TRIED

    def _clear(self) -> None:
        self._held.clear()
        self._name = self._sentence = ""
        self._wanted, self._questions = None, ()

    def _begin(self, wanted: Wanted) -> None:
        """Begin work in a thread; the lock is held."""
        if self._held.work is not None:
            self._held.work.give_up()
        self._sentence = ""
        try:
            work = Work(wanted, self._turns.join())
        except ClaimlineError as error:
            self._fail(str(error))
            return
        self._held.work = work
        run = _Run(weakref.ref(self), work, self._turns, self._held.read)
        threading.Thread(target=run, name="claimline-importing", daemon=True).start()

    def _fail(self, sentence: str) -> None:
        """Say what went wrong; what was there before stays, and a file that was never tried is put away."""
        if self._wanted is None:
            self._clear()
        self._sentence = sentence

    def end(self, work: Work, outcome: tuple[Read, Trial] | ClaimlineError | None) -> bool:
        """Take what came of work; None stands for a fault of the program. False where nobody wants it any more."""
        with self._changed:
            if self._held.work is not work:
                return False
            self._held.work = None
            if isinstance(outcome, NeedsAnswerError):
                self._wanted, self._questions = work.wanted, outcome.questions
                self._put(self._held.read, None)
            elif isinstance(outcome, tuple):
                self._wanted, self._questions = work.wanted, ()
                self._put(*outcome)
            else:
                self._fail(FAULT if outcome is None else str(outcome))
            self._changed.notify_all()
            return True

    def _put(self, read: Read | None, trial: Trial | None) -> None:
        held = self._held
        if held.trial is not None:
            held.trial.close()
        if held.read is not None and held.read is not read:
            held.read.reading.close()
        held.read, held.trial = read, trial


@dataclass(frozen=True, slots=True)
class _Run:
    """What the thread runs: it keeps no desk alive whose reader is gone."""

    desk: weakref.ref[Desk]
    work: Work
    turns: Turns
    before: Read | None = field(default=None)

    def __call__(self) -> None:
        outcome: tuple[Read, Trial] | ClaimlineError | None = None
        try:
            outcome = self.work.run(self.turns, self.before)
        except ClaimlineError as error:
            outcome = error
        finally:  # whatever else went wrong ends this thread and is written to the log
            desk = self.desk()
            is_taken = desk is not None and desk.end(self.work, outcome)
            if not is_taken and isinstance(outcome, tuple):
                read, trial = outcome
                trial.close()
                if read is not self.before:
                    read.reading.close()


def _make_room(wanted_by: Desk) -> None:
    """Put away the file that nobody has looked at for longest where there are too many."""
    with _DESKS_LOCK:
        _DESKS.add(wanted_by)
        idle = sorted((desk for desk in _DESKS if desk is not wanted_by and desk.is_idle), key=lambda one: one.seen_at)
    for desk in idle[: max(0, len(idle) - _MOST_DESKS + 1)]:
        desk.clear(_ROOM)
