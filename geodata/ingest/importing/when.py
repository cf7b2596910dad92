"""How the columns of dates of a laid out file are read: each decided from all of its values, or asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geodata.ingest import times
from geodata.ingest.importing.laid import Laid
from geodata.ingest.profiles import SEPARATOR
from geodata.ingest.questions import Question
from geodata.ingest.times import TimeForm

__all__ = ["DATES", "When", "decide_when"]

DATES = ("date", "date_end", "published", "verdict_on")
"""Standard columns that hold dates."""


@dataclass(frozen=True, slots=True)
class When:
    """How the dates of a file are read.

    Parameters
    ----------
    forms : dict of str to TimeForm
        By standard column; columns in which nothing stands are missing.
    questions : tuple of Question
        What is open; the values that need it are refused until then.
    notes : tuple of str
        What was decided, from what evidence.
    keys : frozenset of str
        Every key of an answer that counts, those given already among them.
    """

    forms: Mapping[str, TimeForm]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    keys: frozenset[str]


def decide_when(laid: Laid, shown: Mapping[str, str], answers: Mapping[str, str]) -> When:
    """Decide how each column of dates is read.

    Parameters
    ----------
    laid : Laid
        All rows.
    shown : dict of str to str
        What to call each standard column, in questions and their keys.
    answers : dict of str to str
        What was decided.

    Raises
    ------
    QueryError
        If an answer is none that its question offers.
    """
    forms: dict[str, TimeForm] = {}
    questions: list[Question] = []
    notes: list[str] = []
    keys: set[str] = set()
    for column in DATES:
        if column not in laid.filled:
            continue
        name = shown.get(column, column)
        decision = times.decide(_values(laid, column), name=name)
        forms[column] = times.answered(decision, name, dict(answers))
        keys |= {f"{kind}:{name}" for kind in ("order", "epoch", "century", "zone")}
        questions += [one for one in decision.questions if one.key not in answers and one not in questions]
        notes += [f"“{name}”: {decision.evidence}"] * bool(decision.evidence)
        if decision.has_clock and f"zone:{name}" not in answers:
            said = f"“{name}” has times of day without a time zone: they count to the day"
            notes.append(f"{said}, unless you answer zone:{name}, as in zone:{name}=Europe/Kyiv.")
    return When(forms, tuple(questions), tuple(dict.fromkeys(notes)), frozenset(keys))


def _values(laid: Laid, column: str) -> Iterator[object]:
    import pyarrow.compute as pc

    for values in laid.column(column):
        several = pc.any(pc.match_substring(values, SEPARATOR)).as_py()
        yield pc.split_pattern(values.drop_null(), SEPARATOR).flatten() if several else values
