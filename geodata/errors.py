"""Everything Claimline can refuse, in one tree.

::

    ClaimlineError              catch this to catch all of ours and nothing else
    ├── DatasetError            a data set cannot be used; carries ``problems``
    │   └── UnreadableError     a saved file cannot be opened at all: damaged, too large, or none of ours
    ├── QueryError              a question that cannot be asked (window reversed, unknown word)
    ├── ImportRefusedError      a file that cannot be imported at all
    ├── NeedsAnswerError        a file that can be read in several ways (:mod:`geodata.ingest.questions`)
    ├── ViewError               a link whose view cannot be restored
    ├── ExportError             a picture or file that cannot be made as asked
    └── BuildError              tables for very many claims that cannot be made or read

A :class:`Problem` is one refused value. Its text is one sentence that names the file, the row, the field,
the value and the mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "BuildError",
    "ClaimlineError",
    "DatasetError",
    "ExportError",
    "ImportRefusedError",
    "Problem",
    "QueryError",
    "UnreadableError",
    "ViewError",
    "visible",
]

_MAX_VALUE_CHARS = 80  # a problem quotes at most this much of a value: a log line must stay a line


def visible(text: str, most: int | None = _MAX_VALUE_CHARS) -> str:
    """One line of what can be seen: no line breaks, no terminal escapes, no marks that turn the reading order.

    Parameters
    ----------
    text : str
        Anything that a stranger wrote.
    most : int or None
        Characters to show; what is longer ends in an ellipsis. None: all of them.

    Returns
    -------
    str
        At most ``most`` characters.
    """
    shown = text if most is None or len(text) <= most else text[: most - 1] + "…"
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd" for character in shown
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that was refused.

    Parameters
    ----------
    file : str
        Name of the file, relative to the data set's folder.
    row : int or None
        Line of the record as a spreadsheet counts it (header = 1); None when the file as a whole is meant.
    field : str or None
        Column or key; None when the record as a whole is meant.
    value : str or None
        What stands there, verbatim; None when nothing stands there.
    mend : str
        What to write instead, as the end of a sentence, without a full stop.
    """

    file: str
    row: int | None
    field: str | None
    value: str | None
    mend: str

    def __str__(self) -> str:
        where = visible(self.file)
        if self.row is not None:
            where += f", row {self.row}"
        if self.field is not None:
            where += f", field {visible(self.field)}"
        if self.value is None:
            return f"{where}: {self.mend}."
        return f"{where}: “{visible(self.value)}” cannot be used; {self.mend}."


class ClaimlineError(Exception):
    """Root of every error that Claimline raises on purpose; its text is fit to be shown to a reader."""


class DatasetError(ClaimlineError):
    """A data set cannot be used as it stands.

    Parameters
    ----------
    problems : iterable of Problem
        All that was found, in file and row order; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnreadableError(DatasetError):
    """A saved file cannot be opened at all: it is damaged, too large, or none of ours; its one problem says which."""


class ImportRefusedError(ClaimlineError):
    """A file that cannot be imported at all; one sentence says why and what to do."""


class QueryError(ClaimlineError):
    """A question that has no answer: a reversed window, an unknown word, an impossible box."""


class ViewError(ClaimlineError):
    """A link whose view cannot be restored: an unknown key or a value outside its vocabulary."""


class ExportError(ClaimlineError):
    """A picture or a file that cannot be made as asked."""


class BuildError(ClaimlineError):
    """The tables from which very many claims are asked cannot be made or read; one sentence says why and what to do."""
