"""The answers of an engine out of a data set in memory, by the definition itself: no table is built for few claims."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geodata.model import Dataset, Status
from geodata.scale.counts import Heaps, heaps_of
from geodata.scale.detail import (
    AREA_COLUMNS,
    BIN_COLUMNS,
    CLAIM_COLUMNS,
    LINES,
    TOP,
    TOP_COLUMNS,
    WEIGHT,
    Arrays,
    Buckets,
    View,
    buckets_of,
    check_budget,
    level_of,
    span_of,
    wider,
)
from geodata.scale.facts import Facts
from geodata.scale.grid import BITS
from geodata.scale.histogram import HISTOGRAM_COLUMNS, Histogram
from geodata.scale.pages import check_limit, page_schema
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.scale.where import AREA
from geodata.store import ClaimQuery, Selection, select

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MemoryAnswers"]

_KEPT = 8  # selections, kept for the next thing that is asked of the same question
_WEIGHT = {list(Status).index(status): at for at, status in enumerate(WEIGHT)}

_Line: TypeAlias = dict[str, Any]


class MemoryAnswers:
    """Answers questions from a data set in memory; any thread may ask.

    Parameters
    ----------
    dataset : Dataset
        Up to about 100,000 claims are answered without being waited for.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._lock = threading.Lock()
        self._selections: OrderedDict[ClaimQuery, Selection] = OrderedDict()

    def heaps(self, query: ClaimQuery) -> Heaps:
        """Count the claims on each heap."""
        return heaps_of(self._select(query))

    def rows(self, query: ClaimQuery, after: int | None = None, limit: int = 1000) -> pa.Table:
        """A page of the chosen claims, as :meth:`geodata.scale.engine.Engine.rows` gives it.

        Raises
        ------
        QueryError
            If ``limit`` is less than one.
        """
        import pyarrow as pa

        check_limit(limit)
        selection, schema = self._select(query), page_schema()
        rows = [row for row in selection.chosen if after is None or row > after][:limit]
        lines = [self._facts.in_full(selection, row) for row in rows]
        return pa.Table.from_pylist([{name: line[name] for name in schema.names} for line in lines], schema)

    def histogram(self, query: ClaimQuery) -> Histogram:
        """How many claims touch each day, as :func:`geodata.scale.histogram.histogram` counts them."""
        unbounded = replace(query, first_day=None, last_day=None)
        selection = self._select(unbounded)
        rows = selection.in_view if query.bbox is not None else selection.chosen
        found: dict[tuple[int, int, int], Counter[str]] = {}
        for line in (self._facts.on_map(selection, row) for row in rows):
            if line["day0"] is not None:
                key = (line["type"], line["status"])
                for day, name in _ends(line["day0"], line["day1"]):
                    found.setdefault((day, *key), Counter())[name] += 1
        lines = [(*key, *(counts[name] for name in list(HISTOGRAM_COLUMNS)[3:])) for key, counts in found.items()]
        return Histogram(_arrays(sorted(lines), HISTOGRAM_COLUMNS))

    def view(self, query: ClaimQuery, zoom: float, budget: int = 50_000) -> View:
        """What a map draws, as :func:`geodata.scale.view.view` chooses it.

        Raises
        ------
        QueryError
            If the zoom is out of range or the budget negative.
        """
        level = level_of(zoom)
        check_budget(budget)
        selection = self._select(query)
        heaps = heaps_of(selection)
        lines = [self._facts.on_map(selection, row) for row in selection.in_view]
        if heaps.in_view <= budget:
            none = _arrays([], AREA_COLUMNS), _arrays([], TOP_COLUMNS)
            return View("claims", _columns(lines, CLAIM_COLUMNS), none[0], heaps, level, None, none[1])
        days = _span(query, lines)
        buckets = buckets_of(*days, heaps.in_view)

        while True:
            points, areas = _binned(lines, level, days, buckets)
            if len(points["n"]) + len(areas["n"]) <= LINES * budget or buckets.count == 1:
                break
            buckets = wider(buckets)
        voiced = [{**line, **self._facts.voices(selection, line["row"])} for line in lines]
        top = _columns(sorted(voiced, key=_importance)[:TOP], TOP_COLUMNS)
        return View("bins", points, areas, heaps, level, buckets, top)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self._dataset)

    def _select(self, query: ClaimQuery) -> Selection:
        with self._lock:
            found = self._selections.get(query)
        if found is None:
            found = select(self._dataset, query)
            with self._lock:
                self._selections[query] = found
                while len(self._selections) > _KEPT:
                    self._selections.popitem(last=False)
        return found


def _ends(first: int, last: int) -> list[tuple[int, str]]:
    """Days of a claim and what they are to it."""
    if first == last:
        return [(first, "single")]
    return [(first, "begun"), (first, "open") if last == NEVER else (last, "over")]


def _span(query: ClaimQuery, lines: list[_Line]) -> tuple[int, int]:
    first = None if query.first_day is None else day_number(query.first_day)
    last = None if query.last_day is None else day_number(query.last_day)
    ends = [line["day0"] if line["day1"] == NEVER else line["day1"] for line in lines]
    return span_of(first, last, min(line["day0"] for line in lines), max(ends))


def _cell(line: _Line, level: int) -> tuple[int, int]:
    return line["mx"] >> (BITS - level), line["my"] >> (BITS - level)


def _importance(line: _Line) -> tuple[int, ...]:
    return _WEIGHT[line["status"]], -line["origins"], -line["reports"], -line["day0"], line["row"]


def _binned(lines: list[_Line], level: int, days: tuple[int, int], buckets: Buckets) -> tuple[Arrays, Arrays]:
    """Bins, and areas by place."""

    def key(line: _Line) -> tuple[int, ...]:
        told = max(line["day0"], days[0]), min(line["day1"], days[1])
        begins, ends = ((day - buckets.first) // buckets.days for day in told)
        where = (line["place"],) if line["kind"] == AREA else _cell(line, level)
        return (*where, begins, ends, line["type"], line["status"])

    areas, points = ([line for line in lines if (line["kind"] == AREA) is is_area] for is_area in (True, False))
    return _counted(points, key, BIN_COLUMNS), _counted(areas, key, AREA_COLUMNS)


def _counted(lines: Iterable[_Line], key: Callable[[_Line], tuple[int, ...]], columns: Mapping[str, Any]) -> Arrays:
    counts = Counter(map(key, lines))
    return _arrays([(*one, n) for one, n in sorted(counts.items())], columns)


def _columns(lines: list[_Line], columns: Mapping[str, Any]) -> Arrays:
    return {name: np.array([line[name] for line in lines], kind) for name, kind in columns.items()}


def _arrays(lines: list[tuple[int, ...]], columns: Mapping[str, Any]) -> Arrays:
    return {name: np.array([line[at] for line in lines], kind) for at, (name, kind) in enumerate(columns.items())}
