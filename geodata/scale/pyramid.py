"""The tables of a build as Narwhals expressions over flat claims: the same text for DuckDB, Polars and Spark.

:mod:`geodata.scale.versions` and :mod:`geodata.scale.sorting` make the same tables on one machine; tests compare.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import narwhals as nw

from geodata.assess import DECIDING
from geodata.model import Aspect, Modality, Stance, Status
from geodata.scale.expressions import Frame
from geodata.scale.grid import BITS
from geodata.scale.tables import LEVELS, MONTH, NEVER, TABLES

__all__ = ["cubes", "days", "long", "not_plain", "plain_versions", "slim", "typed"]

_DECIDING = [number for number, word in enumerate(Aspect) if word in DECIDING]
_SEEN = [number for number, word in enumerate(Stance) if word in (Stance.ASSERTS, Stance.ADMITS)]
_INFERRED = list(Modality).index(Modality.INFERRED)
_SPECULATIVE, _UNVERIFIED = (list(Status).index(word) for word in (Status.SPECULATIVE, Status.UNVERIFIED))
_BEFORE = -NEVER  # a day before every day
_TYPES: dict[str, Any] = {
    "int8": nw.Int8, "int16": nw.Int16, "int32": nw.Int32, "int64": nw.Int64, "double": nw.Float64,
    "bool": nw.Boolean, "string": nw.String,
}  # fmt: skip


def typed(frame: Frame, table: str) -> Frame:
    """The columns of one of :data:`geodata.scale.tables.TABLES`, in its order and types; lists stay as they are."""
    columns = TABLES[table].items()
    kinds = [(name, kind.rstrip("?")) for name, kind in columns]
    return frame.select(*(nw.col(name).cast(_TYPES[kind]) if kind in _TYPES else nw.col(name) for name, kind in kinds))


def slim(claims: Frame) -> Frame:
    """The table ``slim`` of a table ``claims``, in no order."""
    return typed(claims, "slim")


def long(claims: Frame) -> Frame:
    """The table ``long`` of a table ``claims``, in no order."""
    return typed(claims.filter(nw.col("day1") > nw.col("day0")), "long")


def days(claims: Frame) -> Frame:
    """The table ``days`` of a table ``claims``, in no order."""
    short = claims.filter(nw.col("day1") == nw.col("day0"))
    return typed(short.group_by("day0", "kind", "type", "status").agg(n=nw.len()), "days")


def cubes(claims: Frame) -> Frame:
    """The table ``cubes`` of a table ``claims``, in no order: coarser levels are added up from finer ones."""
    points = claims.filter(nw.col("kind") == 0, nw.col("day1") == nw.col("day0"))
    keys = ("x", "y", "month", "type", "status")
    levels = sorted(LEVELS, reverse=True)
    step = 2 ** (BITS - levels[0])
    counted = points.with_columns(x=nw.col("mx") // step, y=nw.col("my") // step, month=nw.col("day0") // MONTH)
    parts = [counted.group_by(*keys).agg(n=nw.len())]
    for finer, level in pairwise(levels):
        up = 2 ** (finer - level)
        moved = parts[-1].with_columns(x=nw.col("x") // up, y=nw.col("y") // up)
        parts.append(moved.group_by(*keys).agg(n=nw.col("n").sum()))
    marked = [part.with_columns(level=nw.lit(level)) for part, level in zip(parts, levels, strict=True)]
    return nw.concat([typed(part, "cubes") for part in marked])


def not_plain(claims: Frame, reports: Frame) -> Frame:
    """The rows of claims of which :func:`plain_versions` cannot tell what held when.

    They have more than one report or none, or one that repeats another, or a party denies them. Parties that admit or
    assert a claim stand in no table; who has such claims must know.
    """
    repeats = reports.filter(~nw.col("derived_from").is_null()).select(nw.col("row"), repeated=nw.lit(1)).unique()
    found = claims.select("row", "reports", "denied").join(repeats, on="row", how="left")
    odd = (nw.col("reports") != 1) | nw.col("denied") | ~nw.col("repeated").is_null()
    return found.filter(odd).select("row")


def plain_versions(claims: Frame, reports: Frame, assessments: Frame) -> Frame:
    """The table ``versions`` of plain claims: one report each, which repeats nobody, and no party speaks of them.

    :func:`geodata.scale.versions.plain_versions` says the same of arrays. A judgement counts from the day that it names
    on, or from the claim's first day if that is later; of those on one day the last by ``effective``, ``recorded`` and
    ``assessment_id``. An end that was told later divides an interval.

    Parameters
    ----------
    claims, reports, assessments : narwhals.LazyFrame
        The tables of these names of :data:`geodata.scale.tables.TABLES`. Reports and assessments of other claims are
        not looked at.

    Returns
    -------
    narwhals.LazyFrame
        In no order; claims that are known on no day have none.
    """
    known = claims.filter(nw.col("known") < NEVER)
    lasting = _intervals(_without_repetition(_last_of_a_day(_events(known, reports, assessments))))
    kept = [name for name in TABLES["versions"] if name in TABLES["claims"] and name not in ("status", "denied")]
    held = lasting.join(known.select(*kept, "end_known"), on="row", how="inner")
    hides = ~nw.col("day1").is_null() & (nw.col("day1") < NEVER)
    told = nw.when(hides).then(nw.col("end_known").fill_null(_BEFORE)).otherwise(nw.lit(_BEFORE))
    held = held.with_columns(told=told, denied=nw.lit(value=False))
    open_end = nw.when(nw.col("day1").is_null()).then(nw.col("day1")).otherwise(nw.lit(NEVER))
    parts = [
        held.filter(nw.col("told") <= nw.col("vf")),
        held.filter(nw.col("told") >= nw.col("vt")).with_columns(day1=open_end),
        _divided(held).with_columns(vt=nw.col("told"), day1=open_end),
        _divided(held).with_columns(vf=nw.col("told")),
    ]
    return nw.concat([typed(part, "versions") for part in parts])


def _divided(held: Frame) -> Frame:
    return held.filter(nw.col("told") > nw.col("vf"), nw.col("told") < nw.col("vt"))


def _events(known: Frame, reports: Frame, assessments: Frame) -> Frame:
    """What the one report makes of each claim on its first day, and each judgement on the day from which it counts."""
    first = known.select("row", "known", "modality").join(reports.select("row", "stance"), on="row", how="inner")
    guessed = (nw.col("modality") == _INFERRED) & ~nw.col("stance").is_in(_SEEN)
    said = nw.when(guessed).then(nw.lit(_SPECULATIVE)).otherwise(nw.lit(_UNVERIFIED))
    begins = first.select(
        "row", day=nw.col("known").cast(nw.Int64), status=said.cast(nw.Int64), effective=nw.lit(_BEFORE, nw.Int64),
        recorded=nw.lit(_BEFORE, nw.Int64), assessment_id=nw.lit(""),
    )  # fmt: skip
    deciding = assessments.filter(nw.col("aspect").is_in(_DECIDING)).rename({"status": "judged"})
    spoken = known.select("row", "known").join(deciding, on="row", how="inner")
    day = nw.when(nw.col("effective") > nw.col("known")).then(nw.col("effective")).otherwise(nw.col("known"))
    judged = spoken.select(
        "row", day=day.cast(nw.Int64), status=nw.col("judged").cast(nw.Int64),
        effective=nw.col("effective").cast(nw.Int64), recorded=nw.col("recorded").cast(nw.Int64),
        assessment_id=nw.col("assessment_id"),
    )  # fmt: skip
    return nw.concat([begins, judged])


def _last_of_a_day(events: Frame) -> Frame:
    """Of each claim and day the last event."""
    order = ("day", "effective", "recorded", "assessment_id")
    following = events.with_columns(following=nw.col("day").shift(-1).over("row", order_by=order))
    return following.filter(nw.col("following").is_null() | (nw.col("following") != nw.col("day")))


def _without_repetition(events: Frame) -> Frame:
    """Those that change the status, or begin it."""
    before = events.with_columns(before=nw.col("status").shift(1).over("row", order_by="day"))
    return before.filter(nw.col("before").is_null() | (nw.col("before") != nw.col("status")))


def _intervals(events: Frame) -> Frame:
    until = nw.col("day").shift(-1).over("row", order_by="day").fill_null(NEVER)
    return events.with_columns(vt=until).select("row", "status", "vt", vf=nw.col("day"))
