"""How a column of dates is to be read: decided from all of its values, or asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from geodata.errors import QueryError
from geodata.ingest.questions import Question
from geodata.ingest.times.clocks import taken_apart
from geodata.ingest.times.forms import Epoch, Order, TimeFault, TimeForm
from geodata.ingest.times.patterns import FIGURES
from geodata.ingest.times.written import to_edtf

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TimeDecision", "answered", "decide"]

_MIDNIGHT = (
    r"^(00?:00(:00([.,]0+)?)?|12:00(:00)? ?[Aa][Mm])$"  # of every value: a day that a program wrote as an instant
)
_MOST_NUMBERS = {Epoch.SECONDS: 11, Epoch.MILLISECONDS: 13}  # digits before the point
_T = TypeVar("_T")
_ORDER_WORDS = {Order.DMY: "the day first", Order.MDY: "the month first"}


@dataclass(frozen=True, slots=True)
class TimeDecision:
    """How a column is read.

    Parameters
    ----------
    form : TimeForm
        What the values themselves decide. What it leaves open is asked; until then the values that need it are refused.
    questions : tuple of Question
        What the values do not decide; keys are ``order:``, ``epoch:``, ``century:`` with the column's name.
    evidence : str
        A sentence on what decided.
    has_clock : bool
        Whether some value names a clock time without a zone, which counts only with an answer to ``zone:``.
    """

    form: TimeForm
    questions: tuple[Question, ...]
    evidence: str
    has_clock: bool


@dataclass(slots=True)
class _Tally:
    """What the distinct values of a column speak for; the first of each kind is kept as an example."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, text: str, count: int) -> None:
        self.counts[kind] += count
        if kind not in self.examples or text < self.examples[kind]:  # by the alphabet: the order of rows says nothing
            self.examples[kind] = text


def decide(batches: Iterable[pa.Array], *, name: str) -> TimeDecision:
    """Decide how a column is read.

    Parameters
    ----------
    batches : iterable of pyarrow.StringArray
        All of its values, in any order.
    name : str
        The column, for the keys of questions and for words.

    Returns
    -------
    TimeDecision
        The same for every order of the rows.
    """
    import pyarrow.compute as pc

    tally = _Tally()
    for batch in batches:
        counted = pc.value_counts(batch)
        _count(pc.struct_field(counted, "values"), pc.struct_field(counted, "counts"), tally)
    order, order_evidence = _decided_order(tally)
    epoch, epoch_evidence = _decided_epoch(tally)
    questions = [
        question
        for question in (
            _order_question(name, tally) if tally.counts["either"] and order is None else None,
            _epoch_question(name, tally) if tally.counts["number"] and epoch is None else None,
            _century_question(name, tally) if tally.counts["two digits"] else None,
        )
        if question is not None
    ]
    evidence = " ".join(filter(None, (order_evidence, epoch_evidence)))
    form = TimeForm(order=order, epoch=epoch)
    return TimeDecision(form, tuple(questions), evidence, has_clock=bool(tally.counts["clock"]))


def _count(values: pa.Array, counts: pa.Array, tally: _Tally) -> None:
    """Note distinct values with how often each stands there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(values)
    day, clock, zone = taken_apart(trimmed)
    naive = pc.and_(pc.is_valid(clock), pc.equal(pc.fill_null(zone, ""), ""))
    says_more = pc.fill_null(pc.and_(naive, pc.invert(pc.match_substring_regex(clock, _MIDNIGHT))), fill_value=False)
    tally.counts["clock"] += pc.sum(counts.filter(says_more)).as_py() or 0
    days = pa.table({"day": pc.coalesce(day, trimmed), "count": counts}).group_by("day").aggregate([("count", "sum")])
    for text, count in zip(days["day"].to_pylist(), days["count_sum"].to_pylist(), strict=True):
        if text:
            _note(text, count, tally)


def answered(decision: TimeDecision, name: str, answers: dict[str, str]) -> TimeForm:
    """The form of a column with the answers that were given; those to other columns are left alone.

    Raises
    ------
    QueryError
        If an answer is none that the question offers; the sentence says which are.
    """
    form = decision.form
    given = {
        key: answers[f"{key}:{name}"] for key in ("order", "epoch", "century", "zone") if f"{key}:{name}" in answers
    }
    orders, epochs = {one.value: one for one in Order}, {one.value: one for one in Epoch}
    return TimeForm(
        order=_one_of("order", name, given, orders) or form.order,
        epoch=_one_of("epoch", name, given, epochs) or form.epoch,
        century=_one_of("century", name, given, {"1900": 1900, "2000": 2000}) or form.century,
        zone=_zone(name, given),
    )


def _one_of(key: str, name: str, given: dict[str, str], options: dict[str, _T]) -> _T | None:
    if key not in given:
        return None
    if given[key] not in options:
        raise QueryError(f"“{key}:{name}={given[key]}” is no answer; use one of {', '.join(options)}.")
    return options[given[key]]


def _zone(name: str, given: dict[str, str]) -> ZoneInfo | None:
    zone = given.get("zone")
    if zone is not None and zone not in available_timezones():
        raise QueryError(f"“zone:{name}={zone}” is no time zone; write its name, as in UTC or Europe/Kyiv.")
    return None if zone is None else ZoneInfo(zone)


def _note(text: str, count: int, tally: _Tally) -> None:
    """What one value speaks for."""
    _edtf, fault = to_edtf(text, TimeForm())
    numeric = FIGURES["numeric"].fullmatch(text)
    if numeric is not None and len(numeric["y"]) == 4:
        first, second = int(numeric["a"]), int(numeric["b"])
        if first > 12 and second <= 12:
            tally.add("dmy", text, count)
        elif second > 12 and first <= 12:
            tally.add("mdy", text, count)
        elif fault is TimeFault.WHICH_ORDER:
            tally.add("either", text, count)
        elif first != second and "." in numeric["by"]:
            tally.add("dots", text, count)
        if second > 12 and "." in numeric["by"]:
            tally.add("mdy dots", text, count)
    elif fault is TimeFault.WHICH_CENTURY:
        tally.add("two digits", text, count)
    elif fault is TimeFault.WHICH_UNIT:
        tally.add("number", text, count)
        _note_number(text, count, tally)
    if to_edtf(text, TimeForm(zone=ZoneInfo("UTC")))[0] != _edtf:
        tally.add("clock", text, count)


def _note_number(text: str, count: int, tally: _Tally) -> None:
    digits = len(text.partition(".")[0])
    unit = Epoch.SECONDS if digits <= _MOST_NUMBERS[Epoch.SECONDS] else Epoch.MILLISECONDS
    if to_edtf(text, TimeForm(epoch=unit))[1] is TimeFault.NONE:
        tally.add(unit.value, text, count)
    try:
        datetime.strptime(text, "%Y%m%d%H")  # noqa: DTZ007 - only whether it could be meant so
        tally.add("packed hours", text, count)
    except ValueError:
        pass


def _decided_order(tally: _Tally) -> tuple[Order | None, str]:
    """By values that only one order fits; where some fit the one and some the other, nothing is decided."""
    found = {order: tally.counts[order.value] for order in Order}
    winners = [order for order, count in found.items() if count]
    if len(winners) != 1 or (winners == [Order.MDY] and tally.counts["dots"] and not tally.counts["mdy dots"]):
        return None, ""
    (order,) = winners
    count, example = found[order], tally.examples[order.value]
    rows = "1 date reads" if count == 1 else f"{count:,} dates read"
    return order, f"{rows} only with {_ORDER_WORDS[order]}, “{example}” among them, and none only the other way round."


def _decided_epoch(tally: _Tally) -> tuple[Epoch | None, str]:
    number = tally.counts["number"]
    for unit, words in ((Epoch.SECONDS, "seconds"), (Epoch.MILLISECONDS, "milliseconds")):
        if number and tally.counts[unit.value] == number and tally.counts["packed hours"] < number:
            return unit, f"All {number:,} bare numbers lie between 1900 and 2100 as {words} since 1970."
    return None, ""


def _order_question(name: str, tally: _Tally) -> Question:
    example = tally.examples["either"]
    readings = [to_edtf(example, TimeForm(order=order))[0] for order in Order]
    options = tuple(
        (order.value, f"{words}: “{example}” is {reading}")
        for (order, words), reading in zip(_ORDER_WORDS.items(), readings, strict=True)
    )
    dmy, mdy = tally.counts["dmy"], tally.counts["mdy"]
    if dmy and mdy:
        evidence = (
            f"Both occur: {dmy:,} dates read only with the day first (“{tally.examples['dmy']}”), "
            f"{mdy:,} only with the month first (“{tally.examples['mdy']}”)."
        )
    else:
        either = tally.counts["either"]
        evidence = f"{either:,} dates can be read both ways, and none decides."
        if either == 1:
            evidence = "1 date can be read both ways, and none decides."
    return Question(f"order:{name}", f"In “{name}”, does the day or the month come first?", options, evidence)


def _epoch_question(name: str, tally: _Tally) -> Question:
    example = tally.examples["number"]
    options = (("s", "seconds since 1970-01-01 UTC"), ("ms", "milliseconds since 1970-01-01 UTC"))
    return Question(
        f"epoch:{name}", f"In “{name}”, what do the bare numbers count?", options, f"“{example}” is one of them."
    )


def _century_question(name: str, tally: _Tally) -> Question:
    example = tally.examples["two digits"]
    options = (("2000", "2000 to 2099"), ("1900", "1900 to 1999"))
    return Question(
        f"century:{name}", f"In “{name}”, which years do two digits mean?", options, f"“{example}” is one of them."
    )
