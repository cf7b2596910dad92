"""Whose file it is, and which of its columns means what: recognised, named by the person, or asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geodata.errors import ImportRefusedError, QueryError, visible
from geodata.ingest import places
from geodata.ingest.importing.by_values import by_values
from geodata.ingest.importing.request import Request
from geodata.ingest.places import PlaceKind
from geodata.ingest.profiles import GENERIC, Match, Profile, load_profiles, near_misses, recognise, suggest_mapping
from geodata.ingest.profiles import Mapping as Columns
from geodata.ingest.profiles.columns import OURS, normal_name
from geodata.ingest.profiles.suggest import NONE
from geodata.ingest.questions import NeedsAnswerError, Question

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Choice", "choose"]

_ASKED = ("column:text", "column:date", "column:place")
_WHERE = frozenset(("lon", "lat", "latlon", "wkt"))
_DATES = frozenset(("date", "date_end", "published", "verdict_on"))
Asked = tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the columns of a file mean.

    Parameters
    ----------
    profile : Profile
        The publisher's, or the generic one filled by ``mapping``.
    mapping : Mapping or None
        None where a publisher's profile was taken.
    matches : tuple of Match
        Every profile that fits the file, best first; the generic one last.
    why : str
        What speaks for the choice, a sentence.
    questions : tuple of Question
        What is open: ``column:date``, ``column:place``, ``place_columns``.
    shown : dict of str to str
        By standard column: what to call it in words and keys, the column of the file where there is one.
    """

    profile: Profile
    mapping: Columns | None
    matches: tuple[Match, ...]
    why: str
    questions: tuple[Question, ...]
    shown: Mapping[str, str]

    def keys(self) -> frozenset[str]:
        """Keys that an answer on this file may have, whether or not its values raise the question."""
        kinds = {"order": _DATES, "epoch": _DATES, "century": _DATES, "zone": _DATES, "axes": _WHERE}
        return frozenset(
            f"{kind}:{self.shown[name]}" for kind, names in kinds.items() for name in names & self.shown.keys()
        )

    def unused(self, header: Sequence[str]) -> tuple[str, ...]:
        """The columns of a file that no standard column is made from, in order."""
        recipes = [recipe for made in self.profile.columns.values() for recipe in made]
        used = {normal_name(name) for recipe in recipes for name in recipe.names()}
        gathered = [recipe.gather for recipe in recipes if recipe.gather]
        return tuple(
            name
            for name in header
            if normal_name(name) not in used and not any(re.fullmatch(one, normal_name(name)) for one in gathered)
        )

    def is_open(self, *keys: str) -> bool:
        """Whether one of these questions is open."""
        return any(question.key in keys for question in self.questions)


def choose(file: str, header: Sequence[str], head: pa.RecordBatch, request: Request) -> Choice:
    """Choose the profile of a file, and the mapping where it is nobody's.

    Parameters
    ----------
    file : str
        Its name, for words.
    header : sequence of str
        Names of its columns.
    head : pyarrow.RecordBatch
        Its first rows.
    request : Request
        What was decided.

    Returns
    -------
    Choice
        Without a decision, the publisher's profile that fits best; the generic one where none does.

    Raises
    ------
    ImportRefusedError
        If the profile that was asked for does not fit, or the mapping names a column that the file does not have.
    NeedsAnswerError
        If nothing says which column holds the text.
    QueryError
        If there is no such profile, or an answer names no column.
    """
    matches = recognise(header, head)
    name = request.profile or (GENERIC if request.mapping is not None else matches[0].profile.name)
    known = load_profiles()
    if name not in known:
        raise QueryError(f"“{visible(name)}” is no profile; use one of {', '.join(known)}.")
    if name == GENERIC:
        mapping, questions, by_content = _mapped(file, header, head, request)
        profile, why = mapping.profile(), " ".join((_why_generic(request, mapping, header), *by_content))
        return Choice(profile, mapping, matches, why, questions, _shown(profile, header))
    if request.mapping is not None:
        raise QueryError(
            f"A mapping goes with the profile {GENERIC} only; leave the profile {name} out, or the mapping."
        )
    why = next((match.why for match in matches if match.profile.name == name), "")
    if not why:
        raise ImportRefusedError(_does_not_fit(file, header, known[name]))
    return Choice(known[name], None, matches, why, (), _shown(known[name], header))


def _does_not_fit(file: str, header: Sequence[str], profile: Profile) -> str:
    names = {normal_name(name) for name in header}
    lacking = [group[0] for group in profile.must if not names & set(group)]
    if not lacking:
        return f"{visible(file)} does not look like a file of {profile.label}: its values are others; use no profile."
    said = ", ".join(lacking)
    return (
        f"{visible(file)} is no file of {profile.label}: it lacks the columns {said}; choose another profile, or none."
    )


def _why_generic(request: Request, mapping: Columns, header: Sequence[str]) -> str:
    if request.mapping is not None:
        return "A mapping says what its columns mean."
    named = ", ".join(f"{standard} = “{visible(column)}”" for standard, column in mapping.columns.items())
    asked_for = (
        "The profile for any table was asked for." if request.profile else "It is the file of no publisher known here."
    )
    return " ".join((asked_for, *near_misses(header), f"Its columns are read so: {named}."))


def _mapped(
    file: str, header: Sequence[str], head: pa.RecordBatch, request: Request
) -> tuple[Columns, Asked, tuple[str, ...]]:
    asked: Asked = ()
    said: tuple[str, ...] = ()
    if request.mapping is not None:
        mapping = request.mapping
        for name in mapping.columns.values():
            if normal_name(name) not in {normal_name(one) for one in header}:
                there = ", ".join(visible(one) for one in header[:30])
                told = f"The mapping names the column “{visible(name)}”, which {visible(file)} does not have"
                raise ImportRefusedError(f"{told}; its columns are {there}.")
    else:
        mapping, asked = suggest_mapping(header, head)
        mapping, asked = _with_coordinates(mapping, asked, header, head, request.answers)
        mapping, asked, said = by_values(mapping, asked, header, head, request.answers)
    mapping, asked = _answered(mapping, asked, header, request.answers)
    if "text" not in mapping.columns and "text" not in mapping.constants:
        question = next((one for one in asked if one.key == "column:text"), None) or _text_question(header)
        raise NeedsAnswerError([question])
    return mapping, asked, said


def _text_question(header: Sequence[str]) -> Question:
    options = tuple((name, f"the text in {name}") for name in header[:12])
    return Question("column:text", "Which column holds the text of the claim?", options, "The mapping names none.")


def _with_coordinates(
    mapping: Columns,
    asked: tuple[Question, ...],
    header: Sequence[str],
    head: pa.RecordBatch,
    answers: Mapping[str, str],
) -> tuple[Columns, tuple[Question, ...]]:
    """Let the values say where coordinates stand, in any language and spelling, beside the usual names."""
    taken = {name for standard, name in mapping.columns.items() if standard not in (*_WHERE, "place", "url")}
    open_header = [name for name in header if name not in taken]
    decision = places.decide(open_header, [head])
    columns = dict(mapping.columns)
    found: dict[str, str] = {}
    question = next((one for one in decision.questions if one.key == "place_columns"), None)
    if question is not None and "place_columns" in answers:
        decision = places.answered(decision, dict(answers), [head])
        question = None
    if decision.kind is PlaceKind.PAIR:
        found = {} if question else dict(zip(("lon", "lat"), decision.columns, strict=True))
    elif decision.kind is PlaceKind.TEXT and not {"lon", "lat"} <= columns.keys():
        found = {"latlon": decision.columns[0]}
    if not found and question is None:
        return mapping, asked
    kept = {name: column for name, column in columns.items() if name not in ("lon", "lat")}
    if "latlon" in found:
        kept = {name: column for name, column in kept.items() if name == "url" or column != found["latlon"]}
    left = tuple(one for one in asked if one.key != "column:place")
    return replace(mapping, columns={**kept, **found}), (*left, question) if question else left


def _answered(
    mapping: Columns, asked: tuple[Question, ...], header: Sequence[str], answers: Mapping[str, str]
) -> tuple[Columns, tuple[Question, ...]]:
    columns = dict(mapping.columns)
    for key in _ASKED:
        if key not in answers:
            continue
        standard, answer = key.removeprefix("column:"), answers[key]
        column = next((name for name in header if normal_name(name) == normal_name(answer)), None)
        if answer == NONE and standard != "text":
            columns.pop(standard, None)
        elif column is None:
            there = ", ".join(visible(name) for name in header if name not in OURS)
            raise QueryError(f"“{visible(key)}={visible(answer)}” names no column; the columns are {there}.")
        else:
            columns = {name: one for name, one in columns.items() if one != column} | {standard: column}
    left = tuple(one for one in asked if one.key not in answers and _is_a_choice(one))
    return replace(mapping, columns=columns), left


def _is_a_choice(question: Question) -> bool:
    """Whether there is anything to choose: where every column is spoken for, a date is simply not stated."""
    return any(value != NONE for value, _words in question.options)


def _shown(profile: Profile, header: Sequence[str]) -> dict[str, str]:
    written = {normal_name(name): name for name in reversed(header)}
    shown = {}
    for standard, recipes in profile.columns.items():
        names = [name for recipe in recipes for name in recipe.columns if normal_name(name) in written]
        shown[standard] = written[normal_name(names[0])] if names else standard
    return shown
