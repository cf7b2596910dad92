"""One piece of work on a file: it is read in a process of its own, then tried; each step tells how far it is."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.ingest.importing.request import Request
from geodata.ingest.questions import READ_KEYS
from mapapp.ui.importing.turns import CancelledError, Turns

if TYPE_CHECKING:
    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.reading import Reading

__all__ = ["Read", "Wanted", "Work", "make_ready"]

_ONE_ROW = "text,date,place,country\nA row to begin with,2024-10-18,Sudzha,Russia\n"
_READING_SHARE = 0.5  # of the whole, as the bar shows it


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, or rows of an import that wait, with the answers by which."""

    reading: Reading | Waiting
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be tried.

    Parameters
    ----------
    path, name : Path, str
        The private copy of the file, and what its reader calls it.
    request : Request
        What was decided.
    into : Path or None
        Folder of the data set that it is meant for; None: a new one.
    """

    path: Path
    name: str
    request: Request
    into: Path | None

    @property
    def read_answers(self) -> dict[str, str]:
        """Those answers that decide how the file is read."""
        return {key: value for key, value in self.request.answers.items() if key in READ_KEYS}


@dataclass(slots=True, eq=False)
class Work:
    """Work that runs in a thread, and what others may know of it.

    Parameters
    ----------
    wanted : Wanted
        What is to be tried.
    ticket : object
        Its place in the line.
    words, share : str, float
        What is being done, and how much is done, 0 to 1.
    """

    wanted: Wanted
    ticket: object
    words: str = "Waiting for its turn"
    share: float = 0.0
    _given_up: threading.Event = field(default_factory=threading.Event)

    def give_up(self) -> None:
        """Stop it as soon as it next tells how far it is."""
        self._given_up.set()

    @property
    def is_wanted(self) -> bool:
        """Whether nobody has given it up."""
        return not self._given_up.is_set()

    def run(self, turns: Turns, before: Read | None) -> tuple[Read, Trial]:
        """Read the file, unless that was done by the same answers, and try it.

        Raises
        ------
        CancelledError
            If it was given up.
        ClaimlineError
            What reading and trying refuse or ask.
        """
        from geodata.ingest.importing.trial import try_import

        with turns.turn(self.ticket, lambda: self.is_wanted):
            self._tell("Reading the file", 0.0)
            read = before if before is not None and before.answers == self.wanted.read_answers else self._read()
            with ExitStack() as undone:
                if read is not before:
                    undone.callback(read.reading.close)
                trial = try_import(read.reading, self.wanted.request, into=self.wanted.into, progress=self._tell_trial)
                self._tell_or_close(trial)
                undone.pop_all()
            return read, trial

    def _read(self) -> Read:
        from geodata.ingest.reading import LIMITS, read_file

        answers = self.wanted.read_answers
        how: dict[str, Any] = dict(answers)
        if "header_row" in how:
            how["header_row"] = _number(how["header_row"])
        told = lambda share: self._tell("Reading the file", _READING_SHARE * share)  # noqa: E731 - as short as it is
        reading = read_file(self.wanted.path, name=self.wanted.name, progress=told, limits=LIMITS, **how)
        return Read(reading, answers)

    def _tell_trial(self, words: str, share: float) -> None:
        self._tell(words, _READING_SHARE + (1 - _READING_SHARE) * share)

    def _tell_or_close(self, trial: Trial) -> None:
        try:
            self._tell("Done", 1.0)
        except CancelledError:
            trial.close()
            raise

    def _tell(self, words: str, share: float) -> None:
        if not self.is_wanted:
            raise CancelledError
        self.words, self.share = words, max(0.0, min(1.0, share))


@cache
def make_ready() -> None:
    """Load in the background what reading and trying need, once: a reader chooses a file meanwhile."""
    threading.Thread(target=_load, name="claimline-import-ready", daemon=True).start()


def _load() -> None:
    """Try a file of one row, so that what a process reads once is read: libraries, profiles, gazetteer, basemap."""
    import pandas  # noqa: F401, ICN001 - the table of rows that can be mended

    with tempfile.TemporaryDirectory(prefix="claimline-ready-") as folder:
        path = Path(folder) / "ready.csv"
        path.write_text(_ONE_ROW, encoding="utf-8")
        turns = Turns()
        read, trial = Work(Wanted(path, path.name, Request(), None), turns.join()).run(turns, None)
        trial.close()
        read.reading.close()


def _number(text: str) -> int:
    from geodata.errors import QueryError, visible

    try:
        return int(text)
    except ValueError:
        raise QueryError(f"“{visible(text)}” is no row of a header; write its number, or 0 for none.") from None
