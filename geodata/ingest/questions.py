"""Questions to the person who imports: what a file leaves open and nobody may guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geodata.errors import ClaimlineError

__all__ = ["READ_KEYS", "NeedsAnswerError", "Question"]

READ_KEYS = ("encoding", "delimiter", "header_row", "sheet", "layer", "crs")
"""Keys of answers that decide how a file is read; all others decide what its rows mean."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that only a person can decide.

    Parameters
    ----------
    key : str
        What the answer is given under, as in ``--answer KEY=VALUE``.
    words : str
        The question as a sentence.
    options : tuple of (str, str)
        Each possible answer with what it means, the likeliest first.
    evidence : str
        What in the file raised the question; a sentence, or empty.
    free : str
        What may be written instead of an option, as in "any other EPSG code"; empty where only the options will do.
    """

    key: str
    words: str
    options: tuple[tuple[str, str], ...]
    evidence: str
    free: str = ""

    def to_json(self) -> dict[str, Any]:
        """The question as plain lists and strings."""
        return {
            "key": self.key,
            "words": self.words,
            "options": [list(option) for option in self.options],
            "evidence": self.evidence,
            "free": self.free,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Question:
        """The question that :meth:`to_json` wrote; everything becomes text."""
        options = tuple((str(answer), str(words)) for answer, words in value["options"])
        words, evidence, free = (str(value[name]) for name in ("words", "evidence", "free"))
        return cls(str(value["key"]), words, options, evidence, free)


class NeedsAnswerError(ClaimlineError):
    """A file that can be read in several ways, and nothing in it says which.

    Parameters
    ----------
    questions : iterable of Question
        At least one.
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions: tuple[Question, ...] = tuple(questions)
        super().__init__("\n".join(_sentence(question) for question in self.questions))


def _sentence(question: Question) -> str:
    answers = [value for value, _words in question.options] + [question.free] * bool(question.free)
    evidence = f" {question.evidence}" if question.evidence else ""
    return f"{question.words}{evidence} Answer {question.key} with one of: {', '.join(answers)}."
